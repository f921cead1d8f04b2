"""Digests, summaries and personal control: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from appeals.control import Control
from appeals.digest import Controlled, Found, Item, Morning, Often, Promise
from appeals.digest_times import DigestKind, Period, Slot
from appeals.model import Act, Channel, HistoryEntry, Number, Status
from appeals.summary import Counts, Figures, Standing, Summary, figures
from tests.unit.catalogue.things import (
    ANSWERED,
    BIG,
    BIG_ID,
    COLLEAGUE,
    LARGE,
    LATE,
    LONG_TEXT,
    TEN_PHOTOS,
    Said,
    Text,
    numbered,
)
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, MARIA, NOW, PHOTO, appeal
from texts import control, digest

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
    broken=(Promise(64, Number(2026, 64), NOW.date() - timedelta(days=4)),),
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
    broken=tuple(Promise(one.appeal_id, one.number, NOW.date()) for one in BIG_ITEMS),
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
UNDER_CONTROL = Control(APPEAL.id, 203, NOW)
BIG_CONTROL = Control(BIG_ID, BIG_ID, NOW)
TOLD_ANSWER = HistoryEntry(Act.ANSWERED, NOW, MARIA.vk_id, "Яму засыпали 24 ноября.", (PHOTO,))

SAID: dict[Text, dict[str, Said]] = {
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
    control.taken: {**numbered(control.taken), "обещанное": control.taken(replace(APPEAL, status=Status.ANSWERED))},
    control.already_taken: {
        "": control.already_taken(APPEAL, MARIA.name),
        "предел": control.already_taken(BIG, COLLEAGUE.name),
    },
    control.released: numbered(control.released),
    control.not_taken: numbered(control.not_taken),
    control.told_of_taking: {
        "обещанное": control.told_of_taking(replace(APPEAL, status=Status.ANSWERED), MARIA, COLLEAGUE),
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
SNACKBARS: Sequence[Text] = (
    control.taken,
    control.already_taken,
    control.released,
    control.not_taken,
)
SILENT: Sequence[Text] = (digest.place,)
