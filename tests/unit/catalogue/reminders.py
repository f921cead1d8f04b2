"""What the desk is reminded of: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from appeals.due import Due
from appeals.ladder import IN_HOURS
from appeals.model import Act, Appeal, Forwarding, HistoryEntry, Number, Place, Priority, Status
from appeals.reminders import ReminderKind
from tests.unit.catalogue.things import Said, Text
from tests.unit.samples import ADMINISTRATION, APPEAL, MARIA, NOW, appeal
from texts import reminders, ticking
from texts.reminders import Gathered

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE = replace(APPEAL, due_at=NOW - DAY, react_by=NOW - 3 * DAY)
BIG = replace(
    LATE, id=2**31 - 1, number=Number(2025, 999_999_999), place=Place("ул. Садовая, 5, кв. 12, +7 900 000-00-00 " * 8)
)
ELSEWHERE = appeal(Status.FORWARDED, forwarding=Forwarding("Департамент дорожного хозяйства", NOW - DAY))
FIRE = replace(APPEAL, priority=Priority.EMERGENCY)
OLD_FIRE = replace(FIRE, id=8, filed_at=NOW - timedelta(minutes=16))
DOWN = (NOW - 5 * HOUR, NOW - HOUR)
CROWD = tuple(replace(BIG, id=BIG.id - number) for number in range(90))
LONG_TITLES = replace(
    ADMINISTRATION,
    categories=tuple(replace(one, title="Ж" * (40 - n)) for n, one in enumerate(ADMINISTRATION.categories)),
)
EVERYWHERE = tuple(replace(one, forwarding=Forwarding("Департамент " * 9, NOW - DAY), interim_by=NOW) for one in CROWD)


def of(kind: ReminderKind, *appeals: Appeal) -> dict[ReminderKind, Gathered]:
    return {kind: Gathered(kind, appeals)}


LOOK = ticking.Look("напомнить о сроках", 10, NOW + timedelta(seconds=10))

SAID: dict[Text, dict[str, Said]] = {
    ticking.alive: {
        "работает": ticking.alive(ADMINISTRATION, NOW, is_alive=True),
        "стоит": ticking.alive(ADMINISTRATION, NOW, is_alive=False),
        "не запускался": ticking.alive(ADMINISTRATION, None, is_alive=False),
    },
    ticking.look: {
        "": ticking.look(ADMINISTRATION, LOOK, NOW),
        "завтра": ticking.look(ADMINISTRATION, LOOK, NOW - timedelta(days=1)),
    },
    ticking.waits: {
        "": ticking.waits(ADMINISTRATION, Due(NOW, "№ 2026-000123"), NOW - timedelta(hours=1)),
        "уже пора": ticking.waits(ADMINISTRATION, Due(NOW), NOW + timedelta(hours=1)),
        "нечего": ticking.waits(ADMINISTRATION, None, NOW),
    },
    reminders.gathered: {
        **{
            kind.value: reminders.gathered(ADMINISTRATION, of(kind, replace(one, interim_by=NOW + HOUR)), NOW)
            for kind, one in {
                ReminderKind.OVERDUE: LATE,
                ReminderKind.DAILY: LATE,
                ReminderKind.UNCLAIMED: LATE,
                ReminderKind.LAST_DAY: APPEAL,
                ReminderKind.REACTION: APPEAL,
                ReminderKind.INTERIM: APPEAL,
                ReminderKind.HALF: APPEAL,
                ReminderKind.FORWARDED: ELSEWHERE,
            }.items()
        },
        "не взято, ответ ещё не просрочен": reminders.gathered(
            ADMINISTRATION, of(ReminderKind.DAILY, replace(LATE, due_at=NOW + DAY)), NOW
        ),
        "много": reminders.gathered(
            ADMINISTRATION,
            {
                **of(ReminderKind.HALF, *(replace(APPEAL, id=number) for number in range(7))),
                **of(ReminderKind.OVERDUE, *(replace(LATE, id=number) for number in range(20, 40))),
            },
            NOW,
            [DOWN],
        ),
        "предел": reminders.gathered(
            ADMINISTRATION,
            {kind: Gathered(kind, CROWD) for kind in sorted(IN_HOURS)},
            NOW,
            [DOWN] * 9,
        ),
        "все виды сразу": reminders.gathered(
            LONG_TITLES, {kind: Gathered(kind, EVERYWHERE) for kind in sorted(IN_HOURS)}, NOW
        ),
        "не взято, ответить сегодня": reminders.gathered(
            ADMINISTRATION, of(ReminderKind.DAILY, replace(LATE, due_at=NOW + HOUR)), NOW
        ),
    },
    reminders.emergencies: {
        "": reminders.emergencies(ADMINISTRATION, of(ReminderKind.EMERGENCY, FIRE), NOW),
        "снова": reminders.emergencies(ADMINISTRATION, of(ReminderKind.EMERGENCY, OLD_FIRE), NOW),
        "две, опоздало": reminders.emergencies(
            ADMINISTRATION, of(ReminderKind.EMERGENCY, FIRE, OLD_FIRE), NOW + 5 * HOUR, [DOWN]
        ),
        "просрочен ответ": reminders.emergencies(
            ADMINISTRATION, of(ReminderKind.EMERGENCY_OVERDUE, replace(FIRE, due_at=NOW)), NOW
        ),
        "промежуточный ответ": reminders.emergencies(
            ADMINISTRATION, of(ReminderKind.EMERGENCY_INTERIM, replace(FIRE, interim_by=NOW)), NOW
        ),
        "предел": reminders.emergencies(
            ADMINISTRATION,
            {kind: Gathered(kind, CROWD) for kind in ReminderKind if kind.startswith("emergency")},
            NOW,
            [DOWN] * 9,
        ),
    },
    reminders.accepted: {"": reminders.accepted(FIRE, MARIA)},
    reminders.not_accepted: {"": reminders.not_accepted(FIRE), "предел": reminders.not_accepted(BIG)},
    reminders.accepted_press: {"": reminders.accepted_press(FIRE), "предел": reminders.accepted_press(BIG)},
    reminders.already_accepted: {
        "": reminders.already_accepted(FIRE, "Мария Образцова"),
        "предел": reminders.already_accepted(BIG, "Ш" * 100),
    },
    reminders.no_emergency: {"": reminders.no_emergency(FIRE), "предел": reminders.no_emergency(BIG)},
    reminders.on_card: {
        "никто": reminders.on_card(ADMINISTRATION, None, None),
        "": reminders.on_card(ADMINISTRATION, HistoryEntry(Act.ACCEPTED, NOW, MARIA.vk_id), MARIA),
        "бывший сотрудник": reminders.on_card(ADMINISTRATION, HistoryEntry(Act.ACCEPTED, NOW, 5), None),
    },
    reminders.next_reminders: {
        "": reminders.next_reminders(
            ADMINISTRATION, {ReminderKind.EMERGENCY: NOW, ReminderKind.HALF: NOW + HOUR, ReminderKind.DAILY: NOW + DAY}
        ),
        "все": reminders.next_reminders(ADMINISTRATION, dict.fromkeys(ReminderKind, NOW)),
        "пусто": reminders.next_reminders(ADMINISTRATION, {}),
    },
    reminders.not_called: {"": reminders.not_called([201, 202])},
    reminders.failed: {"": reminders.failed(3, ["KeyError", "ValueError"])},
}
SNACKBARS: Sequence[Text] = (reminders.accepted_press, reminders.already_accepted, reminders.no_emergency)
