"""Clocks at the desk: priority, a later day, another body, news for the citizen."""

from __future__ import annotations

import re
from dataclasses import replace

from appeals.days import OnDay, begins_with_until
from appeals.errors import NotLater, TooLate
from appeals.model import Appeal, Priority, Status, Telling
from appeals.rights import Right
from appeals.textcheck import has_meaning, normalise_word
from appeals.usecases.clocks import (
    MAX_BODY,
    ChangePriority,
    ExtendDeadline,
    ForwardAppeal,
    InformCitizen,
    check_goes_on,
    check_runs,
    put_off,
)
from appeals.usecases.work import check_move, get_appeal
from handlers import writing
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.prompts import say_done
from handlers.registry import AppealCommand, Press
from handlers.states import AtDesk
from handlers.telling import tell_citizen
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, clocks, desk
from texts.citizen import references
from texts.dates import day
from texts.reply import Reply

_PRIORITIES = {
    Priority.EMERGENCY: ("чп", "ч п", "авария", "экстренно", "чрезвычайное"),
    Priority.FAST: ("срочно", "срочная", "срочное", "быстро"),
    Priority.USUAL: ("обычно", "обычная", "обычное", "несрочно", "не срочно"),
}
_PRIORITY_OF = {word: one for one, words in _PRIORITIES.items() for word in words}

_QUOTED = re.compile(r"\s*[«\"“]([^»\"”\n]+)[»\"”]\s*[:.,;—–-]*\s*(.*)", re.DOTALL)


async def _priority(said: Said, appeal: Appeal, text: str) -> None:
    """`/срочность N чп|срочно|обычно`; without the word it is asked for."""
    turn = said.turn
    priority = _PRIORITY_OF.get(normalise_word(text))
    if priority is None:
        check_goes_on(appeal)
        turn.say(clocks.choose_priority(appeal, text.strip()))
    else:
        done = Reply(await _prioritised(turn, appeal.id, priority))
        if priority is appeal.priority:
            turn.say(done)
        else:
            await say_done(turn, appeal, done)


async def _press_priority(pressed: Pressed) -> str:
    """«Срочность» under a card, or one of the three under the question."""
    turn, appeal_id = pressed.turn, pressed.action.number("n") or 0
    chosen = pressed.action.params.get("p")
    if chosen in set(Priority):
        return await _prioritised(turn, appeal_id, Priority(chosen))
    appeal = await get_appeal(turn.desk, appeal_id)
    check_goes_on(appeal)
    turn.say(clocks.choose_priority(appeal))
    return desk.DONE_PRESS


async def _prioritised(turn: Turn, appeal_id: int, priority: Priority) -> str:
    before = await get_appeal(turn.desk, appeal_id)
    appeal = await ChangePriority(turn.desk, turn.clocks)(appeal_id, turn.user_id, priority, turn.now)
    if appeal != before:
        await tell_if_later(turn, before, appeal)
        await show_card(turn, appeal)
    return clocks.priority_set(turn.administration, before, appeal)


async def tell_if_later(turn: Turn, before: Appeal, appeal: Appeal) -> None:
    """Tell the citizen the new day when a change other than an extension has made it later than the one they know.

    Nothing is said while the clock stands: the day is told when it goes on.
    """
    known, zone = turn.clocks.known_day(before), turn.administration.zone
    is_later = appeal.due_at > known and day(appeal.due_at, zone) != day(known, zone)
    if not is_later or not appeal.is_open or appeal.paused_at is not None:
        return
    if appeal.is_by_hand:
        turn.say(clocks.say_new_day(turn.administration, appeal))
    else:
        await tell_citizen(turn, appeal, clocks.postponed(turn.administration, appeal), Telling.DEADLINE)


# What goes to the citizen, in the forms that `read` makes of what was typed.


def _read_extension(turn: Turn, appeal: Appeal, text: str) -> Reply | str | writing.Begun:
    """«до 15 мая ждём плитку» becomes «15.05.2026: ждём плитку»: however long the preview waits, the day stays."""
    zone = turn.administration.zone
    found = begins_with_until(text, turn.now.astimezone(zone).date())
    if found is None:
        return clocks.no_day()
    until, reason = found
    try:
        to = put_off(turn.clocks, appeal, until, turn.now)
    except NotLater as refusal:
        return clocks.not_later(turn.administration, refusal.appeal)
    except TooLate as refusal:
        return clocks.too_late(turn.administration, refusal.appeal, refusal.latest)
    if not has_meaning(reason):
        return writing.Begun(f"{to.astimezone(zone):%d.%m.%Y}:", clocks.no_reason(turn.administration, to))
    return f"{to.astimezone(zone):%d.%m.%Y}: {reason}"


