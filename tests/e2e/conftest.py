"""A sandbox with VK's pace, and an installation of the bot that speaks to it."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox, World
from tests.e2e.process import Bot, install


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=1) as sandbox:
        yield sandbox


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    return sandbox.world


@pytest.fixture
async def bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Bot]:
    """Whatever becomes of the test, the process ends with it."""
    bot = install(tmp_path, sandbox)
    yield bot
    if bot.process is not None:
        await bot.end(signal.SIGKILL)
