"""Taking back a deed that has reached no citizen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.clocks import Clocks
from appeals.errors import CantCorrect, NotAllowed, NotStaff, Why
from appeals.model import Act, Appeal, HistoryEntry, Role
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.sharing import told_too
from appeals.status import joined
from appeals.undo import Deed, without_undone
from appeals.usecases.reminding import after_answer, after_promise, last_at
from appeals.usecases.work import get_appeal
from appeals.value import dataclass


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
    clocks: Clocks

    async def __call__(
        self, appeal_id: int, by: int, at: datetime, deed_id: int | None = None
    ) -> tuple[Deed, list[Appeal]]:
        appeal = await get_appeal(self.desk, appeal_id)
        deed = await self._allowed(appeal, by, at, deed_id)
        if not await self.desk.deeds.call_back(deed):
            raise CantCorrect(appeal, Why.TOLD)
        await self.desk.deeds.forget(deed)
        restored = await self._restored(deed, by, at)
        await self._ask_again(deed)
        return deed, restored

    async def offered(self, appeal: Appeal, by: int, at: datetime) -> Deed | None:
        """The last deed, where it makes sense to offer that it be taken back: nobody is being told of it."""
        try:
            deed = await self._allowed(appeal, by, at)
        except (CantCorrect, NotStaff, NotAllowed):
            return None
        return None if await self.desk.deeds.is_news(deed) else deed

    async def _allowed(self, appeal: Appeal, by: int, at: datetime, deed_id: int | None = None) -> Deed:
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
        return deed

    async def _restored(self, deed: Deed, by: int, at: datetime) -> list[Appeal]:
        restored = list(deed.before)
        if deed.act is Act.SUBMITTED:
            await self.desk.approvals.withdraw(restored[0].id)
        if deed.act in (Act.APPROVED, Act.RETURNED):
            await self.desk.approvals.reopen(restored[0].id)
        if deed.promises is not None:
            await self.desk.promises.restore(restored[0].id, deed.promises)
        if deed.act is Act.SPLIT:
            whole = restored[0] = await self._whole_again(restored[0])
            restored += [joined(await get_appeal(self.desk, part_id), whole) for part_id in deed.made]
        for appeal in restored:
            await self.desk.appeals.save(appeal)
            await self.desk.history.add(appeal.id, HistoryEntry(Act.UNDONE, at, by, deed.act))
        return restored

    async def _ask_again(self, deed: Deed) -> None:
        """Plan anew what is asked about promises, and whether it is settled: the deed may have called it off."""
        if deed.promises is None:
            return
        appeal = deed.before[0]
        await after_promise(self.desk, self.clocks, appeal.id)
        answered_at = last_at(without_undone(await self.desk.history.of(appeal.id)), Act.ANSWERED)
        if appeal.awaits_verdict and answered_at is not None:
            await after_answer(self.desk, self.clocks, appeal, await told_too(self.desk, appeal), answered_at)

    async def _whole_again(self, appeal: Appeal) -> Appeal:
        """The appeal with the words that it had before it was split."""
        history = await self.desk.history.of(appeal.id)
        words = next(entry.text for entry in reversed(history) if entry.act is Act.SPLIT)
        whole = replace(appeal, text=words)
        await self.desk.appeals.reword(whole)
        return whole
