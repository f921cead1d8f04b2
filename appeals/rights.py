"""Who may do what at the desk. Every use case asks at the moment of use, whatever a button or a command says."""

from __future__ import annotations

from enum import StrEnum

from appeals.errors import NotAllowed, NotStaff
from appeals.model import Appeal, Role, StaffMember
from appeals.ports import Lookups


class Right(StrEnum):
    """One kind of deed.

    `SEE`: appeals without the person. `SEE_PERSON`: the citizen's name, contact and profile. `WORK`: take, ask, answer.
    `ROUTE`: decide whose an appeal is and what it is about, refuse it. `REGISTER`: bring in what was said elsewhere.
    `APPROVE`: let an answer go. `TEMPLATES`: change the words that all use. `STAFF`: give and take roles. `SETTINGS`:
    how the desk works. `AUDIT`: read who did what. `CONTROL`: keep an appeal under personal control. `ANNOUNCE`: write
    to many citizens at once.
    """

    SEE = "see"
    SEE_PERSON = "see_person"
    WORK = "work"
    ROUTE = "route"
    REGISTER = "register"
    APPROVE = "approve"
    TEMPLATES = "templates"
    STAFF = "staff"
    SETTINGS = "settings"
    AUDIT = "audit"
    CONTROL = "control"
    ANNOUNCE = "announce"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.HEAD: frozenset(Right) - {Right.STAFF},
    Role.MODERATOR: frozenset(
        {Right.SEE, Right.SEE_PERSON, Right.WORK, Right.ROUTE, Right.REGISTER, Right.TEMPLATES},
    ),
    Role.EXECUTOR: frozenset({Right.SEE, Right.SEE_PERSON, Right.WORK}),
    Role.OBSERVER: frozenset({Right.SEE}),
}


def may(member: StaffMember, right: Right, appeal: Appeal | None = None) -> bool:
    """Whether this member of staff has a right, and has it on this appeal.

    An executor's rights end with their department: an appeal of another one, or of none, is not theirs.
    """
    if right not in RIGHTS[member.role]:
        return False
    if appeal is None or member.role is not Role.EXECUTOR:
        return True
    return bool(member.department) and appeal.department == member.department


async def require(desk: Lookups, vk_id: int, right: Right, appeal: Appeal | None = None) -> StaffMember:
    """The member of staff with this VK id, who has the right now.

    Raises:
        NotStaff: the person has no role now, whatever they had before.
        NotAllowed: the role doesn't give this right, or not on this appeal.
    """
    if (member := await desk.staff.get(vk_id)) is None:
        raise NotStaff
    if not may(member, right, appeal):
        raise NotAllowed(member, right)
    return member
