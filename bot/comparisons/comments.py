"""Comments and messages of discussions that no event told of, by the token of an administrator or of an application.

The wall's newest posts are read and those under which an appeal is open, and of each the comments that are newer than
the last comparison; then the discussions that have moved since. A comment that came by an event, whatever became of it,
is known by its number and that of its post.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

from appeals.ports import Clock
from bot.comparisons.conversations import goes_on
from bot.comparisons.loop import FIRST_MARGIN, MARGIN, Comparison, looks_back, vk_time
from bot.events import store_form
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, judge
from bot.vk.numbers import integer
from storage.inbox import Inbox, NewEvent, Recovered

POSTS = 30
"""The newest posts that are looked at; of older ones those that have open appeals."""

PAGE = 100
"""Comments, topics or messages in a page (VK's maximum)."""

MAX_PAGES = 5
"""Pages of one post or topic that are read for their threads' sake, however old what stands there."""

MOST = 10_000
"""Comments of one post or topic, at most: a bound, so that a broken answer can't keep it going for ever."""

THREAD = 10
"""Replies of a thread that come with its first comment (VK's maximum)."""

WALL_EVENT, BOARD_EVENT = "wall_reply_new", "board_post_new"


class CommentComparison(Comparison):
    """Compares the comments under posts and the messages of discussions.

    Args:
        reader: a client with an administrator's or a service token.
        on_found: called when something was missing and is in the inbox now.
    """

    name = "Сверка комментариев с VK"
    key = "VK_USER_TOKEN или VK_SERVICE_TOKEN"

    def __init__(
        self, reader: VkApi, community_id: int, inbox: Inbox, clock: Clock, *, on_found: Callable[[], None]
    ) -> None:
        super().__init__()
        self._reader = reader
        self._community_id = community_id
        self._inbox = inbox
        self._clock = clock
        self._on_found = on_found

    async def compare(self) -> int:
        """Compare once; return how much was missing.

        What a post or a topic brings is stored before the next is read: a comparison that breaks off loses nothing.

        Raises:
            VkError, VkUnavailableError
        """
        began = await vk_time(self._reader, self._clock)
        before = await self._inbox.comments_compared_at()
        if before is None:
            # Noted at once: should this fail for hours, the next attempt looks as far back.
            before = began - FIRST_MARGIN + MARGIN
            await self._inbox.set_comments_compared(before)
        since = int(looks_back(before, began).timestamp())
        count = 0
        for post_id in await self._posts():
            count += await self._store(await self._under_post(post_id, since), "comment")
        for topic_id in await self._topics(since):
            count += await self._store(await self._in_topic(topic_id, since), "board_post")
        await self._inbox.set_comments_compared(began)
        self._came_to_end(count)
        return count

    async def _store(self, events: Sequence[NewEvent], what: Recovered) -> int:
        if not events:
            return 0
        count = await self._inbox.recover(events, what, self._clock.now(), expected=not self._has_compared)
        if count:
            self._on_found()
        return count

    async def _posts(self) -> list[int]:
        """Posts with comments, newest first, and those that have an open appeal."""
        answer = await self._reader.ask("wall.get", owner_id=-self._community_id, count=POSTS)
        recent = [
            post_id
            for post in _items(answer)
            if (post_id := integer(post.get("id"))) is not None and _count(post.get("comments")) > 0
        ]
        return list(dict.fromkeys([*recent, *await self._inbox.posts_with_open_appeals()]))

    async def _under_post(self, post_id: int, since: int) -> list[NewEvent]:
        """The comments under a post since then, oldest first. Threads are read too: an old one may have new replies."""
        own = {"owner_id": -self._community_id, "post_id": post_id, "count": PAGE}
        found: dict[int, Mapping[str, Any]] = {}
        async for comment in self._pages("wall.getComments", since, **own, sort="desc", thread_items_count=THREAD):
            found |= _by_id([comment])
            thread = comment.get("thread")
            replies = list(_items(thread))
            if _count(thread) > len(replies):
                first = integer(comment.get("id"))
                whole = self._pages("wall.getComments", since, **own, sort="desc", comment_id=first)
                replies = [reply async for reply in whole]
            found |= _by_id(replies)
        return [
            event
            for _, comment in sorted(found.items())
            if (event := self._event(WALL_EVENT, comment, since, post_id=post_id, owner_id=-self._community_id))
        ]

    async def _topics(self, since: int) -> list[int]:
        """Discussions that have moved since then."""
        answer = await self._ask("board.getTopics", group_id=self._community_id, order=1, count=PAGE)
        return [
            topic_id
            for topic in _items(answer)
            if (topic_id := integer(topic.get("id"))) is not None and (integer(topic.get("updated")) or 0) >= since
        ]

    async def _in_topic(self, topic_id: int, since: int) -> list[NewEvent]:
        """The messages of a discussion since then, oldest first."""
        found: dict[int, Mapping[str, Any]] = {}
        asked = {"group_id": self._community_id, "topic_id": topic_id, "count": PAGE, "sort": "desc"}
        async for message in self._pages("board.getComments", since, **asked):
            if (integer(message.get("date")) or 0) < since:
                break
            found |= _by_id([message])
        own = {"topic_id": topic_id, "topic_owner_id": -self._community_id}
        return [event for _, one in sorted(found.items()) if (event := self._event(BOARD_EVENT, one, since, **own))]

    async def _pages(self, method: str, since: int, **asked: Any) -> AsyncIterator[Mapping[str, Any]]:
        """What a method lists, newest first; nothing of a post or a topic that VK doesn't show any more."""
        read: set[int] = set()
        for page in itertools.count(1):
            answer = await self._ask(method, **asked, offset=len(read))
            items = _by_id(list(_items(answer)))
            for item in items.values():
                yield item
            is_old = all((integer(item.get("date")) or 0) < since for item in items.values())
            is_new = bool(items.keys() - read)
            read |= items.keys()
            if (
                not is_new
                or len(read) >= MOST
                or (is_old and page >= MAX_PAGES)
                or not goes_on(answer, len(read), PAGE)
            ):
                return

    async def _ask(self, method: str, **asked: Any) -> Any:
        """VK's answer; None where it refuses this one thing.

        Raises:
            VkError: the token is at fault, or VK asks to come again.
            VkUnavailableError
        """
        try:
            return await self._reader.ask(method, **asked)
        except VkError as error:
            if judge(error.code, method) in (Verdict.RETRY, Verdict.RETRY_LATER, Verdict.STOP) and error.code != DENIED:
                raise
            return None

    def _event(self, kind: str, comment: Mapping[str, Any], since: int, **place: int) -> NewEvent | None:
        """A person's comment in the form of the event that should have told of it; None for an old or a deleted one."""
        author, date, number = (integer(comment.get(name)) for name in ("from_id", "date", "id"))
        if number is None or author is None or author <= 0 or date is None or date < since or comment.get("deleted"):
            return None
        told = {name: value for name, value in comment.items() if name not in ("thread", "likes")} | place
        event_id = f"history:{kind}:{'_'.join(map(str, place.values()))}:{number}"
        update = {"type": kind, "event_id": event_id, "group_id": self._community_id, "object": told}
        return store_form(update)


DENIED = 15
"""VK's error for a wall post or a topic that is hidden, closed or gone."""


def _items(answer: Any) -> Iterator[Mapping[str, Any]]:
    items = answer.get("items") if isinstance(answer, Mapping) else None
    return (item for item in (items if isinstance(items, list) else []) if isinstance(item, Mapping))


def _count(listed: Any) -> int:
    return integer(listed.get("count")) or 0 if isinstance(listed, Mapping) else 0


def _by_id(items: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    return {number: item for item in items if (number := integer(item.get("id"))) is not None}
