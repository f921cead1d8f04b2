"""Personal control: somebody in charge wants to hear how an appeal ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from appeals.model import Act
from appeals.value import dataclass

HEARD = frozenset(
    {
        Act.ANSWERED,
        Act.REJECTED,
        Act.RESOLVED,
        Act.PARTLY,
        Act.REOPENED,
        Act.WITHDRAWN,
        Act.UNREPLIED,
        Act.UNJUDGED,
        Act.PROMISE_KEPT,
        Act.PROMISE_MOVED,
    }
)
"""What who has an appeal under control is told of, unless they did it themselves."""


@dataclass(frozen=True, slots=True)
class Control:
    """Who has an appeal under personal control, since when (aware UTC). `by_id` is a VK id."""

    appeal_id: int
    by_id: int
    since: datetime


class Controls(Protocol):
    """The appeals of one community that are under personal control; one person an appeal."""

    async def get(self, appeal_id: int) -> Control | None: ...

    async def all(self) -> Sequence[Control]:
        """All of them, the oldest first."""
        ...

    async def put(self, control: Control) -> None:
        """Store a control; what has happened to the appeal so far is known to whoever takes it."""
        ...

    async def remove(self, appeal_id: int) -> None: ...
