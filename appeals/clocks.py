"""The clocks of an appeal: what moves them, and what they come to.

Deadlines are derived: `Clocks.due_of` reckons them from what stands on the appeal, its category, its priority and its
`Clock`; what is stored beside that is the result, kept for searches. So every use case that changes an appeal hands it
to `Clocks.follow` before it is saved, and nothing else has to know how clocks work.

- A pause keeps what was left: as much working time as remained when the question went out remains when the reply comes.
  What is overdue by then stays overdue.
- A raised priority counts from the moment it was given, and never gives more time than the usual clock would.
- An extension holds, whatever happens to the category, until the priority is raised.
- An automatic answer that was the first reaction stays that until the appeal is reopened; in an emergency it is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from appeals.administration import Administration
from appeals.calendar import WorkingCalendar
from appeals.deadline_rules import Span, Terms
from appeals.deadlines import Due, deadlines_for, end_of_day, latest_answer, terms_of
from appeals.model import Appeal, AutoReaction, Clock, Extension, Forwarding, Pause, Priority, Status
from appeals.value import dataclass


class Rule(StrEnum):
    """Which rule an appeal's deadline for the answer comes from."""

    GENERAL = "general"
    CATEGORY = "category"
    FAST = "fast"
    EMERGENCY = "emergency"
    LIMIT = "limit"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Basis:
    """Why deadlines are what they are: the rule of the answer's one and its term, and the first reaction's term.

    `waited` tells that pauses have moved the answer.
    """

    rule: Rule
    span: Span
    reaction: Span
    waited: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One way to count the answer's deadline."""

    due: Due
    answer_by: datetime
    rule: Rule
    terms: Terms
    waited: bool
    priority: Priority


Shift = Callable[[datetime, Pause], datetime]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Reckons the clocks of appeals by the settings of one administration."""

    administration: Administration
    calendar: WorkingCalendar

    def start(self, category_id: str, at: datetime, reaction: AutoReaction | None = None) -> tuple[Priority, Due]:
        """The priority of a new appeal of this category, and its deadlines."""
        category = self.administration.category(category_id)
        priority = category.priority if category else Priority.USUAL
        clock = Clock(reaction=reaction)
        return priority, self._due(self._ways(category_id, priority, at, clock), clock)

    def due_of(self, appeal: Appeal) -> Due:
        """The deadlines of an appeal as it stands. While it is paused its answer's deadline stands still."""
        return self._due(self._ways_of(appeal), appeal.clock)

    def known_day(self, appeal: Appeal) -> datetime:
        """The latest day that the citizen may have been told: what it is, or was before the priority was changed."""
        category = self.administration.category(appeal.category)
        priority = category.priority if category else Priority.USUAL
        unchanged = replace(appeal, priority=priority, clock=replace(appeal.clock, priority_since=None))
        return max(appeal.due_at, self.due_of(unchanged).answer_by)

    def basis_of(self, appeal: Appeal) -> Basis:
        """Why the answer is due when it is."""
        ways = self._ways_of(appeal)
        soonest = min(ways, key=lambda way: way.answer_by)
        basis = Basis(
            rule=soonest.rule,
            span=soonest.terms.solution,
            reaction=min(_owing(ways, appeal.clock) or ways, key=lambda way: way.due.react_by).terms.reaction,
            waited=soonest.waited,
        )
        if (own := appeal.clock.extension) and self._extended(appeal.clock, soonest.answer_by) > soonest.answer_by:
            return replace(basis, rule=Rule.EXTENSION, waited=bool(_since(appeal.clock.pauses, own.at)))
        return basis

    def follow(self, before: Appeal, after: Appeal, at: datetime) -> Appeal:
        """The appeal `after` a change of its status, category or priority, with its clocks as they are then.

        Idempotent: where nothing has changed that matters to a clock, nothing changes.
        """
        clock = after.clock
        if after.status is Status.REOPENED and not before.is_open:
            clock = Clock(started_at=at)
        elif after.status is Status.WAITING_CITIZEN:
            clock = _paused(clock, at) if after.paused_at is None else clock
        else:
            clock = stopped(after, at).clock
        if after.priority is not before.priority:
            is_raised = after.priority.rank > before.priority.rank
            clock = replace(clock, priority_since=at, extension=None if is_raised else clock.extension)
        followed = replace(after, clock=clock)
        settled = (clock, after.category, after.priority) == (before.clock, before.category, before.priority)
        if settled or not (before.is_open or followed.is_open):
            return followed
        return self.counted(followed)

    def counted(self, appeal: Appeal) -> Appeal:
        """The appeal with the deadlines that its clock comes to."""
        due = self.due_of(appeal)
        interim_by = None if appeal.clock.informed_at else due.interim_by
        return replace(appeal, react_by=due.react_by, due_at=due.answer_by, interim_by=interim_by)

    def informed(self, appeal: Appeal, at: datetime) -> Appeal:
        """The citizen has been told how things stand: an interim answer isn't owed any more."""
        return replace(appeal, clock=replace(appeal.clock, informed_at=at), interim_by=None)

    def extended(self, appeal: Appeal, to: datetime, reason: str, at: datetime) -> Appeal:
        """The answer comes later, and the citizen is told when and why."""
        clock = replace(appeal.clock, extension=Extension(to, at, reason), informed_at=at)
        return self.counted(replace(appeal, clock=clock))

    def forwarded(self, appeal: Appeal, body: str, at: datetime) -> Appeal:
        """Our clock has ended and the legal one of another body runs: it registers the appeal, and then answers it."""
        law, category = self.administration.deadlines.law, self.administration.category(appeal.category)
        own = category.forwarded_days if category else None
        days = law.registration_days + (own or law.answer_days)
        return replace(appeal, forwarding=Forwarding(body, end_of_day(self.administration, at, days)))

    def latest(self, appeal: Appeal) -> datetime:
        """To when the answer may be put off at the latest."""
        waited = sum(((pause.until or pause.since) - pause.since for pause in appeal.clock.pauses), timedelta())
        return latest_answer(self.administration, appeal.counts_from, waited)

    def law_dates(self, appeal: Appeal) -> tuple[datetime, datetime]:
        """By when the law wants an appeal like this one forwarded, and by when answered."""
        law, start = self.administration.deadlines.law, appeal.counts_from
        return end_of_day(self.administration, start, law.forward_days), end_of_day(
            self.administration, start, law.answer_days
        )

    def end_by(self, day: date) -> datetime:
        """The end of the last working day that isn't after `day`. Aware UTC."""
        midnight = datetime.combine(day + timedelta(days=1), time(), self.administration.zone)
        return self.calendar.last_end_by(midnight).astimezone(UTC)

    def later(self, at: datetime, days: int, *, working: bool) -> datetime:
        """The end of a working day that is at least so many days after that of `at`. Aware UTC."""
        if working:
            return self.calendar.add_days(at, days).astimezone(UTC)
        day = at.astimezone(self.administration.zone).date() + timedelta(days=days)
        return self.calendar.end_from(day).astimezone(UTC)

    def _due(self, ways: list[_Candidate], clock: Clock) -> Due:
        """Of each deadline the sooner one. With the first reaction behind it, a person reacts by the answer at last."""
        soonest = min(ways, key=lambda way: way.answer_by)
        answer_by = self._extended(clock, soonest.answer_by)
        owed = [way.due.react_by for way in _owing(ways, clock)]
        interims = [way.due.interim_by for way in ways if way.due.interim_by is not None]
        return Due(min([*owed, answer_by]), answer_by, min(interims, default=None), soonest.due.limited)

    def _ways_of(self, appeal: Appeal) -> list[_Candidate]:
        return self._ways(appeal.category, appeal.priority, appeal.counts_from, appeal.clock)

    def _ways(self, category_id: str, priority: Priority, start: datetime, clock: Clock) -> list[_Candidate]:
        """The usual clock from the start and, for what is urgent, its own from when it became so."""
        ways = [self._way(category_id, Priority.USUAL, start, clock.pauses)]
        if priority is not Priority.USUAL:
            ways.append(self._way(category_id, priority, clock.priority_since or start, clock.pauses))
        return ways

    def _way(self, category_id: str, priority: Priority, at: datetime, pauses: tuple[Pause, ...]) -> _Candidate:
        terms = terms_of(self.administration, category_id, priority)
        due = deadlines_for(self.administration, self.calendar, terms, at)
        own = Rule.CATEGORY if terms.own else Rule.GENERAL
        rule = Rule.LIMIT if due.limited else _RULES.get(priority, own)
        shift = _by_the_wall if priority is Priority.EMERGENCY else self._by_work
        answer_by = _moved(due.answer_by, _since(pauses, at), shift)
        return _Candidate(due, answer_by, rule, terms, answer_by != due.answer_by, priority)

    def _extended(self, clock: Clock, answer_by: datetime) -> datetime:
        own = clock.extension
        return max(answer_by, _moved(own.to, _since(clock.pauses, own.at), self._by_work)) if own else answer_by

    def _by_work(self, deadline: datetime, pause: Pause) -> datetime:
        """Keep the working time that was left."""
        assert pause.until is not None
        left = self.calendar.between(pause.since, deadline)
        moved = self.calendar.add(pause.until, left) if left else pause.until
        return max(deadline, moved.astimezone(UTC))


