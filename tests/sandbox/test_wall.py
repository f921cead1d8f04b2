"""The wall and the discussions: events as VK sends them, methods by the token that may call them."""

import pytest

from sandbox import World
from sandbox.errors import Refused
from sandbox.model import SERVICE_TOKEN, USER_TOKEN
from tests.sandbox.client import PNG, Clock, Json, Vk


def events(world: World, kind: str) -> list[Json]:
    return [event["object"] for event in world.events.after(world.events.oldest_ts) if event["type"] == kind]


async def test_a_comment_and_the_communitys_reply(vk: Vk, world: World) -> None:
    post = world.publish("Ремонт дорог в апреле")
    comment = world.comment(101, post.id, "А Садовая?")
    created = await vk.call(
        "wall.createComment",
        owner_id=-1,
        post_id=post.id,
        from_group=1,
        message="Спасибо",
        reply_to_comment=comment.id,
        guid="g1",
    )
    again = await vk.call("wall.createComment", owner_id=-1, post_id=post.id, message="Спасибо", guid="g1")
    assert created == again == {"comment_id": comment.id + 1, "parents_stack": [comment.id]}
    first, reply = events(world, "wall_reply_new")
    assert first["from_id"] == 101
    assert first["parents_stack"] == []
    assert first["owner_id"] == first["post_owner_id"] == -1
    assert reply["from_id"] == -1
    assert (reply["reply_to_user"], reply["reply_to_comment"]) == (101, comment.id)


async def test_a_thread_has_one_level(world: World) -> None:
    post = world.publish("Новости")
    head = world.comment(101, post.id, "Раз")
    reply = world.comment(102, post.id, "Два", reply_to=head.id)
    deeper = world.comment(101, post.id, "Три", reply_to=reply.id)
    assert deeper.parents_stack == [head.id]


async def test_a_comment_is_changed_removed_and_comes_back(world: World) -> None:
    post = world.publish("Новости")
    comment = world.comment(101, post.id, "Яма")
    with pytest.raises(Refused):
        world.edit_comment(102, comment.id, "Чужое")
    with pytest.raises(Refused):
        world.delete_comment(102, comment.id)
    world.edit_comment(101, comment.id, "Большая яма")
    world.delete_comment(201, comment.id)
    assert world.comments_of(post.id) == []
    world.restore_comment(201, comment.id)
    assert [one.text for one in world.comments_of(post.id)] == ["Большая яма"]
    assert events(world, "wall_reply_edit")[0]["text"] == "Большая яма"
    assert events(world, "wall_reply_delete") == [
        {"owner_id": -1, "id": comment.id, "deleter_id": 201, "post_id": post.id}
    ]
    assert len(events(world, "wall_reply_restore")) == 1


