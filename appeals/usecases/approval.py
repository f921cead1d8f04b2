"""The head approves an answer, or returns it. The citizen gets it after that alone; the deadline doesn't wait."""

from __future__ import annotations

from datetime import datetime

from appeals.approvals import Decision, SubmittedAnswer
from appeals.clocks import Clocks
from appeals.desk_settings import Setting
from appeals.errors import AnswerOver
from appeals.model import Act, Appeal, Attachment, HistoryEntry, Status
from appeals.ports import Desk
from appeals.rights import Right, may, require
from appeals.usecases.work import check_move, get_appeal, give_answer
from appeals.value import dataclass


async def needs_approval(desk: Desk, vk_id: int) -> bool:
    """Whether this person's answers go to the head first. Who approves needs nobody's approval."""
    if not await desk.settings.is_on(Setting.APPROVAL):
        return False
    member = await desk.staff.get(vk_id)
    return member is None or not may(member, Right.APPROVE)


@dataclass(frozen=True, slots=True)
class SubmitAnswer:
    """Put an answer before the head.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
    """

    desk: Desk

    async def __call__(
        self,
        appeal_id: int,
        by: int,
        peer_id: int,
        text: str,
        attachments: tuple[Attachment, ...],
        at: datetime,
        *,
        overruled: str = "",
    ) -> SubmittedAnswer:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        check_move(appeal, Status.ANSWERED)
        if overruled:
            await self.desk.history.add(appeal.id, HistoryEntry(Act.OVERRULED, at, by, overruled))
        answer = await self.desk.approvals.submit(SubmittedAnswer(0, appeal.id, by, peer_id, text, attachments, at))
        await self.desk.history.add(appeal.id, HistoryEntry(Act.SUBMITTED, at, by))
        await self.desk.deeds.remember(Act.SUBMITTED, by, at, (appeal,))
        return answer


@dataclass(frozen=True, slots=True)
class ApproveAnswer:
    """Let an answer go. It is its author's, whoever has left since.

    Raises:
        NotStaff, NotAllowed
        AnswerOver: it doesn't wait any more.
        WrongStatus: its appeal has ended otherwise.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, answer_id: int, by: int, at: datetime) -> tuple[Appeal, SubmittedAnswer]:
        await require(self.desk, by, Right.APPROVE)
        answer = await waiting_answer(self.desk, answer_id)
        appeal = await get_appeal(self.desk, answer.appeal_id)
        check_move(appeal, Status.ANSWERED)
        await self.desk.approvals.decide(answer.id, Decision.APPROVED, by, at)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.APPROVED, at, by))
        words = HistoryEntry(Act.ANSWERED, at, answer.author_id, answer.text, answer.attachments)
        return await give_answer(self.desk, self.clocks, appeal, words, by), answer


@dataclass(frozen=True, slots=True)
class ReturnAnswer:
    """Give an answer back to its author, with a reason.

    Raises:
        NotStaff, NotAllowed, AnswerOver
    """

    desk: Desk

    async def __call__(self, answer_id: int, by: int, reason: str, at: datetime) -> tuple[Appeal, SubmittedAnswer]:
        await require(self.desk, by, Right.APPROVE)
        answer = await waiting_answer(self.desk, answer_id)
        appeal = await get_appeal(self.desk, answer.appeal_id)
        await self.desk.approvals.decide(answer.id, Decision.RETURNED, by, at)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.RETURNED, at, by, reason))
        await self.desk.deeds.remember(Act.RETURNED, by, at, (appeal,))
        return appeal, answer


async def waiting_answer(desk: Desk, answer_id: int) -> SubmittedAnswer:
    """The answer, while it waits.

    Raises:
        AnswerOver: it doesn't any more, or never did.
    """
    answer = await desk.approvals.get(answer_id)
    if answer is None or answer.decision is not Decision.WAITING:
        raise AnswerOver
    return answer
