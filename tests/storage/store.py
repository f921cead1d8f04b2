"""A store under the contract tests. Another database joins by a class of the same shape in `STORES`."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.speaker import SessionSpeaker
from scheduler.failures import ReportFailures
from scheduler.housekeeping import Housekeeping
from scheduler.reporting import Voice
from storage.compared import Compared
from storage.database import Database
from storage.inbox import Inbox, NewEvent, StoredEvent
from storage.migrations import migrate
from storage.outbox import MASS, Call, Look, Outbox, WaitingCall
from storage.profiles import Profile, Profiles
from storage.unit import Session, Standing, UnitOfWork
from tests.ready import put_ready
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW


@dataclass
class Clock:
    """A clock that a test turns."""

    moment: datetime = NOW
    suspended: timedelta = timedelta()

    def now(self) -> datetime:
        return self.moment

    def running(self) -> float:
        return (self.moment - self.suspended).timestamp()


@dataclass
class Ids:
    """Random ids that a test can read."""

    given: Iterator[int] = field(default_factory=lambda: count(1))

    def random_id(self) -> int:
        return next(self.given)


class SqliteStore:
    """The product's storage on a real file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "data" / "приёмная #1 100%.db"
        self.clock = Clock()

    async def open(self) -> None:
        await put_ready(self.path)
        self.database = await Database.open(self.path)
        await migrate(self.database)

    async def close(self) -> None:
        await self.database.close()

    async def reopen(self) -> None:
        """What a restart leaves."""
        await self.close()
        await self.open()

    def inbox(self, community: int = COMMUNITY) -> Inbox:
        return Inbox(self.database, community)

    def outbox(self, community: int = COMMUNITY) -> Outbox:
        return Outbox(self.database, community)

    def compared(self, community: int = COMMUNITY) -> Compared:
        return Compared(self.database, community)

    def profiles(self, community: int = COMMUNITY) -> Profiles:
        return Profiles(self.database, community)

    def housekeeping(self) -> Housekeeping:
        return Housekeeping(self.database, self.clock)

    def reports(self, chat: int | None = None, on_calls: Callable[[], None] = lambda: None) -> ReportFailures:
        voice = self.voice(chat, on_calls, reporting=True)
        return ReportFailures(self.database, COMMUNITY, self.clock, ADMINISTRATION, voice)

    def voice(
        self, chat: int | None = None, on_calls: Callable[[], None] = lambda: None, *, reporting: bool = False
    ) -> Voice:
        """How ticks speak."""
        ids = Ids()
        return Voice(
            lambda session: SessionSpeaker(session, ids, self.clock.now(), reporting=reporting), chat, on_calls
        )

    @asynccontextmanager
    async def work(self, community: int = COMMUNITY) -> AsyncIterator[UnitOfWork]:
        """One unit of work; the test commits, or doesn't."""
        async with self.database.transaction() as transaction:
            yield await UnitOfWork.begin(transaction, community, self.clock.now())

    @asynccontextmanager
    async def desk(self, vk_id: int = ANNA.vk_id, community: int = COMMUNITY) -> AsyncIterator[Session]:
        """One person's session, kept and committed when the block ends well."""
        async with self.work(community) as unit:
            session = unit.session(await self.standing(unit, vk_id))
            yield session
            await unit.keep(session, None)
            await unit.commit()

    async def standing(self, unit: UnitOfWork, vk_id: int = ANNA.vk_id, peer_id: int | None = None) -> Standing:
        key = (vk_id if peer_id is None else peer_id, vk_id)
        return (await unit.load([key]))[key]

    async def stands(self, vk_id: int = ANNA.vk_id, peer_id: int | None = None) -> Standing:
        """What is known of a person after everything that was committed."""
        async with self.work() as unit:
            return await self.standing(unit, vk_id, peer_id)

    async def introduce(self, *people: int) -> None:
        await self.profiles().save([Profile(vk_id, "Анна", "Примерова", 1) for vk_id in people], self.clock.now())

    async def waiting_events(self) -> list[StoredEvent]:
        return await self.inbox().waiting(0, 1000)

    async def waiting_calls(self) -> list[WaitingCall]:
        return await waiting(self.outbox())

    async def said(self) -> list[object]:
        """The texts that wait to be sent."""
        return [call.params["message"] for call in await self.waiting_calls()]


async def waiting(outbox: Outbox, after_id: int = 0, limit: int = 1000) -> list[WaitingCall]:
    """Everything that waits to be sent, in whatever class of urgency."""
    return await outbox.waiting([Look(priority, after_id, limit) for priority in range(MASS + 1)])


STORES = {"sqlite": SqliteStore}


def event(number: int, lane: int = ANNA.vk_id, **more: int) -> NewEvent:
    """A message as it comes in."""
    body = f'{{"type":"message_new","object":{{"number":{number}}}}}'
    return NewEvent(f"e{number}", "message_new", lane, body, **more)


def message(text: str, peer_id: int = ANNA.vk_id, appeal_id: int | None = None) -> Call:
    """A message that waits for the commit."""
    return Call(peer_id, 1, "messages.send", {"peer_ids": str(peer_id), "message": text, "random_id": 7}, appeal_id)


def bodies(events: Sequence[StoredEvent]) -> list[str]:
    return [one.body for one in events]
