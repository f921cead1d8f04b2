"""The bot under a service manager: however its process ends, another one is started."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sandbox import Sandbox
from tests.e2e.process import LONG_POLL, START_SECONDS, STOP_SECONDS, Bot, environment_of

RESTART_SECONDS = 0.2
STOPPING = "Останавливаюсь"
"""What the bot says when it has heard that it is to stop."""

SLOW_MARK = "slow-disk"
"""A file in the installation's folder; while it is there, each commit waits for the disk."""

LAUNCHER = f"""
import os, sqlite3, sys, time

class Connection(sqlite3.Connection):
    def execute(self, sql, *rest):
        if sql == "COMMIT" and os.path.exists({SLOW_MARK!r}):
            time.sleep(0.25)
        return super().execute(sql, *rest)

connect = sqlite3.connect
sqlite3.connect = lambda *rest, **more: connect(*rest, **{{"factory": Connection, **more}})
sys.argv = ["bot", "run"]
import bot.cli
bot.cli.main()
"""


class Service:
    """Keeps one installation running until it is told not to."""

    def __init__(self, bot: Bot, sandbox: Sandbox) -> None:
        self.bot = bot
        self.sandbox = sandbox
        self._log = bot.folder / "run-000.err"
        self._wanted = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._ended = asyncio.Event()
        self._ended.set()
        self.endings: list[int] = []

    async def run(self) -> None:
        """Start the process again and again, until cancelled."""
        try:
            while True:
                await self._wanted.wait()
                self._ended.clear()  # before it is there: a stop must wait for what is only being started, too
                self._log = self.bot.next_log()
                with self._log.open("wb") as log:
                    self._process = await asyncio.create_subprocess_exec(
                        *(sys.executable, "-c", LAUNCHER),
                        cwd=self.bot.folder,
                        env=environment_of(self.bot.settings),
                        stdout=asyncio.subprocess.DEVNULL,
                        stderr=log,
                    )
                self.endings.append(await self._process.wait())
                self._process = None
                self._ended.set()
                await asyncio.sleep(RESTART_SECONDS)
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
                await self._process.wait()

    def start(self) -> None:
        """Have it running from now on."""
        self._wanted.set()

    async def stop(self) -> None:
        """Stop it as an operator does; it must end by itself, wherever it is in its start.

        Once it has heard, it isn't told again: a signal among Python's last steps would count as how it ended.
        """
        self._wanted.clear()
        async with asyncio.timeout(STOP_SECONDS):
            while not self._ended.is_set():
                if STOPPING not in self._log.read_text("utf-8"):
                    self.signal(signal.SIGTERM)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ended.wait(), RESTART_SECONDS)

    def signal(self, one: signal.Signals) -> None:
        """Send a signal to the process, if there is one."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(one)

    async def polls(self) -> None:
        """Wait until the bot has asked for the long poll for the first time: it has started and listens."""
        await self.sandbox.world.wait_for(
            lambda: any(call.method == LONG_POLL for call in self.sandbox.world.calls), START_SECONDS
        )

    @contextmanager
    def slow_disk(self) -> Iterator[None]:
        """Each commit takes a quarter of a second longer."""
        mark = self.bot.folder / SLOW_MARK
        mark.touch()
        try:
            yield
        finally:
            mark.unlink()

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No file of the process may grow any more than the log of its database is now."""
        log = self.bot.database.with_name(self.bot.database.name + "-wal")
        limit = log.stat().st_size if log.exists() else 0
        process = self._process
        _limit(process, max(limit, 2**16))
        try:
            yield
        finally:
            _limit(process, resource.RLIM_INFINITY)


def _limit(process: asyncio.subprocess.Process | None, size: int) -> None:
    if process is not None and process.returncode is None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def spoil(path: Path) -> None:
    """A disk that gives back something else than was written: the first pages are lost, and the log with them."""
    with path.open("r+b") as file:
        file.write(os.urandom(64 * 1024))
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
