"""The whole bot inside the test's process, where its pauses and ticks can be made short."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.administration_file import load_administration
from bot.app import Surroundings, run
from bot.clock import SystemClock, SystemIds
from bot.settings import Settings
from tests.e2e.process import CHAT, ROOT


@asynccontextmanager
async def at_work(api_url: str, token: str, database: Path, **more: Any) -> AsyncIterator[None]:
    """The bot at work with these settings; at the end it stops as SIGTERM would stop it."""
    settings = Settings(
        _env_file=None,
        vk_token=SecretStr(token),
        vk_api_url=api_url,
        database_path=database,
        **{"moderator_chat": CHAT, **more},
    )
    around = Surroundings(settings, load_administration(ROOT / "administration.toml"), SystemClock(), SystemIds())
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(run(around, stop=stop))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait({working})
