"""Citizens who aren't reached in VK: the desk passes words on, and writes down what the citizen said."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.errors import AppealNotFound, AppealsError
from appeals.model import Appeal, Citizen, Status
from appeals.rights import Right, require
from appeals.textcheck import has_meaning
from appeals.usecases.feedback import Reopen, Resolve
from appeals.usecases.registration import PassMessageOn, PassOn, RecordReply
from appeals.usecases.work import check_move, get_appeal
from handlers import registering
from handlers.cards import show_card
from handlers.heads import show_heads
from handlers.incoming import Pressed, Said
from handlers.known_outages import offer_joining
from handlers.refusals import explain
from handlers.registry import AppealCommand, Press
from handlers.rules import At, Typed
from handlers.states import Recording, Visitor
from handlers.turn import Turn
from handlers.writing import PROMPT_LIFE
from texts import buttons, by_hand, desk, people

labeler = BotLabeler()
"""Typed texts."""


async def press_passed_on(pressed: Pressed) -> str:
    """«Передано»."""
    turn = pressed.turn
    message_id, number = pressed.action.number("o"), pressed.action.number
    if message_id is not None:
        appeal = await PassMessageOn(turn.desk)(message_id, turn.user_id, turn.now)
    else:
        appeal = await PassOn(turn.desk)(number("n") or 0, number("w") or 0, turn.user_id, turn.now)
    await show_card(turn, appeal)
    return by_hand.passed_on(appeal)


async def press_record(pressed: Pressed) -> str:
    """«Записать ответ жителя»."""
    turn = pressed.turn
    if registering.is_open(turn):
        return by_hand.finish_first()
    appeal = await _by_hand(turn, pressed.action.number("n") or 0)
    await ask_for_reply(turn, appeal)
    return desk.WRITE_PRESS


async def press_resolved(pressed: Pressed) -> str:
    """«Решено», as the citizen told the member of staff."""
    turn = pressed.turn
    appeal = await _by_hand(turn, pressed.action.number("n") or 0)
    closed = await Resolve(turn.desk)(await _citizen(turn, appeal), appeal.id, turn.now, by=turn.user_id)
    await show_card(turn, closed)
    return by_hand.resolved(closed)


async def press_not_resolved(pressed: Pressed) -> str:
    """«Не решено», as the citizen told the member of staff."""
    reopened = await _reopened(pressed, partly=False)
    await show_heads(pressed.turn, reopened)
    return by_hand.reopened(reopened)


async def press_partly(pressed: Pressed) -> str:
    """«Частично», as the citizen told the member of staff."""
    return by_hand.reopened(await _reopened(pressed, partly=True))


async def _reopened(pressed: Pressed, *, partly: bool) -> Appeal:
    turn = pressed.turn
    appeal = await _by_hand(turn, pressed.action.number("n") or 0)
    reopen = Reopen(turn.desk, turn.administration, turn.office.calendar)
    reopened = await reopen(await _citizen(turn, appeal), appeal.id, turn.now, by=turn.user_id, partly=partly)
    await show_card(turn, reopened)
    return reopened


async def ask_for_reply(turn: Turn, appeal: Appeal) -> None:
    """Take this moderator's next message for what the citizen replied."""
    if appeal.status is not Status.WAITING_CITIZEN:
        check_move(appeal, Status.CLOSED if appeal.is_open else Status.IN_PROGRESS)
    member = await require(turn.desk, turn.user_id, Right.WORK, appeal)
    turn.enter(Recording.REPLY, n=appeal.id, at=int(turn.now.timestamp()))
    turn.say(by_hand.reply_prompt(appeal, people.addressed(member)))


async def recorded(said: Said, appeal: Appeal, text: str) -> None:
    """`/записать N текст`; without a text it is asked for."""
    turn = said.turn
    if not has_meaning(text) and not said.attachments:
        await ask_for_reply(turn, appeal)
        return
    appeal = await RecordReply(turn.desk, turn.clocks)(appeal.id, turn.user_id, text, said.attachments, turn.now)
    turn.say(by_hand.reply_recorded(appeal))
    await show_card(turn, appeal)
    await offer_joining(turn, appeal, text)


@labeler.message(At(Recording), Typed())
async def typed(said: Said) -> None:
    """What the citizen replied."""
    turn, payload = said.turn, said.turn.dialog.payload
    if said.does == buttons.CANCEL:
        drop(turn)
        return
    _stand_down(turn)
    if turn.now.timestamp() - payload["at"] > PROMPT_LIFE:
        turn.say(desk.prompt_expired())
    else:
        try:
            await recorded(said, await get_appeal(turn.desk, payload["n"]), said.text)
        except AppealsError as refusal:
            turn.say(await explain(turn, refusal, "text", payload["n"]))


COMMANDS = (AppealCommand("записать", Right.WORK, recorded, begins=True),)
PRESSES = (
    Press(buttons.PASSED_ON, Right.WORK, press_passed_on),
    Press(buttons.RECORD, Right.WORK, press_record),
    Press(buttons.TOLD_RESOLVED, Right.WORK, press_resolved),
    Press(buttons.TOLD_PARTLY, Right.WORK, press_partly),
    Press(buttons.TOLD_NOT_RESOLVED, Right.WORK, press_not_resolved),
)


def is_open(turn: Turn) -> bool:
    """Whether a reply is being written down here."""
    return turn.stands_in(Recording)


def drop(turn: Turn) -> None:
    """Write down nothing."""
    _stand_down(turn)
    turn.say(desk.dropped())


async def _by_hand(turn: Turn, appeal_id: int) -> Appeal:
    """An appeal whose citizen has no buttons of their own."""
    appeal = await get_appeal(turn.desk, appeal_id)
    await require(turn.desk, turn.user_id, Right.WORK, appeal)
    if not appeal.is_by_hand:
        raise AppealNotFound
    return appeal


async def _citizen(turn: Turn, appeal: Appeal) -> Citizen:
    citizen = await turn.desk.citizens.get(appeal.citizen_id)
    assert citizen is not None, "every appeal has its citizen"
    return citizen


def _stand_down(turn: Turn) -> None:
    if turn.peer_id == turn.user_id:
        turn.enter(Visitor.MENU)
    else:
        turn.leave()
