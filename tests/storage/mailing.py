"""Delivery at work in a test, against a VK that keeps what it was told."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.delivery.delivery import Delivery
from bot.signals import Bell
from storage.outbox import MASS, Call
from tests.storage.other_vk import OtherVk, talking_to
from tests.storage.store import SqliteStore

Error = Callable[[int], int | None]


class Post:
    """VK's `messages.send` by its documentation: one `random_id` brings a peer one message, however often."""

    def __init__(self, error: Error = lambda peer: None) -> None:
        self.error = error
        self.delivered: list[tuple[int, str]] = []
        self._known: dict[tuple[int, int], int] = {}

    def __call__(self, params: dict[str, str]) -> Any:
        return [self._item(int(peer), params) for peer in params["peer_ids"].split(",")]

    def _item(self, peer: int, params: dict[str, str]) -> dict[str, Any]:
        if code := self.error(peer):
            return {"peer_id": peer, "message_id": 0, "conversation_message_id": 0, "error": {"code": code}}
        key = peer, int(params["random_id"])
        if key not in self._known:
            self.delivered.append((peer, params["message"]))
            self._known[key] = len(self._known) + 1
        number = self._known[key]
        return {"peer_id": peer, "message_id": number, "conversation_message_id": number}

    def texts_of(self, peer: int) -> list[str]:
        return [text for one, text in self.delivered if one == peer]

    def once_each(self, peers: Sequence[int], text: str) -> bool:
        """Whether each of these got the text exactly once, and nobody else did."""
        return Counter(peer for peer, said in self.delivered if said == text) == Counter(peers)


@asynccontextmanager
async def at_work(
    store: SqliteStore, vk: OtherVk, spacing: float = 0
) -> AsyncIterator[tuple[Bell, asyncio.Task[None]]]:
    """Delivery until the block ends: its bell and its task."""
    bell = Bell()
    async with talking_to(vk, spacing) as api, asyncio.timeout(30), asyncio.TaskGroup() as group:
        delivery = Delivery(store.outbox(), api, store.clock, news=bell, on_events=lambda: None)
        running = group.create_task(delivery.run())
        yield bell, running
        delivery.stop()


async def nothing_waits(store: SqliteStore) -> None:
    while await is_waiting(store):  # noqa: ASYNC110 - the file itself is what is awaited
        await asyncio.sleep(0.01)


async def comes_to(condition: Callable[[], object], store: SqliteStore | None = None) -> None:
    """Wait for something that VK hears; with a store, no longer than anything waits to be sent."""
    while not condition() and (store is None or await is_waiting(store)):  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.005)


async def is_waiting(store: SqliteStore) -> bool:
    """Whether anything waits to be sent, or is on its way."""
    return bool((await store.outbox().counts()).get("waiting"))


async def mail(store: SqliteStore, *calls: Call) -> list[int]:
    async with store.desk() as session:
        return [session.call(call) for call in calls]


def said(peer: int, text: str, priority: int = 1, **more: Any) -> Call:
    """A message under a `random_id` of its own."""
    random_id = hash((peer, text)) % 2**30 + 1
    params = {"peer_ids": str(peer), "message": text, "random_id": random_id}
    return Call(peer, priority, "messages.send", params, **more)


def news(text: str, peers: Sequence[int]) -> list[Call]:
    """One text for many people."""
    return [said(peer, text, MASS) for peer in peers]


def calls_of(vk: OtherVk, text: str) -> list[tuple[str, list[int]]]:
    """The calls that said this: their `random_id` and peers."""
    return [
        (call["random_id"], [int(peer) for peer in call["peer_ids"].split(",")])
        for call in vk.asked("messages.send")
        if call["message"] == text
    ]


def requests(vk: OtherVk) -> list[list[str]]:
    """The texts of every request, while it is recorded."""
    told: list[list[str]] = []
    take = vk.take

    async def recorded(request: web.Request) -> web.StreamResponse:
        before = len(vk.calls)
        answer = await take(request)
        told.append([params.get("message", method) for method, params in vk.calls[before:]])
        return answer

    vk.take = recorded  # type: ignore[method-assign, assignment]
    return told
