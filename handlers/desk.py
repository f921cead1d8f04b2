"""The moderators' desk: commands, presses of a card's buttons, and what a moderator types for a citizen.

Every deed checks the person's role at that moment, whatever the button or the command says.
"""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable

from loguru import logger
from vkbottle.bot import BotLabeler

from appeals.errors import AlreadyTaken, AmbiguousNumber, AppealNotFound, AppealsError, NotStaff, WrongStatus
from appeals.model import Appeal, Attachment, Status
from appeals.textcheck import has_meaning
from appeals.usecases.work import (
    AnswerAppeal,
    AskCitizen,
    RejectAppeal,
    TakeAppeal,
    check_move,
    find_appeal,
    get_appeal,
    require_staff,
)
from handlers.cards import case_of, show_card
from handlers.commands import Command
from handlers.incoming import Pressed, Said
from handlers.rules import Commanded, In, Typed
from handlers.states import AtDesk, Visitor
from handlers.turn import Turn
from texts import buttons, citizen, desk
from texts.reply import Reply

MAX_ANSWER = 3500
"""Characters that a moderator may send a citizen at once: with the tag and the number it fits one message of VK."""

PROMPT_LIFE = 30 * 60
"""Seconds for which a moderator's next message is taken for the citizen."""

message_labeler = BotLabeler()
"""Commands and typed texts."""


@message_labeler.message(Commanded())
async def command(said: Said, command: Command) -> None:
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
        turn.say(await explain(turn, refusal, f"/{command.name}"))


@message_labeler.message(In(AtDesk), Typed())
async def typed(said: Said) -> None:
    """The text that «Ответить», «Уточнить» or «Отклонить» asked for."""
    turn = said.turn
    if said.action is not None and said.action.name == buttons.CANCEL:
        _drop(turn)
        return
    state, appeal_id = turn.dialog.state, turn.dialog.payload.get("n")
    if state == str(AtDesk.PREVIEW) and said.is_chat:
        return  # colleagues talk in the chat while a preview waits for its button
    if _too_late(turn):
        _stand_down(turn)
        turn.say(desk.prompt_expired())
        return
    try:
        await require_staff(turn.desk, turn.user_id)
        appeal = await get_appeal(turn.desk, appeal_id if isinstance(appeal_id, int) else 0)
        if state == str(AtDesk.ASKING):
            await _ask(turn, appeal, said.text)
        elif state == str(AtDesk.REJECTING):
            await _reject(turn, appeal, said.text)
        else:
            await _preview(turn, appeal, said.text, said.attachments)
    except AppealsError as refusal:
        _stand_down(turn)
        turn.say(await explain(turn, refusal, "text"))


async def press(pressed: Pressed) -> None:
    """A callback button under a card, a list or a preview. The person is answered in place, whatever happens."""
    turn, name = pressed.turn, pressed.action.name
    deed = _PRESSES.get(name)
    try:
        await require_staff(turn.desk, turn.user_id)
        told = await deed(pressed) if deed else desk.STALE_PRESS
    except NotStaff as refusal:
        await explain(turn, refusal, name)
        told = desk.NOT_STAFF_PRESS
    except AppealsError as refusal:
        told = (await explain(turn, refusal, name)).text
    turn.speaker.answer_press(pressed.event_id, turn.user_id, turn.peer_id, told)


async def explain(turn: Turn, refusal: AppealsError, what: str) -> Reply:
    """Words for a refusal; refusals for want of a role are logged."""
    match refusal:
        case NotStaff():
            logger.warning("Отказ без роли: id{} в {} просит {}", turn.user_id, turn.peer_id, what)
            return desk.not_staff()
        case AlreadyTaken(appeal=appeal):
            holder = await turn.desk.staff.get(appeal.assignee_id or 0)
            return Reply(desk.already_taken(appeal, holder.name if holder and holder.name else "другой сотрудник"))
        case WrongStatus(appeal=appeal):
            return Reply(desk.wrong_status(appeal))
        case AmbiguousNumber():
            return desk.ambiguous_number()
        case AppealNotFound():
            return desk.no_such_appeal()
        case _:
            return Reply(desk.STALE_PRESS)


async def _run(said: Said, command: Command) -> None:
    turn = said.turn
    if (plain := _PLAIN_COMMANDS.get(command.name)) is not None:
        await plain(turn)
    elif (deed := _COMMANDS.get(command.name)) is not None:
        if command.number is None:
            turn.say(desk.number_needed(command.name))
        else:
            await deed(said, await find_appeal(turn.desk, command.number), command.text)
    else:
        nearest = difflib.get_close_matches(command.name, [*_PLAIN_COMMANDS, *_COMMANDS], 1, 0.6)
        turn.say(desk.unknown_command(command.name, nearest[0] if nearest else None))


