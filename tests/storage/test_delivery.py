"""The outbox reaches VK: one text for many people in one call, the most urgent first, each message once."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.delivery import breaker, queue, suspects, verdicts
from bot.delivery.delivery import Delivery
from bot.delivery.parcels import Parcel
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.pace import Pace
from sandbox import Sandbox
from storage.database import Database
from storage.migrations import migrate, migrations
from storage.outbox import Call, Outbox
from tests.storage import mailing
from tests.storage.mailing import (
    Post,
    at_work,
    calls_of,
    comes_to,
    is_waiting,
    mail,
    news,
    nothing_waits,
    requests,
    said,
)
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore, waiting
from tests.unit.samples import ANNA, NOW

PEOPLE = range(1001, 1251)
BATCHES = 22
"""The migration that knows batches."""

TEXT = "Завтра с 10 до 16 не будет воды"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "_PAUSES", (0.01,))
    monkeypatch.setattr(verdicts, "_RETRY", (0.01, 0.01))
    monkeypatch.setattr(verdicts, "_RETRY_LATER", (0.01, 0.01))
    monkeypatch.setattr(suspects, "LONGEST_PAUSE", 0.01)


async def test_one_text_for_many_people_is_one_call_for_a_hundred(store: SqliteStore) -> None:
    ids = await mail(store, *news(TEXT, PEOPLE))
    post = Post()
    vk = OtherVk({"messages.send": post})
    async with at_work(store, vk):
        await nothing_waits(store)
    assert [len(peers) for _, peers in calls_of(vk, TEXT)] == [100, 100, 50]
    assert post.once_each(PEOPLE, TEXT)
    numbers = [await store.outbox().message_of(call_id) for call_id in ids]
    assert numbers == list(range(1, 251)), "each row knows the number of its own message"


async def test_what_differs_is_said_apart(store: SqliteStore) -> None:
    keyboard = [replace(call, params={**call.params, "keyboard": "{}"}) for call in news(TEXT, PEOPLE[:3])]
    await mail(store, *keyboard, *news(TEXT, PEOPLE[3:6]), *news("Другое", PEOPLE[6:9]), said(1, TEXT), said(2, TEXT))
    post = Post()
    vk = OtherVk({"messages.send": post})
    async with at_work(store, vk):
        await nothing_waits(store)
    assert sorted(peers for _, peers in calls_of(vk, TEXT)) == [[1], [2], [*PEOPLE[:3]], [*PEOPLE[3:6]]]
    assert [peers for _, peers in calls_of(vk, "Другое")] == [[*PEOPLE[6:9]]]


async def test_errors_of_single_people_are_theirs_alone(store: SqliteStore) -> None:
    await store.introduce(*PEOPLE[:4])
    await mail(store, *news(TEXT, PEOPLE[:4]))
    errors = {PEOPLE[1]: 901, PEOPLE[2]: 914}
    post = Post(errors.get)
    async with at_work(store, OtherVk({"messages.send": post})):
        await nothing_waits(store)
    assert post.once_each([PEOPLE[0], PEOPLE[3]], TEXT)
    assert await store.outbox().counts() == {"sent": 2, "unreachable": 1, "failed": 1}
    stands = [(await store.stands(peer)).citizen for peer in PEOPLE[:4]]
    assert [one.reachable for one in stands if one] == [True, False, True, True]


async def test_who_was_put_off_is_told_alone_under_the_same_random_id(store: SqliteStore) -> None:
    await mail(store, *news(TEXT, PEOPLE[:4]))
    errors = Counter({PEOPLE[1]: 1, PEOPLE[2]: 2})

    def busy(peer: int) -> int | None:
        errors[peer] -= 1
        return 10 if errors[peer] >= 0 else None

    vk = OtherVk({"messages.send": (post := Post(busy))})
    async with at_work(store, vk):
        await nothing_waits(store)
    assert post.once_each(PEOPLE[:4], TEXT)
    (first, everybody), *others = calls_of(vk, TEXT)
    assert everybody == [*PEOPLE[:4]]
    assert Counter((random_id, *peers) for random_id, peers in others) == {(first, PEOPLE[1]): 1, (first, PEOPLE[2]): 2}


@asynccontextmanager
async def against_the_sandbox(store: SqliteStore, sandbox: Sandbox) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as http, asyncio.timeout(30), asyncio.TaskGroup() as group:
        api = VkApi(sandbox.token, sandbox.api_url, pace=Pace(0), session=http)
        delivery = Delivery(store.outbox(), api, store.clock, news=Bell(), on_events=lambda: None)
        group.create_task(delivery.run())
        yield
        delivery.stop()


@pytest.mark.parametrize("method", ["execute", "messages.send"])
async def test_a_lost_answer_is_asked_for_by_the_very_same_call(store: SqliteStore, method: str) -> None:
    people = PEOPLE if method == "execute" else PEOPLE[:50]
    await mail(store, *news(TEXT, people))
    async with Sandbox(rate_limit=None) as sandbox:
        for peer in people:
            sandbox.world.add_user("Анна", "Примерова", id=peer).allowed = True
        sandbox.faults.add("lost_response", times=1, method=method)
        async with against_the_sandbox(store, sandbox):
            await nothing_waits(store)
        told = [
            (call.params["random_id"], call.params["peer_ids"])
            for call in sandbox.world.calls
            if call.params.get("message")
        ]
        assert set(Counter(told).values()) == {2}, "every call was made twice, just as it was"
        assert Counter(send.peer_id for send in sandbox.world.sends) == Counter(people)
    assert await store.outbox().counts() == {"sent": len(people)}


async def killed_when(store: SqliteStore, vk: OtherVk, moment: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Delivery works until that moment, and no further."""
    async with talking_to(vk) as api:
        delivery = Delivery(store.outbox(), api, store.clock, news=Bell(), on_events=lambda: None)
        running = asyncio.get_running_loop().create_task(delivery.run())
        await moment()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_after_a_kill_a_batch_goes_as_it_was(store: SqliteStore) -> None:
    """What VK did with it is unknown, so nobody joins it and nobody leaves it."""
    await mail(store, *news(TEXT, PEOPLE[:30]))
    asked = asyncio.Event()
    post = Post()

    async def heard(request: web.Request) -> web.StreamResponse:
        answer = await OtherVk.take(vk, request)
        asked.set()
        await asyncio.sleep(60)  # the answer never comes
        return answer

    vk = OtherVk({"messages.send": post})
    vk.take = heard  # type: ignore[method-assign, assignment] # a VK that hangs after it has done what it was asked
    await killed_when(store, vk, asked.wait)
    before = calls_of(vk, TEXT)
    await store.reopen()
    await mail(store, *news(TEXT, PEOPLE[30:40]))
    after = OtherVk({"messages.send": post})
    async with at_work(store, after):
        await nothing_waits(store)
    assert before == [(calls_of(after, TEXT)[0][0], [*PEOPLE[:30]])]
    assert [peers for _, peers in calls_of(after, TEXT)] == [[*PEOPLE[:30]], [*PEOPLE[30:40]]]
    assert post.once_each(PEOPLE[:40], TEXT)


