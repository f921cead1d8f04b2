"""Intake: raw updates and the long poll's place, made durable in batches of 100 (`synchronous=FULL`)."""

from __future__ import annotations

import time
from pathlib import Path

from bench.world import message
from bot.clock import SystemClock
from bot.events import in_order, store_form
from storage.database import Database
from storage.inbox import Inbox
from storage.migrations import migrate

BATCH = 100
BATCHES = 200


async def measure(path: Path) -> float:
    """Updates a second: from VK's parsed answer to the disk."""
    batches = [
        [message(1000 + number % 500, number, "текст сообщения жителя", event=number) for number in range(n, n + BATCH)]
        for n in range(1, BATCH * BATCHES, BATCH)
    ]
    clock = SystemClock()
    database = await Database.open(path)
    try:
        await migrate(database)
        inbox = Inbox(database, 1)
        started = time.perf_counter()
        for number, updates in enumerate(batches):
            await inbox.accept(in_order([store_form(update) for update in updates]), str(number), clock.now())
        return BATCH * BATCHES / (time.perf_counter() - started)
    finally:
        await database.close()
