"""Finding appeals at the desk: lists that words and buttons narrow, and a search by words.

The same use case runs twice for one event: `foresee` before the transaction, on the connection that only reads, and the
handler in it, which then finds everything read. So nobody waits for a search, and rights are still asked in the
transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from appeals.audit import FOUND_PERSON
from appeals.errors import AppealsError
from appeals.ports import Lookups
from appeals.rights import Right, require
from appeals.search import Search, parse_search
from appeals.selection import Selection
from appeals.usecases.finding import LAST_PAGE, SearchAppeals, Seat, SelectAppeals
from appeals.usecases.work import find_appeal, get_appeal
from handlers.commands import parse_command
from handlers.incoming import Action, Message, Pressed, Readable, Said
from handlers.incoming import Press as PressEvent
from handlers.registry import PlainCommand, Press
from handlers.selecting import Asked, read_selection
from handlers.turn import Office, Turn
from texts import buttons, desk, finding
from texts.reply import Reply
from texts.selecting import unpacked

LIST_COMMAND = "обращения"
SEARCH_COMMAND = "поиск"


async def foresee(desk: Lookups, office: Office, read: Readable, now: datetime) -> None:
    """Look up what the event is going to ask for. Whatever goes wrong is met again, and told, in the transaction."""
    if isinstance(read, PressEvent):
        action, page = read.action, _page(read.action)
        search = _searched(action)
        selection = _selected(action, read.user_id) if action.name == buttons.LIST else None
    elif isinstance(read, Message) and (command := parse_command(read.text)) is not None:
        page = 0
        search = parse_search(command.words) if command.name == SEARCH_COMMAND else None
        asked = _asked(office, command.words, read.user_id, now) if command.name == LIST_COMMAND else None
        selection = asked.selection if asked and not asked.unknown and asked.of_citizen is None else None
    else:
        return
    try:
        if selection is not None:
            await SelectAppeals(desk, _seat(office, read.peer_id))(read.user_id, selection, page, now)
        if search is not None:
            await SearchAppeals(desk, _seat(office, read.peer_id))(read.user_id, search, page)
    except AppealsError:
        return


async def _list(said: Said, words: str) -> None:
    turn = said.turn
    asked = _asked(turn.office, words, turn.user_id, turn.now)
    if asked.unknown:
        turn.say(finding.not_understood(asked.unknown, parse_search(words)))
        return
    selection = asked.selection
    if asked.of_citizen is not None:
        appeal = await find_appeal(turn.desk, asked.of_citizen)
        await require(turn.desk, turn.user_id, Right.SEE_PERSON, appeal)
        selection = Selection(citizen_id=appeal.citizen_id)
    turn.say(await _page_of(turn, selection, 0))


async def _press_list(pressed: Pressed) -> str:
    turn, action = pressed.turn, pressed.action
    await _turn_page(pressed, await _page_of(turn, _selected(action, turn.user_id), _page(action)))
    return desk.DONE_PRESS


async def _press_of_citizen(pressed: Pressed) -> str:
    """Under a card: all that its citizen asked."""
    turn = pressed.turn
    appeal = await get_appeal(turn.desk, pressed.action.number("n") or 0)
    await require(turn.desk, turn.user_id, Right.SEE_PERSON, appeal)
    turn.say(await _page_of(turn, Selection(citizen_id=appeal.citizen_id), 0))
    return desk.DONE_PRESS


async def _press_choose(pressed: Pressed) -> str:
    turn, action = pressed.turn, pressed.action
    await require(turn.desk, turn.user_id, Right.SEE)
    what = action.params.get(buttons.WHAT)
    if not isinstance(what, str) or what not in set(finding.Choice):
        return desk.STALE_PRESS
    selection = _selected(action, turn.user_id)
    reply = finding.choices(turn.administration, selection, finding.Choice(what), _page(action))
    await _turn_page(pressed, reply)
    return desk.DONE_PRESS


async def _search(said: Said, words: str) -> None:
    search = parse_search(words)
    said.turn.say(finding.nothing_to_find() if search is None else await _found(said.turn, search, 0))


async def _press_find(pressed: Pressed) -> str:
    search = _searched(pressed.action)
    if search is None:
        return desk.STALE_PRESS
    await _turn_page(pressed, await _found(pressed.turn, search, _page(pressed.action)))
    return desk.DONE_PRESS


async def _page_of(turn: Turn, selection: Selection, page: int) -> Reply:
    seat = _seat(turn.office, turn.peer_id)
    found, page = await SelectAppeals(turn.desk, seat)(turn.user_id, selection, page, turn.now)
    assignee = await turn.desk.staff.get(selection.assignee_id) if selection.assignee_id is not None else None
    return finding.appeals_list(turn.administration, selection, found, page, turn.now, assignee)


async def _found(turn: Turn, search: Search, page: int) -> Reply:
    result = await SearchAppeals(turn.desk, _seat(turn.office, turn.peer_id))(turn.user_id, search, page)
    for hit in result.hits:
        if hit.tells_person:
            turn.desk.audit.add(FOUND_PERSON, appeal_id=hit.appeal.id)
    return finding.found(turn.administration, search, result)


async def _turn_page(pressed: Pressed, reply: Reply) -> None:
    """Lists turn in place; under a card the list is a message of its own."""
    number = pressed.number if pressed.action.params.get(buttons.IN_PLACE) == 1 else None
    await pressed.turn.speaker.turn_page(pressed.turn.peer_id, number, reply)


def _seat(office: Office, peer_id: int) -> Seat:
    return Seat(office.administration, office.moderator_chat, peer_id)


def _asked(office: Office, words: str, asker: int, now: datetime) -> Asked:
    today: date = now.astimezone(office.administration.zone).date()
    return read_selection(words, office.administration, asker, today)


def _selected(action: Action, asker: int) -> Selection:
    return unpacked({**action.params, "m": asker} if action.params.get(buttons.MINE) == 1 else action.params)


def _searched(action: Action) -> Search | None:
    query = action.params.get(buttons.QUERY) if action.name == buttons.FIND else None
    return parse_search(query) if isinstance(query, str) else None


def _page(action: Action) -> int:
    return min(action.number("page") or 0, LAST_PAGE)


COMMANDS = (
    PlainCommand(LIST_COMMAND, Right.SEE, _list),
    PlainCommand(SEARCH_COMMAND, Right.SEE, _search),
)
PRESSES = (
    Press(buttons.LIST, Right.SEE, _press_list),
    Press(buttons.OF_CITIZEN, Right.SEE_PERSON, _press_of_citizen),
    Press(buttons.CHOOSE, Right.SEE, _press_choose),
    Press(buttons.FIND, Right.SEE, _press_find),
)
