"""A citizen comes from the thread to the private conversation by the link under their comment."""

from __future__ import annotations

import re

from vkbottle import ABCRule
from vkbottle.bot import BotLabeler

from appeals.model import Act, Appeal, Status
from appeals.remarks import spot_of
from appeals.textcheck import is_small_talk
from appeals.usecases.feedback import Clarify, Comment
from appeals.usecases.filing import GiveConsent
from handlers.cards import tell_news
from handlers.incoming import Said
from handlers.rules import At, ByLink, Private
from handlers.states import AtDesk, Linked, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, citizen, linked

_REF = re.compile(r"a(\d{1,10})", re.ASCII)

first_labeler = BotLabeler()
"""The link itself: it works in every state of a citizen."""

_LEAVES = frozenset({buttons.START, buttons.CONTACTS, buttons.QUESTIONS, buttons.MY_APPEALS, buttons.FILE})
"""What else would end the question about consent."""

labeler = BotLabeler()
"""The answer about personal data."""


class Followed(ABCRule[Said]):
    """The author of an appeal has followed its link; the handler gets the appeal.

    VK may bring the link's mark with every message that follows, so it counts once, and again with «Начать». To
    anybody else the link means nothing: they are greeted as usual.
    """

    async def check(self, event: Said) -> dict[str, Appeal] | bool:
        turn, starts = event.turn, event.does == buttons.START
        match = _REF.fullmatch(event.ref)
        if match is None or turn.stands_in(AtDesk) or (event.pressed and not starts):
            return False
        appeal = await turn.desk.appeals.get(int(match[1]))
        if appeal is None or appeal.citizen_id != turn.citizen.id or spot_of(appeal.origin) is None:
            return False
        first = await turn.desk.remarks.follow_link(appeal.id)
        return {"appeal": appeal} if first or starts else False


@first_labeler.message(Private(), ByLink(), Followed())
async def arrived(said: Said, appeal: Appeal) -> None:
    """Show the appeal; take more about it once the person has agreed to that."""
    turn = said.turn
    history = await turn.desk.history.of(appeal.id)
    turn.say(linked.welcome(turn.administration, turn.citizen, appeal, history, turn.now))
    words = Words.of(said) if said.action is None and not is_small_talk(said.text) else Words("")
    if not appeal.is_open:
        turn.enter(Visitor.MENU)
    elif turn.citizen.consent_version == turn.administration.consent.version:
        await _take(turn, appeal, words)
    else:
        turn.enter(Linked.CONSENT, n=appeal.id, **words.as_payload())
        turn.say(linked.consent(turn.administration))


class WouldLoseWords(ABCRule[Said]):
    """The menu, while words wait for the consent: it would end the question, and they would be lost."""

    async def check(self, event: Said) -> bool:
        kept = Words.kept(event.turn.dialog.payload)
        return event.does in _LEAVES and bool(kept.text or kept.attachments)


@first_labeler.message(Private(), At(Linked.CONSENT), WouldLoseWords())
async def consent_first(said: Said) -> None:
    """The consent is asked for again; «Назад» leads away."""
    said.turn.say(linked.consent_needed(said.turn.administration))


@labeler.message(Private(), At(Linked.CONSENT))
async def consent(said: Said) -> None:
    """«Согласен», «Не согласен», or words that wait for it."""
    turn, kept = said.turn, Words.kept(said.turn.dialog.payload)
    match said.does:
        case buttons.AGREE:
            await GiveConsent(turn.desk, turn.administration)(turn.citizen, turn.now)
            appeal = await turn.desk.appeals.get(turn.dialog.payload["n"])
            if appeal is None or not appeal.is_open:
                turn.enter(Visitor.MENU)
                turn.say(citizen.main_menu())
            else:
                await _take(turn, appeal, kept)
        case buttons.DISAGREE:
            await turn.desk.citizens.forget(turn.citizen)  # what waited for it; the public appeal stays
            turn.dialog.draft = None
            turn.enter(Visitor.MENU)
            turn.say(linked.without_consent())
        case buttons.BACK | buttons.CANCEL:
            turn.enter(Visitor.MENU)
            turn.say(citizen.main_menu())
        case _:
            more = Words.of(said) if said.action is None else Words("")
            turn.enter(Linked.CONSENT, n=turn.dialog.payload["n"], **kept.then(more).as_payload())
            turn.say(linked.consent_needed(turn.administration))


async def _take(turn: Turn, appeal: Appeal, words: Words) -> None:
    """Add what has been written; without words, wait for them."""
    waits = appeal.status is Status.WAITING_CITIZEN
    if not words.text.strip() and not words.attachments:
        turn.enter(Visitor.CLARIFYING if waits else Visitor.COMMENTING, n=appeal.id)
        turn.say(citizen.clarify_prompt(appeal) if waits else linked.tell_more(appeal))
        return
    add = Clarify(turn.desk, turn.clocks) if waits else Comment(turn.desk)
    told = await add(turn.citizen, appeal.id, words.text, words.attachments, turn.now)
    await turn.desk.appeals.remember(turn.citizen, told.id, words.pieces)
    turn.enter(Visitor.COMMENTING, n=told.id, at=int(turn.now.timestamp()))
    turn.say(citizen.clarified(turn.administration, told, turn.now) if waits else citizen.comment_added(told))
    act = Act.CLARIFIED if waits else Act.COMMENTED
    await tell_news(turn, told, act, words.text, words.attachments)