async def test_a_kill_after_gathering_loses_and_doubles_nothing(store: SqliteStore) -> None:
    await mail(store, *news(TEXT, PEOPLE[:5]), *news("Другое", PEOPLE[:5]))
    calls = await store.waiting_calls()
    gathered = await store.outbox().gather([calls[:3]], NOW)
    assert [call.params["random_id"] for call in gathered[0]] == [calls[0].params["random_id"]] * 3
    await store.reopen()
    assert await store.outbox().gathered() == gathered[0]
    post = Post()
    async with at_work(store, OtherVk({"messages.send": post})):
        await nothing_waits(store)
    assert post.once_each(PEOPLE[:5], TEXT)
    assert post.once_each(PEOPLE[:5], "Другое")


async def test_what_is_called_back_or_too_late_is_not_gathered(store: SqliteStore) -> None:
    called_back, late, good = news(TEXT, PEOPLE[:3])
    ids = await mail(store, called_back, replace(late, expires_at=NOW), good)
    waiting = await store.waiting_calls()
    async with store.work() as unit:
        await unit.transaction.run("UPDATE outbox SET status = 'expired' WHERE id = ?", (ids[0],))
        await unit.commit()
    assert [[call.id for call in batch] for batch in await store.outbox().gather([waiting[:1]], NOW)] == []
    post = Post()
    async with at_work(store, OtherVk({"messages.send": post})):
        await nothing_waits(store)
    assert post.delivered == [(PEOPLE[2], TEXT)]


async def test_a_call_that_is_refused_for_one_of_many_is_made_for_each(store: SqliteStore) -> None:
    await mail(store, *news(TEXT, PEOPLE[:40]))
    post = Post()

    def strict(params: dict[str, str]) -> Any:
        if str(PEOPLE[7]) in params["peer_ids"].split(","):
            raise Refusal(100)
        return post(params)

    async with at_work(store, OtherVk({"messages.send": strict})):
        await nothing_waits(store)
    assert post.once_each([peer for peer in PEOPLE[:40] if peer != PEOPLE[7]], TEXT)
    assert await store.outbox().counts() == {"sent": 39, "failed": 1}


