"""Working time and deadlines: against a naive oracle, over changes of the clocks, on Russia's own calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appeals.administration import Administration, WorkingTime
from appeals.calendar import NoWorkingTime, WorkingCalendar
from appeals.deadline_rules import Deadlines
from appeals.deadlines import Due, deadlines_for, terms_of
from appeals.model import Priority
from bot.clock import RussianCalendar
from tests.unit.samples import ADMINISTRATION, PlainCalendar
from tests.unit.towns import MINUTE, MOSCOW, Town, moments, towns


@given(towns(), moments, st.integers(1, 1500))
def test_hours_agree_with_counting_minutes(town: Town, start: datetime, minutes: int) -> None:
    counted, moment = 0, start
    while counted < minutes and moment < start + timedelta(days=10):
        counted += town.works(moment)
        moment += MINUTE
    assume(counted == minutes)
    assert town.calendar.add_hours(start, minutes / 60) == moment


@given(towns(), moments, st.integers(1, 30))
def test_days_agree_with_turning_leaves(town: Town, start: datetime, days: int) -> None:
    def leaves() -> Iterator[date]:
        day = start.astimezone(town.zone).date()
        while True:
            day += timedelta(days=1)
            if town.calendar.hours_of(day):
                yield day

    working = leaves()
    last = [next(working) for _ in range(days)][-1]
    assert town.calendar.add_days(start, days) == datetime.combine(
        last, town.calendar.hours_of(last)[-1].end, town.zone
    )


@given(towns(), moments, st.integers(1, 3000), st.integers(1, 3000))
def test_adding_twice_is_adding_at_once(town: Town, start: datetime, first: int, second: int) -> None:
    add = town.calendar.add_hours
    try:
        at_once = add(start, (first + second) / 60)
    except NoWorkingTime:
        assume(False)
    assert start < add(start, first / 60) < at_once
    assert add(add(start, first / 60), second / 60) == at_once


@given(towns(), moments, moments, st.integers(1, 20))
def test_who_writes_later_waits_no_less(town: Town, one: datetime, other: datetime, days: int) -> None:
    first, second = sorted((one, other))
    assert town.calendar.add_days(first, days) <= town.calendar.add_days(second, days)


@given(towns(), moments)
def test_the_last_end_is_an_end_of_a_working_day(town: Town, moment: datetime) -> None:
    end = town.calendar.last_end_by(moment)
    local = end.astimezone(town.zone)
    assert end <= moment
    assert town.calendar.hours_of(local.date())[-1].end == local.time()
    day = local.date() + timedelta(days=1)
    while (following := datetime.combine(day, time(), town.zone)) <= moment:
        periods = town.calendar.hours_of(day)
        assert not periods or datetime.combine(day, periods[-1].end, town.zone) > moment
        day = following.date() + timedelta(days=1)


def usual_due(administration: Administration, calendar: WorkingCalendar, category: str, at: datetime) -> Due:
    return deadlines_for(administration, calendar, terms_of(administration, category, Priority.USUAL), at)


@given(towns(), moments, st.integers(1, 30), st.integers(1, 30), st.integers(1, 80))
def test_deadlines_are_in_working_time_and_within_the_law(
    town: Town, filed_at: datetime, days: int, limit: int, reaction: int
) -> None:
    administration = replace(ADMINISTRATION, deadlines=Deadlines(reaction, days, limit))
    try:
        due = usual_due(administration, town.calendar, "roads", filed_at)
    except NoWorkingTime:
        assume(False)
    assert due.answer_by.tzinfo is UTC
    assert due.react_by.tzinfo is UTC
    assert filed_at < due.react_by <= due.answer_by <= filed_at + timedelta(days=limit)
    last_minute = due.answer_by - timedelta(microseconds=1)
    if town.calendar.last_end_by(filed_at + timedelta(days=limit)) > filed_at:
        assert town.works(last_minute), "an answer is due at the end of working time"
        assert not town.works(due.answer_by) or due.answer_by.astimezone(town.zone).time() == time()
        assert town.works(due.react_by - timedelta(microseconds=1))
    else:
        assert due.answer_by == filed_at + timedelta(days=limit), "no working day ends before the law's limit"


def test_a_category_has_a_deadline_of_its_own() -> None:
    calendar = WorkingCalendar(ADMINISTRATION.working_time, PlainCalendar(), MOSCOW)
    tuesday = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert [
        usual_due(ADMINISTRATION, calendar, category, tuesday).answer_by.astimezone(MOSCOW)
        for category in ("snow", "roads", "unknown", "left the settings long ago", "other")
    ] == [
        datetime(2026, 11, 26, 17, tzinfo=MOSCOW),
        datetime(2026, 12, 4, 16, tzinfo=MOSCOW),
        datetime(2026, 12, 4, 16, tzinfo=MOSCOW),
        datetime(2026, 12, 4, 16, tzinfo=MOSCOW),
        datetime(2026, 12, 23, 17, tzinfo=MOSCOW),  # 30 working days are more than the law's 30 days
    ]


def test_an_hour_that_comes_twice_is_two_hours_of_work() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    calendar = WorkingCalendar(WorkingTime(sunday=("00:00-08:00",)), PlainCalendar(), berlin)
    spring, autumn = datetime(2026, 3, 29, tzinfo=berlin), datetime(2026, 10, 25, tzinfo=berlin)
    assert calendar.add_hours(spring, 7) == datetime(2026, 3, 29, 8, tzinfo=berlin)
    assert calendar.add_hours(autumn, 7) == datetime(2026, 10, 25, 6, tzinfo=berlin)


def test_nobody_ever_works() -> None:
    every_day = [date(2026, 1, 1) + timedelta(days=day) for day in range(1000)]
    calendar = WorkingCalendar(WorkingTime(), PlainCalendar(every_day), MOSCOW)
    start = datetime(2026, 6, 1, tzinfo=UTC)
    with pytest.raises(NoWorkingTime):
        calendar.add_hours(start, 1)
    with pytest.raises(NoWorkingTime):
        calendar.add_days(start, 1)
    with pytest.raises(NoWorkingTime):
        calendar.last_end_by(datetime(2028, 6, 1, tzinfo=UTC))


@cache
def russia() -> WorkingCalendar:
    return WorkingCalendar(ADMINISTRATION.working_time, RussianCalendar(), MOSCOW)


# The government's decrees on the transfer of days off, and the constant holidays of the Labour Code (ст. 112).
OFF = {
    2025: "01-01 01-02 01-03 01-06 01-07 01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31",
    2026: "01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31",
    2027: "01-01 01-04 01-05 01-06 01-07 01-08 02-22 02-23 03-08 05-03 05-10 06-14 11-04 11-05 12-31",
}
WORKING_SATURDAYS = {date(2025, 11, 1), date(2027, 2, 20)}


@pytest.mark.parametrize("year", OFF)
def test_russian_days(year: int) -> None:
    day, off, weekend_at_work = date(year, 1, 1), [], set()
    while day.year == year:
        periods = russia().hours_of(day)
        if not periods and day.weekday() < 5:
            off.append(f"{day:%m-%d}")
        if periods and day.weekday() >= 5:
            weekend_at_work.add(day)
        day += timedelta(days=1)
    assert " ".join(off) == OFF[year]
    assert weekend_at_work == {day for day in WORKING_SATURDAYS if day.year == year}


def test_a_working_saturday_keeps_fridays_hours() -> None:
    assert russia().hours_of(date(2025, 11, 1)) == russia().hours_of(date(2025, 10, 31))
    assert russia().hours_of(date(2025, 11, 1)) != russia().hours_of(date(2025, 10, 30))


def test_a_weekend_with_hours_of_its_own_rests_on_holidays() -> None:
    shop = WorkingCalendar(WorkingTime(saturday=("10:00-12:00",), sunday=("10:00-12:00",)), RussianCalendar(), MOSCOW)
    assert len(shop.hours_of(date(2026, 11, 28))) == 1
    assert shop.hours_of(date(2026, 1, 3)) == (), "New Year's holidays"
    assert len(shop.hours_of(date(2025, 11, 1))) == 1, "a transferred Saturday keeps its own hours"


def test_an_exception_is_stronger_than_any_calendar() -> None:
    working_time = WorkingTime(exceptions={date(2026, 1, 2): ("10:00-11:00",), date(2026, 11, 24): ()})
    calendar = WorkingCalendar(working_time, RussianCalendar(), MOSCOW)
    assert len(calendar.hours_of(date(2026, 1, 2))) == 1
    assert calendar.hours_of(date(2026, 11, 24)) == ()


def test_over_new_year() -> None:
    due = usual_due(ADMINISTRATION, russia(), "snow", datetime(2025, 12, 30, 12, 0, tzinfo=UTC))
    assert due.react_by.astimezone(MOSCOW) == datetime(2026, 1, 12, 15, 0, tzinfo=MOSCOW)
    assert due.answer_by.astimezone(MOSCOW) == datetime(2026, 1, 13, 17, 0, tzinfo=MOSCOW)


@given(towns(), moments)
def test_it_opens_with_the_next_working_day(town: Town, moment: datetime) -> None:
    """Closed is what lies outside the hours of a day, from its first to its last; lunch isn't."""
    local = moment.astimezone(town.zone)
    periods = town.calendar.hours_of(local.date())
    is_closed = not periods or not periods[0].start <= local.time() < periods[-1].end
    try:
        opens = town.calendar.opens_at(moment)
    except NoWorkingTime:
        assume(False)
    assert (opens is not None) == is_closed
    if opens is not None:
        assert opens > moment
        assert town.works(opens)
        assert town.calendar.between(moment, opens) == timedelta()
        assert town.calendar.opens_at(opens) is None
