"""The worker by chance: events come while it works, some break, some wait for names, the disk fails, it starts anew."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest

from appeals.calendar import WorkingCalendar
from bot.clock import RussianCalendar
from bot.lanes import Lanes
from bot.signals import Bell
from bot.worker import worker
from bot.worker.handling import Handling
from bot.worker.worker import Worker
from handlers.incoming import Readable
from handlers.turn import Office
from storage.database import Database
from storage.inbox import NewEvent, StoredEvent
from storage.unit import Session
from tests.storage.store import Clock, Ids, SqliteStore, message
from tests.unit.samples import ADMINISTRATION, COMMUNITY, NOW

CROWD, WINDOW, BATCH = 5, 20, 4
NOISY, PEOPLE = 1, range(1, 9)
SETTING = "INSERT INTO settings (community_id, name, value) VALUES (1, ?, '1')"


OFF_THE_DISK = ("SELECT 1", "ROLLBACK")
"""What ends a transaction that was left without a commit: it reads and writes nothing, so no disk can fail it."""


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WINDOW", WINDOW)
    monkeypatch.setattr(worker, "CROWD", CROWD)
    monkeypatch.setattr(worker, "Lanes", lambda rank: Lanes(rank, crowd=CROWD))
    monkeypatch.setattr(worker, "BATCH", BATCH)
    monkeypatch.setattr(worker, "RETRY_AFTER", (0.0, 0.002, 0.005))
    monkeypatch.setattr(worker, "STORAGE_PAUSE", 0.0)


class Deeds(Handling):
    """What an event has done is seen in the outbox and in the settings. Some break, before or after they write."""

    chance: random.Random

    async def __call__(self, event: StoredEvent, read: Readable, session: Session, now: datetime) -> None:
        luck = self.chance.random()
        if luck < 0.08:
            raise ValueError
        session.call(message(str(event.id), event.lane))
        if luck < 0.6:
            await session.write(SETTING, (str(event.id),))
        if luck < 0.16:
            raise ValueError
        if luck < 0.24:
            await session.write(SETTING, (None,))  # refused, as late as the event is kept
        if luck < 0.3:
            session.has_lost(event.lane)  # must not share its transaction


@asynccontextmanager
async def on_a_disk(store: SqliteStore, chance: random.Random, fails: float) -> AsyncIterator[Database]:
    """The file on a disk that fails now and then; SQLite undoes the whole transaction by itself then, or it doesn't."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            if chance.random() < fails and sql not in OFF_THE_DISK:
                if self.in_transaction and chance.random() < 0.5:
                    super().execute("ROLLBACK")
                error = sqlite3.OperationalError("trouble")
                error.sqlite_errorname = chance.choice(("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_IOERR_WRITE"))
                raise error
            return super().execute(sql, *rest)

    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *rest, **more: connect(*rest, **{"factory": Connection, **more}))
        fails, trouble = 0.0, fails
        database = await Database.open(store.path)
        fails = trouble
    try:
        yield database
    finally:
        fails = 0.0
        await database.close()


class World:
    """A town that writes, whatever becomes of the bot."""

    def __init__(self, store: SqliteStore, seed: int, fails: float) -> None:
        self.store = store
        self.chance = random.Random(seed)
        self.fails = fails
        self.bell = Bell()
        self.count = 0

    async def write(self, count: int) -> None:
        events = []
        for _ in range(count):
            self.count += 1
            lane = NOISY if self.chance.random() < 0.6 else self.chance.choice(PEOPLE)
            body = f'{{"type":"message_allow","object":{{"user_id":{lane}}}}}'
            events.append(NewEvent(f"e{self.count}", "message_allow", lane, body))
        await self.store.inbox().accept(events, "1", NOW)
        if self.chance.random() < 0.8:
            self.bell.ring()

    async def all_is_done(self) -> None:
        while (await self.store.inbox().counts()).get("waiting"):  # noqa: ASYNC110 - the file itself is what is awaited
            await asyncio.sleep(0.002)

    async def introduce(self, whom: int | str, then: Callable[[], None]) -> None:
        await asyncio.sleep(0.005 * self.chance.random())
        await self.store.introduce(int(whom))
        then()

    async def life(self, *, to_the_end: bool) -> None:
        """One process: it is stopped or killed in the middle, or when nothing waits any more."""
        calendar = WorkingCalendar(ADMINISTRATION.working_time, RussianCalendar(), ADMINISTRATION.zone)
        handling = Deeds(Office(ADMINISTRATION, calendar, Ids(), COMMUNITY, None))
        handling.chance = self.chance
        self.bell = Bell()
        async with on_a_disk(self.store, self.chance, self.fails) as database, asyncio.TaskGroup() as group:

            def introduce(whom: int | str, then: Callable[[], None]) -> None:
                group.create_task(self.introduce(whom, then))

            one = Worker(
                database,
                COMMUNITY,
                handling,
                Clock(),
                news=self.bell,
                introduce=introduce,
                on_calls=lambda: None,
            )
            running = group.create_task(one.run())
            if to_the_end:
                await self.all_is_done()
            for _ in range(0 if to_the_end else self.chance.randint(1, 12)):
                await asyncio.sleep(0.004 * self.chance.random())
                assert len(one._lanes) <= len(PEOPLE) * (CROWD + WINDOW)
                await self.write(self.chance.choice((0, 1, 2, 7, 50)))
            if to_the_end or self.chance.random() < 0.5:
                one.stop()
            else:
                running.cancel()
        if to_the_end:
            lanes = one._lanes
            assert (len(lanes), lanes.held, lanes._beyond_count) == (0, 0, 0)


@pytest.mark.parametrize("fails", [0.0, 0.01])
@pytest.mark.parametrize("seed", range(8))
async def test_each_is_handled_once_and_in_its_order(store: SqliteStore, seed: int, fails: float) -> None:
    world = World(store, seed, fails)
    async with asyncio.timeout(60):
        await world.write(world.chance.choice((1, 30, 200)))
        for _ in range(world.chance.randint(1, 5)):
            await world.life(to_the_end=False)
        await world.life(to_the_end=True)
    rows = await store.database.read("SELECT id, lane, status FROM inbox ORDER BY id")
    assert Counter(status for _, _, status in rows).keys() <= {"done", "failed"}
    sent = await store.database.read("SELECT peer_id, json_extract(params, '$.message') FROM outbox ORDER BY id")
    for person in PEOPLE:
        done = [str(event_id) for event_id, lane, status in rows if lane == person and status == "done"]
        assert [text for peer, text in sent if peer == person] == done
    written = {row[0] for row in await store.database.read("SELECT name FROM settings")}
    assert not written & {str(event_id) for event_id, _, status in rows if status == "failed"}
