"""Telling a citizen something about their appeal: the one place that decides which way the words go."""

from __future__ import annotations

from appeals.model import Appeal, Citizen, Telling
from handlers.turn import Turn
from texts import by_hand
from texts.reply import Reply


async def tell_citizen(turn: Turn, appeal: Appeal, reply: Reply, what: Telling, words: str = "") -> None:
    """Tell the citizen of an appeal; what can't be delivered comes back to the desk as a notice.

    `words` are those of a member of staff alone. A citizen without VK is told by the desk, who get them ready to be
    sent or read out. A courtesy isn't sent to somebody who doesn't want messages.
    """
    if appeal.is_by_hand:
        if what is not Telling.TAKEN:
            await turn.tell_desk(by_hand.pass_on(appeal, await _citizen(turn, appeal), what))
            await tell_words(turn, appeal, what, words, reply.attachments)
        return
    if what is Telling.TAKEN and not (await _citizen(turn, appeal)).reachable:
        return
    turn.speaker.say(appeal.citizen_vk_id, reply, appeal_id=appeal.id, tells=what)


async def tell_words(turn: Turn, appeal: Appeal, what: Telling, words: str, attached: tuple[str, ...] = ()) -> None:
    """Give the desk the words alone, so that they can be copied and passed on another way."""
    await turn.tell_desk(by_hand.words_alone(turn.administration, appeal, what, words, attached))


async def _citizen(turn: Turn, appeal: Appeal) -> Citizen:
    return await turn.desk.citizens.get(appeal.citizen_id) or turn.citizen
