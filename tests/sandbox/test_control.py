"""The control API that the page and other processes use."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp

from sandbox import Sandbox, World
from tests.sandbox.client import CHAT, PNG, PRIVATE, Vk, callback_button, keyboard, text_button


async def test_state_has_everything_the_page_needs(vk: Vk) -> None:
    vk.sandbox.faults.add("slow", seconds=1, method="users.get")
    state = await vk.control("GET", "state")
    assert state["community"]["token"] == vk.sandbox.token
    anna = state["users"][0]
    assert {"id": 101, "first_name": "Анна", "sex": 1, "city": "Примерск", "role": None}.items() <= anna.items()
    assert anna["avatar_color"].startswith("#")
    assert state["chats"] == [{"peer_id": CHAT, "title": "Обращения: модераторы", "members": [202, 201]}]
    assert state["faults"][0]["seconds"] == 1
    assert {"name", "title", "params"} == set(state["fault_kinds"][0])
    assert state["settings"]["events"]["message_new"] is True
    assert state["seq"] > 0


async def test_a_conversation_over_http(vk: Vk) -> None:
    said = await vk.control("POST", "messages", {"user_id": 101, "peer_id": PRIVATE, "text": "Начать", "ref": "qr"})
    assert (said["from_id"], said["text"], said["keyboard"]) == (101, "Начать", None)
    await vk.send(101, "Меню", keyboard=keyboard([text_button("Подать обращение")]))
    await vk.send(101, "Карточка", keyboard=keyboard([callback_button("Взять")], inline=True))
    pressed = await vk.control("POST", "press", {"user_id": 101, "peer_id": PRIVATE, "row": 0, "column": 0})
    assert pressed["message"]["text"] == "Подать обращение"
    inline = {"user_id": 101, "peer_id": PRIVATE, "conversation_message_id": 3, "label": "Взять"}
    event_id = (await vk.control("POST", "press", inline))["event_id"]
    await vk.call(
        "messages.sendMessageEventAnswer",
        event_id=event_id,
        user_id=101,
        peer_id=101,
        event_data='{"type": "show_snackbar", "text": "Готово"}',
    )
    seen = await vk.control("GET", "conversations/101/-1")
    assert [m["text"] for m in seen["messages"]] == ["Начать", "Меню", "Карточка", "Подать обращение"]
    assert seen["keyboard"]["buttons"][0][0]["action"]["label"] == "Подать обращение"
    assert seen["messages"][2]["keyboard"]["inline"] is True


async def test_feed_tells_every_kind(vk: Vk, world: World) -> None:
    seq = (await vk.control("GET", "state"))["seq"]
    world.say(101, PRIVATE, "Раз")
    world.edit(101, PRIVATE, 1, "Два")
    world.delete(101, PRIVATE, 1)
    await vk.send(101, keyboard=keyboard([callback_button("Взять")]))
    event_id = world.press(101, PRIVATE, "Взять").event_id
    await vk.call("messages.sendMessageEventAnswer", event_id=event_id, user_id=101, peer_id=101)
    await vk.call("messages.setActivity", peer_id=101)
    world.allow(102)
    vk.sandbox.faults.add("slow", times=1)
    await vk.control("POST", "settings", {"rate_limit": None})
    feed = await vk.control("GET", f"feed?after={seq}&wait=1")
    items = {item["kind"]: item for item in feed["items"]}
    assert set(items) == {
        "message",
        "event",
        "edit",
        "delete",
        "keyboard",
        "snackbar",
        "typing",
        "call",
        "user",
        "fault",
        "settings",
    }
    assert (items["message"]["user_id"], items["message"]["peer_id"]) == (101, PRIVATE)
    assert items["edit"]["message"]["text"] == "Два"
    assert items["delete"]["conversation_message_id"] == 1
    assert (items["snackbar"]["event_id"], items["snackbar"]["text"]) == (event_id, "")
    assert items["call"]["method"] == "messages.setActivity"
    assert items["user"]["user"]["allowed"] is True
    assert feed["seq"] == feed["items"][-1]["seq"]


async def test_feed_wakes_at_once_and_tells_what_is_lost(vk: Vk, world: World) -> None:
    seq = world.feed.seq
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(vk.control("GET", f"feed?after={seq}&wait=25"))
        await vk.control("GET", "state")
        world.say(201, CHAT, "Здравствуйте")
    (item,) = (item for item in waiting.result()["items"] if item["kind"] == "message")
    assert (item["user_id"], item["peer_id"]) == (None, CHAT)
    assert (await vk.control("GET", "feed?after=999999&wait=1"))["reset"] is True


async def test_attachments_of_the_page(vk: Vk) -> None:
    form = aiohttp.FormData({"kind": "photo"})
    form.add_field("file", PNG, filename="яма.png")
    async with vk.http.post(f"{vk.sandbox.url}/sandbox/uploads", data=form) as answer:
        uploaded = await answer.json()
    said = await vk.control(
        "POST",
        "messages",
        {
            "user_id": 101,
            "peer_id": PRIVATE,
            "attachments": [uploaded["upload_id"]],
            "geo": {"latitude": 55.0, "longitude": 37.0},
            "voice": True,
            "sticker_id": 3,
        },
    )
    kinds = {attachment["type"]: attachment for attachment in said["attachments"]}
    assert kinds["photo"]["url"] == uploaded["url"]
    assert (kinds["photo"]["width"], kinds["audio_message"]["duration"], kinds["sticker"]["sticker_id"]) == (1, 3, 3)
    assert said["geo"] == {"latitude": 55.0, "longitude": 37.0}


async def test_upload_without_a_file_or_of_an_unknown_kind(vk: Vk) -> None:
    assert "Файл" in (await vk.control("POST", "uploads", status=400))["error"]
    form = aiohttp.FormData({"kind": "танец"})
    form.add_field("file", PNG, filename="яма.png")
    async with vk.http.post(f"{vk.sandbox.url}/sandbox/uploads", data=form) as answer:
        assert answer.status == 400


async def test_people_are_made_and_changed(vk: Vk, world: World) -> None:
    made = await vk.control(
        "POST", "users", {"first_name": "Ирина", "last_name": "Новая", "sex": 1, "city": "Примерск"}
    )
    assert made["id"] == 203
    change = {"allowed": True, "privacy": True, "role": "editor", "in_chat": True}
    changed = await vk.control("POST", f"users/{made['id']}", change)
    assert (changed["allowed"], changed["privacy"], changed["role"]) == (True, True, "editor")
    assert 203 in world.chats[CHAT].members
    await vk.control("POST", "users/203", {"role": None, "in_chat": False})
    assert world.users[203].role is None
    assert 203 not in world.chats[CHAT].members


async def test_editing_deleting_typing_and_answering_by_hand(vk: Vk, world: World) -> None:
    place = {"user_id": 101, "peer_id": PRIVATE, "conversation_message_id": 1}
    world.say(101, PRIVATE, "Раз")
    assert (await vk.control("POST", "edit", {**place, "text": "Два"}))["edited"] is True
    by_hand = {"user_id": 202, "as_community": True, "to_user_id": 101, "text": "Отвечаю сам"}
    assert (await vk.control("POST", "messages", by_hand))["from_id"] == -1
    await vk.control("POST", "typing", {"user_id": 101, "peer_id": PRIVATE})
    assert await vk.control("POST", "delete", place) == {"ok": True}
    assert [m.text for m in world.seen_by(101, PRIVATE)] == ["Отвечаю сам"]


async def test_faults_and_settings(vk: Vk, world: World) -> None:
    fault = await vk.control("POST", "faults", {"name": "error", "code": 9, "times": 1, "method": "users.get"})
    assert (fault["name"], fault["code"], fault["times"]) == ("error", 9, 1)
    assert (await vk.error("users.get"))[0] == 9
    await vk.control("POST", "faults", {"name": "slow"})
    assert (await vk.control("DELETE", "faults/slow"))["faults"] == []
    await vk.control("POST", "faults", {"name": "slow"})
    assert (await vk.control("DELETE", "faults"))["faults"] == []
    for wrong in ({"name": "пожар"}, {"name": "slow", "seconds": "много"}, {"name": "slow", "times": "раз"}, {}):
        assert "error" in await vk.control("POST", "faults", wrong, status=400)
    settings = await vk.control(
        "POST",
        "settings",
        {
            "messages_enabled": False,
            "bot_capabilities": False,
            "longpoll_enabled": False,
            "chat_access": False,
            "token_permissions": ["messages"],
            "events": {"message_reply": False},
        },
    )
    assert settings["events"]["message_reply"] is False
    assert (settings["token_permissions"], settings["chat_access"]) == (["messages"], False)
    assert world.community.messages_enabled is False


async def test_injecting_calls_and_reset(vk: Vk, world: World) -> None:
    await vk.start_polling()
    await vk.control("POST", "events", {"type": "message_new", "object": {"message": None}})
    assert (await vk.events())[0]["object"] == {"message": None}
    calls = await vk.control("GET", "calls?after=0")
    assert [call["method"] for call in calls["items"]] == ["groups.getLongPollServer"]
    world.say(101, PRIVATE, "Раз")
    await vk.control("POST", "reset")
    assert world.seen_by(101, PRIVATE) == []


async def test_wrong_requests_are_told_in_words(vk: Vk) -> None:
    for path, body in (
        ("messages", {"peer_id": PRIVATE}),
        ("messages", {"user_id": 101, "peer_id": "нет"}),
        ("messages", []),
        ("press", {"user_id": 101, "peer_id": PRIVATE, "label": "Меню"}),
        ("users/999", {"allowed": True}),
        ("users/101", {"role": "царь"}),
    ):
        assert (await vk.control("POST", path, body, status=400))["error"]


async def test_page_is_served(vk: Vk) -> None:
    async with vk.http.get(vk.sandbox.url + "/") as answer:
        assert answer.content_type == "text/html"


async def test_taken_port_gives_the_next_one() -> None:
    async with Sandbox() as first:
        port = int(first.url.rpartition(":")[2])
        async with Sandbox(port=port, port_tries=20) as second:
            assert second.url != first.url


async def test_process_runs_alone_and_ends_on_sigterm() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--group-id", "7", "--token", "t",
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(20):
        lines = [(await process.stdout.readline()).decode() for _ in range(4)]
        api_url = lines[1].split()[-1]
        form = {"access_token": "t", "v": "5.199"}
        async with aiohttp.ClientSession() as http, http.post(api_url + "groups.getById", data=form) as answer:
            body = await answer.json()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert body["response"]["groups"][0]["id"] == 7


async def test_the_wall_over_http(vk: Vk, world: World) -> None:
    assert "руководитель" in (await vk.control("POST", "wall/posts", {"user_id": 101, "text": "Я"}, 400))["error"]
    post = await vk.control("POST", "wall/posts", {"user_id": 201, "text": "Ремонт дорог"})
    seq = (await vk.control("GET", "state"))["seq"]
    mine = {"user_id": 101, "post_id": post["id"]}
    asked = await vk.control("POST", "wall/comments", {**mine, "text": "А Садовая?"})
    official = {"user_id": 201, "post_id": post["id"], "as_community": True, "reply_to": asked["id"]}
    answered = await vk.control("POST", "wall/comments", {**official, "text": "В мае"})
    assert (answered["from_id"], answered["thread"], answered["reply_to"]) == (-1, asked["id"], asked["id"])
    await vk.control("POST", f"wall/comments/{asked['id']}/edit", {"user_id": 101, "text": "А Полевая?"})
    await vk.control("POST", f"wall/comments/{asked['id']}/delete", {"user_id": 101})
    await vk.control("POST", f"wall/comments/{asked['id']}/edit", {"user_id": 101, "text": "Поздно"}, 400)
    assert (await vk.control("GET", "wall"))["comments"][0]["deleted"] is True
    back = await vk.control("POST", f"wall/comments/{asked['id']}/restore", {"user_id": 101})
    assert (back["text"], back["edited"], back["deleted"]) == ("А Полевая?", True, False)
    await vk.control("POST", f"wall/posts/{post['id']}", {"closed": True})
    assert "закрыты" in (await vk.control("POST", "wall/comments", {**mine, "text": "Ещё"}, 400))["error"]
    kinds = [item["kind"] for item in (await vk.control("GET", f"feed?after={seq}&wait=0"))["items"]]
    assert kinds.count("wall_comment") == 5
    assert kinds.count("wall_post") == 1


async def test_discussions_over_http(vk: Vk, world: World) -> None:
    await vk.control("POST", "topics", {"user_id": 101, "title": "Я"}, 400)
    topic = await vk.control("POST", "topics", {"user_id": 201, "title": "Вопросы", "text": "Спрашивайте"})
    said = await vk.control("POST", "topics/messages", {"user_id": 101, "topic_id": topic["id"], "text": "Когда?"})
    official = {"user_id": 201, "topic_id": topic["id"], "as_community": True, "text": "Скоро"}
    assert (await vk.control("POST", "topics/messages", official))["from_id"] == -1
    for act, sees in (("edit", "Когда же?"), ("delete", None), ("restore", "Когда же?")):
        body = {"user_id": 101, **({"text": sees} if act == "edit" else {})}
        await vk.control("POST", f"topics/messages/{said['id']}/{act}", body)
        seen = [one.text for one in world.posts_in_topic(topic["id"])]
        assert seen == ["Спрашивайте", *([sees] if sees else []), "Скоро"]
    found = await vk.control("GET", "wall")
    assert [one["title"] for one in found["topics"]] == ["Вопросы"]
    assert len(found["topic_posts"]) == 3


async def test_a_hand_reply_over_http_is_corrected(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Здравствуйте")
    picture = world.upload(PNG, "yama.png")
    body = {"user_id": 201, "peer_id": PRIVATE, "to_user_id": 101, "as_community": True}
    said = await vk.control("POST", "messages", {**body, "text": "Сделаем", "attachments": [picture]})
    assert (said["by_hand"], said["attachments"][0]["type"]) == (201, "photo")
    place = {**body, "conversation_message_id": said["conversation_message_id"]}
    assert (await vk.control("POST", "edit", {**place, "text": "Сделали"}))["edited"] is True
    assert world.seen_by(101, PRIVATE)[-1].text == "Сделали"
