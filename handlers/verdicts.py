"""After an answer: «Решено», «Частично», «Не решено», a mark, a word, and thanks."""

from __future__ import annotations

from datetime import timedelta

from vkbottle import ABCRule
from vkbottle.bot import BotLabeler

from appeals.errors import AppealNotFound, WrongStatus
from appeals.model import Act, Appeal, Status
from appeals.sharing import as_told
from appeals.textcheck import is_courtesy, looks_like_appeal, read_mark, speaks_of_thanks
from appeals.usecases.feedback import Reopen, Resolve
from appeals.usecases.opinions import Rate, Thank
from handlers.adding import add_words, awaits_words, may_add, may_go_on, own, tell_desk
from handlers.cards import show_card
from handlers.heads import show_heads
from handlers.incoming import Said
from handlers.rules import At, Does, Private
from handlers.states import AT_WORK, Filing, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, citizen, verdicts

AWAITED_FOR = 24 * 3600
"""Seconds for which the words after a verdict or «Дополнить обращение» are awaited."""

ANSWER_IS_FRESH = timedelta(days=3)
"""How long after an answer a few words are likely to be about it."""

_ABOUT_ANSWERS = (Act.ANSWERED, Act.VERDICT_ASKED, Act.UNJUDGED)

VERDICTS = (buttons.RESOLVED, buttons.PARTLY, buttons.NOT_RESOLVED)

labeler = BotLabeler()
"""Buttons that work in every state."""


@labeler.message(Private(), Does(*VERDICTS))
async def verdict(said: Said) -> None:
    """A verdict on the answer, pressed under it or typed."""
    turn = said.turn
    appeal = await own(said) if said.pressed else await last_judged(turn)
    if appeal is None:
        if not said.pressed:
            turn.say(citizen.main_menu())
        return
    if not may_add(turn):
        return
    try:
        judged = await _judge(turn, appeal, said.does)
    except WrongStatus as wrong:
        turn.say(verdicts.over(wrong.appeal))
        return
    # What the person wrote before we asked whether it is settled, and what came with the typed verdict itself.
    words = Words.kept(turn.aside).then(Words("", said.attachments))
    turn.put_aside({})
    told = bool(words.text or words.attachments)
    if told:
        if said.does != buttons.NOT_RESOLVED:
            await _count_thanks(turn, judged, words)
        await add_words(turn, judged.id, words)
    match said.does:
        case buttons.RESOLVED:
            await _confirmed(turn, judged, with_words=told)
        case buttons.PARTLY:
            (may_go_on if told else awaits_words)(turn, judged)
            turn.say(verdicts.partly(judged, with_words=told))
        case _ if told:
            may_go_on(turn, judged)
            turn.say(verdicts.reopened_with_words(judged))
        case _:
            awaits_words(turn, judged)
            turn.say(verdicts.reopened(judged))


@labeler.message(Private(), Does(buttons.RATE))
async def rate(said: Said) -> None:
    """A mark, pressed."""
    if (appeal := await own(said)) is not None:
        await _rated(said.turn, appeal, (said.action.number("r") or 0) if said.action else 0)


@labeler.message(Private(), Does(buttons.ABOUT))
async def about_closed(said: Said) -> None:
    """«О № …»: what was written belongs to the appeal that is closed."""
    turn = said.turn
    appeal, words = await own(said), Words.kept(turn.aside)
    if appeal is None or not may_add(turn):
        return
    turn.put_aside({})
    if words.text or words.attachments:
        _awaits_opinion(turn, appeal)
        await _opinion(turn, appeal, words)
    else:
        turn.say(citizen.stale_button())


@labeler.message(Private(), Does(buttons.NO_WORDS))
async def no_words(said: Said) -> None:
    """«Пропустить» under a verdict's question; what comes later is taken all the same."""
    said.turn.say(verdicts.skipped())


last_labeler = BotLabeler()
"""What is said while an opinion is awaited."""


@last_labeler.message(Private(), At(Visitor.OPINION, Visitor.COMMENTING), Does(buttons.SKIP))
async def skip(said: Said) -> None:
    """«Пропустить», typed."""
    said.turn.say(verdicts.skipped())


class AwaitsOpinion(ABCRule[Said]):
    """A word about a closed appeal is awaited, and this may be it; the handler gets the appeal."""

    async def check(self, event: Said) -> dict[str, Appeal] | bool:
        turn = event.turn
        if event.action is not None or not turn.stands_in(Visitor.OPINION):
            return False
        if is_courtesy(event.text) and not event.attachments:
            return False
        if turn.now.timestamp() - turn.dialog.payload["since"] > AWAITED_FOR:
            return False
        if await turn.desk.appeals.waiting_for(turn.citizen.id):
            return False  # a moderator's question comes first
        found = await turn.desk.appeals.get(turn.dialog.payload["n"])
        appeal = await as_told(turn.desk, found) if found is not None else None
        return {"appeal": appeal} if appeal is not None and appeal.status is Status.CLOSED else False


@last_labeler.message(Private(), AwaitsOpinion())
async def opinion(said: Said, appeal: Appeal) -> None:
    """A mark that was typed, or words and photos about the appeal; a whole story may be a new one, so we ask."""
    turn, words = said.turn, Words.of(said)
    if (mark := read_mark(said.text)) is not None and not words.attachments:
        await _rated(turn, appeal, mark)
    elif not (words.attachments or words.text.strip()):
        turn.say(citizen.not_words())
    elif looks_like_appeal(said.text, ()):
        turn.put_aside(words.as_payload())
        turn.say(verdicts.about_closed(appeal))
    else:
        await _opinion(turn, appeal, words)


