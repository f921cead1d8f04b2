"""A town on the sandbox for measurements: its people, what they were sent and when, and the processes beside it."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from sandbox import Sandbox, World
from sandbox.model import Send, User
from sandbox.scenes import MODERATORS_CHAT, example_town
from storage import outbox
from storage.database import Database
from storage.migrations import migrate
from storage.outbox import Call

ROOT = Path(__file__).parents[1]
FIRST = 10_000
"""The id of the town's first citizen."""

PRIVATE = -1


class Sends(list[Send]):
    """What the community sent, with the moment of each."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[float] = []

    def append(self, send: Send) -> None:
        super().append(send)
        self.moments.append(time.perf_counter())


def peopled(sandbox: Sandbox, count: int) -> Sends:
    """Let that many citizens live in the town, who allow messages."""
    world = sandbox.world
    for number in range(count):
        world.users[FIRST + number] = User(FIRST + number, "Анна", "Примерова", 1, "Примерск", allowed=True)
    world.sends = Sends()
    return world.sends


@contextmanager
def pinned(*, sandbox: bool) -> Iterator[set[int]]:
    """This process on a core of its own, the sandbox on the last one, what is measured on the first."""
    before = os.sched_getaffinity(0)
    own = {max(before)} if sandbox else {min(before)}
    os.sched_setaffinity(0, own)
    try:
        yield before
    finally:
        os.sched_setaffinity(0, before)


@asynccontextmanager
async def beside(sandbox: Sandbox, path: Path, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m …` on the first core, until the block ends."""
    settings = {
        "VK_TOKEN": sandbox.token,
        "VK_API_URL": sandbox.api_url,
        "DATABASE_PATH": str(path),
        "MODERATOR_CHAT": str(MODERATORS_CHAT),
        "LOG_LEVEL": "ERROR",
    }
    with pinned(sandbox=True) as cores:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *words,
            cwd=ROOT,
            env={**os.environ, **settings},
            preexec_fn=lambda: os.sched_setaffinity(0, {min(cores)}),
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def written(path: Path, calls: Iterable[Call]) -> None:
    """Calls that wait in the outbox of a database, before anybody sends them."""
    database = await Database.open(path)
    try:
        await migrate(database)
        async with database.transaction() as transaction:
            await outbox.put(transaction, 1, list(enumerate(calls, 1)), SystemClock().now())
            await transaction.commit()
    finally:
        await database.close()


def message(peer_id: int, text: str, priority: int) -> Call:
    """A message to somebody, under a `random_id` of its own."""
    params: dict[str, Any] = {
        "peer_ids": str(peer_id),
        "random_id": 1_000_000_000 + peer_id * 4 + priority,
        "disable_mentions": 1,
        "dont_parse_links": 1,
        "message": text,
    }
    return Call(peer_id, priority, "messages.send", params)


def town() -> Sandbox:
    """VK with its limit of 20 requests a second."""
    return Sandbox(scene=example_town)


def refused(world: World) -> int:
    """Requests that VK refused by error 6, among the last of them."""
    return sum(call.error_code == 6 for call in world.calls if not call.in_execute)


def doubled(sends: Sequence[Send]) -> int:
    """Messages that somebody got more than once."""
    return sum(count - 1 for count in Counter((send.peer_id, send.message.text) for send in sends).values())


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which that part of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
