"""Reading at the desk: lists of appeals and one appeal whole."""

from __future__ import annotations

from appeals.audit import VIEWED
from appeals.model import Appeal
from appeals.rights import Right
from handlers.cards import case_of
from handlers.incoming import Pressed, Said
from handlers.registry import AppealCommand, PlainCommand, Press
from handlers.turn import Turn
from texts import buttons, cards, desk


async def _list(said: Said, _words: str) -> None:
    await _show_list(said.turn, 0)


async def _show_list(turn: Turn, page: int) -> None:
    found = await turn.desk.appeals.in_work(limit=cards.LIST_PAGE, offset=page * cards.LIST_PAGE)
    turn.say(cards.appeals_list(turn.administration, found, page, turn.now))


async def _show(said: Said, appeal: Appeal, _text: str) -> None:
    turn = said.turn
    history = await turn.desk.history.of(appeal.id)
    members = [await turn.desk.staff.get(actor_id) for actor_id in {entry.actor_id for entry in history}]
    names = {member.vk_id: member.name for member in members if member}
    turn.desk.audit.add(VIEWED, appeal_id=appeal.id)
    turn.say(cards.whole(turn.administration, await case_of(turn, appeal), history, turn.now, names))


async def _press_list(pressed: Pressed) -> str:
    await _show_list(pressed.turn, max(0, pressed.action.number("page") or 0))
    return desk.DONE_PRESS


COMMANDS = (PlainCommand("обращения", Right.SEE, _list), AppealCommand("обращение", Right.SEE, _show))
PRESSES = (Press(buttons.LIST, Right.SEE, _press_list),)
