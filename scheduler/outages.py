"""Known outages: the desk is asked whether one is over, and whoever joined one is told what has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from appeals.administration import Administration
from appeals.calendar import WorkingCalendar
from appeals.due import Due
from appeals.ports import Clock
from scheduler.reporting import Reporting, Voice
from storage.database import Database
from storage.outages import OutagesDue
from texts import outages as texts
from texts.speaker import Priority

PORTION = 100
"""Citizens who are on the way to be told at once: what others write meanwhile doesn't wait long."""


class TellOfOutages:
    """Hands over, in portions, whom to tell that an outage takes longer or is over; the worker tells them one by one.

    So each is told in a transaction of their own: one that fails stops nobody, and a killed process tells nobody twice.
    """

    def __init__(self, database: Database, community_id: int, clock: Clock, *, on_events: Callable[[], None]) -> None:
        self._database = database
        self._due = OutagesDue(database, community_id)
        self._clock = clock
        self._on_events = on_events

    async def __call__(self) -> int:
        """Hand over; return how many citizens."""
        if not await self._due.has_news() or (room := PORTION - await self._due.waiting_news()) <= 0:
            return 0
        async with self._database.transaction() as transaction:
            claimed = await self._due.claim_news(transaction, self._clock.now(), room)
            await transaction.commit()
        self._on_events()
        return claimed


class AskAboutOutages(Reporting):
    """When the time of an outage has passed the desk is asked: a clock doesn't know whether the light is on again.

    At once, at any hour, and then again and again in working time.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        administration: Administration,
        calendar: WorkingCalendar,
        voice: Voice,
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._due = OutagesDue(database, community_id)
        self._administration = administration
        self._calendar = calendar

    async def __call__(self) -> int:
        """Ask; return about how many outages."""
        now = self._clock.now()
        again = timedelta(minutes=self._administration.notices.ask_again_minutes)
        at_work = self._calendar.opens_at(now) is None
        overdue = await self._due.overdue(now, now - again if at_work else None)
        if not overdue:
            return 0
        asked = 0
        async with self._work() as session:
            if not (peers := await self._desk(session)):
                return 0  # nobody to ask yet: the staff is not known
            for outage_id in overdue:
                outage = await session.outages.get(outage_id)
                if outage is None or not await self._due.claim_question(session, outage_id, now):
                    continue
                gathered = await session.outages.gathered(outage_id, limit=texts.SHOWN)
                question = texts.is_it_over(self._administration, outage, gathered)
                for peer_id in peers:
                    self._speaker(session).say(peer_id, question, priority=Priority.NOTICE)
                asked += 1
        return asked

    async def due(self) -> Due | None:
        """The outage whose time is over next, or about which the desk is asked again."""
        again = timedelta(minutes=self._administration.notices.ask_again_minutes)
        questions = [
            Due(self._calendar.opens_at(asked_at + again) or asked_at + again if asked_at else until, f"авария {own}")
            for own, until, asked_at in await self._due.questions()
        ]
        return min(questions, key=lambda one: one.at, default=None)
