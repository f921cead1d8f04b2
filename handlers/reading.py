"""Reading at the desk: one appeal whole."""

from __future__ import annotations

from appeals.audit import VIEWED
from appeals.discretion import rights_on
from appeals.model import Appeal, Role, StaffMember
from appeals.rights import Right, require
from appeals.usecases.work import get_appeal
from handlers.cards import case_of, rights_at
from handlers.incoming import Pressed, Said
from handlers.registry import AppealCommand, Press
from handlers.turn import Turn
from texts import buttons, cards, desk, routing
from texts.reply import CHAT_PEERS


async def _rights(turn: Turn, member: StaffMember, appeal: Appeal) -> frozenset[Right]:
    """What this member may, as far as all who read along may it too."""
    rights = rights_on(turn.administration, member, appeal)
    return rights & await rights_at(turn, turn.peer_id, appeal) if turn.peer_id > CHAT_PEERS else rights


def department_here(turn: Turn, member: StaffMember) -> str | None:
    """Whose appeals are listed: an executor's and a department's chat have their own, None means all."""
    if member.role is Role.EXECUTOR:
        return member.department
    here = (one.id for one in turn.administration.departments if one.chat == turn.peer_id)
    return next(here, None) if turn.peer_id != turn.office.moderator_chat else None


async def _show(said: Said, appeal: Appeal, _text: str) -> None:
    await _open(said.turn, appeal)


async def _press_show(pressed: Pressed) -> str:
    """«Открыть» under a reminder."""
    await _open(pressed.turn, await get_appeal(pressed.turn.desk, pressed.action.number("n") or 0))
    return desk.DONE_PRESS


async def _open(turn: Turn, appeal: Appeal) -> None:
    member = await require(turn.desk, turn.user_id, Right.SEE, appeal)
    rights = await _rights(turn, member, appeal)
    if not rights:
        turn.say(routing.other_chat(appeal))
        return
    history = await turn.desk.history.of(appeal.id)
    members = [await turn.desk.staff.get(actor_id) for actor_id in {entry.actor_id for entry in history}]
    names = {member.vk_id: member.name for member in members if member}
    if Right.SEE_PERSON in rights:
        turn.desk.audit.add(VIEWED, appeal_id=appeal.id)
    case = await case_of(turn, appeal)
    turn.say(cards.whole(turn.administration, case, history, turn.now, names, rights))


COMMANDS = (AppealCommand("обращение", Right.SEE, _show),)
PRESSES = (Press(buttons.SHOW, Right.SEE, _press_show),)
