"""The real `python -m bot demo`, as a process."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
START = 40.0
"""Seconds for the demo to start and to play its sample on a busy machine."""

STOP = 10.0


@asynccontextmanager
async def demo(*options: str) -> AsyncIterator[Process]:
    """The demo as long as the context lasts, on any free port unless the options name one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", *options, cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: Process, seconds: float = START) -> tuple[int | None, str, str]:
    """Wait until it ends by itself: the exit code, what it printed since it was last read, what it complained of."""
    async with asyncio.timeout(seconds):
        printed, complained = await process.communicate()
    return process.returncode, printed.decode(), complained.decode()


async def printed_until(process: Process, words: str) -> str:
    """The first line that holds the words."""
    assert process.stdout is not None
    assert process.stderr is not None
    async with asyncio.timeout(START):
        while line := (await process.stdout.readline()).decode():
            if words in line:
                return line
        raise AssertionError(f"The demo ended before {words!r}: {(await process.stderr.read()).decode()}")


@asynccontextmanager
async def demo_page() -> AsyncIterator[str]:
    """The address that the demo prints after its sample; Ctrl+C ends it."""
    async with demo() as process:
        line = await printed_until(process, "http://127.0.0.1:")
        yield line.partition(": ")[2].strip()
        process.send_signal(signal.SIGINT)
        code, _, complained = await ended(process, STOP)
    if code:
        raise AssertionError(f"The demo ended with {code}: {complained}")
