"""Whose an appeal is: a colleague's, a department's, or the moderators' again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from appeals.administration import Administration, Department
from appeals.clocks import Clocks
from appeals.errors import AlreadyTaken, CannotWork, MovedMeanwhile, NoSuchDepartment
from appeals.model import Act, Appeal, HistoryEntry, StaffMember, Status
from appeals.ports import Desk
from appeals.rights import Right, may, require
from appeals.status import move
from appeals.usecases.work import check_open, get_appeal
from appeals.value import dataclass

TOLD_AGAIN_AFTER = timedelta(hours=1)
"""A citizen isn't told of every move back and forth."""


@dataclass(frozen=True, slots=True)
class Routed:
    """What came of it. `changed` is false when it was so already; `tells_citizen` when they should know."""

    appeal: Appeal
    changed: bool = True
    tells_citizen: bool = False
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class GiveToColleague:
    """Give an appeal to a colleague who may work on it. It is in work from then on.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
        CannotWork: the colleague has no role for it.
        AlreadyTaken: another than `held_by` has it by now; None doesn't mind.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, appeal_id: int, by: int, to: int, at: datetime, *, held_by: int | None = None) -> Routed:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        check_open(appeal)
        colleague = await self.desk.staff.get(to)
        if colleague is None or not may(colleague, Right.WORK, appeal):
            raise CannotWork
        if appeal.assignee_id == to:
            return Routed(appeal, changed=False)
        if held_by is not None and (appeal.assignee_id or 0) != held_by:
            raise AlreadyTaken(appeal)
        waiting = appeal.status in (Status.IN_PROGRESS, Status.WAITING_CITIZEN)
        in_work = appeal if waiting else move(appeal, Status.IN_PROGRESS)
        given = self.clocks.follow(appeal, replace(in_work, assignee_id=to), at)
        await self.desk.appeals.save(given)
        await self.desk.history.add(given.id, HistoryEntry(Act.GIVEN, at, by, colleague.name))
        await self.desk.deeds.remember(Act.GIVEN, by, at, (appeal,))
        return Routed(given, tells_citizen=not waiting)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand an appeal to a department; whoever has it and doesn't work there has it no more.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
        NoSuchDepartment: it isn't in administration.toml.
        MovedMeanwhile: it is there already, or in another department by now than `came_from`; None doesn't mind.
    """

    desk: Desk
    administration: Administration

    async def __call__(
        self, appeal_id: int, by: int, department_id: str, at: datetime, *, came_from: str | None = None
    ) -> Routed:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        check_open(appeal)
        if (department := self.administration.department(department_id)) is None:
            raise NoSuchDepartment
        if appeal.department == department.id or came_from not in (None, appeal.department):
            raise MovedMeanwhile(appeal)
        tells = await self._is_news(appeal, department, at)
        moved = await _in_department(self.desk, appeal, department.id)
        await self.desk.history.add(moved.id, HistoryEntry(Act.HANDED_OVER, at, by, department.title))
        await self.desk.deeds.remember(Act.HANDED_OVER, by, at, (appeal,))
        return Routed(moved, tells_citizen=tells, came_from=appeal.department)

    async def _is_news(self, appeal: Appeal, department: Department, at: datetime) -> bool:
        """Whether the citizen should hear of it: not within the hour, and not of where they know it is."""
        moves = [entry for entry in await self.desk.history.of(appeal.id) if entry.act is Act.HANDED_OVER]
        if not moves:
            return True
        return at - moves[-1].at >= TOLD_AGAIN_AFTER and moves[-1].text != department.title


@dataclass(frozen=True, slots=True)
class HandBack:
    """A department's appeal goes back to the moderators. Executors say why; a moderator may take it without a word.

    Raises:
        NotStaff, NotAllowed, AppealNotFound, WrongStatus
        MovedMeanwhile: no department has it.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, reason: str, at: datetime) -> Routed:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        check_in_department(appeal)
        back = await _in_department(self.desk, appeal, "")
        await self.desk.history.add(back.id, HistoryEntry(Act.HANDED_BACK, at, by, reason))
        await self.desk.deeds.remember(Act.HANDED_BACK, by, at, (appeal,))
        return Routed(back, came_from=appeal.department)


def check_in_department(appeal: Appeal) -> None:
    """Refuse early what can't go back to the moderators.

    Raises:
        WrongStatus: the appeal is answered or ended.
        MovedMeanwhile: no department has it.
    """
    check_open(appeal)
    if not appeal.department:
        raise MovedMeanwhile(appeal)


def needs_reason(member: StaffMember) -> bool:
    """Whether the moderators must learn why: those who decide whose an appeal is needn't tell themselves."""
    return not may(member, Right.ROUTE)


async def able_colleagues(desk: Desk, appeal: Appeal) -> list[StaffMember]:
    """Who may get an appeal, but for whoever has it; the department's own executors first."""
    able = [
        one for one in await desk.staff.members() if may(one, Right.WORK, appeal) and one.vk_id != appeal.assignee_id
    ]
    return sorted(
        able, key=lambda one: (not appeal.department or one.department != appeal.department, one.name, one.vk_id)
    )


async def _in_department(desk: Desk, appeal: Appeal, department_id: str) -> Appeal:
    moved = replace(appeal, department=department_id)
    holder = await desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
    if holder is None or holder.department != department_id or not may(holder, Right.WORK, moved):
        moved = replace(moved, assignee_id=None)
    await desk.appeals.save(moved)
    return moved
