"""Reminders: rows that are due at a moment and fire once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from appeals.model import Act, Appeal
from appeals.value import dataclass


class ReminderKind(StrEnum):
    """What somebody is reminded of. The names are stored.

    For the desk: an emergency that nobody has accepted, whose interim answer is due, whose answer is overdue; the first
    reaction is due soon, is overdue; half of the time has gone, the last day has begun, the answer is overdue, and is
    so still; an interim answer is due; the legal clock of a forwarded appeal is over.

    For citizens: a draft is unfinished, a question has no reply, and then ends the appeal; they haven't said what the
    answer was worth, and then it is closed. For who is responsible: the day of a promise has come.
    """

    EMERGENCY = "emergency"
    EMERGENCY_INTERIM = "emergency_interim"
    EMERGENCY_OVERDUE = "emergency_overdue"
    REACTION = "reaction"
    UNCLAIMED = "unclaimed"
    HALF = "half"
    LAST_DAY = "last_day"
    OVERDUE = "overdue"
    DAILY = "daily"
    INTERIM = "interim"
    FORWARDED = "forwarded"

    DRAFT = "draft"
    QUESTION = "question"
    UNREPLIED = "unreplied"
    VERDICT = "verdict"
    UNJUDGED = "unjudged"
    PROMISE = "promise"

    @property
    def is_repeated(self) -> bool:
        """Whether there is a next one as long as nothing changes, so that it has to be planned when this one fires."""
        return self in _REPEATED


_REPEATED = frozenset({ReminderKind.EMERGENCY, ReminderKind.DAILY})


@dataclass(frozen=True, slots=True)
class About:
    """What a reminder is about: an appeal, or, where there is none, a citizen. One of the two ids is None."""

    appeal_id: int | None = None
    citizen_id: int | None = None

    def __post_init__(self) -> None:
        if (self.appeal_id is None) is (self.citizen_id is None):
            raise ValueError("a reminder is about an appeal or about a citizen")


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """A reminder that is to fire at `due_at` (aware UTC), or as soon after it as its kind allows."""

    due_at: datetime
    kind: ReminderKind


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that has come due. `is_late`: it did while the process was down."""

    id: int
    kind: ReminderKind
    about: About
    due_at: datetime
    attempts: int
    is_late: bool


class Reminders(Protocol):
    """The reminders of one community, for use cases that plan some themselves.

    Those of appeals are planned by `Planner`s, whenever an appeal changes.
    """

    async def plan(self, about: About, kinds: Collection[ReminderKind], planned: Sequence[Planned]) -> None:
        """Make these the waiting reminders of these kinds. One that is over, however it ended, isn't planned again."""
        ...

    async def drop(self, about: About, kinds: Collection[ReminderKind]) -> None:
        """Forget the waiting reminders of these kinds."""
        ...

    async def anew(self, appeal_id: int) -> None:
        """Have the reminders of an appeal planned anew, for a change that its own row doesn't show."""
        ...


@dataclass(frozen=True, slots=True)
class Past:
    """What has happened to an appeal: when each kind of reminder last fired, and when each act was last done."""

    told: Mapping[ReminderKind, datetime] = field(default_factory=dict)
    acts: Mapping[Act, datetime] = field(default_factory=dict)


class Planner(Protocol):
    """Knows when an appeal needs reminders of some kinds. Pure."""

    @property
    def kinds(self) -> frozenset[ReminderKind]: ...

    def plan(self, appeal: Appeal, past: Past, now: datetime) -> Sequence[Planned]:
        """The reminders that the appeal needs, as it stands now.

        One that has fired may be among them: it isn't planned again.
        """
        ...
