"""The ladder: when the desk is reminded of an appeal.

Everything is derived from the appeal as it stands, its past and the present moment, so it can be planned anew at any
time. What repeats is a series of moments; of those that are over only the newest is planned. A rung that was told of,
or left behind by a higher one, since it came due isn't planned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from appeals.calendar import WorkingCalendar
from appeals.model import Act, Appeal, Priority, Status
from appeals.reminder_rules import ReminderRules
from appeals.reminders import Past, Planned, ReminderKind
from appeals.value import dataclass

_ORDER = (
    ReminderKind.HALF,
    ReminderKind.REACTION,
    ReminderKind.LAST_DAY,
    ReminderKind.UNCLAIMED,
    ReminderKind.DAILY,
    ReminderKind.OVERDUE,
)
"""Rungs of one ladder, the gravest last: of those that are due together only that one is told."""

RANKS: Mapping[ReminderKind, int] = {kind: rank for rank, kind in enumerate(_ORDER)}

URGENT = frozenset({ReminderKind.EMERGENCY, ReminderKind.EMERGENCY_INTERIM, ReminderKind.EMERGENCY_OVERDUE})
"""What is told by day and by night."""

IN_HOURS = frozenset({*_ORDER, ReminderKind.INTERIM, ReminderKind.FORWARDED})
"""What waits for working hours."""

_TO_BE_TAKEN = (Status.NEW, Status.REOPENED)


def outranks(one: ReminderKind, other: ReminderKind) -> bool:
    """Whether of two that are due together the first one is told and the second one isn't."""
    return one in RANKS and other in RANKS and RANKS[one] > RANKS[other]


def emergency_since(appeal: Appeal) -> datetime:
    """Since when an appeal is the emergency that it is."""
    return max(filter(None, (appeal.counts_from, appeal.clock.priority_since)))


def is_accepted(appeal: Appeal, acts: Mapping[Act, datetime]) -> bool:
    """Whether somebody has accepted this emergency: said so, or taken the appeal. `acts`: when each was last done."""
    since = emergency_since(appeal)
    accepts = [Act.ACCEPTED] if appeal.assignee_id is None else [Act.ACCEPTED, Act.TAKEN]
    return any(act in acts and acts[act] >= since for act in accepts)


def rings(rules: ReminderRules, since: datetime, at: datetime) -> int:
    """How often the duty has been called again by `at`."""
    return (at - since) // timedelta(minutes=rules.emergency.repeat_minutes)


@dataclass(frozen=True, slots=True)
class Ladder:
    """`appeals.reminders.Planner` of everything that the desk is reminded of."""

    rules: ReminderRules
    calendar: WorkingCalendar

    @property
    def kinds(self) -> frozenset[ReminderKind]:
        return URGENT | IN_HOURS

    def plan(self, appeal: Appeal, past: Past, now: datetime) -> Sequence[Planned]:
        if not self.rules.enabled:
            return ()
        return [one for one in self._rungs(appeal, past, now) if not _is_over(one, past.told, now)]

    def _rungs(self, appeal: Appeal, past: Past, now: datetime) -> Iterator[Planned]:
        if appeal.status is Status.FORWARDED and appeal.forwarding is not None and self.rules.forwarded:
            yield Planned(self.calendar.next_open(appeal.forwarding.answer_by), ReminderKind.FORWARDED)
        if not appeal.is_open or appeal.paused_at is not None:
            return
        is_urgent = appeal.priority is Priority.EMERGENCY
        yield from self._emergency(appeal, past, now) if is_urgent else self._usual(appeal, past)
        yield from self._daily(appeal, now)

    def _emergency(self, appeal: Appeal, past: Past, now: datetime) -> Iterator[Planned]:
        if not is_accepted(appeal, past.acts):
            since, step = emergency_since(appeal), timedelta(minutes=self.rules.emergency.repeat_minutes)
            number = rings(self.rules, since, now)
            for ring in (number, number + 1):
                yield Planned(since + ring * step, ReminderKind.EMERGENCY)
        yield Planned(appeal.due_at, ReminderKind.EMERGENCY_OVERDUE)
        if appeal.interim_by is not None:
            yield Planned(appeal.interim_by, ReminderKind.EMERGENCY_INTERIM)

    def _usual(self, appeal: Appeal, past: Past) -> Iterator[Planned]:
        began = max(
            appeal.counts_from,
            appeal.clock.priority_since or appeal.counts_from,
            appeal.clock.extension.at if appeal.clock.extension else appeal.counts_from,
        )
        if appeal.status in _TO_BE_TAKEN and appeal.auto_reaction is None:
            if self.rules.reaction and (early := self._before(began, appeal.react_by)):
                yield Planned(early, ReminderKind.REACTION)
            if self.rules.unclaimed:
                yield Planned(self.calendar.next_open(appeal.react_by), ReminderKind.UNCLAIMED)
        last_day = self._morning_of(appeal.due_at)
        if self.rules.half and past.told.get(ReminderKind.HALF, began) <= began:
            time = self.calendar.between(began, appeal.due_at)
            half = self.calendar.next_open(self.calendar.add(began, time / 2))
            if time and half < last_day:
                yield Planned(half, ReminderKind.HALF)
        if self.rules.last_day and last_day > began:
            yield Planned(last_day, ReminderKind.LAST_DAY)
        if self.rules.overdue:
            yield Planned(self.calendar.next_open(appeal.due_at), ReminderKind.OVERDUE)
        if appeal.interim_by is not None and self.rules.interim:
            morning = self._morning_of(appeal.interim_by)
            due = morning if morning > began else self.calendar.next_open(appeal.interim_by)
            yield Planned(due, ReminderKind.INTERIM)

    def _daily(self, appeal: Appeal, now: datetime) -> Iterator[Planned]:
        """Every working morning after the one at which, or the day on which, it was told to be late."""
        if not self.rules.daily:
            return
        is_urgent = appeal.priority is Priority.EMERGENCY
        waits = appeal.status in _TO_BE_TAKEN and not is_urgent
        late = min(appeal.react_by, appeal.due_at) if waits else appeal.due_at
        first = self.calendar.next_opening(late if is_urgent else self.calendar.next_open(late))
        latest = self.calendar.last_opening(now)
        if latest >= first:
            yield Planned(latest, ReminderKind.DAILY)
        yield Planned(max(first, self.calendar.next_opening(latest)), ReminderKind.DAILY)

    def _before(self, began: datetime, react_by: datetime) -> datetime | None:
        """The moment at which so many working hours are left as the settings say; None for a term that is shorter."""
        left = self.calendar.between(began, react_by) - timedelta(hours=self.rules.reaction_hours)
        return self.calendar.next_open(self.calendar.add(began, left)) if left > timedelta() else None

    def _morning_of(self, moment: datetime) -> datetime:
        """When the working day begins on which, or, on a day off, the last one before which, it is due."""
        return self.calendar.last_opening(moment)


def _is_over(one: Planned, told: Mapping[ReminderKind, datetime], now: datetime) -> bool:
    """Whether it, or a graver one, was told since it came due."""
    if one.due_at > now:
        return False
    graver: Iterable[ReminderKind] = [kind for kind in told if kind is one.kind or outranks(kind, one.kind)]
    return any(told[kind] >= one.due_at for kind in graver)
