"""Known outages: staff declare, put off and end them; citizens join and leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from appeals.errors import WrongStatus
from appeals.model import Act, Appeal, Citizen, HistoryEntry
from appeals.outage_matching import outage_meant
from appeals.outage_typed import check_until
from appeals.outages import (
    EARLIER,
    EARLIER_SEEN,
    MAX_ANSWER,
    MAX_DOING,
    MAX_OPEN,
    Declared,
    Fault,
    Outage,
    OutageRefused,
)
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.sharing import as_told
from appeals.textcheck import has_meaning
from appeals.usecases.approval import needs_approval
from appeals.usecases.feedback import own_appeal
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

DECLARED, EXTENDED, ENDED = "outage_declared", "outage_extended", "outage_ended"
"""Deeds in the journal; their subject is the outage's number."""


async def get_outage(desk: Desk, outage_id: int) -> Outage:
    """The outage of this number.

    Raises:
        OutageRefused: there is none.
    """
    if (outage := await desk.outages.get(outage_id)) is None:
        raise OutageRefused(Fault.UNKNOWN)
    return outage


@dataclass(frozen=True, slots=True)
class DeclareOutage:
    """Who writes of it from now on joins it.

    Raises:
        NotStaff, NotAllowed, OutageRefused
    """

    desk: Desk

    async def __call__(self, declared: Declared, by: int, at: datetime) -> Outage:
        await require(self.desk, by, Right.ROUTE)
        if len(await self.desk.outages.open()) >= MAX_OPEN:
            raise OutageRefused(Fault.TOO_MANY)
        outage = await self.desk.outages.add(declared, by, at)
        after = {"what": declared.what, "place": declared.place, "until": _said(declared.until)}
        self.desk.audit.add(DECLARED, subject=str(outage.id), after=after)
        return outage


@dataclass(frozen=True, slots=True)
class ExtendOutage:
    """It takes until another moment; everybody who joined is told. `doing` is what is being done, if that has changed.

    Raises:
        NotStaff, NotAllowed, OutageRefused
    """

    desk: Desk

    async def __call__(self, outage_id: int, until: datetime, doing: str, by: int, at: datetime) -> Outage:
        outage = await _going_on(self.desk, outage_id, by)
        if len(doing) > MAX_DOING:
            raise OutageRefused(Fault.LONG)
        told = replace(outage.told, until=check_until(until, at), doing=doing or outage.told.doing)
        if told == outage.told:
            return outage
        changed = replace(outage, told=told, revision=outage.revision + 1, proposal="")
        await self.desk.outages.save(changed)
        before, after = {"until": _said(outage.told.until)}, {"until": _said(told.until)}
        self.desk.audit.add(EXTENDED, subject=str(outage.id), before=before, after=after)
        return changed


@dataclass(frozen=True, slots=True)
class ProposeEnd:
    """Keep the answer with which an outage is to end, so that it can be looked at first.

    Raises:
        NotStaff, NotAllowed, OutageRefused
    """

    desk: Desk

    async def __call__(self, outage_id: int, answer: str, by: int) -> Outage:
        outage = await _going_on(self.desk, outage_id, by)
        if len(answer) > MAX_ANSWER:
            raise OutageRefused(Fault.LONG)
        if not has_meaning(answer):
            raise OutageRefused(Fault.HOW_TO_CHANGE)
        proposed = replace(outage, proposal=answer)
        await self.desk.outages.save(proposed)
        return proposed


@dataclass(frozen=True, slots=True)
class EndOutage:
    """It is over. With `answering` each of its appeals gets the answer that was proposed; without, they stay open.

    Everybody who joined is told later, one by one.

    Raises:
        NotStaff, NotAllowed
        OutageRefused: it is over already, another answer was proposed meanwhile, or answers need the head's approval.
    """

    desk: Desk

    async def __call__(self, outage_id: int, by: int, at: datetime, *, answering: bool, proposal: str) -> Outage:
        outage = await _going_on(self.desk, outage_id, by)
        if outage.proposal != proposal:
            raise OutageRefused(Fault.STALE)
        if answering and await needs_approval(self.desk, by):
            raise OutageRefused(Fault.NEEDS_APPROVAL)
        ended = replace(outage, ended_at=at, ended_by=by, answer=outage.proposal if answering else "")
        await self.desk.outages.save(ended)
        self.desk.audit.add(ENDED, subject=str(outage.id), after={"answer": ended.answer})
        return ended


