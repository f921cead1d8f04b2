"""What ticks that tell people something have in common: where they look, how they speak, and who is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from appeals.ports import Clock
from appeals.value import dataclass
from storage.database import Database
from storage.unit import Key, Session, Standing, UnitOfWork
from texts.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Voice:
    """How ticks speak.

    `speaker` makes the speaker of a session, `moderator_chat` is where moderators read (None while there is no such
    chat), `on_calls` is called when there is something to be sent.
    """

    speaker: Callable[[Session], Speaker]
    moderator_chat: int | None
    on_calls: Callable[[], None]


class Reporting:
    """A tick that claims rows nobody was told of and tells of them in the same transaction."""

    def __init__(self, database: Database, community_id: int, clock: Clock, voice: Voice) -> None:
        self._database = database
        self._community_id = community_id
        self._clock = clock
        self._voice = voice
        self._speaker = voice.speaker

    @asynccontextmanager
    async def _work(self, of: Key | None = None) -> AsyncIterator[Session]:
        """One transaction: of nobody's conversation, or of somebody's. Whoever sends is told of what it brought."""
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            session = unit.session((await unit.load([of]))[of] if of is not None else Standing(0, 0))
            yield session
            await unit.keep(session, None)
            await unit.commit()
        if session.calls:
            self._voice.on_calls()

    async def _administrators(self, session: Session) -> Sequence[int]:
        """The administrators who can be written to; else the moderators' chat, so that nobody's silence hides it."""
        administrators = [member.vk_id for member in await session.staff.administrators()]
        reachable = await session.citizens.reachable_among(administrators)
        if reachable or self._voice.moderator_chat is None:
            return reachable or administrators
        return [self._voice.moderator_chat]

    async def _desk(self, session: Session) -> Sequence[int]:
        """The moderators' chat; while there is none, each administrator."""
        if self._voice.moderator_chat is not None:
            return [self._voice.moderator_chat]
        return [member.vk_id for member in await session.staff.administrators()]
