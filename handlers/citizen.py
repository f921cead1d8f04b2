"""A citizen outside the filing dialog: greeting, menu, words that no button asked for."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.autoreplies.entries import Where
from appeals.model import Appeal, Status
from appeals.sharing import as_told
from appeals.textcheck import (
    is_courtesy,
    is_kind_sign,
    is_thanks,
    looks_like_appeal,
    sounds_like_reply,
    speaks_of_thanks,
)
from appeals.usecases.filing import draft_origin
from handlers import auto_answers, filing, helped
from handlers.adding import clarified, comment, may_add
from handlers.incoming import Said, page_of
from handlers.own_appeals import ask_about_question, just_closed, reply_to_question
from handlers.rules import At, Does, Private, RepliesToUs, Replying
from handlers.states import AtDesk, Filing, Visitor
from handlers.turn import Turn
from handlers.verdicts import AWAITED_FOR, ask_about_answer, heard_thanks, just_answered
from handlers.words import Words
from texts import autoreplies, buttons, citizen
from texts import filing as filing_texts
from texts.reply import Reply

GOES_ON_FOR = 30 * 60
"""Seconds after the last piece of a reply for which the next message is a piece of it too."""

first_labeler = BotLabeler()
"""What works in every state: the menu's own buttons, and buttons under earlier messages."""

last_labeler = BotLabeler()
"""What is left when no step took the message."""


@first_labeler.message(Private(), Does(buttons.START))
async def start(said: Said) -> None:
    """«Начать»."""
    turn = said.turn
    if turn.stands_in(Filing) and turn.unfinished is not None:
        filing.offer(turn, turn.unfinished)
        return
    turn.enter(Visitor.MENU)
    if not turn.is_much_told:
        turn.say(citizen.greeting(turn.administration, turn.citizen))


@first_labeler.message(Private(), Does(buttons.CONTACTS))
async def contacts(said: Said) -> None:
    """«Контакты»."""
    said.turn.enter(Visitor.MENU)
    said.turn.say(citizen.contacts(said.turn.administration))


@first_labeler.message(Private(), Does(buttons.QUESTIONS))
async def questions(said: Said) -> None:
    """«Частые вопросы»: the list, a page of it, or one answer."""
    turn = said.turn
    turn.enter(Visitor.MENU)
    every = await turn.desk.autoreplies.all()
    told = {one.id: one for one in every if Where.MENU in one.where and one.holds(turn.today)}
    chosen = said.action.number("e") if said.action else None
    if chosen is not None:
        entry = told.get(chosen)
        turn.say(citizen.question_answer(entry) if entry else autoreplies.gone())
    else:
        turn.say(citizen.questions(list(told.values()), page_of(said)))


@first_labeler.message(Private(), Does(buttons.OTHER))
async def about_other(said: Said) -> None:
    """«Нет, о другом»: what was written begins an appeal of its own, if it tells of anything."""
    turn = said.turn
    words = Words.kept(turn.aside)
    turn.put_aside({})
    if looks_like_appeal(words.text, words.attachments):
        filing.begin_with(turn, words)
    else:
        turn.enter(Visitor.MENU)
        turn.say(citizen.not_understood())


@first_labeler.message(Private(), Replying(), RepliesToUs())
async def replied(said: Said, appeal: Appeal) -> None:
    """VK's «Ответить» on our message: the words belong to the appeal that it tells of, whatever else is open."""
    turn, words = said.turn, Words.of(said)
    appeal = await as_told(turn.desk, appeal)
    if is_thanks(said.text) and not said.attachments:
        await anything(said)
    elif appeal.awaits_reply:
        await clarified(turn, appeal.id, words)
    elif appeal.is_open:
        await comment(turn, appeal.id, words)
    elif appeal.awaits_verdict and not is_courtesy(said.text):
        ask_about_answer(turn, appeal, words)
    elif appeal.status is Status.CLOSED and not is_courtesy(said.text):
        if may_add(turn):
            await comment(turn, appeal.id, words)
    else:
        await anything(said)


@last_labeler.message(Private(), Does(buttons.CONFIRM))
async def confirmed_before(said: Said) -> None:
    """«Отправить» of a draft that is filed already: pressed twice, or on a second device."""
    turn = said.turn
    draft_id = said.action.number("d") if said.action else None
    origin = None if draft_id is None else draft_origin(turn.citizen, draft_id)
    filed = None if origin is None else await turn.desk.appeals.by_origin(origin)
    if filed is None:
        _stale(said)
    else:
        turn.say(filing_texts.already_filed(filed))


@last_labeler.message(Private(), At(Visitor), Does(buttons.BACK, buttons.CANCEL))
async def to_menu(said: Said) -> None:
    """«Назад» and «Отмена» where no question is open."""
    said.turn.enter(Visitor.MENU)
    said.turn.say(citizen.main_menu())


