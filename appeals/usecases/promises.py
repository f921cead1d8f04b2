"""What becomes of promises: staff say that one is kept, or the citizen's verdict tells it."""

from __future__ import annotations

from datetime import date, datetime

from appeals.clocks import Clocks
from appeals.errors import AppealNotFound, PromiseOver
from appeals.model import Act, Appeal, Attachment, HistoryEntry
from appeals.ports import Desk
from appeals.promises import Promise, PromiseStatus
from appeals.promising import promises_in
from appeals.rights import Right, require
from appeals.sharing import sharing
from appeals.usecases.reminding import after_promise, open_promises
from appeals.value import dataclass


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
    """A member of staff says that what was promised is done; returns the appeal and the promise.

    Raises:
        NotStaff, NotAllowed
        PromiseOver: it is settled already, or was never given.
    """

    desk: Desk

    async def __call__(self, promise_id: int, by: int, at: datetime) -> tuple[Appeal, Promise]:
        promise = await self.desk.promises.get(promise_id)
        appeal = await self.desk.appeals.get(promise.appeal_id) if promise else None
        if promise is None or appeal is None:
            raise PromiseOver
        await require(self.desk, by, Right.WORK, appeal)
        if promise.status is not PromiseStatus.OPEN:
            raise PromiseOver
        stood = await self.desk.promises.of(appeal.id)
        await self.desk.promises.settle(promise.id, PromiseStatus.KEPT, by, at)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.PROMISE_KEPT, at, by, promise.quote))
        before = (appeal, *await sharing(self.desk, appeal))
        await self.desk.deeds.remember(Act.PROMISE_KEPT, by, at, before, promises=stood)
        return appeal, promise


@dataclass(frozen=True, slots=True)
class MovePromise:
    """Give the appeal's next promise another day, with words that the citizen is told.

    The day and the reason stand in the history as the citizen read them.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        PromiseOver: nothing is promised any more.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, appeal_id: int, by: int, day: date, reason: str, at: datetime, attachments: tuple[Attachment, ...] = ()
    ) -> Appeal:
        if (appeal := await self.desk.appeals.get(appeal_id)) is None:
            raise AppealNotFound
        await require(self.desk, by, Right.WORK, appeal)
        if appeal.is_gone or not (promised := await open_promises(self.desk, appeal.id)):
            raise PromiseOver
        stood = await self.desk.promises.of(appeal.id)
        await self.desk.promises.put_off(promised[0].id, day, at)
        await self.desk.history.add(
            appeal.id, HistoryEntry(Act.PROMISE_MOVED, at, by, f"{day:%d.%m.%Y}: {reason}", attachments)
        )
        before = (appeal, *await sharing(self.desk, appeal))
        await self.desk.deeds.remember(Act.PROMISE_MOVED, by, at, before, promises=stood)
        await after_promise(self.desk, self.clocks, appeal.id)
        return appeal
