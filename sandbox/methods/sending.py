"""messages.send, messages.edit, messages.delete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import VkError
from sandbox.keyboard import parse_keyboard
from sandbox.media import parse_attachment
from sandbox.model import CHAT_OFFSET, Json, Message, Send
from sandbox.params import Params
from sandbox.state import State

TEXT_LENGTH, PAYLOAD_LENGTH = 4096, 1000
MAX_ATTACHMENTS, MAX_PEERS, MAX_FORWARDED, MAX_DELETED = 10, 100, 100, 1000
INT32 = 2**31
EDITABLE_SECONDS = DELETABLE_SECONDS = 24 * 3600


@dataclass(slots=True)
class Content:
    """What a message consists of, the same for all its recipients."""

    text: str
    attachments: list[Json]
    keyboard: Json | None
    payload: str | None = None
    geo: Json | None = None
    reply_message: Message | None = None
    fwd_messages: list[Message] = field(default_factory=list)
    format_data: Json | None = None

    def check_not_empty(self) -> None:
        if not (self.text.strip() or self.attachments or self.fwd_messages or self.geo):
            raise VkError(100, "message is empty or invalid")


def send(state: State, p: Params) -> Any:
    """One plain id for ``peer_id``/``user_id``, a list of results for ``peer_ids``."""
    random_id = p.required_integer("random_id", -INT32, INT32 - 1)
    peer_ids = p.integers("peer_ids", MAX_PEERS)
    if peer_ids:
        content = _content_to_send(state, p, peer_ids[0])
        return [_result(state, peer_id, random_id, content) for peer_id in peer_ids]
    peer_id = _peer_id(p)
    message = _deliver(state, peer_id, random_id, _content_to_send(state, p, peer_id))
    return 0 if message.in_chat else message.id


def edit(state: State, p: Params) -> int:
    """Changes a message of the community; what isn't given again (attachments, keyboard) is taken away."""
    message = _edited_message(state, p)
    if not message.out:
        raise VkError(920)
    if state.now() - message.date > EDITABLE_SECONDS:
        raise VkError(909)
    content = Content(_text(p), _attachments(state, p), _keyboard(state, p), geo=_geo(p))
    content.format_data = p.json("format_data")
    if p.flag("keep_forward_messages"):
        content.fwd_messages, content.reply_message = message.fwd_messages, message.reply_message
    content.check_not_empty()
    message.text, message.attachments, message.geo = content.text, content.attachments, content.geo
    message.fwd_messages, message.reply_message = content.fwd_messages, content.reply_message
    message.format_data = content.format_data
    # The conversation's own keyboard changes with new messages only.
    message.keyboard = content.keyboard if content.keyboard and content.keyboard["inline"] else None
    state.change(message)
    return 1


def delete(state: State, p: Params) -> list[Json]:
    """Deletes messages for the community, with ``delete_for_all`` for everybody."""
    for_all = p.flag("delete_for_all")
    if p.has("cmids"):
        conversation = state.conversations.get(p.required_integer("peer_id"))
        found = [conversation.by_cmid(cmid) if conversation else None for cmid in p.integers("cmids", 100)]
    else:
        found = [state.messages.get(message_id) for message_id in p.integers("message_ids", MAX_DELETED)]
    if not found:
        raise VkError(100, "message_ids is a required parameter")
    return [_delete_one(state, message, for_all) for message in found]


def reachable(state: State, peer_id: int) -> None:
    """Raises the error with which VK refuses to send to that peer."""
    if peer_id > CHAT_OFFSET:
        chat = state.chats.get(peer_id)
        if chat is None or chat.bot_state == "kicked":
            raise VkError(917)
        if chat.bot_state == "left":
            raise VkError(922)
        return
    if peer_id < 0:
        raise VkError(932)
    user = state.users.get(peer_id)
    if user is None:
        raise VkError(901)
    if user.deactivated:
        raise VkError(18)
    if user.blocked:
        raise VkError(900)
    if user.privacy:
        raise VkError(902)
    if not user.allowed:
        raise VkError(901)


def _deliver(state: State, peer_id: int, random_id: int, content: Content) -> Message:
    if random_id:
        repeated = state.sent.get((peer_id, random_id))
        if repeated is not None:
            return repeated
    reachable(state, peer_id)
    message = state.post(
        peer_id,
        -state.group_id,
        content.text,
        content.keyboard,
        attachments=content.attachments,
        payload=content.payload,
        geo=content.geo,
        reply_message=content.reply_message,
        fwd_messages=content.fwd_messages,
        format_data=content.format_data,
        random_id=random_id,
    )
    if random_id:
        state.sent[peer_id, random_id] = message
    state.sends.append(Send(peer_id, random_id, message))
    return message


def _result(state: State, peer_id: int, random_id: int, content: Content) -> Json:
    """messages_send_user_ids_response_item: an error for one peer sits inside a successful answer."""
    try:
        message = _deliver(state, peer_id, random_id, content)
    except VkError as error:
        refusal = {"code": error.code, "description": error.message}
        return {"peer_id": peer_id, "message_id": 0, "conversation_message_id": 0, "error": refusal}
    return {
        "peer_id": peer_id,
        "message_id": 0 if message.in_chat else message.id,
        "conversation_message_id": message.conversation_message_id,
    }


