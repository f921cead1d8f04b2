"""Updates as VK sends them, for measurements."""

from __future__ import annotations

from typing import Any


def message(user_id: int, number: int, text: str, *, event: int, payload: str | None = None) -> dict[str, Any]:
    """A `message_new` of a private conversation, with every field that VK sends."""
    body: dict[str, Any] = {
        "date": 1_795_500_000,
        "from_id": user_id,
        "id": event,
        "out": 0,
        "version": 10_000_000 + event,
        "attachments": [],
        "conversation_message_id": number,
        "fwd_messages": [],
        "important": False,
        "is_hidden": False,
        "peer_id": user_id,
        "random_id": 0,
        "text": text,
    }
    if payload is not None:
        body["payload"] = payload
    info = {
        "button_actions": ["text", "vkpay", "open_app", "location", "open_link", "callback"],
        "keyboard": True,
        "inline_keyboard": True,
        "carousel": True,
        "lang_id": 0,
    }
    return {
        "type": "message_new",
        "event_id": f"e{event:039d}",
        "v": "5.199",
        "group_id": 1,
        "object": {"message": body, "client_info": info},
    }