async def test_who_may_read(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    head = world.comment(101, post.id, "Раз")
    world.comment(102, post.id, "Два", reply_to=head.id)
    world.comment(103, post.id, "Три")
    place = {"owner_id": -1, "post_id": post.id}
    assert (await vk.error("wall.getComments", **place))[0] == 27
    for token in (USER_TOKEN, SERVICE_TOKEN):
        found = await vk.call("wall.getComments", access_token=token, thread_items_count=10, **place)
        assert [one["text"] for one in found["items"]] == ["Раз", "Три"]
        assert [one["text"] for one in found["items"][0]["thread"]["items"]] == ["Два"]
        thread = await vk.call("wall.getComments", access_token=token, comment_id=head.id, **place)
        assert [one["text"] for one in thread["items"]] == ["Два"]
        assert [one["id"] for one in (await vk.call("wall.get", access_token=token, owner_id=-1))["items"]] == [post.id]


async def test_vk_refuses_a_comment(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    place = {"owner_id": -1, "post_id": post.id}
    assert (await vk.error("wall.createComment", message="Да", owner_id=-1, post_id=999))[0] == 100
    assert (await vk.error("wall.createComment", **place))[0] == 100
    assert (await vk.error("wall.createComment", message="Да", reply_to_comment=77, **place))[0] == 100
    post.closed = True
    assert (await vk.error("wall.createComment", message="Да", **place))[0] == 213
    world.community.token_permissions.discard("wall")
    assert (await vk.error("wall.createComment", message="Да", **place))[0] == 15


async def test_a_discussion(vk: Vk, world: World) -> None:
    topic = world.open_topic("Вопросы главе", "Задавайте вопросы")
    said = world.write_in_topic(101, topic.id, "Когда починят свет?")
    world.edit_topic_post(101, said.id, "Когда починят свет на Полевой?")
    found = await vk.call("board.getComments", access_token=USER_TOKEN, group_id=1, topic_id=topic.id, sort="desc")
    assert [one["from_id"] for one in found["items"]] == [101, -1]
    assert (await vk.call("board.getTopics", access_token=USER_TOKEN, group_id=1))["items"][0]["title"] == topic.title
    world.delete_topic_post(101, said.id)
    assert len(world.posts_in_topic(topic.id)) == 1
    assert events(world, "board_post_new")[-1]["topic_id"] == topic.id
    assert events(world, "board_post_edit")[0]["text"] == "Когда починят свет на Полевой?"
    assert events(world, "board_post_delete") == [{"topic_owner_id": -1, "topic_id": topic.id, "id": said.id}]
    assert (await vk.error("board.createComment", group_id=1, topic_id=topic.id, message="Да"))[0] == 27


async def test_the_same_guid_makes_no_second_comment_for_an_hour(vk: Vk, world: World, clock: Clock) -> None:
    post = world.publish("Новости")
    asked = {"owner_id": -1, "post_id": post.id, "message": "Спасибо", "guid": "g1"}
    first = await vk.call("wall.createComment", **asked)
    clock.seconds += 3599
    assert await vk.call("wall.createComment", **asked) == first
    clock.seconds += 1
    assert await vk.call("wall.createComment", **asked) != first
    assert len(world.comments_of(post.id)) == 2


async def test_a_comment_brings_its_attachments(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    picture = world.upload(PNG, "yama.png")
    comment = world.comment(101, post.id, attachments=[picture])
    assert [one["type"] for one in events(world, "wall_reply_new")[0]["attachments"]] == ["photo"]
    photo = comment.attachments[0]["photo"]
    name = f"photo{photo['owner_id']}_{photo['id']}_{photo['access_key']}"
    await vk.call("wall.createComment", owner_id=-1, post_id=post.id, attachments=name)
    await vk.call("wall.createComment", owner_id=-1, post_id=post.id, sticker_id=9014)
    assert [one.attachments[0]["type"] for one in world.comments_of(post.id)] == ["photo", "photo", "sticker"]
    with pytest.raises(Refused):
        world.comment(101, post.id, " ")


async def test_an_execute_may_comment(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    comment = f'API.wall.createComment({{"owner_id": -1, "post_id": {post.id}, "message": "Да"}})'
    code = f"return [{comment}, API.wall.get({{}})];"
    body = await vk.raw("execute", code=code)
    assert body["response"] == [{"comment_id": post.id + 1, "parents_stack": []}, False]
    assert [(one["method"], one["error_code"]) for one in body["execute_errors"]] == [("wall.get", 27)]


async def test_a_comment_leaves_no_event_where_it_is_switched_off(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    await vk.call("groups.setLongPollSettings", group_id=1, wall_reply_new=0, board_post_new=0, wall_post_new=1)
    world.comment(101, post.id, "Молча")
    world.open_topic("Вопросы", "Первое сообщение")
    world.publish("Ещё новости")
    assert events(world, "wall_reply_new") == events(world, "board_post_new") == []
    assert [one["text"] for one in events(world, "wall_post_new")] == ["Ещё новости"]
    settings = await vk.call("groups.getLongPollSettings", group_id=1)
    assert (settings["events"]["wall_reply_new"], settings["events"]["wall_post_new"]) == (0, 1)


async def test_comments_are_read_by_pages(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    ids = [world.comment(101 + number % 3, post.id, f"Номер {number}").id for number in range(5)]
    place = {"access_token": SERVICE_TOKEN, "owner_id": -1, "post_id": post.id}

    async def page(**asked: object) -> list[int]:
        return [one["id"] for one in (await vk.call("wall.getComments", **place, **asked))["items"]]

    assert await page(count=2) == ids[:2]
    assert await page(count=2, offset=2) == ids[2:4]
    assert await page(count=2, sort="desc") == ids[:2:-1]
    assert await page(start_comment_id=ids[3]) == ids[3:]
    assert await page(start_comment_id=ids[3], offset=-1, count=2) == ids[2:4]
    assert await page(start_comment_id=999) == []
    assert (await vk.error("wall.getComments", **place, offset=-1))[0] == 100
    assert (await vk.error("wall.getComments", **place, count=101))[0] == 100
    assert (await vk.error("wall.getComments", **place, thread_items_count=11))[0] == 100
    assert (await vk.error("wall.getComments", **{**place, "post_id": 999}))[0] == 15
    answer = await vk.call("wall.getComments", **place, start_comment_id=ids[3], extended=1, need_likes=1, fields="sex")
    assert answer["real_offset"] == 3
    assert [one["id"] for one in answer["profiles"]] == [101, 102]
    assert answer["profiles"][0]["sex"] == 1
    assert answer["items"][0]["likes"]["count"] == 0


async def test_of_a_deleted_comment_its_thread_is_left(vk: Vk, world: World) -> None:
    post = world.publish("Новости")
    head = world.comment(101, post.id, "Раз")
    reply = world.comment(102, post.id, "Два", reply_to=head.id)
    world.delete_comment(101, head.id)
    place = {"access_token": USER_TOKEN, "owner_id": -1, "post_id": post.id}
    found = await vk.call("wall.getComments", **place, thread_items_count=10)
    assert found["count"] == found["current_level_count"] == 1
    only = found["items"][0]
    assert (only["id"], only["deleted"], only["thread"]["items"][0]["id"]) == (head.id, True, reply.id)
    assert not {"from_id", "text"} & only.keys()
    thread = await vk.call("wall.getComments", **place, comment_id=head.id)
    assert [one["id"] for one in thread["items"]] == [reply.id]
    world.delete_comment(102, reply.id)
    assert (await vk.call("wall.getComments", **place))["items"] == []


async def test_an_administrators_token_reads_writes_and_deletes(vk: Vk, world: World) -> None:
    post, other = world.publish("Новости"), world.publish("Ещё")
    place = {"access_token": USER_TOKEN, "owner_id": -1}
    own = (await vk.call("wall.createComment", post_id=post.id, message="Я сам", **place))["comment_id"]
    official = await vk.call("wall.createComment", post_id=post.id, from_group=1, message="Мы", **place)
    found = await vk.call("wall.getComment", comment_id=own, extended=1, **place)
    assert (found["items"][0]["from_id"], found["profiles"][0]["id"]) == (202, 202)
    assert world.comments_of(post.id)[1].from_id == -1
    assert await vk.call("wall.deleteComment", comment_id=official["comment_id"], **place) == 1
    assert events(world, "wall_reply_delete")[0]["deleter_id"] == 202
    assert (await vk.error("wall.deleteComment", comment_id=official["comment_id"], **place))[0] == 211
    assert (await vk.error("wall.getComment", comment_id=999, **place))[0] == 212
    for method in ("wall.getComment", "wall.createComment", "wall.deleteComment", "board.createComment"):
        assert (await vk.error(method, access_token=SERVICE_TOKEN))[0] == 28
    posts = await vk.call("wall.getById", access_token=SERVICE_TOKEN, posts=f"-1_{other.id},-1_{post.id},-2_1,-1_x")
    assert [one["id"] for one in posts["items"]] == [other.id, post.id]


async def test_discussions_are_read_and_written_by_an_administrators_token(vk: Vk, world: World, clock: Clock) -> None:
    first = world.open_topic("Вопросы", "Задавайте вопросы")
    clock.seconds += 10
    second = world.open_topic("Субботник")
    clock.seconds += 10
    place = {"access_token": USER_TOKEN, "group_id": 1}
    asked = {"topic_id": first.id, "message": "Ответим завтра", "from_group": 1, "guid": "g1"}
    said = await vk.call("board.createComment", **place, **asked)
    assert await vk.call("board.createComment", **place, **asked) == said
    assert [one.from_id for one in world.posts_in_topic(first.id)] == [-1, -1]

    async def topics(**asked: object) -> list[int]:
        return [one["id"] for one in (await vk.call("board.getTopics", **place, **asked))["items"]]

    assert await topics(order=1) == [first.id, second.id]
    assert await topics(order=-1) == await topics(order=2) == [second.id, first.id]
    assert await topics(order=-2, count=1) == [first.id]
    assert await topics(topic_ids=second.id) == [second.id]
    preview = await vk.call("board.getTopics", **place, order=1, preview=2, preview_length=6)
    assert preview["items"][0]["last_comment"] == "Ответи"
    assert (await vk.error("board.createComment", **place, topic_id=99, message="Да"))[0] == 100


async def test_a_message_of_a_discussion_comes_back(world: World) -> None:
    topic = world.open_topic("Вопросы")
    said = world.write_in_topic(101, topic.id, "Где автобус?")
    world.delete_topic_post(202, said.id)
    with pytest.raises(Refused):
        world.restore_topic_post(102, said.id)
    world.restore_topic_post(202, said.id)
    assert [one["id"] for one in events(world, "board_post_restore")] == [said.id]
    assert [one.text for one in world.posts_in_topic(topic.id)] == ["Где автобус?"]


async def test_managers_write_for_the_community(world: World) -> None:
    post, topic = world.publish("Новости"), world.open_topic("Вопросы")
    asked = world.comment(101, post.id, "Когда?")
    answered = world.comment_by_hand(201, post.id, "Завтра", asked.id)
    assert (answered.from_id, answered.reply_to_user, answered.parents_stack) == (-1, 101, [asked.id])
    assert world.edit_comment(202, answered.id, "Послезавтра").text == "Послезавтра"
    written = world.topic_post_by_hand(201, topic.id, "Спрашивайте")
    assert world.edit_topic_post(202, written.id, "Спрашивайте здесь").from_id == -1
    for forbidden in (
        lambda: world.comment_by_hand(101, post.id, "Я"),
        lambda: world.edit_comment(101, answered.id, "Никогда"),
        lambda: world.topic_post_by_hand(101, topic.id, "Я"),
        lambda: world.edit_topic_post(101, written.id, "Молчите"),
    ):
        with pytest.raises(Refused):
            forbidden()


async def test_who_may_not_write(world: World) -> None:
    post, topic, other = world.publish("Новости"), world.open_topic("Вопросы"), world.publish("Ещё")
    head = world.comment(101, post.id, "Раз")
    with pytest.raises(Refused, match="под другой записью"):
        world.comment(102, other.id, "Два", reply_to=head.id)
    world.users[103].blocked = True
    world.users[104].deactivated = "deleted"
    for user_id in (103, 104):
        with pytest.raises(Refused):
            world.comment(user_id, post.id, "Три")
        with pytest.raises(Refused):
            world.write_in_topic(user_id, topic.id, "Три")


async def test_a_manager_answers_by_hand_with_a_file_and_corrects_it(vk: Vk, world: World) -> None:
    world.say(101, -1, "Здравствуйте")
    await vk.start_polling()
    said = world.answer_by_hand(201, 101, "Смотрите план", attachments=[world.upload(b"plan", "plan.txt", "doc")])
    world.edit_by_hand(202, 101, said.conversation_message_id, "Смотрите новый план")
    with pytest.raises(Refused):
        world.edit_by_hand(101, 101, said.conversation_message_id, "Подделка")
    with pytest.raises(Refused):
        world.edit_by_hand(201, 101, 1, "Чужие слова")
    reply, change = await vk.events()
    assert (reply["type"], reply["object"]["admin_author_id"]) == ("message_reply", 201)
    assert reply["object"]["attachments"][0]["doc"]["title"] == "plan.txt"
    assert (change["type"], change["object"]["admin_author_id"]) == ("message_edit", 202)
    assert (change["object"]["text"], change["object"]["from_id"]) == ("Смотрите новый план", -1)
    assert change["object"]["attachments"] == reply["object"]["attachments"]
