"""Events without words: a person allows or forbids messages or becomes a manager, a message was not delivered, an
outage has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from appeals.errors import AppealNotFound
from appeals.model import Act, Appeal, Fate, HistoryEntry, Role, Telling
from appeals.usecases.leads import OweNumber
from appeals.usecases.work import get_appeal
from appeals.value import dataclass
from handlers import known_outages, personal, thread
from handlers.cards import show_card
from handlers.staffing import show_freed
from handlers.telling import tell_words
from handlers.turn import Turn
from texts import by_hand, notices
from texts.citizen import references
from texts.delivery import sent_without
from texts.words import answer_body

ALLOW = "message_allow"
DENY = "message_deny"
DELIVERY_FAILED = "delivery_failed"
SENT_BARE = "sent_bare"
COPY_REFUSED = "copy_refused"
CARD_LOST = "card_lost"
OFFICERS = "group_officers_edit"
OUTAGE_NEWS = "outage_news"

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
    elif notice.kind == SENT_BARE:
        await _sent_bare(turn, notice.object)
    elif notice.kind == COPY_REFUSED:
        await personal.copy_refused(turn)
    elif notice.kind == OUTAGE_NEWS:
        await known_outages.tell(turn, notice.object)
    elif notice.kind == CARD_LOST:
        await _card_lost(turn, notice.object)
    elif notice.kind == OFFICERS:
        level = notice.object.get("level_new")
        await turn.desk.staff.set_manager(turn.user_id, _LEVELS.get(level) if isinstance(level, int) else None)
        await show_freed(turn, turn.user_id)


async def _undelivered(turn: Turn, obj: Mapping[str, Any]) -> None:
    """VK refused a message that belongs to an appeal: the desk must know, or nobody ever would."""
    appeal_id = obj.get("appeal_id")
    try:
        appeal = await get_appeal(turn.desk, appeal_id if isinstance(appeal_id, int) else 0)
    except AppealNotFound:
        return
    if appeal.is_erased:
        return  # nobody is owed these words any more, and nobody may read them
    if isinstance(comment := obj.get("comment"), Mapping):
        await thread.unsaid(turn, appeal, comment)
        return
    if obj.get("tells") == Telling.OUTAGE:
        await show_card(turn, appeal)  # nobody may stand behind an outage who hasn't been told of it
        return
    history = await turn.desk.history.of(appeal.id)
    if obj.get("tells") == Telling.NUMBER:
        appeal = await OweNumber(turn.desk)(appeal, turn.now)
        is_known = any(entry.act is Act.NUMBER_TOLD for entry in history)
    else:
        await turn.desk.history.add(appeal.id, HistoryEntry(Act.UNDELIVERED, turn.now, 0))
        is_known = bool(obj.get("again"))
    # Known words and the button under them stand at the desk already; in a thread everybody reads them, and the card
    # tells the rest.
    if not is_known and await thread.public_spot(turn, appeal) is None:
        await _give_to_desk(turn, appeal, obj, history)
    await show_card(turn, appeal)


async def _give_to_desk(turn: Turn, appeal: Appeal, obj: Mapping[str, Any], history: Sequence[HistoryEntry]) -> None:
    """Tell why VK refused, whom to tell instead, and the words alone."""
    citizen = await turn.desk.citizens.get(appeal.citizen_id) or turn.citizen
    privacy, told, error = obj.get("outcome") == "unreachable", obj.get("tells"), obj.get("error")
    why = error if isinstance(error, str) else ""
    message_id = obj.get("message_id")
    message = await turn.desk.messages.get(message_id) if isinstance(message_id, int) else None
    if message is not None and message.fate is Fate.SENT:
        return  # they wrote while the refusal was on its way here, and it has been sent again
    words = _last_words(history, _ACTS.get(told, ())) if isinstance(told, str) else None
    if told == Telling.DEADLINE:
        words = HistoryEntry(Act.EXTENDED, turn.now, 0)  # the day is the present one, whatever was said before
    if told == Telling.NUMBER:
        words = HistoryEntry(Act.FILED, turn.now, 0)
        await turn.tell_desk(notices.number_owed(appeal, citizen, privacy=privacy, error=why), appeal, person=True)
    else:
        follow = words is not None
        told_why = notices.undelivered(appeal, citizen, privacy=privacy, error=why, words_follow=follow)
        await turn.tell_desk(told_why, appeal, person=True)
    if words is not None and isinstance(message_id, int):
        button = by_hand.message_passed_on_button(message_id)
        attached = references(words.attachments)
        is_answer = words.act is Act.ANSWERED
        text = answer_body(turn.administration, appeal, words.text, words.attachments) if is_answer else words.text
        await tell_words(turn, appeal, Telling(str(told)), text, attached, button)


async def _sent_bare(turn: Turn, obj: Mapping[str, Any]) -> None:
    """A message of an appeal went without its attachments: the desk must know."""
    appeal_id = obj.get("appeal_id")
    try:
        appeal = await get_appeal(turn.desk, appeal_id if isinstance(appeal_id, int) else 0)
    except AppealNotFound:
        return
    await turn.tell_desk(sent_without(str(appeal.number)), appeal)


async def _card_lost(turn: Turn, obj: Mapping[str, Any]) -> None:
    """VK didn't let a card be rewritten: it goes on telling what isn't true, so a new one is shown."""
    appeal_id = obj.get("appeal_id")
    appeal = await turn.desk.appeals.get(appeal_id) if isinstance(appeal_id, int) else None
    if appeal is not None and not appeal.is_erased:
        await show_card(turn, appeal)


async def deliver_again(turn: Turn) -> int:
    """The citizen can be written to: send what VK refused and nobody passed on; return of how many appeals."""
    appeals = await turn.speaker.repeat_undelivered(turn.user_id)
    for appeal_id in appeals:
        appeal = await get_appeal(turn.desk, appeal_id)
        await turn.desk.history.add(appeal.id, HistoryEntry(Act.DELIVERED_LATER, turn.now, 0))
        await show_card(turn, appeal)
    return len(appeals)


def _last_words(history: Sequence[HistoryEntry], acts: tuple[Act, ...]) -> HistoryEntry | None:
    """The words of the desk that the refused message held; None for a message of the bot's own."""
    entries = [entry for entry in history if entry.act in acts]
    return entries[-1] if entries else None


_ACTS: dict[str, tuple[Act, ...]] = {
    Telling.QUESTION: (Act.ASKED,),
    Telling.ANSWER: (Act.ANSWERED,),
    Telling.REFUSAL: (Act.REJECTED,),
    Telling.FORWARDING: (Act.FORWARDED,),
    Telling.UPDATE: (Act.UPDATED,),
    Telling.PROMISE: (Act.PROMISE_KEPT, Act.PROMISE_MOVED),
}
