"""execute: the part of VKScript that bots use."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import World
from sandbox.errors import VkError
from sandbox.execute import execute, form_value
from tests.sandbox.client import CHAT, PRIVATE, Vk


def send(peer_id: int, random_id: int, message: str = "Текст") -> str:
    given = {"peer_ids": str(peer_id), "random_id": random_id, "message": message}
    return f"API.messages.send({orjson.dumps(given).decode()})"


async def test_failed_calls_are_false_and_listed(vk: Vk, world: World) -> None:
    world.say(101, PRIVATE, "Здравствуйте")
    text = '"Ответ \\"в кавычках\\" \\u2014\\n"'
    message = f"API.messages.send({{peer_id: 101, random_id: 1, message: {text}}})"
    body = await vk.raw("execute", code=f"return [{message}, API.users.get({{user_ids: [101]}})];")
    assert body["response"][0] == 2
    assert body["response"][1][0]["first_name"] == "Анна"
    assert world.seen_by(101, PRIVATE)[-1].text == 'Ответ "в кавычках" —\n'
    body = await vk.raw("execute", code='return [API.messages.send({peer_id: 102, random_id: 1, message: "x"}), 1];')
    assert body["response"] == [False, 1]
    assert body["execute_errors"] == [
        {
            "method": "messages.send",
            "error_code": 901,
            "error_msg": "Can't send messages for users without permission",
        }
    ]


async def test_twenty_five_sends_are_one_request(vk: Vk, world: World) -> None:
    code = "return [" + ", ".join(send(CHAT, number) for number in range(1, 26)) + "];"
    response = await vk.call("execute", code=code)
    assert [result[0]["conversation_message_id"] for result in response] == list(range(1, 26))
    assert sum(call.in_execute for call in world.calls) == 25
    assert [call.method for call in world.calls if not call.in_execute] == ["execute"]


async def test_twenty_sixth_call_is_a_runtime_error(vk: Vk, world: World) -> None:
    code = "return [" + ", ".join(send(CHAT, number) for number in range(1, 27)) + "];"
    assert (await vk.error("execute", code=code))[0] == 13
    assert len(world.sends) == 25


@pytest.mark.parametrize(
    "code",
    [
        "return [API.users.get({user_ids: 101});",
        'return {"a": };',
        'return API.messages.send({message: "не закрыто});',
        "var = 1;",
        "return 1 2;",
        "return [1,, 2];",
        "}",
    ],
)
async def test_what_can_not_be_parsed_carries_nothing_out(vk: Vk, world: World, code: str) -> None:
    whole = f"{send(CHAT, 1)}; {code}"
    assert (await vk.error("execute", code=whole))[0] == 12
    assert world.sends == []


async def test_undefined_variable_and_missing_code(vk: Vk) -> None:
    assert (await vk.error("execute", code="return a;"))[0] == 13
    assert (await vk.error("execute", code="return API.users.get(1);"))[0] == 13
    assert (await vk.error("execute"))[0] == 100


async def test_unknown_method_inside(vk: Vk) -> None:
    body = await vk.raw("execute", code="return API.wall.post({});")
    assert body["response"] is False
    assert body["execute_errors"][0]["error_code"] == 27


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("return 1;", 1),
        ("return -1.5;", -1.5),
        ("return true;", True),
        ("return null;", None),
        ("", None),
        ("var a = API.m.one({}); return a;", {"method": "m.one"}),
        ("var a = 1; var b = [a, {c: a}]; return b;", [1, {"c": 1}]),
        (
            'API.m.one(); return {"x": API . m . two({y: [1, 2], z: true, n: null, o: {p: 1}})};',
            {"x": {"method": "m.two", "y": "1,2", "z": "1", "o": '{"p":1}'}},
        ),
        ("\n return\n[\n]\n;\n", []),
    ],
)
def test_values(code: str, value: Any) -> None:
    assert execute(code, lambda method, params: {"method": method, **params}) == (value, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_a_literal(value: Any) -> None:
    assert execute(f"return {orjson.dumps(value).decode()};", lambda method, params: None) == (value, [])


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_any_argument_arrives_as_a_form(argument: dict[str, Any]) -> None:
    got: dict[str, str] = {}
    execute(f"API.m.one({orjson.dumps(argument).decode()});", lambda method, params: got.update(params))
    assert got == {name: form_value(value) for name, value in argument.items() if value is not None}


@given(st.text(alphabet='API.m();{}[]:,"\\ return var=a1tnulfse', max_size=40))
def test_any_text_runs_or_is_refused(code: str) -> None:
    try:
        execute(code, lambda method, params: 1)
    except VkError as error:
        assert error.code in {12, 13}  # noqa: PT017 – most texts are refused, a few run


def test_nesting_that_is_too_deep_is_refused() -> None:
    with pytest.raises(VkError) as error:
        execute("return " + "[" * 100_000, lambda method, params: None)
    assert error.value.code == 12
