"""Delivery alone under VK's limits: how much of the ceiling of 500 messages a second it reaches.

`python -m bench.delivery` is the measured process: it sends what waits in a database and ends.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import uvloop

from bench.people import FIRST, beside, doubled, message, peopled, refused, town, written
from bot.app import open_api
from bot.clock import SystemClock
from bot.delivery.breaker import FLIGHTS
from bot.delivery.delivery import Delivery
from bot.logs import set_up_logging
from bot.settings import Settings
from bot.signals import Bell
from bot.vk.execute import MAX_CALLS
from bot.vk.pace import Pace
from storage.database import Database
from storage.outbox import Outbox

MESSAGES = 5000
PATIENCE = 120.0


async def measure(path: Path) -> dict[str, float]:
    """Different replies to different people: messages a second after the first request, and how often VK refused."""
    await written(path, (message(FIRST + number, f"Здравствуйте, {number}!", 1) for number in range(MESSAGES)))
    async with town() as sandbox:
        sends = peopled(sandbox, MESSAGES)
        async with beside(sandbox, path, "bench.delivery"):
            await sandbox.world.wait_for(lambda: len(sends) >= MESSAGES, PATIENCE)
        return {
            "rate": (MESSAGES - MAX_CALLS) / (sends.moments[-1] - sends.moments[0]),
            "refused": refused(sandbox.world),
            "doubled": doubled(sends),
        }


async def _deliver() -> None:
    settings = Settings()
    database = await Database.open(settings.database_path)
    try:
        async with open_api(settings, Pace(), connections=FLIGHTS + 4) as api, asyncio.TaskGroup() as group:
            outbox = Outbox(database, 1)
            delivery = Delivery(outbox, api, SystemClock(), news=Bell(), on_events=lambda: None)
            group.create_task(delivery.run())
            while (await outbox.counts()).get("waiting"):  # noqa: ASYNC110 - the file itself is what is awaited
                await asyncio.sleep(1)
            delivery.stop()
    finally:
        await database.close()


if __name__ == "__main__":
    set_up_logging("ERROR")
    uvloop.run(_deliver())
