"""When digests are due: a whole year of minutes, holidays, changes of the clocks, weeks without a working day."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import Digest, WorkingTime
from appeals.calendar import WorkingCalendar
from appeals.digest_times import DigestKind, Slot, Timetable
from bot.clock import RussianCalendar
from tests.unit.samples import PlainCalendar

MOSCOW, BERLIN, HAVANA = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana")
RUSSIA = RussianCalendar()
HOURS = WorkingTime()


def timetable(
    rules: Digest | None = None, zone: ZoneInfo = MOSCOW, working_time: WorkingTime = HOURS, **calendar: list[date]
) -> Timetable:
    production = PlainCalendar(**calendar) if calendar else RUSSIA
    return Timetable(rules or Digest(), WorkingCalendar(working_time, production, zone), zone)


def at(zone: ZoneInfo, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def sent_in(year: int, zone: ZoneInfo, rules: Digest | None = None, *, step: int = 5) -> list[tuple[Slot, datetime]]:
    """What a process that never stops sends in a year, looking every `step` minutes."""
    times = timetable(rules, zone)
    last: dict[DigestKind, date] = {}
    sent = []
    now = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
    for kind in times.kinds:
        slot = times.latest(kind, now)
        assert slot is not None
        last[kind] = slot.day
    while now < datetime(year + 1, 1, 1, tzinfo=zone):
        for kind in times.kinds if times.is_open(now) else ():
            slot = times.latest(kind, now)
            if slot is not None and slot.day > last[kind]:
                last[kind] = slot.day
                sent.append((slot, now))
        now += timedelta(minutes=step)
    return sent


@pytest.mark.parametrize("zone", [MOSCOW, BERLIN])
def test_a_year_of_mornings(zone: ZoneInfo) -> None:
    """One on each working day, none outside, at the hour that the settings name, whatever the clocks do."""
    sent = sent_in(2026, zone)
    mornings = [(slot, now.astimezone(zone)) for slot, now in sent if slot.kind is DigestKind.MORNING]
    calendar = WorkingCalendar(HOURS, RUSSIA, zone)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [now.date() for _, now in mornings] == [day for day in days if calendar.hours_of(day)]
    assert all(slot.day == now.date() for slot, now in mornings)
    assert {now.time() for _, now in mornings} == {time(8, 30)}
    assert not any(slot.is_late(now) for slot, now in sent)


def test_a_year_of_summaries() -> None:
    sent = Counter((slot.kind, slot.day) for slot, _ in sent_in(2026, MOSCOW))
    assert set(sent.values()) == {1}
    months = [day for kind, day in sent if kind is DigestKind.MONTH]
    # January begins with holidays, March, August and November with weekends, May with a holiday before one.
    assert [day.day for day in months] == [12, 2, 2, 1, 4, 1, 1, 3, 1, 1, 2, 1]
    weeks = [day for kind, day in sent if kind is DigestKind.WEEK]
    assert [day.isocalendar().week for day in weeks] == list(range(3, 54)), "the first two have no working day"
    assert {day for day in weeks if day.weekday()} == {date(2026, 2, 24), date(2026, 3, 10), date(2026, 5, 12)}


def test_the_week_after_one_of_holidays_tells_of_both() -> None:
    times = timetable()
    slot = times.latest(DigestKind.WEEK, at(MOSCOW, "2026-01-12 08:30"))
    assert slot is not None
    assert slot.day == date(2026, 1, 12)
    period, before = times.periods(slot)
    assert (period.start, period.end) == (at(MOSCOW, "2025-12-29 00:00"), at(MOSCOW, "2026-01-12 00:00"))
    assert (before.start, before.end) == (at(MOSCOW, "2025-12-15 00:00"), period.start)


def test_a_month_is_compared_with_the_month_before() -> None:
    times = timetable()
    slot = times.latest(DigestKind.MONTH, at(MOSCOW, "2026-03-31 12:00"))
    assert slot is not None
    assert slot.day == date(2026, 3, 2)
    period, before = times.periods(slot)
    assert (period.start, period.end) == (at(MOSCOW, "2026-02-01 00:00"), at(MOSCOW, "2026-03-01 00:00"))
    assert (before.start, before.end) == (at(MOSCOW, "2026-01-01 00:00"), period.start)


def test_every_day_of_a_year_is_counted_by_one_summary_of_each_kind() -> None:
    sent = [slot for slot, _ in sent_in(2026, BERLIN, step=30)]
    times = timetable(zone=BERLIN)
    for kind in (DigestKind.WEEK, DigestKind.MONTH):
        periods = [times.periods(slot)[0] for slot in sent if slot.kind is kind]
        assert all(one.end == two.start for one, two in pairwise(periods))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-04-07 08:29", False),
        ("2026-04-07 08:30", True),
        ("2026-04-07 12:30", True),  # lunch
        ("2026-04-07 16:59", True),
        ("2026-04-07 17:00", False),
        ("2026-04-07 23:00", False),
        ("2026-04-11 12:00", False),  # Saturday
        ("2026-05-01 12:00", False),  # a holiday
    ],
)
def test_nobody_is_woken_up_by_numbers(moment: str, is_open: bool) -> None:
    assert timetable().is_open(at(MOSCOW, moment)) is is_open


def test_an_evening_digest_has_its_hour() -> None:
    times = timetable(Digest(morning="18:00"))
    assert [times.is_open(at(MOSCOW, f"2026-04-07 {hour}")) for hour in ("17:59", "18:00", "18:59", "19:00")] == [
        False,
        True,
        True,
        False,
    ]


def test_what_came_due_while_nobody_worked() -> None:
    """Of several mornings only the newest is due; a week's summary is due until the next one."""
    times = timetable()
    wednesday = at(MOSCOW, "2026-04-08 11:00")
    morning, week = times.latest(DigestKind.MORNING, wednesday), times.latest(DigestKind.WEEK, wednesday)
    assert morning == Slot(DigestKind.MORNING, date(2026, 4, 8), at(MOSCOW, "2026-04-08 08:30"))
    assert week == Slot(DigestKind.WEEK, date(2026, 4, 6), at(MOSCOW, "2026-04-06 08:30"))
    assert morning.is_late(wednesday)
    assert not morning.is_late(at(MOSCOW, "2026-04-08 09:30"))