_RULES = {Priority.FAST: Rule.FAST, Priority.EMERGENCY: Rule.EMERGENCY}


def _by_the_wall(deadline: datetime, pause: Pause) -> datetime:
    """Keep the time that was left, by day and by night."""
    assert pause.until is not None
    return deadline + (pause.until - pause.since)


def _moved(deadline: datetime, pauses: tuple[Pause, ...], shift: Shift) -> datetime:
    """The deadline after these pauses. One that began too late finds nothing left, and one that still lasts waits."""
    for pause in pauses:
        if pause.until is not None and pause.since < deadline:
            deadline = shift(deadline, pause)
    return deadline


def _since(pauses: tuple[Pause, ...], at: datetime) -> tuple[Pause, ...]:
    """What there is of these pauses after `at`."""
    rest = [pause for pause in pauses if pause.until is None or pause.until > at]
    return tuple(Pause(max(pause.since, at), pause.until) for pause in rest)


def stopped(appeal: Appeal, at: datetime) -> Appeal:
    """The appeal with a clock that doesn't stand still any more, for an ending after which no deadline matters."""
    since = appeal.paused_at
    if since is None:
        return appeal
    pauses = (*appeal.clock.pauses[:-1], Pause(since, max(at, since)))
    return replace(appeal, clock=replace(appeal.clock, pauses=pauses))


def _paused(clock: Clock, at: datetime) -> Clock:
    return replace(clock, pauses=(*clock.pauses, Pause(at)), informed_at=at)


def _owing(ways: list[_Candidate], clock: Clock) -> list[_Candidate]:
    """Those by which a person has to react: an automatic answer may do instead, but never in an emergency."""
    return [way for way in ways if clock.reaction is None or way.priority is Priority.EMERGENCY]
