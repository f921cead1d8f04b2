"""Telling a citizen something about their appeal: the one place that decides which way the words go."""

from __future__ import annotations

from appeals.model import Appeal, Citizen, Telling
from appeals.rights import Right
from appeals.sharing import told_too
from appeals.usecases.registration import words_so_far
from handlers.cards import rights_at
from handlers.turn import Turn
from texts import by_hand, corrections
from texts.reply import Button, Reply
from texts.speaker import Priority


async def tell_citizen(
    turn: Turn,
    appeal: Appeal,
    reply: Reply,
    what: Telling,
    words: str = "",
    *,
    priority: Priority = Priority.REPLY,
) -> None:
    """Tell the citizen of an appeal; what can't be delivered comes back to the desk as a notice.

    `words` are those of a member of staff alone. A citizen without VK is told by the desk, who get them ready to be
    sent or read out. A courtesy isn't sent to somebody who doesn't want messages.
    """
    if appeal.is_erased:
        return  # the person is gone, and so is everything that could be told
    if appeal.is_by_hand:
        if what is not Telling.TAKEN:
            button = by_hand.passed_on_button(appeal, words_so_far(await turn.desk.history.of(appeal.id)))
            text = by_hand.words_alone(turn.administration, appeal, what, words, reply.attachments, button=button)
            peers = await turn.desk_peers(appeal, person=True)
            if Right.SEE_PERSON in await rights_at(turn, turn.peer_id, appeal):
                peers.append(turn.peer_id)  # who wrote it in private may be the one who calls
            for peer_id in dict.fromkeys(peers):
                for one in (by_hand.pass_on(appeal, await _citizen(turn, appeal), what), text):
                    turn.show(peer_id, one, appeal)
        return
    if what is Telling.TAKEN and not (await _citizen(turn, appeal)).reachable:
        return
    turn.speaker.say(
        appeal.citizen_vk_id,
        reply,
        priority=priority,
        appeal_id=appeal.id,
        tells=what,
        is_revocable=what is Telling.TAKEN,
    )


async def reaches_somebody(turn: Turn, appeal: Appeal) -> bool:
    """Whether VK takes words to the citizen of an appeal, or to one who joined it, as far as is known."""
    for told in (appeal, *await told_too(turn.desk, appeal)):
        if not told.is_by_hand and (await _citizen(turn, told)).reachable:
            return True
    return False


async def tell_news(turn: Turn, appeal: Appeal, reply: Reply) -> None:
    """Tell the citizen what the desk did with their appeal; it is called back when the deed is.

    A citizen without VK is told by the desk.
    """
    if appeal.is_by_hand:
        told = corrections.to_be_passed_on(appeal, await _citizen(turn, appeal), reply)
        for peer_id in await turn.desk_peers():
            turn.show(peer_id, told, appeal)
    else:
        turn.speaker.say(appeal.citizen_vk_id, reply, appeal_id=appeal.id, is_revocable=True)


async def tell_words(
    turn: Turn, appeal: Appeal, what: Telling, words: str, attached: tuple[str, ...], button: Button
) -> None:
    """Give the desk the words alone, so that they can be copied and passed on another way."""
    alone = by_hand.words_alone(turn.administration, appeal, what, words, attached, button=button)
    await turn.tell_desk(alone, appeal, person=True)


async def _citizen(turn: Turn, appeal: Appeal) -> Citizen:
    return await turn.desk.citizens.get(appeal.citizen_id) or turn.citizen
