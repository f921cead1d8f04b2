"""Comparing comments with a VK that answers in any way its documentation allows."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from bot.comparisons.comments import CommentComparison
from bot.vk.errors import VkError
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore
from tests.unit.samples import COMMUNITY, NOW


def comment(number: int, minutes: float = -1, **more: Any) -> dict[str, Any]:
    date = int((NOW + timedelta(minutes=minutes)).timestamp())
    return {"id": number, "from_id": 101, "date": date, "text": f"Слова {number}", **more}


class Wall:
    """A wall with one post, and a discussion; `page` is how much VK gives at once."""

    def __init__(self, comments: list[dict[str, Any]], *, page: int = 100) -> None:
        self.comments, self.page = comments, page
        self.vk = OtherVk(
            {
                "utils.getServerTime": lambda _: int(NOW.timestamp()),
                "wall.get": lambda _: {"count": 1, "items": [{"id": 3, "comments": {"count": len(comments)}}]},
                "wall.getComments": self._get,
                "board.getTopics": lambda _: {"count": 0, "items": []},
            }
        )

    def _get(self, params: dict[str, str]) -> Any:
        listed, start = sorted(self.comments, key=lambda one: -one["id"]), int(params["offset"])
        return {"count": len(listed), "items": listed[start : start + self.page]}


async def compare(store: SqliteStore, wall: Wall) -> int:
    async with talking_to(wall.vk) as api:
        one = CommentComparison(api, COMMUNITY, store.inbox(), store.clock, on_found=lambda: None)
        return await one.compare()


async def found(store: SqliteStore) -> list[int]:
    return [orjson.loads(one.body)["object"]["id"] for one in await store.inbox().waiting(0, 10_000)]


@pytest.mark.parametrize("page", [7, 100])
async def test_all_that_came_in_a_stop_is_found_in_order(store: SqliteStore, page: int) -> None:
    await store.inbox().set_comments_compared(NOW - timedelta(hours=5))
    wall = Wall([comment(number, minutes=-60 + number / 100) for number in range(1, 901)], page=page)
    assert await compare(store, wall) == 900
    assert await found(store) == list(range(1, 901))


async def test_what_is_old_is_not_read_to_its_end(store: SqliteStore) -> None:
    await store.inbox().set_comments_compared(NOW - timedelta(minutes=5))
    wall = Wall([comment(number, minutes=-9000) for number in range(1, 2001)] + [comment(2001)])
    assert await compare(store, wall) == 1
    assert len(wall.vk.asked("wall.getComments")) == 5


async def test_a_page_that_comes_again_and_again_ends(store: SqliteStore) -> None:
    wall = Wall([])
    wall.comments = [comment(1)]
    wall.vk.answers["wall.get"] = lambda _: {"items": [{"id": 3, "comments": {"count": 900}}]}
    wall.vk.answers["wall.getComments"] = lambda _: {"count": 900, "items": [comment(1)]}
    assert await compare(store, wall) == 1
    assert len(wall.vk.asked("wall.getComments")) == 2


async def test_a_first_comparison_that_fails_for_hours_loses_nothing(store: SqliteStore) -> None:
    wall = Wall([comment(1, minutes=30)])

    def refuses(_: dict[str, str]) -> Any:
        raise Refusal(10)

    wall.vk.answers["wall.get"], answers = refuses, wall.vk.answers["wall.get"]
    with pytest.raises(VkError):
        await compare(store, wall)
    wall.vk.answers["wall.get"] = answers
    wall.vk.answers["utils.getServerTime"] = lambda _: int((NOW + timedelta(hours=5)).timestamp())
    assert await compare(store, wall) == 1
