"""A consent was withdrawn a month ago, and nobody has given it anew: the data are destroyed."""

from __future__ import annotations

from collections.abc import Callable

from appeals.administration import Administration
from appeals.due import Due
from appeals.model import Citizen
from appeals.personal import Reason
from appeals.ports import Clock
from appeals.usecases.personal import DestroyData
from scheduler.reporting import Reporting, Voice
from storage.database import Database
from storage.destructions import Destructions
from texts import personal
from texts.speaker import Priority


class DestroyWhatIsDue(Reporting):
    """Looks for people whose withdrawn consent has run out.

    Args:
        on_destroyed: called when files and an act wait to be finished.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        voice: Voice,
        *,
        administration: Administration,
        on_destroyed: Callable[[], None],
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._destructions = Destructions(database, community_id)
        self._administration = administration
        self._on_destroyed = on_destroyed

    async def __call__(self) -> int:
        """Destroy; return how many people's data."""
        due = await self._destructions.due(self._clock.now())
        done = [await self._destroy(one) for one in due]
        if any(done):
            self._on_destroyed()
        return sum(done)

    async def due(self) -> Due | None:
        """The consent that runs out next."""
        at = await self._destructions.next_due()
        return Due(at) if at else None

    async def _destroy(self, citizen: Citizen) -> bool:
        """One person a transaction. Whether they still wanted it: they may have agreed anew a moment ago."""
        async with self._work(of=(citizen.vk_id, citizen.vk_id)) as session:
            person = session.standing.citizen
            if person is None or person.destroy_by is None or person.destroy_by > self._clock.now():
                return False
            still_open = (await session.personal.of(person)).open_numbers
            act = await DestroyData(session, self._administration)(person, Reason.WITHDRAWAL, self._clock.now())
            session.state, session.payload, session.draft = None, {}, None
            if act.numbers:
                for peer_id in await self._desk(session):
                    notice = personal.desk_erased(act.numbers, still_open)
                    self._speaker(session).say(peer_id, notice, priority=Priority.NOTICE)
        return True