def test_a_transferred_saturday_is_a_working_day() -> None:
    times = timetable(working=[date(2026, 4, 11)], holidays=[])
    following = times.following(DigestKind.MORNING, at(MOSCOW, "2026-04-10 09:00"))
    assert following is not None
    assert following.day == date(2026, 4, 11)


@pytest.mark.parametrize(("text", "local"), [("02:30", "03:30"), ("03:00", "03:00")])
def test_an_hour_that_the_clocks_leave_out(text: str, local: str) -> None:
    """Sunday 29 March 2026 in Berlin: 02:00 becomes 03:00."""
    times = timetable(Digest(morning=text), BERLIN, replace(HOURS, sunday=("03:00-12:00",)), working=[], holidays=[])
    slot = times.latest(DigestKind.MORNING, at(BERLIN, "2026-03-29 12:00"))
    assert slot is not None
    assert slot.day == date(2026, 3, 29)
    assert f"{slot.due.astimezone(BERLIN):%H:%M}" == local


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    """Sunday 25 October 2026 in Berlin: 03:00 becomes 02:00."""
    times = timetable(Digest(morning="02:30"), BERLIN, replace(HOURS, sunday=("02:00-12:00",)), working=[], holidays=[])
    slot = times.latest(DigestKind.MORNING, at(BERLIN, "2026-10-25 12:00"))
    assert slot is not None
    assert slot.due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert times.latest(DigestKind.MORNING, slot.due + timedelta(hours=1)) == slot, "and once"


@pytest.mark.parametrize(
    ("rules", "kinds"),
    [
        (Digest(), [DigestKind.MORNING, DigestKind.WEEK, DigestKind.MONTH]),
        (Digest(weekly=False), [DigestKind.MORNING, DigestKind.MONTH]),
        (Digest(monthly=False), [DigestKind.MORNING, DigestKind.WEEK]),
        (Digest(enabled=False), []),
    ],
)
def test_what_the_settings_ask_for(rules: Digest, kinds: list[DigestKind]) -> None:
    assert list(timetable(rules).kinds) == kinds


@given(
    st.sampled_from(DigestKind),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive
    st.sampled_from([MOSCOW, BERLIN, HAVANA]),
    st.times().map(lambda one: f"{one:%H:%M}"),
    st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
)
def test_one_follows_the_other(
    kind: DigestKind, now: datetime, zone: ZoneInfo, morning: str, holidays: list[date]
) -> None:
    times = timetable(Digest(morning=morning), zone, holidays=holidays)
    before, after = times.latest(kind, now), times.following(kind, now)
    assert before is not None
    assert after is not None
    assert before.due <= now < after.due
    assert before.day < after.day
    assert times.latest(kind, after.due) == after
    assert times.latest(kind, after.due - timedelta(seconds=1)) == before


def test_a_calendar_without_a_working_day() -> None:
    """Whoever has written so many days off into the file gets none, and no endless search."""
    holidays = [date(2024, 1, 1) + timedelta(days=number) for number in range(2000)]
    times = timetable(holidays=holidays)
    assert times.latest(DigestKind.WEEK, at(MOSCOW, "2026-04-07 12:00")) is None
    assert times.following(DigestKind.MONTH, at(MOSCOW, "2026-04-07 12:00")) is None
