"""Deeds of the desk that can be taken back for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from appeals.model import Act, Appeal, HistoryEntry

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
)
"""Fields of an appeal that come back as they were; the others are changed by no deed that can be taken back."""


_TRACES: dict[Act, frozenset[Act]] = {
    Act.JOINED: frozenset({Act.JOINED, Act.ABSORBED}),
    Act.PARTED: frozenset({Act.PARTED, Act.SEPARATED}),
    Act.SPLIT: frozenset({Act.SPLIT, Act.PART_MADE}),
}
"""The entries that a deed leaves in histories, where there are more than one kind."""


def without_undone(history: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """A history without deeds that were taken back: nothing else can stand between one and the word that it was."""
    kept: list[HistoryEntry] = []
    for entry in history:
        if entry.act is not Act.UNDONE:
            kept.append(entry)
            continue
        if not entry.text:
            continue  # the words went with the person's data
        traces = _TRACES.get(Act(entry.text), frozenset({Act(entry.text)}))
        while kept and kept[-1].act in traces and kept[-1].at >= entry.at - LIFE:
            kept.pop()
            if len(traces) == 1:
                break
    return kept


@dataclass(frozen=True, slots=True)
class Deed:
    """The last deed that can be taken back.

    `before` are the appeals as they stood before it, the one that it was done to first; `made` are the ids of those
    that it made.
    """

    id: int
    act: Act
    actor_id: int
    at: datetime
    before: tuple[Appeal, ...]
    made: tuple[int, ...] = ()

    def is_over(self, now: datetime) -> bool:
        """Whether it is too late to take it back."""
        return now - self.at > LIFE


class Deeds(Protocol):
    """What was done lately in one community."""

    async def remember(
        self, act: Act, by: int, at: datetime, before: Sequence[Appeal], made: Sequence[Appeal] = ()
    ) -> None:
        """Keep how these appeals stood before a deed, whose history is written and whose citizens aren't told yet."""
        ...

    async def last(self, appeal_id: int) -> Deed | None:
        """The last deed that was done to this appeal, if it can be taken back at all."""
        ...

    async def is_followed(self, deed: Deed) -> bool:
        """Whether anything has happened since to an appeal that it changed."""
        ...

    async def call_back(self, deed: Deed) -> bool:
        """Keep back what citizens were to be told of it; false, and nothing kept back, when somebody knows already."""
        ...

    async def forget(self, deed: Deed) -> None:
        """It can't be taken back any more."""
        ...
