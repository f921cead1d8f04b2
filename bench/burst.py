"""An emergency: five thousand citizens write within ten seconds, under VK's limits."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

from bench.people import FIRST, PRIVATE, beside, peopled, percentile, refused, town

CITIZENS = 5000
SECONDS = 10.0
PATIENCE = 120.0


async def measure(path: Path) -> dict[str, float]:
    """What became of the replies: lost, doubled, how long each took, when all had theirs."""
    async with town() as sandbox:
        world, sends = sandbox.world, peopled(sandbox, CITIZENS)
        async with beside(sandbox, path, "bot", "run"):
            await world.wait_for(lambda: any(call.method == "groups.getLongPollServer" for call in world.calls), 60)
            await asyncio.sleep(1)
            chance = random.Random(1)
            people = list(range(FIRST, FIRST + CITIZENS))
            chance.shuffle(people)
            started, said = time.perf_counter(), dict[int, float]()
            for number, one in enumerate(people):
                due = started + SECONDS * number / CITIZENS
                if due > time.perf_counter():
                    await asyncio.sleep(due - time.perf_counter())
                said[one] = time.perf_counter()
                world.say(one, PRIVATE, "Контакты")
            try:
                await world.wait_for(lambda: len(sends) >= CITIZENS, PATIENCE)
            except TimeoutError:
                pass  # what is lost is counted
            await asyncio.sleep(1)  # what is doubled would come now
        taken: dict[int, float] = {}
        for send, moment in zip(sends, sends.moments, strict=True):
            taken.setdefault(send.peer_id, moment - said[send.peer_id])
        return {
            "lost": CITIZENS - len(taken),
            "doubled": len(sends) - len(taken),
            "p50": percentile(list(taken.values()), 0.5),
            "p95": percentile(list(taken.values()), 0.95),
            "p99": percentile(list(taken.values()), 0.99),
            "drained": max(sends.moments) - started,
            "refused": refused(world),
        }
