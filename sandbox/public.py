"""What people do in public: on the community's wall and in its discussions."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.board import Topic, TopicPost
from sandbox.errors import Refused
from sandbox.model import Json
from sandbox.state import State
from sandbox.wall import Comment, Post


class PublicLife(State):
    """The operations of World on the wall and in the discussions.

    ``attachments``: upload ids or attachments in VK's own JSON.
    """

    # The wall

    @property
    def posts(self) -> list[Post]:
        """The community's posts, oldest first."""
        return list(self.wall.posts.values())

    def publish(self, text: str, *, attachments: Iterable[str | Json] = ()) -> Post:
        """The community publishes a post."""
        return self.wall.publish(text, self._attached(-self.group_id, attachments))

    def comment(
        self,
        user_id: int,
        post_id: int,
        text: str = "",
        *,
        reply_to: int | None = None,
        attachments: Iterable[str | Json] = (),
    ) -> Comment:
        """A person comments a post; `reply_to` is a comment's id."""
        self._check_may_write(user_id)
        return self.wall.comment(user_id, post_id, text, reply_to, self._attached(user_id, attachments))

    def comment_by_hand(
        self,
        manager_id: int,
        post_id: int,
        text: str,
        reply_to: int | None = None,
        *,
        attachments: Iterable[str | Json] = (),
    ) -> Comment:
        """A manager comments as the community, in VK's own interface."""
        self.check_manager(manager_id)
        given = self._attached(-self.group_id, attachments)
        return self.wall.comment(-self.group_id, post_id, text, reply_to, given)

    def edit_comment(self, user_id: int, comment_id: int, text: str) -> Comment:
        """A person changes a comment of their own, a manager also one of the community."""
        return self.wall.edit_comment(user_id, comment_id, text)

    def delete_comment(self, by_user_id: int, comment_id: int) -> None:
        """The author or a manager deletes a comment."""
        self.wall.delete_comment(by_user_id, comment_id)

    def restore_comment(self, by_user_id: int, comment_id: int) -> Comment:
        """A deleted comment comes back."""
        return self.wall.restore_comment(by_user_id, comment_id)

    def comments_of(self, post_id: int) -> list[Comment]:
        """The comments that can be seen under a post, oldest first."""
        return self.wall.comments_of(post_id)

    # The discussions

    @property
    def topics(self) -> list[Topic]:
        """The discussions, oldest first."""
        return list(self.board.topics.values())

    def open_topic(self, title: str, text: str = "") -> Topic:
        """The community opens a discussion."""
        return self.board.open_topic(title, text)

    def write_in_topic(
        self, user_id: int, topic_id: int, text: str, *, attachments: Iterable[str | Json] = ()
    ) -> TopicPost:
        """A person writes in a discussion."""
        self._check_may_write(user_id)
        return self.board.write(user_id, topic_id, text, self._attached(user_id, attachments))

    def topic_post_by_hand(
        self, manager_id: int, topic_id: int, text: str, *, attachments: Iterable[str | Json] = ()
    ) -> TopicPost:
        """A manager writes in a discussion as the community."""
        self.check_manager(manager_id)
        return self.board.write(-self.group_id, topic_id, text, self._attached(-self.group_id, attachments))

    def edit_topic_post(self, user_id: int, post_id: int, text: str) -> TopicPost:
        """A person changes their message in a discussion, a manager also one of the community."""
        return self.board.edit(user_id, post_id, text)

    def delete_topic_post(self, by_user_id: int, post_id: int) -> None:
        """The author or a manager deletes a message in a discussion."""
        self.board.delete(by_user_id, post_id)

    def restore_topic_post(self, by_user_id: int, post_id: int) -> TopicPost:
        """A deleted message in a discussion comes back."""
        return self.board.restore(by_user_id, post_id)

    def posts_in_topic(self, topic_id: int) -> list[TopicPost]:
        """The messages that can be seen in a discussion, oldest first."""
        return self.board.posts_of(topic_id)

    # How it works inside

    def check_manager(self, user_id: int) -> None:
        if self.person(user_id).role is None:
            raise Refused("Писать от имени сообщества может только его руководитель.")

    def _check_may_write(self, user_id: int) -> None:
        person = self.person(user_id)
        if person.blocked:
            raise Refused("Сообщество добавило этого человека в чёрный список.")
        if person.deactivated:
            raise Refused("Страница этого человека удалена.")

    def _attached(self, owner_id: int, items: Iterable[str | Json]) -> list[Json]:
        return [self._attachment(owner_id, item) for item in items]

    def _attachment(self, owner_id: int, item: str | Json) -> Json:
        if not isinstance(item, str):
            return item
        file = self.media.files.get(item)
        if file is None:
            raise Refused("Этот файл не был загружен.")
        if file.kind == "voice":
            return self.media.audio_message(file, owner_id)
        if file.kind == "photo":
            return self.media.photo(file, owner_id)
        return self.media.doc(file, owner_id)
