"""Announcements: one message to many citizens, at a moment that was chosen, within decent hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from appeals.administration import Period
from appeals.model import Attachment, Citizen
from appeals.value import dataclass

FARTHEST = timedelta(days=366)
"""Nothing is planned later than that: it is likelier a slip of the pen."""

PATIENCE = timedelta(minutes=15)
"""A chosen moment that has passed by less than this, while somebody looked at the preview, means «now»."""


class Circle(StrEnum):
    """To whom. All of them have written to the community and want announcements."""

    EVERYBODY = "everybody"
    OPEN = "open"
    CATEGORY = "category"
    DEPARTMENT = "department"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Audience:
    """A circle and, where it takes one, the id of a category or department, or the words of an address."""

    circle: Circle
    value: str = ""


class Stage(StrEnum):
    """`PLANNED` can be cancelled, `GOING` can be stopped; the others are over."""

    PLANNED = "planned"
    GOING = "going"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Counts:
    """What has become of an announcement so far.

    `unreachable` don't let us write to them, `refused` are those whose message VK didn't take for another
    reason, `not_reached` would have got it, had it not been stopped.
    """

    total: int = 0
    delivered: int = 0
    unreachable: int = 0
    refused: int = 0
    not_reached: int = 0


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement. `peer_id` is the conversation that is told how it goes; `start_at` is aware UTC.

    An urgent one keeps to no hours. `counts` are those of one that is over. `missed_at` stands while one that could not
    begin in its time waits for somebody to send it all the same, or to cancel it.
    """

    id: int
    author_id: int
    peer_id: int
    text: str
    attachments: tuple[Attachment, ...]
    audience: Audience
    start_at: datetime
    is_urgent: bool = False
    stage: Stage = Stage.PLANNED
    began_at: datetime | None = None
    finished_at: datetime | None = None
    counts: Counts = Counts()
    missed_at: datetime | None = None


class Hours:
    """When announcements may come, every day alike, in the administration's zone."""

    def __init__(self, period: Period, zone: ZoneInfo) -> None:
        self._period = period
        self._zone = zone

    def is_open(self, moment: datetime) -> bool:
        """Whether an announcement may come now."""
        return self._period.start <= moment.astimezone(self._zone).time() < self._period.end

    def following(self, moment: datetime) -> datetime:
        """The first such moment from this one on."""
        if self.is_open(moment):
            return moment
        day = moment.astimezone(self._zone).date()
        days = (day, day + timedelta(days=1))
        starts = [datetime.combine(one, self._period.start, self._zone).astimezone(UTC) for one in days]
        return next(start for start in starts if start > moment)

    def closes(self, moment: datetime) -> datetime:
        """The end of the hours of this local day."""
        day = moment.astimezone(self._zone).date()
        return datetime.combine(day, self._period.end, self._zone).astimezone(UTC)


class Fault(StrEnum):
    """Why an announcement can't go as it was meant."""

    OVER = "over"
    BEGUN = "begun"
    NOT_BEGUN = "not_begun"
    PAST = "past"
    FAR = "far"
    QUIET = "quiet"
    NOT_URGENT = "not_urgent"
    NOBODY = "nobody"
    NOT_MISSED = "not_missed"


class Announcements(Protocol):
    """The announcements of one community."""

    async def add(self, announcement: Announcement, at: datetime) -> Announcement:
        """Store a new one; return it with its id."""
        ...

    async def get(self, announcement_id: int) -> Announcement | None: ...

    async def latest(self, limit: int) -> Sequence[Announcement]:
        """Those that aren't over, and after them the newest that are."""
        ...

    async def count(self, audience: Audience) -> int:
        """How many would get an announcement now."""
        ...

    async def counts(self, announcement_id: int) -> Counts:
        """What has become of it so far."""
        ...

    async def cancel(self, announcement_id: int, at: datetime) -> None:
        """End one that has not begun."""
        ...

    async def put_off(self, announcement_id: int, start_at: datetime) -> None:
        """Plan one that has not begun for another moment."""
        ...

    async def stop(self, announcement_id: int) -> None:
        """Send no more of it: what waits is called back, unless it is on its way."""
        ...

    async def refuse(self, citizen: Citizen, at: datetime) -> None:
        """The person wants none: what waits for them is called back."""
        ...

    async def accept(self, citizen: Citizen) -> None:
        """The person wants them again."""
        ...
