"""A manager writes to a citizen by hand, in VK's own interface: there the bot keeps quiet for a while."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from appeals.value import dataclass


@dataclass(frozen=True, slots=True)
class Silence:
    """The latest silence of one conversation (times are aware UTC). It may be over.

    `unanswered` counts the citizen's messages since the last reply by hand.
    """

    peer_id: int
    until: datetime
    by: int
    unanswered: int = 0
    explained: bool = False
    began_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the bot keeps quiet about what was written at that moment."""
        return at < self.until and (self.began_at is None or at >= self.began_at)


class Silences(Protocol):
    """The silences of one community, by conversation."""

    async def get(self, peer_id: int) -> Silence | None: ...

    async def keep(self, peer_id: int, by: int, at: datetime, until: datetime) -> None:
        """Begin a silence or make it last longer; whatever the citizen wrote is answered by this."""
        ...

    async def end(self, peer_id: int, at: datetime) -> None:
        """Have the bot answer again from this moment on."""
        ...

    async def heard(self, peer_id: int) -> int:
        """Count a message of the citizen; return how many now wait for a human."""
        ...

    async def explained(self, peer_id: int) -> None: ...

    async def remember(self, peer_id: int, number: int, appeal_id: int, text: str) -> None:
        """Remember which appeal a reply by hand belongs to, and its words as they are now."""
        ...

    async def latest(self, peer_id: int) -> int | None:
        """The appeal that the latest reply by hand belongs to."""
        ...

    async def remembered(self, peer_id: int, number: int) -> tuple[int, str] | None:
        """The appeal and the words of a reply by hand; None when it belongs to none."""
        ...
