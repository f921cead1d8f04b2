"""`/новое`: a member of staff registers what somebody said on the phone, at a reception, by e-mail or on paper.

Buttons stand under the bot's messages and belong to one registration of one person; typed words are taken only from
that person, only where words are asked for, and only for a while: in the chat colleagues talk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from vkbottle.bot import BotLabeler

from appeals.address import parse_address
from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.contact import parse_contact
from appeals.errors import AppealsError, BadAddress, BadContact
from appeals.model import BY_HAND, Attachment, Channel
from appeals.rights import Right, require
from appeals.textcheck import has_meaning, normalise_word
from appeals.topics import category_titled
from appeals.usecases.registration import MAX_NAME, MAX_QUESTIONS, RegisterAppeal, Registration
from handlers.cards import show_card
from handlers.incoming import Action, Pressed, Said
from handlers.known_outages import offer_joining
from handlers.refusals import explain
from handlers.registry import PlainCommand, Press
from handlers.rules import At, Typed
from handlers.states import Registering, Visitor
from handlers.turn import Turn
from texts import buttons, by_hand, citizen, desk
from texts.words import CHANNELS

WORDS_LIFE = 30 * 60
"""Seconds for which a typed message is taken for the answer to the question."""

ORDER = tuple(Registering)

labeler = BotLabeler()
"""Typed answers."""


async def begin(said: Said, words: str) -> None:
    """`/новое`, or `/новое горячая линия`, or `/новое` with the text at once."""
    turn, draft = said.turn, Registration(said.turn.office.ids.random_id())
    channel, rest = _channel_in(words)
    if channel is not None:
        draft = replace(draft, channel=channel)
    if rest or said.attachments:
        draft = replace(draft.with_words(rest, said.attachments), is_told=bool(rest))
    _ask(turn, draft, _next(draft))


def drop(turn: Turn) -> None:
    """Forget the registration."""
    _leave(turn)
    turn.say(by_hand.dropped())


def is_open(turn: Turn) -> bool:
    """Whether this person is in the middle of a registration here."""
    return turn.stands_in(Registering)


@labeler.message(At(Registering), Typed())
async def typed(said: Said) -> None:
    """An answer in words."""
    turn, step, draft = said.turn, _step(said.turn), _draft(said.turn)
    try:
        await require(turn.desk, turn.user_id, Right.REGISTER)
    except AppealsError as refusal:
        _leave(turn)
        turn.say(await explain(turn, refusal, "регистрацию"))
        return
    if said.does == buttons.CANCEL:
        drop(turn)
    elif turn.now.timestamp() - turn.dialog.payload.get("at", 0) > WORDS_LIFE:
        _ask(turn, draft, step, by_hand.not_done())
    elif said.does == buttons.BACK:
        _back(turn, draft, step)
    else:
        try:
            _answered(turn, step, _TYPED[step](said, draft))
        except _NotAnAnswer as wrong:
            # Where only a button makes sense, words in the chat are colleagues' talk.
            if wrong.head or not said.is_chat:
                _ask(turn, draft, step, wrong.head)


@labeler.message(At(Registering))
async def pressed_elsewhere(said: Said) -> None:
    """A button of the menu: it would end the registration, and what was written would be lost."""
    turn = said.turn
    if await turn.desk.staff.get(turn.user_id) is None:
        _leave(turn)
        turn.say(citizen.main_menu())
    else:
        _ask(turn, _draft(turn), _step(turn), by_hand.finish_first())


async def press(pressed: Pressed) -> str:
    """A button of a registration, while its own question is asked.

    Raises:
        NotStaff: the role is gone.
    """
    turn, action = pressed.turn, pressed.action
    if not turn.stands_in(Registering):
        return await _pressed_again(turn, action)
    step, draft = _step(turn), _draft(turn)
    if action.number("k") != draft.key:
        return by_hand.STALE
    if action.params.get("s") != step.value:
        return by_hand.STEP_OVER
    verb = action.params.get(buttons.VERB)
    if verb == "cancel":
        drop(turn)
    elif verb == "back":
        _back(turn, draft, step)
    elif verb == "wipe" and step is Registering.TEXT:
        _ask(turn, replace(draft, text="", attachments=()), step)
    elif verb == "page" and step is Registering.CATEGORY:
        turn.say(by_hand.category_step(turn.administration, draft.key, _page(turn.administration, action)))
    elif verb == "confirm" and step is Registering.SUMMARY:
        await _register(turn, draft)
    elif (answered := _pressed(step, str(verb), action, draft, turn.administration)) is not None:
        _answered(turn, step, answered)
    else:
        return desk.STALE_PRESS
    return desk.DONE_PRESS


async def _register(turn: Turn, draft: Registration) -> None:
    register = RegisterAppeal(turn.desk, turn.administration, turn.office.calendar)
    appeal = await register(draft, turn.user_id, turn.now)
    _leave(turn)
    turn.say(by_hand.registered(turn.administration, appeal))
    await show_card(turn, appeal)
    await offer_joining(turn, appeal)


async def _pressed_again(turn: Turn, action: Action) -> str:
    """A button of a registration that is over."""
    origin = f"hand:{turn.user_id}:{action.number('k')}"
    filed = await turn.desk.appeals.by_origin(origin)
    return by_hand.already_registered(filed) if filed else desk.STALE_PRESS


def _answered(turn: Turn, step: Registering, draft: Registration) -> None:
    if step is Registering.TEXT and not draft.is_told:
        _stand(turn, draft, step)
        turn.say(by_hand.text_kept(draft))
    else:
        _ask(turn, draft, _next(draft))


def _next(draft: Registration) -> Registering:
    """The first question that has no answer yet."""
    open_questions = {
        Registering.CHANNEL: draft.channel is None,
        Registering.NAME: draft.name is None,
        Registering.CONTACT: draft.contact is None,
        Registering.CATEGORY: draft.category is None,
        Registering.ADDRESS: draft.address is None,
        Registering.TEXT: not draft.is_told,
        Registering.QUESTIONS: draft.questions is None,
    }
    return next((step for step, is_unanswered in open_questions.items() if is_unanswered), Registering.SUMMARY)


def _back(turn: Turn, draft: Registration, step: Registering) -> None:
    """Ask the question before: what was answered to it is asked anew, but a text goes on."""
    before = ORDER[max(0, ORDER.index(step) - 1)]
    forgotten: dict[Registering, dict[str, Any]] = {
        Registering.CHANNEL: {"channel": None},
        Registering.NAME: {"name": None},
        Registering.CONTACT: {"contact": None},
        Registering.CATEGORY: {"category": None},
        Registering.ADDRESS: {"address": None},
        Registering.TEXT: {"is_told": False},
        Registering.QUESTIONS: {"questions": None},
    }
    _ask(turn, replace(draft, **forgotten[before]), before)


def _ask(turn: Turn, draft: Registration, step: Registering, head: str = "") -> None:
    _stand(turn, draft, step)
    key = draft.key
    question = {
        Registering.CHANNEL: lambda: by_hand.channel_step(key),
        Registering.NAME: lambda: by_hand.name_step(key),
        Registering.CONTACT: lambda: by_hand.contact_step(key),
        Registering.CATEGORY: lambda: by_hand.category_step(turn.administration, key),
        Registering.ADDRESS: lambda: by_hand.address_step(key),
        Registering.TEXT: lambda: (
            by_hand.text_kept(draft) if draft.text or draft.attachments else by_hand.text_step(key)
        ),
        Registering.QUESTIONS: lambda: by_hand.questions_step(key),
        Registering.SUMMARY: lambda: by_hand.summary(turn.administration, draft),
    }[step]()
    turn.say(replace(question, text=f"{head}\n\n{question.text}") if head else question)


# ------------------------------------------------------------------------------------------------ typed answers


class _NotAnAnswer(Exception):
    """Words that don't answer the question. `head` says why; empty where words weren't asked for."""

    def __init__(self, head: str = "") -> None:
        super().__init__()
        self.head = head


def _typed_channel(said: Said, draft: Registration) -> Registration:
    channel, rest = _channel_in(said.text)
    if channel is None or rest:
        raise _NotAnAnswer
    return replace(draft, channel=channel)


def _typed_name(said: Said, draft: Registration) -> Registration:
    name = " ".join(said.text.split())
    if not has_meaning(name) or len(name) > MAX_NAME:
        raise _NotAnAnswer(by_hand.bad_name(MAX_NAME))
    return replace(draft, name=name)


def _typed_contact(said: Said, draft: Registration) -> Registration:
    try:
        return replace(draft, contact=parse_contact(said.text))
    except BadContact:
        raise _NotAnAnswer(by_hand.bad_contact()) from None


def _typed_category(said: Said, draft: Registration) -> Registration:
    category = category_titled(said.turn.administration, said.text)
    if category is None:
        raise _NotAnAnswer
    return replace(draft, category=category.id)


def _typed_address(said: Said, draft: Registration) -> Registration:
    try:
        return replace(draft, address=parse_address(said.text))
    except BadAddress:
        raise _NotAnAnswer(by_hand.bad_address()) from None


def _typed_text(said: Said, draft: Registration) -> Registration:
    if not (said.attachments or has_meaning(said.text)):
        raise _NotAnAnswer(by_hand.no_words())
    return draft.with_words(said.text, said.attachments)


def _typed_questions(said: Said, draft: Registration) -> Registration:
    digits = said.text.strip()
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else 0
    if not 1 <= number <= MAX_QUESTIONS:
        raise _NotAnAnswer(by_hand.bad_questions(MAX_QUESTIONS))
    return replace(draft, questions=number)


def _typed_at_summary(_said: Said, _draft: Registration) -> Registration:
    raise _NotAnAnswer


_TYPED: dict[Registering, Callable[[Said, Registration], Registration]] = {
    Registering.CHANNEL: _typed_channel,
    Registering.NAME: _typed_name,
    Registering.CONTACT: _typed_contact,
    Registering.CATEGORY: _typed_category,
    Registering.ADDRESS: _typed_address,
    Registering.TEXT: _typed_text,
    Registering.QUESTIONS: _typed_questions,
    Registering.SUMMARY: _typed_at_summary,
}


# ------------------------------------------------------------------------------------------------ pressed answers


def _pressed(
    step: Registering, verb: str, action: Action, draft: Registration, administration: Administration
) -> Registration | None:
    """What a button answers to the question that is asked now; None for another question's."""
    if verb == "skip":
        return _skipped(step, draft)
    match step, verb:
        case Registering.CHANNEL, "channel":
            channel = next((one for one in BY_HAND if one.value == action.params.get("c")), None)
            return replace(draft, channel=channel) if channel else None
        case Registering.CATEGORY, "category":
            chosen = action.params.get("id")
            known = chosen == UNKNOWN_CATEGORY or any(one.id == chosen for one in administration.categories)
            return replace(draft, category=chosen) if isinstance(chosen, str) and known else None
        case Registering.TEXT, "next":
            return replace(draft, is_told=True) if draft.text else None
        case Registering.QUESTIONS, "questions":
            number = action.number("q") or 0
            return replace(draft, questions=number) if 1 <= number <= MAX_QUESTIONS else None
        case _:
            return None


