"""Tells the desk which files of appeals could not be kept, each once, and the administrators of a full disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from appeals.ports import Clock
from storage.contents import Contents, claim_told
from storage.database import Database
from storage.unit import Session, Standing, UnitOfWork
from texts import delivery
from texts.delivery import LostFile
from texts.reply import Reply
from texts.speaker import Priority, Speaker


class ContentReports:
    """Speaks of files.

    Args:
        speaker: makes the speaker of a session.
        moderator_chat: where moderators read; while there is none, each administrator is told.
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
        self._contents = Contents(database, community_id)
        self._clock = clock
        self._speaker = speaker
        self._moderator_chat = moderator_chat
        self._on_calls = on_calls

    async def lost(self) -> int:
        """Tell of files that could not be kept although an appeal needs them; return how many."""
        lost = await self._contents.untold()
        if not lost:
            return 0
        by_appeal = groupby(lost, key=lambda one: one.number)
        replies = [
            delivery.lost_files([LostFile(one.number, one.kind, one.title, one.status) for one in group])
            for _, group in by_appeal
        ]
        return len(lost) if await self._say(replies, [one.content_id for one in lost]) else 0

    async def no_room(self) -> None:
        """Tell that the disk is full."""
        await self._say([delivery.no_room()], [])

    async def _say(self, replies: Sequence[Reply], told: Sequence[int]) -> bool:
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            session = unit.session(Standing(0, 0))
            if not (peers := await self._peers(session)):
                return False  # nobody to tell yet: the staff is not known
            await claim_told(transaction, told, self._clock.now())
            for reply in replies:
                for peer_id in peers:
                    self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
            await unit.keep(session, None)
            await unit.commit()
        self._on_calls()
        return True

    async def _peers(self, session: Session) -> list[int]:
        if self._moderator_chat is not None:
            return [self._moderator_chat]
        return [member.vk_id for member in await session.staff.administrators()]
