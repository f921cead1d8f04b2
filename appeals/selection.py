"""Which appeals a list shows: a selection that fits into a button, so that a button works for as long as it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from appeals.model import OPEN_STATUSES, Appeal, Channel, Status
from appeals.value import dataclass

MAX_DAYS = 3660
"""Ten years: nobody means a longer «за N дней»."""


class Shelf(StrEnum):
    """Appeals by where they stand, as people ask for them."""

    OPEN = "open"
    NEW = "new"
    IN_WORK = "work"
    WAITING = "wait"
    OVERDUE = "late"
    DONE = "done"
    ALL = "all"

    @property
    def statuses(self) -> frozenset[Status]:
        return _STATUSES.get(self, OPEN_STATUSES)


_STATUSES = {
    Shelf.NEW: frozenset({Status.NEW, Status.REOPENED}),
    Shelf.IN_WORK: frozenset({Status.IN_PROGRESS}),
    Shelf.WAITING: frozenset({Status.WAITING_CITIZEN}),
    Shelf.DONE: frozenset(Status) - OPEN_STATUSES,
    Shelf.ALL: frozenset(Status),
}
"""Somebody has to take what is new and what is open again: to the one who asks it is the same."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """When appeals were filed: the last `days`, today included, or from `since` to `until`, both included."""

    days: int = 0
    since: date | None = None
    until: date | None = None

    def bounds(self, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """The moments, aware UTC, from which and before which appeals were filed; None where there is no bound."""
        today = now.astimezone(zone).date()
        since = today - timedelta(days=self.days - 1) if self.days else self.since
        return (
            _midnight(since, zone) if since is not None else None,
            _midnight(self.until + timedelta(days=1), zone) if self.until is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """What is looked at. An empty field selects nothing; together they narrow.

    Of `shelves` each is shown, the new and the closed; overdue is none of them and narrows: the new that are overdue.
    `assignee_id` is a VK id, `citizen_id` one of ours.
    """

    shelves: frozenset[Shelf] = frozenset()
    assignee_id: int | None = None
    department: str = ""
    category: str = ""
    channel: Channel | None = None
    period: DateRange | None = None
    citizen_id: int | None = None

    @property
    def statuses(self) -> frozenset[Status]:
        """A citizen's appeals are shown all; anything else, as long as nothing else is asked for, while it is open."""
        default = Shelf.ALL if self.citizen_id is not None else Shelf.OPEN
        chosen = self.shelves - {Shelf.OVERDUE} or {default}
        found = frozenset(status for shelf in chosen for status in shelf.statuses)
        return found & Shelf.OVERDUE.statuses if self.is_overdue else found

    @property
    def is_overdue(self) -> bool:
        return Shelf.OVERDUE in self.shelves

    @property
    def is_open(self) -> bool:
        """Whether all that is selected still has to be answered: then the most urgent comes first, else the newest."""
        return self.statuses <= OPEN_STATUSES


@dataclass(frozen=True, slots=True)
class Scope:
    """How far somebody's rights reach: a department's appeals alone, and whether the person is seen."""

    department: str | None = None
    sees_person: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How many appeals are selected, and how many of them are new, overdue, or in the hands of the one who asks."""

    total: int = 0
    new: int = 0
    overdue: int = 0
    mine: int = 0


@dataclass(frozen=True, slots=True)
class Selected:
    """A page of a selection."""

    appeals: tuple[Appeal, ...]
    counts: Tally


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a citizen asked before: how many appeals, and the latest of them."""

    count: int
    last: Appeal


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
