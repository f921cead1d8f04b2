"""Questions to VK ride along with what delivery sends, and change nothing for it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.delivery import breaker
from bot.delivery.delivery import Delivery
from bot.signals import Bell
from bot.vk import questions
from bot.vk.client import VkApi
from bot.vk.errors import VkError, VkUnavailableError
from bot.vk.execute import MAX_CODE
from bot.vk.pace import Pace
from bot.vk.questions import Questions
from sandbox import Sandbox
from storage.outbox import Call
from tests.storage.mailing import Post, mail, nothing_waits, requests, said
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore

PEOPLE = range(1001, 1021)
ASKED = "users.get"


@pytest.fixture(autouse=True)
def _always_expecting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question waits for a request that takes it along, however long the test takes to send one."""
    monkeypatch.setattr(questions, "_BUSY", 1e12)
    monkeypatch.setattr(questions, "WAIT", 60.0)
    monkeypatch.setattr(breaker, "_PAUSES", (0.01,))


def names(params: dict[str, str]) -> Any:
    return [{"id": int(one), "first_name": "Анна"} for one in params["user_ids"].split(",")]


def replies(count: int = len(PEOPLE)) -> list[Call]:
    return [said(5000 + number, f"Ответ {number}") for number in range(count)]


@asynccontextmanager
async def sending(store: SqliteStore, api: VkApi, riders: Questions) -> AsyncIterator[None]:
    """Delivery sends what waits until all has gone."""
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        delivery = Delivery(store.outbox(), api, store.clock, news=Bell(), on_events=lambda: None, questions=riders)
        group.create_task(delivery.run())
        await nothing_waits(store)
        yield
        delivery.stop()


@asynccontextmanager
async def asked(riders: Questions, *whom: Sequence[int]) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """Somebody asks for each of these; an error is heard as a value."""

    async def heard(people: Sequence[int]) -> Any:
        try:
            return await riders.ask(ASKED, user_ids=people, fields="sex")
        except (VkError, VkUnavailableError) as error:
            return error

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(heard(people)) for people in whom]
        await asyncio.sleep(0)
        yield tasks


async def asked_beside(store: SqliteStore, vk: OtherVk, people: list[int] | None = None) -> Any:
    """What somebody hears who asks before delivery begins with what waits; an error as a value."""
    async with talking_to(vk) as api:
        riders = Questions(api)
        async with asked(riders, people or [1, 2]) as (asking,), sending(store, api, riders):
            return await asking


async def test_a_question_rides_along(store: SqliteStore) -> None:
    await mail(store, *replies(3))
    vk = OtherVk({"messages.send": Post(), ASKED: names})
    told = requests(vk)
    assert await asked_beside(store, vk) == names({"user_ids": "1,2"})
    assert told == [["Ответ 0", "Ответ 1", "Ответ 2", ASKED]]
    assert vk.asked(ASKED) == [{"user_ids": "1,2", "fields": "sex"}]


async def test_errors_are_told_to_whom_they_belong(store: SqliteStore) -> None:
    await mail(store, *replies(4))
    post = Post()

    def strict(params: dict[str, str]) -> Any:
        if params["peer_ids"] in ("5001", "5003"):
            raise Refusal(901 if params["peer_ids"] == "5001" else 914)
        return post(params)

    def refused(params: dict[str, str]) -> Any:
        raise Refusal(113)

    error = await asked_beside(store, OtherVk({"messages.send": strict, ASKED: refused}))
    assert isinstance(error, VkError)
    assert (error.method, error.code) == (ASKED, 113)
    assert await store.outbox().counts() == {"sent": 2, "unreachable": 1, "failed": 1}
    assert sorted(peer for peer, _ in post.delivered) == [5000, 5002]


async def test_without_anything_to_send_it_goes_by_itself(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "_BUSY", 0.25)
    async with talking_to(OtherVk({ASKED: names})) as api:
        assert await Questions(api).ask(ASKED, user_ids=[7]) == names({"user_ids": "7"})


