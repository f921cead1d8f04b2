"""`/авария`: what is known to be out of order is declared, put off and ended."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from appeals.moments import begins_with_end
from appeals.outage_matching import outage_named
from appeals.outage_typed import parse_declaration
from appeals.outages import Fault, Outage, OutageRefused
from appeals.rights import Right, require
from appeals.usecases.outages import (
    DeclareOutage,
    EndOutage,
    ExtendOutage,
    JoinEarlier,
    JoinOne,
    ProposeEnd,
    get_outage,
    told_before,
)
from handlers.cards import rewrite_card
from handlers.incoming import Pressed, Said
from handlers.known_outages import show_outage, tell_known
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import buttons, outages
from texts.speaker import Priority

_NUMBERED = re.compile(r"(?:№\s*)?(\d{1,9})(?:[.,:;]?\s+(.*))?", re.DOTALL)
_OVER = re.compile(
    r"(?:законч\w*|окончен\w*|кончил\w*|конец|заверш\w*|устранен\w*|устранили|вс[её]|готово)[.,:;!]*(?:\s+(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_LONGER = re.compile(r"(?:продлить|продли|продлена|продлено)\s+", re.IGNORECASE)


async def _commanded(said: Said, words: str) -> None:
    """`/авария`, `/авария 3`, `/авария 3 до 21:00`, `/авария 3 закончилась …`, or a declaration."""
    turn = said.turn
    if not words.strip():
        every = await turn.desk.outages.open()
        gathered = [(one, await turn.desk.outages.gathered(one.id, limit=outages.SHOWN)) for one in every]
        turn.say(outages.listed(turn.administration, gathered, turn.now))
    elif (numbered := _NUMBERED.fullmatch(words.strip())) is not None:
        await _about(turn, await get_outage(turn.desk, int(numbered[1])), (numbered[2] or "").strip())
    else:
        await require(turn.desk, turn.user_id, Right.ROUTE)
        kinds = turn.administration.outages.kinds
        declared = parse_declaration(words, turn.administration, turn.now)
        others = await turn.desk.outages.open()
        outage = await DeclareOutage(turn.desk)(declared, turn.user_id, turn.now)
        await show_outage(turn, outage)
        if turn.peer_id not in await turn.desk_peers():
            await _show_here(turn, outage)
        other = outage_named(others, declared.what, turn.now, kinds, declared.place)
        notes = [outages.like_another(outage, other)] if other else []
        if earlier := await told_before(turn.desk, outage, turn.now, kinds):
            notes.append(outages.told_before(outage, earlier))
        if notes:
            turn.say(replace(notes[-1], text="\n\n".join(note.text for note in notes)))


async def _about(turn: Turn, outage: Outage, words: str) -> None:
    if not words:
        await _show_here(turn, outage)
        return
    await require(turn.desk, turn.user_id, Right.ROUTE)
    if (over := _OVER.fullmatch(words)) is not None:
        await _propose_end(turn, outage, (over[1] or "").strip())
        return
    ends = max(outage.told.until, turn.now)
    longer = begins_with_end(_LONGER.sub("", words, count=1), turn.now, turn.administration.zone, ends)
    if longer is None:
        raise OutageRefused(Fault.HOW_TO_CHANGE)
    until, doing = longer
    changed = await ExtendOutage(turn.desk)(outage.id, until, doing, turn.user_id, turn.now)
    gathered = await turn.desk.outages.gathered(outage.id, limit=outages.SHOWN)
    turn.say(outages.extended(turn.administration, changed, gathered))
    await show_outage(turn, changed)


async def _propose_end(turn: Turn, outage: Outage, words: str) -> None:
    """Show what its citizens will read; where it has none it ends at once."""
    proposed = await ProposeEnd(turn.desk)(outage.id, words or outages.proposal(outage), turn.user_id)
    gathered = await turn.desk.outages.gathered(outage.id, limit=outages.SHOWN)
    if gathered.total:
        turn.say(outages.how_to_end(turn.administration, proposed, gathered))
    else:
        await _end(turn, proposed, answering=False)


async def press_over(pressed: Pressed) -> str:
    """«Закончилась»."""
    turn = pressed.turn
    await _propose_end(turn, await get_outage(turn.desk, pressed.action.number("o") or 0), "")
    return outages.DONE_PRESS


async def press_longer(pressed: Pressed) -> str:
    """«Ещё 2 часа»: from now, or from the time that it was to end; pressed twice it is the same."""
    turn = pressed.turn
    outage = await get_outage(turn.desk, pressed.action.number("o") or 0)
    if outage.ended_at is None and pressed.action.number("r") != outage.revision:
        raise OutageRefused(Fault.LONGER_ALREADY)
    until = max(outage.told.until, turn.now) + timedelta(hours=outages.LONGER_HOURS)
    changed = await ExtendOutage(turn.desk)(outage.id, until, "", turn.user_id, turn.now)
    await show_outage(turn, changed)
    return outages.LONGER_PRESS


async def press_join(pressed: Pressed) -> str:
    """«Присоединить» those who wrote before it was declared."""
    turn = pressed.turn
    join = JoinEarlier(turn.desk, turn.administration.outages.kinds)
    outage, joined = await join(pressed.action.number("o") or 0, turn.user_id, turn.now)
    for appeal in joined:
        await tell_known(turn, appeal, Priority.MASS)
        await rewrite_card(turn, appeal)
    if joined:
        await show_outage(turn, outage)
    return outages.joined(len(joined))


async def press_join_one(pressed: Pressed) -> str:
    """«Присоединить» an appeal that was registered by hand."""
    turn, number = pressed.turn, pressed.action.number
    outage, appeal = await JoinOne(turn.desk)(number("o") or 0, number("n") or 0, turn.user_id, turn.now)
    await rewrite_card(turn, appeal)
    await show_outage(turn, outage)
    return outages.joined_one(outage, appeal)


async def press_answer(pressed: Pressed) -> str:
    """«Ответить всем»."""
    return await _chosen(pressed, answering=True)


async def press_tell(pressed: Pressed) -> str:
    """«Только сообщить»."""
    return await _chosen(pressed, answering=False)


async def _chosen(pressed: Pressed, *, answering: bool) -> str:
    turn = pressed.turn
    outage = await get_outage(turn.desk, pressed.action.number("o") or 0)
    if outage.ended_at is None and pressed.action.number("k") != outages.proposal_key(outage.proposal):
        raise OutageRefused(Fault.STALE)
    await _end(turn, outage, answering=answering)
    return outages.DONE_PRESS


async def _end(turn: Turn, outage: Outage, *, answering: bool) -> None:
    end = EndOutage(turn.desk)
    ended = await end(outage.id, turn.user_id, turn.now, answering=answering, proposal=outage.proposal)
    turn.say(outages.ended(ended, await turn.desk.outages.gathered(outage.id, limit=outages.SHOWN)))
    await show_outage(turn, ended)


async def _show_here(turn: Turn, outage: Outage) -> None:
    gathered = await turn.desk.outages.gathered(outage.id, limit=outages.SHOWN)
    turn.say(outages.card(turn.administration, outage, gathered, turn.now))


COMMANDS = (PlainCommand("авария", Right.SEE, _commanded),)
PRESSES = (
    Press(buttons.OUTAGE_OVER, Right.ROUTE, press_over),
    Press(buttons.OUTAGE_LONGER, Right.ROUTE, press_longer),
    Press(buttons.OUTAGE_JOIN, Right.ROUTE, press_join),
    Press(buttons.OUTAGE_JOIN_ONE, Right.WORK, press_join_one),
    Press(buttons.OUTAGE_ANSWER, Right.ROUTE, press_answer),
    Press(buttons.OUTAGE_TELL, Right.ROUTE, press_tell),
)
