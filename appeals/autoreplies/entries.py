"""The base of answers: one entry is a question that people ask, in several wordings, and what the town says to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from appeals.autoreplies.matching import Index
from appeals.remarks import Spot
from appeals.value import dataclass

MAX_NAME = 40
"""Characters of a name: it stands on a button (VK)."""

MAX_ANSWER = 3000
"""Characters of an answer: with its tag, its source and the question after it, it fits one message."""

MAX_SOURCE = 300
MAX_EXAMPLE = 200
MAX_EXAMPLES = 20
MAX_ENTRIES = 500


class Where(StrEnum):
    """Where an entry is told: «Частые вопросы», private messages, comments under posts."""

    MENU = "menu"
    MESSAGES = "messages"
    COMMENTS = "comments"


USUALLY = frozenset({Where.MENU, Where.MESSAGES})


class Fault(StrEnum):
    """Why an entry is refused."""

    UNKNOWN = "unknown"
    TAKEN = "taken"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_ANSWER = "no_answer"
    LONG_ANSWER = "long_answer"
    LONG_EXAMPLE = "long_example"
    MANY_EXAMPLES = "many_examples"
    SOURCE = "source"
    DAY = "day"
    WHERE = "where"
    TOO_MANY = "too_many"
    OF_SETTINGS = "of_settings"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` is 0 until it is stored; `valid_until` is its last day; `changed_by` is a VK id.

    `place` is its place in `administration.toml` if it stands there: until staff change it here, it follows the file.
    """

    id: int
    name: str
    answer: str
    examples: tuple[str, ...] = ()
    source: str = ""
    valid_until: date | None = None
    where: frozenset[Where] = USUALLY
    place: int | None = None
    changed_by: int = 0

    def holds(self, today: date) -> bool:
        """Whether it still holds on that day."""
        return self.valid_until is None or today <= self.valid_until


@dataclass(frozen=True, slots=True)
class Uses:
    """How often an entry was told by itself, and how often people said that it helped."""

    told: int = 0
    helped: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """One automatic answer, and when it was given."""

    id: int
    entry_id: int
    name: str
    at: datetime


class AutoReplies(Protocol):
    """The base of one community. Names are compared by `template_key`, as those of templates."""

    async def all(self) -> Sequence[Entry]:
        """All entries: those of `administration.toml` in its order, then the others by name."""
        ...

    async def get(self, entry_id: int) -> Entry | None: ...

    async def version(self) -> tuple[int, int]:
        """Another one after every change."""
        ...

    async def put(self, entry: Entry, at: datetime) -> Entry:
        """Store an entry, new or changed."""
        ...

    async def remove(self, entry_id: int, by: int, at: datetime) -> None: ...

    async def uses(self) -> Mapping[int, Uses]:
        """What became of each entry that was told, by its id."""
        ...

    async def told(self, entry: Entry, vk_id: int, at: datetime) -> int:
        """Note that an entry answers a person in private; return the id of this use."""
        ...

    async def told_in_public(self, entry: Entry, vk_id: int, at: datetime, spot: Spot, thread_id: int) -> bool:
        """Note that an entry answers a comment; false when this thread, or this person, has had such an answer."""
        ...

    async def use(self, use_id: int, vk_id: int) -> Use | None:
        """An automatic answer to this person."""
        ...

    async def judge(self, use_id: int, vk_id: int, *, helped: bool) -> None:
        """Keep the person's verdict on an answer that they got; the last one stands."""
        ...


@dataclass(slots=True)
class Knowledge:
    """The base ready to be searched, kept as long as its version stands."""

    _version: tuple[int, int] | None = None
    _entries: Mapping[int, Entry] | None = None
    _index: Index | None = None

    async def read(self, base: AutoReplies) -> tuple[Index, Mapping[int, Entry]]:
        """The index and the entries by id, read anew when staff have changed something."""
        version = await base.version()
        if version != self._version or self._index is None or self._entries is None:
            entries = await base.all()
            self._entries = {one.id: one for one in entries}
            self._index = Index({one.id: (one.name, *one.examples) for one in entries})
            self._version = version
        return self._index, self._entries
