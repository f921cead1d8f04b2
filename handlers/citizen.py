"""A citizen outside the filing dialog: greeting, menu, own appeals, answers to questions, feedback."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from vkbottle.bot import BotLabeler

from appeals.errors import AppealNotFound, WrongStatus
from appeals.model import Act, Appeal, Status
from appeals.textcheck import is_courtesy, is_thanks, looks_like_appeal, sounds_like_reply
from appeals.usecases.feedback import Clarify, Comment, Reopen, Resolve, own_appeal
from appeals.usecases.filing import draft_origin
from handlers import filing
from handlers.cards import show_card
from handlers.incoming import Said
from handlers.rules import At, Does, Private, RepliesToUs
from handlers.states import AtDesk, Filing, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, citizen, notices
from texts import filing as filing_texts
from texts.reply import Reply

GOES_ON_FOR = 30 * 60
"""Seconds after the last piece of a reply for which the next message is a piece of it too."""

AWAITED_FOR = 24 * 3600
"""Seconds for which the words after «Не решено» or «Дополнить обращение» are awaited."""

ANSWER_IS_FRESH = timedelta(days=3)
"""How long after an answer a few words are likely to be about it."""

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
    index = said.action.number("q") if said.action else None
    if index is not None and 0 <= index < len(turn.administration.questions):
        turn.say(citizen.question_answer(turn.administration, index))
    else:
        turn.say(citizen.questions(turn.administration, _page(said)))


@first_labeler.message(Private(), Does(buttons.MY_APPEALS))
async def my_appeals(said: Said) -> None:
    """«Мои обращения»."""
    turn, page = said.turn, _page(said)
    turn.enter(Visitor.MENU)
    found = await turn.desk.appeals.of_citizen(turn.citizen.id, limit=citizen.PAGE, offset=page * citizen.PAGE)
    if page and not found.appeals:  # a forged or a very old button
        page = 0
        found = await turn.desk.appeals.of_citizen(turn.citizen.id, limit=citizen.PAGE, offset=0)
    turn.say(citizen.my_appeals(turn.administration, found, page))


@first_labeler.message(Private(), Does(buttons.OPEN_APPEAL))
async def open_appeal(said: Said) -> None:
    """One of the citizen's own appeals with its history."""
    turn = said.turn
    if (appeal := await _own(said)) is not None:
        history = await turn.desk.history.of(appeal.id)
        turn.say(citizen.one_appeal(turn.administration, appeal, history, turn.now))


@first_labeler.message(Private(), Does(buttons.CLARIFY))
async def clarify(said: Said) -> None:
    """«Ответить на вопрос»."""
    turn = said.turn
    appeal = await _own(said)
    if appeal is None:
        return
    if appeal.status is not Status.WAITING_CITIZEN:
        turn.say(citizen.question_over(appeal))
        if turn.aside and (waiting := await turn.desk.appeals.waiting_for(turn.citizen.id)):
            await _reply_to_question(turn, waiting, Words.kept(turn.aside))
        return
    if turn.aside:
        await _clarified(turn, appeal.id, Words.kept(turn.aside))
        return
    turn.enter(Visitor.CLARIFYING, n=appeal.id)
    turn.say(citizen.clarify_prompt(appeal))


@first_labeler.message(Private(), Does(buttons.RESOLVED, buttons.NOT_RESOLVED))
async def feedback(said: Said) -> None:
    """«Решено» or «Не решено», pressed under an answer or typed."""
    turn = said.turn
    if said.does == buttons.RESOLVED:
        turn.put_aside({})  # what was asked about is settled
    appeal = await _own(said) if said.pressed else await _last_answered(turn)
    if appeal is None:
        if not said.pressed:
            turn.say(citizen.main_menu())
        return
    try:
        if said.does == buttons.RESOLVED:
            closed = await Resolve(turn.desk)(turn.citizen, appeal.id, turn.now)
            turn.say(citizen.resolved(closed))
            await _tell(turn, closed, Act.RESOLVED)
        else:
            reopen = Reopen(turn.desk, turn.administration, turn.office.calendar)
            reopened = await reopen(turn.citizen, appeal.id, turn.now)
            await _tell(turn, reopened, Act.REOPENED)
            await _what_is_wrong(turn, reopened)
    except WrongStatus as wrong:
        turn.say(citizen.feedback_over(wrong.appeal))