def _extension(turn: Turn, words: Words) -> tuple[OnDay, str]:
    found = begins_with_until(words.text, turn.now.astimezone(turn.administration.zone).date())
    assert found is not None
    assert isinstance(found[0], OnDay)
    return found[0], found[1]


def _extension_seen(turn: Turn, appeal: Appeal, words: Words) -> Reply:
    until, reason = _extension(turn, words)
    seen = clocks.extended(appeal, day(turn.clocks.end_by(until.day), turn.administration.zone), reason)
    return replace(seen, attachments=references(words.attachments))


async def _extend(turn: Turn, appeal_id: int, words: Words) -> Appeal:
    until, reason = _extension(turn, words)
    use_case = ExtendDeadline(turn.desk, turn.clocks)
    return await use_case(appeal_id, turn.user_id, until, reason, turn.now, words.attachments)


def _read_body(_turn: Turn, _appeal: Appeal, text: str) -> Reply | str:
    """«Росавтодор: дорога федеральная» becomes two lines: the body's name, and the words for the citizen."""
    if quoted := _QUOTED.fullmatch(text):
        body, words = quoted.groups()
    elif "\n" in text.strip():
        body, _, words = text.strip().partition("\n")
    else:
        body, _, words = text.partition(":")
    body = " ".join(body.split()).rstrip(".:;,")
    if not has_meaning(body) or len(body) > MAX_BODY:
        return clocks.no_body(MAX_BODY)
    return f"{body}\n{words.strip()}".strip()


def _body(words: Words) -> tuple[str, str]:
    body, _, rest = words.text.partition("\n")
    return body, rest


def _forwarding_seen(turn: Turn, appeal: Appeal, words: Words) -> Reply:
    body, rest = _body(words)
    forwarding = appeal.forwarding or turn.clocks.forwarded(appeal, body, turn.now).forwarding
    assert forwarding is not None
    seen = clocks.forwarded(turn.administration, appeal, body, rest, forwarding.answer_by)
    return replace(seen, attachments=references(words.attachments))


async def _forward(turn: Turn, appeal_id: int, words: Words) -> Appeal:
    use_case = ForwardAppeal(turn.desk, turn.clocks)
    return await use_case(appeal_id, turn.user_id, *_body(words), turn.now, words.attachments)


def _update_seen(turn: Turn, appeal: Appeal, words: Words) -> Reply:
    seen = clocks.updated(turn.administration, appeal, words.text, turn.now)
    return replace(seen, attachments=references(words.attachments))


async def _update(turn: Turn, appeal_id: int, words: Words) -> Appeal:
    use_case = InformCitizen(turn.desk, turn.clocks)
    return await use_case(appeal_id, turn.user_id, words.text, turn.now, words.attachments)


EXTENSION = writing.Kind(
    buttons.EXTEND,
    Right.WORK,
    Telling.DEADLINE,
    AtDesk.EXTENDING,
    check_runs,
    clocks.extension_prompt,
    _extension_seen,
    _extend,
    lambda turn, appeal: clocks.extension_sent(turn.administration, appeal),
    _read_extension,
)
FORWARDING = writing.Kind(
    buttons.FORWARD,
    Right.ROUTE,
    Telling.FORWARDING,
    AtDesk.FORWARDING,
    lambda appeal: check_move(appeal, Status.FORWARDED),
    clocks.forwarding_prompt,
    _forwarding_seen,
    _forward,
    lambda turn, appeal: clocks.forwarding_sent(turn.administration, appeal),
    _read_body,
)
NEWS = writing.Kind(
    buttons.UPDATE,
    Right.WORK,
    Telling.UPDATE,
    AtDesk.UPDATING,
    check_goes_on,
    clocks.update_prompt,
    _update_seen,
    _update,
    lambda _, appeal: clocks.update_sent(appeal),
)
writing.add_kinds(EXTENSION, FORWARDING, NEWS)

COMMANDS = (
    AppealCommand("срочность", Right.ROUTE, _priority),
    writing.command_of("продлить", EXTENSION),
    writing.command_of("сообщить", NEWS),
    writing.command_of("переслать", FORWARDING),
)
PRESSES = (
    Press(buttons.PRIORITY, Right.ROUTE, _press_priority),
    *(Press(kind.name, kind.right, writing.press_write) for kind in (EXTENSION, FORWARDING, NEWS)),
)
