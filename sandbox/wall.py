"""The community's wall: posts with comments, in threads of one level."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.errors import Refused
from sandbox.feed import Feed
from sandbox.model import Json, User

GUID_SECONDS = 3600
"""How long a `guid` keeps a second comment from being made."""


@dataclass(slots=True)
class Post:
    """A post of the community. `closed`: nobody may comment."""

    id: int
    date: int
    text: str
    attachments: list[Json] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class Comment:
    """A comment under a post. `parents_stack` holds the comment that heads its thread: threads have one level."""

    id: int
    post_id: int
    from_id: int
    date: int
    text: str
    reply_to_comment: int | None = None
    reply_to_user: int | None = None
    parents_stack: list[int] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    deleted: bool = False
    edited: bool = False


class Town(Protocol):
    """What the wall and the discussions need of the world."""

    feed: Feed

    @property
    def group_id(self) -> int: ...

    def now(self) -> int: ...

    def person(self, user_id: int) -> User: ...

    def emit(self, kind: str, shape: Callable[[Any], Any], subject: Any) -> None: ...


class Wall:
    """Posts and comments of one community, and the events that tell of them."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.posts: dict[int, Post] = {}
        self.comments: dict[int, Comment] = {}
        self._guids: dict[str, Comment] = {}

    def publish(self, text: str, attachments: Iterable[Json] = ()) -> Post:
        """The community publishes a post."""
        post = Post(self._next_id(), self._town.now(), text, list(attachments))
        self.posts[post.id] = post
        self._town.feed.publish("wall_post", post)
        self._town.emit("wall_post_new", self.post_shape, post)
        return post

    def set_closed(self, post_id: int, closed: bool) -> Post:
        """Close the comments of a post, or open them again."""
        post = self.post(post_id)
        post.closed = closed
        self._town.feed.publish("wall_post", post)
        return post

    def comment(
        self, from_id: int, post_id: int, text: str, reply_to: int | None = None, attachments: Iterable[Json] = ()
    ) -> Comment:
        """Somebody comments; `from_id` is negative for the community. `reply_to` is a comment's id."""
        if self.post(post_id).closed:
            raise Refused("Комментарии к этой записи закрыты.")
        given = list(attachments)
        check_content(text, given)
        replied = self.comment_of(reply_to) if reply_to is not None else None
        if replied is not None and replied.post_id != post_id:
            raise Refused("Этот комментарий оставлен под другой записью.")
        comment = Comment(self._next_id(), post_id, from_id, self._town.now(), text, attachments=given)
        if replied is not None:
            comment.reply_to_comment, comment.reply_to_user = replied.id, replied.from_id
            comment.parents_stack = replied.parents_stack[:1] or [replied.id]
        self.comments[comment.id] = comment
        self._tell("wall_reply_new", comment)
        return comment

    def edit_comment(self, user_id: int, comment_id: int, text: str) -> Comment:
        """The author changes a comment; the community's comments are changed by its managers."""
        comment = self.comment_of(comment_id)
        check_may_edit(self._town, user_id, comment.from_id)
        check_content(text, comment.attachments)
        comment.text, comment.edited = text, True
        self._tell("wall_reply_edit", comment)
        return comment

    def delete_comment(self, by_user_id: int, comment_id: int) -> None:
        """The author or a manager deletes a comment."""
        comment = self.comment_of(comment_id)
        check_may_remove(self._town, by_user_id, comment.from_id)
        comment.deleted = True
        owner, post_id = -self._town.group_id, comment.post_id
        body = {"owner_id": owner, "id": comment.id, "deleter_id": by_user_id, "post_id": post_id}
        self._town.feed.publish("wall_comment", comment)
        self._town.emit("wall_reply_delete", lambda shape: shape, body)

    def restore_comment(self, by_user_id: int, comment_id: int) -> Comment:
        """A deleted comment comes back."""
        comment = self.comments.get(comment_id)
        if comment is None or not comment.deleted:
            raise Refused(f"Удалённого комментария {comment_id} нет.")
        check_may_remove(self._town, by_user_id, comment.from_id)
        comment.deleted = False
        self._tell("wall_reply_restore", comment)
        return comment

    def comments_of(self, post_id: int) -> list[Comment]:
        """The comments that can be seen under a post, oldest first."""
        return [one for one in self.comments.values() if one.post_id == post_id and not one.deleted]

    def thread_of(self, comment_id: int) -> list[Comment]:
        """The replies that can be seen in the thread of a comment, oldest first."""
        return [one for one in self.comments.values() if one.parents_stack == [comment_id] and not one.deleted]

    def post(self, post_id: int) -> Post:
        """The post with that id; Refused when there is none."""
        if post_id not in self.posts:
            raise Refused(f"Записи {post_id} нет.")
        return self.posts[post_id]

    def comment_of(self, comment_id: int) -> Comment:
        """The comment with that id, not deleted; Refused when there is none."""
        comment = self.comments.get(comment_id)
        if comment is None or comment.deleted:
            raise Refused(f"Комментария {comment_id} нет.")
        return comment

    def made_with(self, guid: str) -> Comment | None:
        """The comment that was made with this `guid` within the hour."""
        comment = self._guids.get(guid)
        return comment if comment is not None and self._town.now() - comment.date < GUID_SECONDS else None

    def remember(self, guid: str, comment: Comment) -> None:
        """From now on, for an hour, a comment with this `guid` is this one."""
        self._guids[guid] = comment

    def _next_id(self) -> int:
        """Posts and comments of a wall are numbered together."""
        return max([*self.posts, *self.comments], default=0) + 1

    def _tell(self, kind: str, comment: Comment) -> None:
        self._town.feed.publish("wall_comment", comment)
        self._town.emit(kind, self.event_shape, comment)

    # VK's shapes

    def post_shape(self, post: Post) -> Json:
        """A post as VK shows it."""
        owner = -self._town.group_id
        return {
            "id": post.id,
            "from_id": owner,
            "owner_id": owner,
            "date": post.date,
            "post_type": "post",
            "text": post.text,
            "attachments": post.attachments,
            "comments": {"count": len(self.comments_of(post.id)), "can_post": int(not post.closed)},
        }

    def comment_shape(self, comment: Comment) -> Json:
        """A comment as the methods of VK show it; of a deleted one, which heads a thread, little is left."""
        if comment.deleted:
            return {"id": comment.id, "parents_stack": [], "date": comment.date, "deleted": True}
        shape: Json = {
            "id": comment.id,
            "from_id": comment.from_id,
            "date": comment.date,
            "text": comment.text,
            "post_id": comment.post_id,
            "owner_id": -self._town.group_id,
            "parents_stack": comment.parents_stack,
        }
        if comment.reply_to_comment is not None:
            shape |= {"reply_to_comment": comment.reply_to_comment, "reply_to_user": comment.reply_to_user}
        if comment.attachments:
            shape["attachments"] = comment.attachments
        return shape

    def event_shape(self, comment: Comment) -> Json:
        """A comment as the events show it."""
        return {**self.comment_shape(comment), "post_owner_id": -self._town.group_id}


def check_content(text: str, attachments: list[Json]) -> None:
    """Refused when there is nothing in it."""
    if not text.strip() and not attachments:
        raise Refused("Напишите текст или приложите файл.")


def check_may_edit(town: Town, user_id: int, author_id: int) -> None:
    """Refused unless it is theirs, or the community's and they are a manager."""
    by_manager = town.person(user_id).role is not None
    if user_id != author_id and not (author_id < 0 and by_manager):
        raise Refused("Изменить можно только своё.")


def check_may_remove(town: Town, user_id: int, author_id: int) -> None:
    """Refused unless it is theirs or they are a manager."""
    if user_id != author_id and town.person(user_id).role is None:
        raise Refused("Удалить можно только своё; чужое удаляет руководитель сообщества.")
