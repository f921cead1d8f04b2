"""What a moderator writes to a citizen: an answer, a question, a refusal.

All three go one way: the text is awaited, shown as the citizen will see it, and sent after «Отправить» alone. A remark
to colleagues that was taken for the text stops at the preview.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from vkbottle.bot import BotLabeler

from appeals.errors import AppealsError, TemplateRefused
from appeals.model import Appeal, Attachment, Status, Telling
from appeals.rights import Right, require
from appeals.templates import Field
from appeals.textcheck import has_meaning
from appeals.usecases.approval import needs_approval
from appeals.usecases.work import (
    AnswerAppeal,
    AskCitizen,
    RejectAppeal,
    check_move,
    check_open,
    get_appeal,
)
from appeals.value import dataclass
from handlers import composing, prompts, registering, submitting, thread
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.refusals import explain
from handlers.registry import AppealCommand, Press
from handlers.rules import At, Typed
from handlers.sending import answer_as_seen, send, told_besides
from handlers.states import AtDesk, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import answers, buttons, by_hand, citizen, corrections, desk, people, quality, templates
from texts.citizen import references
from texts.reply import Reply

MAX_WORDS = 3500
"""Characters that a moderator may send a citizen at once: with the tag and the number it fits one message of VK."""

PROMPT_LIFE = 30 * 60
"""Seconds for which a moderator's next message is taken for the citizen."""

labeler = BotLabeler()
"""Typed texts."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Words that are right so far, in the form that `Kind.read` gives them, and the question for the rest."""

    words: str
    asks: Reply


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what a moderator writes; it is known by the name of the card's button.

    `check` raises when the appeal can't get it now, `seen` is the message to the citizen, `done` does the deed. Where
    the words mean more than themselves, `read` turns them into the form that `seen` and `done` expect, or tells what is
    wrong with them, or asks for the rest of them.
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
    read: Callable[[Turn, Appeal, str], Reply | str | Begun] | None = None


