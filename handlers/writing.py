"""What a moderator writes to a citizen: an answer, a question, a refusal.

All three go one way: the text is awaited, shown as the citizen will see it, and sent after «Отправить» alone. A remark
to colleagues that was taken for the text stops at the preview.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from vkbottle.bot import BotLabeler

from appeals.errors import AppealsError
from appeals.model import Appeal, Status, Telling
from appeals.rights import Right, require
from appeals.sharing import told_too
from appeals.textcheck import has_meaning
from appeals.usecases.work import (
    AnswerAppeal,
    AskCitizen,
    RejectAppeal,
    check_move,
    check_open,
    get_appeal,
)
from handlers import registering, thread
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.refusals import explain
from handlers.registry import AppealCommand, Press
from handlers.rules import At, Typed
from handlers.states import AtDesk, Visitor
from handlers.telling import tell_citizen
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, by_hand, citizen, corrections, desk, people
from texts.citizen import references
from texts.reply import Reply

MAX_WORDS = 3500
"""Characters that a moderator may send a citizen at once: with the tag and the number it fits one message of VK."""

PROMPT_LIFE = 30 * 60
"""Seconds for which a moderator's next message is taken for the citizen."""

labeler = BotLabeler()
"""Typed texts."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what a moderator writes; it is known by the name of the card's button.

    `check` raises when the appeal can't get it now, `seen` is the message to the citizen, `done` does the deed. Where
    the words mean more than themselves, `read` turns them into the form that `seen` and `done` expect, or tells what is
    wrong with them.
    """

    name: str
    right: Right
    what: Telling
    state: AtDesk
    check: Callable[[Appeal], None]
    prompt: Callable[[Appeal, str], Reply]
    seen: Callable[[Turn, Appeal, Words], Reply]
    done: Callable[[Turn, int, Words], Awaitable[Appeal]]
    sent: Callable[[Turn, Appeal], Reply]
    read: Callable[[Turn, Appeal, str], Reply | str] | None = None


ANSWER = Kind(
    buttons.ANSWER,
    Right.WORK,
    Telling.ANSWER,
    AtDesk.ANSWERING,
    lambda appeal: check_move(appeal, Status.ANSWERED),
    desk.answer_prompt,
    lambda turn, appeal, words: citizen.answer(turn.administration, appeal, words.text, words.attachments),
    lambda turn, appeal_id, words: AnswerAppeal(turn.desk, turn.clocks)(
        appeal_id, turn.user_id, words.text, words.attachments, turn.now
    ),
    lambda _, appeal: desk.answer_sent(appeal),
)
QUESTION = Kind(
    buttons.ASK,
    Right.WORK,
    Telling.QUESTION,
    AtDesk.ASKING,
    check_open,
    desk.question_prompt,
    lambda _, appeal, words: _enclosing(citizen.question_asked(appeal, words.text), words),
    lambda turn, appeal_id, words: AskCitizen(turn.desk, turn.clocks)(
        appeal_id, turn.user_id, words.text, turn.now, words.attachments
    ),
    lambda _, appeal: desk.question_sent(appeal),
)
REFUSAL = Kind(
    buttons.REJECT,
    Right.ROUTE,
    Telling.REFUSAL,
    AtDesk.REJECTING,
    lambda appeal: check_move(appeal, Status.REJECTED),
    desk.reason_prompt,
    lambda turn, appeal, words: _enclosing(citizen.rejected(turn.administration, appeal, words.text), words),
    lambda turn, appeal_id, words: RejectAppeal(turn.desk, turn.clocks)(
        appeal_id, turn.user_id, words.text, turn.now, words.attachments
    ),
    lambda _, appeal: desk.rejected(appeal),
)
RUDE = replace(
    REFUSAL,
    name=buttons.REJECT_RUDE,
    seen=lambda turn, appeal, words: _enclosing(
        citizen.rejected(turn.administration, appeal, words.text, rewrite=True), words
    ),
)
"""A refusal for the manner alone: the citizen gets the words back to put them otherwise."""

