"""What a conversation needs beside the trade's own ports."""

from __future__ import annotations

from typing import Any, Protocol

from appeals.draft import Draft


class Dialog(Protocol):
    """Where a person stands in a conversation; kept with the transaction."""

    state: str | None
    payload: dict[str, Any]
    draft: Draft | None

    async def has_sent(self, peer_id: int, number: int, random_id: int) -> bool:
        """Whether a message of the community, by its number or its `random_id`, is the bot's own."""
        ...
