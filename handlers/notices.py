"""Events without words: a person allows or forbids messages or becomes a manager, a message was not delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appeals.errors import AppealNotFound
from appeals.model import Act, Appeal, HistoryEntry, Role, Telling
from appeals.usecases.leads import OweNumber
from appeals.usecases.work import get_appeal
from handlers import thread
from handlers.cards import show_card
from handlers.telling import tell_words
from handlers.turn import Turn
from texts import desk
from texts.citizen import references

ALLOW = "message_allow"
DENY = "message_deny"
DELIVERY_FAILED = "delivery_failed"
OFFICERS = "group_officers_edit"

_LEVELS = {1: Role.MODERATOR, 2: Role.MODERATOR, 3: Role.ADMINISTRATOR, 4: Role.ADMINISTRATOR}
"""VK's levels of managers: moderator, editor, administrator, creator; 0 is none."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An event without words, about one person."""

    kind: str
    user_id: int
    object: Mapping[str, Any] = field(default_factory=dict)

    @property
    def peer_id(self) -> int:
        return self.user_id


async def noticed(turn: Turn, notice: Notice) -> None:
    """Handle one notice."""
    if notice.kind in (ALLOW, DENY):
        await turn.desk.citizens.set_reachable(turn.user_id, notice.kind == ALLOW)
    elif notice.kind == DELIVERY_FAILED:
        await _undelivered(turn, notice.object)
    elif notice.kind == OFFICERS:
        level = notice.object.get("level_new")
        await turn.desk.staff.set_manager(turn.user_id, _LEVELS.get(level) if isinstance(level, int) else None)


async def _undelivered(turn: Turn, obj: Mapping[str, Any]) -> None:
    """VK refused a message that belongs to an appeal: the desk must know, or nobody ever would."""
    appeal_id = obj.get("appeal_id")
    try:
        appeal = await get_appeal(turn.desk, appeal_id if isinstance(appeal_id, int) else 0)
    except AppealNotFound:
        return
    if isinstance(comment := obj.get("comment"), Mapping):
        await thread.unsaid(turn, appeal, comment)
        return
    citizen = await turn.desk.citizens.get(appeal.citizen_id) or turn.citizen
    privacy, told = obj.get("outcome") == "unreachable", obj.get("tells")
    if told == Telling.NUMBER:
        appeal = await OweNumber(turn.desk)(appeal, turn.now)
        await turn.tell_desk(desk.number_owed(appeal, citizen, privacy=privacy))
    else:
        act = _ACTS.get(told) if isinstance(told, str) else None
        words = await _last_words(turn, appeal, act)
        await turn.desk.history.add(appeal.id, HistoryEntry(Act.UNDELIVERED, turn.now, 0))
        if await thread.public_spot(turn, appeal) is None:  # else it stands in the thread, and the card tells the rest
            await turn.tell_desk(desk.undelivered(appeal, citizen, privacy=privacy, words_follow=words is not None))
            if words is not None:
                await tell_words(turn, appeal, Telling(str(told)), words.text, references(words.attachments))
    await show_card(turn, appeal)


async def deliver_again(turn: Turn) -> bool:
    """The citizen can be written to: send what VK refused and nobody passed on; return whether there was any."""
    appeals = await turn.speaker.repeat_undelivered(turn.user_id)
    for appeal_id in appeals:
        appeal = await get_appeal(turn.desk, appeal_id)
        await turn.desk.history.add(appeal.id, HistoryEntry(Act.DELIVERED_LATER, turn.now, 0))
        await show_card(turn, appeal)
    return bool(appeals)


async def _last_words(turn: Turn, appeal: Appeal, act: Act | None) -> HistoryEntry | None:
    """The words of the desk that the refused message held; None for a message of the bot's own."""
    entries = [entry for entry in await turn.desk.history.of(appeal.id) if entry.act is act]
    return entries[-1] if entries else None


_ACTS: dict[str, Act] = {
    Telling.QUESTION: Act.ASKED,
    Telling.ANSWER: Act.ANSWERED,
    Telling.REFUSAL: Act.REJECTED,
}
