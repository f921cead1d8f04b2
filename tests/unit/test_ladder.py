"""The ladder: at which moments the desk is reminded of an appeal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.ladder import IN_HOURS, Ladder, is_accepted
from appeals.model import Act, Appeal, Clock, Extension, Forwarding, Pause, Priority, Status
from appeals.reminder_rules import EmergencyRules, ReminderRules
from appeals.reminders import Past, ReminderKind
from tests.unit.samples import ADMINISTRATION, APPEAL, NOW, PlainCalendar, appeal
from tests.unit.towns import Town, moments, towns

CALENDAR = WorkingCalendar(ADMINISTRATION.working_time, PlainCalendar(), ADMINISTRATION.zone)
RULES = ReminderRules()
LADDER = Ladder(RULES, CALENDAR)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
DUE = replace(APPEAL, react_by=NOW + DAY, due_at=datetime(2026, 12, 4, 13, 0, tzinfo=UTC))
"""Filed on Tuesday, 24 November, at noon; to be taken on Wednesday at noon, answered on Friday, 4 December, 16:00."""


def planned(one: Appeal, now: datetime = NOW, past: Past | None = None, ladder: Ladder = LADDER) -> list[str]:
    """The rungs, in Moscow's time, in their order."""
    rungs = sorted(ladder.plan(one, past or Past(), now))
    return [f"{rung.kind} {rung.due_at.astimezone(ADMINISTRATION.zone):%d.%m %H:%M}" for rung in rungs]


def test_a_new_appeal() -> None:
    assert planned(DUE) == [
        "reaction 25.11 10:00",
        "unclaimed 25.11 13:00",
        "daily 26.11 08:00",
        "half 30.11 15:00",
        "last_day 04.12 08:00",
        "overdue 07.12 08:00",
    ]


def test_one_that_was_taken() -> None:
    taken = replace(DUE, status=Status.IN_PROGRESS)
    assert planned(taken) == ["half 30.11 15:00", "last_day 04.12 08:00", "overdue 07.12 08:00", "daily 08.12 08:00"]


@pytest.mark.parametrize(
    "one",
    [
        appeal(Status.ANSWERED),
        appeal(Status.DUPLICATE),
        appeal(Status.WITHDRAWN),
        appeal(Status.WAITING_CITIZEN, clock=Clock(pauses=(Pause(NOW),))),
        appeal(Status.WAITING_CITIZEN, priority=Priority.EMERGENCY, clock=Clock(pauses=(Pause(NOW),))),
    ],
)
def test_nothing_for_what_is_over_or_waits(one: Appeal) -> None:
    assert planned(one) == []


def test_nothing_where_the_settings_ask_for_nothing() -> None:
    nobody: dict[str, Any] = dict.fromkeys(
        ("reaction", "unclaimed", "half", "last_day", "overdue", "daily", "interim", "forwarded"), ()
    )
    urgent = replace(DUE, priority=Priority.EMERGENCY)
    assert planned(replace(DUE, interim_by=NOW), ladder=Ladder(ReminderRules(**nobody), CALENDAR)) == []
    for one in (DUE, urgent):
        assert planned(one, ladder=Ladder(ReminderRules(enabled=False), CALENDAR)) == []


def test_of_a_series_the_newest_and_the_next() -> None:
    now = datetime(2026, 12, 16, 12, 0, tzinfo=UTC)
    taken = replace(DUE, status=Status.IN_PROGRESS)
    assert planned(taken, now)[-2:] == ["daily 16.12 08:00", "daily 17.12 08:00"]
    told = Past({ReminderKind.DAILY: datetime(2026, 12, 16, 5, 0, 7, tzinfo=UTC)})
    assert planned(taken, now, told) == ["overdue 07.12 08:00", "daily 17.12 08:00"]


def test_what_was_outranked_since_is_not_told() -> None:
    """The deadline has moved back behind what was told already."""
    told = Past({ReminderKind.UNCLAIMED: NOW + 3 * DAY})
    earlier = replace(DUE, status=Status.IN_PROGRESS, due_at=NOW + 5 * DAY)
    assert "half" not in {rung.split()[0] for rung in planned(earlier, NOW + 4 * DAY, told)}


