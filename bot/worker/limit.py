"""A time limit for one piece of work after another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


class Limit:
    """Bounds what one task does, a piece at a time, with one timer for all of them.

    `asyncio.timeout` makes and drops a timer for each: more than a hundredth of a dialog step.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    async def within(self, work: Awaitable[None]) -> None:
        """Wait for the work, no longer than the limit.

        Raises:
            TimeoutError: it took longer and was cancelled.
        """
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task is not None, "a coroutine runs in a task"
        cancelled_before = task.cancelling()
        self._until = loop.time() + self._seconds
        if self._timer is None:
            self._timer = loop.call_at(self._until, self._look, task)
        try:
            await work
        except asyncio.CancelledError:
            if self._is_over and task.cancelling() <= cancelled_before + 1:
                raise TimeoutError from None
            raise
        finally:
            if self._is_over:
                task.uncancel()
            self._until, self._is_over = None, False

    def _look(self, task: asyncio.Task[None]) -> None:
        self._timer = None
        loop = asyncio.get_running_loop()
        if self._until is None:
            return  # the next piece of work sets the timer again
        if loop.time() < self._until:
            self._timer = loop.call_at(self._until, self._look, task)
        else:
            self._is_over = True
            task.cancel()
