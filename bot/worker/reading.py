"""From a stored event to what a handler gets; what can't be read fails here, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from handlers.incoming import Message, Press, UnreadableEventError, identity, read_message, read_press
from handlers.leads import LEAD, FilledForm, read_lead
from handlers.notices import ALLOW, DELIVERY_FAILED, DENY, OFFICERS
from storage.inbox import StoredEvent

HANDLED = frozenset({"message_new", "message_event", ALLOW, DENY, DELIVERY_FAILED, OFFICERS, LEAD})


@dataclass(frozen=True, slots=True)
class Notice:
    """An event without words, about one person."""

    kind: str
    user_id: int
    object: Mapping[str, Any] = field(default_factory=dict)

    @property
    def peer_id(self) -> int:
        return self.user_id


Readable = Message | Press | Notice | FilledForm


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
    if event.type not in HANDLED:
        return None
    if event.type == DELIVERY_FAILED:
        return Notice(event.type, event.lane, update)
    obj = update.get("object")
    if event.type == "message_new":
        message = read_message(obj)
        return None if message.outgoing else message
    if event.type == "message_event":
        press = read_press(obj)
        return press if press.user_id > 0 else None
    if event.type == LEAD:
        return read_lead(obj)
    if not isinstance(obj, Mapping) or (user_id := identity(obj, "user_id")) <= 0:
        raise UnreadableEventError("object.user_id")
    return Notice(event.type, user_id, obj)
