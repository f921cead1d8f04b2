"""The JSON that the page and the control API are given; people's view, not VK's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.board import Topic, TopicPost
from sandbox.callback import Delivery
from sandbox.feed import FeedItem
from sandbox.model import Call, Json, Message, Snackbar, User
from sandbox.wall import Comment, Post
from sandbox.world import World

AVATAR_COLORS = ("#5181b8", "#4bb34b", "#e64646", "#ffa000", "#8f5cb5", "#3f8ae0", "#ff5c5c", "#5c9ce6")
DEPTH = 3
UNNAMED = {"wall": "Запись", "link": "Ссылка", "video": "Видео", "audio": "Аудио", "poll": "Опрос"}


def user_view(user: User) -> Json:
    """A person."""
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "sex": user.sex,
        "city": user.city,
        "role": user.role,
        "allowed": user.allowed,
        "privacy": user.privacy,
        "blocked": user.blocked,
        "deactivated": user.deactivated,
        "avatar_color": AVATAR_COLORS[user.id % len(AVATAR_COLORS)],
    }


def message_view(message: Message, depth: int = DEPTH) -> Json:
    """A message as a person sees it; forwarded ones to a limited depth."""
    reply = message.reply_message if depth else None
    return {
        "id": message.id,
        "conversation_message_id": message.conversation_message_id,
        "from_id": message.from_id,
        "date": message.date,
        "text": message.text,
        "attachments": [attachment_view(attachment) for attachment in message.attachments],
        "keyboard": message.keyboard,
        "geo": message.geo["coordinates"] if message.geo else None,
        "edited": message.edited,
        "reply_to": message_view(reply, depth - 1) if reply else None,
        "fwd": [message_view(m, depth - 1) for m in message.fwd_messages] if depth else [],
        "format_data": message.format_data,
        "action": message.action,
        "by_hand": message.admin_author_id,
    }


def wall_post_view(post: Post) -> Json:
    """A post on the wall."""
    return {
        "id": post.id,
        "date": post.date,
        "text": post.text,
        "attachments": [attachment_view(attachment) for attachment in post.attachments],
        "closed": post.closed,
    }


def comment_view(comment: Comment) -> Json:
    """A comment; ``thread``: the comment that heads its thread, None for a head."""
    return {
        **_remark_view(comment),
        "post_id": comment.post_id,
        "thread": comment.parents_stack[0] if comment.parents_stack else None,
        "reply_to": comment.reply_to_comment,
    }


def topic_view(topic: Topic) -> Json:
    """A discussion."""
    return {"id": topic.id, "title": topic.title, "created": topic.created}


def topic_post_view(post: TopicPost) -> Json:
    """A message in a discussion."""
    return {**_remark_view(post), "topic_id": post.topic_id}


def _remark_view(remark: Comment | TopicPost) -> Json:
    return {
        "id": remark.id,
        "from_id": remark.from_id,
        "date": remark.date,
        "text": remark.text,
        "attachments": [attachment_view(attachment) for attachment in remark.attachments],
        "edited": remark.edited,
        "deleted": remark.deleted,
    }


def attachment_view(attachment: Json) -> Json:
    """An attachment of any type, with a title and, if there is one, an address."""
    kind = attachment.get("type", "")
    body = attachment.get(kind, {})
    if kind == "photo" and body.get("sizes"):
        size = body["sizes"][-1]
        view = {"url": size.get("url", ""), "width": size["width"], "height": size["height"], "title": "Фотография"}
    elif kind == "doc":
        view = {name: body.get(name) for name in ("url", "title", "size", "ext")}
    elif kind == "audio_message":
        view = {"url": body.get("link_mp3", ""), "duration": body.get("duration"), "title": "Голосовое сообщение"}
    elif kind == "sticker":
        view = {"url": body["images"][-1]["url"], "sticker_id": body["sticker_id"], "title": "Стикер"}
    else:
        view = {"url": "", "title": UNNAMED.get(kind, "Вложение")}
    return {"type": kind, **view}


def call_view(call: Call) -> Json:
    """A line of the log of calls."""
    return {
        "method": call.method,
        "params": call.params,
        "ok": call.ok,
        "error_code": call.error_code,
        "error_msg": call.error_msg,
        "ms": round(call.ms, 2),
        "http": call.http,
        "in_execute": call.in_execute,
    }


def delivery_view(delivery: Delivery) -> Json:
    """An attempt of the Callback API."""
    return {
        "type": delivery.event["type"],
        "event_id": delivery.event["event_id"],
        "http": delivery.status,
        "answer": delivery.body[:200],
        "taken": delivery.taken,
    }


def feed_view(world: World, item: FeedItem) -> Json:
    """An item of the feed; kinds that carry nothing have no view."""
    view = FEED_VIEWS.get(item.kind)
    return {"seq": item.seq, "kind": item.kind, **(view(world, item.data) if view else {})}


def place_view(world: World, peer_id: int) -> Json:
    """Where it happened, in the person's view: ``user_id`` is None in a chat."""
    if world.is_chat(peer_id):
        return {"user_id": None, "peer_id": peer_id}
    return {"user_id": peer_id, "peer_id": -world.group_id}


def _posted(world: World, message: Message) -> Json:
    return {**place_view(world, message.peer_id), "message": message_view(message)}


def _deleted(world: World, message: Message) -> Json:
    place = place_view(world, message.peer_id)
    return {**place, "id": message.id, "conversation_message_id": message.conversation_message_id}


def _snackbar(world: World, snackbar: Snackbar) -> Json:
    return {
        "user_id": snackbar.user_id,
        "peer_id": place_view(world, snackbar.peer_id)["peer_id"],
        "event_id": snackbar.event_id,
        "text": snackbar.text,
        "link": snackbar.link,
    }


FEED_VIEWS: dict[str, Callable[[World, Any], Json]] = {
    "message": _posted,
    "edit": _posted,
    "delete": _deleted,
    "snackbar": _snackbar,
    "call": lambda world, call: call_view(call),
    "delivery": lambda world, delivery: delivery_view(delivery),
    "wall_post": lambda world, post: {"post": wall_post_view(post)},
    "wall_comment": lambda world, comment: {"comment": comment_view(comment)},
    "topic": lambda world, topic: {"topic": topic_view(topic)},
    "topic_post": lambda world, post: {"topic_post": topic_post_view(post)},
    "user": lambda world, user: {"user": user_view(user)},
    "keyboard": lambda world, peer: {**place_view(world, peer), "keyboard": world.conversation(peer).keyboard},
    "typing": lambda world, data: {**place_view(world, data[0]), "type": data[1]},
    "fault": lambda world, faults: {"faults": faults},
}
