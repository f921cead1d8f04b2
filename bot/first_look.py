"""When the ticks of a new process look for the first time."""

from __future__ import annotations

import sqlite3
from asyncio import sleep, timeout
from collections.abc import Awaitable, Callable

from loguru import logger

from storage.errors import is_storage_trouble
from storage.inbox import Inbox

PATIENCE = 5.0
"""Seconds: an emergency doesn't wait longer for what other people wrote, nor for a VK that doesn't answer."""

_ASKED_EVERY = 0.05


async def caught_up(inbox: Inbox, has_compared: Callable[[], Awaitable[None]]) -> None:
    """Wait until what came while nobody worked is handled, or for as long as may be waited.

    Or somebody would be reminded of a question that they have answered meanwhile.
    """
    try:
        async with timeout(PATIENCE):
            await has_compared()
            newest = await inbox.newest()
            while not await inbox.is_handled_to(newest):  # noqa: ASYNC110 - the file itself is what is awaited
                await sleep(_ASKED_EVERY)
    except TimeoutError:
        logger.info("Ещё не всё прочитано из того, что пришло до запуска; сроки смотрю уже сейчас")
    except sqlite3.Error as error:
        if not is_storage_trouble(error):
            raise
