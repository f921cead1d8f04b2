"""Small corrections that no citizen is told of: a note, the topic, the address; and ready reasons for a refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from appeals.administration import Category
from appeals.errors import BadAddress
from appeals.model import Appeal
from appeals.rights import Right, require
from appeals.textcheck import has_meaning, normalise_word
from appeals.topics import category_meant, category_titled
from appeals.usecases.corrections import Note, Readdress, Recategorise, check_still_open
from appeals.usecases.work import get_appeal
from handlers import registering, writing
from handlers.cards import show_card
from handlers.clocks import tell_if_later
from handlers.incoming import Pressed, Said
from handlers.prompts import ask, say_done
from handlers.registry import AppealCommand, Press
from handlers.turn import Turn
from texts import buttons, by_hand, corrections, desk

NOTE, TOPIC, ADDRESS = "заметка", "тема", "адрес"

MAX_NOTE = 2000


async def note(said: Said, appeal: Appeal, text: str) -> None:
    """`/заметка N текст`."""
    turn = said.turn
    if not has_meaning(text):
        await ask(turn, NOTE, Right.WORK, appeal, corrections.note_prompt)
        return
    if len(text) > MAX_NOTE:
        turn.say(desk.too_long(MAX_NOTE, to_citizen=False))
        return
    noted = await Note(turn.desk)(appeal.id, turn.user_id, text, turn.now)
    await say_done(turn, noted, corrections.noted(noted))
    await show_card(turn, noted)


async def topic(said: Said, appeal: Appeal, text: str) -> None:
    """`/тема N дороги`."""
    turn = said.turn
    await require(turn.desk, turn.user_id, Right.ROUTE, appeal)
    check_still_open(appeal)
    if (meant := _meant(turn, text)) is None:
        turn.say(corrections.topics(turn.administration, appeal, meant=" ".join(text.split())))
    else:
        await _recategorise(turn, appeal, meant)


async def address(said: Said, appeal: Appeal, text: str) -> None:
    """`/адрес N ул. Садовая, 5`."""
    turn = said.turn
    check_still_open(appeal)
    if not text.strip():
        await ask(turn, ADDRESS, Right.WORK, appeal, corrections.address_prompt)
        return
    try:
        changed = await Readdress(turn.desk)(appeal.id, turn.user_id, text, turn.now)
    except BadAddress:
        turn.say(corrections.bad_address())
        return
    if changed == appeal:
        turn.say(corrections.same_address(appeal))
        return
    await say_done(turn, changed, corrections.readdressed(changed))
    await show_card(turn, changed)


async def _recategorise(turn: Turn, appeal: Appeal, category: Category) -> None:
    recategorise = Recategorise(turn.desk, turn.clocks)
    changed = await recategorise(appeal.id, turn.user_id, category.id, turn.now)
    if changed == appeal:
        turn.say(corrections.same_category(turn.administration, appeal))
        return
    await tell_if_later(turn, appeal, changed)
    await say_done(turn, changed, corrections.recategorised(turn.administration, changed))
    await show_card(turn, changed)


def _meant(turn: Turn, text: str) -> Category | None:
    """The category that was typed: by its id, its title, or a word of it."""
    typed = normalise_word(text)
    by_id = next((one for one in turn.administration.categories if normalise_word(one.id) == typed), None)
    return by_id or category_titled(turn.administration, text) or category_meant(turn.administration, text)


def asks(run: Callable[[Said, Appeal, str], Awaitable[None]]) -> Callable[[Pressed], Awaitable[str]]:
    """A button that does what its command does without words: it asks for them."""

    async def press(pressed: Pressed) -> str:
        turn = pressed.turn
        if registering.is_open(turn):
            return by_hand.finish_first()
        appeal = await get_appeal(turn.desk, pressed.action.number("n") or 0)
        await run(Said(turn, "", None, False, (), (), None), appeal, "")
        return desk.WRITE_PRESS

    return press


async def _press_topic(pressed: Pressed) -> str:
    """«Тема», or a page of the list."""
    turn = pressed.turn
    appeal = await get_appeal(turn.desk, pressed.action.number("n") or 0)
    await require(turn.desk, turn.user_id, Right.ROUTE, appeal)
    check_still_open(appeal)
    turn.say(corrections.topics(turn.administration, appeal, pressed.action.number("page") or 0))
    return desk.DONE_PRESS


async def _press_set_topic(pressed: Pressed) -> str:
    turn, chosen = pressed.turn, pressed.action.params.get("c")
    category = turn.administration.category(chosen) if isinstance(chosen, str) else None
    if category is None:
        return desk.STALE_PRESS
    await _recategorise(turn, await get_appeal(turn.desk, pressed.action.number("n") or 0), category)
    return desk.DONE_PRESS


async def _press_reason(pressed: Pressed) -> str:
    """A ready reason under «почему отклоняется?»: shown as the citizen will read it."""
    turn, name = pressed.turn, pressed.action.name
    if registering.is_open(turn):
        return by_hand.finish_first()
    appeal = await get_appeal(turn.desk, pressed.action.number("n") or 0)
    kind = writing.RUDE if name == buttons.REJECT_RUDE else writing.REFUSAL
    await writing.proposed(turn, kind, appeal, corrections.REASONS[name])
    return desk.DONE_PRESS


async def _press_other_reason(pressed: Pressed) -> str:
    turn = pressed.turn
    if registering.is_open(turn):
        return by_hand.finish_first()
    await writing.ask_for(turn, writing.REFUSAL, await get_appeal(turn.desk, pressed.action.number("n") or 0))
    return desk.WRITE_PRESS


COMMANDS = (
    AppealCommand(NOTE, Right.WORK, note, begins=True),
    AppealCommand(TOPIC, Right.ROUTE, topic),
    AppealCommand(ADDRESS, Right.WORK, address, begins=True),
)
PRESSES = (
    Press(buttons.NOTE, Right.WORK, asks(note)),
    Press(buttons.TOPIC, Right.ROUTE, _press_topic),
    Press(buttons.SET_TOPIC, Right.ROUTE, _press_set_topic),
    Press(buttons.READDRESS, Right.WORK, asks(address)),
    *(Press(reason, Right.ROUTE, _press_reason) for reason in corrections.REASONS),
    Press(buttons.REJECT_OTHER, Right.ROUTE, _press_other_reason),
)