ANSWER = Kind(
    buttons.ANSWER,
    Right.WORK,
    Telling.ANSWER,
    AtDesk.ANSWERING,
    lambda appeal: check_move(appeal, Status.ANSWERED),
    desk.answer_prompt,
    lambda turn, appeal, words: citizen.answer(turn.administration, appeal, words.text, words.attachments),
    lambda turn, appeal_id, words: AnswerAppeal(turn.desk, turn.clocks)(
        appeal_id, turn.user_id, words.text, words.attachments, turn.now, overruled=words.overruled
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


async def ask_for(turn: Turn, kind: Kind, appeal: Appeal, attachments: tuple[Attachment, ...] = ()) -> None:
    """Take this moderator's next message for the citizen, with what was attached before."""
    member = await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    _await(turn, kind, appeal, Words("", attachments))
    prompt = kind.prompt(appeal, people.addressed(member))
    if attachments:
        prompt = replace(prompt, text=prompt.text + answers.photos_stay(attachments))
    turn.say(replace(prompt, keyboard=await composing.tools(turn, appeal)) if kind is ANSWER else prompt)


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
    if kind is ANSWER:
        words = Words(await composing.by_template(turn, text), said.attachments)
        await _compose(turn, appeal, _kept_at_prompt(turn, appeal), words)
    else:
        await _taken(turn, kind, appeal, text, Words(text, said.attachments))


async def go_on_with(turn: Turn, appeal: Appeal, words: Words) -> None:
    """Go on composing an answer with these words, wherever they come from."""
    await require(turn.desk, turn.user_id, ANSWER.right, appeal)
    ANSWER.check(appeal)
    await _compose(turn, appeal, Words(""), words)


def composed(turn: Turn, appeal_id: int) -> Words | None:
    """What stands of this moderator's answer to an appeal; None when they write none now."""
    payload = turn.dialog.payload
    open_here = turn.stands_in(AtDesk.ANSWERING, AtDesk.PREVIEW) and payload["kind"] == ANSWER.name
    return Words.kept(payload) if open_here and payload["n"] == appeal_id else None


@labeler.message(At(AtDesk), Typed())
async def typed(said: Said) -> None:
    """The text that «Ответить», «Уточнить» or «Отклонить» asked for."""
    turn = said.turn
    if said.does == buttons.CANCEL:
        drop(turn)
        return
    if turn.stands_in(AtDesk.PREVIEW) and said.is_chat and not _belongs_to_answer(said):
        return  # colleagues talk in the chat while a preview waits for its button
    if _too_late(turn):
        _stand_down(turn)
        turn.say(desk.prompt_expired())
        return
    appeal_id = turn.dialog.payload["n"]
    try:
        await _written(said, _kind(turn))
    except AppealsError as refusal:
        if not isinstance(refusal, TemplateRefused):  # a slip of the pen: another word may follow
            _stand_down(turn)
        turn.say(await explain(turn, refusal, "text", appeal_id))


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
    if await _needs_another_look(turn, kind, words):
        return answers.LOOK_AGAIN_PRESS
    _stand_down(turn)
    if kind is ANSWER and await needs_approval(turn.desk, turn.user_id):
        await submitting.submit(turn, payload["n"], words)
        return desk.DONE_PRESS
    appeal = await kind.done(turn, payload["n"], words)
    await send(turn, appeal, kind.what, lambda told: _seen(turn, kind, told, words), words)
    await prompts.say_done(turn, appeal, kind.sent(turn, appeal))
    await show_card(turn, appeal)
    return desk.DONE_PRESS


async def press_edit(pressed: Pressed) -> str:
    """«Изменить» under a preview."""
    turn = pressed.turn
    if not _previewed(pressed):
        return desk.preview_stale()
    attachments = Words.kept(turn.dialog.payload).attachments
    await ask_for(turn, _kind(turn), await get_appeal(turn.desk, turn.dialog.payload["n"]), attachments)
    return desk.WRITE_PRESS


async def press_drop(pressed: Pressed) -> str:
    """«Отмена» under a preview, or under a question about words that were begun."""
    if not (_previewed(pressed) or _asked_for(pressed)):
        return desk.preview_stale()
    drop(pressed.turn)
    return desk.DONE_PRESS


async def _written(said: Said, kind: Kind) -> None:
    turn = said.turn
    appeal = await get_appeal(turn.desk, turn.dialog.payload["n"])
    await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    kept, new = Words.kept(turn.dialog.payload), Words.of(said)
    if kind is ANSWER:
        await _compose(turn, appeal, kept, replace(new, text=await composing.by_template(turn, new.text)))
    else:
        begun = turn.dialog.payload.get("begun", "")
        await _taken(turn, kind, appeal, said.text, Words("", kept.attachments).then(new), begun)


async def _compose(turn: Turn, appeal: Appeal, kept: Words, new: Words) -> None:
    """New words of an answer, with what came before them, go into the preview, unless something is still missing."""
    words, over = composing.fitting(composing.received(kept, new))
    text, missing = await composing.filled(turn, appeal, words.text)
    words = replace(words, text=text)
    if (lacking := _lacking(appeal, words, missing, over)) is not None:
        _await(turn, ANSWER, appeal, Words("", words.attachments))
        turn.say(lacking)
    else:
        await _preview_answer(turn, appeal, words, over)


def _lacking(appeal: Appeal, words: Words, missing: Sequence[Field], over: int) -> Reply | None:
    """What an answer still lacks before it can be shown; None when it is whole."""
    if not words.text and any(one.side for one in words.attachments):
        return answers.photos_kept(appeal, words.attachments, over)
    return templates.missing(appeal, words.text, missing) if missing else _fault(words.text)


async def _taken(turn: Turn, kind: Kind, appeal: Appeal, text: str, words: Words, begun: str = "") -> None:
    """Show the words, or tell what is wrong with the `text` that was typed and wait for another.

    `begun` is what stands of an earlier message, which this one goes on with.
    """
    read = _fault(text) or _read(turn, kind, appeal, text, begun)
    if isinstance(read, str):
        await _preview(turn, kind, appeal, replace(words, text=read))
        return
    begun = read.words if isinstance(read, Begun) else begun
    key = _await(turn, kind, appeal, Words("", words.attachments), begun)
    asks = read.asks if isinstance(read, Begun) else read
    turn.say(replace(asks, keyboard=desk.drop_button(appeal, key)) if begun else asks)


_ANEW = re.compile(r"(?:до|на)\b", re.IGNORECASE)
"""So begins who says it all again, with another day, instead of going on."""


def _read(turn: Turn, kind: Kind, appeal: Appeal, text: str, begun: str) -> Reply | str | Begun:
    """The words in the form that their kind expects."""
    if kind.read is None:
        return text
    if begun and not (_ANEW.match(text) and isinstance(kind.read(turn, appeal, text), str)):
        text = f"{begun} {text}"
    return kind.read(turn, appeal, text)


async def _preview(turn: Turn, kind: Kind, appeal: Appeal, words: Words) -> None:
    """Show the words as the citizen will see them; they go only after «Отправить»."""
    others = await told_besides(turn, appeal, kind.what)
    key = _stand_before(turn, kind, appeal, words, others=len(others))
    preview = desk.preview(_seen(turn, kind, appeal, words), appeal, key, kind.name)
    if others:
        preview = replace(preview, text=f"{corrections.others_will_see(len(others))}\n\n{preview.text}")
    turn.say(await thread.with_note(turn, appeal, kind.what, words, preview))


async def _preview_answer(turn: Turn, appeal: Appeal, words: Words, over: int = 0) -> None:
    """Show an answer with what the check says of it."""
    findings = await composing.findings_of(turn, appeal, words)
    flaws = [finding.flaw.value for finding in findings]
    others = await told_besides(turn, appeal, ANSWER.what)
    known = {"flaws": flaws, "overruled": quality.overruled(findings), "others": len(others)}
    key = _stand_before(turn, ANSWER, appeal, words, **known)
    preview = desk.preview(_seen(turn, ANSWER, appeal, words), appeal, key)
    preview = replace(preview, keyboard=composing.preview_buttons(appeal, key, words, findings))
    if others:
        preview = replace(preview, text=f"{corrections.others_will_see(len(others))}\n\n{preview.text}")
    preview = await thread.with_note(turn, appeal, ANSWER.what, words, preview)
    turn.say(composing.noted(turn, words, findings, over, preview))


def _stand_before(turn: Turn, kind: Kind, appeal: Appeal, words: Words, **more: Any) -> int:
    """Stand before a preview; return the key that its buttons carry."""
    key, at = turn.office.ids.random_id(), int(turn.now.timestamp())
    turn.enter(AtDesk.PREVIEW, n=appeal.id, kind=kind.name, k=key, at=at, **more, **words.as_payload())
    return key


async def _needs_another_look(turn: Turn, kind: Kind, words: Words) -> bool:
    """Show the preview anew when something has come meanwhile that it didn't tell of.

    That is what the photos show, whose files come later, and neighbours who have joined and will read the words too.
    """
    payload = turn.dialog.payload
    appeal = await get_appeal(turn.desk, payload["n"])
    found = await composing.photo_findings(turn, appeal, words) if kind is ANSWER else ()
    others = await told_besides(turn, appeal, kind.what)
    # Who knows that neighbours read along needn't hear of each of them: in an outage they join every minute.
    if {one.flaw for one in found} <= set(payload.get("flaws", ())) and (not others or payload.get("others")):
        return False
    await require(turn.desk, turn.user_id, kind.right, appeal)
    kind.check(appeal)
    await (_preview_answer(turn, appeal, words) if kind is ANSWER else _preview(turn, kind, appeal, words))
    return True


def _belongs_to_answer(said: Said) -> bool:
    """Whether these are «было» or «стало» photos for the answer that waits in a preview."""
    return _kind(said.turn) is ANSWER and composing.is_caption(said.text, said.attachments)


def _kept_at_prompt(turn: Turn, appeal: Appeal) -> Words:
    """What was attached for this answer while it was awaited; a command afterwards brings the text."""
    awaited = turn.stands_in(ANSWER.state) and turn.dialog.payload["n"] == appeal.id and not _too_late(turn)
    return Words.kept(turn.dialog.payload) if awaited else Words("")


def _seen(turn: Turn, kind: Kind, appeal: Appeal, words: Words) -> Reply:
    """The words as they will reach the citizen, by VK or without it."""
    if kind is ANSWER:
        return answer_as_seen(turn, appeal, words)
    if appeal.is_by_hand:
        attached = references(words.attachments)
        return by_hand.words_alone(turn.administration, appeal, kind.what, words.text, attached)
    return kind.seen(turn, appeal, words)


def _fault(text: str) -> Reply | None:
    """What is wrong with a text for a citizen; the moderator is told, and may try again."""
    if not has_meaning(text):
        return desk.empty_text()
    return desk.too_long(MAX_WORDS) if len(text) > MAX_WORDS else None


def _await(turn: Turn, kind: Kind, appeal: Appeal, words: Words, begun: str = "") -> int:
    """Wait for the text; photos that came without one, and what is `begun`, are kept for it. Return the key that
    «Отмена» carries.
    """
    key, at = turn.office.ids.random_id(), int(turn.now.timestamp())
    turn.enter(kind.state, n=appeal.id, kind=kind.name, k=key, at=at, begun=begun, **words.as_payload())
    return key


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


def _asked_for(pressed: Pressed) -> bool:
    """Whether the press belongs to the question that waits for this moderator's words."""
    turn = pressed.turn
    return turn.stands_in(AtDesk) and turn.dialog.payload.get("k") == pressed.action.number("k")


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
