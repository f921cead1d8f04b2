"""messages.send, messages.edit, messages.delete."""

from typing import Any

import orjson
import pytest

from sandbox import World
from tests.sandbox.client import CHAT, PNG, PRIVATE, Vk, callback_button, keyboard, text_button


@pytest.fixture(autouse=True)
def _anna_wrote(world: World) -> None:
    world.say(101, PRIVATE, "Здравствуйте")


async def test_plain_id_for_one_peer_and_zero_for_a_chat(vk: Vk, world: World) -> None:
    message_id = await vk.call("messages.send", peer_id=101, random_id=1, message="Ответ")
    assert message_id == world.seen_by(101, PRIVATE)[-1].id
    assert await vk.call("messages.send", peer_id=CHAT, random_id=2, message="Карточка") == 0


async def test_peer_ids_give_conversation_message_ids(vk: Vk) -> None:
    results = await vk.call("messages.send", peer_ids=f"101,{CHAT},102", random_id=1, message="Всем")
    assert results[0] == {"peer_id": 101, "message_id": 2, "conversation_message_id": 2}
    assert results[1] == {"peer_id": CHAT, "message_id": 0, "conversation_message_id": 1}
    assert results[2]["error"]["code"] == 901


async def test_same_random_id_is_delivered_once_for_each_peer(vk: Vk, world: World) -> None:
    world.say(102, PRIVATE, "И я")
    first = await vk.call("messages.send", peer_ids="101,102", random_id=7, message="Один раз")
    again = await vk.call("messages.send", peer_ids="101,102", random_id=7, message="Один раз")
    assert again == first
    assert [m.text for m in world.seen_by(101, PRIVATE)] == ["Здравствуйте", "Один раз"]
    assert [(send.peer_id, send.random_id) for send in world.sends] == [(101, 7), (102, 7)]


async def test_random_id_of_a_refused_message_is_not_spent(vk: Vk, world: World) -> None:
    assert (await vk.error("messages.send", peer_id=102, random_id=7, message="Рано"))[0] == 901
    world.allow(102)
    assert await vk.call("messages.send", peer_id=102, random_id=7, message="Пора") > 0


async def test_zero_random_id_switches_deduplication_off(vk: Vk, world: World) -> None:
    for _ in range(2):
        await vk.call("messages.send", peer_id=101, random_id=0, message="Дважды")
    assert [m.text for m in world.seen_by(101, PRIVATE)][1:] == ["Дважды", "Дважды"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"random_id": "нет"}, 100),
        ({"random_id": str(2**31)}, 100),
        ({"message": ""}, 100),
        ({"message": " \n"}, 100),
        ({"message": "ы" * 4097}, 914),
        ({"payload": "0" * 1001}, 100),
        ({"peer_id": "0"}, 100),
        ({"attachment": ",".join(["photo-1_1"] * 11)}, 100),
        ({"attachment": "картинка"}, 100),
        ({"message": "", "attachment": "photo-1_1"}, 100),
        ({"keyboard": "{"}, 911),
        ({"forward": "{"}, 100),
        ({"forward": "{}"}, 100),
        ({"forward": '{"message_ids": ["1"]}'}, 100),
        ({"forward": '{"peer_id": 101, "cmids": [9]}'}, 921),
        ({"reply_to": "999"}, 921),
        ({"forward_messages": ",".join(["1"] * 101)}, 913),
        ({"lat": "91", "long": "0"}, 100),
        ({"peer_id": "-5"}, 932),
        ({"peer_id": "404"}, 901),
        ({"peer_id": str(CHAT + 1)}, 917),
    ],
)
async def test_what_vk_does_not_take(vk: Vk, params: dict[str, str], code: int) -> None:
    given = {"peer_id": "101", "random_id": "5", "message": "Текст", **params}
    assert (await vk.error("messages.send", **given))[0] == code


async def test_longest_text_is_taken(vk: Vk, world: World) -> None:
    await vk.send(101, "ы" * 4096)
    assert len(world.seen_by(101, PRIVATE)[-1].text) == 4096


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"allowed": False}, 901),
        ({"privacy": True}, 902),
        ({"blocked": True}, 900),
        ({"deactivated": "banned"}, 18),
    ],
)
async def test_person_who_can_not_be_reached(vk: Vk, world: World, change: dict[str, Any], code: int) -> None:
    for name, value in change.items():
        setattr(world.users[101], name, value)
    assert (await vk.error("messages.send", peer_id=101, random_id=1, message="Текст"))[0] == code
    assert (await vk.send(101))["error"]["code"] == code


@pytest.mark.parametrize(("state", "code"), [("left", 922), ("kicked", 917)])
async def test_chat_that_the_bot_is_no_longer_in(vk: Vk, world: World, state: str, code: int) -> None:
    world.chats[CHAT].bot_state = state
    assert (await vk.error("messages.send", peer_id=CHAT, random_id=1, message="Текст"))[0] == code


async def test_writing_again_allows_messages(vk: Vk, world: World) -> None:
    world.deny(101)
    assert "error" in await vk.send(101)
    world.say(101, PRIVATE, "Снова я")
    assert "error" not in await vk.send(101)


