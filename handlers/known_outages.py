"""Citizens and known outages: a new appeal joins one, its citizen hears of changes, or says that it is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from vkbottle.bot import BotLabeler

from appeals.errors import AppealNotFound
from appeals.model import Act, Appeal, HistoryEntry, Status, Telling
from appeals.outage_matching import outage_named
from appeals.outages import Outage
from appeals.sharing import as_told, leading
from appeals.status import MOVES
from appeals.usecases.outages import JoinOutage, LeaveOutage, likely_outage
from appeals.usecases.work import give_answer
from handlers import thread
from handlers.cards import rewrite_card, show_card
from handlers.incoming import Said
from handlers.rules import Does, Private
from handlers.sending import answer_as_seen, send
from handlers.telling import tell_citizen
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, outages, own_appeals
from texts.reply import Reply
from texts.speaker import Priority

REWRITTEN_FOR = timedelta(hours=23)
"""VK lets a message be rewritten for 24 hours; an hour is left for a slow delivery."""

labeler = BotLabeler()
"""A button that works in every state."""


async def joined(turn: Turn, appeal: Appeal) -> Outage | None:
    """The outage that a new appeal has just joined."""
    return await JoinOutage(turn.desk, turn.administration.outages.kinds)(appeal, turn.now)


async def joins_outage(turn: Turn, appeal: Appeal) -> bool:
    """Tell the citizen that the matter is known, if it is; then the outage's card stands for the appeal's own."""
    outage = await joined(turn, appeal)
    if outage is None:
        return False
    _say(turn, appeal, outages.known(turn.administration, outage, appeal, turn.now), Priority.REPLY)
    await show_outage(turn, outage)
    return True


async def offer_joining(turn: Turn, appeal: Appeal, words: str = "") -> None:
    """Whoever writes down what a person said is told what is known of it; one tap joins the appeal."""
    if (outage := await _likely(turn, appeal, words)) is not None:
        turn.say(outages.offered(turn.administration, outage, appeal, turn.now))


async def outage_of_words(turn: Turn, text: str) -> Outage | None:
    """The outage that a comment tells of."""
    return outage_named(await turn.desk.outages.open(), text, turn.now, turn.administration.outages.kinds)


async def _likely(turn: Turn, appeal: Appeal, words: str) -> Outage | None:
    return await likely_outage(turn.desk, appeal, words, turn.now, turn.administration.outages.kinds)


async def what_is_known(turn: Turn, appeal: Appeal) -> Reply | None:
    """What is known of the outage that an appeal belongs to, as long as it goes on."""
    outage = await turn.desk.outages.of_appeal(appeal.id)
    is_known = outage is not None and outage.ended_at is None
    return outages.known(turn.administration, outage, appeal, turn.now) if outage and is_known else None


async def tell_known(turn: Turn, appeal: Appeal, priority: Priority = Priority.REPLY) -> None:
    """Tell what is known of the outage that an appeal belongs to, as long as it goes on."""
    outage = await turn.desk.outages.of_appeal(appeal.id)
    if outage is None or outage.ended_at is not None or appeal.is_by_hand:
        return
    if (spot := await thread.public_spot(turn, appeal)) is not None:
        head = outages.joined_head(turn.administration, appeal)
        told = outages.known_in_thread(turn.administration, outage, turn.now, head)
        await thread.reply_in_public(turn, spot, told, appeal)
    else:
        _say(turn, appeal, outages.known(turn.administration, outage, appeal, turn.now), priority)


@labeler.message(Private(), Does(buttons.OTHER_MATTER))
async def other_matter(said: Said) -> None:
    """«У меня другое»: people look at the appeal as at any other. Whatever else is open stays open."""
    turn = said.turn
    appeal_id = said.action.number("n") if said.action else None
    if appeal_id is None:
        appeal_id = await turn.desk.outages.appeal_of(turn.citizen.id)
    try:
        appeal, outage = await LeaveOutage(turn.desk)(turn.citizen, appeal_id or 0, turn.now)
    except AppealNotFound:
        turn.say(outages.nothing_joined() if appeal_id is None else own_appeals.no_such_appeal())
        return
    told = await as_told(turn.desk, appeal)
    if not told.is_open:
        has_answer = told.status in (Status.ANSWERED, Status.CLOSED)
        _say(turn, appeal, outages.answered_already(appeal) if has_answer else outages.nothing_joined(), Priority.REPLY)
        return
    _say(turn, appeal, outages.other_matter(turn.administration, told), Priority.REPLY)
    if outage is not None:
        await show_card(turn, appeal)
        await show_outage(turn, outage)


async def tell(turn: Turn, obj: Mapping[str, Any]) -> None:
    """One citizen hears that an outage takes longer or is over; with the answer, if that is how it ended.

    What has changed once more since, or was answered otherwise, isn't told. Who joined another's appeal hears of it as
    they do, and gets the answer with them.
    """
    appeal_id = obj.get("appeal_id")
    appeal = await turn.desk.appeals.get(appeal_id if isinstance(appeal_id, int) else 0)
    outage = await turn.desk.outages.of_appeal(appeal.id) if appeal is not None else None
    if appeal is None or outage is None or appeal.is_gone:
        return
    told = await as_told(turn.desk, appeal)
    if outage.ended_at is None:
        if obj.get("revision") == outage.revision and told.is_open:
            await _news(turn, outage, appeal, outages.longer(turn.administration, outage, told, turn.now))
    elif obj.get("has_ended"):
        if outage.answer and Status.ANSWERED in MOVES[appeal.status]:
            await _answer(turn, outage, appeal)
        elif not (outage.answer and await _answered_with_main(turn, outage, appeal)):
            await _news(turn, outage, appeal, outages.over(turn.administration, outage, told))


async def show_outage(turn: Turn, outage: Outage) -> None:
    """Keep the outage's own card true: rewrite it where it stands, or show it anew."""
    gathered = await turn.desk.outages.gathered(outage.id, limit=outages.SHOWN)
    reply = outages.card(turn.administration, outage, gathered, turn.now)
    if outage.shown and outage.shown_at is not None and turn.now - outage.shown_at < REWRITTEN_FOR:
        for peer_id, message in outage.shown:
            turn.speaker.rewrite(peer_id, message, reply)
        return
    shown = tuple([(peer_id, turn.speaker.show(peer_id, reply)) for peer_id in await turn.desk_peers()])
    await turn.desk.outages.save(replace(outage, shown=shown, shown_at=turn.now))


