"""The moderators' desk: which commands and buttons there are, and who may use them.

Every deed checks the person's rights at that moment, whatever the button or the command says.
"""

from __future__ import annotations

import difflib
from types import MappingProxyType

from vkbottle.bot import BotLabeler

from appeals.errors import AppealsError, NotStaff
from appeals.rights import Right, may, require
from appeals.usecases.work import find_appeal
from handlers import (
    announced,
    announcing,
    approving,
    autoreplies,
    busy,
    candidates,
    changing,
    clocks,
    control,
    correcting,
    cut_short,
    emergencies,
    finding,
    handing,
    journal,
    manual_replies,
    moving,
    outages,
    passing,
    promises,
    reading,
    registering,
    staffing,
    taking,
    templates,
    writing,
)
from handlers.commands import Command
from handlers.incoming import Pressed, Said
from handlers.refusals import explain
from handlers.registry import AppealCommand, DeskCommand, PlainCommand
from handlers.rules import Commanded, Slashed
from handlers.turn import Turn
from texts import by_hand, citizen, desk, help
from texts.reply import Reply

labeler = BotLabeler()
"""Commands."""


@labeler.message(Slashed(), Commanded())
async def run(said: Said, command: Command) -> None:
    """A message that begins with `/`."""
    turn = said.turn
    if said.is_chat and turn.peer_id not in turn.office.desk_chats:
        if await turn.desk.staff.get(turn.user_id):
            turn.say(desk.chat_number(turn.peer_id))
        else:
            turn.say(citizen.only_private())
        return
    known = COMMANDS.get(command.name)
    try:
        await require(turn.desk, turn.user_id, known.right if known else Right.SEE)
        await _run(said, command, known)
    except AppealsError as refusal:
        about = await _appeal_of(turn, command) if isinstance(known, AppealCommand) else None
        turn.say(await explain(turn, refusal, f"/{command.name}" if known else "?", about))


async def press(pressed: Pressed) -> None:
    """A callback button under a card, a list or a preview. The person is answered in place, whatever happens."""
    turn = pressed.turn
    known = PRESSES.get(pressed.action.name)
    try:
        await require(turn.desk, turn.user_id, known.right if known else Right.SEE)
        if cut_short.is_open(turn) and pressed.action.number("k") is not None:
            told = cut_short.press(turn)  # a button of what was being written
        else:
            told = await known.run(pressed) if known else desk.STALE_PRESS
    except AppealsError as refusal:
        about = await turn.desk.appeals.get(pressed.action.number("n") or 0)
        explained = (await explain(turn, refusal, known.name if known else "?", about.id if about else None)).text
        told = desk.NOT_STAFF_PRESS if isinstance(refusal, NotStaff) else explained
    turn.speaker.answer_press(pressed.event_id, turn.user_id, turn.peer_id, told)


async def _appeal_of(turn: Turn, command: Command) -> int | None:
    """The appeal that a refused command was about, where that is certain."""
    try:
        return (await find_appeal(turn.desk, command.number)).id if command.number is not None else None
    except AppealsError:
        return None


async def _run(said: Said, command: Command, known: DeskCommand | None) -> None:
    turn = said.turn
    if known is None:
        nearest = difflib.get_close_matches(command.name, COMMANDS, 1, 0.6)
        turn.say(help.unknown_command(command.name, nearest[0] if nearest else None))
    elif known.begins and registering.is_open(turn):
        turn.say(Reply(by_hand.finish_first()))
    elif isinstance(known, PlainCommand):
        await known.run(said, command.words)
    elif command.number is None:
        turn.say(help.number_needed(known.name))
    else:
        appeal = await find_appeal(turn.desk, command.number)
        await require(turn.desk, turn.user_id, known.right, appeal)
        await known.run(said, appeal, command.text)


async def _help(said: Said, words: str) -> None:
    turn = said.turn
    member = await require(turn.desk, turn.user_id, Right.SEE)
    allowed = {name for name, command in COMMANDS.items() if may(member, command.right)}
    name = words.lower().replace("ё", "е").lstrip("/ ").split(" ", 1)[0]
    if not name:
        turn.say(help.help_text(allowed))
    elif name in allowed:
        turn.say(help.help_on(name))
    else:
        nearest = difflib.get_close_matches(name, allowed, 1, 0.6)
        turn.say(help.unknown_command(name, nearest[0] if nearest else None))


async def _cancel(said: Said, _words: str) -> None:
    turn = said.turn
    if registering.is_open(turn):
        registering.drop(turn)
    elif passing.is_open(turn):
        passing.drop(turn)
    elif handing.is_open(turn):
        handing.drop(turn)
    elif correcting.is_open(turn):
        correcting.drop(turn)
    elif approving.is_open(turn):
        approving.drop(turn)
    elif announcing.is_open(turn):
        announcing.drop(turn)
    elif cut_short.is_open(turn):
        cut_short.drop(turn)
    else:
        writing.drop(turn)


_PARTS = (
    reading,
    finding,
    taking,
    writing,
    clocks,
    handing,
    correcting,
    changing,
    moving,
    manual_replies,
    registering,
    passing,
    candidates,
    control,
    staffing,
    journal,
    approving,
    templates,
    promises,
    outages,
    busy,
    announcing,
    announced,
    autoreplies,
    emergencies,
)
"""Modules with a `COMMANDS` and a `PRESSES` of their own."""

COMMANDS = MappingProxyType(
    {
        command.name: command
        for command in (
            PlainCommand("помощь", Right.SEE, _help),
            PlainCommand("отмена", Right.SEE, _cancel),
            *(command for part in _PARTS for command in part.COMMANDS),
        )
    }
)
PRESSES = MappingProxyType({press.name: press for part in _PARTS for press in part.PRESSES})
