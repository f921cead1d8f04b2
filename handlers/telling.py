"""Telling a citizen something about their appeal: the one place that decides which way the words go."""

from __future__ import annotations

from enum import StrEnum

from appeals.model import Appeal
from handlers.turn import Turn
from texts.reply import Reply


class What(StrEnum):
    """What is told. `TAKEN` is a courtesy, the others must arrive."""

    NUMBER = "number"
    TAKEN = "taken"
    QUESTION = "question"
    ANSWER = "answer"
    REFUSAL = "refusal"


def tell_citizen(turn: Turn, appeal: Appeal, reply: Reply, what: What) -> None:
    """Tell the citizen of an appeal; what can't be delivered comes back to the desk as a notice."""
    turn.speaker.say(appeal.citizen_vk_id, reply, appeal_id=appeal.id, tells_number=what is What.NUMBER)