_BUTTONS = (ANSWER, QUESTION, REFUSAL)
KINDS = {kind.name: kind for kind in (*_BUTTONS, RUDE)}
"""Other parts of the desk add theirs with `add_kinds`."""


def add_kinds(*kinds: Kind) -> None:
    """Let a part of the desk write in its own ways as well."""
    KINDS.update({kind.name: kind for kind in kinds})


async def ask_for(turn: Turn, kind: Kind, appeal: Appeal) -> None:
    """Take this moderator's next message for the citizen."""
    member = await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    _await(turn, kind, appeal)
    turn.say(kind.prompt(appeal, people.addressed(member)))


async def proposed(turn: Turn, kind: Kind, appeal: Appeal, text: str) -> None:
    """Words that are ready: they are shown, and may be changed before they go."""
    await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    await _preview(turn, kind, appeal, Words(text))


async def commanded(said: Said, kind: Kind, appeal: Appeal, text: str) -> None:
    """A command with the text in it, or without: then the text is asked for."""
    turn = said.turn
    if not text and not said.attachments:
        await ask_for(turn, kind, appeal)
        return
    await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    await _taken(turn, kind, appeal, text, Words(text, said.attachments))


@labeler.message(At(AtDesk), Typed())
async def typed(said: Said) -> None:
    """The text that «Ответить», «Уточнить» or «Отклонить» asked for."""
    turn = said.turn
    if said.does == buttons.CANCEL:
        drop(turn)
        return
    if turn.stands_in(AtDesk.PREVIEW) and said.is_chat:
        return  # colleagues talk in the chat while a preview waits for its button
    if _too_late(turn):
        _stand_down(turn)
        turn.say(desk.prompt_expired())
        return
    try:
        await _written(said, _kind(turn))
    except AppealsError as refusal:
        _stand_down(turn)
        turn.say(await explain(turn, refusal, "text"))


def drop(turn: Turn) -> None:
    """Forget what was begun."""
    begun = turn.stands_in(AtDesk)
    _stand_down(turn)
    turn.say(desk.dropped() if begun else desk.nothing_to_drop())


async def press_send(pressed: Pressed) -> str:
    """«Отправить» under a preview."""
    turn = pressed.turn
    if not _previewed(pressed):
        return desk.preview_stale()
    kind, payload = _kind(turn), turn.dialog.payload
    words = Words.kept(payload)
    _stand_down(turn)
    appeal = await kind.done(turn, payload["n"], words)
    for told in (appeal, *await _told_too(turn, kind, appeal)):
        await tell_citizen(turn, told, _seen(turn, kind, told, words), kind.what, words.text)
        await thread.tell_thread(turn, told, kind.what, words)
    turn.say(kind.sent(turn, appeal))
    await show_card(turn, appeal)
    return desk.DONE_PRESS


async def press_edit(pressed: Pressed) -> str:
    """«Изменить» under a preview."""
    turn = pressed.turn
    if not _previewed(pressed):
        return desk.preview_stale()
    await ask_for(turn, _kind(turn), await get_appeal(turn.desk, turn.dialog.payload["n"]))
    return desk.WRITE_PRESS


async def press_drop(pressed: Pressed) -> str:
    """«Отмена» under a preview."""
    if not _previewed(pressed):
        return desk.preview_stale()
    drop(pressed.turn)
    return desk.DONE_PRESS


async def _written(said: Said, kind: Kind) -> None:
    turn = said.turn
    appeal = await get_appeal(turn.desk, turn.dialog.payload["n"])
    await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    words = Words("", Words.kept(turn.dialog.payload).attachments).then(Words.of(said))
    await _taken(turn, kind, appeal, said.text, words)


async def _taken(turn: Turn, kind: Kind, appeal: Appeal, text: str, words: Words) -> None:
    """Show the words, or tell what is wrong with the `text` that was typed and wait for another."""
    if (fault := _fault(text)) is None and kind.read is not None:
        read = kind.read(turn, appeal, text)
        fault, words = (read, words) if isinstance(read, Reply) else (None, replace(words, text=read))
    if fault is not None:
        _await(turn, kind, appeal, Words("", words.attachments))
        turn.say(fault)
    else:
        await _preview(turn, kind, appeal, words)


