"""People, appeals and an administration of fiction, for tests that need any."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from appeals.administration import (
    Administration,
    Category,
    ConsentDocument,
    Contacts,
    Identity,
    Question,
    WorkingTime,
)
from appeals.model import (
    Appeal,
    Attachment,
    Channel,
    Citizen,
    Number,
    Place,
    StaffMember,
    Status,
)
from appeals.model import Role as StaffRole
from appeals.ports import NewAppeal

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday, noon in Moscow."""

COMMUNITY = 1
ANNA = Citizen(1, 101, "Анна", "Примерова", 1, consent_version="1.0")
MARIA = StaffMember(201, StaffRole.MODERATOR, "Мария Образцова")
PHOTO = Attachment("photo", "photo101_1_key", "", "https://example.ru/1.jpg")
DOCUMENT = Attachment("doc", "doc101_2", "Справка.pdf")
VOICE = Attachment("audio_message", "doc101_3_key")

ADMINISTRATION = Administration(
    administration=Identity(
        name="Администрация города Примерска", genitive="администрации города Примерска", hashtag="#намневсеравно"
    ),
    consent=ConsentDocument("1.0", "https://example.ru/soglasie"),
    categories=(
        Category("roads", "Дороги и тротуары"),
        Category("snow", "Снег и наледь", 2),
        Category("other", "Другое", 30),
    ),
    contacts=Contacts(
        "г. Примерск, пл. Центральная, 1", "+7 (000) 000-00-00", "priem@example.ru", "https://example.ru", "пн–пт"
    ),
    questions=(Question("Когда приём у главы?", "В первый вторник месяца с 15:00."),),
    working_time=WorkingTime(friday=("08:00-12:00", "13:00-16:00")),
)

APPEAL = Appeal(
    id=7,
    number=Number(2026, 123),
    citizen_id=ANNA.id,
    citizen_vk_id=ANNA.vk_id,
    channel=Channel.DIALOG,
    status=Status.NEW,
    category="roads",
    text="На Садовой у дома 5 яма во всю полосу.",
    place=Place("ул. Садовая, 5"),
    contact="+7 900 000-00-00",
    attachments=(PHOTO,),
    filed_at=NOW,
    react_by=NOW + timedelta(days=1),
    due_at=datetime(2026, 12, 4, 13, 0, tzinfo=UTC),
    origin="draft:1:555",
)


def appeal(status: Status = Status.NEW, **changes: Any) -> Appeal:
    """The sample appeal in another status."""
    question = "Какой подъезд?" if status is Status.WAITING_CITIZEN else ""
    return replace(APPEAL, **{"status": status, "question": question, **changes})


def new_appeal(number: Number, citizen: Citizen = ANNA, **changes: Any) -> NewAppeal:
    """The sample appeal before it is stored, under a draft of its own."""
    plain = NewAppeal(
        number=number,
        citizen_id=citizen.id,
        channel=Channel.DIALOG,
        category="roads",
        text=APPEAL.text,
        place=APPEAL.place,
        contact=APPEAL.contact,
        attachments=APPEAL.attachments,
        filed_at=APPEAL.filed_at,
        react_by=APPEAL.react_by,
        due_at=APPEAL.due_at,
        origin=f"draft:{citizen.id}:{number}",
    )
    return replace(plain, **changes)


class PlainCalendar:
    """A production calendar without holidays, but for the days that a test names."""

    def __init__(self, holidays: Sequence[date] = (), working: Sequence[date] = ()) -> None:
        self._holidays = frozenset(holidays)
        self._working = frozenset(working)

    def is_working_day(self, day: date) -> bool:
        return day in self._working or (day.weekday() < 5 and day not in self._holidays)

    def is_holiday(self, day: date) -> bool:
        return day in self._holidays
