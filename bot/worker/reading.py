"""From a stored event to what a handler gets; what can't be read fails here, with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from handlers.edits import EDIT, read_edit
from handlers.incoming import Message, Press, Readable, UnreadableEventError, identity, read_message, read_press
from handlers.leads import LEAD, read_lead
from handlers.manual_replies import read_hand_reply
from handlers.notices import (
    ALLOW,
    CARD_LOST,
    COPY_REFUSED,
    DELIVERY_FAILED,
    DENY,
    OFFICERS,
    OUTAGE_NEWS,
    SENT_BARE,
    Notice,
)
from handlers.public import DEEDS, read_published
from storage.inbox import StoredEvent


def read_event(event: StoredEvent) -> Readable | None:
    """Read an event; None when nothing depends on it (the community's own messages, other types).

    Raises:
        UnreadableEventError: it isn't an update, or lacks what no handler can do without.
    """
    try:
        update = orjson.loads(event.body)
    except orjson.JSONDecodeError:
        raise UnreadableEventError("JSON") from None
    if not isinstance(update, Mapping) or event.type == "unreadable":
        raise UnreadableEventError("type")
    read = READERS.get(event.type)
    return read(event, update) if read is not None else None


def _message(_event: StoredEvent, update: Mapping[str, Any]) -> Message | None:
    message = read_message(update.get("object"))
    return None if message.outgoing else message


def _press(_event: StoredEvent, update: Mapping[str, Any]) -> Press | None:
    press = read_press(update.get("object"))
    return press if press.user_id > 0 else None


def _undelivered(event: StoredEvent, update: Mapping[str, Any]) -> Notice:
    """Delivery's own event: its lane is the person, its body has no `object`."""
    return Notice(event.type, event.lane, update)


def _notice(event: StoredEvent, update: Mapping[str, Any]) -> Notice:
    obj = update.get("object")
    if not isinstance(obj, Mapping) or (user_id := identity(obj, "user_id")) <= 0:
        raise UnreadableEventError("object.user_id")
    return Notice(event.type, user_id, obj)


def _edit(_event: StoredEvent, update: Mapping[str, Any]) -> Readable | None:
    """A citizen's message as it reads now, or a manager's that was written by hand."""
    obj = update.get("object")
    return read_hand_reply(obj, is_edit=True) or read_edit(obj)


READERS: Mapping[str, Callable[[StoredEvent, Mapping[str, Any]], Readable | None]] = {
    "message_new": _message,
    "message_event": _press,
    "message_reply": lambda _event, update: read_hand_reply(update.get("object"), is_edit=False),
    EDIT: _edit,
    ALLOW: _notice,
    DENY: _notice,
    OFFICERS: _notice,
    DELIVERY_FAILED: _undelivered,
    SENT_BARE: _undelivered,
    COPY_REFUSED: _undelivered,
    CARD_LOST: _undelivered,
    OUTAGE_NEWS: lambda event, update: Notice(event.type, 0, update),  # nobody's conversation
    LEAD: lambda _event, update: read_lead(update.get("object")),
    **dict.fromkeys(DEEDS, lambda event, update: read_published(event.type, update)),
}
"""How each type of event is read. A type that isn't here is kept as handled, and nothing comes of it."""
