"""Taking appeals under personal control, and letting them go."""

from __future__ import annotations

from datetime import datetime

from appeals.control import Control
from appeals.errors import AlreadyControlled, NotControlled, WrongStatus
from appeals.model import Act, Appeal, HistoryEntry, Status
from appeals.ports import Desk
from appeals.promises import PromiseStatus
from appeals.rights import Right, require
from appeals.usecases.work import get_appeal
from appeals.value import dataclass


@dataclass(frozen=True, slots=True)
class TakeControl:
    """Somebody in charge wants to hear how an appeal ends; whether anything has changed by it.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: it has ended already and nothing is promised, so there is nothing to wait for.
        AlreadyControlled: somebody else has it; taking one's own again changes nothing.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, at: datetime) -> tuple[Appeal, bool]:
        await require(self.desk, by, Right.CONTROL)
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.CONTROL, appeal)
        if (control := await self.desk.controls.get(appeal.id)) is not None:
            if control.by_id == by:
                return appeal, False
            raise AlreadyControlled(appeal, control)
        promises = () if appeal.is_open else await self.desk.promises.of(appeal.id)
        if not appeal.is_open and all(one.status is not PromiseStatus.OPEN for one in promises):
            raise WrongStatus(appeal, Status.IN_PROGRESS)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.CONTROLLED, at, by))
        await self.desk.controls.put(Control(appeal.id, by, at))
        return appeal, True


@dataclass(frozen=True, slots=True)
class ReleaseControl:
    """An appeal is under nobody's personal control any more. Whoever may take one may let go a colleague's too.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        NotControlled: it is under nobody's control.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, at: datetime) -> tuple[Appeal, Control]:
        await require(self.desk, by, Right.CONTROL)
        appeal = await get_appeal(self.desk, appeal_id)
        if (control := await self.desk.controls.get(appeal.id)) is None:
            raise NotControlled(appeal)
        await self.desk.controls.remove(appeal.id)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.RELEASED, at, by))
        return appeal, control