async def _answer(turn: Turn, outage: Outage, appeal: Appeal) -> None:
    """The answer that whoever ended the outage has chosen, in their name."""
    entry = HistoryEntry(Act.ANSWERED, turn.now, outage.ended_by, outage.answer)
    answered = await give_answer(turn.desk, turn.clocks, appeal, entry)
    words = Words(outage.answer)
    await send(
        turn,
        answered,
        Telling.ANSWER,
        lambda told: answer_as_seen(turn, told, words),
        words,
        priority=Priority.MASS,
    )
    await rewrite_card(turn, answered)


async def _answered_with_main(turn: Turn, outage: Outage, appeal: Appeal) -> bool:
    """Whether the outage's answer reaches this citizen by the appeal that theirs has joined: it has, or is about to."""
    main = await leading(turn.desk, appeal)
    own = await turn.desk.outages.of_appeal(main.id)
    if main.id == appeal.id or own is None or own.id != outage.id:
        return False
    entries = await turn.desk.history.of(main.id)
    has_been = any(entry.act is Act.ANSWERED and entry.text == outage.answer for entry in entries)
    return has_been or Status.ANSWERED in MOVES[main.status]


async def _news(turn: Turn, outage: Outage, appeal: Appeal, reply: Reply) -> None:
    """Who wrote a comment is told where they wrote; who called is told the end alone, by the desk."""
    if appeal.is_by_hand and outage.ended_at is None:
        await rewrite_card(turn, appeal)
        return
    await turn.desk.history.add(appeal.id, HistoryEntry(Act.OUTAGE_NEWS, turn.now, 0, outages.told_of(outage)))
    if (spot := await thread.public_spot(turn, appeal)) is not None:
        await thread.reply_in_public(turn, spot, reply, appeal)
    elif appeal.is_by_hand:
        await tell_citizen(turn, appeal, reply, Telling.OUTAGE, outages.over_alone(outage, appeal))
    else:
        _say(turn, appeal, reply, Priority.MASS)
    await rewrite_card(turn, appeal)


def _say(turn: Turn, appeal: Appeal, reply: Reply, priority: Priority) -> None:
    turn.speaker.say(appeal.citizen_vk_id, reply, priority=priority, appeal_id=appeal.id, tells=Telling.OUTAGE)
