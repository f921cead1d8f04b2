"""Delivery with questions that ride along, by chance: against a VK that refuses, dies and answers anything.

Whatever it does, each message arrives once and in its order, and nobody who asks waits for ever.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.delivery import breaker, delivery, floods, queue, rests, suspects, verdicts
from bot.delivery.delivery import Delivery
from bot.signals import Bell
from bot.vk import questions
from bot.vk.client import VkApi
from bot.vk.errors import VkError, VkUnavailableError
from bot.vk.questions import Questions
from storage.outbox import MASS, Call
from tests.storage.mailing import Post, mail, nothing_waits, said
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore

CHAT = 2_000_000_001
PEERS = [*range(101, 109), CHAT]
ASKED = "users.get"
ODD: tuple[Any, ...] = (False, None, 0, [], {}, "x", [None], [False])
OF_A_CALL, OF_A_REQUEST, OF_A_PROGRAM = (1, 6, 9, 10, 29), (1, 6, 6, 9, 10, 29), (3, 5, 12, 13, 100)


@pytest.fixture(autouse=True)
def _small_and_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in (
        (breaker, "_PAUSES", (0.002,)),
        (verdicts, "_RETRY", (0.001, 0.003)),
        (verdicts, "_RETRY_LATER", (0.001, 0.004)),
        (verdicts, "MAX_ATTEMPTS", 10_000),
        (delivery, "_ALARM_PAUSE", 0.002),
        (delivery, "OTHERS_FIRST", 0.001),
        (floods, "_PAUSES", (0.01,)),
        (suspects, "LONGEST_PAUSE", 0.002),
        (queue, "WINDOW", 30),
        (queue, "CROWD", 8),
        (queue, "PEOPLE_A_SECOND", 10**6),
        (rests, "SPAN", 8),
        (questions, "_BUSY", 0.05),
        (questions, "WAIT", 0.03),
        (questions, "_REST", 0.02),
        (questions, "EVERY", 2),
    ):
        monkeypatch.setattr(module, name, value)


class BadVk(OtherVk):
    """A VK that has its troubles until it is well."""

    is_well = False

    def __init__(self, chance: random.Random) -> None:
        super().__init__({"messages.send": self.send, ASKED: self.names})
        self.post = Post(lambda peer: 9 if self.strikes(0.02) else None)
        self.chance = chance

    def strikes(self, how_often: float) -> bool:
        return not self.is_well and self.chance.random() < how_often

    def send(self, params: dict[str, str]) -> Any:
        if self.strikes(0.06):
            raise Refusal(self.chance.choice(OF_A_CALL))
        return self.post(params)

    def names(self, params: dict[str, str]) -> Any:
        if self.strikes(0.2):
            raise Refusal(self.chance.choice((*OF_A_CALL, 5, 113)))
        if self.strikes(0.2):
            return self.chance.choice(ODD)
        return [{"id": int(one)} for one in params["user_ids"].split(",")]

    async def take(self, request: web.Request) -> web.Response:
        await asyncio.sleep(0 if self.is_well else self.chance.choice((0, 0, 0.001, 0.01)))
        is_program = request.match_info["method"] == "execute"
        if self.strikes(0.05):
            return web.Response(status=502)
        if self.strikes(0.05):  # it is done, and the answer is lost
            await super().take(request)
            return web.Response(status=self.chance.choice((500, 200)), text="<html>")
        if self.strikes(0.1):
            code = self.chance.choice(OF_A_REQUEST + OF_A_PROGRAM * is_program)
            return web.json_response({"error": {"error_code": code, "error_msg": "no"}})
        if is_program and self.strikes(0.05):
            told = self._execute(str((await request.post())["code"]))
            responses = told["response"]
            told["response"] = self.chance.choice((responses[:-1], [*responses, 1], False, None, {}))
            return web.json_response(told)
        return await super().take(request)


class Town:
    """What was written to whom, and what became of those who asked."""

    def __init__(self, store: SqliteStore, chance: random.Random) -> None:
        self.store = store
        self.chance = chance
        self.written: defaultdict[int, list[str]] = defaultdict(list)
        self.news: Counter[tuple[int, str]] = Counter()
        self.count = 0

    async def write(self, count: int) -> None:
        await mail(self.store, *[one for one in (self._written() for _ in range(count)) if one is not None])

    def _written(self) -> Call | None:
        self.count += 1
        peer = CHAT if self.chance.random() < 0.3 else self.chance.choice(PEERS)
        if self.chance.random() < 0.8:
            self.written[peer].append(str(self.count))
            return said(peer, str(self.count), self.chance.choice((1, 2)))
        place = peer, f"новость {self.count // 20}"
        if self.news[place]:
            return None
        self.news[place] = 1
        return said(*place, MASS)

    async def ask(self, riders: Questions) -> None:
        try:
            async with asyncio.timeout(self.chance.choice((0.01, 0.1, 5))):
                await riders.ask(ASKED, user_ids=[1, 2], fields="sex")
        except (VkError, VkUnavailableError, TimeoutError):
            return

    async def life(self, api: VkApi) -> None:
        """One process, which is stopped or killed in the middle; who asks is answered all the same."""
        async with asyncio.TaskGroup() as asking, self.at_work(api) as (running, bell, riders):
            for _ in range(self.chance.randint(3, 15)):
                await self.write(self.chance.choice((1, 5, 40)))
                bell.ring()
                await asyncio.sleep(self.chance.random() * 0.03)
                for _ in range(self.chance.randint(0, 3)):
                    asking.create_task(self.ask(riders))
            if self.chance.random() < 0.5:
                running.cancel()

    @asynccontextmanager
    async def at_work(self, api: VkApi) -> AsyncIterator[tuple[asyncio.Task[None], Bell, Questions]]:
        bell, riders = Bell(), Questions(api)
        one = Delivery(self.store.outbox(), api, self.store.clock, news=bell, on_events=lambda: None, questions=riders)
        async with asyncio.TaskGroup() as group:
            yield group.create_task(one.run()), bell, riders
            one.stop()


@pytest.mark.parametrize("seed", range(8))
async def test_once_each_in_order(store: SqliteStore, seed: int) -> None:
    chance = random.Random(seed)
    vk, town = BadVk(chance), Town(store, chance)
    async with talking_to(vk) as api, asyncio.timeout(60):
        for _ in range(chance.randint(1, 4)):
            await town.life(api)
        vk.is_well = True
        async with town.at_work(api):
            await nothing_waits(store)
    assert (await store.outbox().counts()).keys() <= {"sent"}
    for peer in PEERS:
        assert [text for text in vk.post.texts_of(peer) if text.isdigit()] == town.written[peer]
    assert Counter(one for one in vk.post.delivered if not one[1].isdigit()) == town.news
