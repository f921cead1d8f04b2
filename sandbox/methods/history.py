"""Reading of conversations and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.errors import VkError
from sandbox.methods.sending import reachable
from sandbox.model import CHAT_OFFSET, Conversation, Json, Message
from sandbox.params import Params
from sandbox.shapes import conversation_shape, group_shape, message_shape, user_shape
from sandbox.state import State

FILTERS: dict[str, Callable[[Conversation], bool]] = {
    "all": lambda conversation: True,
    "unread": lambda conversation: conversation.unread_count > 0,
    "unanswered": lambda conversation: not conversation.answered,
    "important": lambda conversation: conversation.important,
}


def get_conversations(state: State, p: Params) -> Json:
    """Conversations with their last messages, the latest first."""
    wanted = FILTERS[p.choice("filter", "all", tuple(FILTERS))]
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 20, 0, 200)
    start_id = p.integer("start_message_id", minimum=0)
    found = [(c.last.id, c) for c in state.conversations.values() if c.last is not None and wanted(c)]
    found.sort(key=lambda pair: pair[0], reverse=True)
    page = [c for last_id, c in found if start_id is None or last_id <= start_id][offset : offset + count]
    answer: Json = {
        "count": len(found),
        "items": [{"conversation": _shape(state, c), "last_message": message_shape(_last(c))} for c in page],
    }
    unread = sum(c.unread_count > 0 for c in state.conversations.values())
    if unread:
        answer["unread_count"] = unread
    return _extended(state, p, answer, [c.peer_id for c in page], [_last(c) for c in page])


def get_conversations_by_id(state: State, p: Params) -> Json:
    """Conversations with the named peers; those that never began are left out."""
    peer_ids = p.integers("peer_ids", 100)
    if not peer_ids:
        raise VkError(100, "peer_ids is a required parameter")
    found = [state.conversations[peer_id] for peer_id in peer_ids if peer_id in state.conversations]
    answer: Json = {"count": len(found), "items": [_shape(state, conversation) for conversation in found]}
    return _extended(state, p, answer, peer_ids, [])


def get_history(state: State, p: Params) -> Json:
    """Messages of a conversation, the latest first or with ``rev`` the oldest first.

    ``offset`` counts from the start message; a negative one takes in messages on its other side.
    """
    peer_id = p.integer("peer_id") or p.required_integer("user_id")
    if peer_id > CHAT_OFFSET:
        reachable(state, peer_id)
    offset, count = p.integer_or("offset", 0), p.integer_or("count", 20, 0, 200)
    reverse = p.flag("rev")
    conversation = state.conversations.get(peer_id)
    visible = [m for m in conversation.messages if not m.hidden] if conversation else []
    ordered = visible if reverse else visible[::-1]
    begin = max(0, _start(ordered, p, reverse) + offset)
    page = ordered[begin : begin + count]
    answer: Json = {"count": len(visible), "items": [message_shape(m) for m in page]}
    if conversation is not None and p.flag("extended"):
        answer["conversations"] = [_shape(state, conversation)]
    return _extended(state, p, answer, [peer_id], page)


def get_by_conversation_message_id(state: State, p: Params) -> Json:
    """Messages of one conversation by their numbers in it; those that are gone are left out."""
    peer_id = p.required_integer("peer_id")
    cmids = p.integers("conversation_message_ids", 100)
    if not cmids:
        raise VkError(100, "conversation_message_ids is a required parameter")
    return _messages(state, p, _by_cmids(state, peer_id, cmids))


def get_by_id(state: State, p: Params) -> Json:
    """By ids, or by ``cmids`` of a ``peer_id``."""
    if p.has("cmids"):
        return _messages(state, p, _by_cmids(state, p.required_integer("peer_id"), p.integers("cmids", 100)))
    ids = p.integers("message_ids", 100)
    if not ids:
        raise VkError(100, "message_ids is a required parameter")
    return _messages(state, p, [state.messages.get(message_id) for message_id in ids])


def get_conversation_members(state: State, p: Params) -> Json:
    """Members of a chat (the bot must be its admin), or the two of a private conversation."""
    peer_id = p.required_integer("peer_id")
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 20, 1, 1000)
    if peer_id > CHAT_OFFSET:
        reachable(state, peer_id)
        chat = state.chats[peer_id]
        if not chat.bot_is_admin:
            raise VkError(917)
        items = [
            {
                "member_id": member,
                "invited_by": chat.owner_id,
                "join_date": 0,
                "is_admin": member == chat.owner_id,
                "is_owner": member == chat.owner_id,
            }
            for member in chat.members
        ]
        items.append({"member_id": -state.group_id, "invited_by": chat.owner_id, "join_date": 0, "is_admin": True})
    else:
        items = [{"member_id": peer_id}, {"member_id": -state.group_id}]
    answer: Json = {"count": len(items), "items": items[offset : offset + count]}
    return _with_profiles(state, p, answer, [item["member_id"] for item in answer["items"]])


def is_messages_from_group_allowed(state: State, p: Params) -> Json:
    """Whether the community may write to the person."""
    if p.required_integer("group_id", 1) != state.group_id:
        raise VkError(15)
    user = state.users.get(p.required_integer("user_id", 1))
    return {"is_allowed": int(user is not None and user.allowed and not user.blocked)}


def _start(ordered: list[Message], p: Params, reverse: bool) -> int:
    """Index of the message from which ``offset`` is counted."""
    start_id, start_cmid = p.integer("start_message_id"), p.integer("start_cmid")

    def reached(message: Message) -> bool:
        at, start = (message.id, start_id) if start_id else (message.conversation_message_id, start_cmid or 0)
        return at >= start if reverse else at <= start

    if not (start_id or start_cmid):
        return 0
    return next((index for index, message in enumerate(ordered) if reached(message)), len(ordered))


def _by_cmids(state: State, peer_id: int, cmids: list[int]) -> list[Message | None]:
    if peer_id > CHAT_OFFSET:
        reachable(state, peer_id)
    conversation = state.conversations.get(peer_id)
    return [conversation.by_cmid(cmid) if conversation else None for cmid in cmids]


def _messages(state: State, p: Params, found: list[Message | None]) -> Json:
    messages = [message for message in found if message is not None and not message.hidden]
    answer: Json = {"count": len(messages), "items": [message_shape(message) for message in messages]}
    return _extended(state, p, answer, [], messages)


def _shape(state: State, conversation: Conversation) -> Json:
    return conversation_shape(
        conversation, state.community, state.chats.get(conversation.peer_id), _can_write(state, conversation.peer_id)
    )


def _can_write(state: State, peer_id: int) -> bool:
    try:
        reachable(state, peer_id)
    except VkError:
        return False
    return True


def _last(conversation: Conversation) -> Message:
    last = conversation.last
    if last is None:
        raise ValueError(f"conversation {conversation.peer_id} has no messages")
    return last


def _extended(state: State, p: Params, answer: Json, peer_ids: list[int], messages: list[Message]) -> Json:
    return _with_profiles(state, p, answer, [*peer_ids, *(message.from_id for message in messages)])


def _with_profiles(state: State, p: Params, answer: Json, ids: Iterable[Any]) -> Json:
    if not p.flag("extended"):
        return answer
    fields = p.fields() | {"sex", "screen_name"}
    people = [state.users[user_id] for user_id in dict.fromkeys(ids) if user_id in state.users]
    answer["profiles"] = [user_shape(user, fields) for user in people]
    answer["groups"] = [group_shape(state.community)]
    return answer
