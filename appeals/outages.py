"""Known outages: what the town's services are mending already. Who writes of one joins it instead of waiting alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol

from appeals.errors import AppealsError
from appeals.value import dataclass

STALE_AFTER = timedelta(hours=24)
"""So long after its time nobody joins an outage that the desk hasn't spoken of: it may be over, or forgotten."""

MAX_OPEN = 30
"""Outages that go on at once: each newcomer's words are compared with all of them."""

FURTHEST = timedelta(days=31)

EARLIER, EARLIER_SEEN = timedelta(hours=24), 200
"""How long before an outage was declared people may have written of it; how many appeals are looked at for that."""

MAX_WHAT, MAX_PLACE, MAX_DOING, MAX_WORDS, MAX_ANSWER = 120, 400, 300, 200, 2500
"""Characters."""


class Fault(StrEnum):
    """Why nothing is done about an outage."""

    HOW_TO = "how_to"
    HOW_TO_CHANGE = "how_to_change"
    NO_WHAT = "no_what"
    NO_PLACE = "no_place"
    NO_UNTIL = "no_until"
    PAST = "past"
    FAR = "far"
    NO_TOPIC = "no_topic"
    LONG = "long"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    OVER = "over"
    STALE = "stale"
    LONGER_ALREADY = "longer_already"
    JOINED_ALREADY = "joined_already"
    NEEDS_APPROVAL = "needs_approval"


class OutageRefused(AppealsError):
    """What was asked for about an outage can't be done.

    Attributes:
        fault: why.
    """

    code: ClassVar[str] = "outage_refused"

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Declared:
    """What staff tell of an outage. `place` are streets and areas, separated by commas, or «весь город».

    `category` is an id of `administration.toml`, empty for none; `words` are further ones by which people name it.
    """

    what: str
    place: str
    until: datetime
    doing: str = ""
    category: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """One outage. `revision` counts its changes that people have to hear of; `ended_at` is None while it goes on.

    `answer` is what ended it: the answer that all appeals get, or, empty, they stay open. `shown` is where its own card
    stands: peers and rows of the outbox.
    """

    id: int
    told: Declared
    declared_by: int
    declared_at: datetime
    revision: int = 0
    ended_at: datetime | None = None
    ended_by: int = 0
    answer: str = ""
    proposal: str = ""
    shown: tuple[tuple[int, int], ...] = ()
    shown_at: datetime | None = None

    def takes_newcomers(self, now: datetime) -> bool:
        """Whether somebody who writes now may mean it."""
        return self.ended_at is None and now <= self.told.until + STALE_AFTER


@dataclass(frozen=True, slots=True)
class Gathered:
    """The appeals of an outage: the newest numbers, and how many in all."""

    numbers: tuple[str, ...]
    total: int


class Outages(Protocol):
    """The outages of one community, and which appeals belong to them."""

    async def add(self, declared: Declared, by: int, at: datetime) -> Outage: ...

    async def get(self, outage_id: int) -> Outage | None: ...

    async def open(self) -> Sequence[Outage]:
        """Those that go on, the newest first."""
        ...

    async def save(self, outage: Outage) -> None: ...

    async def join(self, outage: Outage, citizen_id: int, appeal_id: int, at: datetime) -> bool:
        """Tie an appeal to an outage; false when an earlier one of the citizen's is, or was."""
        ...

    async def leave(self, appeal_id: int, at: datetime) -> bool:
        """The appeal is about something else; whether it was tied to an outage."""
        ...

    async def of_appeal(self, appeal_id: int) -> Outage | None:
        """The outage that an appeal belongs to."""
        ...

    async def appeal_of(self, citizen_id: int) -> int | None:
        """The citizen's appeal that was tied to an outage last and still is."""
        ...

    async def untied(self, since: datetime, *, limit: int) -> Sequence[int]:
        """New appeals since a moment that belong to no outage, the newest first."""
        ...

    async def gathered(self, outage_id: int, *, limit: int) -> Gathered: ...
