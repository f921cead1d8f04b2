"""Asking a member of staff for a few words that put an appeal right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from appeals.model import Appeal
from appeals.rights import Right, require
from appeals.usecases.undo import Undo
from handlers.incoming import Pressed
from handlers.states import Correcting, Visitor
from handlers.turn import Turn
from texts import corrections, people
from texts.reply import Reply


async def ask(turn: Turn, name: str, right: Right, appeal: Appeal, prompt: Callable[[Appeal, str], Reply]) -> None:
    """Take this person's next message for the words of the command `name`."""
    member = await require(turn.desk, turn.user_id, right, appeal)
    wait(turn, name, appeal)
    turn.say(prompt(appeal, people.addressed(member)))


def wait(turn: Turn, name: str, appeal: Appeal, **more: Any) -> None:
    """Wait for words, or for more of them."""
    turn.enter(Correcting.WORDS, deed=name, n=appeal.id, at=int(turn.now.timestamp()), **more)


def preview(turn: Turn, name: str, appeal: Appeal, **more: Any) -> int:
    """Stand at a preview; return the key that its buttons carry."""
    key = turn.office.ids.random_id()
    turn.enter(Correcting.CONFIRM, deed=name, n=appeal.id, k=key, at=int(turn.now.timestamp()), **more)
    return key


def is_previewed(pressed: Pressed) -> bool:
    """Whether the press belongs to the preview that this person sees last."""
    turn = pressed.turn
    return turn.stands_in(Correcting.CONFIRM) and turn.dialog.payload["k"] == pressed.action.number("k")


def stand_down(turn: Turn) -> None:
    """Wait for nothing. A member of staff in private is a citizen too and stands in the menu again."""
    if turn.stands_in(Correcting):
        if turn.peer_id == turn.user_id:
            turn.enter(Visitor.MENU)
        else:
            turn.leave()


async def say_done(turn: Turn, appeal: Appeal, done: Reply) -> None:
    """Say what was just done to the appeal, once citizens are told, with the button that takes it back if it can be."""
    turn.say(await with_undo(turn, appeal, done))


async def with_undo(turn: Turn, appeal: Appeal, done: Reply) -> Reply:
    """The same with «Отменить действие», where that would help at this moment."""
    deed = await Undo(turn.desk, turn.clocks).offered(appeal, turn.user_id, turn.now)
    return replace(done, keyboard=corrections.undo(appeal, deed.id)) if deed else done
