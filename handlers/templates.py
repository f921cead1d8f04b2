"""`/шаблон`, and what stands under the prompt for an answer: templates and the citizen's photos."""

from __future__ import annotations

import re

from appeals.errors import TemplateRefused
from appeals.model import Appeal
from appeals.rights import Right, require
from appeals.templates import Fault, Verb
from appeals.usecases.templates import AddTemplate, ChangeTemplate, RemoveTemplate, find_template
from appeals.usecases.work import get_appeal
from handlers import composing, registering, writing
from handlers.incoming import Pressed, Said
from handlers.registry import PlainCommand, Press
from handlers.turn import Turn
from handlers.words import Words
from texts import answers, buttons, by_hand, desk, templates
from texts.reply import Reply

_AFTER_VERB = re.compile(r"[\s:]+")
_NAMED = re.compile(r"([^:\n]+)[:\n](.*)", re.DOTALL)


async def _template(said: Said, words: str) -> None:
    """`/шаблон`, `/шаблон НАЗВАНИЕ`, `/шаблон добавить НАЗВАНИЕ: текст` and so on."""
    turn = said.turn
    first, *rest = _AFTER_VERB.split(words.strip(), maxsplit=1)
    verb = first.lower()
    if not words.strip():
        turn.say(templates.listed(await turn.desk.templates.all()))
    elif verb not in set(Verb):
        turn.say(templates.shown(await find_template(turn.desk, words)))
    else:
        await require(turn.desk, turn.user_id, Right.TEMPLATES)
        turn.say(await _changed(turn, Verb(verb), "".join(rest).strip()))


async def _changed(turn: Turn, verb: Verb, rest: str) -> Reply:
    if verb is Verb.REMOVE:
        return (
            templates.removed(await RemoveTemplate(turn.desk)(rest, turn.user_id)) if rest else templates.how_to(verb)
        )
    if (named := _NAMED.fullmatch(rest)) is None:
        return templates.how_to(verb)
    name, body = " ".join(named[1].split()), named[2].strip()
    if verb is Verb.ADD:
        return templates.added(await AddTemplate(turn.desk)(name, body, turn.user_id, turn.now))
    return templates.changed(await ChangeTemplate(turn.desk)(name, body, turn.user_id, turn.now))


async def press_templates(pressed: Pressed) -> str:
    """«Шаблоны» under the prompt, or another page of them."""
    turn = pressed.turn
    appeal = await _answered_here(pressed)
    every = await turn.desk.templates.all()
    page = pressed.action.number("page") or 0
    turn.say(templates.choice(every, appeal, page if page * templates.PAGE < len(every) else 0))
    return desk.DONE_PRESS


async def press_use(pressed: Pressed) -> str:
    """A template: its text goes into the preview, with the photos that are there already."""
    turn = pressed.turn
    if registering.is_open(turn):
        return by_hand.finish_first()
    appeal = await _answered_here(pressed)
    template = await turn.desk.templates.get(pressed.action.number("t") or 0)
    if template is None:
        raise TemplateRefused(Fault.GONE)
    kept = writing.composed(turn, appeal.id) or Words("")
    await writing.go_on_with(turn, appeal, Words(template.body, kept.attachments))
    return desk.DONE_PRESS


async def press_citizens_photos(pressed: Pressed) -> str:
    """«Взять фото жителя» as «было»."""
    turn = pressed.turn
    appeal = await _answered_here(pressed)
    if (words := writing.composed(turn, appeal.id)) is None:
        return desk.STALE_PRESS
    taken = composing.with_citizens_photos(appeal, words)
    if taken == words:
        return answers.NO_PHOTOS_PRESS
    if composing.fitting(taken)[1]:
        return answers.NO_ROOM_PRESS
    await writing.go_on_with(turn, appeal, taken)
    return answers.TAKEN_PRESS


async def press_after(pressed: Pressed) -> str:
    """«Фото — «стало»»."""
    turn = pressed.turn
    appeal = await _answered_here(pressed)
    if (words := writing.composed(turn, appeal.id)) is None:
        return desk.STALE_PRESS
    await writing.go_on_with(turn, appeal, composing.marked_after(words))
    return answers.MARKED_PRESS


async def _answered_here(pressed: Pressed) -> Appeal:
    """The appeal of the button, which this person may answer."""
    appeal = await get_appeal(pressed.turn.desk, pressed.action.number("n") or 0)
    await require(pressed.turn.desk, pressed.turn.user_id, Right.WORK, appeal)
    writing.ANSWER.check(appeal)
    return appeal


COMMANDS = (PlainCommand("шаблон", Right.WORK, _template),)
PRESSES = (
    Press(buttons.TEMPLATES, Right.WORK, press_templates),
    Press(buttons.USE_TEMPLATE, Right.WORK, press_use),
    Press(buttons.CITIZENS_PHOTOS, Right.WORK, press_citizens_photos),
    Press(buttons.MARK_AFTER, Right.WORK, press_after),
)
