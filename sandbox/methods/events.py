"""messages.sendMessageEventAnswer, setActivity and the marks of conversations."""

from __future__ import annotations

from sandbox.errors import VkError
from sandbox.methods.sending import reachable
from sandbox.model import Conversation, Json, Snackbar
from sandbox.params import Params
from sandbox.state import State

ANSWER_SECONDS = 60
SNACKBAR_LENGTH, EVENT_DATA_LENGTH = 90, 1000
ACTIVITIES = ("typing", "audiomessage", "file", "photo", "video")


def send_message_event_answer(state: State, p: Params) -> int:
    """Answers a press of a callback button: once, within a minute."""
    event_id = p.required_text("event_id")
    user_id, peer_id = p.required_integer("user_id"), p.required_integer("peer_id")
    p.text("event_data", max_length=EVENT_DATA_LENGTH)
    text, link = _event_data(p.json("event_data"))
    press = state.presses.get(event_id)
    if press is None or (press.user_id, press.peer_id) != (user_id, peer_id):
        raise VkError(100, "event_id is invalid")
    if press.answered or state.clock() - press.date > ANSWER_SECONDS:
        raise VkError(100, "event_id is expired")
    press.answered = True
    snackbar = Snackbar(user_id, peer_id, event_id, text, link)
    state.shown_snackbars.append(snackbar)
    state.feed.publish("snackbar", snackbar)
    return 1


def set_activity(state: State, p: Params) -> int:
    """Shows the person that the community is typing."""
    activity = p.choice("type", "typing", ACTIVITIES)
    peer_id = p.integer("peer_id") or p.required_integer("user_id")
    reachable(state, peer_id)
    state.feed.publish("typing", (peer_id, activity))
    return 1


def mark_as_read(state: State, p: Params) -> int:
    """Marks incoming messages as read: up to one of them, or all of them."""
    message_ids = p.integers("message_ids", 1000)
    up_to_id = max(message_ids) if message_ids else p.integer("start_message_id")
    message = state.messages.get(up_to_id) if up_to_id else None
    peer_id = message.peer_id if message_ids and message else p.required_integer("peer_id")
    conversation = _conversation(state, peer_id)
    last = len(conversation.messages)
    up_to = message.conversation_message_id if message else p.integer_or("up_to_cmid", last, 0)
    conversation.in_read = max(conversation.in_read, min(up_to, last))
    return 1


def mark_as_answered_conversation(state: State, p: Params) -> int:
    """Sets or takes away the mark that somebody has answered."""
    _conversation(state, p.required_integer("peer_id")).answered = p.flag("answered", default=True)
    return 1


def mark_as_important_conversation(state: State, p: Params) -> int:
    """Sets or takes away the mark of importance."""
    _conversation(state, p.required_integer("peer_id")).important = p.flag("important", default=True)
    return 1


def _conversation(state: State, peer_id: int) -> Conversation:
    conversation = state.conversations.get(peer_id)
    if conversation is None:
        raise VkError(100, "peer_id is invalid")
    return conversation


def _event_data(data: Json | None) -> tuple[str, str | None]:
    """(snackbar text, link) of the action that the bot asked for."""
    if data is None:
        return "", None
    kind = data.get("type")
    if kind == "show_snackbar":
        text = data.get("text")
        if not isinstance(text, str) or not text or len(text) > SNACKBAR_LENGTH:
            raise VkError(100, f"event_data: text should have from 1 to {SNACKBAR_LENGTH} characters")
        return text, None
    if kind == "open_link" and isinstance(data.get("link"), str):
        return "", data["link"]
    if kind == "open_app" and "app_id" in data:
        return "", f"https://vk.com/app{data['app_id']}"
    raise VkError(100, "event_data: type should be show_snackbar, open_link or open_app")
