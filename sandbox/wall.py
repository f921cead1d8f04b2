"""The community's wall and its discussions: posts with comments, topics with messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.errors import Refused
from sandbox.model import Json, User


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


@dataclass(slots=True)
class Topic:
    """A discussion."""

    id: int
    title: str
    created: int
    updated: int


@dataclass(slots=True)
class TopicPost:
    """A message in a discussion."""

    id: int
    topic_id: int
    from_id: int
    date: int
    text: str
    attachments: list[Json] = field(default_factory=list)
    deleted: bool = False


class Town(Protocol):
    """What the wall needs of the world."""

    @property
    def group_id(self) -> int: ...

    def now(self) -> int: ...

    def person(self, user_id: int) -> User: ...

    def emit(self, kind: str, shape: Callable[[Any], Any], subject: Any) -> None: ...


class Wall:
    """Posts, comments, topics and their messages of one community, and the events that tell of them."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.posts: dict[int, Post] = {}
        self.comments: dict[int, Comment] = {}
        self.topics: dict[int, Topic] = {}
        self.topic_posts: dict[int, TopicPost] = {}
        self.guids: dict[str, Comment] = {}

    # Posts and comments

    def publish(self, text: str, attachments: Iterable[Json] = ()) -> Post:
        """The community publishes a post."""
        post = Post(self._next_id(self.posts, self.comments), self._town.now(), text, list(attachments))
        self.posts[post.id] = post
        self._town.emit("wall_post_new", self.post_shape, post)
        return post

    def comment(
        self, from_id: int, post_id: int, text: str, reply_to: int | None = None, attachments: Iterable[Json] = ()
    ) -> Comment:
        """Somebody comments; `from_id` is negative for the community. `reply_to` is a comment's id."""
        post = self.post(post_id)
        if post.closed:
            raise Refused("Комментарии к этой записи закрыты.")
        replied = self.comment_of(reply_to) if reply_to is not None else None
        comment_id, now = self._next_id(self.posts, self.comments), self._town.now()
        comment = Comment(comment_id, post_id, from_id, now, text, attachments=list(attachments))
        if replied is not None:
            comment.reply_to_comment, comment.reply_to_user = replied.id, replied.from_id
            comment.parents_stack = replied.parents_stack[:1] or [replied.id]
        self.comments[comment.id] = comment
        self._town.emit("wall_reply_new", self.event_shape, comment)
        return comment

    def edit_comment(self, user_id: int, comment_id: int, text: str) -> Comment:
        """The author changes a comment."""
        comment = self.comment_of(comment_id)
        if comment.from_id != user_id:
            raise Refused("Изменить можно только свой комментарий.")
        comment.text = text
        self._town.emit("wall_reply_edit", self.event_shape, comment)
        return comment

    def delete_comment(self, by_user_id: int, comment_id: int) -> None:
        """The author or a manager deletes a comment."""
        comment = self.comment_of(comment_id)
        self._check_may_remove(by_user_id, comment.from_id)
        comment.deleted = True
        body = {
            "owner_id": -self._town.group_id,
            "id": comment.id,
            "deleter_id": by_user_id,
            "post_id": comment.post_id,
        }
        self._town.emit("wall_reply_delete", lambda shape: shape, body)

    def restore_comment(self, by_user_id: int, comment_id: int) -> Comment:
        """A deleted comment comes back."""
        comment = self.comments[comment_id]
        self._check_may_remove(by_user_id, comment.from_id)
        comment.deleted = False
        self._town.emit("wall_reply_restore", self.event_shape, comment)
        return comment

    def comments_of(self, post_id: int) -> list[Comment]:
        """The comments that can be seen under a post, oldest first."""
        return [one for one in self.comments.values() if one.post_id == post_id and not one.deleted]

    # Discussions

    def open_topic(self, title: str, text: str = "") -> Topic:
        """The community opens a discussion."""
        now = self._town.now()
        topic = Topic(len(self.topics) + 1, title, now, now)
        self.topics[topic.id] = topic
        if text:
            self.write_in_topic(-self._town.group_id, topic.id, text)
        return topic

    def write_in_topic(self, from_id: int, topic_id: int, text: str, attachments: Iterable[Json] = ()) -> TopicPost:
        """Somebody writes in a discussion; `from_id` is negative for the community."""
        if topic_id not in self.topics:
            raise Refused(f"Обсуждения {topic_id} нет.")
        now = self._town.now()
        post = TopicPost(len(self.topic_posts) + 1, topic_id, from_id, now, text, list(attachments))
        self.topic_posts[post.id] = post
        self.topics[topic_id].updated = now
        self._town.emit("board_post_new", self.topic_event_shape, post)
        return post

    def edit_topic_post(self, user_id: int, post_id: int, text: str) -> TopicPost:
        """The author changes a message in a discussion."""
        post = self.topic_post(post_id)
        if post.from_id != user_id:
            raise Refused("Изменить можно только своё сообщение.")
        post.text = text
        self._town.emit("board_post_edit", self.topic_event_shape, post)
        return post

    def delete_topic_post(self, by_user_id: int, post_id: int) -> None:
        """The author or a manager deletes a message in a discussion."""
        post = self.topic_post(post_id)
        self._check_may_remove(by_user_id, post.from_id)
        post.deleted = True
        body = {"topic_owner_id": -self._town.group_id, "topic_id": post.topic_id, "id": post.id}
        self._town.emit("board_post_delete", lambda shape: shape, body)

    def posts_in_topic(self, topic_id: int) -> list[TopicPost]:
        """The messages that can be seen in a discussion, oldest first."""
        return [one for one in self.topic_posts.values() if one.topic_id == topic_id and not one.deleted]

    # What is there

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

    def topic_post(self, post_id: int) -> TopicPost:
        """The message of a discussion with that id, not deleted; Refused when there is none."""
        post = self.topic_posts.get(post_id)
        if post is None or post.deleted:
            raise Refused(f"Сообщения {post_id} в обсуждениях нет.")
        return post

    def _check_may_remove(self, user_id: int, author_id: int) -> None:
        if user_id != author_id and self._town.person(user_id).role is None:
            raise Refused("Удалить можно только своё; чужое удаляет руководитель сообщества.")

    @staticmethod
    def _next_id(*places: dict[int, Any]) -> int:
        """Posts and comments of a wall are numbered together."""
        return max((one for place in places for one in place), default=0) + 1

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
        """A comment as the methods of VK show it."""
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

    def topic_post_shape(self, post: TopicPost) -> Json:
        """A message of a discussion as the methods of VK show it."""
        shape: Json = {"id": post.id, "from_id": post.from_id, "date": post.date, "text": post.text}
        return {**shape, "attachments": post.attachments} if post.attachments else shape

    def topic_event_shape(self, post: TopicPost) -> Json:
        """A message of a discussion as the events show it."""
        place = {"topic_id": post.topic_id, "topic_owner_id": -self._town.group_id}
        return {**self.topic_post_shape(post), **place}
