"""An answer, a question or a refusal goes: to the citizen, and to the thread where it belongs there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appeals.model import Appeal, Telling
from appeals.sharing import told_too
from handlers import thread
from handlers.telling import tell_citizen
from handlers.turn import Turn
from handlers.words import Words
from texts import by_hand, citizen
from texts.citizen import references
from texts.reply import Reply
from texts.speaker import Priority
from texts.words import answer_body


async def send(
    turn: Turn,
    appeal: Appeal,
    what: Telling,
    seen: Callable[[Appeal], Reply],
    words: Words,
    *,
    priority: Priority = Priority.REPLY,
) -> None:
    """Tell everybody whom it concerns; `seen` is how the citizen of an appeal sees it."""
    for told in (appeal, *await told_besides(turn, appeal, what)):
        await tell_citizen(turn, told, seen(told), what, spoken(turn, told, what, words), priority=priority)
        await thread.tell_thread(turn, told, what, words)


async def told_besides(turn: Turn, appeal: Appeal, what: Telling) -> Sequence[Appeal]:
    """The appeals that joined this one, whose citizens get the same; a question is for one alone."""
    return () if what is Telling.QUESTION else await told_too(turn.desk, appeal)


def spoken(turn: Turn, appeal: Appeal, what: Telling, words: Words) -> str:
    """What is passed on to a citizen without VK."""
    is_answer = what is Telling.ANSWER
    return answer_body(turn.administration, appeal, words.text, words.attachments) if is_answer else words.text


def answer_as_seen(turn: Turn, appeal: Appeal, words: Words) -> Reply:
    """An answer as it will reach the citizen, by VK or without it."""
    if appeal.is_by_hand:
        told, attached = spoken(turn, appeal, Telling.ANSWER, words), references(words.attachments)
        return by_hand.words_alone(turn.administration, appeal, Telling.ANSWER, told, attached)
    return citizen.answer(turn.administration, appeal, words.text, words.attachments)
