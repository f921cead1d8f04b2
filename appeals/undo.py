"""Deeds of the desk that can be taken back for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from appeals.model import Act, Appeal, HistoryEntry
from appeals.promises import Promise
from appeals.value import dataclass

LIFE = timedelta(minutes=1)
"""How long a deed can be taken back: as long as it takes to see a slip of the finger."""

RESTORED = (
    "status",
    "category",
    "priority",
    "place",
    "react_by",
    "due_at",
    "interim_by",
    "clock",
    "assignee_id",
    "question",
    "department",
    "joined",
    "questions",
    "rating",
    "forwarding",
    "lapse",
)
"""Fields of an appeal that come back as they were; the others are changed by no deed that can be taken back."""


_TRACES: dict[Act, frozenset[Act]] = {
    Act.JOINED: frozenset({Act.JOINED, Act.ABSORBED}),
    Act.PARTED: frozenset({Act.PARTED, Act.SEPARATED}),
    Act.SPLIT: frozenset({Act.SPLIT, Act.PART_MADE}),
    Act.APPROVED: frozenset({Act.APPROVED, Act.ANSWERED}),
}
"""The entries that a deed leaves in histories, where there are more than one kind."""

FOLLOWS_BY_ITSELF = frozenset({Act.UNDELIVERED, Act.VERDICT_ASKED})
"""What the bot adds to a deed: VK refused its words, or they ask whether it is settled. Nobody has gone on so far."""


def without_undone(history: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """A history without deeds that were taken back and what the bot added to them: nothing else can stand between."""
    kept: list[HistoryEntry] = []
    for entry in history:
        if entry.act is not Act.UNDONE:
            kept.append(entry)
            continue
        if not entry.text:
            continue  # the words went with the person's data
        traces = _TRACES.get(Act(entry.text), frozenset({Act(entry.text)}))
        while kept and kept[-1].act in FOLLOWS_BY_ITSELF - traces and kept[-1].at >= entry.at - LIFE:
            kept.pop()
        while kept and kept[-1].act in traces and kept[-1].at >= entry.at - LIFE:
            kept.pop()
            if len(traces) == 1:
                break
    return kept


@dataclass(frozen=True, slots=True)
class Deed:
    """The last deed that can be taken back.

    `before` are the appeals as they stood before it, the one that it was done to first; `made` are the ids of those
    that it made. `promises` are those of the first appeal as they stood, None where the deed touches none.
    """

    id: int
    act: Act
    actor_id: int
    at: datetime
    before: tuple[Appeal, ...]
    made: tuple[int, ...] = ()
    promises: tuple[Promise, ...] | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it is too late to take it back."""
        return now - self.at > LIFE


class Deeds(Protocol):
    """What was done lately in one community."""

    async def remember(
        self,
        act: Act,
        by: int,
        at: datetime,
        before: Sequence[Appeal],
        made: Sequence[Appeal] = (),
        promises: Sequence[Promise] | None = None,
    ) -> None:
        """Keep how these appeals stood before a deed, whose history is written and whose citizens aren't told yet."""
        ...

    async def last(self, appeal_id: int) -> Deed | None:
        """The last deed that was done to this appeal, if it can be taken back at all."""
        ...

    async def is_followed(self, deed: Deed) -> bool:
        """Whether anybody has done anything since to an appeal that it changed."""
        ...

    async def is_news(self, deed: Deed) -> bool:
        """Whether a citizen knows of it, or something waits to tell them."""
        ...

    async def call_back(self, deed: Deed) -> bool:
        """Keep back what citizens were to be told of it; false, and nothing kept back, when somebody knows already."""
        ...

    async def forget(self, deed: Deed) -> None:
        """It can't be taken back any more."""
        ...
