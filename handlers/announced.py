"""`/объявления`: which there are; one that waits is cancelled, one that goes is stopped."""

from __future__ import annotations

from appeals.rights import Right
from appeals.usecases.announcements import CancelAnnouncement, SendMissed, StopAnnouncement
from handlers.incoming import Pressed, Said
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import announcements, buttons, desk


async def _listed(said: Said, _words: str) -> None:
    """`/объявления`."""
    await show_list(said.turn)


async def show_list(turn: Turn) -> None:
    """Those that aren't over first."""
    every = await turn.desk.announcements.latest(announcements.LISTED)
    turn.say(announcements.listed(turn.administration, every))


async def press_cancel(pressed: Pressed) -> str:
    """«Отменить»: until it begins."""
    turn = pressed.turn
    one = await CancelAnnouncement(turn.desk)(pressed.action.number("n") or 0, turn.user_id, turn.now)
    turn.say(announcements.cancelled(one))
    return desk.DONE_PRESS


async def press_send(pressed: Pressed) -> str:
    """«Отправить» under one that could not begin in its time."""
    turn = pressed.turn
    one = await SendMissed(turn.desk, turn.office.hours)(pressed.action.number("n") or 0, turn.user_id, turn.now)
    turn.say(announcements.sent_late(turn.administration, one, turn.now))
    return desk.DONE_PRESS


async def press_stop(pressed: Pressed) -> str:
    """«Остановить»: while it goes."""
    turn = pressed.turn
    one = await StopAnnouncement(turn.desk)(pressed.action.number("n") or 0, turn.user_id)
    turn.say(announcements.stopping(one))
    return desk.DONE_PRESS


COMMANDS = (PlainCommand("объявления", Right.ANNOUNCE, _listed),)
PRESSES = (
    Press(buttons.ANNOUNCEMENT_CANCEL, Right.ANNOUNCE, press_cancel),
    Press(buttons.ANNOUNCEMENT_SEND, Right.ANNOUNCE, press_send),
    Press(buttons.ANNOUNCEMENT_STOP, Right.ANNOUNCE, press_stop),
)
