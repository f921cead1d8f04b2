"""The pace of a token: VK takes 20 requests a second and answers error 6 beyond."""

from __future__ import annotations

import asyncio
from collections import deque

REQUESTS_A_SECOND = 20
SPACING = 1.035 / REQUESTS_A_SECOND
"""Seconds between requests: spaced, not in bursts, and a little slower than the limit, because VK counts arrivals."""

PATIENCE = 40
"""How many requests of others a modest part lets go first: a long broadcast must not stop it for good."""

_CREDIT = 0.25
"""Seconds of a stall that are made up for: the loop was busy while somebody waited for the moment."""

_CLOSEST = 0.5
"""The part of the usual distance that lies between any two requests, also while a stall is made up for."""

_MARGIN = 0.985
"""What VK counts, 20 requests in any second, is kept with a margin of two hundredths for the network."""

_TICK = 0.001
"""Seconds of the shortest sleep: uvloop counts in these. One that is shorter ends at once, and the loop would turn and
turn until the moment has come."""

_SLOWER = 1.15
_FASTER = 0.95
_SLOWEST = 1.0
"""Seconds between requests at most, however often VK refuses."""

_LONGEST_PAUSE = 2.0
_MANY = 10
_BORNE = 3.0
"""Refusals that may be chance: requests that the network brought closer together. They cost a pause alone."""

_FORGIVEN = 0.02
"""How much of a refusal each answer makes forgotten: one in fifty is borne for ever."""

_CALM = (5.0, 160.0)
"""Seconds without a refusal before the pace tries to be faster: at first, and when VK has refused again and again."""


class Spacing:
    """When requests may start; `now` is any clock that only grows, in seconds.

    A refusal by error 6 costs a short pause. Several of them among few answers make the pace slower, and time makes it
    faster again, the later the more often VK refused.
    """

    def __init__(self, usual: float = SPACING) -> None:
        self._usual = usual
        self._seconds = usual
        self._next = 0.0
        self._starts: deque[float] = deque(maxlen=REQUESTS_A_SECOND)
        self._refusals = 0
        self._deaf_until = 0.0
        self._calm = _CALM[0]
        self._changed_at = 0.0
        self._strikes = 0.0

    @property
    def seconds(self) -> float:
        """Seconds between requests by now."""
        return self._seconds

    def wait(self, now: float) -> float:
        """Seconds until the next request may start."""
        moment = self._next
        if self._starts:
            moment = max(moment, self._starts[-1] + self._seconds * _CLOSEST)
        if len(self._starts) == REQUESTS_A_SECOND:
            moment = max(moment, self._starts[0] + self._seconds * REQUESTS_A_SECOND * _MARGIN)
        return moment - now

    def started(self, now: float, asked: float) -> None:
        """A request starts for which somebody has waited since `asked`.

        What it is late by is made up for, within bounds. Time in which nobody wanted to send isn't.
        """
        if self._seconds > self._usual and now - self._changed_at >= self._calm:
            self._seconds = max(self._usual, self._seconds * _FASTER)
            self._calm = max(_CALM[0], self._calm / 2)
            self._changed_at = now
        self._next = max(self._next, asked, now - _CREDIT) + self._seconds
        self._starts.append(now)

    def answered(self, now: float) -> None:
        """VK took a request."""
        self._strikes = max(0.0, self._strikes - _FORGIVEN)
        if now >= self._deaf_until:
            self._refusals = 0

    def refused(self, now: float) -> None:
        """VK answered error 6. Requests that were under way with the first one tell nothing more."""
        if now < self._deaf_until:
            return
        self._refusals = min(self._refusals + 1, _MANY)
        self._strikes += 1.0
        if self._strikes >= _BORNE:
            self._strikes -= 1.0
            self._seconds = min(self._seconds * _SLOWER, max(_SLOWEST, self._usual))
            self._calm = min(self._calm * 2, _CALM[1])
            self._changed_at = now
        self._deaf_until = now + min(max(self._seconds, SPACING) * 2**self._refusals, _LONGEST_PAUSE)
        self._next = max(self._next, self._deaf_until)


class Pace:
    """Gives out moments at which a request may start, in the order of asking."""

    def __init__(self, spacing: float = SPACING) -> None:
        self._spacing = Spacing(spacing)
        self._turn = asyncio.Lock()
        self._waiting = 0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for a moment now."""
        return self._waiting > 0

    async def __call__(self, since: float | None = None) -> None:
        """Wait for one's moment. `since` when there has been something to send, should it be longer than this asks."""
        loop = asyncio.get_running_loop()
        asked = loop.time() if since is None else since
        self._waiting += 1
        try:
            async with self._turn:
                while (wait := self._spacing.wait(loop.time())) > 0:  # noqa: ASYNC110 - it may grow meanwhile
                    await asyncio.sleep(max(wait, _TICK))
                self._spacing.started(loop.time(), asked)
        finally:
            self._waiting -= 1

    def heard(self, *, refused: bool) -> None:
        """VK answered a request; refused: with error 6."""
        tell = self._spacing.refused if refused else self._spacing.answered
        tell(asyncio.get_running_loop().time())


class Share:
    """A modest part of a token's pace, for what can wait: slower by itself, and it lets everybody else go first."""

    def __init__(self, whole: Pace, spacing: float, patience: int = PATIENCE) -> None:
        self._whole = whole
        self._own = Pace(spacing)
        self._patience = patience

    async def __call__(self, since: float | None = None) -> None:
        """Wait for one's moment."""
        await self._own(since)
        for _ in range(self._patience):
            if not self._whole.is_wanted:
                break
            await asyncio.sleep(SPACING)
        await self._whole(since)

    def heard(self, *, refused: bool) -> None:
        """VK answered a request; refused: with error 6."""
        self._whole.heard(refused=refused)