@first_labeler.message(Private(), Does(buttons.ADD))
async def add(said: Said) -> None:
    """«Дополнить обращение»."""
    appeal = await _own(said)
    if appeal is None:
        return
    if appeal.status is Status.WAITING_CITIZEN:
        await clarify(said)
    elif appeal.is_open:
        _awaits_words(said.turn, appeal)
        said.turn.say(citizen.add_prompt(appeal))
    else:
        said.turn.enter(Visitor.MENU)
        said.turn.say(citizen.nothing_to_add_to(appeal))


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


@first_labeler.message(Private(), RepliesToUs())
async def replied(said: Said, appeal: Appeal) -> None:
    """VK's «Ответить» on our message: the words belong to the appeal that it tells of, whatever else is open."""
    turn, words = said.turn, Words.of(said)
    if appeal.status is Status.WAITING_CITIZEN:
        await _clarified(turn, appeal.id, words)
    elif appeal.is_open:
        await _comment(turn, appeal.id, words)
    elif appeal.status is Status.ANSWERED and not is_courtesy(said.text):
        _ask_about_answer(turn, appeal, words)
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
    if told_at is not None and is_courtesy(said.text) and not said.attachments:
        _reply_to_little(said)
        return
    words = Words.of(said)
    if said.action is not None or not (words.attachments or words.text.strip()):
        # A reply is still awaited, so its buttons stay.
        turn.say(Reply(citizen.not_words().text) if said.action is None else citizen.stale_button())
        return
    await (_comment if commenting else _clarified)(turn, appeal_id, words)


@last_labeler.message(Private())
async def anything(said: Said) -> None:
    """A message that no step expects."""
    turn = said.turn
    if said.pressed or said.action is not None:
        _stale(said)
        return
    first = not turn.stands_in(Visitor, Filing, AtDesk)
    if first:
        turn.say(citizen.greeting(turn.administration, turn.citizen))
    words = Words.kept(turn.aside).then(Words.of(said)) if not is_thanks(said.text) else Words.of(said)
    turn.enter(Visitor.MENU)
    waiting = [] if turn.was_told_now else await turn.desk.appeals.waiting_for(turn.citizen.id)
    if waiting and (words.attachments or words.text.strip()) and not is_thanks(said.text):
        await _reply_to_question(turn, waiting, words)
    elif sounds_like_reply(said.text) and (answered := await _just_answered(turn)) is not None:
        _ask_about_answer(turn, answered, Words.of(said))
    elif looks_like_appeal(said.text, said.attachments):
        filing.begin_with_words(said)
    elif turn.unfinished is not None and turn.unfinished.paused(turn.now):
        filing.offer(turn, turn.unfinished)
    elif not first:
        _reply_to_little(said)


async def _belongs(turn: Turn, appeal_id: int, told_at: int | None) -> bool:
    """Whether a message is what was asked for after «Не решено», or a further piece of what was told at `told_at`.

    A moderator's new question comes first: then the message is the reply to it.
    """
    appeal = await turn.desk.appeals.get(appeal_id)
    if appeal is None or not appeal.is_open:
        return False
    if told_at is None:
        since = turn.dialog.payload.get("since", turn.now.timestamp())
        return appeal.status is not Status.WAITING_CITIZEN and turn.now.timestamp() - since <= AWAITED_FOR
    return turn.now.timestamp() - told_at <= GOES_ON_FOR and not await turn.desk.appeals.waiting_for(turn.citizen.id)


def _reply_to_little(said: Said) -> None:
    """A helpful answer to what asks for nothing."""
    turn = said.turn
    if is_thanks(said.text):
        turn.say(citizen.thanks())
    elif said.unsupported and not said.text:
        turn.say(citizen.not_words())
    else:
        turn.say(citizen.not_understood())


def _page(said: Said) -> int:
    return max(0, (said.action.number("page") or 0) if said.action else 0)


def _stale(said: Said) -> None:
    said.turn.enter(Visitor.MENU)
    said.turn.say(citizen.stale_button() if said.pressed else citizen.main_menu())


