"""The door of the API: tokens, versions, unknown methods, the shape of errors, the rate limit, rights."""

import pytest

from sandbox import Sandbox
from sandbox.api import RateLimit
from sandbox.errors import VkError
from tests.sandbox.client import Clock, Vk


async def test_error_has_vks_shape_and_hides_the_token(vk: Vk) -> None:
    body = await vk.raw("messages.send", peer_id=101, message="текст")
    error = body["error"]
    assert error["error_code"] == 100
    assert (
        error["error_msg"]
        == "One of the parameters specified was missing or invalid: random_id is a required parameter"
    )
    assert {"key": "message", "value": "текст"} in error["request_params"]
    assert {"key": "method", "value": "messages.send"} in error["request_params"]
    assert vk.sandbox.token not in str(body)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"access_token": ""}, 5),
        ({"access_token": "чужой"}, 5),
        ({"v": ""}, 8),
        ({"v": "5.80"}, 8),
        ({"v": "новая"}, 8),
    ],
)
async def test_bad_token_or_version_is_refused(vk: Vk, form: dict[str, str], code: int) -> None:
    assert (await vk.error("groups.getById", **form))[0] == code


async def test_get_with_a_query_is_accepted(vk: Vk) -> None:
    params = {"access_token": vk.sandbox.token, "v": "5.199"}
    async with vk.http.get(vk.sandbox.api_url + "utils.getServerTime", params=params) as answer:
        assert await answer.json() == {"response": 1_800_000_000}


async def test_token_in_the_header_is_accepted(vk: Vk) -> None:
    headers = {"Authorization": f"Bearer {vk.sandbox.token}"}
    url = vk.sandbox.api_url + "utils.getServerTime"
    async with vk.http.post(url, data={"v": "5.199"}, headers=headers) as answer:
        assert (await answer.json())["response"] == 1_800_000_000


async def test_json_body_is_no_form(vk: Vk) -> None:
    body = {"access_token": vk.sandbox.token, "v": "5.199"}
    async with vk.http.post(vk.sandbox.api_url + "utils.getServerTime", json=body) as answer:
        assert answer.status == 200
        assert (await answer.json())["error"]["error_code"] == 5


@pytest.mark.parametrize(
    ("method", "code"),
    [("messages.sendd", 3), ("nothing", 3), ("leadForms.getLeads", 27), ("wall.post", 27), ("groups.getSettings", 27)],
)
async def test_method_that_a_community_token_has_not(vk: Vk, method: str, code: int) -> None:
    assert (await vk.error(method))[0] == code


@pytest.mark.parametrize(
    ("right", "method", "params"),
    [
        ("messages", "messages.getConversations", {}),
        ("photos", "photos.getMessagesUploadServer", {}),
        ("docs", "docs.getMessagesUploadServer", {}),
        ("manage", "groups.getLongPollServer", {"group_id": 1}),
        ("manage", "groups.getMembers", {"filter": "managers"}),
    ],
)
async def test_token_without_the_right_is_refused(vk: Vk, right: str, method: str, params: dict[str, str]) -> None:
    await vk.call(method, **params)
    vk.sandbox.world.community.token_permissions.remove(right)
    assert (await vk.error(method, **params))[0] == 15


async def test_messages_that_are_switched_off(vk: Vk) -> None:
    vk.sandbox.world.community.messages_enabled = False
    assert (await vk.error("messages.getConversations"))[0] == 15
    group = (await vk.call("groups.getById", fields="can_message"))["groups"][0]
    assert group["can_message"] == 0


def test_rate_limit_slides() -> None:
    clock = Clock()
    limit = RateLimit(20, monotonic=clock)
    for _ in range(20):
        limit.check()
        clock.seconds += 0.01
    with pytest.raises(VkError) as refusal:
        limit.check()
    assert refusal.value.code == 6
    clock.seconds += 0.805
    limit.check()
    with pytest.raises(VkError):
        limit.check()


async def test_twenty_first_request_of_a_second_is_error_6() -> None:
    async with Sandbox() as sandbox:
        sandbox.rate = sandbox.api.rate = RateLimit(20, monotonic=Clock())
        bodies = [
            sandbox.api.answer("utils.getServerTime", {"access_token": sandbox.token, "v": "5.199"}) for _ in range(21)
        ]
    assert [body["error"]["error_code"] for body in bodies if "error" in body] == [6]


async def test_calls_are_logged_without_the_token(vk: Vk) -> None:
    await vk.call("users.get", user_ids=101)
    await vk.error("users.get", name_case="нет")
    good, bad = vk.sandbox.world.calls
    assert (good.method, good.ok, good.http) == ("users.get", True, 200)
    assert good.params == {"v": "5.199", "user_ids": "101"}
    assert (bad.ok, bad.error_code) == (False, 100)