async def _help(turn: Turn) -> None:
    turn.say(desk.help_text())


async def _list(turn: Turn, page: int = 0) -> None:
    found = await turn.desk.appeals.in_work(limit=desk.LIST_PAGE, offset=page * desk.LIST_PAGE)
    turn.say(desk.appeals_list(turn.administration, found, page))


async def _cancel(turn: Turn) -> None:
    _drop(turn)


async def _show(said: Said, appeal: Appeal, _text: str) -> None:
    turn = said.turn
    history = await turn.desk.history.of(appeal.id)
    members = [await turn.desk.staff.get(actor_id) for actor_id in {entry.actor_id for entry in history}]
    names = {member.vk_id: member.name for member in members if member}
    turn.say(desk.whole(turn.administration, await case_of(turn, appeal), history, names))


async def _take(said: Said, appeal: Appeal, _text: str) -> None:
    said.turn.say(Reply(await _taken(said.turn, appeal.id)))


async def _answer_command(said: Said, appeal: Appeal, text: str) -> None:
    if text or said.attachments:
        await _preview(said.turn, appeal, text, said.attachments)
    else:
        await _prompt_answer(said.turn, appeal)


async def _ask_command(said: Said, appeal: Appeal, text: str) -> None:
    await (_ask(said.turn, appeal, text) if text else _prompt_question(said.turn, appeal))


async def _reject_command(said: Said, appeal: Appeal, text: str) -> None:
    await (_reject(said.turn, appeal, text) if text else _prompt_reason(said.turn, appeal))


_PLAIN_COMMANDS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "помощь": _help,
    "обращения": _list,
    "отмена": _cancel,
}

_COMMANDS: dict[str, Callable[[Said, Appeal, str], Awaitable[None]]] = {
    "обращение": _show,
    "взять": _take,
    "ответ": _answer_command,
    "уточнить": _ask_command,
    "отклонить": _reject_command,
}


async def _taken(turn: Turn, appeal_id: int) -> str:
    before = await get_appeal(turn.desk, appeal_id)
    appeal = await TakeAppeal(turn.desk)(appeal_id, turn.user_id, turn.now)
    if before != appeal:
        turn.speaker.say(appeal.citizen_vk_id, citizen.taken(appeal), appeal_id=appeal.id)
        await show_card(turn, appeal)
    return desk.taken(appeal)


async def _ask(turn: Turn, appeal: Appeal, text: str) -> None:
    if not _sendable(turn, text):
        return
    asked = await AskCitizen(turn.desk)(appeal.id, turn.user_id, text, turn.now)
    _stand_down(turn)
    turn.speaker.say(asked.citizen_vk_id, citizen.question_asked(asked, text), appeal_id=asked.id)
    turn.say(desk.question_sent(asked))
    await show_card(turn, asked)


async def _reject(turn: Turn, appeal: Appeal, text: str) -> None:
    if not _sendable(turn, text):
        return
    rejected = await RejectAppeal(turn.desk)(appeal.id, turn.user_id, text, turn.now)
    _stand_down(turn)
    told = citizen.rejected(turn.administration, rejected, text)
    turn.speaker.say(rejected.citizen_vk_id, told, appeal_id=rejected.id)
    turn.say(desk.rejected(rejected))
    await show_card(turn, rejected)


async def _preview(turn: Turn, appeal: Appeal, text: str, attached: tuple[Attachment, ...]) -> None:
    """Show the answer as the citizen will see it; it goes only after «Отправить»."""
    check_move(appeal, Status.ANSWERED)
    if not _sendable(turn, text):
        if not turn.stands_in(AtDesk):
            _await_text(turn, AtDesk.ANSWERING, appeal)
        return
    key = turn.office.ids.random_id()
    stored = [[one.kind, one.reference, one.title] for one in attached]
    turn.enter(AtDesk.PREVIEW, n=appeal.id, k=key, text=text, attachments=stored)
    turn.say(desk.preview(citizen.answer(turn.administration, appeal, text, attached), appeal, key))


def _sendable(turn: Turn, text: str) -> bool:
    """Whether a text may go to a citizen; the moderator is told when not, and may try again."""
    if not has_meaning(text):
        turn.say(desk.empty_text())
    elif len(text) > MAX_ANSWER:
        turn.say(desk.too_long(MAX_ANSWER))
    else:
        return True
    return False


async def _prompt_answer(turn: Turn, appeal: Appeal) -> None:
    check_move(appeal, Status.ANSWERED)
    _await_text(turn, AtDesk.ANSWERING, appeal)
    turn.say(desk.answer_prompt(appeal, await _name(turn)))