async def test_beside_a_single_call_it_goes_by_itself(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that goes alone is no program, and needn't become one."""
    monkeypatch.setattr(questions, "WAIT", 0.01)
    await mail(store, *replies(1))
    vk = OtherVk({"messages.send": Post(), ASKED: names})
    told = requests(vk)
    assert await asked_beside(store, vk) == names({"user_ids": "1,2"})
    assert sorted(told) == [[ASKED], ["Ответ 0"]]


async def test_it_never_makes_a_request_too_large(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "WAIT", 0.01)
    await mail(store, *[said(peer, "ы" * 4096) for peer in PEOPLE[:7]])
    vk = OtherVk({"messages.send": Post(), ASKED: names})
    sizes: list[int] = []
    run = vk._execute

    def measured(code: str) -> dict[str, Any]:
        sizes.append(len(code.encode()))
        return run(code)

    vk._execute = measured  # type: ignore[method-assign]
    told = requests(vk)
    people = [10**9 + number for number in range(1000)]
    assert len(await asked_beside(store, vk, people)) == 1000
    assert [len(calls) for calls in told if ASKED not in calls] == [7], "and takes nothing's place"
    assert max(sizes) < MAX_CODE + 100


async def test_a_lost_answer_is_lost_for_the_question_alone(store: SqliteStore) -> None:
    await mail(store, *replies(5))
    async with Sandbox(rate_limit=None) as sandbox, aiohttp.ClientSession() as http:
        for peer in range(5000, 5005):
            sandbox.world.add_user("Анна", "Примерова", id=peer).allowed = True
        sandbox.faults.add("lost_response", times=1, method="execute")
        api = VkApi(sandbox.token, sandbox.api_url, pace=Pace(0), session=http)
        riders = Questions(api)
        async with asked(riders, [5000]) as (asking,), sending(store, api, riders):
            assert isinstance(await asking, VkUnavailableError)
        told = Counter(call.params["random_id"] for call in sandbox.world.calls if call.params.get("message"))
        assert set(told.values()) == {2}
        assert len(sandbox.world.sends) == 5
        assert sum(call.method == ASKED for call in sandbox.world.calls) == 1
    assert await store.outbox().counts() == {"sent": 5}


def breaks(vk: OtherVk, error: int | None) -> None:
    """VK refuses every program that asks; None: it answers something else."""
    run = vk._execute

    def strange(code: str) -> dict[str, Any]:
        answer = run(code)
        if f"API.{ASKED}" not in code:
            return answer
        if error is None:
            return {"response": answer["response"][:-1]}
        raise Refusal(error)

    vk._execute = strange  # type: ignore[method-assign]


@pytest.mark.parametrize("code", [12, 13, 100, None])
async def test_a_refusal_that_the_question_may_have_caused_splits_nothing(store: SqliteStore, code: int | None) -> None:
    await mail(store, *replies(6))
    vk = OtherVk({"messages.send": (post := Post()), ASKED: names})
    told = requests(vk)
    breaks(vk, code)
    assert await asked_beside(store, vk) == names({"user_ids": "1,2"})
    assert sorted(map(len, told)) == [1, 6, 7], "the same package again, and the question by itself"
    assert len(post.delivered) == 6


@pytest.mark.parametrize("error", [3, 6])
async def test_a_request_that_is_refused_as_a_whole(store: SqliteStore, error: int) -> None:
    """Without `execute` each goes by itself; what was too early goes once more. Either way VK has been asked."""
    await mail(store, *replies(6))
    vk = OtherVk({"messages.send": (post := Post()), ASKED: names})
    run, refusals = vk._execute, 1

    def refusing(code: str) -> dict[str, Any]:
        nonlocal refusals
        if error == 3 or refusals:
            refusals = 0
            raise Refusal(error)
        return run(code)

    vk._execute = refusing  # type: ignore[method-assign]
    assert await asked_beside(store, vk) == names({"user_ids": "1,2"})
    assert len(post.delivered) == 6
    assert len(vk.asked(ASKED)) == 1


async def test_a_failed_request_lets_questions_rest(store: SqliteStore) -> None:
    """Should VK die of questions, what people wait for goes without them."""
    await mail(store, *replies(49))
    vk = OtherVk({"messages.send": (post := Post()), ASKED: names})
    take = vk.take
    failed = 0

    async def dies(request: web.Request) -> web.StreamResponse:
        nonlocal failed
        if ASKED in str((await request.post()).get("code")):
            failed += 1
            return web.Response(status=502)
        return await take(request)

    vk.take = dies  # type: ignore[method-assign, assignment]
    async with talking_to(vk) as api:
        riders = Questions(api)
        async with asked(riders, [0], [1], [2]) as asking, sending(store, api, riders):
            assert failed == 1
            assert len(post.delivered) == 49
            assert [one.done() for one in asking] == [True, False, False]
            for one in asking:
                one.cancel()


async def test_full_requests_leave_a_place_now_and_then(store: SqliteStore) -> None:
    await mail(store, *replies(600))
    vk = OtherVk({"messages.send": Post(), ASKED: names})
    told = requests(vk)
    async with talking_to(vk) as api:
        riders = Questions(api)
        async with asked(riders, [0], [1], [2], [3]) as asking, sending(store, api, riders):
            answers = await asyncio.gather(*asking)
    assert [one[0]["id"] for one in answers] == [0, 1, 2, 3]
    assert all(len(calls) <= 25 for calls in told)
    assert [number for number, calls in enumerate(told) if ASKED in calls] == [0, 5, 10, 15]


async def test_who_gives_up_holds_nothing_up(store: SqliteStore) -> None:
    """Before the question went, and while it is under way."""
    await mail(store, *replies(3))
    vk = OtherVk({"messages.send": (post := Post()), ASKED: names})
    under_way, go_on = asyncio.Event(), asyncio.Event()
    take = vk.take

    async def slow(request: web.Request) -> web.StreamResponse:
        under_way.set()
        await go_on.wait()
        return await take(request)

    vk.take = slow  # type: ignore[method-assign, assignment]
    async with talking_to(vk) as api:
        riders = Questions(api)

        async def give_up() -> None:
            await under_way.wait()
            late.cancel()
            go_on.set()

        async with asked(riders, [1], [2]) as (early, late), asyncio.TaskGroup() as group:
            early.cancel()
            await asyncio.sleep(0)
            group.create_task(give_up())
            async with sending(store, api, riders):
                assert len(post.delivered) == 3
    assert [call["user_ids"] for call in vk.asked(ASKED)] == ["2"]
    assert early.cancelled()
    assert late.cancelled()
