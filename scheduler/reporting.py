"""What ticks that tell people something have in common: where they look, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appeals.ports import Clock
from storage.database import Database
from storage.unit import Session
from texts.speaker import Speaker


class Reporting:
    """A tick that claims rows nobody was told of and tells of them in the same transaction.

    Args:
        speaker: makes the speaker of a session.
        moderator_chat: where moderators read; None while there is no such chat.
        on_calls: called when there is something to be sent.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        *,
        speaker: Callable[[Session], Speaker],
        moderator_chat: int | None,
        on_calls: Callable[[], None],
    ) -> None:
        self._database = database
        self._community_id = community_id
        self._clock = clock
        self._speaker = speaker
        self._moderator_chat = moderator_chat
        self._on_calls = on_calls

    async def _administrators(self, session: Session) -> Sequence[int]:
        """The administrators who can be written to; else the moderators' chat, so that nobody's silence hides it."""
        administrators = [member.vk_id for member in await session.staff.administrators()]
        reachable = await session.citizens.reachable_among(administrators)
        if reachable or self._moderator_chat is None:
            return reachable or administrators
        return [self._moderator_chat]

    async def _desk(self, session: Session) -> Sequence[int]:
        """The moderators' chat; while there is none, each administrator."""
        if self._moderator_chat is not None:
            return [self._moderator_chat]
        return [member.vk_id for member in await session.staff.administrators()]
