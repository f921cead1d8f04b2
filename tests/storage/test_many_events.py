"""One conversation with very many events: nobody waits behind it, and none of its events is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from appeals.calendar import WorkingCalendar
from bot.administration_file import load_administration
from bot.clock import RussianCalendar
from bot.lanes import CROWD
from bot.signals import Bell
from bot.worker import worker
from bot.worker.handling import Handling
from bot.worker.worker import Worker
from handlers.turn import Office
from storage.inbox import NewEvent
from tests.storage.store import Clock, Ids, SqliteStore, event
from tests.unit.samples import COMMUNITY, NOW

OFFICE_FILE = Path(__file__).parents[2] / "administration.toml"
NOISY, SOMEBODY = 7, 8


def events(lane: int, count: int) -> list[NewEvent]:
    """What happens without anybody being told."""
    return [
        replace(event(number), event_id=f"{lane}:{number}", type="wall_post_new", lane=lane) for number in range(count)
    ]


@asynccontextmanager
async def at_work(store: SqliteStore) -> AsyncIterator[Worker]:
    administration = load_administration(OFFICE_FILE)
    calendar = WorkingCalendar(administration.working_time, RussianCalendar(), administration.zone)
    handling = Handling(Office(administration, calendar, Ids(), COMMUNITY, None))
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        one = Worker(
            store.database, COMMUNITY, handling, Clock(), news=Bell(), introduce=lambda *_: None, on_calls=lambda: None
        )
        group.create_task(one.run())
        yield one
        one.stop()


async def done_in_order(store: SqliteStore) -> list[int]:
    rows = await store.database.read("SELECT lane FROM inbox WHERE status = 'done'")
    return [row[0] for row in rows]


async def test_nobody_waits_behind_it(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WINDOW", 100)
    await store.inbox().accept([*events(NOISY, 1500), *events(SOMEBODY, 1)], "1", NOW)
    async with at_work(store) as one:
        while SOMEBODY not in (done := await done_in_order(store)):
            assert len(one._lanes) <= CROWD + 1
            await asyncio.sleep(0)
    assert done.count(NOISY) < 100


async def test_all_of_it_is_handled(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WINDOW", 100)
    await store.inbox().accept(events(NOISY, 350), "1", NOW)
    async with at_work(store) as one:
        while (await store.inbox().counts()).get("waiting"):
            assert len(one._lanes) <= CROWD
            await asyncio.sleep(0)
    assert await store.inbox().counts() == {"done": 350}