class MarksWhatIsDone(ABCRule[Said]):
    """A typed mark with a verdict, while the appeal goes on and words are awaited; the handler gets mark and appeal."""

    async def check(self, event: Said) -> dict[str, object] | bool:
        turn, mark = event.turn, read_mark(event.text)
        if mark is None or event.action is not None or event.attachments or not turn.stands_in(Visitor.COMMENTING):
            return False
        appeal = await turn.desk.appeals.get(turn.dialog.payload["n"])
        acts = [entry.act for entry in await turn.desk.history.of(appeal.id)] if appeal is not None else []
        judged = [act for act in acts if act in (Act.ANSWERED, Act.PARTLY, Act.REOPENED, Act.RESOLVED)]
        return {"appeal": appeal, "mark": mark} if judged and judged[-1] in (Act.PARTLY, Act.RESOLVED) else False


@last_labeler.message(Private(), MarksWhatIsDone())
async def mark_typed(said: Said, appeal: Appeal, mark: int) -> None:
    """«4» after «Частично»: what is done gets a mark, and words about the rest are awaited still."""
    await _rated(said.turn, appeal, mark)


async def last_judged(turn: Turn) -> Appeal | None:
    """Whom a typed verdict means: the newest appeal that waits for one, else the newest of all if it has got one."""
    if (waits := await last_answered(turn)) is not None:
        return waits
    newest = (await turn.desk.appeals.of_citizen(turn.citizen.id, limit=1, offset=0)).appeals
    seen = [await as_told(turn.desk, appeal) for appeal in newest]
    return next((appeal for appeal in seen if appeal.status in (Status.CLOSED, Status.REOPENED)), None)


async def last_answered(turn: Turn) -> Appeal | None:
    """The newest appeal whose answer waits for a verdict."""
    page = await turn.desk.appeals.of_citizen(turn.citizen.id, limit=citizen.PAGE, offset=0)
    seen = [await as_told(turn.desk, appeal) for appeal in page.appeals]
    return next((appeal for appeal in seen if appeal.awaits_verdict), None)


async def just_answered(turn: Turn) -> Appeal | None:
    """The appeal that was answered last, if that is so fresh that a reply is likely to be about it; so is a question
    whether it is settled, or that it was closed without a word.
    """
    appeal = await last_answered(turn)
    if appeal is None:
        return None
    answers = [entry.at for entry in await turn.desk.history.of(appeal.id) if entry.act in _ABOUT_ANSWERS]
    return appeal if answers and turn.now - answers[-1] <= ANSWER_IS_FRESH else None


def ask_about_answer(turn: Turn, appeal: Appeal, words: Words) -> None:
    """Are these words about the answer? They wait aside."""
    turn.enter(Visitor.MENU)
    turn.put_aside(words.as_payload())
    turn.say(verdicts.about_answer(appeal))


async def heard_thanks(turn: Turn) -> bool:
    """«Спасибо» for an answer: counted once, and answered warmly once. False when it can't be about an answer."""
    thanks = await Thank(turn.desk)(turn.citizen, turn.now)
    if thanks is None:
        return False
    if thanks.is_courtesy:
        turn.say(citizen.thanks())
    elif thanks.is_first:
        turn.say(verdicts.thanked())
        await show_card(turn, thanks.appeal)
    return True


async def _judge(turn: Turn, appeal: Appeal, does: str | None) -> Appeal:
    if does == buttons.RESOLVED:
        judged, act = await Resolve(turn.desk)(turn.citizen, appeal.id, turn.now), Act.RESOLVED
    else:
        is_partly = does == buttons.PARTLY
        reopen = Reopen(turn.desk, turn.administration, turn.office.calendar)
        judged = await reopen(turn.citizen, appeal.id, turn.now, partly=is_partly)
        act = Act.PARTLY if is_partly else Act.REOPENED
        if not is_partly:
            await show_heads(turn, judged)
    await tell_desk(turn, judged, act)
    return judged


async def _confirmed(turn: Turn, appeal: Appeal, *, with_words: bool) -> None:
    """«Решено»: it is closed, unless somebody who asked about the same isn't content."""
    if (await as_told(turn.desk, appeal)).is_open:
        (may_go_on if with_words else awaits_words)(turn, appeal)
        turn.say(verdicts.resolved_for_one(appeal, with_words=with_words))
    else:
        _awaits_opinion(turn, appeal)
        turn.say(verdicts.resolved(appeal, with_words=with_words))


async def _rated(turn: Turn, appeal: Appeal, mark: int) -> None:
    if not may_add(turn):
        return
    try:
        rated = await Rate(turn.desk)(turn.citizen, appeal.id, mark, turn.now)
    except WrongStatus as wrong:
        turn.say(verdicts.rating_over(wrong.appeal))
    except AppealNotFound:
        turn.say(citizen.stale_button())
    else:
        turn.say(verdicts.rated(rated))
        await show_card(turn, rated)


async def _opinion(turn: Turn, appeal: Appeal, words: Words) -> None:
    await _count_thanks(turn, appeal, words)
    turn.say(verdicts.opinion_added(await add_words(turn, appeal.id, words)))


async def _count_thanks(turn: Turn, appeal: Appeal, words: Words) -> None:
    if speaks_of_thanks(words.text):
        await Thank(turn.desk)(turn.citizen, turn.now, appeal)


def _awaits_opinion(turn: Turn, appeal: Appeal) -> None:
    """The next words may be about the appeal; somebody in the middle of something else isn't taken out of it."""
    if not turn.stands_in(Filing, *AT_WORK):
        turn.enter(Visitor.OPINION, n=appeal.id, since=int(turn.now.timestamp()))
