"""What becomes of an appeal whose citizen keeps silent: it is closed, and one word of theirs opens it again."""

from __future__ import annotations

from datetime import datetime

from appeals.clocks import Clocks
from appeals.errors import WrongStatus
from appeals.model import Act, Appeal, HistoryEntry, Lapse, Priority, Status
from appeals.ports import Desk
from appeals.status import lapsed
from appeals.value import dataclass

_ACTS = {Lapse.NO_REPLY: Act.UNREPLIED, Lapse.NO_VERDICT: Act.UNJUDGED}


async def can_end_over_question(desk: Desk, appeal: Appeal) -> bool:
    """Whether silence on a question may end an appeal.

    An emergency is ended by people alone; others who have joined said nothing that it could be closed for; and an
    answer that waits for the head makes the question idle.
    """
    if appeal.priority is Priority.EMERGENCY or await desk.appeals.joined_to(appeal.id):
        return False
    return await desk.approvals.waiting_for(appeal.id) is None


@dataclass(frozen=True, slots=True)
class CloseOverSilence:
    """Close an appeal because its citizen kept silent on what they were asked.

    `Clarify` and `Reopen` open it again, `Resolve` confirms it.

    Raises:
        WrongStatus: nothing is asked of the citizen any more, or the question can't end it.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, appeal: Appeal, at: datetime) -> Appeal:
        closed = self.clocks.follow(appeal, lapsed(appeal), at)
        if closed.lapse is Lapse.NO_REPLY and not await can_end_over_question(self.desk, appeal):
            raise WrongStatus(appeal, Status.CLOSED)
        await self.desk.appeals.save(closed)
        assert closed.lapse is not None
        await self.desk.history.add(closed.id, HistoryEntry(_ACTS[closed.lapse], at, 0))
        return closed
