"""Who is told of an appeal: who works on it, who reads in which chat, who is in charge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from appeals.administration import Administration
from appeals.model import Appeal, Role, StaffMember
from appeals.reminder_rules import Step
from appeals.rights import Right, may
from appeals.value import dataclass
from storage.refusals import lost_chats
from storage.unit import Session


@dataclass(frozen=True, slots=True)
class Addressees:
    """The staff as it is now. Whoever can't be written to is stood in for by the chat where the appeal is read.

    `lost` are chats that VK let us write to no more when it was tried last: others stand in, in the end administrators.
    """

    administration: Administration
    moderator_chat: int | None
    members: Mapping[int, StaffMember]
    reachable: frozenset[int]
    lost: frozenset[int] = frozenset()

    @classmethod
    async def load(cls, session: Session, administration: Administration, moderator_chat: int | None) -> Addressees:
        """Read who works here, and who of them lets the community write."""
        members = {member.vk_id: member for member in await session.staff.members()}
        reachable = await session.citizens.reachable_among(list(members))
        chats = [one.chat for one in administration.departments if one.chat is not None]
        lost = await lost_chats(session, [*chats, moderator_chat] if moderator_chat is not None else chats)
        return cls(administration, moderator_chat, members, frozenset(reachable), lost)

    @property
    def is_nobody(self) -> bool:
        """Whether the staff isn't known yet."""
        return self.moderator_chat is None and not self.members

    def at(self, steps: Iterable[Step], appeal: Appeal) -> frozenset[int]:
        """The conversations in which these are told of an appeal."""
        return frozenset(peer for step in steps for peer in self._at(step, appeal))

    def desk(self, appeal: Appeal) -> list[int]:
        """The chat of the appeal's department, else the moderators', else each administrator."""
        department = self.administration.department(appeal.department)
        if department is not None and department.chat is not None and department.chat not in self.lost:
            return [department.chat]
        return self.moderators()

    def moderators(self) -> list[int]:
        """The moderators' chat; while there is none, or VK has it no more, each administrator."""
        administrators = self._with(Role.ADMINISTRATOR)
        if self.moderator_chat is None:
            return administrators
        instead = [one for one in administrators if one in self.reachable] if self.moderator_chat in self.lost else []
        return instead or [self.moderator_chat]

    def heads(self) -> list[int]:
        """The heads who can be written to; where there is none, the administrators."""
        heads = [one for one in self._with(Role.HEAD) if one in self.reachable]
        return heads or [one for one in self._with(Role.ADMINISTRATOR) if one in self.reachable]

    def duty(self) -> list[int]:
        """Those on duty who work here and can be written to; where nobody is named, the administrators."""
        named = self.administration.reminders.emergency.duty
        called = [one for one in named if one in self.members] if named else self._with(Role.ADMINISTRATOR)
        return [one for one in called if one in self.reachable]

    def _at(self, step: Step, appeal: Appeal) -> list[int]:
        match step:
            case Step.ASSIGNEE:
                member = self.members.get(appeal.assignee_id or 0)
                in_person = member is not None and member.vk_id in self.reachable and may(member, Right.SEE, appeal)
                return [member.vk_id] if member is not None and in_person else self.desk(appeal)
            case Step.DEPARTMENT:
                return self.desk(appeal)
            case Step.HEAD:
                return self.heads() or self.moderators()

    def _with(self, role: Role) -> list[int]:
        return [member.vk_id for member in self.members.values() if member.role is role]
