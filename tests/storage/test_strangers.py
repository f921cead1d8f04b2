"""People who write for the first time: VK is asked for their names, with few requests, and nobody waits for long."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.vk.client import VkApi
from bot.vk.pace import Pace
from bot.vk.questions import Questions
from bot.worker import strangers
from bot.worker.short_names import NamesAsked
from bot.worker.strangers import Strangers
from handlers.persons import ShortNames
from sandbox import Sandbox
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore

MANY = range(10_001, 15_001)


@asynccontextmanager
async def at_work(store: SqliteStore, api: VkApi) -> AsyncIterator[Strangers]:
    people = Strangers(Questions(api), store.profiles(), store.clock, NamesAsked(api, store.clock, ShortNames()))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(people.run())
        yield people
        running.cancel()


async def known(people: Strangers, vk_ids: Iterable[int]) -> list[int]:
    """Whose events go on, in that order, when all do."""
    wanted, went_on, over = set(vk_ids), list[int](), asyncio.Event()

    def goes_on(vk_id: int) -> None:
        went_on.append(vk_id)
        if wanted <= set(went_on):
            over.set()

    for vk_id in wanted:
        people.introduce(vk_id, lambda vk_id=vk_id: goes_on(vk_id))  # type: ignore[misc]
    async with asyncio.timeout(20):
        await over.wait()
    return went_on


async def names(store: SqliteStore, vk_ids: Iterable[int]) -> list[str]:
    stands = [(await store.stands(vk_id)).citizen for vk_id in vk_ids]
    return [f"{one.first_name} {one.last_name}".strip() for one in stands if one]


async def test_five_thousand_at_once_are_named_with_few_requests(store: SqliteStore) -> None:
    async with Sandbox(rate_limit=None) as sandbox, aiohttp.ClientSession() as http:
        for vk_id in MANY:
            sandbox.world.add_user("Анна", f"Примерова{vk_id}", id=vk_id)
        api = VkApi(sandbox.token, sandbox.api_url, pace=Pace(0), session=http)
        async with at_work(store, api) as people:
            assert sorted(await known(people, MANY)) == [*MANY]
        asked = [call for call in sandbox.world.calls if call.method == "users.get"]
    assert len(asked) == 5
    some = [*MANY[:3], *MANY[-3:]]
    assert await names(store, some) == [f"Анна Примерова{vk_id}" for vk_id in some]


async def test_whom_vk_does_not_tell_goes_on_without_a_name(store: SqliteStore) -> None:
    """Deleted and banned people, people whom VK leaves out, and answers of any other shape."""
    told: list[Any] = [
        {"id": 1, "first_name": "Анна", "last_name": "Примерова", "sex": 1},
        {"id": 2, "first_name": "DELETED", "last_name": "", "deactivated": "deleted"},
        {"id": 3, "first_name": "Пётр", "last_name": "Ильин", "deactivated": "banned", "sex": 2},
        {"id": "4", "first_name": None},
        {"id": None},
        "?",
    ]
    async with talking_to(OtherVk({"users.get": lambda params: told})) as api, at_work(store, api) as people:
        assert sorted(await known(people, range(1, 6))) == [1, 2, 3, 4, 5]
    assert await names(store, range(1, 6)) == ["Анна Примерова", "DELETED", "Пётр Ильин", "", ""]
    assert sorted(await store.profiles().nameless(10)) == [4, 5]


@pytest.mark.parametrize("trouble", ["refused", "not a list", "silent"])
async def test_without_an_answer_everybody_goes_on(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(strangers, "PATIENCE", 0.05 if trouble == "silent" else 20)

    def answer(params: dict[str, str]) -> Any:
        if trouble == "refused":
            raise Refusal(10)
        return 1

    vk = OtherVk({"users.get": answer})
    if trouble == "silent":

        async def silent(request: Any) -> Any:
            await asyncio.sleep(60)

        vk.take = silent  # type: ignore[method-assign]
    async with talking_to(vk) as api, at_work(store, api) as people:
        assert sorted(await known(people, range(1, 30))) == [*range(1, 30)]
    assert sorted(await store.profiles().nameless(100)) == [*range(1, 30)]
