"""Roles and rights in words."""

from __future__ import annotations

from appeals.model import Role, StaffMember
from appeals.rights import RIGHTS, Right
from texts.reply import MAX_SNACKBAR, cut

ROLES = {
    Role.ADMINISTRATOR: "администратор",
    Role.HEAD: "глава",
    Role.MODERATOR: "модератор",
    Role.EXECUTOR: "исполнитель",
    Role.OBSERVER: "наблюдатель",
}

NO_DEPARTMENT = "У вас не указан отдел. Попросите администратора: /сотрудник"
"""An executor without a department sees nothing."""

NOT_OUR_CITIZEN = "Это обращение не вашего отдела, или отдел работает без имён жителей"
"""An executor asks for a citizen whom they may not know."""


def not_allowed(member: StaffMember, right: Right) -> str:
    """The role doesn't give this right, or not on this appeal; fits a snackbar."""
    if right is Right.SEE_PERSON and right in RIGHTS[member.role] and member.department:
        return NOT_OUR_CITIZEN
    if right in RIGHTS[member.role]:
        return "Это обращение не вашего отдела" if member.department else NO_DEPARTMENT
    return cut(f"Это может сделать {_who(right)}. Ваша роль: {ROLES[member.role]}", MAX_SNACKBAR)


def _who(right: Right) -> str:
    """«модератор, глава или администратор», the least first."""
    able = [ROLES[role] for role in reversed(ROLES) if right in RIGHTS[role]]
    return f"{', '.join(able[:-1])} или {able[-1]}" if len(able) > 1 else able[0]