async def test_an_answer_that_names_nobody_proves_nothing(store: SqliteStore) -> None:
    """A server that answers one plain number to a call for many: each is asked for alone, and gets it once."""
    await mail(store, *news(TEXT, PEOPLE[:4]))
    post = Post()
    vk = OtherVk({"messages.send": lambda params: post(params)[0]["message_id"]})
    async with at_work(store, vk):
        await nothing_waits(store)
    assert sorted(map(len, (peers for _, peers in calls_of(vk, TEXT)))) == [1, 1, 1, 1, 4]
    assert post.once_each(PEOPLE[:4], TEXT)


async def test_a_batch_that_vk_never_answers_stops_nobody_else(store: SqliteStore) -> None:
    """VK dies of one of its people: the others get theirs, and so does everybody who waits for a reply."""
    await mail(store, *news(TEXT, PEOPLE[:20]), *[said(peer, "Ответ") for peer in PEOPLE[20:60]])
    post, died = Post(), asyncio.Event()

    def dies(params: dict[str, str]) -> Any:
        if str(PEOPLE[7]) in params["peer_ids"].split(",") and len(params["peer_ids"].split(",")) > 1:
            died.set()
            raise RuntimeError("HTTP 500")
        return post(params)

    async with at_work(store, OtherVk({"messages.send": dies})) as (bell, _):
        for peer in PEOPLE[60:]:  # somebody writes whenever it has died, so VK is seen to answer
            await mail(store, said(peer, "И ещё"))
            bell.ring()
            await comes_to(partial(post.texts_of, peer))
            died.clear()
            await comes_to(died.is_set, store)
            if not await is_waiting(store):
                break
        await nothing_waits(store)
    assert post.once_each(PEOPLE[:20], TEXT)
    assert post.once_each(PEOPLE[20:60], "Ответ")


@pytest.mark.parametrize("priority", [1, 3])
async def test_order_within_a_conversation(store: SqliteStore, priority: int) -> None:
    """Also when VK puts some of them off, and others are gathered with other people's."""
    texts = [f"Новость {number}" for number in range(5)]
    await mail(store, *[said(peer, text, priority) for text in texts for peer in PEOPLE[:30]])
    asked: Counter[int] = Counter()

    def moody(peer: int) -> int | None:
        asked[peer] += 1
        return 10 if (asked[peer] + peer) % 3 == 0 else None

    post = Post(moody)
    async with at_work(store, OtherVk({"messages.send": post})):
        await nothing_waits(store)
    assert {peer: post.texts_of(peer) for peer in PEOPLE[:30]} == dict.fromkeys(PEOPLE[:30], texts)


async def test_a_broadcast_delays_a_reply_by_one_request_at_most(store: SqliteStore) -> None:
    """In the middle of thousands of different messages somebody writes."""
    await mail(store, *[said(peer, f"Вам, {peer}", 3) for peer in range(5000, 9000)])
    post = Post()
    vk = OtherVk({"messages.send": post})
    told = requests(vk)
    async with at_work(store, vk, spacing=0.02) as (bell, running):
        while len(told) < 7:  # noqa: ASYNC110 - VK's own log is what is awaited
            await asyncio.sleep(0)
        await mail(store, said(1, "Ответ"))
        at = len(told)
        bell.ring()
        while not post.texts_of(1):  # noqa: ASYNC110
            await asyncio.sleep(0)
        running.cancel()
    (answered,) = [number for number, texts in enumerate(told) if "Ответ" in texts]
    assert 6 < at <= answered <= at + 1
    assert len(post.delivered) < 4000, "the broadcast wasn't over"


async def test_a_full_request_has_a_place_for_everybody(store: SqliteStore) -> None:
    """Presses first, then replies, then notices, then mass sending; none of them waits for ever."""
    press = Call(1, 0, "messages.sendMessageEventAnswer", {"event_id": "e"})
    await mail(
        store,
        *news(TEXT, PEOPLE[:90]),
        *[said(peer, "Карточка", 2) for peer in range(2000, 2100)],
        *[said(peer, "Ответ") for peer in range(3000, 3100)],
        *[press] * 3,
    )
    vk = OtherVk({"messages.send": Post(), "messages.sendMessageEventAnswer": lambda params: 1})
    told = requests(vk)
    async with at_work(store, vk):
        await nothing_waits(store)
    first = ["messages.sendMessageEventAnswer"] * 3 + ["Ответ"] * 20 + ["Карточка", TEXT]
    assert told[0] == first
    assert all(len(request) <= 25 for request in told)


async def test_what_vk_calls_a_flood_rests_and_replies_go_on(store: SqliteStore) -> None:
    await mail(store, *[said(peer, f"Вам, {peer}", 3) for peer in PEOPLE[:60]])
    post = Post()

    def flooded(params: dict[str, str]) -> Any:
        if params["message"].startswith("Вам"):
            raise Refusal(9)
        return post(params)

    vk = OtherVk({"messages.send": flooded})
    told = requests(vk)
    async with at_work(store, vk, spacing=0.05) as (bell, running):
        while not told:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await mail(store, *[said(peer, "Ответ") for peer in PEOPLE[60:90]])
        bell.ring()
        while len(post.delivered) < 30:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        running.cancel()
    assert sum(text.startswith("Вам") for request in told for text in request) <= 50, "it rests after two requests"