async def _own(said: Said) -> Appeal | None:
    """The citizen's appeal that a button names; a kind refusal when there is none."""
    turn = said.turn
    appeal_id = said.action.number("n") if said.action else None
    try:
        if appeal_id is None:
            raise AppealNotFound
        return await own_appeal(turn.desk, turn.citizen, appeal_id)
    except AppealNotFound:
        turn.say(citizen.no_such_appeal())
        return None


async def _last_answered(turn: Turn) -> Appeal | None:
    page = await turn.desk.appeals.of_citizen(turn.citizen.id, limit=citizen.PAGE, offset=0)
    return next((appeal for appeal in page.appeals if appeal.status is Status.ANSWERED), None)


async def _just_answered(turn: Turn) -> Appeal | None:
    """The appeal that was answered last, if that is so fresh that a reply is likely to be about it."""
    appeal = await _last_answered(turn)
    if appeal is None:
        return None
    answers = [entry.at for entry in await turn.desk.history.of(appeal.id) if entry.act is Act.ANSWERED]
    return appeal if answers and turn.now - answers[-1] <= ANSWER_IS_FRESH else None


def _ask_about_answer(turn: Turn, appeal: Appeal, words: Words) -> None:
    turn.enter(Visitor.MENU)
    turn.put_aside(words.as_payload())
    turn.say(citizen.about_answer(appeal))


async def _what_is_wrong(turn: Turn, reopened: Appeal) -> None:
    """Ask what is still wrong, or take the words that led to «Не решено»."""
    words = Words.kept(turn.aside)
    turn.put_aside({})
    if not (words.text or words.attachments):
        _awaits_words(turn, reopened)
        turn.say(citizen.reopened(reopened))
        return
    await _add_words(turn, reopened.id, words)
    turn.say(citizen.reopened_with_words(reopened))


def _awaits_words(turn: Turn, appeal: Appeal) -> None:
    turn.enter(Visitor.COMMENTING, n=appeal.id, since=int(turn.now.timestamp()))


async def _reply_to_question(turn: Turn, waiting: Sequence[Appeal], words: Words) -> None:
    """Words are the reply to the open question; of several, the person says to which, and need not write again."""
    if len(waiting) == 1:
        await _clarified(turn, waiting[0].id, words)
    else:
        turn.enter(Visitor.MENU)
        turn.put_aside(words.as_payload())
        turn.say(citizen.which_question(waiting))


async def _clarified(turn: Turn, appeal_id: int, words: Words) -> None:
    try:
        appeal = await Clarify(turn.desk)(turn.citizen, appeal_id, words.text, words.attachments, turn.now)
    except WrongStatus as wrong:
        turn.enter(Visitor.MENU)
        turn.say(citizen.question_over(wrong.appeal))
        return
    await turn.desk.appeals.remember(turn.citizen, appeal.id, words.pieces)
    turn.put_aside({})
    _may_go_on(turn, appeal)
    turn.say(citizen.clarified(appeal))
    await _tell(turn, appeal, Act.CLARIFIED, words)


async def _comment(turn: Turn, appeal_id: int, words: Words) -> None:
    turn.say(citizen.comment_added(await _add_words(turn, appeal_id, words)))


async def _add_words(turn: Turn, appeal_id: int, words: Words) -> Appeal:
    appeal = await Comment(turn.desk)(turn.citizen, appeal_id, words.text, words.attachments, turn.now)
    await turn.desk.appeals.remember(turn.citizen, appeal.id, words.pieces)
    _may_go_on(turn, appeal)
    await _tell(turn, appeal, Act.COMMENTED, words)
    return appeal


def _may_go_on(turn: Turn, appeal: Appeal) -> None:
    """People write in pieces: what comes next belongs to the same appeal."""
    turn.enter(Visitor.COMMENTING, n=appeal.id, at=int(turn.now.timestamp()))


async def _tell(turn: Turn, appeal: Appeal, act: Act, words: Words | None = None) -> None:
    """Bring the citizen's news to the desk: a message that is noticed, and a card that is true."""
    told = words or Words("")
    await turn.tell_desk(notices.news(appeal, turn.citizen, act, told.text, told.attachments))
    await show_card(turn, appeal)
