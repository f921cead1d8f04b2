"""Taking back a deed that has reached no citizen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from appeals.errors import CantCorrect, Why
from appeals.model import Act, Appeal, HistoryEntry, Role
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.status import joined
from appeals.undo import Deed
from appeals.usecases.work import get_appeal


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last deed: within a minute, by the one who did it or an administrator, before a citizen knows.

    The appeals stand as they stood; the history tells of both. Appeals that a deed made can't unhappen, for their
    numbers are given: they join the one that they were made from. Returns every appeal that changed, the one that was
    meant first. `deed_id` names the deed that is meant, if it isn't simply the last one.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        CantCorrect: nothing can be taken back.
    """

    desk: Desk

    async def __call__(
        self, appeal_id: int, by: int, at: datetime, deed_id: int | None = None
    ) -> tuple[Deed, list[Appeal]]:
        appeal = await get_appeal(self.desk, appeal_id)
        deed = await self.desk.deeds.last(appeal.id)
        # Whose the appeal is now may be what is taken back.
        member = await require(self.desk, by, Right.WORK, deed.before[0] if deed else appeal)
        if deed is None:
            raise CantCorrect(appeal, Why.NOTHING_DONE)
        if deed_id not in (None, deed.id):
            raise CantCorrect(appeal, Why.FOLLOWED)
        if by != deed.actor_id and member.role is not Role.ADMINISTRATOR:
            raise CantCorrect(appeal, Why.ANOTHERS)
        if deed.is_over(at):
            raise CantCorrect(appeal, Why.TOO_LATE)
        if await self.desk.deeds.is_followed(deed):
            raise CantCorrect(appeal, Why.FOLLOWED)
        if not await self.desk.deeds.call_back(deed):
            raise CantCorrect(appeal, Why.TOLD)
        await self.desk.deeds.forget(deed)
        return deed, await self._restored(deed, by, at)

    async def _restored(self, deed: Deed, by: int, at: datetime) -> list[Appeal]:
        restored = list(deed.before)
        if deed.act is Act.SUBMITTED:
            await self.desk.approvals.withdraw(restored[0].id)
        if deed.act is Act.SPLIT:
            whole = restored[0] = await self._whole_again(restored[0])
            restored += [joined(await get_appeal(self.desk, part_id), whole) for part_id in deed.made]
        for appeal in restored:
            await self.desk.appeals.save(appeal)
            await self.desk.history.add(appeal.id, HistoryEntry(Act.UNDONE, at, by, deed.act))
        return restored

    async def _whole_again(self, appeal: Appeal) -> Appeal:
        """The appeal with the words that it had before it was split."""
        history = await self.desk.history.of(appeal.id)
        words = next(entry.text for entry in reversed(history) if entry.act is Act.SPLIT)
        whole = replace(appeal, text=words)
        await self.desk.appeals.reword(whole)
        return whole
