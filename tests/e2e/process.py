"""The real process, `python -m bot …`, with settings in its environment and a database that outlives it."""

import asyncio
import io
import itertools
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, chdir, closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from loguru import logger

from sandbox import Sandbox

ROOT = Path(__file__).parents[2]
CHAT = 2_000_000_001
START_SECONDS = 40.0
STOP_SECONDS = 30.0
LONG_POLL = "groups.getLongPollServer"


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that is over."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@dataclass(slots=True)
class Bot:
    """An installation of the bot: its settings, its database, and, between `start` and the end, its process."""

    folder: Path
    settings: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    runs: int = 0
    codes: list[int] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return Path(self.settings["DATABASE_PATH"])

    @property
    def said(self) -> str:
        """What all runs wrote to the standard error stream."""
        return "".join(path.read_text("utf-8") for path in sorted(self.folder.glob("run-*.err")))

    def waiting(self) -> int:
        """How many messages wait to be sent."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT count(*) FROM outbox WHERE status = 'waiting'").fetchone()
        return int(found[0])

    def next_log(self) -> Path:
        """Where the next run writes its standard error stream."""
        self.runs += 1
        return self.folder / f"run-{self.runs:03}.err"

    async def start(self) -> None:
        """Start the process; it isn't ready yet."""
        assert self.process is None
        with self.next_log().open("wb") as err:
            self.process = await self._spawn("run", err=err)

    async def end(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; return the exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(STOP_SECONDS):
            code = await self.process.wait()
        self.process = None
        self.codes.append(code)
        return code

    async def command(self, *words: str, **settings: str) -> Ended:
        """Run a command to its end."""
        process = await self._spawn(*words, err=asyncio.subprocess.PIPE, out=asyncio.subprocess.PIPE, **settings)
        async with asyncio.timeout(START_SECONDS):
            out, err = await process.communicate()
        return Ended(process.returncode or 0, out.decode(), err.decode())

    async def command_here(self, *words: str, **settings: str) -> Ended:
        """Run a command to its end in this process: the same, but for a start that costs seconds."""
        return await asyncio.to_thread(self._run_here, words, environment_of({**self.settings, **settings}))

    def _run_here(self, words: Sequence[str], environment: dict[str, str]) -> Ended:
        from bot.cli import main

        out, err, code = io.StringIO(), io.StringIO(), 0
        with ExitStack() as stack:
            stack.enter_context(mock.patch.dict(os.environ, environment, clear=True))
            stack.enter_context(mock.patch.object(sys, "argv", ["bot", *words]))
            stack.enter_context(chdir(self.folder))
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(err))
            stack.enter_context(mock.patch("bot.app._on_signals"))  # they come to the main thread of a process
            stack.callback(os.umask, os.umask(0o077))
            stack.callback(logger.remove)  # its sink writes into what ends here
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
        return Ended(code, out.getvalue(), err.getvalue())

    async def _spawn(
        self, *words: str, err: object, out: int = asyncio.subprocess.DEVNULL, **settings: str
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *words),
            cwd=self.folder,
            env=environment_of({**self.settings, **settings}),
            stdout=out,
            stderr=err,  # type: ignore[arg-type] # a file or one of the constants
        )


def environment_of(settings: dict[str, str]) -> dict[str, str]:
    """A process's environment: these settings and what Python needs."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **settings}


def install(folder: Path, sandbox: Sandbox, **settings: str) -> Bot:
    """An installation in an empty folder that speaks to this sandbox."""
    own = {
        "VK_TOKEN": sandbox.token,
        "VK_API_URL": sandbox.api_url,
        "DATABASE_PATH": str(folder / "data" / "priemnaya.db"),
        "ADMINISTRATION_FILE": str(ROOT / "administration.toml"),
        "MODERATOR_CHAT": str(CHAT),
    }
    return Bot(folder, {**own, **settings})


async def polls(sandbox: Sandbox, bot: Bot, start: Callable[[], Awaitable[None]] | None = None) -> None:
    """Start the bot, by `start` or as a process of its own, and wait until it asks for the long poll."""
    last = sandbox.world.calls[-1] if sandbox.world.calls else None
    await (start or bot.start)()

    def asked() -> bool:
        code = bot.process.returncode if bot.process is not None else None
        assert code is None, f"the bot ended with {code}: {bot.said[-2000:]}"
        fresh = itertools.takewhile(lambda call: call is not last, reversed(sandbox.world.calls))
        return any(call.method == LONG_POLL for call in fresh)

    await sandbox.world.wait_for(asked, START_SECONDS)


async def eventually(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something that the sandbox can't see: what is in the database, or in the logs."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process changes it, nobody here can tell of it
            await asyncio.sleep(0.05)


@asynccontextmanager
async def running(sandbox: Sandbox, bot: Bot, *, left: int = 0) -> AsyncIterator[Bot]:
    """The bot at work; it is stopped by SIGTERM when all but `left` messages are sent, and must exit with 0."""
    await polls(sandbox, bot)
    yield bot
    await eventually(lambda: bot.waiting() <= left)
    assert await bot.end(signal.SIGTERM) == 0, bot.said[-2000:]
