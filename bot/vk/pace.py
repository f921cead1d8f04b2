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

    async def __call__(self) -> None:
        """Wait for one's moment."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        start = max(now, self._next)
        self._next = start + self._spacing
        if start > now:
            await asyncio.sleep(start - now)
