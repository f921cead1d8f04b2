"""Putting an appeal right: what was asked for is taken from the next message, and a slip is taken back."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.errors import AppealsError
from appeals.model import Act, Appeal
from appeals.rights import Right, require
from appeals.undo import Deed
from appeals.usecases.registration import TOLD
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
from texts import buttons, corrections, desk, reminders
from texts.reply import Reply
from texts.speaker import Priority

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
    deed, appeals = await Undo(turn.desk, turn.clocks)(appeal_id, turn.user_id, turn.now, deed_id)
    for appeal in reversed(appeals):
        await show_card(turn, appeal)
    await _call_off(turn, deed)
    return corrections.undone(appeals[0], deed.act)


async def _call_off(turn: Turn, deed: Deed) -> None:
    """The desk has words of the deed to pass on, or was told that somebody has an emergency: it isn't so any more."""
    if deed.act is Act.ACCEPTED:
        for peer_id in dict.fromkeys([*await turn.desk_peers(), *await turn.desk_peers(deed.before[0])]):
            turn.speaker.say(peer_id, reminders.not_accepted(deed.before[0]), priority=Priority.NOTICE)
    if deed.act not in _TOLD or (deed.act is Act.PROMISE_KEPT and not _tells_of_kept(turn)):
        return
    for told in deed.before:
        citizen = await turn.desk.citizens.get(told.citizen_id)
        if told.is_by_hand or (citizen is not None and not citizen.reachable):
            for peer_id in await turn.desk_peers(deed.before[0], person=True):
                turn.speaker.say(peer_id, corrections.nothing_to_pass_on(told), priority=Priority.NOTICE)


def _tells_of_kept(turn: Turn) -> bool:
    return turn.administration.citizen_reminders.promise_news


def is_open(turn: Turn) -> bool:
    """Whether something is being put right here."""
    return turn.stands_in(Correcting)


def drop(turn: Turn) -> None:
    """Put nothing right."""
    prompts.stand_down(turn)
    turn.say(corrections.dropped())


COMMANDS = (AppealCommand("отменить", Right.WORK, undo),)
PRESSES = (Press(buttons.UNDO, Right.WORK, _press_undo),)

_TOLD = TOLD | {Act.APPROVED, Act.OPENED}
"""Deeds whose words the desk passes on to a citizen whom VK doesn't reach."""

_RUNS = {command.name: command for command in (*changing.COMMANDS, *moving.COMMANDS)}
