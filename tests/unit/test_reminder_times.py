"""When citizens are reminded: always at a decent hour, the right number of days later, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import WorkingTime
from appeals.calendar import WorkingCalendar
from appeals.checking import WrongValue
from appeals.citizen_reminders import CitizenReminders
from appeals.reminder_times import ReminderTimes
from tests.unit.samples import PlainCalendar

MOSCOW, BERLIN, HAVANA = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana")
DAY = timedelta(days=1)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
days = st.dates(date(2026, 2, 1), date(2027, 11, 30))


@st.composite
def times(draw: st.DrawFn) -> ReminderTimes:
    """Any settings, in zones with and without changes of the clocks (Havana's is at midnight)."""
    begin, end = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True)))
    ask, close = draw(st.integers(0, 9)), draw(st.sampled_from([0, *range(10, 90)]))
    rules = CitizenReminders(
        start=f"{begin // 60:02}:{begin % 60:02}",
        end=f"{end // 60:02}:{end % 60:02}",
        draft_days=draw(st.integers(0, 9)),
        question_days=ask,
        question_close_days=close,
        verdict_days=ask,
        close_days=close,
    )
    zone = draw(st.sampled_from([MOSCOW, BERLIN, HAVANA]))
    holidays = draw(st.lists(days, max_size=20))
    return ReminderTimes(rules, WorkingCalendar(WorkingTime(), PlainCalendar(holidays), zone), zone)


def plain(**rules: object) -> ReminderTimes:
    settings = CitizenReminders(**rules)  # type: ignore[arg-type] # fields of several kinds
    return ReminderTimes(settings, WorkingCalendar(WorkingTime(), PlainCalendar(), MOSCOW), MOSCOW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


def in_gap(times: ReminderTimes, moment: datetime) -> bool:
    """Whether the clocks leave out the beginning of decent hours on this day: then they begin later."""
    begin = datetime.combine(moment.astimezone(times.zone).date(), times.rules.begins, times.zone)
    return begin.astimezone(UTC).astimezone(times.zone).time() != times.rules.begins


@given(times(), moments)
def test_all_that_is_planned_is_decent_and_on_its_day(times: ReminderTimes, moment: datetime) -> None:
    rules, today = times.rules, moment.astimezone(times.zone).date()
    planned = {
        rules.draft_days: times.draft(moment),
        rules.question_days: times.question(moment),
        rules.verdict_days: times.verdict(moment),
        rules.question_close_days: times.unreplied(moment, reminded=False),
    }
    for after, due in planned.items():
        if due is None:
            assert not after
        elif not in_gap(times, due):
            assert times.is_decent(due)
            assert due.astimezone(times.zone).date() == today + after * DAY
            assert due > moment


@given(times(), moments)
def test_the_first_decent_moment(times: ReminderTimes, moment: datetime) -> None:
    found = times.decent(moment)
    assert found >= moment
    if in_gap(times, found):
        return
    assert times.is_decent(found)
    assert found == moment or not times.is_decent(moment)
    minutes = int((found - moment).total_seconds() // 60)
    assert not any(times.is_decent(moment + timedelta(minutes=one)) for one in range(0, minutes, 7)), "none sooner"
    tomorrow = times.tomorrow(moment)
    assert tomorrow.astimezone(times.zone).date() == moment.astimezone(times.zone).date() + DAY
    assert in_gap(times, tomorrow) or times.is_decent(tomorrow)


@given(times(), moments, st.none() | days)
def test_the_end_comes_after_the_question(times: ReminderTimes, moment: datetime, promised: date | None) -> None:
    """Whenever the citizen is asked, they have as many days as the settings leave between the question and the end."""
    rules = times.rules
    ask = times.verdict(moment, promised)
    if promised is not None and ask is not None:
        assert ask.astimezone(times.zone).date() > promised
    asked_at = ask or moment
    end = times.unjudged(asked_at, asked=ask is not None, promised=promised)
    if not rules.close_days:
        assert end is None
        return
    assert end is not None
    left = rules.close_days - (rules.verdict_days if ask is not None else 0)
    assert end.astimezone(times.zone).date() >= asked_at.astimezone(times.zone).date() + left * DAY
    if promised is not None:
        assert end.astimezone(times.zone).date() > promised


@given(times(), days, moments)
def test_a_promise_is_asked_about_at_the_beginning_of_a_working_day(
    times: ReminderTimes, due: date, made_at: datetime
) -> None:
    asked = times.promise(due, made_at)
    assert asked is not None
    day = asked.astimezone(times.zone).date()
    hours = times.calendar.hours_of(day)
    assert hours
    assert asked.astimezone(times.zone).time() == hours[0].start
    assert asked > made_at
    assert times.calendar.is_open(asked)
    if day <= due:
        between = [day + number * DAY for number in range(1, (due - day).days + 1)]
        assert not any(times.calendar.hours_of(one) for one in between), "the last working day there is"


@pytest.mark.parametrize(("due", "made", "asked"), [
    ("2026-04-15", "2026-04-07 10:00", "2026-04-15 08:00"),
    ("2026-04-12", "2026-04-07 10:00", "2026-04-10 08:00"),  # Sunday: on Friday
    ("2026-04-07", "2026-04-07 10:00", "2026-04-08 08:00"),  # given for the same day: on the next morning
    ("2026-04-07", "2026-04-07 07:00", "2026-04-07 08:00"),
    ("2026-04-12", "2026-04-10 10:00", "2026-04-13 08:00"),  # given on Friday for Sunday
])  # fmt: skip
def test_the_day_of_a_promise(due: str, made: str, asked: str) -> None:
    assert plain().promise(date.fromisoformat(due), at(made)) == at(asked)
    assert plain(promises=False).promise(date.fromisoformat(due), at(made)) is None


@pytest.mark.parametrize(("left", "reminded"), [
    ("2026-04-07 15:00", "2026-04-08 15:00"),
    ("2026-04-07 20:00", "2026-04-08 09:00"),
    ("2026-04-08 02:00", "2026-04-09 09:00"),
])  # fmt: skip
def test_the_next_day(left: str, reminded: str) -> None:
    assert plain().draft(at(left)) == at(reminded)


def test_the_beginning_of_a_day() -> None:
    assert plain().midnight(at("2026-04-11 00:30")) == at("2026-04-11 00:00")


@pytest.mark.parametrize(("wrong", "reason"), [
    ({"start": "9"}, "пишется как 09:00"),
    ({"end": "25:00"}, "пишется как 09:00"),
    ({"start": "20:00"}, "start должен быть раньше end"),
    ({"draft_days": 30}, "о черновике"),
    ({"verdict_days": -1}, "от 0 до 90"),
    ({"question_days": 14}, "закрывать нужно позже"),
    ({"verdict_days": 20}, "закрывать нужно позже"),
])  # fmt: skip
def test_settings_that_make_no_sense(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(WrongValue, match=reason):
        CitizenReminders(**wrong)  # type: ignore[arg-type] # fields of several kinds


def test_everything_can_be_switched_off() -> None:
    off = plain(draft_days=0, question_days=0, question_close_days=0, verdict_days=0, close_days=0, promises=False)
    now = at("2026-04-07 10:00")
    assert [off.draft(now), off.question(now), off.verdict(now)] == [None] * 3
    assert [off.unreplied(now, reminded=False), off.unjudged(now, asked=False)] == [None] * 2
    assert CitizenReminders("9:00").begins == time(9)