def _skipped(step: Registering, draft: Registration) -> Registration | None:
    match step:
        case Registering.NAME:
            return replace(draft, name="")
        case Registering.CONTACT:
            return replace(draft, contact="")
        case Registering.ADDRESS:
            return replace(draft, address="")
        case _:
            return None


def _page(administration: Administration, action: Action) -> int:
    last = (len(administration.categories) - 1) // by_hand.CATEGORIES_PAGE
    return min(action.number("p") or 0, last)


def _channel_in(words: str) -> tuple[Channel | None, str]:
    """The channel that words begin with, and the rest."""
    folded = normalise_word(words)
    for channel in BY_HAND:
        name = normalise_word(CHANNELS[channel])
        if folded == name or folded.startswith(f"{name} "):
            parts = words.split(maxsplit=len(name.split()))
            return channel, parts[-1] if len(parts) > len(name.split()) else ""
    return None, words.strip()


# ------------------------------------------------------------------------------------------------ the kept draft


def _step(turn: Turn) -> Registering:
    return Registering((turn.dialog.state or "").partition(":")[2])


def _draft(turn: Turn) -> Registration:
    kept = dict(turn.dialog.payload["draft"])
    kept["channel"] = Channel(kept["channel"]) if kept["channel"] else None
    kept["attachments"] = tuple(Attachment(**one) for one in kept["attachments"])
    return Registration(**kept)


def _stand(turn: Turn, draft: Registration, step: Registering) -> None:
    turn.enter(step, draft=asdict(draft), at=int(turn.now.timestamp()))


def _leave(turn: Turn) -> None:
    if turn.peer_id == turn.user_id:
        turn.enter(Visitor.MENU)
    else:
        turn.leave()


COMMANDS = (PlainCommand("новое", Right.REGISTER, begin),)
PRESSES = (Press(buttons.REGISTER, Right.REGISTER, press),)
