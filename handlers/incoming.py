"""What came from VK, read leniently into lean models of our own.

vkbottle's models drop a whole event when VK leaves out one field (`docs/decisions/0003-vkbottle.md`); these need
only what a conversation can't do without, and everything else may be missing, null, or of another shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson

from appeals.model import Attachment, Place
from appeals.numbers import NumberReference
from appeals.textcheck import normalise_word
from appeals.value import dataclass
from handlers.content import author_shown, content_of, replied_to, visible
from handlers.turn import Turn
from texts.buttons import DO, START, WORDS
from texts.reply import CHAT_PEERS

_WORD_ACTIONS = {normalise_word(word): action for word, action in WORDS.items()}


class UnreadableEventError(Exception):
    """The event lacks what no handler can do without. The text names the field, never its value."""


class Readable(Protocol):
    """The readable part of an event: whose it is, and whose conversation it belongs to.

    `peer_id` and `user_id` name the dialog that is loaded for it. An event of a public place has the community's own
    negative id as its peer: nothing may be said there by `Turn.say`.
    """

    @property
    def peer_id(self) -> int: ...

    @property
    def user_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: `name` and its parameters."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def number(self, key: str) -> int | None:
        """An integer parameter, or None when it is missing or forged: ours are never negative and fit 31 bits."""
        value = self.params.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


@dataclass(slots=True)
class Said:
    """A message from a person (`message_new`).

    `number` is VK's of the conversation; `replied` is the appeal that the message of ours tells of to which VK's
    «Ответить» was used. `shown_author` wrote the message that is replied to or forwarded.
    """

    turn: Turn
    text: str
    action: Action | None
    pressed: bool
    attachments: tuple[Attachment, ...]
    unsupported: tuple[str, ...]
    place: Place | None
    number: int | None = None
    replied: NumberReference | None = None
    ref: str = ""
    shown_author: int | None = None

    @property
    def is_chat(self) -> bool:
        return self.turn.peer_id > CHAT_PEERS

    @property
    def does(self) -> str | None:
        """The name of the action, pressed or typed."""
        return self.action.name if self.action else None


@dataclass(slots=True)
class Pressed:
    """The press of a callback button (`message_event`). `number` is VK's of the message that has the button."""

    turn: Turn
    event_id: str
    action: Action
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """The readable part of a `message_new`, before a turn exists."""

    peer_id: int
    user_id: int
    text: str
    action: Action | None
    pressed: bool
    attachments: tuple[Attachment, ...]
    unsupported: tuple[str, ...]
    place: Place | None
    number: int | None
    outgoing: bool
    replied: NumberReference | None = None
    date: datetime | None = None
    ref: str = ""
    shown_author: int | None = None

    def said(self, turn: Turn) -> Said:
        return Said(
            turn,
            self.text,
            self.action,
            self.pressed,
            self.attachments,
            self.unsupported,
            self.place,
            self.number,
            self.replied,
            self.ref,
            self.shown_author,
        )


@dataclass(frozen=True, slots=True)
class Press:
    """The readable part of a `message_event`, before a turn exists."""

    peer_id: int
    user_id: int
    event_id: str
    action: Action
    number: int | None = None

    def pressed(self, turn: Turn) -> Pressed:
        return Pressed(turn, self.event_id, self.action, self.number)


def read_message(obj: Any) -> Message:
    """Read the `object` of a `message_new`.

    Raises:
        UnreadableEventError: who wrote, or where, is missing.
    """
    outer = _mapping(obj, "object")
    message = _mapping(outer.get("message", outer), "object.message")
    peer_id = identity(message, "peer_id")
    user_id = identity(message, "from_id")
    text = message.get("text")
    words = _without_mention(text if isinstance(text, str) else "")
    action = read_action(message.get("payload"))
    pressed = action is not None
    if action is None and (typed := _WORD_ACTIONS.get(normalise_word(words))):
        action = Action(typed)
    content = content_of(message)
    return Message(
        peer_id=peer_id,
        user_id=user_id,
        text="\n".join(part for part in (words, *content.words) if part),
        action=action,
        pressed=pressed,
        attachments=content.attachments,
        unsupported=content.unsupported,
        place=_place(message.get("geo")),
        number=_message_number(message),
        outgoing=message.get("out") in (1, True) or user_id <= 0,
        replied=replied_to(message),
        date=_moment(message.get("date")),
        ref=ref if isinstance(ref := message.get("ref"), str) else "",
        shown_author=author_shown(message),
    )


def read_press(obj: Any) -> Press:
    """Read the `object` of a `message_event`.

    Raises:
        UnreadableEventError: who pressed, where, or which event is missing.
    """
    event = _mapping(obj, "object")
    event_id = event.get("event_id")
    if not isinstance(event_id, str) or not event_id:
        raise UnreadableEventError("object.event_id")
    action = read_action(event.get("payload")) or Action("")
    number = event.get("conversation_message_id")
    shown = number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**31 else None
    return Press(identity(event, "peer_id"), identity(event, "user_id"), event_id, action, shown)


def read_action(payload: Any) -> Action | None:
    """The action of a button. VK sends payloads as JSON text or as an object; anything else is no action."""
    if isinstance(payload, str):
        try:
            payload = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return None
    if not isinstance(payload, dict):
        return None
    if payload.get("command") == "start":
        return Action(START)
    name = payload.get(DO)
    return Action(name, payload) if isinstance(name, str) else None


def _message_number(source: Mapping[str, Any]) -> int | None:
    """VK's number of a message in its conversation."""
    number = source.get("conversation_message_id")
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63 else None


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableEventError(name)
    return value


def identity(source: Mapping[str, Any], name: str) -> int:
    """An id of VK's, of a size that the database can hold.

    Raises:
        UnreadableEventError: it is missing or isn't one.
    """
    value = source.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise UnreadableEventError(name)
    return value


def _moment(value: Any) -> datetime | None:
    """VK's date of a message, seconds; None for what is none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**33:
        return None
    return datetime.fromtimestamp(value, UTC)


def _without_mention(text: str) -> str:
    """Drop a mention of the community before a command: `[club1|@name] /помощь`."""
    stripped = visible(text)
    if stripped.startswith(("[club", "[public")) and "]" in stripped:
        return stripped.split("]", 1)[1].lstrip(" ,:").strip()
    return stripped


def _place(geo: Any) -> Place | None:
    if not isinstance(geo, dict):
        return None
    point = geo.get("coordinates")
    if not isinstance(point, dict):
        return None
    latitude, longitude = point.get("latitude"), point.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    place = geo.get("place")
    title = place.get("title") if isinstance(place, dict) else None
    return Place(title if isinstance(title, str) else "", float(latitude), float(longitude))


def page_of(said: Said) -> int:
    """The page of a list that a button leads to; the first one where it names none."""
    return max(0, (said.action.number("page") or 0) if said.action else 0)
