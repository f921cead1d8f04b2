"""What several parts of the catalogue speak of: typical things and the largest of everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from appeals.administration import Administration, Category, Contacts, Identity
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.draft import MAX_ATTACHMENTS, MAX_TEXT, Draft
from appeals.model import (
    Act,
    Answer,
    Appeal,
    Attachment,
    Channel,
    Citizen,
    Clock,
    HistoryEntry,
    Number,
    Pause,
    Place,
    Priority,
    Status,
)
from appeals.ports import AppealPage
from appeals.remarks import Spot, Venue
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, DOCUMENT, MARIA, NOW, PHOTO, PlainCalendar, appeal
from texts.reply import Reply

Said = Reply | str
Text = Callable[..., Any]

LONG_TEXT = ("Во дворе третий месяц стоит вода, дети обходят по газону, а ночью темно и скользко. " * 150)[:MAX_TEXT]
LONG_ANSWER = LONG_TEXT[:3500]
BIG_ID = 2**31 - 1
TEN_PHOTOS = tuple(Attachment("photo", f"photo{BIG_ID}_{BIG_ID - n}_{'k' * 18}") for n in range(MAX_ATTACHMENTS))
LARGE = Administration(
    administration=Identity(
        name="Администрация Примерского муниципального округа Образцовой области имени первых строителей",
        genitive="администрации Примерского муниципального округа Образцовой области имени первых строителей",
        hashtag="#намневсеравно",
        official_url="https://www.gosuslugi.ru/category/feedback/" + "q" * 60,
    ),
    consent=ADMINISTRATION.consent,
    categories=tuple(Category(f"c{number:031d}", f"{number:02d} {'Ш' * 37}") for number in range(30)),
    contacts=Contacts(*(LONG_TEXT[:200] for _ in range(5))),
)
BIG = replace(
    APPEAL,
    id=BIG_ID,
    number=Number(2026, 999_999_999),
    category=LARGE.categories[-1].id,
    text=LONG_TEXT,
    place=Place(LONG_TEXT[:300], -55.123456, 137.654321),
    contact=f"{'a' * 242}@example.ru",
    attachments=TEN_PHOTOS,
    assignee_id=BIG_ID,
)
PERSON = Citizen(BIG_ID, BIG_ID, "Шамсутдиновакарлэмильбергская", "Образцова-Примерова-Залесская", 1, reachable=False)
COLLEAGUE = replace(MARIA, vk_id=BIG_ID, name=PERSON.full_name)
BIG_LEAD = replace(
    BIG,
    channel=Channel.LEAD_FORM,
    told_name=LONG_TEXT[:300],
    source=LONG_TEXT[:300],
    answers=tuple(Answer(LONG_TEXT[:300], LONG_TEXT) for _ in range(3)),
    number_told=False,
)
BIG_DRAFT = Draft(BIG_ID, NOW, BIG.category, LONG_TEXT, BIG.place, TEN_PHOTOS, True, BIG.contact)
BARE = replace(
    ADMINISTRATION,
    administration=replace(ADMINISTRATION.administration, hashtag=""),
    contacts=Contacts(),
    questions=(),
)
DRAFT = Draft(555, NOW, "roads", "Яма во всю полосу.", Place("ул. Садовая, 5"), (PHOTO,), True, "+7 900 000-00-00")
LATE = APPEAL.due_at + timedelta(days=1)
LATE_BODY = datetime(2026, 12, 27, 20, 59, tzinfo=UTC)
WAITING = appeal(Status.WAITING_CITIZEN)
ANSWERED = appeal(Status.ANSWERED, assignee_id=MARIA.vk_id)
LEAD = appeal(
    channel=Channel.LEAD_FORM,
    told_name="Примерова Анна Сергеевна",
    attachments=(),
    source="Сообщить о проблеме",
    answers=(Answer("age", "35"), Answer("Что ещё неладно?", "Темно, Скользко"), Answer("", "Да")),
    number_told=False,
)
CLOCKS = Clocks(ADMINISTRATION, WorkingCalendar(ADMINISTRATION.working_time, PlainCalendar(), ADMINISTRATION.zone))
PAUSED = replace(WAITING, clock=Clock(pauses=(Pause(NOW),)))
EXTENDED = CLOCKS.extended(
    appeal(Status.IN_PROGRESS), datetime(2026, 12, 15, 14, tzinfo=UTC), "ждём поставку плитки", NOW
)
FORWARDED = CLOCKS.forwarded(appeal(Status.FORWARDED), "Росавтодор", NOW)
ALARMING = CLOCKS.follow(APPEAL, replace(APPEAL, priority=Priority.EMERGENCY), NOW)
CALL = appeal(channel=Channel.HOTLINE, questions=3)
BARE_LEAD = replace(LEAD, text="", source="", answers=(), number_told=True)
STORY = [
    HistoryEntry(act, NOW + timedelta(hours=hours), actor, text, attached)
    for hours, (act, actor, text, attached) in enumerate(
        [
            (Act.FILED, ANNA.vk_id, "", ()),
            (Act.TAKEN, MARIA.vk_id, "", ()),
            (Act.ASKED, MARIA.vk_id, "Какой подъезд?", ()),
            (Act.CLARIFIED, ANNA.vk_id, "Второй.", (PHOTO, DOCUMENT)),
            (Act.UNDELIVERED, 0, "", ()),
            (Act.ANSWERED, MARIA.vk_id, "Яму засыпали.", (PHOTO,)),
            (Act.REOPENED, ANNA.vk_id, "", ()),
            (Act.COMMENTED, ANNA.vk_id, "Опять провалилась.", (PHOTO,)),
            (Act.ANSWERED, MARIA.vk_id, "Засыпали снова.", ()),
            (Act.RESOLVED, ANNA.vk_id, "", ()),
        ]
    )
]
PUT_OFF = HistoryEntry(Act.EXTENDED, NOW, MARIA.vk_id, "15.12.2026: ждём поставку плитки")
PASSED = HistoryEntry(Act.FORWARDED, NOW, MARIA.vk_id, "Росавтодор\nЭта дорога федеральная.")
CORRECTED_STORY = [
    HistoryEntry(act, NOW, MARIA.vk_id, text)
    for act, text in (
        (Act.NOTED, "Подрядчик обещал быть в среду."),
        (Act.UNDONE, Act.NOTED.value),
        (Act.RECATEGORISED, ""),
        (Act.READDRESSED, "ул. Садовая, 7"),
        (Act.ABSORBED, "2026-000124"),
        (Act.SEPARATED, "2026-000124"),
        (Act.JOINED, "2026-000122"),
        (Act.PARTED, "2026-000122"),
        (Act.SPLIT, "Яма на Садовой. И фонарь не горит."),
        (Act.PART_MADE, "2026-000125"),
        (Act.SPLIT_FROM, "2026-000121"),
        (Act.OPENED, "Засыпали не целиком."),
        (Act.BACK_IN_WORK, "2026-000124"),
        (Act.BACK_PARTLY, "2026-000124"),
    )
]
LONG_STORY = [HistoryEntry(Act.COMMENTED, NOW, ANNA.vk_id, LONG_ANSWER, TEN_PHOTOS)] * 10


def page(*appeals: Appeal, total: int | None = None) -> AppealPage:
    return AppealPage(appeals, len(appeals) if total is None else total)


def several(count: int, like: Appeal = APPEAL) -> tuple[Appeal, ...]:
    return tuple(replace(like, id=like.id - n, number=Number(2026, like.number.sequence - n)) for n in range(count))


def statuses(text: Callable[[Appeal], Said]) -> dict[str, Said]:
    return {status.value: text(appeal(status)) for status in Status}


def alone(text: Callable[[], Said]) -> dict[str, Said]:
    return {"": text()}


def numbered(text: Callable[[Appeal], Said]) -> dict[str, Said]:
    return {"": text(APPEAL), "предел": text(BIG)}


SPOT, IN_TOPIC = Spot(Venue.WALL, -1, 15, 30), Spot(Venue.BOARD, -1, 20, 31)
ON_WALL = appeal(channel=Channel.WALL_COMMENT, origin=SPOT.origin, contact="", place=Place())
