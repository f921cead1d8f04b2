"""The moderators' desk: commands and presses of buttons.

Every deed checks the person's role at that moment, whatever the button or the command says.
"""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable

from vkbottle.bot import BotLabeler

from appeals.errors import AppealsError, NotStaff
from appeals.model import Appeal, Telling
from appeals.usecases.work import TakeAppeal, find_appeal, get_appeal, require_staff
from handlers import candidates, manual_replies, passing, registering, writing
from handlers.cards import case_of, show_card
from handlers.commands import Command
from handlers.incoming import Pressed, Said
from handlers.refusals import explain
from handlers.rules import Commanded
from handlers.telling import tell_citizen
from handlers.turn import Turn
from texts import buttons, by_hand, citizen, desk
from texts.reply import Reply

labeler = BotLabeler()
"""Commands."""


@labeler.message(Commanded())
async def run(said: Said, command: Command) -> None:
    """A message that begins with `/`."""
    turn = said.turn
    if said.is_chat and turn.peer_id != turn.office.moderator_chat:
        if await turn.desk.staff.get(turn.user_id):
            turn.say(desk.chat_number(turn.peer_id))
        else:
            turn.say(citizen.only_private())
        return
    try:
        await require_staff(turn.desk, turn.user_id)
        await _run(said, command)
    except AppealsError as refusal:
        known = command.name in _PLAIN_COMMANDS or command.name in _COMMANDS
        turn.say(await explain(turn, refusal, f"/{command.name}" if known else "неизвестную команду"))


async def press(pressed: Pressed) -> None:
    """A callback button under a card, a list or a preview. The person is answered in place, whatever happens."""
    turn = pressed.turn
    deed = _PRESSES.get(pressed.action.name)
    name = f"кнопку {pressed.action.name}" if deed else "неизвестную кнопку"
    try:
        await require_staff(turn.desk, turn.user_id)
        told = await deed(pressed) if deed else desk.STALE_PRESS
    except NotStaff as refusal:
        await explain(turn, refusal, name)
        told = desk.NOT_STAFF_PRESS
    except AppealsError as refusal:
        told = (await explain(turn, refusal, name)).text
    turn.speaker.answer_press(pressed.event_id, turn.user_id, turn.peer_id, told)


async def _run(said: Said, command: Command) -> None:
    turn = said.turn
    if registering.is_open(turn) and command.name in _BEGINNING:
        turn.say(Reply(by_hand.finish_first()))
    elif (plain := _PLAIN_COMMANDS.get(command.name)) is not None:
        await plain(said, command.words)
    elif (deed := _COMMANDS.get(command.name)) is not None:
        if command.number is None:
            turn.say(desk.number_needed(command.name))
        else:
            await deed(said, await find_appeal(turn.desk, command.number), command.text)
    else:
        nearest = difflib.get_close_matches(command.name, [*_PLAIN_COMMANDS, *_COMMANDS], 1, 0.6)
        turn.say(desk.unknown_command(command.name, nearest[0] if nearest else None))


async def _help(said: Said, _words: str) -> None:
    said.turn.say(desk.help_text())


async def _list(said: Said, _words: str) -> None:
    await _show_list(said.turn, 0)


async def _show_list(turn: Turn, page: int) -> None:
    found = await turn.desk.appeals.in_work(limit=desk.LIST_PAGE, offset=page * desk.LIST_PAGE)
    turn.say(desk.appeals_list(turn.administration, found, page, turn.now))


async def _cancel(said: Said, _words: str) -> None:
    turn = said.turn
    if registering.is_open(turn):
        registering.drop(turn)
    elif passing.is_open(turn):
        passing.drop(turn)
    else:
        writing.drop(turn)


async def _show(said: Said, appeal: Appeal, _text: str) -> None:
    turn = said.turn
    history = await turn.desk.history.of(appeal.id)
    members = [await turn.desk.staff.get(actor_id) for actor_id in {entry.actor_id for entry in history}]
    names = {member.vk_id: member.name for member in members if member}
    turn.say(desk.whole(turn.administration, await case_of(turn, appeal), history, turn.now, names))


async def _take(said: Said, appeal: Appeal, _text: str) -> None:
    said.turn.say(Reply(await _taken(said.turn, appeal.id)))


async def _answer(said: Said, appeal: Appeal, text: str) -> None:
    await writing.commanded(said, writing.ANSWER, appeal, text)


async def _ask(said: Said, appeal: Appeal, text: str) -> None:
    await writing.commanded(said, writing.QUESTION, appeal, text)


async def _reject(said: Said, appeal: Appeal, text: str) -> None:
    await writing.commanded(said, writing.REFUSAL, appeal, text)


_PLAIN_COMMANDS: dict[str, Callable[[Said, str], Awaitable[None]]] = {
    "помощь": _help,
    "обращения": _list,
    "отмена": _cancel,
    "новое": registering.begin,
}

_COMMANDS: dict[str, Callable[[Said, Appeal, str], Awaitable[None]]] = {
    "обращение": _show,
    "взять": _take,
    "ответ": _answer,
    "уточнить": _ask,
    "отклонить": _reject,
    manual_replies.BOT: manual_replies.return_bot,
    "записать": passing.recorded,
}

_BEGINNING = frozenset({"ответ", "уточнить", "отклонить", "записать", "новое"})
"""Commands that begin something: a registration has to be over first."""


async def _taken(turn: Turn, appeal_id: int) -> str:
    before = await get_appeal(turn.desk, appeal_id)
    appeal = await TakeAppeal(turn.desk)(appeal_id, turn.user_id, turn.now)
    if before != appeal:
        if not await manual_replies.is_quiet(turn, appeal.citizen_vk_id):
            await tell_citizen(turn, appeal, citizen.taken(appeal), Telling.TAKEN)
        await show_card(turn, appeal)
    return desk.taken(appeal)


async def _press_take(pressed: Pressed) -> str:
    return await _taken(pressed.turn, pressed.action.number("n") or 0)


async def _press_write(pressed: Pressed) -> str:
    if registering.is_open(pressed.turn):
        return by_hand.finish_first()
    appeal = await get_appeal(pressed.turn.desk, pressed.action.number("n") or 0)
    await writing.ask_for(pressed.turn, writing.KINDS[pressed.action.name], appeal)
    return desk.WRITE_PRESS


async def _press_list(pressed: Pressed) -> str:
    await _show_list(pressed.turn, max(0, pressed.action.number("page") or 0))
    return desk.DONE_PRESS


_PRESSES: dict[str, Callable[[Pressed], Awaitable[str]]] = {
    buttons.TAKE: _press_take,
    **dict.fromkeys(writing.KINDS, _press_write),
    buttons.LIST: _press_list,
    buttons.SEND_ANSWER: writing.press_send,
    buttons.EDIT_ANSWER: writing.press_edit,
    buttons.DROP_ANSWER: writing.press_drop,
    buttons.RETURN_BOT: manual_replies.press_return,
    buttons.REGISTER: registering.press,
    buttons.PASSED_ON: passing.press_passed_on,
    buttons.RECORD: passing.press_record,
    buttons.TOLD_RESOLVED: passing.press_resolved,
    buttons.TOLD_NOT_RESOLVED: passing.press_not_resolved,
    buttons.TAKE_REMARK: candidates.press_take,
    buttons.DISMISS_REMARK: candidates.press_dismiss,
}
