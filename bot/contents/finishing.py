"""Somebody's data were destroyed: after the commit the disk is cleaned too, and only then the act is given out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from loguru import logger

from appeals.administration import Administration
from appeals.ports import Clock
from scheduler.reporting import Reporting, Voice
from storage.database import Database
from storage.destructions import Destructions, finish
from texts import acts
from texts.speaker import Priority


class FinishDestructions(Reporting):
    """Looks for acts that aren't finished: a process that was killed goes on with them at its next start.

    Args:
        sweep: deletes the files that no row names.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        voice: Voice,
        *,
        administration: Administration,
        sweep: Callable[[], Awaitable[int]],
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._destructions = Destructions(database, community_id)
        self._administration = administration
        self._sweep = sweep

    async def __call__(self) -> int:
        """Finish; return how many acts were given out."""
        if not (act_ids := await self._destructions.unfinished()):
            return 0
        try:
            files = await self._sweep()
        except OSError as error:
            logger.error("Уничтожение данных: файлы не удаляются, ошибка системы {}", error.errno)
            return 0
        if not await self._destructions.clean():
            return 0  # somebody reads the old pages, a backup perhaps; the next look tries again
        async with self._work() as session:
            for done in await finish(session, act_ids, files, self._clock.now()):
                for peer_id in dict.fromkeys((done.vk_id, *await self._administrators(session))):
                    self._speaker(session).say(peer_id, acts.act(self._administration, done), priority=Priority.NOTICE)
        return len(act_ids)
