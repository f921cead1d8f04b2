"""The wall and the discussions: events as VK sends them, methods by the token that may call them."""

import pytest

from sandbox import World
from sandbox.errors import Refused
from sandbox.model import SERVICE_TOKEN, USER_TOKEN
from tests.sandbox.client import Json, Vk


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
