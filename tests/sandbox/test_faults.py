"""Every fault, switched on and off."""

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox import World
from sandbox.errors import Refused
from sandbox.faults import KINDS
from tests.sandbox.client import CHAT, PRIVATE, Vk

SEND = "messages.send"


async def test_lost_response_carries_out_and_drops(vk: Vk, world: World) -> None:
    vk.sandbox.faults.add("lost_response", times=1, method=SEND)
    with pytest.raises(aiohttp.ClientError):
        await vk.call(SEND, peer_id=CHAT, random_id=1, message="Раз")
    assert len(world.sends) == 1
    await vk.call(SEND, peer_id=CHAT, random_id=1, message="Раз")
    assert len(world.sends) == 1
    assert [call.http for call in world.calls] == [0, 200]


async def test_reset_does_not_carry_out(vk: Vk, world: World) -> None:
    vk.sandbox.faults.add("reset", times=1)
    with pytest.raises(aiohttp.ClientError):
        await vk.call(SEND, peer_id=CHAT, random_id=1, message="Раз")
    assert world.sends == []
    assert [call.http for call in world.calls] == [0]
    await vk.call(SEND, peer_id=CHAT, random_id=1, message="Раз")


@pytest.mark.parametrize(("params", "status"), [({}, 502), ({"status": 503}, 503)])
async def test_http_5xx_does_not_carry_out(vk: Vk, world: World, params: dict[str, Any], status: int) -> None:
    vk.sandbox.faults.add("http_5xx", times=1, **params)
    async with vk.http.post(vk.sandbox.api_url + SEND, data={"access_token": vk.sandbox.token}) as answer:
        assert answer.status == status
        assert answer.content_type == "text/html"
    assert world.sends == []
    assert "access_token" not in world.calls[0].params


async def test_non_json(vk: Vk) -> None:
    vk.sandbox.faults.add("non_json", times=1)
    async with vk.http.post(vk.sandbox.api_url + SEND) as answer:
        assert answer.status == 200
        assert (await answer.text()).startswith("<html>")


async def test_slow_answer_is_carried_out_first(vk: Vk, world: World) -> None:
    vk.sandbox.faults.add("slow", seconds=30, method=SEND)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await vk.call(SEND, peer_id=CHAT, random_id=1, message="Раз")
    assert len(world.sends) == 1
    vk.sandbox.faults.clear("slow")
    await vk.call(SEND, peer_id=CHAT, random_id=2, message="Два")


async def test_error_counts_down_and_keeps_to_its_method(vk: Vk) -> None:
    vk.sandbox.faults.add("error", code=9, times=2, method=SEND)
    await vk.call("users.get", user_ids=101)
    for _ in range(2):
        assert (await vk.error(SEND, peer_id=CHAT, random_id=1, message="Раз"))[0] == 9
    await vk.call(SEND, peer_id=CHAT, random_id=1, message="Раз")


async def test_error_strikes_inside_an_execute(vk: Vk) -> None:
    vk.sandbox.faults.add("error", code=10, times=1, method=SEND)
    call = f'API.messages.send({{peer_id: {CHAT}, random_id: 1, message: "x"}})'
    body = await vk.raw("execute", code=f"return [{call}, {call}];")
    assert body["response"] == [False, 0]
    assert body["execute_errors"][0]["error_code"] == 10
    vk.sandbox.faults.add("error", code=29, times=1)
    assert (await vk.error("execute", code=f"return {call};"))[0] == 29


async def test_probability_is_seeded(vk: Vk) -> None:
    vk.sandbox.faults.add("error", probability=0.5)
    answers = [("error" in await vk.raw("utils.getServerTime")) for _ in range(40)]
    assert 8 < sum(answers) < 32
    vk.sandbox.faults.clear()
    await vk.call("utils.getServerTime")


