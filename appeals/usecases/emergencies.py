"""«Принял»: somebody sees to an emergency, and nobody else has to be called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from appeals.errors import AlreadyAccepted, NoEmergency
from appeals.ladder import emergency_since
from appeals.model import Act, Appeal, HistoryEntry, Priority
from appeals.ports import Desk, Lookups
from appeals.rights import Right, may, require
from appeals.undo import without_undone
from appeals.usecases.work import get_appeal
from appeals.value import dataclass


async def acceptance(desk: Lookups, appeal: Appeal, history: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """By what an emergency was accepted: «Принял», or taking the appeal, by somebody who may still work on it."""
    since = emergency_since(appeal)
    accepts = {Act.ACCEPTED} if appeal.assignee_id is None else {Act.ACCEPTED, Act.TAKEN}
    for entry in without_undone(history):
        if entry.act in accepts and entry.at >= since:
            member = await desk.staff.get(entry.actor_id)
            if member is not None and may(member, Right.WORK, appeal):
                return entry
    return None


@dataclass(frozen=True, slots=True)
class AcceptEmergency:
    """A colleague sees to an emergency. Accepting it again changes nothing.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        NoEmergency: it is none any more, or has ended.
        AlreadyAccepted: a colleague was quicker.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, at: datetime) -> tuple[Appeal, bool]:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        if appeal.priority is not Priority.EMERGENCY or not appeal.is_open:
            raise NoEmergency(appeal)
        accepted = await acceptance(self.desk, appeal, await self.desk.history.of(appeal.id))
        if accepted is not None and accepted.actor_id != by:
            raise AlreadyAccepted(appeal, accepted.actor_id)
        if accepted is None:
            await self.desk.history.add(appeal.id, HistoryEntry(Act.ACCEPTED, at, by))
            await self.desk.deeds.remember(Act.ACCEPTED, by, at, (appeal,))
        return appeal, accepted is None
