"""The morning digest: what the desk and the head should know before they begin. What counts as what is ruled here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from appeals.administration import UNKNOWN_CATEGORY
from appeals.model import Number, Status
from appeals.value import dataclass

TO_BE_TAKEN = frozenset({Status.NEW, Status.REOPENED})
"""Statuses in which nobody has begun: the clock of the first reaction runs."""

_AGAIN = 2
"""How often an address or a topic has to come up to be worth a word."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a digest has read: the newest rows that it knows. Rows beyond are the next one's, so each counts once."""

    appeal: int = 0
    history: int = 0
    recovery: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """The latest digest of its kind: for which day, when it was written, how far it had read."""

    day: date
    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new appeal, as far as a digest counts it."""

    category: str
    address: str
    questions: int


@dataclass(frozen=True, slots=True)
class Item:
    """An open appeal that a digest may name. Nothing of it tells who the citizen is."""

    appeal_id: int
    number: Number
    status: Status
    category: str
    address: str
    react_by: datetime
    due_at: datetime
    is_controlled: bool = False

    def is_answer_late(self, now: datetime) -> bool:
        """Whether the answer is overdue."""
        return self.due_at < now

    def is_overdue(self, now: datetime) -> bool:
        """Whether the answer is overdue, or nobody has taken it in time."""
        return self.is_answer_late(now) or (self.status in TO_BE_TAKEN and self.react_by < now)


@dataclass(frozen=True, slots=True)
class Promise:
    """A day that an answer promised and that has passed without the deed."""

    appeal_id: int
    number: Number
    promised_for: date
    is_controlled: bool = False


class Promises(Protocol):
    """Where promises are tracked."""

    async def broken(self, now: datetime) -> Sequence[Promise]:
        """Promises that are overdue, the oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What comparisons with VK have found; `unexpected` of it while the bot was working, which is an alarm."""

    what: str
    count: int
    unexpected: int = 0


@dataclass(frozen=True, slots=True)
class Controlled:
    """An appeal under somebody's personal control."""

    number: Number
    by_id: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store knows: `fresh`, `reopened`, `thanks`, `found` since the digest before, the rest as it stands."""

    fresh: Sequence[Fresh] = ()
    pressing: Sequence[Item] = ()
    reopened: Sequence[Item] = ()
    thanks: int = 0
    found: Sequence[Found] = ()
    undelivered: Sequence[Number] = ()
    controlled: Sequence[Controlled] = ()


class Reads(Protocol):
    """What digests read of the store, without holding up those who write."""

    async def mark(self) -> Mark:
        """How far the store has come by now."""
        ...

    async def facts(self, since: Mark, until: Mark, now: datetime, end_of_day: datetime) -> Facts:
        """Everything that a morning digest tells; `pressing` is what is overdue or due before `end_of_day`."""
        ...


@dataclass(frozen=True, slots=True)
class Often:
    """What came up most."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Morning:
    """A morning digest. Counts and lists since the digest before (`since`) or as they stand."""

    day: date
    since: datetime
    new: int = 0
    questions: int = 0
    category: Often | None = None
    address: Often | None = None
    overdue: tuple[Item, ...] = ()
    reopened: tuple[Item, ...] = ()
    due_today: tuple[Item, ...] = ()
    broken: tuple[Promise, ...] = ()
    thanks: int = 0
    found: tuple[Found, ...] = ()
    undelivered: tuple[Number, ...] = ()
    controlled: tuple[Controlled, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        lists = (self.overdue, self.reopened, self.due_today, self.broken, self.found, self.undelivered)
        return not (self.new or self.thanks or self.controlled or any(lists))

    def to_control(self, of_each: int, limit: int) -> tuple[Item | Promise, ...]:
        """What somebody may take under personal control: the most important first, each once, `limit` at most.

        `of_each` is how many appeals of each list are named: a button for what isn't would be a riddle.
        """
        lists: tuple[Sequence[Item | Promise], ...] = (self.overdue, self.reopened, self.due_today, self.broken)
        named = {item.appeal_id: item for items in lists for item in items[:of_each]}
        return tuple(item for item in named.values() if not item.is_controlled)[:limit]


def compose(facts: Facts, broken: Sequence[Promise], *, day: date, since: datetime, now: datetime) -> Morning:
    """Sort out what the store knows.

    An appeal that waits for its citizen presses nobody. One that came back and is overdue is told in both places, and
    can be taken under control once.
    """
    overdue = [item for item in facts.pressing if item.is_overdue(now)]
    return Morning(
        day=day,
        since=since,
        new=len(facts.fresh),
        questions=sum(one.questions for one in facts.fresh),
        category=_most(one.category for one in facts.fresh if one.category != UNKNOWN_CATEGORY),
        address=_most_spelled(one.address for one in facts.fresh),
        overdue=tuple(sorted(overdue, key=lambda item: (not item.is_answer_late(now), item.due_at, item.number))),
        reopened=tuple(sorted(facts.reopened, key=lambda item: (item.due_at, item.number))),
        due_today=tuple(item for item in facts.pressing if not item.is_answer_late(now) and item not in overdue),
        broken=tuple(broken),
        thanks=facts.thanks,
        found=tuple(facts.found),
        undelivered=tuple(facts.undelivered),
        controlled=tuple(facts.controlled),
    )


_WORD = re.compile(r"\d+[а-я]?|[а-я]+")
_NO_NAME = (
    "г город ул улица пр проспект пер переулок пл площадь бульвар ш шоссе д дом дер деревня с село п пос поселок"
    " мкр микрорайон район около возле напротив"
)
_NO_NAMES = frozenset(_NO_NAME.split())


def same_place(address: str) -> str:
    """What two spellings of one address share: «ул. Садовая, д. 5» and «Садовая 5»."""
    words = _WORD.findall(address.casefold().replace("ё", "е"))
    return " ".join(word for word in words if word not in _NO_NAMES)


def _most(names: Iterable[str]) -> Often | None:
    """What came up most, if it came up again; of several the first."""
    (top, *_) = Counter(names).most_common(1) or [("", 0)]
    return Often(*top) if top[1] >= _AGAIN else None


def _most_spelled(addresses: Iterable[str]) -> Often | None:
    """The address that came up most, in the spelling that came up most."""
    spelled = [(place, address) for address in addresses if (place := same_place(address))]
    if (often := _most(place for place, _ in spelled)) is None:
        return None
    (spelling, _), *_ = Counter(address for place, address in spelled if place == often.what).most_common(1)
    return Often(spelling, often.count)
