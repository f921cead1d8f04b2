"""Who may know whose appeal it is, and the appeal without the person."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from appeals.administration import Administration, Contacts
from appeals.leaks import masked, without_names
from appeals.model import Appeal, Citizen, HistoryEntry, Role, StaffMember
from appeals.rights import RIGHTS, Right, may

PERSONAL_QUESTIONS = frozenset(
    {"first_name", "last_name", "patronymic_name", "email", "phone_number", "age", "birthday"}
)
"""VK's standard questions of a lead form whose answers tell of the person and not of the matter."""

NOTHING: frozenset[Right] = frozenset()


def rights_on(administration: Administration, member: StaffMember, appeal: Appeal) -> frozenset[Right]:
    """What a member of staff may do with an appeal. A department may be kept from knowing its citizens; one that
    administration.toml names no more may not know them either.
    """
    rights = frozenset(right for right in RIGHTS[member.role] if may(member, right, appeal))
    if member.role is not Role.EXECUTOR:
        return rights
    department = administration.department(member.department)
    return rights if department is not None and department.personal_data else rights - {Right.SEE_PERSON}


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


def impersonal(appeal: Appeal, contacts: Contacts, citizen: Citizen | None = None) -> Appeal:
    """The appeal without what tells whose it is: name, contact, the flat, the profile behind a comment.

    Of what is attached photos stay: documents and voices belong to a person. What the citizen says of themselves in
    free words can't be found, but for the name that `citizen` has.
    """
    hidden = partial(impersonal_words, appeal=appeal, contacts=contacts, citizen=citizen)
    return replace(
        appeal,
        citizen_vk_id=0,
        text=hidden(appeal.text),
        question=hidden(appeal.question),
        contact="",
        told_name="",
        place=replace(appeal.place, address=masked(appeal.place.address, contacts)),
        answers=tuple(
            replace(one, text=hidden(one.text)) for one in appeal.answers if one.question not in PERSONAL_QUESTIONS
        ),
        attachments=tuple(one for one in appeal.attachments if one.kind == "photo"),
        origin="",
    )


def impersonal_entry(
    entry: HistoryEntry, appeal: Appeal, contacts: Contacts, citizen: Citizen | None = None
) -> HistoryEntry:
    """A row of an appeal's history without what tells of the person."""
    shown = tuple(one for one in entry.attachments if one.kind == "photo")
    return replace(entry, text=impersonal_words(entry.text, appeal, contacts, citizen), attachments=shown)


def impersonal_words(text: str, appeal: Appeal, contacts: Contacts, citizen: Citizen | None = None) -> str:
    """The words without the names that we know and without what looks like a secret."""
    first, last = (citizen.first_name, citizen.last_name) if citizen is not None else ("", "")
    return without_person(text, contacts, first, last, appeal.told_name)


def without_person(text: str, contacts: Contacts | None, first: str, last: str, told_name: str) -> str:
    """The words without these names of the citizen and without what looks like a secret."""
    return masked(without_names(without_names(text, first, last), "", *told_name.split()), contacts)
