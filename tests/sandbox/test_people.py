"""What people do in the world: write, press, edit; what they see."""

from typing import Any

import pytest

from sandbox import World
from sandbox.errors import Refused
from sandbox.model import Message
from sandbox.scenes import empty
from sandbox.server import Sandbox
from tests.sandbox.client import CHAT, PRIVATE, Vk, callback_button, keyboard, text_button


@pytest.fixture(autouse=True)
async def _polling(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Начать")
    await vk.start_polling()


async def answer(vk: Vk, event: Any, **params: str) -> int:
    pressed = event["object"]
    given = {"event_id": pressed["event_id"], "user_id": pressed["user_id"], "peer_id": pressed["peer_id"], **params}
    result: int = await vk.call("messages.sendMessageEventAnswer", **given)
    return result


async def test_text_button_sends_its_label_and_payload(vk: Vk, world: World) -> None:
    await vk.send(101, keyboard=keyboard([text_button("Меню", page=2)], one_time=True))
    pressed = world.press(101, PRIVATE, "Меню")
    assert pressed.type == "text"
    message = (await vk.events("message_new"))[0]["object"]["message"]
    assert (message["text"], message["payload"]) == ("Меню", '{"page":2}')
    assert world.keyboard_of(101, PRIVATE) is None, "a one-time keyboard goes after the press"


async def test_text_button_in_a_chat_mentions_the_community(vk: Vk, world: World) -> None:
    world.chats[CHAT].full_access = False
    await vk.send(CHAT, "Карточка", keyboard=keyboard([text_button("Взять", n=1)], inline=True))
    world.press(201, CHAT, "Взять", cmid=1)
    message = (await vk.events("message_new"))[0]["object"]["message"]
    assert (message["text"], message["payload"]) == ("[club1|@primersk] Взять", '{"n":1}')


async def test_callback_button_and_its_snackbar(vk: Vk, world: World) -> None:
    await vk.send(CHAT, "Карточка", keyboard=keyboard([callback_button("Взять", take=1)], inline=True))
    pressed = world.press(201, CHAT, row=0, column=0, cmid=1)
    event = (await vk.events("message_event"))[0]
    assert event["object"] == {
        "user_id": 201,
        "peer_id": CHAT,
        "event_id": pressed.event_id,
        "payload": {"take": 1},
        "conversation_message_id": 1,
    }
    assert await answer(vk, event, event_data='{"type": "show_snackbar", "text": "Взято"}') == 1
    assert [snackbar.text for snackbar in world.snackbars(201)] == ["Взято"]
    assert world.snackbars(202) == []


@pytest.mark.parametrize(
    ("changed", "seconds"),
    [
        ({"event_id": "чужой"}, 0),
        ({"user_id": "202"}, 0),
        ({"event_data": '{"type": "show_snackbar", "text": ""}'}, 0),
        ({"event_data": '{"type": "show_snackbar", "text": "%s"}' % ("ы" * 91)}, 0),
        ({"event_data": '{"type": "танец"}'}, 0),
        ({"event_data": "{"}, 0),
        ({}, 61),
    ],
)
async def test_answers_that_vk_refuses(vk: Vk, world: World, changed: dict[str, str], seconds: int) -> None:
    await vk.send(101, keyboard=keyboard([callback_button()], inline=True))
    event_id = world.press(101, PRIVATE, "Взять").event_id
    vk.clock.seconds += seconds
    given = {"event_id": event_id, "user_id": 101, "peer_id": 101, **changed}
    assert (await vk.error("messages.sendMessageEventAnswer", **given))[0] == 100
    assert world.snackbars(101) == []


async def test_second_answer_is_refused(vk: Vk, world: World) -> None:
    await vk.send(101, keyboard=keyboard([callback_button()], inline=True))
    given = {"event_id": world.press(101, PRIVATE, "Взять").event_id, "user_id": 101, "peer_id": 101}
    link = '{"type": "open_link", "link": "https://example.org"}'
    assert await vk.call("messages.sendMessageEventAnswer", **given, event_data=link) == 1
    assert (await vk.error("messages.sendMessageEventAnswer", **given))[0] == 100
    assert world.snackbars(101)[0].link == "https://example.org"


async def test_location_and_link_buttons(vk: Vk, world: World) -> None:
    link = {"action": {"type": "open_link", "label": "Госуслуги", "link": "https://example.org"}}
    await vk.send(101, keyboard=keyboard([{"action": {"type": "location", "payload": "{}"}}], [link]))
    assert world.press(101, PRIVATE, "Госуслуги").link == "https://example.org"
    world.press(101, PRIVATE, row=0, column=0, geo=(55.0, 37.0))
    message = (await vk.events("message_new"))[0]["object"]["message"]
    assert message["geo"]["coordinates"] == {"latitude": 55.0, "longitude": 37.0}
    assert message["text"] == ""


async def test_unknown_button_says_which_there_are(vk: Vk, world: World) -> None:
    await vk.send(101, keyboard=keyboard([text_button("Меню")]))
    with pytest.raises(Refused, match=r"«Нет такой» здесь нет, есть: .*Меню"):
        world.press(101, PRIVATE, "Нет такой")


async def test_inline_button_of_the_latest_message_is_found_by_label(vk: Vk, world: World) -> None:
    for number in (1, 2):
        await vk.send(CHAT, keyboard=keyboard([text_button("Взять", n=number)], inline=True))
    said = world.press(201, CHAT, "Взять").message
    assert isinstance(said, Message)
    assert said.payload == '{"n":2}'


async def test_people_edit_and_delete_only_their_own(vk: Vk, world: World) -> None:
    await vk.send(101, "Ответ")
    world.edit(101, PRIVATE, 1, "Начнём")
    assert (await vk.events("message_edit"))[0]["object"]["text"] == "Начнём"
    with pytest.raises(Refused):
        world.edit(101, PRIVATE, 2, "Не моё")
    world.delete(101, PRIVATE, 1)
    assert [m.text for m in world.seen_by(101, PRIVATE)] == ["Ответ"]
    with pytest.raises(Refused):
        world.delete(101, PRIVATE, 1)


async def test_what_people_can_not_do(world: World) -> None:
    with pytest.raises(Refused):
        world.say(101, CHAT, "Не участник")
    with pytest.raises(Refused):
        world.say(999, PRIVATE, "Никто")
    with pytest.raises(Refused):
        world.say(101, PRIVATE, attachments=["нет такого"])
    with pytest.raises(Refused):
        world.answer_by_hand(101, 101, "Не руководитель")
    world.users[101].blocked = True
    with pytest.raises(Refused):
        world.say(101, PRIVATE, "В чёрном списке")
    world.community.messages_enabled = False
    with pytest.raises(Refused):
        world.say(102, PRIVATE, "Выключено")


async def test_chat_members_come_and_go(vk: Vk, world: World) -> None:
    world.join_chat(103, CHAT)
    world.say(103, CHAT, "Я здесь")
    world.leave_chat(103, CHAT)
    messages = [event["object"]["message"] for event in await vk.events("message_new")]
    actions = [message["action"] for message in messages if "action" in message]
    assert actions == [
        {"type": "chat_invite_user", "member_id": 103},
        {"type": "chat_kick_user", "member_id": 103},
    ]


async def test_managers_change(vk: Vk, world: World) -> None:
    world.set_role(103, "editor")
    world.set_role(201, None)
    managers = await vk.call("groups.getMembers", group_id="primersk", filter="managers")
    assert [(item["id"], item["role"]) for item in managers["items"]] == [(103, "editor"), (202, "administrator")]
    event = (await vk.events("group_officers_edit"))[0]["object"]
    assert (event["user_id"], event["level_old"], event["level_new"]) == (103, 0, 2)


async def test_unread_messages_of_a_person(vk: Vk, world: World) -> None:
    await vk.send(101, "Раз")
    await vk.send(101, "Два")
    assert world.read(101, PRIVATE) == 2
    assert world.read(101, PRIVATE) == 0


async def test_wait_for_gives_the_value_or_times_out(world: World) -> None:
    assert await world.wait_for(lambda: world.seen_by(101, PRIVATE), 1) == world.seen_by(101, PRIVATE)
    with pytest.raises(TimeoutError):
        await world.wait_for(lambda: world.seen_by(102, PRIVATE), 0.01)


async def test_reset_brings_the_scene_back(vk: Vk, world: World) -> None:
    world.add_user("Илья", "Новичков", sex=2)
    world.reset()
    assert sorted(world.users) == [101, 102, 103, 104, 201, 202]
    assert world.seen_by(101, PRIVATE) == []
    world.say(102, PRIVATE, "После")
    assert [event["type"] for event in (await vk.check(ts=str(world.events.ts - 1)))["updates"]] == ["message_new"]


async def test_empty_scene() -> None:
    async with Sandbox(scene=empty) as sandbox:
        assert sandbox.world.users == {}
