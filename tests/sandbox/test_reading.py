"""Methods that read: conversations, history, people, the community."""

from typing import Any

import pytest

from sandbox import World
from sandbox.names import in_case
from tests.sandbox.client import CHAT, PRIVATE, Vk, keyboard, text_button


def cmids(items: list[dict[str, Any]]) -> list[int]:
    return [item["conversation_message_id"] for item in items]


async def test_conversations_with_filters(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Без ответа")
    world.say(102, PRIVATE, "С ответом")
    await vk.send(102)
    await vk.call("messages.markAsImportantConversation", peer_id=102)
    found = await vk.call("messages.getConversations", extended=1)
    assert found["count"] == 2
    assert [item["conversation"]["peer"]["id"] for item in found["items"]] == [102, 101]
    assert [profile["id"] for profile in found["profiles"]] == [102, 101]
    assert found["items"][1]["last_message"]["text"] == "Без ответа"
    for name, peers in (("unread", [101]), ("unanswered", [101]), ("important", [102]), ("all", [102, 101])):
        items = (await vk.call("messages.getConversations", filter=name))["items"]
        assert [item["conversation"]["peer"]["id"] for item in items] == peers, name
    paged = await vk.call("messages.getConversations", offset=1, count=1)
    assert [item["conversation"]["peer"]["id"] for item in paged["items"]] == [101]


async def test_marks_of_a_conversation(vk: Vk, world: World) -> None:
    for text in ("Раз", "Два", "Три"):
        world.say(101, PRIVATE, text)
    await vk.call("messages.markAsRead", peer_id=101, start_message_id=2)
    (shown,) = (await vk.call("messages.getConversationsById", peer_ids="101,102"))["items"]
    assert (shown["unread_count"], shown["in_read"], shown["unanswered"]) == (1, 2, True)
    await vk.call("messages.markAsRead", peer_id=101)
    await vk.call("messages.markAsAnsweredConversation", peer_id=101)
    (shown,) = (await vk.call("messages.getConversationsById", peer_ids=101))["items"]
    assert "unread_count" not in shown
    assert shown["unanswered"] is False
    assert (await vk.error("messages.markAsRead", peer_id=104))[0] == 100


async def test_conversation_shows_its_keyboard_and_rights(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Начать")
    await vk.send(101, keyboard=keyboard([text_button()]))
    world.deny(101)
    await vk.send(CHAT)
    private, chat = (await vk.call("messages.getConversationsById", peer_ids=f"101,{CHAT}"))["items"]
    assert private["current_keyboard"]["author_id"] == -1
    assert private["can_write"] == {"allowed": False}
    assert chat["peer"] == {"id": CHAT, "type": "chat", "local_id": 1}
    assert chat["chat_settings"]["members_count"] == 3


async def test_history_pages(vk: Vk, world: World) -> None:
    for number in range(1, 8):
        world.say(101, PRIVATE, str(number))
    call = "messages.getHistory"
    assert cmids((await vk.call(call, peer_id=101, count=3))["items"]) == [7, 6, 5]
    assert cmids((await vk.call(call, peer_id=101, count=3, offset=3))["items"]) == [4, 3, 2]
    assert cmids((await vk.call(call, user_id=101, count=3, rev=1))["items"]) == [1, 2, 3]
    assert cmids((await vk.call(call, peer_id=101, count=2, start_cmid=4))["items"]) == [4, 3]
    assert cmids((await vk.call(call, peer_id=101, count=3, start_cmid=4, offset=-2))["items"]) == [6, 5, 4]
    assert cmids((await vk.call(call, peer_id=101, start_message_id=5, rev=1))["items"]) == [5, 6, 7]
    whole = await vk.call(call, peer_id=101, count=1, extended=1)
    assert (whole["count"], whole["conversations"][0]["peer"]["id"]) == (7, 101)
    assert await vk.call(call, peer_id=104) == {"count": 0, "items": []}
    assert (await vk.error(call, peer_id=CHAT + 1))[0] == 917
    assert (await vk.error(call, peer_id=101, count=201))[0] == 100


async def test_messages_by_their_ids(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Раз")
    world.say(101, PRIVATE, "Два")
    by_cmid = await vk.call("messages.getByConversationMessageId", peer_id=101, conversation_message_ids="2,9")
    assert (by_cmid["count"], by_cmid["items"][0]["text"]) == (1, "Два")
    assert (await vk.call("messages.getById", message_ids=1))["items"][0]["text"] == "Раз"
    assert (await vk.call("messages.getById", peer_id=101, cmids=2))["items"][0]["text"] == "Два"
    assert (await vk.error("messages.getById"))[0] == 100
    assert (await vk.error("messages.getByConversationMessageId", peer_id=101))[0] == 100


async def test_members_of_conversations(vk: Vk, world: World) -> None:
    members = await vk.call("messages.getConversationMembers", peer_id=CHAT, extended=1)
    assert [item["member_id"] for item in members["items"]] == [202, 201, -1]
    assert [profile["id"] for profile in members["profiles"]] == [202, 201]
    world.chats[CHAT].bot_is_admin = False
    assert (await vk.error("messages.getConversationMembers", peer_id=CHAT))[0] == 917
    private = await vk.call("messages.getConversationMembers", peer_id=101)
    assert [item["member_id"] for item in private["items"]] == [101, -1]


async def test_permission_to_write(vk: Vk, world: World) -> None:
    call = "messages.isMessagesFromGroupAllowed"
    assert await vk.call(call, group_id=1, user_id=101) == {"is_allowed": 0}
    world.allow(101)
    assert await vk.call(call, group_id=1, user_id=101) == {"is_allowed": 1}
    assert (await vk.error(call, group_id=2, user_id=101))[0] == 15


async def test_typing_is_shown(vk: Vk, world: World) -> None:
    world.allow(101)
    before = world.feed.seq
    assert await vk.call("messages.setActivity", peer_id=101, type="typing") == 1
    assert "typing" in [item.kind for item in world.feed.after(before)]
    assert (await vk.error("messages.setActivity", peer_id=102))[0] == 901
    assert (await vk.error("messages.setActivity", peer_id=101, type="пляшет"))[0] == 100


async def test_people(vk: Vk, world: World) -> None:
    world.users[104].deactivated = "deleted"
    fields = "sex,city,screen_name,first_name_gen,last_name_dat"
    anna, pyotr, nikolay = await vk.call("users.get", user_ids="101,id102,999,104", fields=fields)
    assert anna["first_name_gen"] == "Анны"
    assert anna["last_name_dat"] == "Примеровой"
    assert (anna["sex"], anna["city"]["title"], anna["screen_name"]) == (1, "Примерск", "id101")
    assert (pyotr["first_name"], pyotr["first_name_gen"]) == ("Пётр", "Петра")
    assert nikolay["deactivated"] == "deleted"
    assert await vk.call("users.get") == []
    assert (await vk.call("users.get", user_ids=102, name_case="ins"))[0]["first_name"] == "Петром"
    assert (await vk.error("users.get", user_ids=",".join(map(str, range(1001)))))[0] == 100


@pytest.mark.parametrize(
    ("name", "sex", "case", "surname", "declined"),
    [
        ("Ольга", 1, "gen", False, "Ольги"),
        ("Мария", 1, "dat", False, "Марии"),
        ("Николай", 2, "acc", False, "Николая"),
        ("Игорь", 2, "ins", False, "Игорем"),
        ("Иван", 2, "abl", False, "Иване"),
        ("Модераторова", 1, "acc", True, "Модераторову"),
        ("Дежурный", 2, "dat", True, "Дежурному"),
        ("Образцов", 2, "ins", True, "Образцовым"),
        ("Smith", 2, "gen", True, "Smith"),
        ("Шмидт", 1, "gen", True, "Шмидт"),
        ("Анна", 1, "nom", False, "Анна"),
    ],
)
def test_names_in_cases(name: str, sex: int, case: str, surname: bool, declined: str) -> None:
    assert in_case(name, sex, case, surname) == declined


async def test_community(vk: Vk) -> None:
    answer = await vk.call("groups.getById", group_id=1, fields="members_count,can_message")
    assert answer["profiles"] == []
    (group,) = answer["groups"]
    assert {"id": 1, "screen_name": "primersk", "members_count": 6, "can_message": 1}.items() <= group.items()
    assert (await vk.error("groups.getById", group_ids="1,durov"))[0] == 100
    permissions = await vk.call("groups.getTokenPermissions")
    assert permissions["mask"] == sum(item["setting"] for item in permissions["permissions"])
    assert "messages" in [item["name"] for item in permissions["permissions"]]


async def test_members(vk: Vk, world: World) -> None:
    world.users[103].member = False
    ids = await vk.call("groups.getMembers", group_id=1, sort="id_desc", count=2)
    assert ids == {"count": 5, "items": [202, 201]}
    people = await vk.call("groups.getMembers", group_id=1, fields="sex", offset=4)
    assert people["items"][0]["first_name"] == "Иван"
    managers = await vk.call("groups.getMembers", group_id=1, filter="managers", fields="sex")
    assert [item["role"] for item in managers["items"]] == ["moderator", "administrator"]
    assert (await vk.error("groups.getMembers", group_id=2))[0] == 125
    assert await vk.call("groups.isMember", group_id=1, user_id=103) == 0
    several = await vk.call("groups.isMember", group_id=1, user_ids="101,103")
    assert several == [{"user_id": 101, "member": 1}, {"user_id": 103, "member": 0}]
    assert (await vk.call("groups.isMember", group_id=1, user_id=101, extended=1))["member"] == 1


async def test_names_on_addresses(vk: Vk) -> None:
    call = "utils.resolveScreenName"
    assert await vk.call(call, screen_name="id101") == {"type": "user", "object_id": 101}
    assert (await vk.call(call, screen_name="primersk"))["type"] == "group"
    assert await vk.call(call, screen_name="никто") == []
