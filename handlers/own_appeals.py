"""«Мои обращения»: the list, one appeal with its story, the answer to a question, an addition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from vkbottle.bot import BotLabeler

from appeals.model import Act, Appeal, Lapse
from appeals.sharing import as_told, story
from appeals.usecases.reminding import last_at
from handlers.adding import awaits_words, clarified, may_add, own
from handlers.incoming import Said, page_of
from handlers.rules import Does, Private
from handlers.states import Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, citizen, citizen_reminders, own_appeals

CLOSING_IS_FRESH = timedelta(days=3)
"""How long after an appeal was closed over a question words are likely to be the reply."""

labeler = BotLabeler()
"""Buttons that work in every state."""


@labeler.message(Private(), Does(buttons.MY_APPEALS))
async def my_appeals(said: Said) -> None:
    """«Мои обращения»."""
    turn, page = said.turn, page_of(said)
    turn.enter(Visitor.MENU)
    listed = turn.desk.appeals.shown_to
    found = await listed(turn.citizen.id, limit=citizen.PAGE, offset=page * citizen.PAGE)
    if page and not found.appeals:  # a forged or a very old button
        page = 0
        found = await listed(turn.citizen.id, limit=citizen.PAGE, offset=0)
    waiting = await turn.desk.appeals.waiting_for(turn.citizen.id)
    seen = tuple([await as_told(turn.desk, appeal) for appeal in found.appeals])
    turn.say(own_appeals.my_appeals(turn.administration, replace(found, appeals=seen), page, len(waiting)))


@labeler.message(Private(), Does(buttons.OPEN_APPEAL))
async def open_appeal(said: Said) -> None:
    """One of the citizen's own appeals with its history."""
    turn = said.turn
    if (appeal := await own(said)) is not None:
        history = await story(turn.desk, appeal)
        turn.say(own_appeals.one_appeal(turn.administration, appeal, history, turn.now, page_of(said)))


@labeler.message(Private(), Does(buttons.CLARIFY))
async def clarify(said: Said) -> None:
    """«Ответить на вопрос»."""
    turn = said.turn
    appeal = await own(said)
    if appeal is None or not may_add(turn):
        return
    if not appeal.awaits_reply:
        turn.say(citizen.question_over(appeal))
        if turn.aside and (waiting := await turn.desk.appeals.waiting_for(turn.citizen.id)):
            await reply_to_question(turn, waiting, Words.kept(turn.aside))
        return
    if turn.aside:
        await clarified(turn, appeal.id, Words.kept(turn.aside))
        return
    turn.enter(Visitor.CLARIFYING, n=appeal.id)
    turn.say(citizen.clarify_prompt(appeal))


@labeler.message(Private(), Does(buttons.ADD))
async def add(said: Said) -> None:
    """«Дополнить обращение»."""
    appeal = await own(said)
    if appeal is None:
        return
    if appeal.awaits_reply:
        await clarify(said)
    elif not appeal.is_open:
        said.turn.enter(Visitor.MENU)
        said.turn.say(citizen.nothing_to_add_to(appeal))
    elif may_add(said.turn):
        awaits_words(said.turn, appeal)
        said.turn.say(citizen.add_prompt(appeal))


async def reply_to_question(turn: Turn, waiting: Sequence[Appeal], words: Words) -> None:
    """Words are the reply to the open question; of several, the person says to which, and need not write again."""
    if len(waiting) == 1:
        await clarified(turn, waiting[0].id, words)
    else:
        turn.enter(Visitor.MENU)
        turn.put_aside(words.as_payload())
        turn.say(citizen.which_question(waiting))


async def just_closed(turn: Turn) -> Appeal | None:
    """The appeal that was closed over an open question, if that is so fresh that words are likely to be the reply."""
    page = await turn.desk.appeals.of_citizen(turn.citizen.id, limit=citizen.PAGE, offset=0)
    appeal = next((one for one in page.appeals if one.lapse is Lapse.NO_REPLY), None)
    closed_at = last_at(await turn.desk.history.of(appeal.id), Act.UNREPLIED) if appeal is not None else None
    return appeal if closed_at is not None and turn.now - closed_at <= CLOSING_IS_FRESH else None


def ask_about_question(turn: Turn, appeal: Appeal, words: Words) -> None:
    """Are these words the reply? They wait aside."""
    turn.enter(Visitor.MENU)
    turn.put_aside(words.as_payload())
    turn.say(citizen_reminders.about_question(appeal))