def test_an_extension_begins_anew() -> None:
    extended = replace(
        DUE, status=Status.IN_PROGRESS, clock=Clock(extension=Extension(DUE.due_at, NOW + 6 * DAY, "ждём"))
    )
    assert planned(extended)[0] == "half 02.12 14:30"


def test_an_interim_answer_and_another_body() -> None:
    owed = replace(DUE, status=Status.IN_PROGRESS, interim_by=NOW + 3 * DAY)
    assert "interim 27.11 08:00" in planned(owed)
    assert "interim 24.11 14:00" in planned(replace(owed, interim_by=NOW + 2 * HOUR)), "on the day of the filing"
    elsewhere = appeal(Status.FORWARDED, forwarding=Forwarding("Водоканал", datetime(2026, 12, 6, 20, 59, tzinfo=UTC)))
    assert planned(elsewhere) == ["forwarded 07.12 08:00"]


class TestEmergencies:
    URGENT = replace(DUE, priority=Priority.EMERGENCY, due_at=NOW + DAY)

    def test_it_rings_by_day_and_night_until_it_is_accepted(self) -> None:
        assert planned(self.URGENT) == [
            "emergency 24.11 12:00",
            "emergency 24.11 12:05",
            "emergency_overdue 25.11 12:00",
            "daily 26.11 08:00",
        ]
        night = NOW + 11 * HOUR + 7 * MINUTE
        assert planned(self.URGENT, night)[:2] == ["emergency 24.11 23:05", "emergency 24.11 23:10"]
        accepted = Past(acts={Act.ACCEPTED: NOW + MINUTE})
        assert planned(self.URGENT, night, accepted) == ["emergency_overdue 25.11 12:00", "daily 26.11 08:00"]

    def test_one_that_is_late_on_a_day_off_is_told_of_again_on_the_first_working_morning(self) -> None:
        """It was told at once, on that Saturday: the first morning isn't the first telling."""
        saturday = replace(self.URGENT, due_at=datetime(2026, 11, 28, 18, 0, tzinfo=UTC))
        assert planned(saturday)[-2:] == ["emergency_overdue 28.11 21:00", "daily 30.11 08:00"]

    def test_as_often_as_the_settings_say(self) -> None:
        ladder = Ladder(ReminderRules(emergency=EmergencyRules(repeat_minutes=20)), CALENDAR)
        assert planned(self.URGENT, NOW + HOUR, ladder=ladder)[:2] == ["emergency 24.11 13:00", "emergency 24.11 13:20"]

    def test_what_counts_as_accepting(self) -> None:
        raised = replace(self.URGENT, clock=Clock(priority_since=NOW + HOUR), assignee_id=201)
        assert is_accepted(raised, {Act.TAKEN: NOW + 2 * HOUR})
        assert is_accepted(raised, {Act.ACCEPTED: NOW + 2 * HOUR})
        assert not is_accepted(raised, {Act.TAKEN: NOW, Act.ACCEPTED: NOW}), "before it was an emergency"
        assert not is_accepted(replace(raised, assignee_id=None), {Act.TAKEN: NOW + 2 * HOUR}), "taken and given up"


@given(towns(), moments, moments, st.sampled_from(["roads", "snow"]), st.sampled_from(list(Priority)))
def test_whatever_waits_for_working_hours_is_due_in_them(
    town: Town, filed: datetime, now: datetime, category: str, priority: Priority
) -> None:
    clocks = Clocks(ADMINISTRATION, town.calendar)
    one = clocks.counted(replace(DUE, category=category, filed_at=filed, priority=priority))
    ladder = Ladder(RULES, town.calendar)
    for rung in ladder.plan(one, Past(), max(filed, now)):
        assert rung.kind not in IN_HOURS or town.works(rung.due_at)
        told = Past({rung.kind: rung.due_at})
        assert rung not in ladder.plan(one, told, rung.due_at), "told once"
