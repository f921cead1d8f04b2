"""A consent was withdrawn a month ago, and nobody has given it anew: the data are destroyed."""

from __future__ import annotations

from collections.abc import Callable

from appeals.administration import Administration
from appeals.model import Citizen
from appeals.personal import Reason
from appeals.ports import Clock
from appeals.usecases.personal import DestroyData
from scheduler.reporting import Reporting
from storage.database import Database
from storage.destructions import Destructions
from storage.unit import Session, UnitOfWork
from texts import personal
from texts.speaker import Priority, Speaker


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
        *,
        speaker: Callable[[Session], Speaker],
        moderator_chat: int | None,
        on_calls: Callable[[], None],
        administration: Administration,
        on_destroyed: Callable[[], None],
    ) -> None:
        super().__init__(
            database, community_id, clock, speaker=speaker, moderator_chat=moderator_chat, on_calls=on_calls
        )
        self._destructions = Destructions(database, community_id)
        self._administration = administration
        self._on_destroyed = on_destroyed

    async def __call__(self) -> int:
        """Destroy; return how many people's data."""
        due = await self._destructions.due(self._clock.now())
        done = [await self._destroy(one) for one in due]
        if any(done):
            self._on_destroyed()
            self._on_calls()
        return sum(done)

    async def _destroy(self, citizen: Citizen) -> bool:
        """One person a transaction. Whether they still wanted it: they may have agreed anew a moment ago."""
        key = (citizen.vk_id, citizen.vk_id)
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            session = unit.session((await unit.load([key]))[key])
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
            await unit.keep(session, None)
            await unit.commit()
        return True
