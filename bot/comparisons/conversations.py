"""What VK tells of conversations, read leniently: lists, histories, and the events that a history stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.events import store_form
from bot.vk.numbers import integer
from storage.compared import Seen
from storage.inbox import NewEvent


def items_of(answer: Any) -> list[Any]:
    """What a list of VK's holds; nothing where it is none."""
    items = answer.get("items") if isinstance(answer, Mapping) else None
    return items if isinstance(items, list) else []


def goes_on(answer: Any, read: int, page: int) -> bool:
    """Whether VK has more than the `read` items so far; a page may be shorter than asked for."""
    count = integer(answer.get("count")) if isinstance(answer, Mapping) else None
    return len(items_of(answer)) >= page or (count is not None and count > read)


def moment(value: Any) -> datetime | None:
    """VK's seconds; None for what is no date."""
    seconds = integer(value)
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None and 0 <= seconds < 2**33 else None


def seen(item: Any) -> Seen | None:
    """A conversation of a list; None without whose it is. VK may leave its last message out, or cut it short."""
    conversation = _mapping(item, "conversation")
    peer = integer(_mapping(conversation, "peer").get("id"))
    if peer is None:
        return None
    last = _mapping(item, "last_message")
    number = integer(last.get("conversation_message_id")) or integer(conversation.get("last_conversation_message_id"))
    return Seen(peer, number or 0, moment(last.get("date")), (integer(last.get("from_id")) or 0) > 0)


def last_message_id(item: Any) -> int:
    """The id of a conversation's last message, by which a list is gone on with; 0 where VK doesn't tell it."""
    told = _mapping(item, "last_message").get("id"), _mapping(item, "conversation").get("last_message_id")
    return next((number for one in told if (number := integer(one) or 0) > 0), 0)


def number_of(message: Any) -> int | None:
    """A message's number in its conversation."""
    return integer(message.get("conversation_message_id")) if isinstance(message, Mapping) else None


def told_by(history: Any, peer_id: int, since: datetime, until: datetime) -> Iterator[NewEvent]:
    """People's messages of a history, and managers' replies by hand, as the events that should have told of them."""
    for message in items_of(history):
        if not isinstance(message, Mapping):
            continue
        number, date, sender = number_of(message), moment(message.get("date")), integer(message.get("from_id"))
        if not number or date is None or sender is None or not since <= date <= until:
            continue
        kind = _kind(message, sender)
        if kind is None:
            continue
        # Whose conversation it is, is known even where the message doesn't say it, and VK may write numbers as texts.
        own = {
            "peer_id": peer_id,
            "conversation_message_id": number,
            "from_id": sender,
            "date": integer(message["date"]),
        }
        told = {**message, **own}
        update = {"type": kind, "event_id": f"history:{peer_id}:{number}"}
        yield store_form({**update, "object": {"message": told} if kind == "message_new" else told})


def _kind(message: Mapping[str, Any], sender: int) -> str | None:
    """The event that tells of a message; None for the bot's own words."""
    if sender > 0 and integer(message.get("out")) != 1:
        return "message_new"
    return "message_reply" if (integer(message.get("admin_author_id")) or 0) > 0 else None


def _mapping(outer: Any, name: str) -> Mapping[str, Any]:
    inner = outer.get(name) if isinstance(outer, Mapping) else None
    return inner if isinstance(inner, Mapping) else {}
