"""Promises that were given to citizens, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from appeals.model import Number
from appeals.promising import Promised
from appeals.value import dataclass


class PromiseStatus(StrEnum):
    """What became of a promise. One whose day is over stays `OPEN` until somebody says what came of it."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of an answer: its words, and the day by which. `number` and `department` are the appeal's."""

    id: int
    appeal_id: int
    number: Number
    quote: str
    due: date
    made_at: datetime
    status: PromiseStatus = PromiseStatus.OPEN
    department: str = ""

    def is_overdue(self, today: date) -> bool:
        return self.status is PromiseStatus.OPEN and self.due < today


class Promises(Protocol):
    """The promises of one community."""

    async def add(self, appeal_id: int, promised: Promised, at: datetime) -> None: ...

    async def get(self, promise_id: int) -> Promise | None: ...

    async def of(self, appeal_id: int) -> Sequence[Promise]:
        """The appeal's promises, by their days."""
        ...

    async def settle(self, promise_id: int, status: PromiseStatus, by: int, at: datetime) -> None:
        """Say what became of an open promise; 0 as `by` is the citizen or the bot."""
        ...

    async def put_off(self, promise_id: int, due: date, at: datetime) -> None:
        """Give an open promise another day; it counts as given now."""
        ...

    async def restore(self, appeal_id: int, stood: Sequence[Promise]) -> None:
        """Let the appeal's promises be these again, as they stood."""
        ...

    async def open_until(
        self, day: date, department: str | None = None, *, limit: int, offset: int = 0
    ) -> Sequence[Promise]:
        """Open promises that are due by this day, of one department or of all, the oldest first."""
        ...

    async def count_open_until(self, day: date, department: str | None = None) -> int: ...
