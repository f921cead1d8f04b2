"""Corrections that citizens are told of: duplicates, several questions in one message, opening again.

What a person will read is shown first and goes after the button alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from appeals.model import Appeal
from appeals.numbers import parse_number
from appeals.rights import Right, require
from appeals.sharing import told_too
from appeals.textcheck import has_meaning
from appeals.usecases.corrections import OpenAgain, check_still_open
from appeals.usecases.joining import Join, Part
from appeals.usecases.splitting import MAX_QUESTIONS, MIN_QUESTIONS, Split
from appeals.usecases.work import find_appeal, get_appeal
from handlers import prompts
from handlers.cards import show_card
from handlers.changing import asks
from handlers.incoming import Pressed, Said
from handlers.registry import AppealCommand, Press
from handlers.telling import tell_news
from handlers.turn import Turn
from handlers.writing import MAX_WORDS
from texts import approval, buttons, corrections, desk
from texts.speaker import Priority

JOIN, SPLIT, OPEN = "объединить", "разделить", "открыть"

MAX_QUESTION = 1000
"""Characters of one question: ten of them fit a dialog's memory and a citizen's patience."""

_WITH = re.compile(r"(?:с|со|к|ко|и|в|во)\s+", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—•*])\s+")


# Duplicates


async def join(said: Said, appeal: Appeal, text: str) -> None:
    """`/объединить N M`."""
    turn = said.turn
    if not text.strip():
        check_still_open(appeal)
        await prompts.ask(turn, JOIN, Right.ROUTE, appeal, corrections.join_prompt)
        return
    typed = text.strip().rstrip(".")
    if (number := parse_number(_WITH.sub("", typed, count=1))) is None:
        turn.say(corrections.join_number_needed())
        return
    other = await find_appeal(turn.desk, number)
    joining, main = await Join(turn.desk).would_join(appeal.id, other.id, turn.user_id)
    key = prompts.preview(turn, JOIN, joining, m=main.id)
    turn.say(corrections.join_preview(joining, main, key))


async def _joined(turn: Turn, appeal_id: int, payload: dict[str, Any]) -> None:
    waited = await turn.desk.approvals.waiting_for(appeal_id)
    appeal, main = await Join(turn.desk)(appeal_id, payload["m"], turn.user_id, turn.now)
    if waited is not None:  # nobody's work is lost in silence
        turn.speaker.say(waited.peer_id, approval.overtaken(appeal, main, waited), priority=Priority.NOTICE)
    await tell_news(turn, appeal, corrections.joined(appeal, main))
    await prompts.say_done(turn, appeal, corrections.join_done(appeal, main))
    await show_card(turn, appeal)


async def part(said: Said, appeal: Appeal, _text: str) -> None:
    """`/разъединить N`."""
    await _part(said.turn, appeal.id)


async def _part(turn: Turn, appeal_id: int) -> None:
    appeal, main = await Part(turn.desk)(appeal_id, turn.user_id, turn.now)
    await tell_news(turn, appeal, corrections.parted(appeal, main))
    await prompts.say_done(turn, appeal, corrections.part_done(appeal, main))
    for one in (main, appeal):
        await show_card(turn, one)


async def _press_part(pressed: Pressed) -> str:
    await _part(pressed.turn, pressed.action.number("n") or 0)
    return desk.DONE_PRESS


# Several questions


async def split(said: Said, appeal: Appeal, text: str) -> None:
    """`/разделить N`, and then the questions, each on its own line or in its own message."""
    turn = said.turn
    await require(turn.desk, turn.user_id, Right.ROUTE, appeal)
    check_still_open(appeal)
    known = _questions(turn, appeal)
    questions = [*known, *_lines(text)]
    if not questions:
        await prompts.ask(turn, SPLIT, Right.ROUTE, appeal, corrections.split_prompt)
    elif len(questions) > MAX_QUESTIONS:
        prompts.wait(turn, SPLIT, appeal)
        turn.say(corrections.too_many_questions(MAX_QUESTIONS))
    elif max(map(len, questions)) > MAX_QUESTION:
        prompts.wait(turn, SPLIT, appeal)
        turn.say(corrections.question_too_long(MAX_QUESTION))
    elif len(questions) < MIN_QUESTIONS:
        prompts.wait(turn, SPLIT, appeal, questions=questions)
        turn.say(corrections.more_questions(len(questions)))
    else:
        key = prompts.preview(turn, SPLIT, appeal, questions=questions)
        turn.say(corrections.split_preview(appeal, questions, key))


async def _split(turn: Turn, appeal_id: int, payload: dict[str, Any]) -> None:
    appeals = await Split(turn.desk, turn.administration)(appeal_id, turn.user_id, payload["questions"], turn.now)
    await tell_news(turn, appeals[0], corrections.split(appeals))
    await prompts.say_done(turn, appeals[0], corrections.split_done(appeals))
    for appeal in appeals:
        await show_card(turn, appeal)


async def _press_more(pressed: Pressed) -> str:
    """«Дописать» under the preview of a split."""
    turn, payload = pressed.turn, pressed.turn.dialog.payload
    if not prompts.is_previewed(pressed) or payload["deed"] != SPLIT:
        return corrections.stale()
    appeal = await get_appeal(turn.desk, payload["n"])
    await require(turn.desk, turn.user_id, Right.ROUTE, appeal)
    prompts.wait(turn, SPLIT, appeal, questions=payload["questions"])
    return desk.WRITE_PRESS


def _questions(turn: Turn, appeal: Appeal) -> Sequence[str]:
    """The questions that were written so far."""
    payload = turn.dialog.payload
    is_going_on = payload.get("deed") == SPLIT and payload.get("n") == appeal.id
    return payload.get("questions", ()) if is_going_on else ()


def _lines(text: str) -> list[str]:
    """One question a line; how lines are numbered doesn't matter."""
    lines = (
        _BULLET.sub("", line, count=1).strip() if _BULLET.match(line) else line.strip() for line in text.split("\n")
    )
    return [line for line in lines if has_meaning(line)]


