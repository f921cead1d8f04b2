"""A public remark becomes an appeal, is changed, taken away, or judged by a moderator."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.draft import MAX_TEXT
from appeals.errors import AlreadyFiled, RemarkOver
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry, Place
from appeals.ports import Desk, NewAppeal
from appeals.remarks import Remark, RemarkStatus
from appeals.rights import Right, require
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

ARROW = "\n→ "
"""Stands in the history between what a remark said before and what it says now."""


@dataclass(frozen=True, slots=True)
class FileRemark:
    """Turn a remark into an appeal with a number and deadlines.

    No consent is recorded: the person has said it to everybody, and the dialog asks before it takes anything more.

    Raises:
        AlreadyFiled: this very remark has become an appeal before.
    """

    desk: Desk
    administration: Administration
    calendar: WorkingCalendar

    async def __call__(self, citizen: Citizen, remark: Remark, at: datetime) -> Appeal:
        if filed := await self.desk.appeals.by_origin(remark.spot.origin):
            raise AlreadyFiled(filed)
        priority, due = Clocks(self.administration, self.calendar).start(UNKNOWN_CATEGORY, at)
        appeal = await self.desk.appeals.add(
            NewAppeal(
                number=await self.desk.appeals.next_number(at.astimezone(self.administration.zone).year),
                citizen_id=citizen.id,
                channel=remark.spot.venue.channel,
                category=UNKNOWN_CATEGORY,
                text=remark.text[:MAX_TEXT],
                place=Place(),
                contact="",
                attachments=remark.attachments,
                filed_at=at,
                react_by=due.react_by,
                due_at=due.answer_by,
                interim_by=due.interim_by,
                priority=priority,
                origin=remark.spot.origin,
            )
        )
        await self.desk.history.add(appeal.id, HistoryEntry(Act.FILED, at, citizen.vk_id))
        await self.desk.remarks.put(replace(remark, status=RemarkStatus.APPEAL, appeal_id=appeal.id))
        return appeal


@dataclass(frozen=True, slots=True)
class Reword:
    """The author has changed a remark of an appeal; what it said before stays in the history.

    Returns the appeal, or None when nothing has changed.
    """

    desk: Desk

    async def __call__(
        self, remark: Remark, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal | None:
        if (text, attachments) == (remark.text, remark.attachments):
            return None
        appeal = await get_appeal(self.desk, remark.appeal_id or 0)
        entry = HistoryEntry(Act.EDITED, at, remark.author_id, f"{remark.text}{ARROW}{text}", attachments)
        await self.desk.history.add(appeal.id, entry)
        await self.desk.remarks.put(replace(remark, text=text, attachments=attachments))
        if remark.status is RemarkStatus.APPEAL:
            appeal = replace(appeal, text=text[:MAX_TEXT], attachments=attachments)
            await self.desk.appeals.reword(appeal)
        return appeal


@dataclass(frozen=True, slots=True)
class MarkDeleted:
    """A remark of an appeal is gone from the public, or back again; the appeal stays.

    Returns the appeal, or None when nothing has changed.
    """

    desk: Desk

    async def __call__(self, remark: Remark, by: int, at: datetime, *, deleted: bool) -> Appeal | None:
        if deleted == remark.deleted:
            return None
        appeal = await get_appeal(self.desk, remark.appeal_id or 0)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.REMOVED if deleted else Act.RESTORED, at, by))
        await self.desk.remarks.put(replace(remark, deleted=deleted))
        return appeal


@dataclass(frozen=True, slots=True)
class JudgeCandidate:
    """A moderator says whether a candidate is an appeal. Of two at once one wins.

    Returns the remark as it stands now; one that is taken is still to be filed.

    Raises:
        NotStaff, NotAllowed
        RemarkOver: it has been judged, deleted, or become an appeal by itself.
    """

    desk: Desk

    async def __call__(self, remark_id: int, by: int, *, take: bool) -> Remark:
        await require(self.desk, by, Right.REGISTER)
        remark = await self.desk.remarks.get(remark_id)
        if remark is None or remark.status is not RemarkStatus.CANDIDATE or remark.deleted:
            raise RemarkOver
        return remark if take else await self.desk.remarks.put(replace(remark, status=RemarkStatus.DISMISSED, text=""))
