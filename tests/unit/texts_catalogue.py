"""Every text that the bot can say, with typical and extreme arguments: the input of the snapshot test."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from appeals.administration import Administration, Category, Contacts, Department, Identity
from appeals.audit import CHANGED, VIEWED, Audited
from appeals.audit import CITIZEN as BY_CITIZEN
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.contents import ContentStatus
from appeals.control import Control
from appeals.digest import Controlled, Found, Item, Morning, Often, Promise
from appeals.digest_times import DigestKind, Period, Slot
from appeals.draft import MAX_ATTACHMENTS, MAX_TEXT, Draft
from appeals.errors import Why
from appeals.leaks import Leak
from appeals.model import (
    Act,
    Answer,
    Appeal,
    Attachment,
    Channel,
    Citizen,
    Clock,
    Fate,
    Forwarding,
    HistoryEntry,
    Joined,
    Number,
    Pause,
    Place,
    Priority,
    Role,
    StaffMember,
    Status,
    Telling,
)
from appeals.personal import Consent, Destroyed, Destruction, Held, LogRow, Reason, Told
from appeals.ports import AppealPage
from appeals.remarks import Remark, Spot, Venue
from appeals.rights import Right
from appeals.search import Excerpt, Where, parse_search
from appeals.selection import DateRange, Earlier, Selected, Selection, Shelf, Tally
from appeals.summary import Counts, Figures, Standing, Summary, figures
from appeals.usecases.clocks import MAX_BODY
from appeals.usecases.finding import PAGE, Hit, SearchResult
from appeals.usecases.registration import Registration
from tests.unit import announcements_catalogue, answers_catalogue, autoreplies_catalogue
from tests.unit import catalogue_of_notices as of_notices
from tests.unit.catalogue_of_citizen_reminders import (
    CITIZEN_REMINDERS,
    KEPT_AND_MOVED,
    REMINDED_DRAFTS,
    UNJUDGED,
    UNREPLIED,
)
from tests.unit.catalogue_of_reminders import REMINDERS
from tests.unit.catalogue_of_routing import BY_READERS, ROUTING, STAFFING
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, DOCUMENT, MARIA, NOW, PHOTO, VOICE, PlainCalendar, appeal
from texts import (
    acts,
    audit,
    buttons,
    by_hand,
    cards,
    citizen,
    clocks,
    control,
    corrections,
    delivery,
    desk,
    digest,
    filing,
    finding,
    help,
    leads,
    linked,
    notices,
    own_appeals,
    people,
    personal,
    personal_copy,
    public,
    reminders,
    roles,
    routing,
    verdicts,
)
from texts.reply import Reply

Said = Reply | str
Text = Callable[..., Any]

# ------------------------------------------------------------------------------------------ the largest of everything

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

# ---------------------------------------------------------------------------------------------------- typical things

BARE = replace(
    ADMINISTRATION,
    administration=replace(ADMINISTRATION.administration, hashtag=""),
    contacts=Contacts(),
    questions=(),
)
WITH_DEPARTMENT = replace(ADMINISTRATION, departments=(Department("roads", "Дорожный отдел"),))
DRAFT = Draft(555, NOW, "roads", "Яма во всю полосу.", Place("ул. Садовая, 5"), (PHOTO,), True, "+7 900 000-00-00")
LATE = APPEAL.due_at + timedelta(days=1)
LATE_BODY = datetime(2026, 12, 27, 20, 59, tzinfo=UTC)
EMPTY_DRAFT = Draft(555, NOW)
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
URGENT = CLOCKS.follow(APPEAL, replace(APPEAL, priority=Priority.FAST), NOW)
ALARMING = CLOCKS.follow(APPEAL, replace(APPEAL, priority=Priority.EMERGENCY), NOW)
BIG_FORWARDED = replace(BIG, status=Status.FORWARDED, forwarding=Forwarding("Ш" * MAX_BODY, LATE_BODY))
CALL = appeal(channel=Channel.HOTLINE, questions=3)
BARE_LEAD = replace(LEAD, text="", source="", answers=(), number_told=True)
HAND_REPLY = HistoryEntry(Act.HAND_REPLIED, NOW, MARIA.vk_id, "Какой дом?", (PHOTO,))
JOURNAL = [
    Audited(Act.FILED, NOW, 0, 0, 1, BY_CITIZEN),
    Audited(VIEWED, NOW, MARIA.vk_id, MARIA.vk_id, 1),
    Audited(
        Act.TAKEN,
        NOW,
        MARIA.vk_id,
        2_000_000_001,
        1,
        "",
        {"status": "new", "assignee_id": ""},
        {"status": "in_progress", "assignee_id": str(MARIA.vk_id)},
    ),
    Audited("/отклонить", NOW, 203, 2_000_000_001, 1, refused="not_allowed"),
    Audited("take", NOW, 204, 2_000_000_001, 1, refused="not_staff"),
    Audited("text", NOW, MARIA.vk_id, MARIA.vk_id, 1, refused="wrong_status"),
    Audited(
        CHANGED,
        NOW,
        0,
        0,
        1,
        "",
        {"due_at": NOW.isoformat(), "category": "roads", "priority": "usual"},
        {"due_at": NOW.isoformat(), "category": "gone", "priority": "emergency"},
    ),
]
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
RAISED = HistoryEntry(Act.PRIORITISED, NOW, MARIA.vk_id, "emergency")
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
    )
]
LONG_STORY = [HistoryEntry(Act.COMMENTED, NOW, ANNA.vk_id, LONG_ANSWER, TEN_PHOTOS)] * 10


ERASED = appeal(
    Status.WITHDRAWN, citizen_vk_id=0, text="", place=Place(), contact="", attachments=(), rating=4, is_erased=True
)
ERASED_STORY = [HistoryEntry(act, NOW, 0) for act in (Act.FILED, Act.WITHDRAWN, Act.ERASED)]
WITHDRAWN_STORY = [STORY[0], HistoryEntry(Act.WITHDRAWN, NOW, ANNA.vk_id)]
GIVEN = Consent("1.0", "https://example.ru/soglasie", NOW)
HELD = Held(
    ANNA,
    (replace(GIVEN, version="0.9"), GIVEN, Consent("lead_form:5", "", NOW)),
    (Told(appeal(Status.CLOSED, rating=4), tuple(STORY)), Told(LEAD, tuple(STORY[:1]))),
    DRAFT,
    3,
    ("Яма на Садовой!",),
    "Спасибо, но плафон разбит",
)
NOTHING_HELD = Held(Citizen(2, 102), (), (), None, 0)
HELD_UNTIL = replace(
    HELD, citizen=replace(ANNA, destroy_by=LATE), consents=(replace(GIVEN, withdrawn_at=NOW),), draft=None
)
HELD_MUCH = Held(PERSON, (GIVEN,) * 9, (Told(BIG, tuple(LONG_STORY)),) * 30, BIG_DRAFT, 999, (LONG_TEXT,) * 9)
ACT = Destruction(
    1,
    ANNA.vk_id,
    Reason.DEMAND,
    NOW,
    NOW,
    ADMINISTRATION.administration.name,
    "начальник отдела Образцова М. И.",
    (APPEAL.number, Number(2026, 124)),
    tuple(LogRow(what, NOW, 3) for what in Destroyed),
)

BEFORE = Earlier(3, replace(APPEAL, id=5, number=Number(2026, 97), status=Status.CLOSED))
NARROW = Selection(frozenset({Shelf.NEW, Shelf.OVERDUE}), 201, "", "roads", Channel.WALL_COMMENT, DateRange(days=7))


def listed(
    administration: Administration,
    selection: Selection,
    *appeals: Appeal,
    now: datetime = NOW,
    page: int = 0,
    total: int | None = None,
) -> Reply:
    late = sum(one.is_open and one.due_at < now for one in appeals)
    new = sum(one.status is Status.NEW for one in appeals)
    selected = Selected(appeals, Tally(len(appeals) if total is None else total, new, late))
    return finding.appeals_list(administration, selection, selected, page, now, COLLEAGUE if page else MARIA)


def hit(where: Where | None, text: str, subject: Appeal = APPEAL) -> Hit:
    return Hit(subject, Excerpt(text, where))


def searched(
    words: str, *hits: Hit, total: int | None = None, page: int = 0, pending: int = 0, sees_person: bool = True
) -> Reply:
    search = parse_search(words)
    assert search is not None
    result = SearchResult(hits, len(hits) if total is None else total, page, pending, sees_person)
    return finding.found(ADMINISTRATION, search, result)


def page(*appeals: Appeal, total: int | None = None) -> AppealPage:
    return AppealPage(appeals, len(appeals) if total is None else total)


def several(count: int, like: Appeal = APPEAL) -> tuple[Appeal, ...]:
    return tuple(replace(like, id=like.id - n, number=Number(2026, like.number.sequence - n)) for n in range(count))


def case(subject: Appeal, who: Citizen = ANNA, assignee: StaffMember | None = None) -> cards.Case:
    return cards.Case(subject, who, assignee)


def timed(subject: Appeal) -> cards.Case:
    law = (*CLOCKS.law_dates(subject), CLOCKS.latest(subject))
    return replace(case(subject), basis=CLOCKS.basis_of(subject), law=law)


def statuses(text: Callable[[Appeal], Said]) -> dict[str, Said]:
    return {status.value: text(appeal(status)) for status in Status}


def alone(text: Callable[[], Said]) -> dict[str, Said]:
    return {"": text()}


def numbered(text: Callable[[Appeal], Said]) -> dict[str, Said]:
    return {"": text(APPEAL), "предел": text(BIG)}


CITIZEN: dict[Text, dict[str, Said]] = {
    citizen.greeting: {
        "": citizen.greeting(ADMINISTRATION, ANNA),
        "имя неизвестно": citizen.greeting(ADMINISTRATION, Citizen(2, 102)),
        "предел": citizen.greeting(LARGE, PERSON),
    },
    citizen.main_menu: alone(citizen.main_menu),
    citizen.not_understood: alone(citizen.not_understood),
    citizen.not_words: alone(citizen.not_words),
    citizen.thanks: alone(citizen.thanks),
    citizen.stale_button: alone(citizen.stale_button),
    citizen.bot_returned: {
        "": citizen.bot_returned(),
        "дальше предлагается черновик": citizen.bot_returned(unfinished=True),
    },
    citizen.human_writes: alone(citizen.human_writes),
    citizen.only_private: alone(citizen.only_private),
    citizen.broken: alone(citizen.broken),
    citizen.contacts: {
        "": citizen.contacts(ADMINISTRATION),
        "ничего не указано": citizen.contacts(BARE),
        "предел": citizen.contacts(LARGE),
    },
    citizen.questions: {
        "": citizen.questions([autoreplies_catalogue.ENTRY]),
        "вопросов нет": citizen.questions([]),
        "предел": citizen.questions(autoreplies_catalogue.MANY),
        "предел, середина": citizen.questions(autoreplies_catalogue.MANY, 1),
        "предел, последняя страница": citizen.questions(autoreplies_catalogue.MANY, 2),
    },
    citizen.question_answer: {
        "": citizen.question_answer(autoreplies_catalogue.ENTRY),
        "предел": citizen.question_answer(autoreplies_catalogue.MANY[0]),
    },
    citizen.taken: numbered(citizen.taken),
    citizen.question_asked: {
        "": citizen.question_asked(WAITING, "Какой подъезд?"),
        "предел": citizen.question_asked(BIG, LONG_ANSWER),
    },
    citizen.clarify_prompt: {
        "": citizen.clarify_prompt(WAITING),
        "предел": citizen.clarify_prompt(replace(BIG, question=LONG_TEXT)),
    },
    citizen.clarified: {
        "": citizen.clarified(ADMINISTRATION, appeal(Status.IN_PROGRESS), NOW),
        "срок вышел": citizen.clarified(ADMINISTRATION, appeal(Status.IN_PROGRESS), LATE),
        "предел": citizen.clarified(LARGE, BIG, NOW),
    },
    citizen.which_question: {
        "": citizen.which_question([WAITING, replace(WAITING, id=2, number=Number(2026, 124))]),
        "предел": citizen.which_question([replace(BIG, question=LONG_TEXT)] * 9),
    },
    citizen.question_over: numbered(citizen.question_over),
    citizen.answer: {
        "": citizen.answer(ADMINISTRATION, ANSWERED, "Яму засыпали 3 декабря.", (PHOTO, VOICE)),
        "было и стало, отдел": citizen.answer(
            WITH_DEPARTMENT, replace(ANSWERED, department="roads"), "Яму засыпали 3 декабря.", answers_catalogue.PAIR
        ),
        "без хештега": citizen.answer(BARE, ANSWERED, "Яму засыпали 3 декабря.", ()),
        "предел": citizen.answer(LARGE, BIG, LONG_ANSWER, TEN_PHOTOS),
    },
    citizen.rejected: {
        "": citizen.rejected(ADMINISTRATION, appeal(Status.REJECTED), "Это частная территория."),
        "грубый текст": citizen.rejected(
            ADMINISTRATION, appeal(Status.REJECTED), corrections.REASONS[buttons.REJECT_RUDE], rewrite=True
        ),
        "предел": citizen.rejected(LARGE, BIG, LONG_ANSWER, rewrite=True),
    },
    citizen.comment_added: {
        **numbered(citizen.comment_added),
        **of_notices.WITH_LINE[citizen.comment_added],
    },
    citizen.corrected: numbered(citizen.corrected),
    citizen.corrected_draft: alone(citizen.corrected_draft),
    citizen.add_prompt: numbered(citizen.add_prompt),
    citizen.nothing_to_add_to: statuses(citizen.nothing_to_add_to),
}

OWN_APPEALS: dict[Text, dict[str, Said]] = {
    own_appeals.my_appeals: {
        "обращений нет": own_appeals.my_appeals(ADMINISTRATION, page(), 0),
        "": own_appeals.my_appeals(ADMINISTRATION, page(APPEAL, replace(WAITING, id=6, number=Number(2026, 9))), 0),
        "ждут вопросы": own_appeals.my_appeals(ADMINISTRATION, page(WAITING, APPEAL), 0, 2),
        "предел": own_appeals.my_appeals(LARGE, page(*several(citizen.PAGE, BIG), total=99), 1),
    },
    own_appeals.one_appeal: {
        "исправления": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.IN_PROGRESS), CORRECTED_STORY, NOW),
        "новое": own_appeals.one_appeal(ADMINISTRATION, APPEAL, STORY[:1], NOW),
        "ждёт ответа": own_appeals.one_appeal(ADMINISTRATION, WAITING, STORY[:3], LATE),
        "не дождались ответа": own_appeals.one_appeal(ADMINISTRATION, UNREPLIED, STORY[:3], LATE),
        "закрыто без ответа": own_appeals.one_appeal(ADMINISTRATION, UNJUDGED, STORY[:2], LATE),
        "срок продлён": own_appeals.one_appeal(ADMINISTRATION, EXTENDED, [*STORY[:2], PUT_OFF], NOW),
        "передано": own_appeals.one_appeal(ADMINISTRATION, FORWARDED, [*STORY[:2], PASSED], NOW),
        "срок вышел": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.IN_PROGRESS), STORY[:2], LATE),
        "есть ответ": own_appeals.one_appeal(ADMINISTRATION, ANSWERED, STORY[:6], LATE),
        "решено": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.CLOSED), STORY, LATE),
        "тема не выбрана, места нет": own_appeals.one_appeal(
            ADMINISTRATION, appeal(category="unknown", place=Place(), attachments=()), STORY[:1], NOW
        ),
        "заявка из формы": own_appeals.one_appeal(ADMINISTRATION, LEAD, STORY[:1], NOW),
        "решено, оценка, прежняя страница": own_appeals.one_appeal(
            ADMINISTRATION, appeal(Status.CLOSED, rating=4), STORY * 2, LATE, 1
        ),
        "отозвано": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.WITHDRAWN), WITHDRAWN_STORY, NOW),
        "предел": own_appeals.one_appeal(LARGE, BIG, LONG_STORY, LATE),
        "предел, заявка из формы": own_appeals.one_appeal(LARGE, BIG_LEAD, LONG_STORY, LATE),
    },
    own_appeals.no_such_appeal: alone(own_appeals.no_such_appeal),
}

VERDICTS: dict[Text, dict[str, Said]] = {
    verdicts.resolved: {
        "": verdicts.resolved(APPEAL),
        "слова уже есть": verdicts.resolved(APPEAL, with_words=True),
        "предел": verdicts.resolved(BIG),
    },
    verdicts.partly: {
        "": verdicts.partly(APPEAL),
        "слова уже есть": verdicts.partly(APPEAL, with_words=True),
        "предел": verdicts.partly(BIG),
    },
    verdicts.reopened: numbered(verdicts.reopened),
    verdicts.reopened_with_words: numbered(verdicts.reopened_with_words),
    verdicts.skipped: alone(verdicts.skipped),
    verdicts.opinion_added: numbered(verdicts.opinion_added),
    verdicts.rated: {"": verdicts.rated(appeal(Status.CLOSED, rating=4))},
    verdicts.rating_over: {
        "новый ответ": verdicts.rating_over(ANSWERED),
        "закрыто без ответа": verdicts.rating_over(UNJUDGED),
        "не решено": verdicts.rating_over(appeal(Status.REOPENED)),
        "предел": verdicts.rating_over(BIG),
    },
    verdicts.thanked: alone(verdicts.thanked),
    verdicts.about_answer: numbered(verdicts.about_answer),
    verdicts.about_closed: numbered(verdicts.about_closed),
    verdicts.over: statuses(verdicts.over),
    verdicts.shown_to_head: {
        "": verdicts.shown_to_head(
            ADMINISTRATION, appeal(Status.REOPENED), "Яму засыпали 3 декабря.", "Мария Образцова"
        ),
        "исполнителя нет": verdicts.shown_to_head(ADMINISTRATION, appeal(Status.REOPENED), "Яму засыпали.", ""),
        "предел": verdicts.shown_to_head(LARGE, BIG, LONG_ANSWER, COLLEAGUE.name),
    },
}

PERSONAL: dict[Text, dict[str, Said]] = {
    personal.my_data: {
        "ничего нет": personal.my_data(ADMINISTRATION, NOTHING_HELD),
        "": personal.my_data(ADMINISTRATION, HELD),
        "согласие отозвано": personal.my_data(ADMINISTRATION, HELD_UNTIL),
        "предел": personal.my_data(LARGE, HELD_MUCH),
    },
    personal.withdraw_question: {
        "": personal.withdraw_question(ADMINISTRATION, HELD, LATE),
        "открытых нет": personal.withdraw_question(ADMINISTRATION, NOTHING_HELD, LATE),
        "предел": personal.withdraw_question(LARGE, HELD_MUCH, LATE),
    },
    personal.withdrawn: {"": personal.withdrawn(ADMINISTRATION, LATE)},
    personal.nothing_taken: {"": personal.nothing_taken(ADMINISTRATION, LATE)},
    personal.erase_question: {
        "": personal.erase_question(HELD),
        "ничего нет": personal.erase_question(NOTHING_HELD),
        "предел": personal.erase_question(HELD_MUCH),
    },
    personal.erase_last_question: {"": personal.erase_last_question(BIG_ID)},
    personal.kept: alone(personal.kept),
    personal.erased: alone(personal.erased),
    personal.desk_withdrawn: {
        "": personal.desk_withdrawn(ADMINISTRATION, [APPEAL.number], LATE),
        "предел": personal.desk_withdrawn(LARGE, [BIG.number] * 30, LATE),
    },
    personal.desk_erased: {
        "": personal.desk_erased([APPEAL.number, Number(2026, 124)], [APPEAL.number]),
        "открытых не было": personal.desk_erased([APPEAL.number], []),
        "предел": personal.desk_erased([BIG.number] * 30, [BIG.number] * 30),
    },
}

PERSONAL_COPY: dict[Text, dict[str, Said]] = {
    personal_copy.files: alone(personal_copy.files),
    personal_copy.instead_of_files: {
        "": personal_copy.instead_of_files(ADMINISTRATION, HELD, NOW),
        "ничего нет": personal_copy.instead_of_files(ADMINISTRATION, NOTHING_HELD, NOW),
    },
}

ACTS: dict[Text, dict[str, Said]] = {
    acts.act: {
        "": acts.act(ADMINISTRATION, ACT),
        "по отзыву согласия": acts.act(
            ADMINISTRATION, replace(ACT, reason=Reason.WITHDRAWAL, at=LATE, responsible="", numbers=(), log=ACT.log[:1])
        ),
    },
}

FILING: dict[Text, dict[str, Said]] = {
    filing.consent: {"": filing.consent(ADMINISTRATION)},
    filing.consent_needed: {"": filing.consent_needed(ADMINISTRATION)},
    filing.refused: {
        "": filing.refused(ADMINISTRATION, erased=False),
        "было сообщение": filing.refused(ADMINISTRATION, erased=True),
        "предел": filing.refused(LARGE, erased=True),
    },
    filing.category: {
        "": filing.category(ADMINISTRATION),
        "предел": filing.category(LARGE),
        "предел, середина": filing.category(LARGE, 1),
        "предел, последняя страница": filing.category(LARGE, 3),
    },
    filing.text: alone(filing.text),
    filing.address: alone(filing.address),
    filing.attachments_step: {
        "ничего нет": filing.attachments_step(EMPTY_DRAFT),
        "есть": filing.attachments_step(replace(EMPTY_DRAFT, attachments=(PHOTO, PHOTO, DOCUMENT, VOICE))),
        "больше нельзя": filing.attachments_step(BIG_DRAFT),
    },
    filing.contact: alone(filing.contact),
    filing.summary: {
        "": filing.summary(ADMINISTRATION, DRAFT),
        "всё пропущено": filing.summary(
            ADMINISTRATION,
            replace(EMPTY_DRAFT, category="unknown", text="Яма во всю полосу.", place=Place(), contact=""),
        ),
        "точка на карте": filing.summary(ADMINISTRATION, replace(DRAFT, place=Place("", 55.5, 37.5))),
        "предел": filing.summary(LARGE, BIG_DRAFT),
    },
    filing.choose_field: alone(filing.choose_field),
    filing.accepted: {
        "": filing.accepted(ADMINISTRATION, APPEAL),
        "предел": filing.accepted(LARGE, BIG),
        **of_notices.WITH_LINE[filing.accepted],
    },
    filing.already_filed: {"": filing.already_filed(APPEAL)},
    filing.cancelled: alone(filing.cancelled),
    filing.offer_draft: {
        "": filing.offer_draft(ADMINISTRATION, DRAFT),
        "выбрана только тема": filing.offer_draft(ADMINISTRATION, replace(EMPTY_DRAFT, category="roads")),
        "только фото": filing.offer_draft(ADMINISTRATION, replace(EMPTY_DRAFT, attachments=(PHOTO, PHOTO))),
        "ничего": filing.offer_draft(ADMINISTRATION, EMPTY_DRAFT),
        "предел": filing.offer_draft(LARGE, BIG_DRAFT),
    },
    filing.left_draft: alone(filing.left_draft),
    filing.rewrite: {"": filing.rewrite("Вы там что, ослепли?! Яма!"), "предел": filing.rewrite(LONG_TEXT)},
    filing.headed: {"": filing.headed(filing.continued(), filing.text())},
    filing.kept_your_words: {
        "текст": filing.kept_your_words(DRAFT),
        "только фото": filing.kept_your_words(replace(EMPTY_DRAFT, attachments=(PHOTO, PHOTO))),
        "фото и документ": filing.kept_your_words(replace(EMPTY_DRAFT, attachments=(PHOTO, DOCUMENT))),
    },
    filing.continued: alone(filing.continued),
    filing.begun_with: {"": filing.begun_with("Яма на дороге"), "предел": filing.begun_with(LONG_TEXT)},
    filing.added_to_text: alone(filing.added_to_text),
    filing.added_to_draft: alone(filing.added_to_draft),
    filing.kept_attachments: {"": filing.kept_attachments(DRAFT)},
    filing.stale_step: alone(filing.stale_step),
    filing.too_long: {"": filing.too_long(MAX_TEXT)},
    filing.attachments_overflow: {str(over): filing.attachments_overflow(over) for over in (1, 3, 11)},
    filing.choose_category: alone(filing.choose_category),
    filing.tell_in_words: alone(filing.tell_in_words),
    filing.voice_kept: alone(filing.voice_kept),
    filing.bad_address: alone(filing.bad_address),
    filing.bad_contact: alone(filing.bad_contact),
    filing.unsupported_attachment: alone(filing.unsupported_attachment),
    filing.press_a_button: alone(filing.press_a_button),
}

DESK: dict[Text, dict[str, Said]] = {
    cards.card: {
        "авария": cards.card(ADMINISTRATION, replace(case(APPEAL), outage=of_notices.OUTAGE), NOW),
        "ответ ждёт согласования": cards.card(
            ADMINISTRATION,
            replace(case(appeal(Status.IN_PROGRESS)), submitted=answers_catalogue.WAITING),
            NOW,
        ),
        "ответ снят с согласования": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.IN_PROGRESS)), is_withdrawn=True), NOW
        ),
        "последнее событие": cards.card(
            ADMINISTRATION,
            replace(case(appeal(Status.IN_PROGRESS)), last=HistoryEntry(Act.JOINED, NOW, MARIA.vk_id, "2026-000122")),
            NOW,
        ),
        "обещания": cards.card(
            ADMINISTRATION,
            replace(case(ANSWERED), promises=(answers_catalogue.OVERDUE, answers_catalogue.PROMISE)),
            NOW,
        ),
        "новое": cards.card(ADMINISTRATION, case(APPEAL), NOW),
        "новое, сроки вышли": cards.card(ADMINISTRATION, case(APPEAL), LATE),
        "решено, оценка, благодарность": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.CLOSED, rating=5), assignee=MARIA), thanked=True), NOW
        ),
        "согласие отозвано": cards.card(ADMINISTRATION, case(appeal(Status.WITHDRAWN)), NOW),
        "данные уничтожены": cards.card(ADMINISTRATION, case(ERASED, Citizen(3, 0)), NOW),
        "в работе": cards.card(ADMINISTRATION, case(appeal(Status.IN_PROGRESS), assignee=MARIA), NOW),
        "с заметкой и присоединёнными": cards.card(
            ADMINISTRATION,
            replace(
                case(appeal(Status.IN_PROGRESS), assignee=MARIA),
                note=HistoryEntry(Act.NOTED, NOW, MARIA.vk_id, "Подрядчик обещал быть в среду."),
                joined=several(2),
            ),
            NOW,
        ),
        "присоединённое": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.DUPLICATE)), main=appeal(Status.IN_PROGRESS)), NOW
        ),
        "житель дополнил": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.REOPENED), assignee=MARIA), reply=STORY[7]), NOW
        ),
        "ждёт жителя, имени нет, есть точка": cards.card(
            ADMINISTRATION,
            case(replace(WAITING, place=Place("", 55.5, 37.25), contact=""), Citizen(2, 102), replace(MARIA, name="")),
            NOW,
        ),
        "сотрудник написал сам": cards.card(
            ADMINISTRATION,
            replace(case(appeal(Status.IN_PROGRESS), assignee=MARIA), by_hand=HAND_REPLY, reply=STORY[7]),
            NOW,
        ),
        "сотрудник исправил написанное": cards.card(
            ADMINISTRATION,
            replace(
                case(appeal(Status.IN_PROGRESS)),
                by_hand=replace(HAND_REPLY, act=Act.HAND_EDITED, text="Какой дом? → Какой подъезд?"),
            ),
            NOW,
        ),
        "отвечено": cards.card(ADMINISTRATION, case(ANSWERED, assignee=MARIA), LATE),
        "открыто снова": cards.card(ADMINISTRATION, case(appeal(Status.REOPENED), assignee=MARIA), NOW),
        "письмо, тема ушла из настроек": cards.card(
            ADMINISTRATION, case(appeal(channel=Channel.PAPER, category="parks", attachments=())), NOW
        ),
        "заявка из формы, номер не передан": cards.card(
            ADMINISTRATION, case(LEAD, replace(ANNA, reachable=False)), NOW
        ),
        "звонок, ждёт жителя": cards.card(
            ADMINISTRATION,
            case(replace(WAITING, channel=Channel.HOTLINE, questions=2), Citizen(1, 0, "Примерова Зоя")),
            NOW,
        ),
        "звонок, новое": cards.card(
            ADMINISTRATION,
            replace(case(appeal(channel=Channel.HOTLINE), Citizen(1, 0, "Примерова Зоя")), registrar=MARIA),
            NOW,
        ),
        "звонок, отвечено, имя не названо": cards.card(
            ADMINISTRATION, case(replace(ANSWERED, channel=Channel.HOTLINE), Citizen(1, 0)), NOW
        ),
        "заявка из формы без слов": cards.card(ADMINISTRATION, case(BARE_LEAD), NOW),
        "комментарий": cards.card(
            ADMINISTRATION, case(appeal(channel=Channel.WALL_COMMENT, origin="wall:-1:15:30", contact="")), NOW
        ),
        "на контроле": cards.card(
            ADMINISTRATION, replace(case(APPEAL), control=Control(APPEAL.id, 203, NOW), controller=MARIA), NOW
        ),
        "новое, по теме": cards.card(ADMINISTRATION, timed(replace(APPEAL, category="snow")), NOW),
        "срочное": cards.card(ADMINISTRATION, timed(URGENT), NOW),
        "ЧП": cards.card(ADMINISTRATION, timed(ALARMING), NOW),
        "часы стоят": cards.card(ADMINISTRATION, timed(PAUSED), LATE),
        "просрочено до вопроса": cards.card(
            ADMINISTRATION, timed(replace(WAITING, clock=Clock(pauses=(Pause(LATE),)))), LATE
        ),
        "срок продлён": cards.card(ADMINISTRATION, timed(EXTENDED), NOW),
        "ждёт промежуточного ответа": cards.card(ADMINISTRATION, timed(replace(APPEAL, interim_by=LATE)), NOW),
        "передано": cards.card(ADMINISTRATION, case(FORWARDED), NOW),
        "передано, срок вышел": cards.card(ADMINISTRATION, case(FORWARDED), NOW + timedelta(days=60)),
        "предел": cards.card(LARGE, case(replace(BIG, question=LONG_TEXT), PERSON, COLLEAGUE), LATE),
        "писал раньше": cards.card(ADMINISTRATION, replace(case(APPEAL), earlier=BEFORE), NOW),
        "предел, заявка из формы": cards.card(LARGE, case(BIG_LEAD, PERSON, COLLEAGUE), LATE),
    },
    cards.whole: {
        "данные уничтожены": cards.whole(ADMINISTRATION, case(ERASED, Citizen(3, 0)), ERASED_STORY, NOW),
        "": cards.whole(
            ADMINISTRATION, case(appeal(Status.CLOSED), assignee=MARIA), STORY, LATE, {MARIA.vk_id: MARIA.name}
        ),
        "исправления": cards.whole(ADMINISTRATION, case(appeal(Status.IN_PROGRESS)), CORRECTED_STORY, NOW),
        "заявка из формы": cards.whole(ADMINISTRATION, case(LEAD), STORY[:1], NOW),
        "сроки по закону": cards.whole(ADMINISTRATION, timed(EXTENDED), [*STORY[:2], RAISED, PUT_OFF], NOW),
        "переслать поздно": cards.whole(ADMINISTRATION, timed(EXTENDED), STORY[:1], LATE),
        "имя сотрудника неизвестно": cards.whole(ADMINISTRATION, case(appeal(Status.IN_PROGRESS)), STORY[:2], NOW),
        "предел": cards.whole(LARGE, case(BIG, PERSON, COLLEAGUE), LONG_STORY, LATE),
    },
    finding.appeals_list: {
        "ничего": listed(ADMINISTRATION, Selection()),
        "ничего по отбору": listed(ADMINISTRATION, NARROW),
        "": listed(ADMINISTRATION, Selection(), APPEAL, WAITING, LEAD, BARE_LEAD),
        "сроки вышли": listed(ADMINISTRATION, Selection(frozenset({Shelf.OVERDUE})), APPEAL, now=LATE),
        "ЧП, часы стоят": listed(ADMINISTRATION, Selection(), ALARMING, PAUSED),
        "новые просроченные чьи-то": listed(ADMINISTRATION, NARROW, APPEAL, now=LATE),
        "закрытые в работе за неделю": listed(
            ADMINISTRATION, Selection(frozenset({Shelf.DONE, Shelf.IN_WORK}), period=DateRange(days=7)), APPEAL
        ),
        "закрытые за прошлый год": listed(
            ADMINISTRATION,
            Selection(frozenset({Shelf.DONE}), period=DateRange(since=date(2025, 1, 1), until=date(2025, 12, 31))),
            appeal(Status.CLOSED),
            page=1,
        ),
        "все обращения жителя": listed(ADMINISTRATION, Selection(citizen_id=1), APPEAL, appeal(Status.CLOSED)),
        "предел": listed(
            LARGE,
            replace(NARROW, category=BIG.category, department="", channel=Channel.DIALOG),
            *several(PAGE, BIG),
            now=LATE,
            page=5,
            total=10**6,
        ),
    },
    finding.choices: {
        str(choice): finding.choices(LARGE, NARROW, choice, 0)
        for choice in finding.Choice
        if choice is not finding.Choice.DEPARTMENT
    },
    finding.not_understood: {
        "": finding.not_understood(["садовая"], parse_search("новые садовая")),
        "ничего не найти": finding.not_understood(["на"], None),
        "предел": finding.not_understood([LONG_TEXT] * 9, parse_search(LONG_TEXT)),
    },
    finding.found: {
        "": searched(
            "фонарей садовая",
            hit(Where.TEXT, "…у дома второй месяц не горит фонарь…"),
            hit(Where.ADDRESS, "Садовая, 12"),
        ),
        "по имени и телефону": searched(
            "Примерова", hit(Where.PERSON, "Анна Примерова"), hit(Where.CONTACT, APPEAL.contact)
        ),
        "в ответе": searched("заменили", hit(Where.ANSWER, "Фонарь заменили 3 декабря."), hit(None, "")),
        "ничего": searched("фанарь"),
        "ничего, имена не видны": searched("Примерова", sees_person=False),
        "ничего, поиск готовится": searched("фонарь", pending=12_041),
        "предел": searched(LONG_TEXT, *[hit(Where.ANSWER, "Ы" * 112, BIG)] * PAGE, total=10**6, page=3, pending=1),
    },
    finding.nothing_to_find: {"": finding.nothing_to_find()},
    cards.earlier: {
        "": cards.earlier(Earlier(3, appeal(Status.ANSWERED))),
        "предел": cards.earlier(Earlier(10**4, replace(BIG, status=Status.FORWARDED))),
    },
    help.help_text: {
        "модератор": help.help_text(
            [
                "обращения",
                "поиск",
                "обращение",
                "взять",
                "ответ",
                "уточнить",
                "отклонить",
                "бот",
                "новое",
                "записать",
                "отмена",
                "помощь",
            ]
        ),
        "наблюдатель": help.help_text(["обращения", "обращение", "отмена", "помощь"]),
        "предел": help.help_text(help.COMMANDS),
    },
    help.help_on: {name: help.help_on(name) for name in help.COMMANDS},
    roles.not_allowed: {
        "другой отдел": roles.not_allowed(StaffMember(203, Role.EXECUTOR, "Пётр", "roads"), Right.WORK),
        **{
            str(right): roles.not_allowed(StaffMember(203, Role.OBSERVER, "Пётр"), right)
            for right in Right
            if right is not Right.SEE
        },
    },
    audit.journal: {
        "ничего": audit.journal(ADMINISTRATION, APPEAL, [], {}),
        "": audit.journal(ADMINISTRATION, APPEAL, JOURNAL, {MARIA.vk_id: MARIA}),
        "предел": audit.journal(ADMINISTRATION, BIG, JOURNAL * 100, {MARIA.vk_id: MARIA}),
    },
    desk.chat_number: {"": desk.chat_number(2_000_000_001)},
    desk.not_staff: alone(desk.not_staff),
    help.unknown_command: {
        "похожей нет": help.unknown_command("привет", None),
        "похожая есть": help.unknown_command("помощъ", "помощь"),
        "предел": help.unknown_command("ш" * 40, "обращение"),
    },
    help.number_needed: {name: help.number_needed(name) for name in ("взять", "ответ", "уточнить", "отклонить")},
    desk.no_such_appeal: alone(desk.no_such_appeal),
    desk.ambiguous_number: alone(desk.ambiguous_number),
    desk.taken: numbered(desk.taken),
    desk.already_taken: {
        "": desk.already_taken(APPEAL, MARIA.name),
        "предел": desk.already_taken(BIG, COLLEAGUE.name),
    },
    desk.joined: {"": desk.joined(APPEAL, BIG)},
    desk.wrong_status: {
        **statuses(desk.wrong_status),
        "закрыто без ответа": desk.wrong_status(UNREPLIED),
        "предел": desk.wrong_status(BIG),
    },
    desk.answer_prompt: {"": desk.answer_prompt(APPEAL, people.addressed(MARIA))},
    desk.question_prompt: {"": desk.question_prompt(APPEAL, MARIA.name)},
    desk.reason_prompt: {"": desk.reason_prompt(APPEAL, people.addressed(replace(MARIA, name="")))},
    desk.empty_text: alone(desk.empty_text),
    desk.prompt_expired: alone(desk.prompt_expired),
    desk.too_long: {"": desk.too_long(3500), "коллегам": desk.too_long(2000, to_citizen=False)},
    desk.preview: {
        "": desk.preview(citizen.answer(ADMINISTRATION, APPEAL, "Яму засыпали.", (PHOTO,)), APPEAL, 555),
        "вопрос": desk.preview(citizen.question_asked(APPEAL, "Какой подъезд?"), APPEAL, 555, buttons.ASK),
        "новый срок": desk.preview(clocks.extended(APPEAL, "15 декабря", "ждём"), APPEAL, 555, buttons.EXTEND),
        "передача": desk.preview(
            clocks.forwarded(ADMINISTRATION, APPEAL, "Росавтодор", "", LATE_BODY), APPEAL, 555, buttons.FORWARD
        ),
        "новости": desk.preview(clocks.updated(ADMINISTRATION, APPEAL, "Едут.", NOW), APPEAL, 555, buttons.UPDATE),
        "отказ": desk.preview(
            citizen.rejected(ADMINISTRATION, APPEAL, "Это частная территория."), APPEAL, 555, buttons.REJECT
        ),
        "предел": desk.preview(citizen.answer(LARGE, BIG, LONG_ANSWER, TEN_PHOTOS), BIG, BIG_ID),
    },
    desk.preview_stale: alone(desk.preview_stale),
    desk.answer_sent: {**numbered(desk.answer_sent), "звонок": desk.answer_sent(CALL)},
    desk.question_sent: {**numbered(desk.question_sent), "звонок": desk.question_sent(CALL)},
    desk.rejected: {**numbered(desk.rejected), "звонок": desk.rejected(CALL)},
    desk.dropped: alone(desk.dropped),
    desk.nothing_to_drop: alone(desk.nothing_to_drop),
    notices.news: {
        "ответил": notices.news(
            ADMINISTRATION, appeal(Status.IN_PROGRESS), ANNA, Act.CLARIFIED, "Второй подъезд.", (PHOTO,)
        ),
        "решено": notices.news(ADMINISTRATION, appeal(Status.CLOSED), ANNA, Act.RESOLVED, "", ()),
        "не решено": notices.news(ADMINISTRATION, appeal(Status.REOPENED), ANNA, Act.REOPENED, "", ()),
        "предел": notices.news(
            LARGE, replace(BIG, status=Status.REOPENED), PERSON, Act.COMMENTED, LONG_TEXT, TEN_PHOTOS
        ),
    },
    notices.undelivered: {
        "запретил": notices.undelivered(APPEAL, ANNA, privacy=True),
        **{code: notices.undelivered(APPEAL, ANNA, privacy=True, error=code) for code in ("VK 18", "VK 900", "VK 902")},
        "ошибка VK, дальше текст": notices.undelivered(APPEAL, ANNA, privacy=False, error="VK 914", words_follow=True),
        "отказ VK, контакта нет": notices.undelivered(appeal(contact=""), ANNA, privacy=False),
        "запретил, дальше текст": notices.undelivered(APPEAL, ANNA, privacy=True, words_follow=True),
    },
    notices.number_owed: {
        "": notices.number_owed(LEAD, ANNA),
        "контакта нет": notices.number_owed(replace(LEAD, contact=""), ANNA),
        "отказ VK": notices.number_owed(LEAD, ANNA, privacy=False),
    },
    notices.hand_replied: {
        "": notices.hand_replied(ADMINISTRATION, ANNA, APPEAL, MARIA.vk_id, MARIA.name, LATE),
        "обращений нет, имени сотрудника нет": notices.hand_replied(ADMINISTRATION, ANNA, None, 201, "", LATE),
        "предел": notices.hand_replied(LARGE, PERSON, BIG, BIG_ID, COLLEAGUE.name, LATE),
    },
    notices.writes_in_silence: {
        "": notices.writes_in_silence(ADMINISTRATION, ANNA, APPEAL, "Дом пять.", (PHOTO,), LATE),
        "обращений нет, слов нет": notices.writes_in_silence(ADMINISTRATION, ANNA, None, "", (PHOTO,), LATE),
        "предел": notices.writes_in_silence(LARGE, PERSON, BIG, LONG_TEXT, TEN_PHOTOS, LATE),
    },
    notices.left_unanswered: {
        "": notices.left_unanswered(
            [notices.Unanswered(ANNA, APPEAL, 1), notices.Unanswered(Citizen(2, 102), None, 5)]
        ),
        "предел": notices.left_unanswered([notices.Unanswered(PERSON, BIG, 99)] * 200),
    },
    desk.bot_returned: numbered(desk.bot_returned),
    desk.bot_was_not_quiet: numbered(desk.bot_was_not_quiet),
    notices.recovered: {
        "": notices.recovered({"message": 3}),
        "всё сразу": notices.recovered({"message": 3, "lead": 1, "comment": 2, "board_post": 4}),
    },
    notices.failures: {
        "": notices.failures(2, [7, 8], ["не читается: JSON", "KeyError (citizen, строка 12)"]),
        "предел": notices.failures(999, range(999), [f"{LONG_TEXT[:90]} {n}" for n in range(99)]),
    },
    notices.copy_failed: {"": notices.copy_failed()},
    notices.no_room_for_copies: {"": notices.no_room_for_copies()},
    notices.undeliverable: {
        "": notices.undeliverable(1, ["VK 912"]),
        "предел": notices.undeliverable(999, [f"VK {n}" for n in range(900)]),
    },
}

LEADS: dict[Text, dict[str, Said]] = {
    leads.accepted: {
        "": leads.accepted(ADMINISTRATION, LEAD),
        "имени у формы нет": leads.accepted(ADMINISTRATION, BARE_LEAD),
        "предел": leads.accepted(LARGE, BIG_LEAD),
    },
}

REGISTRATION = Registration(
    7,
    Channel.HOTLINE,
    "Примерова Зоя Ивановна",
    "+7 900 000-00-02",
    "roads",
    "ул. Полевая, 7",
    "Темно.",
    (PHOTO,),
    True,
    2,
)
BARE_REGISTRATION = Registration(7, Channel.PAPER, "", "", "unknown", "", "Благодарит дворника.", (), True, 1)
BIG_REGISTRATION = replace(
    REGISTRATION, key=BIG_ID, name="Ш" * 100, category=BIG.category, text=LONG_TEXT, attachments=TEN_PHOTOS
)

LOST = (ContentStatus.TOO_BIG, ContentStatus.WRONG_TYPE, ContentStatus.GONE, ContentStatus.FAILED)
LOST_FILE = delivery.LostFile("2026-000123", "doc", "справка.pdf", ContentStatus.GONE)
BIG_LOST_FILE = replace(LOST_FILE, number="2026-999999999", kind="audio_message", title=LONG_TEXT)
DELIVERY: dict[Text, dict[str, Said]] = {
    delivery.without_attachments: {
        "жителю": delivery.without_attachments(to_staff=False),
        "сотрудникам": delivery.without_attachments(to_staff=True),
    },
    delivery.sent_without: {"": delivery.sent_without("2026-000123")},
    delivery.lost_files: {
        **{status: delivery.lost_files([replace(LOST_FILE, status=status)]) for status in LOST},
        "предел": delivery.lost_files([BIG_LOST_FILE] * 20),
    },
    delivery.no_room: {"": delivery.no_room()},
}

BY_HAND: dict[Text, dict[str, Said]] = {
    by_hand.channel_step: {"": by_hand.channel_step(7), "предел": by_hand.channel_step(BIG_ID)},
    by_hand.name_step: {"": by_hand.name_step(7)},
    by_hand.contact_step: {"": by_hand.contact_step(7)},
    by_hand.category_step: {
        "": by_hand.category_step(ADMINISTRATION, 7),
        "предел, середина": by_hand.category_step(LARGE, BIG_ID, 1),
    },
    by_hand.address_step: {"": by_hand.address_step(7)},
    by_hand.text_step: {"": by_hand.text_step(7)},
    by_hand.text_kept: {
        "": by_hand.text_kept(REGISTRATION),
        "только фото": by_hand.text_kept(replace(REGISTRATION, text="")),
    },
    by_hand.questions_step: {"": by_hand.questions_step(7)},
    by_hand.summary: {
        "": by_hand.summary(ADMINISTRATION, REGISTRATION),
        "всё пропущено": by_hand.summary(ADMINISTRATION, BARE_REGISTRATION),
        "предел": by_hand.summary(LARGE, BIG_REGISTRATION),
    },
    by_hand.registered: {"": by_hand.registered(ADMINISTRATION, CALL)},
    by_hand.already_registered: numbered(by_hand.already_registered),
    by_hand.not_done: alone(by_hand.not_done),
    by_hand.finish_first: alone(by_hand.finish_first),
    by_hand.bad_name: {"": by_hand.bad_name(100)},
    by_hand.bad_contact: alone(by_hand.bad_contact),
    by_hand.bad_address: alone(by_hand.bad_address),
    by_hand.bad_questions: {"": by_hand.bad_questions(99)},
    by_hand.no_words: alone(by_hand.no_words),
    by_hand.dropped: alone(by_hand.dropped),
    by_hand.pass_on: {
        "звонок": by_hand.pass_on(CALL, Citizen(1, 0, "Примерова Зоя"), Telling.ANSWER),
        "почта": by_hand.pass_on(
            replace(CALL, channel=Channel.EMAIL, contact="a@example.ru"), Citizen(1, 0), Telling.ANSWER
        ),
        "контакта нет": by_hand.pass_on(replace(CALL, contact=""), Citizen(1, 0), Telling.QUESTION),
        "письмо, контакта нет": by_hand.pass_on(
            replace(CALL, contact="", channel=Channel.PAPER), Citizen(1, 0), Telling.REFUSAL
        ),
        "приём, контакта нет": by_hand.pass_on(
            replace(CALL, contact="", channel=Channel.RECEPTION), Citizen(1, 0), Telling.REFUSAL
        ),
    },
    by_hand.words_alone: {
        "ответ": by_hand.words_alone(
            ADMINISTRATION, CALL, Telling.ANSWER, "Яму засыпали 3 декабря.", button=by_hand.passed_on_button(CALL, 1)
        ),
        "вопрос": by_hand.words_alone(ADMINISTRATION, CALL, Telling.QUESTION, "Какой подъезд?"),
        "обещание": by_hand.words_alone(ADMINISTRATION, CALL, Telling.PROMISE, "Яму засыплем до 24 ноября."),
        "номер": by_hand.words_alone(
            ADMINISTRATION, LEAD, Telling.NUMBER, "", button=by_hand.message_passed_on_button(5)
        ),
        "отказ": by_hand.words_alone(ADMINISTRATION, CALL, Telling.REFUSAL, "Это частная территория."),
        "новый срок": by_hand.words_alone(ADMINISTRATION, CALL, Telling.DEADLINE, PUT_OFF.text),
        "новый срок, не доставлен": by_hand.words_alone(ADMINISTRATION, EXTENDED, Telling.DEADLINE, ""),
        "передача": by_hand.words_alone(ADMINISTRATION, CALL, Telling.FORWARDING, PASSED.text),
        "передано": by_hand.words_alone(ADMINISTRATION, FORWARDED, Telling.FORWARDING, "Росавтодор"),
        "новости": by_hand.words_alone(ADMINISTRATION, CALL, Telling.UPDATE, "Асфальт везут."),
        "предел": by_hand.words_alone(
            LARGE,
            BIG,
            Telling.ANSWER,
            LONG_ANSWER,
            citizen.references(TEN_PHOTOS),
            button=by_hand.passed_on_button(BIG, BIG_ID),
        ),
    },
    by_hand.passed_on: numbered(by_hand.passed_on),
    by_hand.nothing_to_pass_on: {
        **{fate.value: by_hand.nothing_to_pass_on(CALL, fate) for fate in Fate if fate is not Fate.REFUSED},
        "предел": by_hand.nothing_to_pass_on(BIG, Fate.SENT),
    },
    by_hand.reply_prompt: {"": by_hand.reply_prompt(CALL, "Мария")},
    by_hand.reply_recorded: {"": by_hand.reply_recorded(CALL)},
    by_hand.resolved: numbered(by_hand.resolved),
    by_hand.reopened: numbered(by_hand.reopened),
}

SPOT, IN_TOPIC = Spot(Venue.WALL, -1, 15, 30), Spot(Venue.BOARD, -1, 20, 31)
BIG_SPOT = Spot(Venue.WALL, -BIG_ID, BIG_ID, BIG_ID)
ON_WALL = appeal(channel=Channel.WALL_COMMENT, origin=SPOT.origin, contact="", place=Place())
REMARK = Remark(9, SPOT, 30, ANNA.vk_id, NOW, "Когда починят фонарь на Садовой?", (PHOTO,))
BIG_REMARK = replace(REMARK, id=BIG_ID, spot=BIG_SPOT, text=LONG_TEXT, attachments=TEN_PHOTOS)
WAY = public.deep_link("primersk", ON_WALL)
LEFT_OUT = {Leak.PHONE, Leak.FLAT}

PUBLIC: dict[Text, dict[str, Said]] = {
    public.accepted: {
        "": public.accepted(ADMINISTRATION, ANNA, ON_WALL, WAY),
        "имени нет": public.accepted(ADMINISTRATION, Citizen(2, 102), ON_WALL, WAY),
        "предел": public.accepted(LARGE, PERSON, BIG, WAY),
    },
    public.words_needed: {"": public.words_needed(ANNA), "имени нет": public.words_needed(Citizen(2, 102))},
    public.question_waits: {
        "": public.question_waits(ANNA, ON_WALL, WAY),
        "имени нет": public.question_waits(Citizen(2, 102), ON_WALL, WAY),
    },
    public.answered: {
        "": public.answered(ADMINISTRATION, ON_WALL, "Яму засыпали 3 декабря.", (PHOTO, VOICE)),
        "без хештега": public.answered(BARE, ON_WALL, "Яму засыпали 3 декабря.", ()),
        "предел": public.answered(LARGE, BIG, LONG_ANSWER, TEN_PHOTOS),
    },
    public.rejected: {
        "": public.rejected(ADMINISTRATION, ON_WALL, "Это частная территория."),
        "предел": public.rejected(LARGE, BIG, LONG_ANSWER),
    },
    public.resolved: {"": public.resolved(ON_WALL)},
    public.reopened: {"": public.reopened(ON_WALL, WAY)},
    public.candidate: {
        "": public.candidate(REMARK, ANNA, REMARK.text),
        "обсуждение": public.candidate(replace(REMARK, spot=IN_TOPIC, attachments=()), Citizen(2, 102), REMARK.text),
        "предел": public.candidate(BIG_REMARK, PERSON, LONG_TEXT),
    },
    public.candidate_taken: {
        "": public.candidate_taken(REMARK, REMARK.text, ON_WALL, MARIA),
        "хештегом": public.candidate_taken(REMARK, REMARK.text, ON_WALL, None),
        "предел": public.candidate_taken(BIG_REMARK, LONG_TEXT, BIG, COLLEAGUE),
    },
    public.candidate_dismissed: {"": public.candidate_dismissed(REMARK, MARIA)},
    public.candidate_gone: {"": public.candidate_gone(REMARK)},
    public.leak: {
        "": public.leak(SPOT, LEFT_OUT, "Мой телефон •••, •••"),
        "обсуждение": public.leak(IN_TOPIC, set(Leak), ""),
        "предел": public.leak(BIG_SPOT, set(Leak), LONG_TEXT),
    },
    public.paste: {"": public.paste(ON_WALL, SPOT), "обсуждение": public.paste(ON_WALL, IN_TOPIC)},
    public.changed: {
        "изменил": public.changed(ON_WALL, ANNA, Act.EDITED, SPOT, "Яма у дома 5."),
        "изменил, слов нет": public.changed(ON_WALL, ANNA, Act.EDITED, SPOT, ""),
        "удалил": public.changed(ON_WALL, ANNA, Act.REMOVED, SPOT, ""),
        "вернул": public.changed(ON_WALL, ANNA, Act.RESTORED, SPOT, ""),
        "удалил дополнение": public.changed(ON_WALL, ANNA, Act.REMOVED, SPOT, "", is_addition=True),
        "вернул дополнение": public.changed(ON_WALL, ANNA, Act.RESTORED, SPOT, "", is_addition=True),
        "предел": public.changed(BIG, PERSON, Act.EDITED, BIG_SPOT, LONG_TEXT),
    },
    public.everybody_will_see: {
        "": public.everybody_will_see(Venue.WALL, ()),
        "скрыто": public.everybody_will_see(Venue.WALL, LEFT_OUT),
        "обсуждение": public.everybody_will_see(Venue.BOARD, ()),
    },
    public.question_note: {"": public.question_note()},
}

LINKED: dict[Text, dict[str, Said]] = {
    linked.welcome: {
        "": linked.welcome(ADMINISTRATION, ANNA, ON_WALL, STORY[:1], NOW),
        "имени нет": linked.welcome(ADMINISTRATION, Citizen(2, 102), ON_WALL, STORY[:1], NOW),
        "предел": linked.welcome(LARGE, PERSON, BIG, LONG_STORY, LATE),
    },
    linked.consent: {"": linked.consent(ADMINISTRATION)},
    linked.consent_needed: {"": linked.consent_needed(ADMINISTRATION)},
    linked.without_consent: alone(linked.without_consent),
    linked.tell_more: {"": linked.tell_more(ON_WALL)},
}

ITEM = Item(7, APPEAL.number, Status.NEW, "roads", "ул. Садовая, 5", NOW - timedelta(hours=2), APPEAL.due_at)
ITEMS = (
    replace(ITEM, due_at=NOW - timedelta(days=3)),
    replace(ITEM, appeal_id=8, number=Number(2025, 900), category="snow", address="", is_controlled=True),
)
BIG_ITEMS = tuple(
    Item(BIG_ID - one, Number(2025, 999_999_900 + one), Status.NEW, BIG.category, LONG_TEXT[:120], LATE, APPEAL.due_at)
    for one in range(40)
)
QUIET = Morning(NOW.date(), NOW - timedelta(days=1))
MORNING = replace(
    QUIET,
    new=12,
    questions=14,
    category=Often("roads", 5),
    address=Often("ул. Садовая, 5, кв. 12", 3),
    overdue=ITEMS,
    reopened=(replace(ITEM, appeal_id=9, number=Number(2026, 77)),),
    due_today=(replace(ITEM, appeal_id=10, number=Number(2026, 101), due_at=NOW + timedelta(hours=5)),),
    broken=(Promise(Number(2026, 64), NOW.date() - timedelta(days=4)),),
    thanks=3,
    found=(Found("lead", 1), Found("message", 5, 2)),
    undelivered=(Number(2026, 31), Number(2026, 44)),
    controlled=(Controlled(Number(2025, 900), 203),),
)
REST = replace(MORNING, new=0, overdue=(), reopened=(), due_today=())
MORNING = replace(MORNING, broken=(), thanks=0, found=(), undelivered=(), controlled=())
BIG_MORNING = replace(
    MORNING,
    thanks=99_999,
    overdue=BIG_ITEMS,
    reopened=BIG_ITEMS,
    due_today=BIG_ITEMS,
    address=Often(LONG_TEXT[:120], 99),
    broken=tuple(Promise(one.number, NOW.date()) for one in BIG_ITEMS),
    found=tuple(Found(what, 99_999, 99_999) for what in ("board_post", "comment", "lead", "message")),
    undelivered=tuple(one.number for one in BIG_ITEMS),
    controlled=tuple(Controlled(one.number, BIG_ID) for one in BIG_ITEMS),
)
IN_TIME = Slot(DigestKind.MORNING, NOW.date(), NOW)
OVERSLEPT = replace(IN_TIME, due=NOW - timedelta(hours=3))
WEEK = Period(NOW - timedelta(days=8, hours=12), NOW - timedelta(days=1, hours=12))
FIGURES = Figures(
    filed=41,
    questions=47,
    answered=38,
    in_time=35,
    median=timedelta(days=2, hours=3),
    reopened=4,
    rejected=2,
    thanks=9,
    undelivered=3,
    recovered=0,
    by_category={"roads": 30, "snow": 8, "unknown": 3},
    by_channel={Channel.DIALOG: 28, Channel.WALL_COMMENT: 10, Channel.HOTLINE: 3},
)
NO_FIGURES = figures(Counts())
EARLIER = replace(FIGURES, filed=35, answered=30, in_time=20, median=timedelta(hours=5), by_category={"roads": 35})
SUMMARY = Summary(DigestKind.WEEK, WEEK, FIGURES, EARLIER, Standing(17, 3, 1))
BIG_FIGURES = replace(
    FIGURES,
    by_category={category.id: 99_999 for category in LARGE.categories},
    by_channel=dict.fromkeys(Channel, 99_999),
    median=timedelta(days=99, hours=23),
)

DIGEST: dict[Text, dict[str, Said]] = {
    digest.morning: {
        "": digest.morning(ADMINISTRATION, MORNING, IN_TIME, NOW),
        "всё остальное": digest.morning(ADMINISTRATION, REST, IN_TIME, NOW),
        "пусто": digest.morning(ADMINISTRATION, QUIET, IN_TIME, NOW),
        "пусто, глава не писал": digest.morning(ADMINISTRATION, QUIET, IN_TIME, NOW, [MARIA]),
        "поздно": digest.morning(ADMINISTRATION, replace(QUIET, new=1, questions=1), OVERSLEPT, NOW),
        "нового нет": digest.morning(ADMINISTRATION, replace(QUIET, overdue=ITEMS[:1]), IN_TIME, NOW),
        "предел": digest.morning(LARGE, BIG_MORNING, OVERSLEPT, LATE, [COLLEAGUE] * 5),
    },
    digest.summary: {
        "неделя": digest.summary(ADMINISTRATION, SUMMARY, IN_TIME, NOW),
        "первая неделя": digest.summary(
            ADMINISTRATION,
            replace(SUMMARY, now=replace(FIGURES, median=timedelta(minutes=20)), before=None),
            IN_TIME,
            NOW,
        ),
        "две недели": digest.summary(
            ADMINISTRATION,
            replace(SUMMARY, period=replace(WEEK, start=WEEK.start - timedelta(days=7)), before=NO_FIGURES),
            OVERSLEPT,
            NOW,
        ),
        "месяц": digest.summary(ADMINISTRATION, replace(SUMMARY, kind=DigestKind.MONTH), IN_TIME, NOW),
        "тихая неделя": digest.summary(
            ADMINISTRATION, replace(SUMMARY, now=NO_FIGURES, before=None, standing=Standing()), IN_TIME, NOW
        ),
        "неделя без ответов": digest.summary(
            ADMINISTRATION, replace(SUMMARY, now=replace(NO_FIGURES, filed=1, questions=1)), IN_TIME, NOW
        ),
        "предел": digest.summary(LARGE, replace(SUMMARY, now=BIG_FIGURES, before=BIG_FIGURES), OVERSLEPT, NOW),
    },
    digest.next_digests: {
        "": digest.next_digests(ADMINISTRATION, [IN_TIME, replace(IN_TIME, kind=DigestKind.WEEK)]),
    },
}

UNDER_CONTROL = Control(APPEAL.id, 203, NOW)
BIG_CONTROL = Control(BIG_ID, BIG_ID, NOW)
TOLD_ANSWER = HistoryEntry(Act.ANSWERED, NOW, MARIA.vk_id, "Яму засыпали 24 ноября.", (PHOTO,))

CONTROL: dict[Text, dict[str, Said]] = {
    control.taken: numbered(control.taken),
    control.already_taken: {
        "": control.already_taken(APPEAL, MARIA.name),
        "предел": control.already_taken(BIG, COLLEAGUE.name),
    },
    control.released: numbered(control.released),
    control.not_taken: numbered(control.not_taken),
    control.told_of_taking: {
        "": control.told_of_taking(APPEAL, MARIA, replace(MARIA, name="")),
        "исполнителя нет": control.told_of_taking(APPEAL, MARIA, None),
        "предел": control.told_of_taking(BIG, COLLEAGUE, COLLEAGUE),
    },
    control.told_of_release: {"": control.told_of_release(APPEAL, MARIA)},
    control.heard: {
        "ответ": control.heard(ADMINISTRATION, ANSWERED, TOLD_ANSWER, None),
        "не решено": control.heard(
            ADMINISTRATION, appeal(Status.REOPENED), HistoryEntry(Act.REOPENED, NOW, ANNA.vk_id), None
        ),
        "в чат": control.heard(ADMINISTRATION, ANSWERED, TOLD_ANSWER, MARIA),
        "предел": control.heard(LARGE, BIG, HistoryEntry(Act.ANSWERED, NOW, BIG_ID, LONG_TEXT, TEN_PHOTOS), COLLEAGUE),
    },
    control.under_control: {
        "ничего": control.under_control(ADMINISTRATION, [], {}),
        "": control.under_control(
            ADMINISTRATION, [(UNDER_CONTROL, APPEAL), (UNDER_CONTROL, ANSWERED)], {203: MARIA.name}
        ),
        "предел": control.under_control(LARGE, [(BIG_CONTROL, BIG)] * 99, {BIG_ID: COLLEAGUE.name}),
    },
    control.on_card: {
        "": control.on_card(ADMINISTRATION, UNDER_CONTROL, MARIA),
        "ушёл": control.on_card(ADMINISTRATION, UNDER_CONTROL, None),
    },
}

TIMES: dict[Text, dict[str, Said]] = {
    clocks.choose_priority: {
        "": clocks.choose_priority(APPEAL),
        "ЧП": clocks.choose_priority(ALARMING),
        "непонятное слово": clocks.choose_priority(APPEAL, "когда-нибудь"),
        "предел": clocks.choose_priority(BIG, LONG_TEXT),
    },
    clocks.priority_set: {
        "": clocks.priority_set(ADMINISTRATION, APPEAL, ALARMING),
        "та же": clocks.priority_set(ADMINISTRATION, APPEAL, APPEAL),
        "часы стоят": clocks.priority_set(ADMINISTRATION, PAUSED, replace(PAUSED, priority=Priority.FAST)),
        "предел": clocks.priority_set(LARGE, BIG, replace(BIG, priority=Priority.EMERGENCY)),
    },
    clocks.extension_prompt: {"": clocks.extension_prompt(APPEAL, MARIA.name)},
    clocks.forwarding_prompt: {"": clocks.forwarding_prompt(APPEAL, MARIA.name)},
    clocks.update_prompt: {"": clocks.update_prompt(APPEAL, MARIA.name)},
    clocks.no_day: alone(clocks.no_day),
    clocks.no_reason: {"": clocks.no_reason(ADMINISTRATION, LATE_BODY)},
    clocks.no_body: {"": clocks.no_body(MAX_BODY)},
    clocks.clock_stands: numbered(clocks.clock_stands),
    clocks.not_later: {"": clocks.not_later(ADMINISTRATION, APPEAL)},
    clocks.not_later_any_more: numbered(clocks.not_later_any_more),
    clocks.too_late: {"": clocks.too_late(ADMINISTRATION, APPEAL, LATE_BODY)},
    clocks.too_late_by_now: numbered(clocks.too_late_by_now),
    clocks.say_new_day: {"": clocks.say_new_day(ADMINISTRATION, CALL)},
    clocks.extension_sent: {
        "": clocks.extension_sent(ADMINISTRATION, EXTENDED),
        "звонок": clocks.extension_sent(ADMINISTRATION, CALL),
    },
    clocks.forwarding_sent: {
        "": clocks.forwarding_sent(ADMINISTRATION, FORWARDED),
        "звонок": clocks.forwarding_sent(ADMINISTRATION, replace(FORWARDED, channel=Channel.HOTLINE)),
        "предел": clocks.forwarding_sent(LARGE, BIG_FORWARDED),
    },
    clocks.update_sent: {**numbered(clocks.update_sent), "звонок": clocks.update_sent(CALL)},
    clocks.extended: {
        "": clocks.extended(APPEAL, "15 декабря", "ждём поставку плитки"),
        "предел": clocks.extended(BIG, "15 декабря", LONG_ANSWER),
    },
    clocks.postponed: {
        "": clocks.postponed(ADMINISTRATION, APPEAL),
        "с причиной": clocks.postponed(ADMINISTRATION, EXTENDED),
    },
    clocks.forwarded: {
        "": clocks.forwarded(ADMINISTRATION, APPEAL, "Росавтодор", "Эта дорога федеральная.", LATE_BODY),
        "без слов": clocks.forwarded(BARE, APPEAL, "Росавтодор", "", LATE_BODY),
        "предел": clocks.forwarded(LARGE, BIG, "Ш" * MAX_BODY, LONG_ANSWER[:-MAX_BODY], LATE_BODY),
    },
    clocks.forwarded_in_public: {
        "": clocks.forwarded_in_public(ADMINISTRATION, ON_WALL, "Росавтодор", "Эта дорога федеральная."),
        "без слов": clocks.forwarded_in_public(BARE, ON_WALL, "Росавтодор", ""),
        "предел": clocks.forwarded_in_public(LARGE, BIG, "Ш" * MAX_BODY, LONG_ANSWER[:-MAX_BODY]),
    },
    clocks.updated: {
        "": clocks.updated(ADMINISTRATION, APPEAL, "Бригада осмотрела яму, асфальт привезут в четверг.", NOW),
        "срок вышел": clocks.updated(ADMINISTRATION, APPEAL, "Асфальт везут.", LATE),
        "предел": clocks.updated(LARGE, BIG, LONG_ANSWER, NOW),
    },
}

DUPLICATE = appeal(
    Status.DUPLICATE, id=8, number=Number(2026, 124), joined=Joined(7, Status.WAITING_CITIZEN, "Какой подъезд?")
)
REOPENED = appeal(Status.REOPENED)
PARTS = (
    replace(APPEAL, text="Яма на Садовой, у дома 5."),
    replace(APPEAL, id=9, number=Number(2026, 125), text="Там же не горит фонарь."),
)
BIG_PARTS = several(10, replace(BIG, text="Ш" * 1000))

CORRECTIONS: dict[Text, dict[str, Said]] = {
    corrections.noted: numbered(corrections.noted),
    corrections.note_prompt: {"": corrections.note_prompt(APPEAL, "Мария")},
    corrections.recategorised: {
        "": corrections.recategorised(ADMINISTRATION, APPEAL),
        "предел": corrections.recategorised(LARGE, BIG),
    },
    corrections.same_category: {"": corrections.same_category(ADMINISTRATION, APPEAL)},
    corrections.topics: {
        "": corrections.topics(ADMINISTRATION, APPEAL),
        "не понятно": corrections.topics(ADMINISTRATION, APPEAL, meant="крыша"),
        "предел": corrections.topics(LARGE, BIG, 2, LONG_TEXT),
        "страницы нет": corrections.topics(LARGE, APPEAL, 99),
    },
    corrections.readdressed: numbered(corrections.readdressed),
    corrections.same_address: {"": corrections.same_address(APPEAL)},
    corrections.address_prompt: {"": corrections.address_prompt(APPEAL, "Мария")},
    corrections.bad_address: alone(corrections.bad_address),
    corrections.join_prompt: {"": corrections.join_prompt(APPEAL, "Мария")},
    corrections.join_number_needed: alone(corrections.join_number_needed),
    corrections.join_preview: {
        "": corrections.join_preview(DUPLICATE, APPEAL, 555),
        "предел": corrections.join_preview(BIG, BIG, BIG_ID),
    },
    corrections.joined: {
        "": corrections.joined(DUPLICATE, APPEAL),
        "звонок": corrections.joined(CALL, APPEAL),
        "вопрос снят": corrections.joined(appeal(Status.WAITING_CITIZEN), DUPLICATE),
    },
    corrections.join_done: {"": corrections.join_done(DUPLICATE, APPEAL)},
    corrections.parted: {
        "": corrections.parted(DUPLICATE, APPEAL),
        "звонок": corrections.parted(CALL, APPEAL),
        "вопрос остался": corrections.parted(appeal(Status.WAITING_CITIZEN), DUPLICATE),
    },
    corrections.part_done: {"": corrections.part_done(DUPLICATE, APPEAL)},
    corrections.others_will_see: {str(n): corrections.others_will_see(n) for n in (1, 2, 5)},
    corrections.split_prompt: {"": corrections.split_prompt(APPEAL, "Мария")},
    corrections.more_questions: {"": corrections.more_questions(1)},
    corrections.too_many_questions: {"": corrections.too_many_questions(10)},
    corrections.question_too_long: {"": corrections.question_too_long(1000)},
    corrections.split_preview: {
        "": corrections.split_preview(APPEAL, [one.text for one in PARTS], 555),
        "предел": corrections.split_preview(BIG, [one.text for one in BIG_PARTS], BIG_ID),
    },
    corrections.split: {"": corrections.split(PARTS), "предел": corrections.split(BIG_PARTS)},
    corrections.split_done: {"": corrections.split_done(PARTS), "предел": corrections.split_done(BIG_PARTS)},
    corrections.reason_prompt: {"": corrections.reason_prompt(APPEAL, "Мария")},
    corrections.open_preview: {
        "": corrections.open_preview(ADMINISTRATION, REOPENED, "Яму засыпали не целиком, доделаем.", 555),
        "предел": corrections.open_preview(LARGE, BIG, LONG_ANSWER, BIG_ID),
    },
    corrections.opened: {"": corrections.opened(ADMINISTRATION, REOPENED, "Яму засыпали не целиком, доделаем.")},
    corrections.open_done: {"": corrections.open_done(ADMINISTRATION, REOPENED)},
    corrections.undone: {
        **{act.value: corrections.undone(APPEAL, act) for act in (Act.TAKEN, Act.NOTED, Act.JOINED, Act.SPLIT)},
        "предел": corrections.undone(BIG, Act.BACK_IN_WORK),
    },
    corrections.refused: {
        **{why.value: corrections.refused(APPEAL, why) for why in Why},
        **{f"предел {why.value}": corrections.refused(BIG, why) for why in Why},
    },
    corrections.dropped: alone(corrections.dropped),
    corrections.stale: alone(corrections.stale),
    corrections.to_be_passed_on: {
        "звонок": corrections.to_be_passed_on(CALL, Citizen(1, 0, "Примерова Зоя"), corrections.joined(CALL, APPEAL)),
        "контакта и имени нет": corrections.to_be_passed_on(
            replace(CALL, contact=""), Citizen(1, 0), corrections.split(PARTS)
        ),
    },
}

CATALOGUE: dict[str, dict[Text, dict[str, Said]]] = {
    "citizen": CITIZEN,
    "own_appeals": OWN_APPEALS,
    "verdicts": VERDICTS,
    "personal": PERSONAL,
    "personal_copy": PERSONAL_COPY,
    "acts": ACTS,
    "filing": {**FILING, **REMINDED_DRAFTS},
    "leads": LEADS,
    **{
        home: {
            text: {**DESK.get(text, {}), **BY_READERS.get(text, {})}
            for text in dict.fromkeys((*DESK, *BY_READERS))
            if text.__module__ == f"texts.{home}"
        }
        for home in ("cards", "finding", "notices", "desk", "help", "roles", "audit")
    },
    "by_hand": BY_HAND,
    "clocks": TIMES,
    "delivery": DELIVERY,
    "public": PUBLIC,
    "linked": LINKED,
    "staffing": STAFFING,
    "routing": ROUTING,
    "digest": DIGEST,
    "control": CONTROL,
    "reminders": REMINDERS,
    "citizen_reminders": CITIZEN_REMINDERS,
    "corrections": CORRECTIONS,
    **answers_catalogue.CATALOGUE,
    "outages": of_notices.OUTAGES,
    "busy": of_notices.BUSY,
    "announcements": announcements_catalogue.ANNOUNCEMENTS,
    "autoreplies": autoreplies_catalogue.AUTOREPLIES,
    "promises": {**answers_catalogue.PROMISES, **KEPT_AND_MOVED},
}

SNACKBARS: Sequence[Text] = (
    *answers_catalogue.SNACKBARS,
    *of_notices.SNACKBARS,
    *announcements_catalogue.SNACKBARS,
    desk.taken,
    desk.already_taken,
    desk.joined,
    desk.wrong_status,
    desk.preview_stale,
    roles.not_allowed,
    routing.given,
    routing.handed_over,
    routing.moved_meanwhile,
    routing.handed_back,
    corrections.undone,
    corrections.refused,
    corrections.stale,
    by_hand.already_registered,
    by_hand.finish_first,
    by_hand.passed_on,
    by_hand.nothing_to_pass_on,
    by_hand.resolved,
    by_hand.reopened,
    reminders.accepted_press,
    reminders.already_accepted,
    reminders.no_emergency,
    control.taken,
    control.already_taken,
    control.released,
    control.not_taken,
    clocks.priority_set,
    clocks.clock_stands,
    clocks.not_later_any_more,
    clocks.too_late_by_now,
)
"""What answers the press of a callback button in place."""

SILENT: Sequence[Text] = (
    *answers_catalogue.SILENT,
    *of_notices.SILENT,
    *announcements_catalogue.SILENT,
    *autoreplies_catalogue.SILENT,
    cards.card_buttons,
    cards.more_buttons,
    cards.urgency,
    digest.place,
    routing.departments,
    routing.colleagues,
    corrections.undo,
    citizen.references,
    verdicts.feedback_buttons,
    verdicts.rating_row,
    verdicts.verdict_after_all,
    personal.consent_said,
    personal_copy.as_text,
    personal_copy.as_json,
    filing.category_page,
    filing.field_named,
    people.person,
    people.member,
    people.addressed,
    by_hand.passed_on_button,
    by_hand.message_passed_on_button,
    public.deep_link,
    clocks.span,
    clocks.why,
    clocks.lines,
    clocks.law,
    clocks.told_in,
    clocks.promised,
    clocks.deadline_alone,
    clocks.extension_alone,
    clocks.forwarded_alone,
)
"""Parts of texts and helpers: said only within the texts above."""
