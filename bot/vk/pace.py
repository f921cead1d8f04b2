"""The pace of a token: VK takes 20 requests a second and answers error 6 beyond."""

from __future__ import annotations

import asyncio

REQUESTS_A_SECOND = 20
SPACING = 1.05 / REQUESTS_A_SECOND
"""Seconds between requests: spaced, not in bursts, and a little slower than the limit, because VK counts arrivals."""


class Pace:
    """Gives out moments at which a request may start, in the order of asking."""

    def __init__(self, spacing: float = SPACING) -> None:
        self._spacing = spacing
        self._next = 0.0
        self._turn = asyncio.Lock()

    async def __call__(self) -> None:
        """Wait for one's moment.

        The next moment counts from the real start of this one: after a stall of the loop nobody goes in a burst.
        """
        loop = asyncio.get_running_loop()
        async with self._turn:
            if (wait := self._next - loop.time()) > 0:
                await asyncio.sleep(wait)
            self._next = loop.time() + self._spacing
