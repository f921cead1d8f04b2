"""A citizen's words come to an appeal that is there already: the reply to a question, an addition."""

from __future__ import annotations

from appeals.errors import AppealNotFound, WrongStatus
from appeals.model import Act, Appeal
from appeals.sharing import as_told
from appeals.usecases.feedback import Clarify, Comment, own_appeal
from handlers.busy import closed_line
from handlers.cards import tell_news
from handlers.incoming import Said
from handlers.states import Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import citizen, own_appeals, personal


async def own(said: Said) -> Appeal | None:
    """The citizen's appeal that a button names, as they see it; a kind refusal when there is none."""
    turn = said.turn
    appeal_id = said.action.number("n") if said.action else None
    try:
        if appeal_id is None:
            raise AppealNotFound
        return await as_told(turn.desk, await own_appeal(turn.desk, turn.citizen, appeal_id))
    except AppealNotFound:
        turn.say(own_appeals.no_such_appeal())
        return None


def may_add(turn: Turn) -> bool:
    """Whether anything of the person may be taken; after the consent is withdrawn nothing is, and they are told why."""
    if turn.citizen.destroy_by is None:
        return True
    turn.enter(Visitor.MENU)
    turn.say(personal.nothing_taken(turn.administration, turn.citizen.destroy_by))
    return False


def awaits_words(turn: Turn, appeal: Appeal) -> None:
    """What comes next is what was asked for about the appeal."""
    turn.enter(Visitor.COMMENTING, n=appeal.id, since=int(turn.now.timestamp()))


async def clarified(turn: Turn, appeal_id: int, words: Words) -> None:
    """The reply to a moderator's question."""
    if not may_add(turn):
        return
    try:
        appeal = await Clarify(turn.desk, turn.clocks)(turn.citizen, appeal_id, words.text, words.attachments, turn.now)
    except WrongStatus as wrong:
        turn.enter(Visitor.MENU)
        turn.say(citizen.question_over(wrong.appeal))
        return
    await turn.desk.appeals.remember(turn.citizen, appeal.id, words.pieces)
    turn.put_aside({})
    may_go_on(turn, appeal)
    turn.say(citizen.clarified(turn.administration, appeal, turn.now, await closed_line(turn, appeal)))
    await tell_desk(turn, appeal, Act.CLARIFIED, words)


async def comment(turn: Turn, appeal_id: int, words: Words) -> None:
    """An addition to an open appeal."""
    appeal = await add_words(turn, appeal_id, words)
    may_go_on(turn, appeal)
    turn.say(citizen.comment_added(appeal, await closed_line(turn, appeal)))


async def add_words(turn: Turn, appeal_id: int, words: Words) -> Appeal:
    """Keep words with an appeal, whatever its status, and show them to the desk."""
    appeal = await Comment(turn.desk)(turn.citizen, appeal_id, words.text, words.attachments, turn.now)
    await turn.desk.appeals.remember(turn.citizen, appeal.id, words.pieces)
    await tell_desk(turn, appeal, Act.COMMENTED, words)
    return appeal


async def tell_desk(turn: Turn, appeal: Appeal, act: Act, words: Words | None = None) -> None:
    """Bring the citizen's news to the desk: a message that is noticed, and a card that is true."""
    told = words or Words("")
    await tell_news(turn, appeal, act, told.text, told.attachments)


def may_go_on(turn: Turn, appeal: Appeal) -> None:
    """People write in pieces: what comes next belongs to the same appeal."""
    turn.enter(Visitor.COMMENTING, n=appeal.id, at=int(turn.now.timestamp()))
