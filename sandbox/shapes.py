"""The JSON in which VK 5.199 shows its things to a community token."""

from __future__ import annotations

from sandbox.model import CHAT_OFFSET, Chat, Community, Conversation, Json, Message, User
from sandbox.names import in_case

CLIENT_INFO: Json = {
    "button_actions": [
        "text",
        "vkpay",
        "open_app",
        "location",
        "open_link",
        "callback",
        "intent_subscribe",
        "intent_unsubscribe",
    ],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}
CHAT_RIGHTS = (
    "can_change_info",
    "can_change_invite_link",
    "can_change_pin",
    "can_invite",
    "can_promote_users",
    "can_see_invite_link",
    "can_moderate",
    "can_copy_chat",
    "can_call",
    "can_use_mass_mentions",
)
NAME_CASES = ("nom", "gen", "dat", "acc", "ins", "abl")


def message_shape(message: Message) -> Json:
    """messages_message; ``id`` is 0 in chats, as VK gives it to communities."""
    shape: Json = {
        "id": 0 if message.in_chat else message.id,
        "date": message.date,
        "peer_id": message.peer_id,
        "from_id": message.from_id,
        "out": int(message.out),
        "version": 10_000_000 + message.id,
        "conversation_message_id": message.conversation_message_id,
        "text": message.text,
        "attachments": message.attachments,
        "fwd_messages": [foreign_shape(m) for m in message.fwd_messages],
        "important": False,
        "is_hidden": False,
        "random_id": message.random_id,
    }
    for name in ("payload", "geo", "ref", "ref_source", "action", "keyboard", "format_data", "admin_author_id"):
        value = getattr(message, name)
        if value is not None:
            shape[name] = value
    if message.edited:
        shape["update_time"] = message.update_time
    if message.reply_message is not None:
        shape["reply_message"] = foreign_shape(message.reply_message)
    return shape


def foreign_shape(message: Message) -> Json:
    """messages_foreign_message: a forwarded message or the one that is replied to."""
    shape: Json = {
        "id": 0 if message.in_chat else message.id,
        "date": message.date,
        "peer_id": message.peer_id,
        "from_id": message.from_id,
        "text": message.text,
        "conversation_message_id": message.conversation_message_id,
        "attachments": message.attachments,
    }
    if message.fwd_messages:
        shape["fwd_messages"] = [foreign_shape(m) for m in message.fwd_messages]
    return shape


def message_new_shape(message: Message) -> Json:
    """The object of a message_new event."""
    return {"client_info": CLIENT_INFO, "message": message_shape(message)}


def message_read_shape(message: Message) -> Json:
    """The object of a message_read event: the person has read everything up to ``message``."""
    return {
        "from_id": message.peer_id,
        "peer_id": message.peer_id,
        "read_message_id": message.id,
        "conversation_message_id": message.conversation_message_id,
    }


def user_shape(user: User, fields: frozenset[str] = frozenset(), case: str = "nom") -> Json:
    """users_user_full with the asked ``fields``; names in the asked grammatical case."""
    shape: Json = {
        "id": user.id,
        "first_name": in_case(user.first_name, user.sex, case),
        "last_name": in_case(user.last_name, user.sex, case, surname=True),
        "can_access_closed": True,
        "is_closed": False,
    }
    if user.deactivated:
        shape["deactivated"] = user.deactivated
        return shape
    if "sex" in fields:
        shape["sex"] = user.sex
    if "city" in fields and user.city:
        shape["city"] = {"id": 1 + sum(map(ord, user.city)), "title": user.city}
    for name in ("screen_name", "domain"):
        if name in fields:
            shape[name] = f"id{user.id}"
    for other in NAME_CASES:
        if f"first_name_{other}" in fields:
            shape[f"first_name_{other}"] = in_case(user.first_name, user.sex, other)
        if f"last_name_{other}" in fields:
            shape[f"last_name_{other}"] = in_case(user.last_name, user.sex, other, surname=True)
    return shape


def group_shape(community: Community, fields: frozenset[str] = frozenset(), members: int = 0) -> Json:
    """groups_group_full with the asked ``fields``."""
    shape: Json = {
        "id": community.id,
        "name": community.name,
        "screen_name": community.screen_name,
        "is_closed": 0,
        "type": "group",
    }
    extra: Json = {
        "can_message": int(community.messages_enabled),
        "is_messages_blocked": int(not community.messages_enabled),
        "members_count": members,
        "description": "",
        "status": "",
    }
    shape.update((name, extra[name]) for name in extra if name in fields)
    return shape


def conversation_shape(conversation: Conversation, community: Community, chat: Chat | None, can_write: bool) -> Json:
    """messages_conversation."""
    last = conversation.last
    last_cmid = last.conversation_message_id if last else 0
    shape: Json = {
        "peer": peer_shape(conversation.peer_id),
        "last_message_id": last.id if last and not last.in_chat else 0,
        "last_conversation_message_id": last_cmid,
        "in_read": read_id(conversation, conversation.in_read),
        "out_read": read_id(conversation, conversation.out_read),
        "in_read_cmid": conversation.in_read,
        "out_read_cmid": conversation.out_read,
        "version": 10_000_000 + last_cmid,
        "sort_id": {"major_id": 0, "minor_id": last.id if last else 0},
        "is_marked_unread": False,
        "important": conversation.important,
        "unanswered": not conversation.answered,
        "can_write": {"allowed": can_write},
    }
    if conversation.unread_count:
        shape["unread_count"] = conversation.unread_count
    if conversation.keyboard is not None:
        shape["current_keyboard"] = {**conversation.keyboard, "author_id": -community.id}
    if chat is not None:
        shape["chat_settings"] = chat_settings_shape(chat)
    return shape


def peer_shape(peer_id: int) -> Json:
    """messages_conversation_peer."""
    if peer_id > CHAT_OFFSET:
        return {"id": peer_id, "type": "chat", "local_id": peer_id - CHAT_OFFSET}
    return {"id": peer_id, "type": "user", "local_id": peer_id}


def chat_settings_shape(chat: Chat) -> Json:
    """messages_chat_settings."""
    return {
        "title": chat.title,
        "members_count": len(chat.members) + 1,
        "owner_id": chat.owner_id,
        "state": chat.bot_state,
        "active_ids": chat.members[:4],
        "acl": dict.fromkeys(CHAT_RIGHTS, False),
    }


def read_id(conversation: Conversation, cmid: int) -> int:
    """The message id up to which a conversation is read; communities see ids in private ones only."""
    message = conversation.by_cmid(cmid)
    return 0 if message is None or message.in_chat else message.id