def _peer_id(p: Params) -> int:
    for name in ("peer_id", "user_id"):
        peer_id = p.integer(name)
        if peer_id:
            return peer_id
    chat_id = p.integer("chat_id", minimum=0, maximum=100_000_000)
    if chat_id:
        return CHAT_OFFSET + chat_id
    domain = p.text("domain")
    if domain.startswith("id") and domain[2:].isdigit():
        return int(domain[2:])
    raise VkError(100, "peer_id is undefined")


def _content_to_send(state: State, p: Params, peer_id: int) -> Content:
    content = Content(
        text=_text(p),
        attachments=_attachments(state, p),
        keyboard=_keyboard(state, p),
        payload=p.text("payload", max_length=PAYLOAD_LENGTH) or None,
        geo=_geo(p),
        format_data=p.json("format_data"),
    )
    _add_forwarded(state, p, peer_id, content)
    content.check_not_empty()
    return content


def _text(p: Params) -> str:
    text = p.text("message")
    if len(text) > TEXT_LENGTH:
        raise VkError(914)
    return text


def _keyboard(state: State, p: Params) -> Json | None:
    if not p.has("keyboard"):
        return None
    if not state.community.bot_capabilities:
        raise VkError(912)
    return parse_keyboard(p.raw["keyboard"])


def _geo(p: Params) -> Json | None:
    latitude, longitude = p.number("lat", -90, 90), p.number("long", -180, 180)
    if latitude is None or longitude is None:
        return None
    return {"type": "point", "coordinates": {"latitude": latitude, "longitude": longitude}}


def named_attachments(state: State, p: Params, parameter: str) -> list[Json]:
    """Known attachments; somebody else's without its access key is silently left out, as VK does."""
    names = p.strings(parameter, MAX_ATTACHMENTS)
    return [attachment for attachment in (_attachment(state, name) for name in names) if attachment]


def _attachments(state: State, p: Params) -> list[Json]:
    found = named_attachments(state, p, "attachment")
    sticker_id = p.integer("sticker_id", minimum=0)
    return [*found, state.media.sticker(sticker_id)] if sticker_id else found


def _attachment(state: State, name: str) -> Json | None:
    parsed = parse_attachment(name)
    if parsed is None:
        raise VkError(100, f"attachment {name!r} is invalid")
    kind, owner_id, media_id, key = parsed
    attachment = state.media.find(kind, owner_id, media_id)
    if attachment is None or (owner_id != -state.group_id and attachment[attachment["type"]]["access_key"] != key):
        return None
    return attachment


def _add_forwarded(state: State, p: Params, peer_id: int, content: Content) -> None:
    reply_to = p.integer("reply_to")
    if reply_to:
        content.reply_message = _known(state.messages.get(reply_to))
    ids = p.integers("forward_messages", MAX_DELETED)
    if len(ids) > MAX_FORWARDED:
        raise VkError(913)
    content.fwd_messages = [_known(state.messages.get(message_id)) for message_id in ids]
    forward = p.json("forward")
    if forward is None:
        return
    messages = _forwarded(state, forward, peer_id)
    if forward.get("is_reply"):
        if len(messages) != 1 or messages[0].peer_id != peer_id:
            raise VkError(100, "forward: a reply needs one message of the same conversation")
        content.reply_message = messages[0]
    else:
        content.fwd_messages = messages


def _forwarded(state: State, forward: Json, peer_id: int) -> list[Message]:
    """Messages that the JSON of ``forward`` names (messages_forward)."""
    ids = forward.get("message_ids") or []
    cmids = forward.get("conversation_message_ids") or forward.get("cmids") or []
    if not isinstance(ids, list) or not isinstance(cmids, list) or not (ids or cmids):
        raise VkError(100, "forward should have message_ids or conversation_message_ids")
    if not all(isinstance(number, int) for number in [*ids, *cmids]):
        raise VkError(100, "forward: ids should be integers")
    if len(ids) + len(cmids) > MAX_FORWARDED:
        raise VkError(913)
    conversation = state.conversations.get(forward.get("peer_id", peer_id))
    by_cmid = [conversation.by_cmid(cmid) if conversation else None for cmid in cmids]
    return [_known(message) for message in [*map(state.messages.get, ids), *by_cmid]]


def _known(message: Message | None) -> Message:
    if message is None or message.deleted:
        raise VkError(921)
    return message


def _edited_message(state: State, p: Params) -> Message:
    peer_id = p.required_integer("peer_id")
    cmid = p.integer("cmid") or p.integer("conversation_message_id")
    if cmid:
        conversation = state.conversations.get(peer_id)
        message = conversation.by_cmid(cmid) if conversation else None
    else:
        message = state.messages.get(p.required_integer("message_id"))
    if message is None or message.peer_id != peer_id or message.deleted:
        raise VkError(100, "message_id is invalid")
    reachable(state, peer_id)
    return message


def _delete_one(state: State, message: Message | None, for_all: bool) -> Json:
    if message is None:
        return {"response": 0, "error": {"code": 104, "description": "Not found"}}
    where = {
        "peer_id": message.peer_id,
        "message_id": 0 if message.in_chat else message.id,
        "conversation_message_id": message.conversation_message_id,
    }
    if for_all and (not message.out or state.now() - message.date > DELETABLE_SECONDS):
        error = VkError(924)
        return {**where, "response": 0, "error": {"code": error.code, "description": error.message}}
    message.hidden = True
    message.deleted = for_all
    state.feed.publish("delete", message)
    return {**where, "response": 1}