async def test_mass_sending_goes_on_after_each_rest(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written portion by portion, and nothing else happens that would wake delivery."""
    monkeypatch.setattr(queue, "PEOPLE_A_SECOND", 200)
    post = Post()
    async with at_work(store, OtherVk({"messages.send": post})) as (bell, _):
        for portion in range(4):
            await mail(store, *news(TEXT, PEOPLE[10 * portion : 10 * portion + 10]))
            bell.ring()
            await nothing_waits(store)
    assert post.once_each(PEOPLE[:40], TEXT)


async def test_when_vk_is_back_it_is_asked_step_by_step(store: SqliteStore) -> None:
    await mail(store, *[said(peer, f"Ответ {peer}") for peer in range(5000, 5200)])
    post = Post()
    vk = OtherVk({"messages.send": post})
    told = requests(vk)
    take, failures = vk.take, 4

    async def down(request: web.Request) -> web.StreamResponse:
        nonlocal failures
        failures -= 1
        return web.Response(status=502) if failures >= 0 else await take(request)

    vk.take = down  # type: ignore[method-assign, assignment]
    async with at_work(store, vk, spacing=0.05):
        await nothing_waits(store)
    sizes = list(map(len, told))
    assert sizes[0] == 1
    assert all(later <= 2 * max(sizes[:number], default=1) for number, later in enumerate(sizes) if number)
    assert max(sizes) > 12
    assert len(post.delivered) == 200


class Stalled(Delivery):
    """Delivery on a busy loop: a pause is over by the time at which it is known that nothing may go yet."""

    async def _next(self) -> list[Parcel]:
        package = await super()._next()
        if not package and (left := self._breaker.paused_until - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(left + 0.01)
        return package


async def test_a_pause_that_ends_during_a_look_is_woken_from(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody rings: those who wait for their replies write nothing more."""
    monkeypatch.setattr(breaker, "_PAUSES", (0.05,))
    monkeypatch.setattr(mailing, "Delivery", Stalled)
    await mail(store, *[said(peer, "Принято") for peer in PEOPLE[:3]])
    post = Post()
    vk = OtherVk({"messages.send": post})
    take, failures = vk.take, iter([502])

    async def down(request: web.Request) -> web.StreamResponse:
        status = next(failures, None)
        return web.Response(status=status) if status else await take(request)

    vk.take = down  # type: ignore[method-assign, assignment]
    async with at_work(store, vk):
        await nothing_waits(store)
    assert post.once_each(PEOPLE[:3], "Принято")


async def test_a_killed_delivery_sends_each_message_once(store: SqliteStore) -> None:
    """Killed again and again in the middle of everything."""
    everybody = range(4000, 4400)
    await mail(store, *news(TEXT, everybody), *[said(peer, "Ответ") for peer in everybody[:100]])
    post = Post()
    for number in range(1, 12):
        vk = OtherVk({"messages.send": post})

        async def busy(vk: OtherVk = vk, number: int = number) -> None:
            while len(vk.calls) < number and (await store.outbox().counts()).get("waiting"):  # noqa: ASYNC110
                await asyncio.sleep(0.001)

        await killed_when(store, vk, busy)
        await store.reopen()
    async with at_work(store, OtherVk({"messages.send": post})):
        await nothing_waits(store)
    assert post.once_each(everybody, TEXT)
    assert post.once_each(everybody[:100], "Ответ")
    assert post.texts_of(ANNA.vk_id) == []


async def test_what_an_older_version_may_have_sent_is_gathered_with_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    scripts = migrations()
    with closing(sqlite3.connect(path)) as connection:
        for number, script in scripts.items():
            if number < BATCHES:
                connection.executescript(script)
        connection.executemany(
            "INSERT INTO outbox (id, community_id, peer_id, priority, method, params, created_at)"
            " VALUES (?, 1, ?, ?, 'messages.send', '{\"random_id\": 5}', 0)",
            [(1, 101, 3), (2, 102, 3), (3, 103, 1)],
        )
        connection.execute(f"PRAGMA user_version = {BATCHES - 1}")
        connection.commit()
    database = await Database.open(path)
    try:
        await migrate(database)
        outbox = Outbox(database, 1)
        assert [(call.id, call.batch) for call in await outbox.gathered()] == [(1, 1), (2, 2)]
        assert [call.id for call in await waiting(outbox)] == [3]
    finally:
        await database.close()
