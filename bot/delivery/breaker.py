"""How much may be sent at once: all that VK carries, nothing while it is down, and step by step when it is back."""

from __future__ import annotations

import random

from bot.vk.execute import MAX_CALLS

FLIGHTS = 20
"""Requests under way at once: at 20 a second it carries answers that take a second."""

_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
_SPREAD = 0.2
"""The part of a pause that is left to chance: bots that VK threw off together don't come back together."""


class Breaker:
    """Counts failures of whole requests.

    A failure stops the sending for a while, longer each time. After it one call goes alone: a call that VK never
    answers must not take others along. With every answer twice as much may go. A request that failed with many calls
    may have been too heavy, so the next ones carry half of it at most, and one more with every answer.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._failures = 0
        self._now_at_most = self._at_most = MAX_CALLS
        self.paused_until = 0.0

    @property
    def is_troubled(self) -> bool:
        """Whether the last request failed."""
        return self._failures > 0

    @property
    def calls(self) -> int:
        """Calls in a request."""
        return self._now_at_most

    @property
    def flights(self) -> int:
        """Requests under way."""
        return FLIGHTS if self._now_at_most >= MAX_CALLS // 2 else self._now_at_most

    def answered(self) -> None:
        """VK answered a request."""
        self._failures = 0
        if self._now_at_most == self._at_most:
            self._at_most = min(self._at_most + 1, MAX_CALLS)
        self._now_at_most = min(self._now_at_most * 2, self._at_most)

    def failed(self, calls: int, now: float, pause: float | None = None) -> float | None:
        """A request of so many calls failed; the seconds of the pause that begins, None when one has begun already.

        Requests that were under way together fail together: one failure, one pause.
        """
        if now < self.paused_until:
            return None
        if calls > 1:
            self._at_most = max(1, min(calls, self._at_most) // 2)
        pause = pause or _PAUSES[min(self._failures, len(_PAUSES) - 1)]
        pause *= 1 - _SPREAD * self._chance.random()
        self._failures += 1
        self._now_at_most = 1
        self.paused_until = now + pause
        return pause
