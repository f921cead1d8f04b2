"""A look into the file that fails once is made again: nothing waits until somebody rings."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from appeals.calendar import WorkingCalendar
from bot.administration_file import load_administration
from bot.clock import RussianCalendar
from bot.delivery import delivery
from bot.delivery.delivery import Delivery
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.pace import Pace
from bot.worker import worker
from bot.worker.handling import Handling
from bot.worker.worker import Worker
from handlers.turn import Office
from sandbox import Sandbox
from storage.database import Database, Row
from storage.outbox import Outbox
from tests.storage.store import Clock, Ids, SqliteStore, event, message
from tests.unit.samples import ANNA, COMMUNITY, NOW

OFFICE_FILE = Path(__file__).parents[2] / "administration.toml"


class TroubledDisk(Database):
    """A file whose first look fails, as a disk may."""

    failures = 1

    async def read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        if self.failures:
            self.failures -= 1
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_READ"
            raise error
        return await super().read(sql, parameters)


@asynccontextmanager
async def troubled(store: SqliteStore) -> AsyncIterator[Database]:
    """The store's file, opened by a process whose disk fails once."""
    database = await TroubledDisk.open(store.path)
    try:
        yield database
    finally:
        await database.close()


async def test_the_worker_looks_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "STORAGE_PAUSE", 0.01)
    await store.inbox().accept([replace(event(1), type="wall_post_new")], "1", NOW)
    administration = load_administration(OFFICE_FILE)
    calendar = WorkingCalendar(administration.working_time, RussianCalendar(), administration.zone)
    handling = Handling(Office(administration, calendar, Ids(), COMMUNITY, None))
    async with troubled(store) as database, asyncio.timeout(5), asyncio.TaskGroup() as group:
        one = Worker(
            database, COMMUNITY, handling, Clock(), news=Bell(), introduce=lambda *_: None, on_calls=lambda: None
        )
        running = group.create_task(one.run())
        while (await store.inbox().counts()).get("waiting"):  # noqa: ASYNC110 - the file itself is what is awaited
            await asyncio.sleep(0.01)
        one.stop()
        await running


async def test_delivery_looks_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "STORAGE_PAUSE", 0.01)
    async with store.desk() as session:
        session.call(message("слова"))
    async with Sandbox(rate_limit=None) as sandbox, aiohttp.ClientSession() as http, troubled(store) as database:
        sandbox.world.allow(ANNA.vk_id)
        api = VkApi(sandbox.token, sandbox.api_url, pace=Pace(), session=http)
        one = Delivery(Outbox(database, COMMUNITY), api, Clock(), news=Bell(), on_events=lambda: None)
        async with asyncio.TaskGroup() as group:
            group.create_task(one.run())
            await sandbox.world.wait_for(lambda: sandbox.world.seen_by(ANNA.vk_id, -COMMUNITY))
            one.stop()
    assert await store.outbox().counts() == {"sent": 1}
