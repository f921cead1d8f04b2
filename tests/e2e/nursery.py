"""Processes forked from one that has imported the bot already.

A start without the imports costs a fraction of a real one, so many lives fit into a test; each is still a process of
its own that runs `bot run` and dies of a real signal.
"""

import asyncio
import os
import signal
import sys
from types import TracebackType

from tests.e2e.process import STOP_SECONDS, Bot, environment_of, eventually

TEMPLATE = """
import os, signal, sys
import bot.administration_file, bot.app, bot.cli, bot.clock, bot.logs

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not to be waited for
for errors in sys.stdin:
    if (pid := os.fork()) == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(errors.strip(), os.O_WRONLY | os.O_CREAT, 0o600), 2)
        sys.argv = ["bot", "run"]
        bot.cli.main()
    print(pid, flush=True)
"""


class Nursery:
    """Starts and kills the bot of one installation."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._template: asyncio.subprocess.Process | None = None
        self._pid: int | None = None

    async def __aenter__(self) -> "Nursery":
        self._template = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", TEMPLATE),
            cwd=self._bot.folder,
            env=environment_of(self._bot.settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._template is not None
        if self._pid is not None:
            await self.kill()
        self._template.kill()
        await self._template.communicate()

    async def start(self) -> None:
        """Start the bot; it isn't ready yet."""
        assert self._template is not None
        assert self._template.stdin is not None
        assert self._template.stdout is not None
        self._template.stdin.write(f"{self._bot.next_log()}\n".encode())
        self._pid = int(await self._template.stdout.readline())

    async def kill(self) -> None:
        """SIGKILL; it must have been alive."""
        assert self._pid is not None
        os.kill(self._pid, signal.SIGKILL)
        await eventually(lambda: not _is_alive(self._pid), STOP_SECONDS)
        self._pid = None


def _is_alive(pid: int | None) -> bool:
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
