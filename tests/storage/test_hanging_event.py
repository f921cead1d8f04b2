"""An event whose handler hangs: it fails alone, and nobody of its batch with it."""

import asyncio
from datetime import datetime

import pytest

from appeals.calendar import WorkingCalendar
from bot.clock import RussianCalendar
from bot.signals import Bell
from bot.worker import worker
from bot.worker.handling import Handling
from bot.worker.worker import RETRY_AFTER, Worker
from handlers.incoming import Readable
from handlers.turn import Office
from storage.inbox import NewEvent, StoredEvent
from storage.unit import Session
from tests.storage.store import Clock, Ids, SqliteStore
from tests.unit.samples import ADMINISTRATION, COMMUNITY, NOW

HANGS = 3
PEOPLE = range(1, 7)
SETTING = "INSERT INTO settings (community_id, name, value) VALUES (1, ?, '1')"


class Hanging(Handling):
    async def __call__(self, event: StoredEvent, read: Readable, session: Session, now: datetime) -> None:
        await session.write(SETTING, (f"{event.lane}",))
        if event.lane == HANGS:
            await session.read("SELECT 1")
            await asyncio.Event().wait()


async def test_it_fails_alone(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TIMEOUT", 0.1)
    monkeypatch.setattr(worker, "RETRY_AFTER", (0.0,) * len(RETRY_AFTER))
    calendar = WorkingCalendar(ADMINISTRATION.working_time, RussianCalendar(), ADMINISTRATION.zone)
    handling = Hanging(Office(ADMINISTRATION, calendar, Ids(), COMMUNITY, None))
    body = '{"object": {"user_id": %d}}'
    events = [NewEvent(f"{one}", "message_deny", one, body % one) for one in PEOPLE]
    await store.introduce(*PEOPLE)
    await store.inbox().accept(events, "1", NOW)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        one = Worker(
            store.database, COMMUNITY, handling, Clock(), news=Bell(), introduce=lambda *_: None, on_calls=lambda: None
        )
        group.create_task(one.run())
        waiting = len(PEOPLE)
        while waiting:
            await asyncio.sleep(0.01)
            waiting = (await store.inbox().counts()).get("waiting", 0)
        one.stop()
    assert await store.inbox().counts() == {"done": len(PEOPLE) - 1, "failed": 1}
    (failed,) = await store.inbox().failed(10)
    assert failed.error.startswith("TimeoutError")
    kept = await store.database.read("SELECT name FROM settings ORDER BY name")
    assert [row[0] for row in kept] == [f"{one}" for one in PEOPLE if one != HANGS]
