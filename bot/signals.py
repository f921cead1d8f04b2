"""A bell between tasks: rung as often as one likes, heard once."""

from __future__ import annotations

import asyncio


class Bell:
    """Wakes a loop that waits for work, or for a moment."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake the listener, now or when it next listens."""
        self._event.set()

    def heard(self) -> bool:
        """Whether somebody has rung since the last time one listened."""
        rung = self._event.is_set()
        self._event.clear()
        return rung

    async def wait(self, until: float | None = None) -> None:
        """Sleep until somebody rings, or until the moment `until` (the loop's time, seconds)."""
        try:
            async with asyncio.timeout_at(until):
                await self._event.wait()
        except TimeoutError:
            return
