"""The texts of announcements, for the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from appeals.administration import Department
from appeals.announcements import Announcement, Audience, Circle, Counts, Fault, Stage
from appeals.draft import MAX_ATTACHMENTS
from appeals.errors import AnnouncementRefused
from tests.unit.catalogue.things import BIG_ID, Said, Text
from tests.unit.samples import ADMINISTRATION, NOW, PHOTO
from texts import announcements, announcing

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

SAID: dict[Text, dict[str, Said]] = {
    announcements.announcement: {
        "": announcements.announcement(TOWN, TEXT, (PHOTO,)),
        "предел": announcements.announcement(TOWN, LONG, MANY),
    },
    announcements.preview: {"": announcements.preview(TOWN, TEXT, (PHOTO,))},
    announcements.refused_by_citizen: {"": announcements.refused_by_citizen()},
    announcements.wanted_again: {"": announcements.wanted_again()},
    announcing.text_step: {"": announcing.text_step(TOWN, 7)},
    announcing.text_needed: {"": announcing.text_needed()},
    announcing.too_long: {"": announcing.too_long(TOWN, len(LONG) + 2)},
    announcing.audience_step: {
        "": announcing.audience_step(TOWN, BIG_ID),
        "отделов нет": announcing.audience_step(ADMINISTRATION, 7),
    },
    announcing.no_such_audience: {
        "": announcing.no_such_audience(TOWN),
        "отделов нет": announcing.no_such_audience(ADMINISTRATION),
        "предел": announcing.no_such_audience(
            replace(TOWN, departments=tuple(Department(f"d{n}", f"{n:02d}{'Ш' * 38}") for n in range(99)))
        ),
    },
    announcing.nobody: {"": announcing.nobody(TOWN, STREET), "предел": announcing.nobody(TOWN, LONG_STREET)},
    announcing.when_step: {
        "": announcing.when_step(TOWN, BIG_ID, NOW, [NOW + timedelta(hours=6), TOMORROW]),
        "нечего предложить": announcing.when_step(TOWN, 7, NOW, []),
    },
    announcing.no_such_moment: {"": announcing.no_such_moment()},
    announcing.hour_needed: {"": announcing.hour_needed(TOWN, TOMORROW)},
    announcing.quiet_step: {
        "глава": announcing.quiet_step(TOWN, 7, TOMORROW, NOW, may_hurry=False),
        "администратор": announcing.quiet_step(TOWN, BIG_ID, TOMORROW, NOW, may_hurry=True),
    },
    announcing.preview_summary: {
        "": announcing.preview_summary(TOWN, 7, EVERYBODY, TOMORROW, 1200, is_urgent=False),
        "сейчас, срочно": announcing.preview_summary(TOWN, BIG_ID, STREET, None, 1, is_urgent=True),
    },
    announcing.what_to_change: {"": announcing.what_to_change(BIG_ID)},
    announcing.not_done: {"": announcing.not_done()},
    announcing.dropped: {"": announcing.dropped()},
    announcements.planned: {
        "": announcements.planned(TOWN, ONE, 1200),
        "предел": announcements.planned(TOWN, BIG, BIG_ID),
    },
    announcements.starting: {"": announcements.starting(ONE, 2)},
    announcements.cancelled: {"": announcements.cancelled(ONE), "предел": announcements.cancelled(BIG)},
    announcements.missed: {
        "": announcements.missed(TOWN, ONE, None),
        "ночь": announcements.missed(TOWN, ONE, TOMORROW),
        "предел": announcements.missed(TOWN, BIG, TOMORROW),
    },
    announcements.sent_late: {
        "": announcements.sent_late(TOWN, ONE, TOMORROW),
        "ночь": announcements.sent_late(TOWN, ONE, NOW),
    },
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
        "не ушло": announcements.listed(TOWN, [replace(ONE, missed_at=TOMORROW), ONE]),
        "предел": announcements.listed(TOWN, [replace(BIG, counts=HUGE)] * announcements.LISTED),
    },
    announcements.refused: {
        str(fault): announcements.refused(TOWN, AnnouncementRefused(fault, TOMORROW)) for fault in Fault
    },
    announcements.audience_named: {str(one.circle): announcements.audience_named(TOWN, one) for one in AUDIENCES},
}

SNACKBARS: Sequence[Text] = (announcements.refused,)
SILENT: Sequence[Text] = (
    announcements.people,
    announcements.quiet,
    announcements.longest,
    announcements.no_more,
    announcements.choice,
    announcements.counted,
)