async def _preview(turn: Turn, kind: Kind, appeal: Appeal, words: Words) -> None:
    """Show the words as the citizen will see them; they go only after «Отправить»."""
    key = turn.office.ids.random_id()
    at = int(turn.now.timestamp())
    turn.enter(AtDesk.PREVIEW, n=appeal.id, kind=kind.name, k=key, at=at, **words.as_payload())
    preview = desk.preview(_seen(turn, kind, appeal, words), appeal, key, kind.name)
    if others := await _told_too(turn, kind, appeal):
        preview = replace(preview, text=f"{corrections.others_will_see(len(others))}\n\n{preview.text}")
    turn.say(await thread.with_note(turn, appeal, kind.what, words, preview))


async def _told_too(turn: Turn, kind: Kind, appeal: Appeal) -> Sequence[Appeal]:
    """The appeals that joined this one, whose citizens get the same; a question is for one alone."""
    return () if kind.what is Telling.QUESTION else await told_too(turn.desk, appeal)


def _seen(turn: Turn, kind: Kind, appeal: Appeal, words: Words) -> Reply:
    """The words as they will reach the citizen, by VK or without it."""
    if appeal.is_by_hand:
        attached = references(words.attachments)
        return by_hand.words_alone(turn.administration, appeal, kind.what, words.text, attached)
    return kind.seen(turn, appeal, words)


def _fault(text: str) -> Reply | None:
    """What is wrong with a text for a citizen; the moderator is told, and may try again."""
    if not has_meaning(text):
        return desk.empty_text()
    return desk.too_long(MAX_WORDS) if len(text) > MAX_WORDS else None


def _await(turn: Turn, kind: Kind, appeal: Appeal, words: Words | None = None) -> None:
    """Wait for the text; photos that came without one are kept for it."""
    kept = (words or Words("")).as_payload()
    turn.enter(kind.state, n=appeal.id, kind=kind.name, at=int(turn.now.timestamp()), **kept)


def _enclosing(reply: Reply, words: Words) -> Reply:
    return replace(reply, attachments=references(words.attachments))


def _kind(turn: Turn) -> Kind:
    return KINDS[turn.dialog.payload["kind"]]


def _too_late(turn: Turn) -> bool:
    """Whether the text was asked for so long ago that this message is likelier talk among colleagues."""
    asked = turn.dialog.payload.get("at")
    return isinstance(asked, int) and turn.now.timestamp() - asked > PROMPT_LIFE


def _previewed(pressed: Pressed) -> bool:
    """Whether the press belongs to the preview that this moderator sees last."""
    turn = pressed.turn
    return turn.stands_in(AtDesk.PREVIEW) and turn.dialog.payload["k"] == pressed.action.number("k")


def _stand_down(turn: Turn) -> None:
    """Leave a desk state. A moderator in a private conversation is a citizen too and stands in the menu again."""
    if turn.stands_in(AtDesk):
        if turn.peer_id == turn.user_id:
            turn.enter(Visitor.MENU)
        else:
            turn.leave()


async def press_write(pressed: Pressed) -> str:
    """A button that asks for the words of its kind."""
    if registering.is_open(pressed.turn):
        return by_hand.finish_first()
    appeal = await get_appeal(pressed.turn.desk, pressed.action.number("n") or 0)
    await ask_for(pressed.turn, KINDS[pressed.action.name], appeal)
    return desk.WRITE_PRESS


def command_of(name: str, kind: Kind) -> AppealCommand:
    """`/name N text` for one kind."""
    return AppealCommand(name, kind.right, lambda said, appeal, text: commanded(said, kind, appeal, text), begins=True)


COMMANDS = (command_of("ответ", ANSWER), command_of("уточнить", QUESTION), command_of("отклонить", REFUSAL))
PRESSES = (
    *(Press(kind.name, kind.right, press_write) for kind in _BUTTONS),
    Press(buttons.SEND_ANSWER, Right.WORK, press_send),
    Press(buttons.EDIT_ANSWER, Right.WORK, press_edit),
    Press(buttons.DROP_ANSWER, Right.WORK, press_drop),
)
