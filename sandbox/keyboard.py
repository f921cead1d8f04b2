"""VK's limits of keyboards; what breaks them is error 911 with the reason."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson

from sandbox.errors import VkError
from sandbox.model import Json

ROWS, INLINE_ROWS, COLUMNS = 10, 6, 5
BUTTONS, INLINE_BUTTONS = 40, 10
LABEL_LENGTH, PAYLOAD_LENGTH = 40, 255
COLORS = frozenset({"primary", "secondary", "negative", "positive"})
COLORED = frozenset({"text", "callback"})
LABELLED = frozenset({"text", "callback", "open_link", "open_app"})
TYPES = frozenset({"text", "callback", "open_link", "open_app", "open_photo", "location", "vkpay"})


@lru_cache(maxsize=512)
def parse_keyboard(source: str) -> Json:
    """The keyboard as VK shows it afterwards; raises VkError 911. The result is shared: never change it."""
    keyboard = _loads(source)
    if not isinstance(keyboard, dict):
        raise _wrong("keyboard should be an object")
    rows = keyboard.get("buttons")
    if not isinstance(rows, list):
        raise _wrong("buttons should be an array")
    inline, one_time = _flag(keyboard, "inline"), _flag(keyboard, "one_time")
    if inline and one_time:
        raise _wrong("one_time keyboard can't be inline")
    if inline and not rows:
        raise _wrong("inline keyboard should have buttons")
    _check_size(rows, inline)
    return {
        "one_time": one_time,
        "inline": inline,
        "buttons": [
            [_button(button, f"button [{r}][{c}]") for c, button in enumerate(row)] for r, row in enumerate(rows)
        ],
    }


def _check_size(rows: list[Any], inline: bool) -> None:
    max_rows, max_buttons = (INLINE_ROWS, INLINE_BUTTONS) if inline else (ROWS, BUTTONS)
    if len(rows) > max_rows:
        raise _wrong(f"too many rows: {len(rows)}, max {max_rows}")
    total = 0
    for number, row in enumerate(rows):
        if not isinstance(row, list) or not row:
            raise _wrong(f"row [{number}] should be a not empty array")
        if len(row) > COLUMNS:
            raise _wrong(f"row [{number}] has too many buttons: {len(row)}, max {COLUMNS}")
        total += len(row)
    if total > max_buttons:
        raise _wrong(f"too many buttons: {total}, max {max_buttons}")


def _button(button: Any, where: str) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("action"), dict):
        raise _wrong(f"{where} should have an action")
    action: Json = dict(button["action"])
    kind = action.get("type")
    if kind not in TYPES:
        raise _wrong(f"{where}: unknown action type {kind!r}")
    if kind in LABELLED:
        _check_label(action.get("label"), where)
    if kind == "open_link" and not str(action.get("link", "")).startswith(("http://", "https://")):
        raise _wrong(f"{where}: link is invalid")
    if "payload" in action:
        action["payload"] = _payload(action["payload"], where)
    return {"action": action, **_color(button, kind, where)}


def _check_label(label: Any, where: str) -> None:
    if not isinstance(label, str) or not label.strip():
        raise _wrong(f"{where}: label is required")
    if len(label) > LABEL_LENGTH:
        raise _wrong(f"{where}: label is too long: {len(label)}, max {LABEL_LENGTH}")


def _payload(payload: Any, where: str) -> str:
    """A payload comes as a JSON string or as JSON itself; VK keeps it as a string."""
    text = payload if isinstance(payload, str) else orjson.dumps(payload).decode()
    if len(text) > PAYLOAD_LENGTH:
        raise _wrong(f"{where}: payload is too long: {len(text)}, max {PAYLOAD_LENGTH}")
    if text:
        try:
            orjson.loads(text)
        except orjson.JSONDecodeError:
            raise _wrong(f"{where}: payload should be JSON") from None
    return text


def _color(button: Json, kind: str, where: str) -> Json:
    color = button.get("color")
    if color is None:
        return {"color": "secondary"} if kind in COLORED else {}
    if kind not in COLORED:
        raise _wrong(f"{where}: {kind} has no color")
    if color not in COLORS:
        raise _wrong(f"{where}: unknown color {color!r}")
    return {"color": color}


def _flag(keyboard: Json, name: str) -> bool:
    value = keyboard.get(name, False)
    if not isinstance(value, bool) and value not in (0, 1):
        raise _wrong(f"{name} should be a boolean")
    return bool(value)


def _loads(source: str) -> Any:
    try:
        return orjson.loads(source)
    except orjson.JSONDecodeError:
        raise _wrong("keyboard is not JSON") from None


def _wrong(reason: str) -> VkError:
    return VkError(911, reason)
