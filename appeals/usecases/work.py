"""What moderators do with an appeal. Every call checks the person's role at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.clocks import Clocks
from appeals.errors import AlreadyTaken, AmbiguousNumber, AppealNotFound, WrongStatus
from appeals.model import Act, Appeal, Attachment, HistoryEntry, StaffMember, Status
from appeals.numbers import NumberReference
from appeals.ports import Desk, Lookups
from appeals.rights import Right, may, require
from appeals.sharing import share, sharing, told_too
from appeals.status import MOVES, move
from appeals.usecases.promises import keep_track
from appeals.usecases.reminding import after_answer, after_promise, after_question
from appeals.value import dataclass


async def find_appeal(desk: Desk, reference: NumberReference) -> Appeal:
    """The appeal that a person means by a number or its tail. A tail that fits several years means the newest.

    Raises:
        AppealNotFound: nothing fits.
        AmbiguousNumber: the tail fits more than one open appeal.
    """
    found = await desk.appeals.find(reference)
    if not found:
        raise AppealNotFound
    still_open = [appeal for appeal in found if appeal.is_open]
    if len(still_open) > 1:
        raise AmbiguousNumber
    return still_open[0] if still_open else max(found, key=lambda appeal: appeal.number)


async def get_appeal(desk: Desk, appeal_id: int) -> Appeal:
    """The appeal with this id of ours.

    Raises:
        AppealNotFound: there is none in this community.
    """
    if (appeal := await desk.appeals.get(appeal_id)) is None:
        raise AppealNotFound
    return appeal


async def holder_of(desk: Lookups, appeal: Appeal) -> StaffMember | None:
    """Whoever has the appeal and may still work on it: a role, or a department, may have gone meanwhile."""
    holder = await desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
    return holder if holder is not None and may(holder, Right.WORK, appeal) else None


def check_move(appeal: Appeal, to: Status) -> None:
    """Refuse early, before a moderator types a text that could not be sent.

    Raises:
        WrongStatus: the appeal can't go to `to` now.
    """
    if to not in MOVES[appeal.status]:
        raise WrongStatus(appeal, to)


def check_open(appeal: Appeal) -> None:
    """Refuse a question early: one can be asked as long as the appeal is open.

    Raises:
        WrongStatus: the appeal is answered or ended.
    """
    if not appeal.is_open:
        raise WrongStatus(appeal, Status.WAITING_CITIZEN)


@dataclass(frozen=True, slots=True)
class TakeAppeal:
    """A moderator takes an appeal. Of two at once one wins.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
        AlreadyTaken: a colleague has it; taking one's own again changes nothing.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, appeal_id: int, by: int, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        member = await require(self.desk, by, Right.WORK, appeal)
        if appeal.is_open and await self._is_with_colleague(appeal, member):
            raise AlreadyTaken(appeal)
        if appeal.assignee_id == member.vk_id and appeal.status in (
            Status.IN_PROGRESS,
            Status.WAITING_CITIZEN,
        ):
            return appeal
        # A question that waits for the citizen goes on waiting, whoever asked it.
        waits = appeal.status in (Status.IN_PROGRESS, Status.WAITING_CITIZEN)
        in_work = appeal if waits else move(appeal, Status.IN_PROGRESS)
        taken = self.clocks.follow(appeal, replace(in_work, assignee_id=member.vk_id), at)
        await self.desk.appeals.save(taken)
        await self.desk.history.add(taken.id, HistoryEntry(Act.TAKEN, at, by))
        await self.desk.deeds.remember(Act.TAKEN, by, at, (appeal,))
        return taken

    async def _is_with_colleague(self, appeal: Appeal, member: StaffMember) -> bool:
        holder = await holder_of(self.desk, appeal)
        return holder is not None and holder.vk_id != member.vk_id


@dataclass(frozen=True, slots=True)
class AskCitizen:
    """Ask the citizen for what is missing; the appeal waits for the reply, and its clock stands still.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, appeal_id: int, by: int, question: str, at: datetime, attachments: tuple[Attachment, ...] = ()
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        if appeal.status is Status.WAITING_CITIZEN:
            asked = replace(appeal, question=f"{appeal.question}\n{question}")
        else:
            working = appeal if appeal.status is Status.IN_PROGRESS else move(appeal, Status.IN_PROGRESS)
            asked = replace(move(working, Status.WAITING_CITIZEN), question=question)
        asked = self.clocks.follow(appeal, replace(asked, assignee_id=asked.assignee_id or by), at)
        await self.desk.appeals.save(asked)
        await self.desk.history.add(asked.id, HistoryEntry(Act.ASKED, at, by, question, attachments))
        await self.desk.deeds.remember(Act.ASKED, by, at, (appeal,))
        await after_question(self.desk, self.clocks, asked, at)
        return asked


@dataclass(frozen=True, slots=True)
class AnswerAppeal:
    """Give the administration's answer, which stops the clock.

    `overruled` is what the check of the answer found and its author sent all the same.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: it has been answered or ended meanwhile.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self,
        appeal_id: int,
        by: int,
        text: str,
        attachments: tuple[Attachment, ...],
        at: datetime,
        *,
        overruled: str = "",
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        check_move(appeal, Status.ANSWERED)
        if overruled:
            await self.desk.history.add(appeal.id, HistoryEntry(Act.OVERRULED, at, by, overruled))
        words = HistoryEntry(Act.ANSWERED, at, by, text, attachments)
        return await give_answer(self.desk, self.clocks, appeal, words)


async def give_answer(
    desk: Desk, clocks: Clocks, appeal: Appeal, words: HistoryEntry, approved_by: int | None = None
) -> Appeal:
    """The answer goes, in its author's name, and what it promises is kept track of; rights are asked for before.

    `approved_by` is who let it go, where it wasn't its author.

    Raises:
        WrongStatus: the appeal can't be answered now.
    """
    ended = replace(move(appeal, Status.ANSWERED), assignee_id=appeal.assignee_id or words.actor_id)
    answered = clocks.follow(appeal, ended, words.at)
    await desk.appeals.save(answered)
    await desk.history.add(answered.id, words)
    await share(desk, answered, words)
    deed, by = (Act.ANSWERED, words.actor_id) if approved_by is None else (Act.APPROVED, approved_by)
    before, promised = (appeal, *await sharing(desk, appeal)), await desk.promises.of(appeal.id)
    await desk.deeds.remember(deed, by, words.at, before, promises=promised)
    await keep_track(desk, answered, words.text, words.at.astimezone(clocks.administration.zone).date(), words.at)
    await after_promise(desk, clocks, answered.id)
    await after_answer(desk, clocks, answered, await told_too(desk, answered), words.at)
    return answered


@dataclass(frozen=True, slots=True)
class RejectAppeal:
    """Refuse an appeal with a reason that the citizen is told.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, appeal_id: int, by: int, reason: str, at: datetime, attachments: tuple[Attachment, ...] = ()
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        ended = replace(move(appeal, Status.REJECTED), assignee_id=appeal.assignee_id or by)
        rejected = self.clocks.follow(appeal, ended, at)
        await self.desk.appeals.save(rejected)
        entry = HistoryEntry(Act.REJECTED, at, by, reason, attachments)
        await self.desk.history.add(rejected.id, entry)
        await share(self.desk, rejected, entry)
        await self.desk.deeds.remember(Act.REJECTED, by, at, (appeal, *await sharing(self.desk, appeal)))
        return rejected
