"""`/сотрудник`: who works at the desk; giving and taking roles."""

from __future__ import annotations

from appeals.departments import departments_meant
from appeals.model import Role, StaffMember
from appeals.rights import Right
from appeals.roles_typed import means_none, role_meant
from appeals.selection import Scope, Selection
from appeals.usecases.staffing import GiveRole, TakeRole
from appeals.usecases.work import holder_of
from handlers.cards import show_card
from handlers.incoming import Said
from handlers.persons import Meant, person_meant
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import staffing
from texts.reply import Reply
from texts.speaker import Priority
from texts.words import FORWARDED

FREED_SHOWN = 20
"""Appeals that are named when nobody has them any more; the others are found by `/обращения`."""


async def _run(said: Said, words: str) -> None:
    turn = said.turn
    meant = _meant(said, words)
    if meant is None and not _own(words):
        turn.say(staffing.everybody(turn.administration, await turn.desk.staff.members()))
    elif meant is None:
        turn.say(staffing.who_is_meant())
    elif not meant.vk_id:
        turn.say(staffing.short_name(meant.name))
    elif not meant.words:
        known = await turn.desk.staff.get(meant.vk_id)
        turn.say(staffing.one(turn.administration, known, meant.vk_id))
    elif means_none(meant.words):
        await _take(turn, meant.vk_id)
    else:
        await _give(turn, meant)


def _meant(said: Said, words: str) -> Meant | None:
    """The person named in the command, or whoever wrote the message that it replies to or forwards."""
    named = person_meant(_own(words))
    if named is not None or said.shown_author is None:
        return said.turn.office.short_names.resolved(named) if named is not None else None
    return Meant(said.shown_author, "", _own(words))


def _own(words: str) -> str:
    """The command's own words: those of a forwarded message are put after them."""
    return words.partition(FORWARDED)[0].strip()


async def _give(turn: Turn, meant: Meant) -> None:
    word, _, rest = meant.words.partition(" ")
    role = role_meant(word)
    if role is None:
        turn.say(staffing.no_such_role(word))
        return
    department = ""
    if role is Role.EXECUTOR:
        fitting = departments_meant(turn.administration, rest)
        if len(fitting) != 1:
            turn.say(staffing.department_needed(turn.administration, meant.vk_id))
            return
        department = fitting[0].id
    elif rest.strip():
        turn.say(staffing.no_such_role(meant.words))
        return
    if turn.office.short_names.is_nobody(meant):
        turn.say(staffing.nobody(meant.vk_id))
        return
    member = StaffMember(meant.vk_id, role, meant.name, department)
    changed = await GiveRole(turn.desk)(member, turn.user_id)
    known = await turn.desk.staff.get(meant.vk_id) or member
    turn.say(staffing.given(turn.administration, known, changed=changed))
    if changed:
        await _tell(turn, meant.vk_id, staffing.you_are(turn.administration, known))
        await show_freed(turn, meant.vk_id)


async def _take(turn: Turn, vk_id: int) -> None:
    before = await TakeRole(turn.desk)(vk_id, turn.user_id)
    turn.say(staffing.taken(before, vk_id))
    if before is not None:
        await _tell(turn, vk_id, staffing.you_are_nobody())
        await show_freed(turn, vk_id)


async def show_freed(turn: Turn, vk_id: int) -> None:
    """Tell the desk which open appeals nobody has any more, for whoever had them may not work on them now."""
    zone = turn.administration.zone
    held = await turn.desk.finding.select(
        Selection(assignee_id=vk_id), Scope(), vk_id, turn.now, zone, limit=FREED_SHOWN, offset=0
    )
    freed = [appeal for appeal in held.appeals if await holder_of(turn.desk, appeal) is None]
    if not freed:
        return
    for appeal in freed:
        await show_card(turn, appeal)
    await turn.tell_desk(staffing.freed(freed, held.counts.total - len(held.appeals)))


async def _tell(turn: Turn, vk_id: int, reply: Reply) -> None:
    """Tell the person concerned, unless they did it themselves or can't be written to."""
    if vk_id != turn.user_id and await turn.desk.citizens.reachable_among([vk_id]):
        turn.speaker.say(vk_id, reply, priority=Priority.NOTICE)


COMMANDS = (PlainCommand("сотрудник", Right.STAFF, _run),)
PRESSES: tuple[Press, ...] = ()
