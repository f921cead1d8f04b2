"""Taking an appeal."""

from __future__ import annotations

from appeals.model import Appeal, Status, Telling
from appeals.rights import Right
from appeals.usecases.work import TakeAppeal, get_appeal
from handlers import manual_replies
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.prompts import say_done
from handlers.registry import AppealCommand, Press
from handlers.telling import tell_citizen
from handlers.turn import Turn
from texts import buttons, citizen, desk
from texts.reply import Reply


async def _take(said: Said, appeal: Appeal, _text: str) -> None:
    told, changed = await _taken(said.turn, appeal.id)
    if changed:
        await say_done(said.turn, appeal, Reply(told))
    else:
        said.turn.say(Reply(told))


async def _press_take(pressed: Pressed) -> str:
    told, _ = await _taken(pressed.turn, pressed.action.number("n") or 0)
    return told


async def _taken(turn: Turn, appeal_id: int) -> tuple[str, bool]:
    """What to say, and whether anything has changed."""
    before = await get_appeal(turn.desk, appeal_id)
    appeal = await TakeAppeal(turn.desk, turn.clocks)(appeal_id, turn.user_id, turn.now)
    if before != appeal:
        # That a colleague goes on with what is in work already is no news for the citizen.
        is_news = before.status in (Status.NEW, Status.REOPENED)
        if is_news and not await manual_replies.is_quiet(turn, appeal.citizen_vk_id):
            await tell_citizen(turn, appeal, citizen.taken(appeal), Telling.TAKEN)
        await show_card(turn, appeal)
    return desk.taken(appeal), before != appeal


COMMANDS = (AppealCommand("взять", Right.WORK, _take),)
PRESSES = (Press(buttons.TAKE, Right.WORK, _press_take),)
