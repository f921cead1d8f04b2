"""Announcements on their way: begun when they are due, fed to the outbox in portions, told of, summed up.

Nothing of this is kept in memory. Who has been served stands in the database and moves with the messages themselves,
so a process that dies goes on where it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from appeals.administration import Administration
from appeals.announcements import Announcement, Hours, Stage
from appeals.due import Due
from appeals.ports import Clock
from appeals.usecases.announcements import BEGAN, FINISHED, MISSED
from scheduler.reporting import Reporting, Voice
from storage.database import Database
from storage.underway import Shown, Underway, is_any_due, unfinished
from storage.unit import Session
from texts import announcements as texts
from texts.reply import Reply
from texts.speaker import Priority

AHEAD = 3000
"""Messages of announcements in the outbox at once, however many people are meant."""

PORTION = 200
"""Recipients in one transaction: some milliseconds, so that nobody waits long for it."""

TOLD_EVERY = timedelta(seconds=15)
"""How often the message that tells of the progress is rewritten."""

SHOWN_FOR = timedelta(hours=23)
"""VK lets a message be rewritten for 24 hours; after that a new one tells how it goes."""


TOO_LATE = timedelta(hours=12)
"""What could not begin for so long isn't sent without somebody's word."""


class SendAnnouncements(Reporting):
    """Looks for announcements that are to begin, to go on or to be summed up."""

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
        self._hours = Hours(administration.announcements.period, administration.zone)

    async def __call__(self) -> int:
        """Do what can be done now; return how many messages were put into the outbox."""
        if not await is_any_due(self._database, self._community_id, self._clock.now()):
            return 0
        async with self._work() as session:
            due = await Underway(session).due(self._clock.now())
        put = 0
        for announcement in due:
            put += await self._go_on(announcement)
        return put

    async def due(self) -> Due | None:
        """The announcement that begins or goes on next."""
        now = self._clock.now()
        starts = [
            Due(max(at, now) if urgent else self._hours.following(max(at, now)), f"№ {own}")
            for own, at, urgent in await unfinished(self._database, self._community_id)
        ]
        return min(starts, key=lambda one: one.at, default=None)

    async def _go_on(self, announcement: Announcement) -> int:
        """Do for one announcement what can be done now, each step in a transaction of its own."""
        if announcement.stage is Stage.PLANNED and self._is_missed(announcement):
            await self._ask(announcement)
            return 0
        put = 0
        if announcement.stage is not Stage.STOPPED and self._may_go(announcement):
            if announcement.stage is Stage.PLANNED:
                announcement = await self._begin(announcement)
            while portion := await self._feed(announcement):
                put += portion
        if announcement.stage is not Stage.PLANNED:
            await self._tell(announcement)
        return put

    def _is_missed(self, announcement: Announcement) -> bool:
        """Whether it could not begin for long, or not before the hours ended for which it was meant."""
        now, start_at = self._clock.now(), announcement.start_at
        is_over = self._hours.is_open(start_at) and now >= self._hours.closes(start_at)
        return now - start_at > TOO_LATE or (is_over and not self._may_go(announcement))

    def _may_go(self, announcement: Announcement) -> bool:
        return announcement.is_urgent or self._hours.is_open(self._clock.now())

    async def _begin(self, announcement: Announcement) -> Announcement:
        now = self._clock.now()
        async with self._work() as session:
            # Somebody may have cancelled it a moment ago.
            fresh = await Underway(session).get(announcement.id)
            if fresh is None or fresh.stage is not Stage.PLANNED:
                return fresh or announcement
            await Underway(session).begin(fresh, now)
            session.audit.add(BEGAN, subject=str(fresh.id))
        return replace(announcement, stage=Stage.GOING, began_at=now)

    async def _feed(self, announcement: Announcement) -> int:
        """Put a portion into the outbox as far as there is room; return how many that was."""
        now = self._clock.now()
        async with self._work() as session:
            known = Underway(session)
            fresh = await known.get(announcement.id)
            room = min(PORTION, AHEAD - await known.waiting())
            if fresh is None or fresh.stage is not Stage.GOING or room <= 0:
                return 0
            people = await known.take_late(fresh, now, room) or await known.take(fresh, room)
            reply = texts.announcement(self._administration, fresh.text, fresh.attachments)
            expires_at = None if fresh.is_urgent else self._hours.closes(now)
            speaker = self._speaker(session)
            for vk_id in people:
                speaker.announce(vk_id, reply, fresh.id, expires_at=expires_at)
        return len(people)

    async def _tell(self, announcement: Announcement) -> None:
        """Tell how it goes, now and then; sum it up when the last message has ended."""
        now = self._clock.now()
        async with self._work() as session:
            known = Underway(session)
            fresh = await known.get(announcement.id)
            if fresh is None or fresh.finished_at is not None or fresh.stage is Stage.PLANNED:
                return
            is_stopped = fresh.stage is Stage.STOPPED
            if not await known.is_waiting(fresh) and (is_stopped or await known.is_all_taken(fresh, now)):
                await self._sum_up(session, fresh, now)
                return
            shown = await known.shown(fresh)
            if shown is None or is_stopped or now - shown.told_at >= TOLD_EVERY:
                pause = None if is_stopped or self._may_go(fresh) else self._hours.following(now)
                reply = texts.progress(self._administration, fresh, await known.counts(fresh.id), pause)
                await self._show(session, fresh, shown, reply, now)

    async def _show(
        self, session: Session, announcement: Announcement, shown: Shown | None, reply: Reply, now: datetime
    ) -> None:
        """Keep one message of the conversation true."""
        speaker = self._speaker(session)
        if shown is None or now - shown.since >= SHOWN_FOR:
            shown = Shown(speaker.show(announcement.peer_id, reply), now, now, reply.text)
        else:
            if shown.told != reply.text:
                speaker.rewrite(announcement.peer_id, shown.outbox_id, reply)
            shown = replace(shown, told_at=now, told=reply.text)
        await Underway(session).show(announcement, shown)

    async def _sum_up(self, session: Session, announcement: Announcement, now: datetime) -> None:
        over = await Underway(session).finish(announcement, now)
        session.audit.add(FINISHED, subject=str(over.id), after=texts.counted(over.counts))
        shown = await Underway(session).shown(over)
        if shown is not None and now - shown.since < SHOWN_FOR:
            self._speaker(session).rewrite(over.peer_id, shown.outbox_id, texts.ended(over))
        self._speaker(session).say(over.peer_id, texts.report(self._administration, over), priority=Priority.NOTICE)

    async def _ask(self, announcement: Announcement) -> None:
        """Nobody worked when it was due, and what it tells may be wrong by now: people say whether it goes."""
        async with self._work() as session:
            fresh = await Underway(session).get(announcement.id)
            if fresh is None or fresh.stage is not Stage.PLANNED:
                return
            now = self._clock.now()
            await Underway(session).miss(fresh, now)
            session.audit.add(MISSED, subject=str(fresh.id))
            opens = None if self._may_go(fresh) else self._hours.following(now)
            reply = texts.missed(self._administration, fresh, opens)
            self._speaker(session).say(fresh.peer_id, reply, priority=Priority.NOTICE)
