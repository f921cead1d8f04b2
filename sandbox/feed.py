"""What changed in the world, in order: waiters wake at once, the page reads it item by item."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

KEPT_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One change; ``data`` is rendered only when somebody reads it, so that calls stay cheap."""

    seq: int
    kind: str
    data: Any


class Feed:
    """A bounded log of changes with a growing ``seq``."""

    def __init__(self) -> None:
        self.seq = 0
        self.closed = False
        self._items: deque[FeedItem] = deque(maxlen=KEPT_ITEMS)
        self._waiters: set[asyncio.Future[None]] = set()

    @property
    def waiting(self) -> int:
        """How many wait for the next change."""
        return len(self._waiters)

    def publish(self, kind: str, data: Any = None) -> int:
        """Add a change and wake everybody who waits; returns its seq."""
        self.seq += 1
        self._items.append(FeedItem(self.seq, kind, data))
        self._wake()
        return self.seq

    def close(self) -> None:
        """Wake everybody for the last time: the server is going away."""
        self.closed = True
        self._wake()

    def after(self, seq: int) -> list[FeedItem]:
        """Changes later than ``seq`` that are still kept."""
        newer: list[FeedItem] = []
        for item in reversed(self._items):
            if item.seq <= seq:
                break
            newer.append(item)
        newer.reverse()
        return newer

    def has_lost(self, seq: int) -> bool:
        """Whether changes right after ``seq`` have fallen out of the window."""
        return seq > self.seq or (bool(self._items) and seq + 1 < self._items[0].seq)

    async def changed(self, after: int, seconds: float) -> bool:
        """Wait until something later than ``after`` is published, at most ``seconds``."""
        if self.seq > after or self.closed:
            return True
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True

    async def wait_for(self, predicate: Callable[[], T], seconds: float) -> T:
        """Wait until ``predicate`` gives a true value and return it; raises TimeoutError after ``seconds``."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            seen = self.seq
            value = predicate()
            if value:
                return value
            left = deadline - loop.time()
            if left <= 0 or self.closed:
                raise TimeoutError(f"nothing of what was expected happened in {seconds} s")
            await self.changed(seen, left)

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
