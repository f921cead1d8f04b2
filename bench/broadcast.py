"""A broadcast to a hundred thousand citizens while fifty chat."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

from bench.people import FIRST, PRIVATE, Sends, beside, doubled, message, peopled, percentile, town, written
from sandbox import World
from sandbox.model import Message

PEOPLE = 100_000
DIFFERENT = 10_000
CHATTING = 50
THINKING = (0.2, 1.0)
"""Seconds between an answer and the next question of somebody who chats."""

PATIENCE = 300.0
NEWS = "Завтра с 10 до 16 не будет воды на улицах Садовой и Луговой"


async def measure(path: Path) -> dict[str, float]:
    """One text for everybody."""
    return await _measure(path, [NEWS] * PEOPLE)


async def measure_different(path: Path) -> dict[str, float]:
    """A text for each, so that none can share a call: the ceiling is 500 a second."""
    return await _measure(path, [f"Здравствуйте, {number}! {NEWS}" for number in range(DIFFERENT)])


async def _measure(path: Path, texts: list[str]) -> dict[str, float]:
    """How long those who chat wait while it is under way, and how long it takes."""
    first_reader = FIRST + CHATTING
    await written(path, (message(first_reader + number, text, 3) for number, text in enumerate(texts)))
    async with town() as sandbox:
        world, sends = sandbox.world, peopled(sandbox, CHATTING + len(texts))
        waits: list[float] = []
        async with beside(sandbox, path, "bot", "run"), asyncio.TaskGroup() as people:
            chats = [people.create_task(_chat(world, FIRST + number, waits)) for number in range(CHATTING)]
            readers = _Readers(sends, first_reader)
            await world.wait_for(lambda: readers.count() >= len(texts), PATIENCE)
            for chat in chats:
                chat.cancel()
        moments = [at for send, at in zip(sends, sends.moments, strict=True) if send.peer_id >= first_reader]
        under_way = [wait for wait in waits if wait]
        return {
            "p50": percentile(under_way, 0.5),
            "p95": percentile(under_way, 0.95),
            "answers": len(under_way),
            "seconds": moments[-1] - moments[0],
            "doubled": doubled([send for send in sends if send.peer_id >= first_reader]),
        }


class _Readers:
    """Counts who has been reached, looking at each message once."""

    def __init__(self, sends: Sends, first: int) -> None:
        self._sends = sends
        self._first = first
        self._looked = self._count = 0

    def count(self) -> int:
        for send in self._sends[self._looked :]:
            self._count += send.peer_id >= self._first
        self._looked = len(self._sends)
        return self._count


async def _chat(world: World, person: int, waits: list[float]) -> None:
    """Ask, wait for the answer, think, ask again; only the waits after the bot's first answer count."""
    chance = random.Random(person)
    known = 0
    while True:
        said = time.perf_counter()
        await _answered(world, world.say(person, PRIVATE, "Контакты"))
        if known:
            waits.append(time.perf_counter() - said)
        known += 1
        await asyncio.sleep(chance.uniform(*THINKING))


async def _answered(world: World, said: Message) -> None:
    messages = world.conversations[said.peer_id].messages
    await world.wait_for(lambda: messages[-1].id != said.id, PATIENCE)
