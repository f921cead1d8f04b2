"""Tells the desk which files of appeals could not be kept, each once, and the administrators of a full disk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scheduler.reporting import Reporting
from storage.contents import Contents, claim_told
from texts import delivery
from texts.delivery import LostFile
from texts.reply import Reply
from texts.speaker import Priority


class ContentReports(Reporting):
    """Speaks of files."""

    async def lost(self) -> int:
        """Tell of files that could not be kept although an appeal needs them; return how many."""
        lost = await Contents(self._database, self._community_id).untold()
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
        async with self._work() as session:
            if not (peers := await self._desk(session)):
                return False  # nobody to tell yet: the staff is not known
            await claim_told(session, told, self._clock.now())
            for reply in replies:
                for peer_id in peers:
                    self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
        return True
