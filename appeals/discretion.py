"""Who may know whose appeal it is, and the appeal without the person."""

from __future__ import annotations

from dataclasses import replace

from appeals.administration import Administration, Contacts
from appeals.leaks import masked
from appeals.model import Appeal, HistoryEntry, Role, StaffMember
from appeals.rights import RIGHTS, Right, may

PERSONAL_QUESTIONS = frozenset(
    {"first_name", "last_name", "patronymic_name", "email", "phone_number", "age", "birthday"}
)
"""VK's standard questions of a lead form whose answers tell of the person and not of the matter."""

NOTHING: frozenset[Right] = frozenset()


def rights_on(administration: Administration, member: StaffMember, appeal: Appeal) -> frozenset[Right]:
    """What a member of staff may do with an appeal. A department may be kept from knowing its citizens."""
    rights = frozenset(right for right in RIGHTS[member.role] if may(member, right, appeal))
    department = administration.department(member.department) if member.role is Role.EXECUTOR else None
    return rights - {Right.SEE_PERSON} if department and not department.personal_data else rights


def rights_in_chat(
    administration: Administration, moderator_chat: int | None, peer_id: int, appeal: Appeal
) -> frozenset[Right]:
    """What everybody who reads a chat may do with an appeal: those of moderators in their chat, those of executors in
    the chat of the appeal's department, nothing anywhere else.
    """
    if peer_id == moderator_chat:
        return RIGHTS[Role.MODERATOR]
    department = administration.department(appeal.department)
    if department is None or department.chat != peer_id:
        return NOTHING
    rights = RIGHTS[Role.EXECUTOR]
    return rights if department.personal_data else rights - {Right.SEE_PERSON}


def impersonal(appeal: Appeal, contacts: Contacts) -> Appeal:
    """The appeal without what tells whose it is: name, contact, the flat, the profile behind a comment.

    Of what is attached photos stay: documents and voices belong to a person. What the citizen says of themselves in
    free words can't be found.
    """
    return replace(
        appeal,
        citizen_vk_id=0,
        text=masked(appeal.text, contacts),
        question=masked(appeal.question, contacts),
        contact="",
        told_name="",
        place=replace(appeal.place, address=masked(appeal.place.address, contacts)),
        answers=tuple(
            replace(one, text=masked(one.text, contacts))
            for one in appeal.answers
            if one.question not in PERSONAL_QUESTIONS
        ),
        attachments=tuple(one for one in appeal.attachments if one.kind == "photo"),
        origin="",
    )


def impersonal_entry(entry: HistoryEntry, contacts: Contacts) -> HistoryEntry:
    """A row of the history without what tells of the person."""
    shown = tuple(one for one in entry.attachments if one.kind == "photo")
    return replace(entry, text=masked(entry.text, contacts), attachments=shown)
