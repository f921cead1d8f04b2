"""Comparing messages with a VK that answers in any way its documentation allows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
import pytest

from bot.comparisons import messages
from bot.comparisons.messages import MessageComparison
from bot.vk.client import VkApi
from bot.vk.errors import VkUnavailableError
from bot.vk.execute import MAX_CALLS
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore
from tests.unit.samples import NOW

PEERS = list(range(101, 121))


def at(minutes: float) -> int:
    """A moment so many minutes from now, as VK writes it."""
    return int((NOW + timedelta(minutes=minutes)).timestamp())


@dataclass
class Town:
    """Conversations of a VK; `refused` are those whose history it doesn't give, by the error."""

    histories: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    refused: dict[int, int] = field(default_factory=dict)
    now: Any = field(default_factory=lambda: at(0))
    page: int = 200
    listed: Callable[[dict[str, Any]], dict[str, Any]] = lambda item: item
    vk: OtherVk = field(default_factory=OtherVk)

    def __post_init__(self) -> None:
        self.vk.answers |= {
            "utils.getServerTime": lambda _: self.now,
            "messages.getConversations": self.conversations,
            "messages.getHistory": self.history,
        }

    def writes(self, peer: int, minutes: float = -1, **more: Any) -> None:
        told = self.histories.setdefault(peer, [])
        number = len(told) + 1
        message = {"id": peer * 1000 + number, "conversation_message_id": number, "date": at(minutes), "out": 0}
        told.append({**message, "peer_id": peer, "from_id": peer, "text": f"Слова {number}", **more})

    def conversations(self, params: dict[str, str]) -> Any:
        """The schema's other way to page: by `offset` alone."""
        items = [
            self.listed(
                {
                    "conversation": {
                        "peer": {"id": peer, "type": "user", "local_id": peer},
                        "last_message_id": told[-1]["id"],
                        "last_conversation_message_id": told[-1]["conversation_message_id"],
                    },
                    "last_message": told[-1],
                }
            )
            for peer, told in self.histories.items()
        ]
        start = int(params.get("offset", 0))
        return {"count": len(items), "items": items[start : start + self.page]}

    def history(self, params: dict[str, str]) -> Any:
        peer, offset = int(params["peer_id"]), int(params["offset"])
        if peer in self.refused:
            raise Refusal(self.refused[peer])
        told = self.histories[peer][::-1]
        return {"count": len(told), "items": told[offset : offset + self.page]}


def comparison(store: SqliteStore, api: VkApi) -> MessageComparison:
    return MessageComparison(
        api, store.inbox(), store.compared(), store.clock, on_found=lambda: None, on_marks=lambda: None
    )


async def compare(store: SqliteStore, town: Town, *, urgent: bool = True) -> int:
    async with talking_to(town.vk) as api:
        one = comparison(store, api)
        if urgent:
            one.request()
        return await one.compare()


async def stored(store: SqliteStore) -> list[tuple[int, int | None]]:
    return [(one.lane, one.conversation_message_id) for one in await store.inbox().waiting(0, 10_000)]


async def test_one_broken_conversation_holds_up_no_other(store: SqliteStore) -> None:
    town = Town(refused={105: 10})
    for peer in PEERS:
        town.writes(peer)
    async with talking_to(town.vk) as api:
        one = comparison(store, api)
        with pytest.raises(VkUnavailableError):
            await one.compare()
        assert await stored(store) == [(peer, 1) for peer in PEERS if peer != 105]
        for _ in range(messages.PATIENCE - 2):
            with pytest.raises(VkUnavailableError):
                await one.compare()
        await one.compare()  # VK won't show it: what it says of one conversation can't go on for ever
        town.refused.clear()
        await one.compare()
    assert (105, 1) in await stored(store)


async def test_a_vk_that_asks_to_wait_is_asked_no_further(store: SqliteStore) -> None:
    town = Town(refused=dict.fromkeys(PEERS, 6) | dict.fromkeys(range(200, 260), 6))
    for peer in town.refused:
        town.writes(peer)
    with pytest.raises(VkUnavailableError):
        await compare(store, town)
    assert len(town.vk.asked("messages.getHistory")) == MAX_CALLS


async def test_a_conversation_whose_last_message_vk_does_not_show(store: SqliteStore) -> None:
    town = Town(listed=lambda item: {"conversation": item["conversation"]})
    for peer in PEERS:
        town.writes(peer)
    assert await compare(store, town) == len(PEERS)


async def test_lists_that_know_only_offsets_are_read_to_their_end(store: SqliteStore) -> None:
    town = Town(page=7)
    for peer in PEERS:
        town.writes(peer)
    assert await compare(store, town) == len(PEERS)


async def test_histories_in_short_pages_are_read_to_their_end(store: SqliteStore) -> None:
    town = Town(page=7)
    for _ in range(30):
        town.writes(101)
    assert await compare(store, town) == 30
    assert await stored(store) == [(101, number) for number in range(1, 31)]


async def test_ids_that_are_texts_and_a_place_that_is_missing(store: SqliteStore) -> None:
    town = Town()
    town.writes(101, from_id="101", date=str(at(-1)), conversation_message_id="1", peer_id=None)
    chat = 2_000_000_001
    town.histories[chat] = [
        {"id": 9, "conversation_message_id": 4, "date": at(-1), "from_id": 102, "text": "Все здесь"}
    ]
    await compare(store, town)
    assert sorted(await stored(store)) == [(101, 1), (chat, 4)]
    told = [orjson.loads(one.body)["object"]["message"] for one in await store.inbox().waiting(0, 9)]
    assert sorted((one["peer_id"], one["from_id"]) for one in told) == [(101, 101), (chat, 102)]


@pytest.mark.parametrize("now", [10**20, -(10**20), "soon", None, True, [1], {"time": 1}])
async def test_a_server_time_that_is_none(store: SqliteStore, now: object) -> None:
    town = Town(now=now)
    town.writes(101)
    assert await compare(store, town) == 1


@pytest.mark.parametrize("broken", [None, [], "?", {"items": None}, {"items": [None, 1, {}, {"last_message": {}}]}])
async def test_answers_of_other_shapes_break_nothing(store: SqliteStore, broken: object) -> None:
    town = Town()
    town.writes(101)
    town.vk.answers["messages.getHistory"] = lambda _: broken
    assert await compare(store, town) == 0
    town.vk.answers["messages.getConversations"] = lambda _: broken
    assert await compare(store, town) == 0


async def test_what_was_left_for_later_is_not_taken_for_compared(store: SqliteStore) -> None:
    """A tick leaves the newest alone; it breaks off; hours later the newest is no longer the last."""
    town = Town()
    town.writes(102, minutes=-2)
    async with talking_to(town.vk) as api:
        one = comparison(store, api)
        one.request()
        await one.compare()
        town.writes(101, minutes=-0.5)
        town.refused[102] = 10
        town.writes(102, minutes=-1.5)
        with pytest.raises(VkUnavailableError):
            await one.compare()
        assert (101, 1) not in await stored(store)
        town.now = at(180)
        town.refused.clear()
        await one.compare()
    assert (101, 1) in await stored(store)
