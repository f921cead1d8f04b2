"""The head reads answers before they go: «Согласовать», «Вернуть», `/согласование`; and the desk's switches."""

from __future__ import annotations

from dataclasses import replace

from vkbottle.bot import BotLabeler

from appeals.audit import VIEWED
from appeals.desk_settings import Setting
from appeals.errors import AnswerOver, AppealsError
from appeals.model import Telling
from appeals.rights import Right
from appeals.textcheck import has_meaning
from appeals.usecases.approval import ApproveAnswer, ReturnAnswer, waiting_answer
from appeals.usecases.settings import SwitchSetting
from appeals.usecases.work import get_appeal
from handlers import registering
from handlers.cards import rights_at, show_card
from handlers.incoming import Pressed, Said
from handlers.refusals import explain
from handlers.registry import PlainCommand, Press
from handlers.rules import At, Typed
from handlers.sending import answer_as_seen, send, told_besides
from handlers.states import Approving, Visitor
from handlers.submitting import to_approve
from handlers.turn import Turn
from handlers.words import Words
from handlers.writing import ANSWER, MAX_WORDS, PROMPT_LIFE, ask_for
from texts import approval, buttons, by_hand, desk
from texts.speaker import Priority

SHOWN = 5
"""Answers that `/согласование` shows at once."""

MOST = 100
"""Answers that are looked at for that: more than wait anywhere."""

labeler = BotLabeler()
"""The reason of a return."""


async def press_approve(pressed: Pressed) -> str:
    """«Согласовать»: the answer goes, in its author's name."""
    turn, answer_id = pressed.turn, pressed.action.number("a") or 0
    waits = await waiting_answer(turn.desk, answer_id)
    appeal = await get_appeal(turn.desk, waits.appeal_id)
    if not pressed.action.number("o") and await told_besides(turn, appeal, Telling.ANSWER):
        turn.desk.audit.add(VIEWED, appeal_id=appeal.id)
        turn.say(await to_approve(turn, appeal, waits))  # neighbours have joined since: no name of one may reach them
        return approval.LOOK_AGAIN_PRESS
    appeal, answer = await ApproveAnswer(turn.desk, turn.clocks)(answer_id, turn.user_id, turn.now)
    words = Words(answer.text, answer.attachments)
    # Words that somebody has to pass on by hand come to whoever wrote them, not to the head.
    as_author = replace(turn, peer_id=answer.peer_id, user_id=answer.author_id)
    await send(as_author, appeal, Telling.ANSWER, lambda told: answer_as_seen(turn, told, words), words)
    turn.speaker.say(answer.peer_id, approval.approved(appeal), priority=Priority.NOTICE)
    await show_card(turn, appeal)
    return approval.APPROVED_PRESS


async def press_return(pressed: Pressed) -> str:
    """«Вернуть»: the reason is asked for."""
    turn = pressed.turn
    if registering.is_open(turn):
        return by_hand.finish_first()
    answer = await waiting_answer(turn.desk, pressed.action.number("a") or 0)
    appeal = await get_appeal(turn.desk, answer.appeal_id)
    turn.enter(Approving.REASON, n=appeal.id, a=answer.id, at=int(turn.now.timestamp()))
    turn.say(approval.reason_prompt(appeal))
    return approval.REASON_PRESS


@labeler.message(At(Approving), Typed())
async def typed(said: Said) -> None:
    """What has to be changed in the answer."""
    turn, payload = said.turn, said.turn.dialog.payload
    if said.does == buttons.CANCEL:
        drop(turn)
    elif turn.now.timestamp() - payload["at"] > PROMPT_LIFE:
        stand_down(turn)
        turn.say(desk.prompt_expired())
    elif not has_meaning(said.text):
        turn.say(approval.reason_needed())
    elif len(said.text) > MAX_WORDS:
        turn.say(desk.too_long(MAX_WORDS, to_citizen=False))
    else:
        stand_down(turn)
        try:
            await _return(turn, payload["a"], said.text)
        except AppealsError as refusal:
            turn.say(await explain(turn, refusal, "text", payload["n"]))


async def _return(turn: Turn, answer_id: int, reason: str) -> None:
    appeal, answer = await ReturnAnswer(turn.desk)(answer_id, turn.user_id, reason, turn.now)
    turn.speaker.say(answer.peer_id, approval.returned_to_author(appeal, answer, reason), priority=Priority.NOTICE)
    if answer.peer_id != turn.peer_id:
        turn.say(approval.returned(appeal))
    await show_card(turn, appeal)


async def press_again(pressed: Pressed) -> str:
    """«Ответить заново» under an answer that was returned: its photos are kept."""
    turn = pressed.turn
    if registering.is_open(turn):
        return by_hand.finish_first()
    answer = await turn.desk.approvals.get(pressed.action.number("a") or 0)
    if answer is None:
        raise AnswerOver
    await ask_for(turn, ANSWER, await get_appeal(turn.desk, answer.appeal_id), answer.attachments)
    return desk.WRITE_PRESS


async def _waiting(said: Said, _words: str) -> None:
    """`/согласование`."""
    turn = said.turn
    waiting = []
    for answer in await turn.desk.approvals.waiting(limit=MOST):
        appeal = await get_appeal(turn.desk, answer.appeal_id)
        if Right.SEE_PERSON in await rights_at(turn, turn.peer_id, appeal):  # in a chat others read along
            waiting.append((appeal, answer))
    turn.say(approval.waiting(len(waiting)))
    for appeal, answer in waiting[:SHOWN]:
        turn.desk.audit.add(VIEWED, appeal_id=appeal.id)
        turn.say(await to_approve(turn, appeal, answer))


async def _settings(said: Said, _words: str) -> None:
    """`/настройки`."""
    for setting in Setting:
        said.turn.say(approval.settings(setting, on=await said.turn.desk.settings.is_on(setting)))


async def press_switch(pressed: Pressed) -> str:
    """«Включить» or «Выключить»: the button says which, so a second press does nothing more."""
    turn, name = pressed.turn, pressed.action.params.get("s")
    if name not in set(Setting):
        return desk.STALE_PRESS
    setting, on = Setting(name), bool(pressed.action.number("v"))
    if await SwitchSetting(turn.desk)(setting, on, turn.user_id):
        turn.say(approval.settings(setting, on=on))
    return approval.switched(setting, on=on)


def is_open(turn: Turn) -> bool:
    """Whether the reason of a return is awaited here."""
    return turn.stands_in(Approving)


def drop(turn: Turn) -> None:
    """Return nothing."""
    stand_down(turn)
    turn.say(desk.dropped())


def stand_down(turn: Turn) -> None:
    """Leave the state. In private the head is a citizen too and stands in the menu again."""
    if turn.peer_id == turn.user_id:
        turn.enter(Visitor.MENU)
    else:
        turn.leave()


COMMANDS = (
    PlainCommand("согласование", Right.APPROVE, _waiting),
    PlainCommand("настройки", Right.SETTINGS, _settings),
)
PRESSES = (
    Press(buttons.APPROVE, Right.APPROVE, press_approve),
    Press(buttons.RETURN, Right.APPROVE, press_return),
    Press(buttons.ANSWER_AGAIN, Right.WORK, press_again),
    Press(buttons.SWITCH, Right.SETTINGS, press_switch),
)
