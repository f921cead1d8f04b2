"""Who has an appeal under personal control hears what becomes of it."""

from __future__ import annotations

from appeals.administration import Administration
from appeals.model import Act, Role
from appeals.ports import Clock
from appeals.rights import Right, may
from scheduler.reporting import Reporting, Voice
from storage.controls import News, SqliteControls, has_news
from storage.database import Database
from storage.unit import Session
from texts import control as texts
from texts.speaker import Priority


class TellControllers(Reporting):
    """Looks for what has happened to appeals under control, whoever did it and in whatever way.

    Each deed is told once: that it was heard is noted in the transaction of the message.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        administration: Administration,
        voice: Voice,
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._administration = administration

    async def __call__(self) -> int:
        """Tell; return of how many deeds."""
        if not await has_news(self._database, self._community_id):
            return 0
        async with self._work() as session:
            told = [one for one in await SqliteControls(session).take_news() if await self._tell(session, one)]
        return len(told)

    async def _tell(self, session: Session, news: News) -> bool:
        """Tell of one deed, unless they did it themselves or have no say any more.

        Somebody who can't be written to is told where the desk reads. A head who can is shown all that isn't settled
        anyway.
        """
        by_id, act = news.control.by_id, news.entry.act
        member, appeal = await session.staff.get(by_id), await session.appeals.get(news.control.appeal_id)
        if appeal is None or member is None or not may(member, Right.CONTROL, appeal) or news.entry.actor_id == by_id:
            return False
        in_person = bool(await session.citizens.reachable_among([by_id]))
        if act is Act.REOPENED and member.role is Role.HEAD and in_person:
            return False
        reply = texts.heard(self._administration, appeal, news.entry, None if in_person else member)
        for peer_id in [by_id] if in_person else await self._desk(session):
            self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
        if in_person:
            session.audit.shown(appeal.id, by_id)
        return True
