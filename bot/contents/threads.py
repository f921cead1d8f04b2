"""Work on files in threads, which can't be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar

ParamsT = ParamSpec("ParamsT")
ResultT = TypeVar("ResultT")


async def to_its_end(work: Callable[ParamsT, ResultT], *args: ParamsT.args, **more: ParamsT.kwargs) -> ResultT:
    """Work in a thread; whoever is cancelled meanwhile ends when the thread has ended.

    Or the thread would go on with a file beside whoever tries it again.
    """
    working = asyncio.get_running_loop().run_in_executor(None, partial(work, *args, **more))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        while not working.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({working})
        if not working.cancelled():
            working.exception()  # it is nobody's any more
        raise
