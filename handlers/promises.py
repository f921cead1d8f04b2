"""Promises of answers: the list, and «Сделано»."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from appeals.leaks import masked
from appeals.rights import Right, require
from appeals.usecases.promises import KeepPromise
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.reading import department_here
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import buttons, desk, promises


async def _list(said: Said, _words: str) -> None:
    await _show(said.turn, 0)


async def press_page(pressed: Pressed) -> str:
    """Another page of `/обещания`."""
    await _show(pressed.turn, pressed.action.number("page") or 0)
    return desk.DONE_PRESS


async def _show(turn: Turn, page: int) -> None:
    member = await require(turn.desk, turn.user_id, Right.SEE)
    tracked, department = turn.desk.promises, department_here(turn, member)
    total = await tracked.count_open_until(date.max, department)
    page = page if page * promises.PAGE < total else 0
    found = await tracked.open_until(date.max, department, limit=promises.PAGE, offset=page * promises.PAGE)
    # Who reads along may not know the person.
    shown = [replace(one, quote=masked(one.quote, turn.administration.contacts)) for one in found]
    today = turn.now.astimezone(turn.administration.zone).date()
    turn.say(promises.listed(shown, total, page, today))


async def press_kept(pressed: Pressed) -> str:
    """«Сделано» under a card."""
    turn = pressed.turn
    appeal = await KeepPromise(turn.desk)(pressed.action.number("p") or 0, turn.user_id, turn.now)
    await show_card(turn, appeal)
    return promises.KEPT_PRESS


COMMANDS = (PlainCommand("обещания", Right.SEE, _list),)
PRESSES = (
    Press(buttons.PROMISE_KEPT, Right.WORK, press_kept),
    Press(buttons.PROMISES, Right.SEE, press_page),
)