async def _prompt_question(turn: Turn, appeal: Appeal) -> None:
    check_move(appeal, Status.REJECTED)
    _await_text(turn, AtDesk.ASKING, appeal)
    turn.say(desk.question_prompt(appeal, await _name(turn)))


async def _prompt_reason(turn: Turn, appeal: Appeal) -> None:
    check_move(appeal, Status.REJECTED)
    _await_text(turn, AtDesk.REJECTING, appeal)
    turn.say(desk.reason_prompt(appeal, await _name(turn)))


def _await_text(turn: Turn, state: AtDesk, appeal: Appeal) -> None:
    """Take this moderator's next message for the citizen."""
    turn.enter(state, n=appeal.id, at=int(turn.now.timestamp()))


def _too_late(turn: Turn) -> bool:
    """Whether the text was asked for so long ago that this message is likelier talk among colleagues."""
    asked = turn.dialog.payload.get("at")
    return isinstance(asked, int) and turn.now.timestamp() - asked > PROMPT_LIFE


async def _name(turn: Turn) -> str:
    return desk.member(await require_staff(turn.desk, turn.user_id))


def _drop(turn: Turn) -> None:
    begun = turn.stands_in(AtDesk)
    _stand_down(turn)
    turn.say(desk.dropped() if begun else desk.nothing_to_drop())


def _stand_down(turn: Turn) -> None:
    """Leave a desk state. A moderator in a private conversation is a citizen too and stands in the menu again."""
    if turn.stands_in(AtDesk):
        if turn.peer_id == turn.user_id:
            turn.enter(Visitor.MENU)
        else:
            turn.leave()


async def _pressed_appeal(pressed: Pressed) -> Appeal:
    return await get_appeal(pressed.turn.desk, pressed.action.number("n") or 0)


async def _press_take(pressed: Pressed) -> str:
    return await _taken(pressed.turn, pressed.action.number("n") or 0)


async def _press_answer(pressed: Pressed) -> str:
    await _prompt_answer(pressed.turn, await _pressed_appeal(pressed))
    return desk.WRITE_PRESS


async def _press_ask(pressed: Pressed) -> str:
    await _prompt_question(pressed.turn, await _pressed_appeal(pressed))
    return desk.WRITE_PRESS


async def _press_reject(pressed: Pressed) -> str:
    await _prompt_reason(pressed.turn, await _pressed_appeal(pressed))
    return desk.WRITE_PRESS


async def _press_list(pressed: Pressed) -> str:
    await _list(pressed.turn, max(0, pressed.action.number("page") or 0))
    return desk.DONE_PRESS


def _previewed(pressed: Pressed) -> bool:
    """Whether the press belongs to the preview that this moderator sees last."""
    dialog = pressed.turn.dialog
    return dialog.state == str(AtDesk.PREVIEW) and dialog.payload.get("k") == pressed.action.number("k")


async def _press_send(pressed: Pressed) -> str:
    turn = pressed.turn
    if not _previewed(pressed):
        return desk.preview_stale()
    text = str(turn.dialog.payload.get("text", ""))
    attached = tuple(Attachment(*item) for item in turn.dialog.payload.get("attachments", ()))
    appeal_id = int(turn.dialog.payload.get("n", 0))
    _stand_down(turn)
    appeal = await AnswerAppeal(turn.desk)(appeal_id, turn.user_id, text, attached, turn.now)
    told = citizen.answer(turn.administration, appeal, text, attached)
    turn.speaker.say(appeal.citizen_vk_id, told, appeal_id=appeal.id)
    turn.say(desk.answer_sent(appeal))
    await show_card(turn, appeal)
    return desk.DONE_PRESS


async def _press_edit(pressed: Pressed) -> str:
    if not _previewed(pressed):
        return desk.preview_stale()
    await _prompt_answer(pressed.turn, await _pressed_appeal(pressed))
    return desk.WRITE_PRESS


async def _press_drop(pressed: Pressed) -> str:
    if not _previewed(pressed):
        return desk.preview_stale()
    _drop(pressed.turn)
    return desk.DONE_PRESS


_PRESSES: dict[str, Callable[[Pressed], Awaitable[str]]] = {
    buttons.TAKE: _press_take,
    buttons.ANSWER: _press_answer,
    buttons.ASK: _press_ask,
    buttons.REJECT: _press_reject,
    buttons.LIST: _press_list,
    buttons.SEND_ANSWER: _press_send,
    buttons.EDIT_ANSWER: _press_edit,
    buttons.DROP_ANSWER: _press_drop,
}
