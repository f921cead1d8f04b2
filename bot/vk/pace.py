"""The pace of a token: VK takes 20 requests a second and answers error 6 beyond."""

from __future__ import annotations

import asyncio

REQUESTS_A_SECOND = 20
SPACING = 1.05 / REQUESTS_A_SECOND
"""Seconds between requests: spaced, not in bursts, and a little slower than the limit, because VK counts arrivals."""


PATIENCE = 40
"""How many requests of others a modest part lets go first: a long broadcast must not stop it for good."""


class Pace:
    """Gives out moments at which a request may start, in the order of asking."""

    def __init__(self, spacing: float = SPACING) -> None:
        self._spacing = spacing
        self._next = 0.0
        self._turn = asyncio.Lock()
        self._waiting = 0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for a moment now."""
        return self._waiting > 0

    async def __call__(self) -> None:
        """Wait for one's moment.

        The next moment counts from the real start of this one: after a stall of the loop nobody goes in a burst.
        """
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            async with self._turn:
                if (wait := self._next - loop.time()) > 0:
                    await asyncio.sleep(wait)
                self._next = loop.time() + self._spacing
        finally:
            self._waiting -= 1


class Share:
    """A modest part of a token's pace, for what can wait: slower by itself, and it lets everybody else go first."""

    def __init__(self, whole: Pace, spacing: float) -> None:
        self._whole = whole
        self._own = Pace(spacing)

    async def __call__(self) -> None:
        """Wait for one's moment."""
        await self._own()
        for _ in range(PATIENCE):
            if not self._whole.is_wanted:
                break
            await asyncio.sleep(SPACING)
        await self._whole()