# Opened again


async def open_again(said: Said, appeal: Appeal, text: str) -> None:
    """`/открыть N причина`."""
    turn = said.turn
    await require(turn.desk, turn.user_id, Right.ROUTE, appeal)
    opened = _open_again(turn).would_be(appeal, turn.now)
    if not has_meaning(text):
        await prompts.ask(turn, OPEN, Right.ROUTE, appeal, corrections.reason_prompt)
    elif len(text) > MAX_WORDS:
        turn.say(desk.too_long(MAX_WORDS))
    else:
        key = prompts.preview(turn, OPEN, appeal, reason=text)
        turn.say(corrections.open_preview(turn.administration, opened, text, key))


async def _opened(turn: Turn, appeal_id: int, payload: dict[str, Any]) -> None:
    reason = payload["reason"]
    opened = await _open_again(turn)(appeal_id, turn.user_id, reason, turn.now)
    for told in (opened, *await told_too(turn.desk, opened)):
        shown = replace(told, due_at=opened.due_at)
        await tell_news(turn, told, corrections.opened(turn.administration, shown, reason))
    await prompts.say_done(turn, opened, corrections.open_done(turn.administration, opened))
    await show_card(turn, opened)


def _open_again(turn: Turn) -> OpenAgain:
    return OpenAgain(turn.desk, turn.clocks)


# Previews


_DONE = {JOIN: _joined, SPLIT: _split, OPEN: _opened}


async def _press_confirm(pressed: Pressed) -> str:
    """«Объединить», «Разделить» or «Открыть снова» under a preview."""
    turn = pressed.turn
    if not prompts.is_previewed(pressed):
        return corrections.stale()
    payload = turn.dialog.payload
    prompts.stand_down(turn)
    await _DONE[payload["deed"]](turn, payload["n"], payload)
    return desk.DONE_PRESS


async def _press_drop(pressed: Pressed) -> str:
    """«Отмена» under a preview."""
    if not prompts.is_previewed(pressed):
        return corrections.stale()
    prompts.stand_down(pressed.turn)
    pressed.turn.say(corrections.dropped())
    return desk.DONE_PRESS


COMMANDS = (
    AppealCommand(JOIN, Right.ROUTE, join, begins=True),
    AppealCommand("разъединить", Right.ROUTE, part),
    AppealCommand(SPLIT, Right.ROUTE, split, begins=True),
    AppealCommand(OPEN, Right.ROUTE, open_again, begins=True),
)
PRESSES = (
    Press(buttons.JOIN, Right.ROUTE, asks(join)),
    Press(buttons.PART, Right.ROUTE, _press_part),
    Press(buttons.SPLIT, Right.ROUTE, asks(split)),
    Press(buttons.OPEN_AGAIN, Right.ROUTE, asks(open_again)),
    Press(buttons.MORE_QUESTIONS, Right.ROUTE, _press_more),
    Press(buttons.CONFIRM_CORRECTION, Right.ROUTE, _press_confirm),
    Press(buttons.DROP_CORRECTION, Right.ROUTE, _press_drop),
)
