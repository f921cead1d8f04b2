"""Giving and taking roles."""

from __future__ import annotations

from dataclasses import replace

from appeals.audit import ROLE_GIVEN, ROLE_TAKEN
from appeals.errors import LastAdministrator, RoleOfSettings
from appeals.model import Role, StaffMember
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.value import dataclass


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Give a role, or another one. Returns whether anything has changed.

    Raises:
        NotStaff, NotAllowed
        RoleOfSettings: the person is an administrator by the settings.
        LastAdministrator: an administrator would give up their own role with nobody left to give roles.
    """

    desk: Desk

    async def __call__(self, member: StaffMember, by: int) -> bool:
        before = await _changeable(self.desk, member.vk_id, by, member.role)
        if before is not None and _role_of(before) == _role_of(member):
            return False
        named = replace(member, name=(before.name if before else "") or member.name)
        await self.desk.staff.give(named)
        self.desk.audit.add(ROLE_GIVEN, subject=str(member.vk_id), before=_role_of(before), after=_role_of(member))
        return True


@dataclass(frozen=True, slots=True)
class TakeRole:
    """Take somebody's role away, a manager's of the community too. Returns whom it was; None had none.

    Raises:
        NotStaff, NotAllowed, RoleOfSettings, LastAdministrator
    """

    desk: Desk

    async def __call__(self, vk_id: int, by: int) -> StaffMember | None:
        before = await _changeable(self.desk, vk_id, by, None)
        if before is not None:
            await self.desk.staff.withdraw(vk_id)
            self.desk.audit.add(ROLE_TAKEN, subject=str(vk_id), before=_role_of(before), after=_role_of(None))
        return before


async def _changeable(desk: Desk, vk_id: int, by: int, to: Role | None) -> StaffMember | None:
    """The person as they are, when their role may become `to`."""
    await require(desk, by, Right.STAFF)
    before = await desk.staff.get(vk_id)
    if to is not Role.ADMINISTRATOR and await desk.staff.is_of_settings(vk_id):
        raise RoleOfSettings
    steps_down = before is not None and before.role is Role.ADMINISTRATOR and to is not Role.ADMINISTRATOR
    if steps_down and not any(one.vk_id != vk_id for one in await desk.staff.administrators()):
        raise LastAdministrator
    return before


def _role_of(member: StaffMember | None) -> dict[str, str]:
    if member is None:
        return {"role": "", "department": ""}
    # A department that administration.toml gives stays with a person whose role has none.
    return {"role": member.role.value, "department": member.department if member.role is Role.EXECUTOR else ""}
