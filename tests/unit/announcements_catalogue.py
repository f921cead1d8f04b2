"""The texts of announcements, for the catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from appeals.administration import Department
from appeals.announcements import Announcement, Audience, Circle, Counts, Fault, Stage
from appeals.draft import MAX_ATTACHMENTS
from appeals.errors import AnnouncementRefused
from tests.unit.samples import ADMINISTRATION, NOW, PHOTO
from texts import announcements
from texts.reply import Reply

Said = Reply | str
Text = Callable[..., Any]

BIG_ID = 2**31 - 1
TOWN = replace(ADMINISTRATION, departments=(Department("roads", "Отдел дорог"), Department("water", "Водоканал")))
TEXT = "Завтра с 12:00 до 16:00 на Садовой не будет воды."
LONG = ("Во дворах на Садовой завтра не будет ни воды, ни света, запаситесь водой заранее. " * 50)[
    : announcements.longest(TOWN)
]
MANY = tuple(replace(PHOTO, reference=f"photo1_{n}_key") for n in range(MAX_ATTACHMENTS))
EVERYBODY = Audience(Circle.EVERYBODY)
STREET = Audience(Circle.STREET, "Садовая")
LONG_STREET = Audience(Circle.STREET, "Ш" * 90)
AUDIENCES = (
    EVERYBODY,
    Audience(Circle.OPEN),
    Audience(Circle.CATEGORY, "roads"),
    Audience(Circle.DEPARTMENT, "water"),
    STREET,
)
TOMORROW = NOW + timedelta(days=1)
ONE = Announcement(3, 201, 201, TEXT, (PHOTO,), EVERYBODY, TOMORROW)
GOING = replace(ONE, stage=Stage.GOING, began_at=NOW)
COUNTS = Counts(1200, 1150, 48, 2)
DONE = replace(GOING, stage=Stage.DONE, finished_at=NOW, counts=COUNTS)
STOPPED = replace(DONE, stage=Stage.STOPPED, counts=replace(COUNTS, delivered=600, not_reached=550))
BIG = replace(ONE, id=BIG_ID, text=LONG, audience=LONG_STREET)
HUGE = Counts(BIG_ID, BIG_ID, BIG_ID, BIG_ID, BIG_ID)

ANNOUNCEMENTS: dict[Text, dict[str, Said]] = {
    announcements.announcement: {
        "": announcements.announcement(TOWN, TEXT, (PHOTO,)),
        "предел": announcements.announcement(TOWN, LONG, MANY),
    },
    announcements.preview: {"": announcements.preview(TOWN, TEXT, (PHOTO,))},
    announcements.refused_by_citizen: {"": announcements.refused_by_citizen()},
    announcements.wanted_again: {"": announcements.wanted_again()},
    announcements.text_step: {"": announcements.text_step(TOWN, 7)},
    announcements.text_needed: {"": announcements.text_needed()},
    announcements.too_long: {"": announcements.too_long(TOWN, len(LONG) + 2)},
    announcements.audience_step: {
        "": announcements.audience_step(TOWN, BIG_ID),
        "отделов нет": announcements.audience_step(ADMINISTRATION, 7),
    },
    announcements.no_such_audience: {
        "": announcements.no_such_audience(TOWN),
        "отделов нет": announcements.no_such_audience(ADMINISTRATION),
        "предел": announcements.no_such_audience(
            replace(TOWN, departments=tuple(Department(f"d{n}", f"{n:02d}{'Ш' * 38}") for n in range(99)))
        ),
    },
    announcements.nobody: {"": announcements.nobody(TOWN, STREET), "предел": announcements.nobody(TOWN, LONG_STREET)},
    announcements.when_step: {
        "": announcements.when_step(TOWN, BIG_ID, NOW, [NOW + timedelta(hours=6), TOMORROW]),
        "нечего предложить": announcements.when_step(TOWN, 7, NOW, []),
    },
    announcements.no_such_moment: {"": announcements.no_such_moment()},
    announcements.hour_needed: {"": announcements.hour_needed(TOWN, TOMORROW)},
    announcements.quiet_step: {
        "глава": announcements.quiet_step(TOWN, 7, TOMORROW, NOW, may_hurry=False),
        "администратор": announcements.quiet_step(TOWN, BIG_ID, TOMORROW, NOW, may_hurry=True),
    },
    announcements.preview_summary: {
        "": announcements.preview_summary(TOWN, 7, EVERYBODY, TOMORROW, 1200, is_urgent=False),
        "сейчас, срочно": announcements.preview_summary(TOWN, BIG_ID, STREET, None, 1, is_urgent=True),
    },
    announcements.what_to_change: {"": announcements.what_to_change(BIG_ID)},
    announcements.not_done: {"": announcements.not_done()},
    announcements.dropped: {"": announcements.dropped()},
    announcements.planned: {
        "": announcements.planned(TOWN, ONE, 1200),
        "предел": announcements.planned(TOWN, BIG, BIG_ID),
    },
    announcements.starting: {"": announcements.starting(ONE, 2)},
    announcements.cancelled: {"": announcements.cancelled(ONE), "предел": announcements.cancelled(BIG)},
    announcements.missed: {"": announcements.missed(TOWN, ONE)},
    announcements.stopping: {"": announcements.stopping(GOING)},
    announcements.progress: {
        "начало": announcements.progress(TOWN, GOING, Counts(1200), None),
        "": announcements.progress(TOWN, GOING, COUNTS, None),
        "ночь": announcements.progress(TOWN, GOING, COUNTS, TOMORROW),
        "остановка": announcements.progress(TOWN, replace(GOING, stage=Stage.STOPPED), COUNTS, None),
    },
    announcements.ended: {"": announcements.ended(DONE), "остановлено": announcements.ended(STOPPED)},
    announcements.report: {
        "": announcements.report(TOWN, replace(DONE, counts=Counts(1200, 1200))),
        "не всем": announcements.report(TOWN, DONE),
        "остановлено": announcements.report(TOWN, STOPPED),
    },
    announcements.listed: {
        "пусто": announcements.listed(TOWN, []),
        "": announcements.listed(TOWN, [ONE, GOING, DONE, STOPPED, replace(ONE, stage=Stage.CANCELLED)]),
        "предел": announcements.listed(TOWN, [replace(BIG, counts=HUGE)] * announcements.LISTED),
    },
    announcements.refused: {
        str(fault): announcements.refused(TOWN, AnnouncementRefused(fault, TOMORROW)) for fault in Fault
    },
    announcements.audience_named: {str(one.circle): announcements.audience_named(TOWN, one) for one in AUDIENCES},
}

SNACKBARS: Sequence[Text] = (announcements.refused,)
SILENT: Sequence[Text] = (
    announcements.longest,
    announcements.no_more,
    announcements.choice,
    announcements.counted,
)
