"""«Принял» under the call of an emergency."""

from __future__ import annotations

from appeals.rights import Right
from appeals.usecases.emergencies import AcceptEmergency
from handlers.cards import show_card
from handlers.incoming import Pressed
from handlers.registry import DeskCommand, Press
from texts import buttons
from texts import reminders as texts
from texts.speaker import Priority


async def _press(pressed: Pressed) -> str:
    turn = pressed.turn
    appeal, is_new = await AcceptEmergency(turn.desk)(pressed.action.number("n") or 0, turn.user_id, turn.now)
    if is_new:
        by = await turn.desk.staff.get(turn.user_id)
        assert by is not None, "the use case has asked for the role"
        called = dict.fromkeys([*await turn.desk_peers(), *await turn.desk_peers(appeal), turn.peer_id])
        for peer_id in called:
            if peer_id != turn.user_id:
                turn.speaker.say(peer_id, texts.accepted(appeal, by), priority=Priority.NOTICE)
        await show_card(turn, appeal)
    return texts.accepted_press(appeal)


COMMANDS: tuple[DeskCommand, ...] = ()
PRESSES = (Press(buttons.ACCEPT, Right.WORK, _press),)