async def test_unknown_faults_are_refused(vk: Vk) -> None:
    with pytest.raises(Refused):
        vk.sandbox.faults.add("пожар")
    with pytest.raises(Refused):
        vk.sandbox.faults.add("slow", код=1)
    assert vk.sandbox.faults.active() == []


def test_every_kind_has_a_title() -> None:
    assert all(kind.title and kind.shape()["name"] == name for name, kind in KINDS.items())


async def test_long_poll_outage_cuts_a_waiting_poll(vk: Vk) -> None:
    await vk.start_polling()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        url = f"{vk.poll['server']}?act=a_check&key={vk.poll['key']}&ts=1&wait=25"
        waiting = group.create_task(vk.http.get(url).__aenter__())
        await vk.call("utils.getServerTime")
        vk.sandbox.faults.add("longpoll_outage", times=1)
    async with waiting.result() as answer:
        assert answer.status == 502
    assert await vk.check(wait=0) == {"ts": "1", "updates": []}


async def test_key_expiry_loses_nothing(vk: Vk, world: World) -> None:
    await vk.start_polling()
    world.say(101, PRIVATE, "Здравствуйте")
    vk.sandbox.faults.add("key_expiry", times=1)
    assert await vk.check() == {"failed": 2}
    assert await vk.check() == {"failed": 2}, "the old key stays invalid"
    ts = vk.poll["ts"]
    await vk.start_polling()
    assert len((await vk.check(ts=ts))["updates"]) == 1


async def test_outdated_ts_skips_events(vk: Vk, world: World) -> None:
    await vk.start_polling()
    vk.sandbox.faults.add("outdated_ts", times=1)
    world.say(101, PRIVATE, "Потеряно")
    assert await vk.check() == {"failed": 1, "ts": 2}
    world.say(101, PRIVATE, "Пришло")
    assert [event["object"]["message"]["text"] for event in await vk.events()] == ["Пришло"]


async def test_lost_history_keeps_the_messages(vk: Vk, world: World) -> None:
    await vk.start_polling()
    old_ts = vk.poll["ts"]
    vk.sandbox.faults.add("lost_history", times=1)
    world.say(101, PRIVATE, "Потеряно")
    assert await vk.check() == {"failed": 3}
    await vk.start_polling()
    assert await vk.check(ts=old_ts) == {"failed": 1, "ts": 2}
    assert await vk.check(wait=0) == {"ts": "2", "updates": []}
    history = await vk.call("messages.getHistory", peer_id=101)
    assert [item["text"] for item in history["items"]] == ["Потеряно"]
    unanswered = await vk.call("messages.getConversations", filter="unanswered")
    assert unanswered["count"] == 1


async def test_duplicates_come_in_the_same_and_in_the_next_answer(vk: Vk, world: World) -> None:
    await vk.start_polling()
    vk.sandbox.faults.add("duplicate_events", times=1)
    first = world.inject("message_new", 1)["event_id"]
    second = world.inject("message_new", 2)["event_id"]
    assert [event["event_id"] for event in await vk.events()] == [first, first, second, second]
    third = world.inject("message_new", 3)["event_id"]
    assert [event["event_id"] for event in await vk.events()] == [first, second, third]


async def test_reordered_events_are_all_there(vk: Vk, world: World) -> None:
    await vk.start_polling()
    vk.sandbox.faults.add("reorder_events")
    for number in range(20):
        world.inject("message_new", number)
    got = [event["object"] for event in await vk.events()]
    assert got != list(range(20))
    assert sorted(got) == list(range(20))


async def test_faults_of_requests_reach_the_long_poll_by_its_name(vk: Vk) -> None:
    await vk.start_polling()
    for name in ("reset", "lost_response"):
        vk.sandbox.faults.add(name, method="a_check")
        await vk.call("utils.getServerTime")
        with pytest.raises(aiohttp.ClientError):
            await vk.check(wait=0)
        vk.sandbox.faults.clear()
    assert (await vk.check(wait=0))["updates"] == []