@last_labeler.message(Private(), At(Visitor.CLARIFYING, Visitor.COMMENTING))
async def tell_more(said: Said) -> None:
    """The reply to a moderator's question, or the words after «Не решено»; then what the person adds to them."""
    turn = said.turn
    appeal_id, told_at = turn.dialog.payload["n"], turn.dialog.payload.get("at")
    commenting = turn.stands_in(Visitor.COMMENTING)
    if commenting and not await _belongs(turn, appeal_id, told_at):
        await anything(said)
        return
    polite = is_thanks(said.text) or (told_at is not None and is_courtesy(said.text))
    if polite and not said.attachments:
        await _reply_to_little(said)
        return
    words = Words.of(said)
    if said.action is not None or not (words.attachments or words.text.strip()):
        # A reply is still awaited, so its buttons stay.
        turn.say(Reply(citizen.not_words().text) if said.action is None else citizen.stale_button())
        return
    await (comment if commenting else clarified)(turn, appeal_id, words)


@last_labeler.message(Private())
async def anything(said: Said) -> None:
    """A message that no step expects."""
    turn = said.turn
    if said.pressed or said.action is not None:
        _stale(said)
        return
    if is_thanks(said.text) and not said.attachments and await heard_thanks(turn):
        return
    first = not turn.stands_in(Visitor, Filing, AtDesk)
    if first:
        await _greet(said)
    words = Words.kept(turn.aside).then(Words.of(said)) if not is_thanks(said.text) else Words.of(said)
    turn.enter(Visitor.MENU)
    if await _goes_on(said, words):
        return
    if await auto_answers.answer(said) or await helped.go_on(said):
        return
    elif looks_like_appeal(said.text, said.attachments):
        if not first:
            await auto_answers.suggest(said, instead=False)
        filing.begin_with_words(said)
    elif turn.unfinished is not None and turn.unfinished.paused(turn.now):
        filing.offer(turn, turn.unfinished)
    elif not await auto_answers.suggest(said, instead=True) and not first:
        await _reply_to_little(said)


async def _greet(said: Said) -> None:
    """The greeting. It brings what may be meant beside an appeal that begins at once: nobody reads three messages."""
    hello = citizen.greeting(said.turn.administration, said.turn.citizen)
    begins = looks_like_appeal(said.text, said.attachments)
    if not (begins and await auto_answers.suggest(said, instead=False, head=hello.text)) and not said.turn.is_much_told:
        said.turn.say(hello)


async def _goes_on(said: Said, words: Words) -> bool:
    """Take words as what they may be about: an open question, one that was just closed, an answer that just came."""
    turn = said.turn
    waiting = [] if turn.told_again else await turn.desk.appeals.waiting_for(turn.citizen.id)
    if waiting and (words.attachments or words.text.strip()) and not is_thanks(said.text):
        await reply_to_question(turn, waiting, words)
    elif not is_courtesy(said.text) and (closed := await just_closed(turn)) is not None:
        ask_about_question(turn, closed, words)
    elif _may_be_about_answer(said.text) and (answered := await just_answered(turn)) is not None:
        ask_about_answer(turn, answered, Words.of(said))
    else:
        return False
    return True


async def _belongs(turn: Turn, appeal_id: int, told_at: int | None) -> bool:
    """Whether a message is what was asked for after «Не решено», or a further piece of what was told at `told_at`.

    A moderator's new question comes first: then the message is the reply to it.
    """
    found = await turn.desk.appeals.get(appeal_id)
    appeal = await as_told(turn.desk, found) if found is not None else None
    if appeal is None or not appeal.is_open:
        return False
    if told_at is None:
        since = turn.dialog.payload.get("since", turn.now.timestamp())
        return appeal.status is not Status.WAITING_CITIZEN and turn.now.timestamp() - since <= AWAITED_FOR
    return turn.now.timestamp() - told_at <= GOES_ON_FOR and not await turn.desk.appeals.waiting_for(turn.citizen.id)


def _may_be_about_answer(text: str) -> bool:
    return sounds_like_reply(text) or (speaks_of_thanks(text) and not is_thanks(text))


async def _reply_to_little(said: Said) -> None:
    """A helpful answer to what asks for nothing."""
    turn = said.turn
    if is_thanks(said.text):
        if not await heard_thanks(turn):
            turn.say(citizen.thanks())
    elif is_kind_sign(said.text):
        turn.say(citizen.thanks())
    elif said.unsupported and not said.text:
        turn.say(citizen.not_words())
    else:
        turn.say(citizen.not_understood())


def _stale(said: Said) -> None:
    said.turn.enter(Visitor.MENU)
    said.turn.say(citizen.stale_button() if said.pressed else citizen.main_menu())
