"""A reply: the text of one message, its keyboard and what is attached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

import orjson

from appeals.value import dataclass

MAX_MESSAGE = 4096
"""Characters of one message (VK, error 914 beyond)."""
CHAT_PEERS = 2_000_000_000
"""Peer ids above this are chats (VK)."""
MAX_LABEL = 40
MAX_PAYLOAD = 255
MAX_SNACKBAR = 90
MAX_ROW = 5
MAX_ROWS, MAX_BUTTONS = 10, 40
MAX_INLINE_ROWS, MAX_INLINE_BUTTONS = 6, 10


class Colour(StrEnum):
    """VK's button colours; only text and callback buttons have one."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `action` comes back as the payload of the press, in VK's JSON."""

    label: str
    action: Mapping[str, Any]
    kind: str = "text"
    colour: Colour = Colour.SECONDARY

    def as_vk(self) -> dict[str, Any]:
        payload = orjson.dumps(dict(self.action)).decode()
        if self.kind == "location":
            return {"action": {"type": "location", "payload": payload}}
        return {"action": {"type": self.kind, "label": self.label, "payload": payload}, "color": self.colour}


@dataclass(frozen=True)
class Keyboard:
    """Rows of buttons: below the input field, or, `inline`, below the message."""

    rows: tuple[tuple[Button, ...], ...]
    inline: bool = False

    def as_json(self) -> str:
        """VK's keyboard, as the JSON string that `messages.send` takes."""
        return self._json

    @cached_property
    def _json(self) -> str:
        # Once for a keyboard that is sent again and again: those of the dialog's questions.
        buttons = [[button.as_vk() for button in row] for row in self.rows]
        shape = {"inline": True} if self.inline else {"one_time": False}
        return orjson.dumps({**shape, "buttons": buttons}).decode()


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of the bot. `attachments` are VK references; a text over the limit is cut when it is sent."""

    text: str
    keyboard: Keyboard | None = None
    attachments: tuple[str, ...] = ()

    def beside(self, other: Reply) -> Reply:
        """Both in one message, with the buttons of both below it."""
        rows = [row for keyboard in (self.keyboard, other.keyboard) if keyboard for row in keyboard.rows]
        return Reply(f"{self.text}\n\n{other.text}", inline(*rows), self.attachments + other.attachments)


def inline(*rows: tuple[Button, ...]) -> Keyboard:
    """A keyboard below the message; empty rows are left out."""
    return Keyboard(tuple(row for row in rows if row), inline=True)


def below(*rows: tuple[Button, ...]) -> Keyboard:
    """A keyboard below the input field; empty rows are left out."""
    return Keyboard(tuple(row for row in rows if row))


def callback(label: str, action: Mapping[str, Any], colour: Colour = Colour.SECONDARY) -> Button:
    """A button whose press is answered in place, without a message in the chat."""
    return Button(label, action, "callback", colour)


def fitting(lines: Iterable[str], room: int) -> list[str]:
    """The first lines, as many as there is room for."""
    shown: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    return shown


def cut(text: str, limit: int) -> str:
    """Shorten `text` to `limit` characters with an ellipsis, at a word where there is one."""
    text = text.strip()
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ", limit * 2 // 3)
    return (head[:space] if space > 0 else head).rstrip() + "…"


def split(text: str, limit: int = MAX_MESSAGE) -> list[str]:
    """Cut a text into messages of at most `limit` characters, at a line or a word where there is one.

    The parts joined are the text, but for the white space at the cuts. No part is empty unless the text is: VK refuses
    a message without words.
    """
    parts: list[str] = []
    while len(text) > limit:
        line, space = text.rfind("\n", limit // 2, limit), text.rfind(" ", limit // 2, limit)
        at = line if line > 0 else space if space > 0 else limit
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip()
    parts.append(text)
    return [part for part in parts if part] or [""]
