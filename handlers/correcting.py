"""Putting an appeal right: what was asked for is taken from the next message, and a slip is taken back."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.errors import AppealsError
from appeals.model import Appeal
from appeals.rights import Right, require
from appeals.usecases.undo import Undo
from appeals.usecases.work import get_appeal
from handlers import changing, moving, prompts
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.refusals import explain
from handlers.registry import AppealCommand, Press
from handlers.rules import At, Typed
from handlers.states import Correcting
from handlers.turn import Turn
from handlers.writing import PROMPT_LIFE
from texts import buttons, corrections, desk
from texts.reply import Reply

labeler = BotLabeler()
"""Typed words."""


@labeler.message(At(Correcting), Typed())
async def typed(said: Said) -> None:
    """The words that a button or a command asked for."""
    turn, payload = said.turn, said.turn.dialog.payload
    if said.does == buttons.CANCEL:
        drop(turn)
        return
    previewed = turn.stands_in(Correcting.CONFIRM)
    if previewed and said.is_chat:
        return  # colleagues talk in the chat while a preview waits for its button
    if turn.now.timestamp() - payload["at"] > PROMPT_LIFE:
        prompts.stand_down(turn)
        turn.say(desk.prompt_expired())
        return
    run = _RUNS[payload["deed"]]
    try:
        appeal = await get_appeal(turn.desk, payload["n"])
        await require(turn.desk, turn.user_id, run.right, appeal)
        if run.name != moving.SPLIT:  # its questions may come one by one
            prompts.stand_down(turn)
        await run.run(said, appeal, said.text)
    except AppealsError as refusal:
        prompts.stand_down(turn)
        turn.say(await explain(turn, refusal, "text", payload["n"]))


async def undo(said: Said, appeal: Appeal, _text: str) -> None:
    """`/отменить N`."""
    said.turn.say(Reply(await _undone(said.turn, appeal.id, None)))


async def _press_undo(pressed: Pressed) -> str:
    return await _undone(pressed.turn, pressed.action.number("n") or 0, pressed.action.number("d"))


async def _undone(turn: Turn, appeal_id: int, deed_id: int | None) -> str:
    deed, appeals = await Undo(turn.desk)(appeal_id, turn.user_id, turn.now, deed_id)
    for appeal in reversed(appeals):
        await show_card(turn, appeal)
    return corrections.undone(appeals[0], deed.act)


def is_open(turn: Turn) -> bool:
    """Whether something is being put right here."""
    return turn.stands_in(Correcting)


def drop(turn: Turn) -> None:
    """Put nothing right."""
    prompts.stand_down(turn)
    turn.say(corrections.dropped())


COMMANDS = (AppealCommand("отменить", Right.WORK, undo),)
PRESSES = (Press(buttons.UNDO, Right.WORK, _press_undo),)

_RUNS = {command.name: command for command in (*changing.COMMANDS, *moving.COMMANDS)}
