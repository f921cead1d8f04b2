"""What staff do with the clocks of an appeal: its priority, a later day, another body, news for the citizen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.clocks import Clocks
from appeals.days import OnDay, Until
from appeals.errors import ClockStands, NotLater, TooLate, WrongStatus
from appeals.model import Act, Appeal, Attachment, HistoryEntry, Priority, Status
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.sharing import sharing
from appeals.status import move
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

MAX_BODY = 120
"""Characters of another body's name."""


def check_runs(appeal: Appeal) -> None:
    """Refuse what only a running clock allows.

    Raises:
        WrongStatus: the appeal is answered or ended.
        ClockStands: it waits for its citizen.
    """
    if not appeal.is_open:
        raise WrongStatus(appeal, Status.IN_PROGRESS)
    if appeal.paused_at is not None:
        raise ClockStands(appeal)


def check_goes_on(appeal: Appeal) -> None:
    """Refuse what only an open appeal allows.

    Raises:
        WrongStatus: it is answered or ended.
    """
    if not appeal.is_open:
        raise WrongStatus(appeal, Status.IN_PROGRESS)


def put_off(clocks: Clocks, appeal: Appeal, until: Until, at: datetime) -> datetime:
    """The end of the working day to which a person wants the answer put off.

    A day that is named is the last one: the answer comes by its end. So many days more are no fewer.

    Raises:
        WrongStatus, ClockStands
        NotLater: that is no later than the present day.
        TooLate: it is later than the law allows.
    """
    check_runs(appeal)
    present = max(at, appeal.due_at)
    if isinstance(until, OnDay):
        to = clocks.end_by(until.day)
    else:
        to = clocks.later(present, until.days, working=until.working)
    if to <= present:
        raise NotLater(appeal)
    if to > (latest := clocks.latest(appeal)):
        raise TooLate(appeal, latest)
    return to


@dataclass(frozen=True, slots=True)
class ChangePriority:
    """Make an appeal more urgent, or less. The same priority again changes nothing.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: it is answered or ended.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, appeal_id: int, by: int, priority: Priority, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        check_goes_on(appeal)
        if appeal.priority is priority:
            return appeal
        changed = self.clocks.follow(appeal, replace(appeal, priority=priority), at)
        await self.desk.appeals.save(changed)
        await self.desk.history.add(changed.id, HistoryEntry(Act.PRIORITISED, at, by, priority))
        await self.desk.deeds.remember(Act.PRIORITISED, by, at, (appeal,))
        return changed


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """Put the answer off, with a reason that the citizen is told.

    The day and the reason stand in the history as the citizen read them.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus, ClockStands, NotLater, TooLate
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self,
        appeal_id: int,
        by: int,
        until: Until,
        reason: str,
        at: datetime,
        attachments: tuple[Attachment, ...] = (),
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        to = put_off(self.clocks, appeal, until, at)
        extended = self.clocks.extended(appeal, to, reason, at)
        await self.desk.appeals.save(extended)
        words = f"{to.astimezone(self.clocks.administration.zone):%d.%m.%Y}: {reason}"
        await self.desk.history.add(extended.id, HistoryEntry(Act.EXTENDED, at, by, words, attachments))
        await self.desk.deeds.remember(Act.EXTENDED, by, at, (appeal, *await sharing(self.desk, appeal)))
        return extended


@dataclass(frozen=True, slots=True)
class ForwardAppeal:
    """Hand an appeal over to another body: our clocks end and the legal one of that body runs.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self,
        appeal_id: int,
        by: int,
        body: str,
        words: str,
        at: datetime,
        attachments: tuple[Attachment, ...] = (),
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        ended = replace(move(appeal, Status.FORWARDED), assignee_id=appeal.assignee_id or by)
        forwarded = self.clocks.forwarded(self.clocks.follow(appeal, ended, at), body[:MAX_BODY], at)
        await self.desk.appeals.save(forwarded)
        entry = HistoryEntry(Act.FORWARDED, at, by, f"{body[:MAX_BODY]}\n{words}".strip(), attachments)
        await self.desk.history.add(forwarded.id, entry)
        await self.desk.deeds.remember(Act.FORWARDED, by, at, (appeal, *await sharing(self.desk, appeal)))
        return forwarded


@dataclass(frozen=True, slots=True)
class InformCitizen:
    """Tell the citizen how things stand: an interim answer. The appeal stays as it is.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: it is answered or ended.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, appeal_id: int, by: int, text: str, at: datetime, attachments: tuple[Attachment, ...] = ()
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        check_goes_on(appeal)
        informed = self.clocks.informed(appeal, at)
        await self.desk.appeals.save(informed)
        await self.desk.history.add(informed.id, HistoryEntry(Act.UPDATED, at, by, text, attachments))
        await self.desk.deeds.remember(Act.UPDATED, by, at, (appeal, *await sharing(self.desk, appeal)))
        return informed
