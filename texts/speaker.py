"""The way words leave: the port through which handlers and ticks speak."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from appeals.model import Telling
from appeals.remarks import Spot
from texts.reply import Reply


class Priority(IntEnum):
    """What goes first when VK's ceiling is near. Lower is more urgent."""

    PRESS = 0
    REPLY = 1
    NOTICE = 2
    MASS = 3


class Speaker(Protocol):
    """Says things at the commit of the transaction it belongs to, never before and never without it."""

    def say(
        self,
        peer_id: int,
        reply: Reply,
        *,
        priority: Priority = Priority.REPLY,
        appeal_id: int | None = None,
        tells: Telling | None = None,
        is_revocable: bool = False,
    ) -> None:
        """Send a message. With `appeal_id`, a refusal by VK is reported to the moderators of that appeal.

        `tells` names what the citizen learns by it: a refusal by VK depends on that. One that `is_revocable` may be
        called back, with the deed that it tells of, until it is on its way.
        """
        ...

    def say_with_copy(self, peer_id: int, reply: Reply) -> None:
        """Send a person the copy of their data as files. They are made when they are sent; nothing of them waits."""
        ...

    async def repeat_undelivered(self, peer_id: int) -> Sequence[int]:
        """Send a person again, once, what VK refused while they couldn't be written to; the ids of the appeals.

        What the desk has passed on another way meanwhile isn't sent.
        """
        ...

    async def show_card(self, peer_id: int, appeal_id: int, card: Reply) -> bool:
        """Show an appeal's card in a chat: rewrite the one that stands there, or send a new one; return whether new."""
        ...

    async def rewrite_card(self, peer_id: int, appeal_id: int, card: Reply) -> None:
        """Rewrite the card that stands in a chat, if one does and VK lets it be rewritten."""
        ...

    async def retire_cards(self, appeal_id: int, keep: Sequence[int], reply: Reply) -> None:
        """Put `reply` in the place of the appeal's cards in all chats but `keep`: they aren't kept true any more."""
        ...

    async def is_card(self, peer_id: int, appeal_id: int, number: int) -> bool:
        """Whether this message of a conversation, by VK's number, is the appeal's card and can be rewritten."""
        ...

    def announce(self, peer_id: int, reply: Reply, announcement_id: int, *, expires_at: datetime | None) -> None:
        """Send one person an announcement, behind everything else; it can be called back until it is on its way."""
        ...

    def answer_press(self, event_id: str, user_id: int, peer_id: int, text: str) -> None:
        """Answer the press of a callback button with a snackbar (at most 90 characters)."""
        ...

    def comment(self, spot: Spot, reply: Reply, *, appeal_id: int | None = None) -> None:
        """Answer a comment under a post, as the community, for everybody to see.

        With `appeal_id`, a refusal by VK is reported to the moderators of that appeal, with the words.
        """
        ...

    def show(self, peer_id: int, reply: Reply) -> int:
        """Show a message that will be rewritten; return what it is called in `rewrite`."""
        ...

    async def turn_page(self, peer_id: int, number: int | None, reply: Reply) -> None:
        """Put other words into the message of this number, whose button was pressed; where VK forbids it, say them."""
        ...

    def rewrite(self, peer_id: int, shown: int, reply: Reply) -> None:
        """Put other words into a message that was shown, as long as VK allows it."""
        ...
