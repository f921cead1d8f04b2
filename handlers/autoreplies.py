"""`/автоответ`: the base of answers that the bot gives by itself, as staff keep it."""

from __future__ import annotations

from appeals.autoreplies.entries import Uses
from appeals.autoreplies.typed import Verb, read_typed
from appeals.rights import Right, require
from appeals.usecases.autoreplies import AddEntry, ChangeEntry, RemoveEntry, find_entry
from handlers.auto_answers import foresee
from handlers.incoming import Said
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from texts import autoreplies
from texts.reply import Reply


async def _autoreply(said: Said, words: str) -> None:
    """`/автоответ`, `/автоответ НАЗВАНИЕ`, `/автоответ добавить НАЗВАНИЕ` with its lines, and so on."""
    turn = said.turn
    typed = words.strip()
    first = typed.split(maxsplit=1)[0] if typed else ""
    verb = first.lower().rstrip(":")
    if not typed:
        base = turn.desk.autoreplies
        turn.say(autoreplies.listed(await base.all(), await base.uses(), turn.today))
    elif verb not in set(Verb):
        entry = await find_entry(turn.desk, typed)
        uses = await turn.desk.autoreplies.uses()
        turn.say(autoreplies.shown(entry, uses.get(entry.id, Uses()), turn.today))
    elif verb == Verb.TRY:
        question = typed[len(first) :].strip()
        turn.say(autoreplies.tried(*await foresee(turn, question)) if question else autoreplies.how_to(Verb.TRY))
    else:
        await require(turn.desk, turn.user_id, Right.TEMPLATES)
        turn.say(await _changed(turn, Verb(verb), typed[len(first) :].strip()))


async def _changed(turn: Turn, verb: Verb, rest: str) -> Reply:
    if verb is Verb.REMOVE:
        if not rest:
            return autoreplies.how_to(verb)
        return autoreplies.removed(await RemoveEntry(turn.desk)(rest, turn.user_id, turn.now), turn.today)
    typed = read_typed(rest)
    if not typed.name or not typed.parts:
        return autoreplies.how_to(verb)
    if verb is Verb.ADD:
        added = await AddEntry(turn.desk)(typed.name, typed.parts, turn.user_id, turn.now, turn.today)
        return autoreplies.added(added, turn.today)
    changed = await ChangeEntry(turn.desk)(typed.name, typed.parts, turn.user_id, turn.now, turn.today)
    return autoreplies.changed(changed, turn.today)


COMMANDS = (PlainCommand("автоответ", Right.WORK, _autoreply),)
PRESSES: tuple[Press, ...] = ()
