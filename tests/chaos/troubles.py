"""What goes wrong: with VK, with the process, with the disk and with the file."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sandbox import Sandbox
from tests.chaos.service import Service, spoil


@dataclass(frozen=True, slots=True)
class Ground:
    """Where troubles strike."""

    sandbox: Sandbox
    service: Service
    chance: random.Random

    async def lasts(self, least: float, most: float) -> None:
        """Let what was begun go on for so many seconds."""
        await asyncio.sleep(self.chance.uniform(least, most))


Trouble = Callable[[Ground], Awaitable[None]]


async def killed(ground: Ground) -> None:
    """SIGKILL at any moment, perhaps in the middle of a start."""
    ground.service.signal(signal.SIGKILL)
    await ground.lasts(0, 2)


async def killed_twice(ground: Ground) -> None:
    ground.service.signal(signal.SIGKILL)
    await ground.lasts(0.5, 3)
    ground.service.signal(signal.SIGKILL)


async def stopped(ground: Ground) -> None:
    """An operator stops the bot and starts it again."""
    await ground.service.stop()
    await ground.lasts(0, 2)
    ground.service.start()


async def frozen(ground: Ground) -> None:
    """The machine does something else."""
    ground.service.signal(signal.SIGSTOP)
    await ground.lasts(0.5, 3)
    ground.service.signal(signal.SIGCONT)


async def locked(ground: Ground) -> None:
    """Another program writes into the database and takes its time."""
    path = ground.service.bot.database
    if not path.exists():
        return
    seconds = ground.chance.uniform(0.5, 4)
    await asyncio.to_thread(_lock, path, seconds)


def _lock(path: Path, seconds: float) -> None:
    from time import sleep

    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return  # it was busy itself all the time: that is a locked database too
        sleep(seconds)
        other.execute("ROLLBACK")


async def slow_disk(ground: Ground) -> None:
    with ground.service.slow_disk():
        await ground.lasts(1, 4)


async def full_disk(ground: Ground) -> None:
    with ground.service.full_disk():
        await ground.lasts(1, 4)


async def spoiled(ground: Ground) -> None:
    """The file is lost while the bot stands still; its copy, made after the stop, is put back.

    The bot must not start from what is left, and must say what to do.
    """
    service, bot = ground.service, ground.service.bot
    await service.stop()
    copy = bot.folder / "copy.db"
    copied = await bot.command_here("backup", str(copy))
    assert copied.code == 0, copied.err
    spoil(bot.database)
    refused = await bot.command("run")
    assert refused.code == 1
    assert refused.lines[-1].startswith("Ошибка: "), refused.err
    restored = await bot.command_here("restore", str(copy))
    assert restored.code == 0, restored.err
    service.start()


async def vk_fails(ground: Ground, name: str, probability: float, times: int | None = None, **params: float) -> None:
    """VK fails now and then."""
    ground.sandbox.faults.add(name, times=times, probability=probability, method=None, **params)
    await ground.lasts(1, 4)
    ground.sandbox.faults.clear(name)


async def long_poll_fails(ground: Ground, name: str) -> None:
    ground.sandbox.faults.add(name, times=1)
    await ground.lasts(0.5, 2)
    ground.sandbox.faults.clear(name)


TROUBLES: dict[str, Trouble] = {
    "SIGKILL": killed,
    "SIGKILL, and once more": killed_twice,
    "SIGTERM": stopped,
    "SIGSTOP": frozen,
    "locked database": locked,
    "slow disk": slow_disk,
    "full disk": full_disk,
    "spoiled database": spoiled,
    "lost responses": partial(vk_fails, name="lost_response", probability=0.3),
    "resets": partial(vk_fails, name="reset", probability=0.3),
    "5xx": partial(vk_fails, name="http_5xx", probability=0.3),
    "VK is down": partial(vk_fails, name="http_5xx", probability=1.0),
    "HTML": partial(vk_fails, name="non_json", probability=0.2),
    "slow VK": partial(vk_fails, name="slow", probability=0.3, seconds=2),
    "error 6": partial(vk_fails, name="error", probability=0.3, code=6),
    "error 9": partial(vk_fails, name="error", probability=0.05, code=9),
    "error 10": partial(vk_fails, name="error", probability=0.3, code=10),
    "key expiry": partial(long_poll_fails, name="key_expiry"),
    "outdated ts": partial(long_poll_fails, name="outdated_ts"),
    "lost history": partial(long_poll_fails, name="lost_history"),
    "no long poll": partial(long_poll_fails, name="longpoll_outage"),
    "duplicates": partial(vk_fails, name="duplicate_events", probability=0.5),
    "reordering": partial(vk_fails, name="reorder_events", probability=0.5),
}