async def test_keyboards_persist_until_they_are_removed(vk: Vk, world: World) -> None:
    await vk.send(101, keyboard=keyboard([text_button("Меню")]))
    await vk.send(101, "Под сообщением", keyboard=keyboard([callback_button("Взять")], inline=True))
    assert world.labels(101, PRIVATE) == [["Меню"]]
    assert world.seen_by(101, PRIVATE)[-1].labels == [["Взять"]]
    await vk.send(101, keyboard=keyboard())
    assert world.keyboard_of(101, PRIVATE) is None


async def test_keyboards_need_bot_capabilities(vk: Vk, world: World) -> None:
    world.community.bot_capabilities = False
    error = await vk.error("messages.send", peer_id=101, random_id=1, message="Т", keyboard=keyboard([text_button()]))
    assert error[0] == 912


async def test_foreign_attachment_needs_its_access_key(vk: Vk, world: World) -> None:
    said = world.say(101, PRIVATE, attachments=[world.upload(PNG, "яма.png")])
    photo = said.attachments[0]["photo"]
    name = f"photo101_{photo['id']}"
    await vk.send(CHAT, "Без ключа", attachment=name)
    await vk.send(CHAT, "С ключом", attachment=f"{name}_{photo['access_key']}")
    without, with_key = world.seen_by(201, CHAT)
    assert without.attachments == []
    assert with_key.attachments[0]["photo"]["sizes"][0]["url"].startswith(vk.sandbox.url)


async def test_reply_and_forward(vk: Vk, world: World) -> None:
    reply = orjson.dumps({"peer_id": 101, "conversation_message_ids": [1], "is_reply": True}).decode()
    await vk.send(101, "Отвечаем", forward=reply)
    await vk.send(CHAT, "", forward=orjson.dumps({"peer_id": 101, "conversation_message_ids": [1, 2]}).decode())
    replied = world.seen_by(101, PRIVATE)[-1].reply_message
    assert replied is not None
    assert replied.text == "Здравствуйте"
    assert [m.text for m in world.seen_by(201, CHAT)[-1].fwd_messages] == ["Здравствуйте", "Отвечаем"]


async def test_edit_takes_away_what_is_not_given_again(vk: Vk, world: World) -> None:
    sent = await vk.send(CHAT, "Новое", keyboard=keyboard([callback_button()], inline=True))
    cmid = sent["conversation_message_id"]
    assert await vk.call("messages.edit", peer_id=CHAT, cmid=cmid, message="Взято") == 1
    message = world.seen_by(201, CHAT)[0]
    assert (message.text, message.labels, message.edited) == ("Взято", [], True)


async def test_edit_leaves_the_persistent_keyboard_alone(vk: Vk, world: World) -> None:
    sent = await vk.send(101, "Меню", keyboard=keyboard([text_button("Меню")]))
    given = {"peer_id": 101, "cmid": sent["conversation_message_id"], "message": "Правка"}
    await vk.call("messages.edit", **given, keyboard=keyboard())
    assert world.labels(101, PRIVATE) == [["Меню"]]
    await vk.call("messages.edit", **given, keyboard=keyboard([callback_button("Взять")], inline=True))
    assert world.seen_by(101, PRIVATE)[-1].labels == [["Взять"]]


async def test_edit_by_either_name_of_the_id(vk: Vk, world: World) -> None:
    sent = await vk.send(101, "Раз")
    await vk.call("messages.edit", peer_id=101, message_id=sent["message_id"], message="Два")
    assert world.seen_by(101, PRIVATE)[-1].text == "Два"
    cmid = sent["conversation_message_id"]
    await vk.call("messages.edit", peer_id=101, conversation_message_id=cmid, message="Три")
    assert world.seen_by(101, PRIVATE)[-1].text == "Три"


async def test_edits_that_vk_refuses(vk: Vk) -> None:
    cmid = (await vk.send(101))["conversation_message_id"]
    assert (await vk.error("messages.edit", peer_id=101, cmid=1, message="Чужое"))[0] == 920
    assert (await vk.error("messages.edit", peer_id=101, cmid=99, message="Нет такого"))[0] == 100
    assert (await vk.error("messages.edit", peer_id=101, cmid=cmid, message=""))[0] == 100
    assert (await vk.error("messages.edit", peer_id=101, cmid=cmid, message="ы" * 4097))[0] == 914
    vk.clock.seconds += 24 * 3600 + 1
    assert (await vk.error("messages.edit", peer_id=101, cmid=cmid, message="Поздно"))[0] == 909


async def test_delete_for_all(vk: Vk, world: World) -> None:
    sent = await vk.send(101, "Лишнее")
    answer = await vk.call("messages.delete", message_ids=sent["message_id"], delete_for_all=1)
    assert answer == [{**sent, "response": 1}]
    assert [m.text for m in world.seen_by(101, PRIVATE)] == ["Здравствуйте"]


async def test_somebody_elses_message_is_deleted_for_the_community_alone(vk: Vk, world: World) -> None:
    refused = await vk.call("messages.delete", peer_id=101, cmids=1, delete_for_all=1)
    assert refused[0]["error"]["code"] == 924
    await vk.call("messages.delete", peer_id=101, cmids=1)
    assert (await vk.call("messages.getHistory", peer_id=101))["items"] == []
    assert len(world.seen_by(101, PRIVATE)) == 1
