"""«На контроль»: those in charge keep an appeal under personal control, whoever works on it."""

from __future__ import annotations

from appeals.model import Appeal
from appeals.rights import Right
from appeals.textcheck import normalise_word
from appeals.usecases.control import ReleaseControl, TakeControl
from appeals.usecases.work import find_appeal, get_appeal
from handlers.cards import show_card
from handlers.commands import parse_command
from handlers.incoming import Pressed, Said
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import buttons
from texts import control as texts
from texts.reply import Reply
from texts.speaker import Priority

NAME = "контроль"

_ENDING = frozenset({"снять", "снять с контроля", "сними", "убрать", "отменить", "отмена"})


async def _commanded(said: Said, words: str) -> None:
    """`/контроль`, `/контроль N` and `/контроль N снять`."""
    turn, command = said.turn, parse_command(f"/{NAME} {words}")
    if command is None or command.number is None:
        turn.say(await _list(turn))
        return
    appeal = await find_appeal(turn.desk, command.number)
    ends = normalise_word(command.text) in _ENDING
    turn.say(Reply(await (_release(turn, appeal.id) if ends else _take(turn, appeal.id))))


async def _press_take(pressed: Pressed) -> str:
    return await _take(pressed.turn, pressed.action.number("n") or 0)


async def _press_release(pressed: Pressed) -> str:
    return await _release(pressed.turn, pressed.action.number("n") or 0)


async def _take(turn: Turn, appeal_id: int) -> str:
    appeal, is_new = await TakeControl(turn.desk)(appeal_id, turn.user_id, turn.now)
    if is_new:
        by = await turn.desk.staff.get(turn.user_id)
        assignee = await turn.desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
        assert by is not None, "the use case has asked for the role"
        await _tell_assignee(turn, appeal, texts.told_of_taking(appeal, by, assignee))
        await show_card(turn, appeal)
    return texts.taken(appeal)


async def _release(turn: Turn, appeal_id: int) -> str:
    appeal, _ = await ReleaseControl(turn.desk)(appeal_id, turn.user_id, turn.now)
    by = await turn.desk.staff.get(turn.user_id)
    assert by is not None, "the use case has asked for the role"
    if appeal.is_open:
        await _tell_assignee(turn, appeal, texts.told_of_release(appeal, by))
    await show_card(turn, appeal)
    return texts.released(appeal)


async def _list(turn: Turn) -> Reply:
    controls = await turn.desk.controls.all()
    controlled = [(control, await get_appeal(turn.desk, control.appeal_id)) for control in controls]
    names = {member.vk_id: member.name for member in await turn.desk.staff.members()}
    return texts.under_control(turn.administration, controlled, names)


async def _tell_assignee(turn: Turn, appeal: Appeal, reply: Reply) -> None:
    """Tell whoever works on the appeal; where nobody does, or they can't be written to, the desk is told."""
    assignee_id = appeal.assignee_id
    if assignee_id == turn.user_id:
        return
    works_here = assignee_id is not None and await turn.desk.staff.get(assignee_id) is not None
    if assignee_id is not None and works_here and await turn.desk.citizens.reachable_among([assignee_id]):
        turn.speaker.say(assignee_id, reply, priority=Priority.NOTICE)
    else:
        await turn.tell_desk(reply, appeal)


COMMANDS = (PlainCommand(NAME, Right.CONTROL, _commanded),)
PRESSES = (
    Press(buttons.CONTROL, Right.CONTROL, _press_take),
    Press(buttons.RELEASE, Right.CONTROL, _press_release),
)
