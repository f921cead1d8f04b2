"""VK's limits of keyboards."""

from typing import Any

import pytest

from sandbox.errors import VkError
from sandbox.keyboard import parse_keyboard
from tests.sandbox.client import callback_button, keyboard, text_button


def button(kind: str, **action: Any) -> dict[str, Any]:
    return {"action": {"type": kind, **action}}


@pytest.mark.parametrize(
    "source",
    [
        keyboard(),
        keyboard(*[[text_button()] * 4] * 10),
        keyboard(*[[text_button()] * 5] * 8),
        keyboard(*[[callback_button()]] * 6, inline=True),
        keyboard([callback_button()] * 5, [callback_button()] * 5, inline=True),
        keyboard([text_button("ы" * 40)], one_time=True),
        keyboard([text_button(a="0" * 247)]),
        keyboard([button("location", payload="{}")]),
        keyboard([button("open_link", label="Госуслуги", link="https://example.org")]),
        keyboard([button("text", label="Объект", payload={"a": 1})]),
        keyboard([button("text", label="Без нагрузки")]),
    ],
)
def test_within_the_limits(source: str) -> None:
    assert parse_keyboard(source)["buttons"] == parse_keyboard(source)["buttons"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "not JSON"),
        ("[]", "an object"),
        ("{}", "buttons should be an array"),
        (keyboard(*[[text_button()]] * 11), "too many rows: 11, max 10"),
        (keyboard([text_button()] * 6), "too many buttons: 6, max 5"),
        (keyboard(*[[text_button()] * 5] * 9), "too many buttons: 45, max 40"),
        (keyboard(*[[callback_button()]] * 7, inline=True), "too many rows: 7, max 6"),
        (keyboard(*[[callback_button()] * 4] * 3, inline=True), "too many buttons: 12, max 10"),
        (keyboard([text_button("ы" * 41)]), "label is too long: 41, max 40"),
        (keyboard([text_button(" ")]), "label is required"),
        (keyboard([text_button(a="0" * 248)]), "payload is too long: 256, max 255"),
        (keyboard([button("text", label="Меню", payload="не JSON")]), "payload should be JSON"),
        (keyboard([button("text")]), "label is required"),
        (keyboard([button("танец", label="Меню")]), "unknown action type"),
        (keyboard([button("open_link", label="Сайт", link="example.org")]), "link is invalid"),
        (keyboard([{**button("location"), "color": "primary"}]), "location has no color"),
        (keyboard([{**text_button(), "color": "red"}]), "unknown color"),
        (keyboard([{}]), "should have an action"),
        (keyboard([]), "should be a not empty array"),
        (keyboard([text_button()], inline=True, one_time=True), "one_time keyboard can't be inline"),
        (keyboard(inline=True), "inline keyboard should have buttons"),
    ],
)
def test_beyond_the_limits(source: str, reason: str) -> None:
    with pytest.raises(VkError) as error:
        parse_keyboard(source)
    assert error.value.code == 911
    assert error.value.message.startswith("Keyboard format is invalid: ")
    assert reason in error.value.message


def test_payload_is_kept_as_a_string() -> None:
    parsed = parse_keyboard(keyboard([button("text", label="Объект", payload={"a": 1})]))
    assert parsed["buttons"][0][0]["action"]["payload"] == '{"a":1}'
