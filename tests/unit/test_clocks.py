"""The clocks of an appeal: against a naive oracle, over random lives on random calendars."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appeals.administration import Category
from appeals.calendar import NoWorkingTime, WorkingCalendar
from appeals.clocks import Clocks, Rule
from appeals.deadline_rules import Deadlines, Emergency, FastTrack, Span, Unit
from appeals.model import Appeal, AutoReaction, Clock, Pause, Priority, Status
from tests.unit.samples import ADMINISTRATION, APPEAL, NOW, PlainCalendar, appeal
from tests.unit.towns import MINUTE, MOSCOW, Town, moments, towns

CLOCKS = Clocks(ADMINISTRATION, WorkingCalendar(ADMINISTRATION.working_time, PlainCalendar(), MOSCOW))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moscow(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def clocks_of(town: Town, **deadlines: object) -> Clocks:
    zone = replace(ADMINISTRATION.administration, timezone=town.zone.key)
    rules = Deadlines(**deadlines)  # type: ignore[arg-type]  # fields of several kinds
    return Clocks(replace(ADMINISTRATION, administration=zone, deadlines=rules), town.calendar)


def filed(clocks: Clocks, at: datetime, category: str = "roads", reaction: AutoReaction | None = None) -> Appeal:
    """A new appeal, as the use cases make it."""
    priority, due = clocks.start(category, at, reaction)
    new = appeal(filed_at=at, category=category, priority=priority, react_by=due.react_by, due_at=due.answer_by)
    return replace(new, interim_by=due.interim_by, clock=Clock(reaction=reaction))


def moved(clocks: Clocks, one: Appeal, to: Status, at: datetime) -> Appeal:
    question = "Какой подъезд?" if to is Status.WAITING_CITIZEN else ""
    return clocks.follow(one, replace(one, status=to, question=question), at)


def urgent(clocks: Clocks, one: Appeal, priority: Priority, at: datetime) -> Appeal:
    return clocks.follow(one, replace(one, priority=priority), at)


def minutes_of_work(town: Town, start: datetime, end: datetime) -> int:
    """The oracle: look at the clock every minute."""
    return sum(town.works(start + number * MINUTE) for number in range(max(0, int((end - start) / MINUTE))))


# ----------------------------------------------------------------------------------------------------------- pauses


@given(towns(), moments, st.integers(0, 2 * 1440), st.integers(1, 3 * 1440))
def test_a_pause_keeps_the_working_time_that_was_left(town: Town, at: datetime, asked: int, waited: int) -> None:
    clocks = clocks_of(town, solution_days=2)
    since, until = at + asked * MINUTE, at + (asked + waited) * MINUTE
    try:
        new = filed(clocks, at)
        paused = moved(clocks, new, Status.WAITING_CITIZEN, since)
        resumed = moved(clocks, paused, Status.IN_PROGRESS, until)
    except NoWorkingTime:
        assume(False)
    assert paused.due_at == new.due_at, "a clock that stands still shows what it showed"
    assert resumed.due_at >= new.due_at
    if since >= new.due_at:
        assert resumed.due_at == new.due_at, "what was late stays late"
    elif resumed.due_at - until < 4 * DAY:
        assert minutes_of_work(town, until, resumed.due_at) == minutes_of_work(town, since, new.due_at)
        assert not town.works(new.due_at - MINUTE) or town.works(resumed.due_at - MINUTE)


@given(towns(), moments, st.lists(st.integers(1, 1440), min_size=2, max_size=8))
def test_many_pauses_are_kept_one_after_another(town: Town, at: datetime, steps: list[int]) -> None:
    clocks = clocks_of(town)
    try:
        now, one = at, filed(clocks, at)
        for number, step in enumerate(steps):
            now += step * MINUTE
            before = one
            one = moved(clocks, one, Status.IN_PROGRESS if number % 2 else Status.WAITING_CITIZEN, now)
            assert one.due_at >= before.due_at
            assert (one.paused_at is None) == bool(number % 2)
        assert clocks.counted(one) == one, "what is stored can be derived again"
    except NoWorkingTime:
        assume(False)


def test_a_reply_over_the_weekend() -> None:
    new = filed(CLOCKS, moscow(24, 12), "snow")
    paused = moved(CLOCKS, new, Status.WAITING_CITIZEN, moscow(26, 16))
    assert new.due_at == moscow(26, 17)
    assert moved(CLOCKS, paused, Status.IN_PROGRESS, moscow(27, 20)).due_at == moscow(30, 9), "an hour was left"


def test_hours_that_come_twice_are_kept_too() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    week = replace(ADMINISTRATION.working_time, sunday=("00:00-08:00",))
    settings = replace(ADMINISTRATION, administration=replace(ADMINISTRATION.administration, timezone="Europe/Berlin"))
    clocks = Clocks(settings, WorkingCalendar(week, PlainCalendar(), berlin))
    new = filed(clocks, datetime(2026, 10, 22, 12, tzinfo=berlin).astimezone(UTC), "snow")
    asked = datetime(2026, 10, 23, 12, tzinfo=berlin).astimezone(UTC)
    paused = moved(clocks, new, Status.WAITING_CITIZEN, asked)
    assert new.due_at == datetime(2026, 10, 25, 8, tzinfo=berlin)
    replied = datetime(2026, 10, 25, 1, tzinfo=berlin).astimezone(UTC)
    resumed = moved(clocks, paused, Status.IN_PROGRESS, replied)
    left = 3 * HOUR + 9 * HOUR
    assert clocks.calendar.between(asked, new.due_at) == left
    assert clocks.calendar.between(replied, resumed.due_at) == left


def test_a_clock_that_stands_is_not_overdue() -> None:
    new = filed(CLOCKS, moscow(24, 12), "snow")
    paused = moved(CLOCKS, new, Status.WAITING_CITIZEN, moscow(25, 12))
    late = moscow(20, 12, month=12)
    assert new.is_overdue(late)
    assert not paused.is_overdue(late)
    assert moved(CLOCKS, new, Status.WAITING_CITIZEN, moscow(27, 12)).is_overdue(late), "it was late before it stood"
    assert not replace(new, status=Status.ANSWERED).is_overdue(late)


def test_the_second_question_does_not_begin_a_second_pause() -> None:
    paused = moved(CLOCKS, filed(CLOCKS, NOW), Status.WAITING_CITIZEN, NOW + HOUR)
    again = CLOCKS.follow(paused, replace(paused, question="Какой подъезд?\nИ этаж?"), NOW + 2 * HOUR)
    assert again.clock == paused.clock


@pytest.mark.parametrize("ending", [Status.ANSWERED, Status.REJECTED, Status.FORWARDED, Status.DUPLICATE])
def test_whatever_ends_it_ends_the_pause(ending: Status) -> None:
    new = filed(CLOCKS, moscow(24, 12), "snow")
    paused = moved(CLOCKS, new, Status.WAITING_CITIZEN, moscow(25, 17))
    ended = moved(CLOCKS, paused, ending, moscow(27, 8))
    assert ended.clock.pauses == (Pause(moscow(25, 17), moscow(27, 8)),)
    assert ended.due_at == moscow(30, 9), "eight hours were left, and Friday has seven"
    changed = CLOCKS.follow(ended, replace(ended, category="roads"), moscow(28, 8))
    assert (changed.due_at, changed.clock) == (ended.due_at, ended.clock), "an ended clock isn't wound again"


# --------------------------------------------------------------------------------------------- priority and category


def test_priorities_from_the_filing() -> None:
    friday = moscow(27, 18, 30)
    rules = Deadlines(fast=FastTrack(first_reaction_hours=2, solution_days=4), emergency=Emergency(30, 2, 12))
    categories = (
        Category("usual", "Обычная"),
        Category("fast", "Срочная", priority=Priority.FAST),
        Category("faster", "Срочнее", priority=Priority.FAST, fast=FastTrack(solution_days=2)),
        Category("fire", "Пожар", priority=Priority.EMERGENCY, emergency=Emergency(solution_hours=3)),
    )
    clocks = replace(CLOCKS, administration=replace(ADMINISTRATION, deadlines=rules, categories=categories))
    found = {one.id: filed(clocks, friday, one.id) for one in categories}
    assert {name: (one.react_by, one.due_at) for name, one in found.items()} == {
        "usual": (moscow(30, 17), moscow(9, 17, month=12)),
        "fast": (moscow(30, 10), moscow(3, 17, month=12)),
        "faster": (moscow(30, 10), moscow(1, 17, month=12)),
        "fire": (moscow(27, 19), moscow(27, 21, 30)),
    }
    assert found["fire"].interim_by == moscow(27, 20, 30)
    assert clocks.basis_of(found["fire"]).span == Span(180, Unit.MINUTES)


@given(towns(), moments, st.integers(0, 20 * 1440), st.sampled_from([Priority.FAST, Priority.EMERGENCY]))
def test_what_is_urgent_is_never_due_later(town: Town, at: datetime, later: int, priority: Priority) -> None:
    clocks = clocks_of(town)
    try:
        new = filed(clocks, at)
        raised = urgent(clocks, new, priority, at + later * MINUTE)
        lowered = urgent(clocks, raised, Priority.USUAL, at + (later + 60) * MINUTE)
    except NoWorkingTime:
        assume(False)
    assert raised.due_at <= new.due_at
    assert raised.react_by <= new.react_by
    assert (lowered.due_at, lowered.react_by) == (new.due_at, new.react_by)
    if priority is Priority.EMERGENCY:
        assert raised.due_at == min(new.due_at, at + later * MINUTE + DAY)
    else:
        assert raised.due_at == new.due_at or not town.works(raised.due_at) or town.works(raised.due_at - MINUTE)


def test_an_emergency_has_its_hour_by_night() -> None:
    raised = urgent(CLOCKS, filed(CLOCKS, moscow(27, 18)), Priority.EMERGENCY, moscow(28, 3, 10))
    assert (raised.react_by, raised.due_at) == (moscow(28, 4, 10), moscow(29, 3, 10))
    assert CLOCKS.basis_of(raised).rule is Rule.EMERGENCY


def test_an_emergency_waits_by_the_wall() -> None:
    raised = urgent(CLOCKS, filed(CLOCKS, moscow(27, 18)), Priority.EMERGENCY, moscow(28, 3))
    paused = moved(CLOCKS, raised, Status.WAITING_CITIZEN, moscow(28, 4))
    assert moved(CLOCKS, paused, Status.IN_PROGRESS, moscow(28, 6)).due_at == moscow(29, 5)


def test_a_priority_given_while_it_waits_counts_from_then() -> None:
    paused = moved(CLOCKS, filed(CLOCKS, moscow(23, 12)), Status.WAITING_CITIZEN, moscow(24, 12))
    raised = urgent(CLOCKS, paused, Priority.FAST, moscow(25, 8))
    resumed = moved(CLOCKS, raised, Status.IN_PROGRESS, moscow(26, 8))
    assert raised.due_at == moscow(30, 17)
    assert resumed.due_at == moscow(1, 17, month=12), "the whole of its three days is left"


def test_another_category_is_counted_from_the_filing() -> None:
    new = filed(CLOCKS, moscow(24, 12))
    snow = CLOCKS.follow(new, replace(new, category="snow"), moscow(25, 12))
    assert snow.due_at == moscow(26, 17)
    assert (CLOCKS.basis_of(new).rule, CLOCKS.basis_of(snow).rule) == (Rule.GENERAL, Rule.CATEGORY)
    assert CLOCKS.follow(snow, replace(snow, category="roads"), moscow(26, 12)) == new


def test_the_limit_is_named() -> None:
    assert CLOCKS.basis_of(filed(CLOCKS, NOW, "other")).rule is Rule.LIMIT


# ---------------------------------------------------------------------------------------------- extension, reopening


def test_an_extension_holds_until_the_priority_is_raised() -> None:
    later = moscow(15, 17, month=12)
    extended = CLOCKS.extended(filed(CLOCKS, NOW), later, "Ждём плитку.", NOW + HOUR)
    assert (extended.due_at, CLOCKS.basis_of(extended).rule) == (later, Rule.EXTENSION)
    snow = CLOCKS.follow(extended, replace(extended, category="snow"), NOW + 2 * HOUR)
    assert snow.due_at == later
    raised = urgent(CLOCKS, snow, Priority.FAST, NOW + 3 * HOUR)
    assert raised.due_at == moscow(26, 17)
    assert raised.clock.extension is None
    kept = urgent(CLOCKS, CLOCKS.extended(raised, later, "Ждём плитку.", NOW), Priority.USUAL, NOW + 4 * HOUR)
    assert kept.due_at == later


def test_an_extension_waits_as_well() -> None:
    extended = CLOCKS.extended(filed(CLOCKS, NOW), moscow(15, 17, month=12), "Ждём плитку.", NOW + HOUR)
    paused = moved(CLOCKS, extended, Status.WAITING_CITIZEN, moscow(15, 16, month=12))
    resumed = moved(CLOCKS, paused, Status.IN_PROGRESS, moscow(16, 12, month=12))
    assert resumed.due_at == moscow(16, 14, month=12), "an hour was left, after lunch"
    assert CLOCKS.basis_of(resumed).waited


def test_the_latest_day_is_the_laws_and_what_the_citizen_took() -> None:
    new = filed(CLOCKS, NOW)
    assert CLOCKS.latest(new) == datetime(2027, 1, 23, 23, 59, tzinfo=MOSCOW)
    paused = moved(CLOCKS, new, Status.WAITING_CITIZEN, NOW + DAY)
    assert CLOCKS.latest(moved(CLOCKS, paused, Status.IN_PROGRESS, NOW + 4 * DAY)) == CLOCKS.latest(new) + 3 * DAY


def test_reopened_it_starts_anew() -> None:
    extended = CLOCKS.extended(filed(CLOCKS, NOW), moscow(15, 17, month=12), "Ждём плитку.", NOW)
    answered = moved(CLOCKS, extended, Status.ANSWERED, moscow(1, 12, month=12))
    reopened = moved(CLOCKS, answered, Status.REOPENED, moscow(2, 12, month=12))
    fresh = filed(CLOCKS, moscow(2, 12, month=12))
    assert (reopened.react_by, reopened.due_at) == (fresh.react_by, fresh.due_at)
    assert reopened.counts_from == moscow(2, 12, month=12)
    assert answered.due_at == extended.due_at, "the answer stops the clock where it was"


# ------------------------------------------------------------------------------------------------ interim and the law


def test_an_interim_answer_is_owed_until_the_citizen_hears_something() -> None:
    clocks = replace(CLOCKS, administration=replace(ADMINISTRATION, deadlines=Deadlines(interim_days=3)))
    new = filed(clocks, moscow(24, 12))
    assert new.interim_by == moscow(27, 16)
    heard: dict[str, Callable[[Appeal], Appeal]] = {
        "a question": lambda one: moved(clocks, one, Status.WAITING_CITIZEN, NOW),
        "an extension": lambda one: clocks.extended(one, moscow(15, 17, month=12), "Ждём плитку.", NOW),
        "an interim answer": lambda one: clocks.informed(one, NOW),
    }
    for what, deed in heard.items():
        told = deed(new)
        assert told.interim_by is None, what
        assert clocks.counted(told).interim_by is None, what
    assert filed(clocks, moscow(24, 12), "snow").interim_by == moscow(26, 17), "never later than the answer"


def test_the_legal_clock_of_another_body() -> None:
    forwarded = CLOCKS.forwarded(APPEAL, "Росавтодор", moscow(24, 18))
    assert forwarded.forwarding is not None
    assert forwarded.forwarding.answer_by == moscow(27, 23, 59, month=12), "three days to register, thirty to answer"
    own = replace(ADMINISTRATION, categories=(Category("roads", "Дороги", forwarded_days=15),))
    quicker = replace(CLOCKS, administration=own).forwarded(APPEAL, "Росавтодор", moscow(24, 18)).forwarding
    assert quicker is not None
    assert quicker.answer_by == moscow(12, 23, 59, month=12)
    assert CLOCKS.law_dates(APPEAL) == (moscow(1, 23, 59, month=12), moscow(24, 23, 59, month=12))


# ------------------------------------------------------------------------------------------------------ a whole life

EXTENDED = "extended"
STEPS = st.lists(
    st.tuples(
        st.integers(1, 2000),
        st.sampled_from(
            [*Priority, Status.IN_PROGRESS, Status.WAITING_CITIZEN, Status.ANSWERED, "roads", "snow", EXTENDED]
        ),
    ),
    max_size=10,
)


@given(towns(), moments, STEPS)
def test_a_random_life_keeps_its_rules(town: Town, at: datetime, steps: list[tuple[int, str]]) -> None:
    """In whatever order: derivable, in working time unless it is an emergency, waiting if and only if paused."""
    clocks = clocks_of(town, limit_days=30)
    try:
        now, one = at, filed(clocks, at)
        for minutes, step in steps:
            now += minutes * MINUTE
            one = _stepped(clocks, one, step, now)
            assert clocks.follow(one, one, now) == one
            assert (one.paused_at is not None) == (one.status is Status.WAITING_CITIZEN)
            if one.is_open:
                assert clocks.counted(one) == one
                assert one.react_by <= clocks.start("roads", one.counts_from)[1].react_by
            if one.priority is not Priority.EMERGENCY and not clocks.due_of(one).limited and one.is_open:
                assert town.works(one.due_at - timedelta(microseconds=1)), "an answer is due in working time"
    except NoWorkingTime:
        assume(False)


@given(towns(), moments, STEPS)
def test_a_first_reaction_is_kept_through_a_random_life(town: Town, at: datetime, steps: list[tuple[int, str]]) -> None:
    """Beside an appeal without one: all the same but the reaction, which is the answer's, or an emergency's own."""
    clocks = clocks_of(town, limit_days=30)
    reaction = AutoReaction(at, "Когда приём у главы?")
    try:
        now, one, plain = at, filed(clocks, at, reaction=reaction), filed(clocks, at)
        for minutes, step in steps:
            now += minutes * MINUTE
            one, plain = _stepped(clocks, one, step, now), _stepped(clocks, plain, step, now)
            assert one.clock.reaction == (None if one.clock.started_at else reaction)
            kept = replace(one, react_by=plain.react_by, clock=replace(one.clock, reaction=None))
            assert kept == plain
            if one.auto_reaction and one.is_open:
                assert one.react_by == one.due_at
            assert plain.react_by <= one.react_by <= one.due_at
            assert clocks.due_of(one).react_by == one.react_by or not one.is_open
    except NoWorkingTime:
        assume(False)


def test_an_emergency_owes_its_own_reaction_and_is_not_late_from_the_beginning() -> None:
    reaction = AutoReaction(NOW, "Когда приём у главы?")
    new = filed(CLOCKS, NOW, reaction=reaction)
    assert new.react_by == new.due_at
    raised = urgent(CLOCKS, new, Priority.EMERGENCY, NOW + DAY)
    assert raised.react_by == NOW + DAY + HOUR
    assert CLOCKS.basis_of(raised).reaction == Span(60, Unit.MINUTES)
    lowered = urgent(CLOCKS, raised, Priority.USUAL, NOW + DAY + HOUR)
    assert (lowered.react_by, lowered.auto_reaction) == (new.due_at, reaction)


def test_an_emergency_that_comes_just_before_the_answer_is_reacted_to_by_then() -> None:
    new = filed(CLOCKS, NOW, reaction=AutoReaction(NOW, "Когда приём у главы?"))
    raised = urgent(CLOCKS, new, Priority.EMERGENCY, new.due_at - timedelta(minutes=1))
    assert raised.react_by == raised.due_at == new.due_at


def _stepped(clocks: Clocks, one: Appeal, step: str, at: datetime) -> Appeal:
    if step in set(Priority):
        return urgent(clocks, one, Priority(step), at)
    if step == EXTENDED:
        later = clocks.later(max(at, one.due_at), 3, working=False)
        return one if one.paused_at or not one.is_open else clocks.extended(one, later, "Ждём плитку.", at)
    if step not in set(Status):
        return clocks.follow(one, replace(one, category=step), at)
    to = Status.REOPENED if one.status is Status.ANSWERED else Status(step)
    return moved(clocks, one, to, at)


def test_days_are_ends_of_working_days() -> None:
    assert CLOCKS.end_by(date(2026, 11, 28)) == moscow(27, 16)
    assert CLOCKS.end_by(date(2026, 11, 27)) == moscow(27, 16)
    assert CLOCKS.later(moscow(26, 9), 2, working=False) == moscow(30, 17)
    assert CLOCKS.later(moscow(26, 9), 1, working=False) == moscow(27, 16)
    assert CLOCKS.later(moscow(26, 9), 2, working=True) == moscow(30, 17)