@dataclass(frozen=True, slots=True)
class JoinOutage:
    """A new appeal joins the outage that it tells of; None when it tells of none.

    A citizen joins an outage once: who writes again, or has left it, wants a person. `kinds` are those of `[outages]`.
    """

    desk: Desk
    kinds: tuple[str, ...]

    async def __call__(self, appeal: Appeal, at: datetime) -> Outage | None:
        outages = await self.desk.outages.open()
        outage = outage_meant(outages, appeal, at, self.kinds) if outages else None
        return outage if outage is not None and await _tie(self.desk, outage, appeal, 0, at) else None


async def likely_outage(desk: Desk, appeal: Appeal, words: str, at: datetime, kinds: tuple[str, ...]) -> Outage | None:
    """The outage that an appeal may be joined to by a person: by its own words, or by these, said later."""
    outages = await desk.outages.open()
    if not outages or not appeal.is_open or await desk.outages.of_appeal(appeal.id) is not None:
        return None
    told = replace(appeal, text=words) if words else appeal
    return outage_meant(outages, told, at, kinds)


@dataclass(frozen=True, slots=True)
class JoinOne:
    """A member of staff joins an appeal to an outage. Returns both.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: the appeal is over.
        OutageRefused: the outage is over, or the appeal, or an earlier one of the citizen's, has joined one.
    """

    desk: Desk

    async def __call__(self, outage_id: int, appeal_id: int, by: int, at: datetime) -> tuple[Outage, Appeal]:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        outage = await get_outage(self.desk, outage_id)
        if outage.ended_at is not None:
            raise OutageRefused(Fault.OVER)
        if not appeal.is_open:
            raise WrongStatus(appeal, appeal.status)
        if not await _tie(self.desk, outage, appeal, by, at):
            raise OutageRefused(Fault.JOINED_ALREADY)
        return outage, appeal


async def told_before(desk: Desk, outage: Outage, at: datetime, kinds: tuple[str, ...]) -> Sequence[Appeal]:
    """New appeals that tell of an outage and were filed before it was declared, the oldest first."""
    found: list[Appeal] = []
    for appeal_id in await desk.outages.untied(at - EARLIER, limit=EARLIER_SEEN):
        appeal = await desk.appeals.get(appeal_id)
        if appeal is not None and outage_meant([outage], appeal, at, kinds) is not None:
            found.insert(0, appeal)
    return found


@dataclass(frozen=True, slots=True)
class JoinEarlier:
    """The appeals that told of an outage before it was declared join it, too. Returns it and them.

    Raises:
        NotStaff, NotAllowed, OutageRefused
    """

    desk: Desk
    kinds: tuple[str, ...]

    async def __call__(self, outage_id: int, by: int, at: datetime) -> tuple[Outage, Sequence[Appeal]]:
        outage = await _going_on(self.desk, outage_id, by)
        found = await told_before(self.desk, outage, at, self.kinds)
        return outage, [one for one in found if await _tie(self.desk, outage, one, by, at)]


@dataclass(frozen=True, slots=True)
class LeaveOutage:
    """The citizen says that their appeal is about something else. Returns it and the outage that it has left, if any.

    Raises:
        AppealNotFound: it isn't theirs.
    """

    desk: Desk

    async def __call__(self, citizen: Citizen, appeal_id: int, at: datetime) -> tuple[Appeal, Outage | None]:
        appeal = await own_appeal(self.desk, citizen, appeal_id)
        outage = await self.desk.outages.of_appeal(appeal.id)
        if outage is None or not (await as_told(self.desk, appeal)).is_open:
            return appeal, None
        await self.desk.outages.leave(appeal.id, at)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.OUTAGE_LEFT, at, citizen.vk_id))
        return appeal, outage


async def _tie(desk: Desk, outage: Outage, appeal: Appeal, by: int, at: datetime) -> bool:
    if not await desk.outages.join(outage, appeal.citizen_id, appeal.id, at):
        return False
    words = f"{outage.told.what}, {outage.told.place}"
    await desk.history.add(appeal.id, HistoryEntry(Act.OUTAGE_JOINED, at, by, words))
    return True


async def _going_on(desk: Desk, outage_id: int, by: int) -> Outage:
    """The outage, which may be changed.

    Raises:
        NotStaff, NotAllowed, OutageRefused
    """
    await require(desk, by, Right.ROUTE)
    outage = await get_outage(desk, outage_id)
    if outage.ended_at is not None:
        raise OutageRefused(Fault.OVER)
    return outage


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
