"""VK's updates as the inbox keeps them: any JSON is stored, what can't be read fails later, with its reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import orjson

from storage.inbox import NewEvent

_MAX_ID = 128
_INT64 = 2**63
_OWN_WORDS = ("message_reply", "message_edit")
_NUMBERED = ("message_new", "message_reply")
"""Events of messages that stand in their conversation for the first time."""

_PUBLIC = ("wall_reply_", "board_post_")


def read_json(content: bytes) -> Any:
    """Parse VK's JSON; what strict JSON refuses is read leniently: half a surrogate pair becomes «?».

    Raises:
        ValueError: it isn't JSON at all.
    """
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        try:
            lenient = json.loads(content.decode("utf-8", "replace"))
            return json.loads(json.dumps(lenient, ensure_ascii=False).encode("utf-8", "replace"))
        except RecursionError:
            raise ValueError("nested too deeply") from None


def store_form(update: Any) -> NewEvent:
    """The stored form of an update of any shape. Never raises: the worker tells what is wrong with it."""
    body = _text(update)
    fields: dict[str, Any] = update if isinstance(update, dict) else {}
    kind, event_id = fields.get("type"), fields.get("event_id")
    if not isinstance(event_id, str) or not 0 < len(event_id) <= _MAX_ID:
        event_id = "digest:" + hashlib.sha256(body.encode()).hexdigest()
    kind = kind if isinstance(kind, str) and 0 < len(kind) <= _MAX_ID else "unreadable"
    obj = fields.get("object")
    lane, number = _place(kind, obj if isinstance(obj, dict) else {})
    return NewEvent(event_id, kind, lane, body, number)


def is_echo(update: Any) -> bool:
    """Whether an update only brings back what the bot itself said: nothing by hand, nobody's but the community's."""
    if not isinstance(update, dict) or update.get("type") not in _OWN_WORDS:
        return False
    obj = update.get("object")
    if not isinstance(obj, dict):
        return False
    sent = _integer(obj.get("from_id")) < 0 or obj.get("out") in (1, True)
    return sent and _integer(obj.get("admin_author_id")) <= 0


def in_order(events: Sequence[NewEvent]) -> list[NewEvent]:
    """Put the messages of each conversation in the order of their numbers; everything else stays where it is."""
    ordered = list(events)
    lanes: dict[int, list[int]] = {}
    for index, event in enumerate(events):
        if event.type in _NUMBERED and event.conversation_message_id is not None:
            lanes.setdefault(event.lane, []).append(index)
    for places in lanes.values():
        messages = sorted((events[index] for index in places), key=lambda event: event.conversation_message_id or 0)
        for index, event in zip(places, messages, strict=True):
            ordered[index] = event
    return ordered


def _place(kind: str, obj: dict[str, Any]) -> tuple[int, int | None]:
    """Whose order an event belongs to, and a message's number in its conversation.

    What happens to a comment belongs to the comment, whoever does it: its lane is the comment's id, negative as no
    conversation's is. Beside a new one stands the number of its post or topic: the two name it, and it comes in once.
    """
    if kind.startswith(_PUBLIC):
        post = _integer(obj.get("topic_id" if kind.startswith("board_") else "post_id"))
        return -abs(_integer(obj.get("id"))), post if post > 0 and kind.endswith("_new") else None
    source = obj
    if kind == "message_new" and isinstance(obj.get("message"), dict):
        source = obj["message"]
    lane = _integer(source.get("peer_id")) or _integer(source.get("user_id")) or _integer(source.get("from_id"))
    number = _integer(source.get("conversation_message_id")) if kind in _NUMBERED else 0
    return lane, number if number > 0 else None


def _integer(value: Any) -> int:
    good = isinstance(value, int) and not isinstance(value, bool) and -_INT64 <= value < _INT64
    return value if good else 0


def _text(update: Any) -> str:
    try:
        return orjson.dumps(update).decode()
    except (TypeError, ValueError):
        try:
            return json.dumps(update)
        except RecursionError:
            return "null"  # nested deeper than anything VK has: it ends as an unreadable event
