"""A citizen's data were destroyed while a member of staff was writing about them: the next words go nowhere."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from handlers.incoming import Said
from handlers.rules import At, Typed
from handlers.states import CutShort, Visitor
from handlers.turn import Turn
from handlers.writing import PROMPT_LIFE
from texts import desk

labeler = BotLabeler()
"""Whatever is typed next: it was meant for somebody who isn't here any more."""


@labeler.message(At(CutShort), Typed())
async def typed(said: Said) -> None:
    """Nobody gets these words, and they are not taken for an appeal of the moderator's own."""
    turn, at = said.turn, said.turn.dialog.payload.get("at") or 0
    talk = said.is_chat and turn.now.timestamp() - at > PROMPT_LIFE  # long after, colleagues talk about something else
    stand_down(turn)
    if not talk:
        turn.say(desk.cut_short())


def is_open(turn: Turn) -> bool:
    """Whether something that was being written here ended with its citizen's data."""
    return turn.stands_in(CutShort)


def press(turn: Turn) -> str:
    """A button of what was being written."""
    stand_down(turn)
    return desk.CUT_SHORT_PRESS


def drop(turn: Turn) -> None:
    """«Отмена»: there is nothing any more."""
    stand_down(turn)
    turn.say(desk.cut_short())


def stand_down(turn: Turn) -> None:
    """Leave the state; in private a member of staff is a citizen too and stands in the menu again."""
    if turn.peer_id == turn.user_id:
        turn.enter(Visitor.MENU)
    else:
        turn.leave()
