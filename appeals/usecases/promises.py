"""What becomes of promises: staff say that one is kept, or the citizen's verdict tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from appeals.errors import PromiseOver
from appeals.model import Act, Appeal, HistoryEntry
from appeals.ports import Desk
from appeals.promises import PromiseStatus
from appeals.promising import promises_in
from appeals.rights import Right, require


async def keep_track(desk: Desk, appeal: Appeal, text: str, today: date, at: datetime) -> None:
    """Note what an answer promises; what an earlier one has promised by the same day isn't noted twice."""
    stand = {one.due for one in await desk.promises.of(appeal.id) if one.status is PromiseStatus.OPEN}
    for promised in promises_in(text, today):
        if promised.due not in stand:
            await desk.promises.add(appeal.id, promised, at)


async def keep_promises(desk: Desk, appeal: Appeal, at: datetime) -> None:
    """The citizen says that it is settled: what was promised is kept."""
    for promise in await desk.promises.of(appeal.id):
        if promise.status is PromiseStatus.OPEN:
            await desk.promises.settle(promise.id, PromiseStatus.KEPT, 0, at)


async def break_promises(desk: Desk, appeal: Appeal, today: date, at: datetime) -> None:
    """The citizen says that it isn't settled: what should be done by now is broken, the rest still has its time."""
    for promise in await desk.promises.of(appeal.id):
        if promise.is_overdue(today):
            await desk.promises.settle(promise.id, PromiseStatus.BROKEN, 0, at)


@dataclass(frozen=True, slots=True)
class KeepPromise:
    """A member of staff says that what was promised is done; returns the appeal.

    Raises:
        NotStaff, NotAllowed
        PromiseOver: it is settled already, or was never given.
    """

    desk: Desk

    async def __call__(self, promise_id: int, by: int, at: datetime) -> Appeal:
        promise = await self.desk.promises.get(promise_id)
        appeal = await self.desk.appeals.get(promise.appeal_id) if promise else None
        if promise is None or appeal is None:
            raise PromiseOver
        await require(self.desk, by, Right.WORK, appeal)
        if promise.status is not PromiseStatus.OPEN:
            raise PromiseOver
        await self.desk.promises.settle(promise.id, PromiseStatus.KEPT, by, at)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.PROMISE_KEPT, at, by, promise.quote))
        return appeal
