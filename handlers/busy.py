"""The one line beside a number that tells what isn't as always; and `/перегрузка`."""

from __future__ import annotations

from appeals.danger import tells_of_peril
from appeals.model import Appeal, Priority
from appeals.notices import BUSY_AGAIN, NoticeKind, load
from appeals.rights import Right, may, require
from appeals.textcheck import normalise_word
from appeals.usecases.busy import SwitchBusy
from handlers.incoming import Pressed, Said
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import busy, buttons

_WORDS = {
    **dict.fromkeys(("включить", "включи", "вкл", "да", "много"), True),
    **dict.fromkeys(("выключить", "выключи", "выкл", "нет", "как обычно"), False),
    **dict.fromkeys(("авто", "автоматически", "сам", "сама", "решает бот"), None),
}

_PRESSED = {0: (False, busy.NOT_BUSY_PRESS), 1: (True, busy.BUSY_PRESS), 2: (None, busy.COUNTED_PRESS)}


async def line(turn: Turn, appeal: Appeal) -> str:
    """What the citizen has to know beside the number, at most one thing; empty where all is as always."""
    if told := await closed_line(turn, appeal):
        return told
    is_urgent = appeal.priority is Priority.EMERGENCY or tells_of_peril(appeal.text)
    if is_urgent or turn.office.calendar.opens_at(turn.now) is not None:
        return ""
    rules = turn.administration.notices
    if not (await load(turn.desk.notices, rules, turn.now)).is_busy:
        return ""
    again = turn.now + BUSY_AGAIN
    is_new = await turn.desk.notices.tell_once(appeal.citizen_id, NoticeKind.BUSY, turn.now, again)
    return busy.busy() if is_new else ""


async def closed_line(turn: Turn, appeal: Appeal) -> str:
    """That nobody is at work now; once a closed period. Emergencies are looked at day and night."""
    if not turn.administration.notices.out_of_hours or appeal.priority is Priority.EMERGENCY:
        return ""
    opens = turn.office.calendar.opens_at(turn.now)
    if opens is None or not await turn.desk.notices.tell_once(appeal.citizen_id, NoticeKind.CLOSED, turn.now, opens):
        return ""
    day_off = not turn.office.calendar.hours_of(turn.now.astimezone(turn.administration.zone).date())
    return busy.closed(turn.administration, opens, turn.now, day_off=day_off)


async def _commanded(said: Said, words: str) -> None:
    """`/перегрузка`, `/перегрузка включить` and so on."""
    turn, typed = said.turn, normalise_word(words)
    if typed and typed not in _WORDS:
        turn.say(busy.how_to_switch())
        return
    if typed:
        await SwitchBusy(turn.desk, turn.administration.zone)(_WORDS[typed], turn.user_id, turn.now)
    await _show(turn)


async def _press(pressed: Pressed) -> str:
    turn = pressed.turn
    is_busy, told = _PRESSED.get(pressed.action.number("v") or 0, _PRESSED[0])
    await SwitchBusy(turn.desk, turn.administration.zone)(is_busy, turn.user_id, turn.now)
    return told


async def _show(turn: Turn) -> None:
    rules = turn.administration.notices
    member = await require(turn.desk, turn.user_id, Right.SEE)
    known = await load(turn.desk.notices, rules, turn.now)
    turn.say(busy.how_it_is(rules, known, may_switch=may(member, Right.ROUTE)))


COMMANDS = (PlainCommand("перегрузка", Right.SEE, _commanded),)
PRESSES = (Press(buttons.SWITCH_BUSY, Right.ROUTE, _press),)
