"""The community's discussions: topics with messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.errors import Refused
from sandbox.model import Json
from sandbox.wall import GUID_SECONDS, Town, check_content, check_may_edit, check_may_remove


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
    edited: bool = False


class Board:
    """Topics and their messages of one community, and the events that tell of them."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.topics: dict[int, Topic] = {}
        self.posts: dict[int, TopicPost] = {}
        self._guids: dict[str, TopicPost] = {}

    def open_topic(self, title: str, text: str = "") -> Topic:
        """The community opens a discussion."""
        if not title.strip():
            raise Refused("У обсуждения должно быть название.")
        now = self._town.now()
        topic = Topic(max(self.topics, default=0) + 1, title, now, now)
        self.topics[topic.id] = topic
        self._town.feed.publish("topic", topic)
        if text:
            self.write(-self._town.group_id, topic.id, text)
        return topic

    def write(self, from_id: int, topic_id: int, text: str, attachments: Iterable[Json] = ()) -> TopicPost:
        """Somebody writes in a discussion; `from_id` is negative for the community."""
        if topic_id not in self.topics:
            raise Refused(f"Обсуждения {topic_id} нет.")
        given = list(attachments)
        check_content(text, given)
        now = self._town.now()
        post = TopicPost(max(self.posts, default=0) + 1, topic_id, from_id, now, text, given)
        self.posts[post.id] = post
        self.topics[topic_id].updated = now
        self._tell("board_post_new", post)
        return post

    def edit(self, user_id: int, post_id: int, text: str) -> TopicPost:
        """The author changes a message; the community's messages are changed by its managers."""
        post = self.post(post_id)
        check_may_edit(self._town, user_id, post.from_id)
        check_content(text, post.attachments)
        post.text, post.edited = text, True
        self._tell("board_post_edit", post)
        return post

    def delete(self, by_user_id: int, post_id: int) -> None:
        """The author or a manager deletes a message."""
        post = self.post(post_id)
        check_may_remove(self._town, by_user_id, post.from_id)
        post.deleted = True
        body = {"topic_owner_id": -self._town.group_id, "topic_id": post.topic_id, "id": post.id}
        self._town.feed.publish("topic_post", post)
        self._town.emit("board_post_delete", lambda shape: shape, body)

    def restore(self, by_user_id: int, post_id: int) -> TopicPost:
        """A deleted message comes back."""
        post = self.posts.get(post_id)
        if post is None or not post.deleted:
            raise Refused(f"Удалённого сообщения {post_id} в обсуждениях нет.")
        check_may_remove(self._town, by_user_id, post.from_id)
        post.deleted = False
        self._tell("board_post_restore", post)
        return post

    def posts_of(self, topic_id: int) -> list[TopicPost]:
        """The messages that can be seen in a discussion, oldest first."""
        return [one for one in self.posts.values() if one.topic_id == topic_id and not one.deleted]

    def post(self, post_id: int) -> TopicPost:
        """The message with that id, not deleted; Refused when there is none."""
        post = self.posts.get(post_id)
        if post is None or post.deleted:
            raise Refused(f"Сообщения {post_id} в обсуждениях нет.")
        return post

    def made_with(self, guid: str) -> TopicPost | None:
        """The message that was made with this `guid` within the hour."""
        post = self._guids.get(guid)
        return post if post is not None and self._town.now() - post.date < GUID_SECONDS else None

    def remember(self, guid: str, post: TopicPost) -> None:
        """From now on, for an hour, a message with this `guid` is this one."""
        self._guids[guid] = post

    def _tell(self, kind: str, post: TopicPost) -> None:
        self._town.feed.publish("topic_post", post)
        self._town.emit(kind, self.event_shape, post)

    # VK's shapes

    def topic_shape(self, topic: Topic) -> Json:
        """A discussion as VK shows it."""
        posts = self.posts_of(topic.id)
        return {
            "id": topic.id,
            "title": topic.title,
            "created": topic.created,
            "created_by": -self._town.group_id,
            "updated": topic.updated,
            "updated_by": posts[-1].from_id if posts else -self._town.group_id,
            "comments": len(posts),
            "is_closed": 0,
            "is_fixed": 0,
        }

    def post_shape(self, post: TopicPost) -> Json:
        """A message of a discussion as the methods of VK show it."""
        shape: Json = {"id": post.id, "from_id": post.from_id, "date": post.date, "text": post.text}
        return {**shape, "attachments": post.attachments} if post.attachments else shape

    def event_shape(self, post: TopicPost) -> Json:
        """A message of a discussion as the events show it."""
        place = {"topic_id": post.topic_id, "topic_owner_id": -self._town.group_id}
        return {**self.post_shape(post), **place}
