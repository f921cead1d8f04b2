"""The long poll: window, every ``failed`` code, switches, shapes of events."""

import asyncio
import random
from typing import Any

import pytest

from sandbox import World
from sandbox.eventlog import EventLog
from tests.sandbox.client import CHAT, PNG, PRIVATE, Vk


@pytest.fixture(autouse=True)
async def _polling(vk: Vk) -> None:
    await vk.start_polling()


async def test_waiting_poll_wakes_at_once(vk: Vk, world: World) -> None:
    async with asyncio.timeout(3), asyncio.TaskGroup() as group:
        waiting = group.create_task(vk.check(wait=25))
        await vk.call("users.get", user_ids=101)  # by then the poll is there, and other changes don't end it
        world.say(101, PRIVATE, "Здравствуйте")
    body = waiting.result()
    assert [event["type"] for event in body["updates"]] == ["message_new"]
    assert body["ts"] == "2"


async def test_an_event_without_a_message_wakes_the_poll_too(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Здравствуйте")
    await vk.events()
    async with asyncio.timeout(3), asyncio.TaskGroup() as group:
        waiting = group.create_task(vk.check(wait=25))
        await vk.call("users.get", user_ids=101)
        world.deny(101)
    assert [event["type"] for event in waiting.result()["updates"]] == ["message_deny"]


async def test_poll_without_news_gives_the_same_ts(vk: Vk) -> None:
    assert await vk.check(wait=0) == {"ts": "1", "updates": []}


async def test_form_is_taken_as_well(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Здравствуйте")
    data = {"act": "a_check", "key": vk.poll["key"], "ts": "1", "wait": "0"}
    async with vk.http.post(vk.poll["server"], data=data) as answer:
        assert len((await answer.json())["updates"]) == 1


async def test_message_new_has_vks_shape(vk: Vk, world: World) -> None:
    world.say(
        101,
        PRIVATE,
        "Яма",
        payload={"command": "start"},
        attachments=[world.upload(PNG, "яма.png"), world.upload(b"text", "план.txt", "doc")],
        geo=(55.5, 37.5),
        ref="qr",
        ref_source="плакат",
        sticker_id=5,
        voice=True,
    )
    event = (await vk.events())[0]
    assert {name: event[name] for name in ("type", "group_id", "v")} == {
        "type": "message_new",
        "group_id": 1,
        "v": "5.199",
    }
    assert len(event["event_id"]) == 40
    assert event["object"]["client_info"]["inline_keyboard"] is True
    message = event["object"]["message"]
    attachments = {attachment["type"]: attachment[attachment["type"]] for attachment in message.pop("attachments")}
    assert message == {
        "id": 1,
        "date": 1_800_000_000,
        "peer_id": 101,
        "from_id": 101,
        "out": 0,
        "version": 10_000_001,
        "conversation_message_id": 1,
        "text": "Яма",
        "fwd_messages": [],
        "important": False,
        "is_hidden": False,
        "random_id": 0,
        "payload": '{"command":"start"}',
        "geo": {"type": "point", "coordinates": {"latitude": 55.5, "longitude": 37.5}},
        "ref": "qr",
        "ref_source": "плакат",
    }
    assert {"id", "owner_id", "album_id", "access_key", "date", "sizes", "text", "has_tags"} <= set(
        attachments["photo"]
    )
    assert {"type", "url", "width", "height"} == set(attachments["photo"]["sizes"][0])
    assert attachments["photo"]["owner_id"] == 101
    assert {"title": "план.txt", "ext": "txt", "size": 4}.items() <= attachments["doc"].items()
    assert {"link_mp3", "link_ogg", "duration", "waveform", "access_key"} <= set(attachments["audio_message"])
    assert attachments["sticker"]["sticker_id"] == 5


async def test_reply_and_forward_in_an_event(vk: Vk, world: World) -> None:
    first = world.say(101, PRIVATE, "Первое")
    world.say(101, PRIVATE, "Второе", reply_to=1, fwd=[first.id])
    message = (await vk.events("message_new"))[1]["object"]["message"]
    assert message["reply_message"]["text"] == "Первое"
    assert message["fwd_messages"][0]["conversation_message_id"] == 1


async def test_message_in_a_chat_has_no_id(vk: Vk, world: World) -> None:
    world.say(201, CHAT, "/помощь")
    message = (await vk.events())[0]["object"]["message"]
    assert (message["id"], message["peer_id"], message["conversation_message_id"]) == (0, CHAT, 1)


@pytest.mark.parametrize(
    ("text", "heard"),
    [("просто так", False), ("/помощь", True), ("[club1|@primersk] привет", True), ("@primersk привет", True)],
)
async def test_chat_without_access_to_messages(vk: Vk, world: World, text: str, heard: bool) -> None:
    world.chats[CHAT].full_access = False
    world.say(201, CHAT, text)
    assert bool((await vk.check(wait=0))["updates"]) is heard


async def test_own_messages_and_edits_are_events(vk: Vk, world: World) -> None:
    world.allow(101)
    sent = await vk.send(101, "Ответ")
    await vk.call("messages.edit", peer_id=101, message_id=sent["message_id"], message="Правка")
    world.answer_by_hand(202, 101, "Сам отвечу")
    world.deny(101)
    events = {event["type"]: event["object"] for event in await vk.events()}
    assert list(events) == ["message_allow", "message_reply", "message_edit", "message_deny"]
    assert events["message_edit"]["text"] == "Правка"
    assert events["message_reply"]["admin_author_id"] == 202
    assert events["message_reply"]["out"] == 1
    assert events["message_deny"] == {"user_id": 101}


async def test_only_switched_on_events_come(vk: Vk, world: World) -> None:
    await vk.call("groups.setLongPollSettings", group_id=1, message_new=0, message_typing_state=1)
    world.say(101, PRIVATE, "Не придёт")
    world.type_text(101)
    assert [event["type"] for event in await vk.events()] == ["message_typing_state"]


async def test_settings_are_read_and_set(vk: Vk) -> None:
    await vk.call("groups.setLongPollSettings", group_id=1, enabled=1, api_version="5.200", lead_forms_new=0)
    settings = await vk.call("groups.getLongPollSettings", group_id=1)
    assert settings["is_enabled"] is True
    assert settings["api_version"] == "5.200"
    assert settings["events"]["lead_forms_new"] == 1  # VK has no parameter for this one


async def test_long_poll_that_is_switched_off(vk: Vk) -> None:
    await vk.call("groups.setLongPollSettings", group_id=1, enabled=0)
    assert (await vk.error("groups.getLongPollServer", group_id=1))[0] == 100
    assert (await vk.error("groups.getLongPollServer", group_id=2))[0] == 15


async def test_failed_2_for_a_wrong_key(vk: Vk) -> None:
    assert await vk.check(key="чужой") == {"failed": 2}


@pytest.mark.parametrize("ts", ["99", "0", "-1", "", "нет"])
async def test_failed_1_for_a_ts_outside_the_window(vk: Vk, world: World, ts: str) -> None:
    world.say(101, PRIVATE, "Здравствуйте")
    assert await vk.check(ts=ts) == {"failed": 1, "ts": 2}


def test_window_is_bounded() -> None:
    log = EventLog(1, random.Random(1), window=3)
    for number in range(5):
        log.append(log.event("message_new", number))
    assert (log.oldest_ts, log.ts) == (3, 6)
    assert [event["object"] for event in log.after(3)] == [2, 3, 4]
    assert [event["object"] for event in log.after(4, limit=1)] == [3]
    assert log.after(6) == []


async def test_batches_are_bounded_and_complete(vk: Vk, world: World) -> None:
    for number in range(250):
        world.inject("message_new", number)
    got: list[Any] = []
    while len(got) < 250:
        batch = await vk.events()
        assert len(batch) <= 100
        got += [event["object"] for event in batch]
    assert got == list(range(250))


async def test_other_acts_are_refused(vk: Vk) -> None:
    async with vk.http.get(vk.poll["server"], params={"act": "a_run"}) as answer:
        assert answer.status == 400


async def test_injected_event_comes_as_it_is(vk: Vk, world: World) -> None:
    world.inject("lead_forms_new", {"lead_id": "не число"}, event_id="тот же")
    event = (await vk.events())[0]
    assert (event["event_id"], event["object"]) == ("тот же", {"lead_id": "не число"})


async def test_stop_ends_a_waiting_poll(vk: Vk) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(vk.check(wait=25))
        while not vk.sandbox.world.feed.waiting:  # noqa: ASYNC110 – nothing tells that a request has arrived
            await asyncio.sleep(0)
        await vk.sandbox.stop()
    assert waiting.result() == {"ts": "1", "updates": []}
