"""The things of which the world is made; VK's names for VK's things."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

CHAT_OFFSET = 2_000_000_000
ROLES = ("moderator", "editor", "administrator", "creator")
DEFAULT_TOKEN = "sandbox-token"
USER_TOKEN = "sandbox-user-token"
SERVICE_TOKEN = "sandbox-service-token"
PERMISSION_BITS = {
    "stories": 1,
    "photos": 4,
    "app_widget": 64,
    "messages": 4096,
    "wall": 8192,
    "docs": 131072,
    "manage": 262144,
}


@dataclass(slots=True)
class Community:
    """The community whose bot is under test."""

    id: int
    token: str
    name: str = "Администрация города Примерска"
    screen_name: str = "primersk"
    messages_enabled: bool = True
    bot_capabilities: bool = True
    token_permissions: set[str] = field(default_factory=lambda: set(PERMISSION_BITS))


@dataclass(slots=True)
class User:
    """A person of VK; ``sex`` as VK counts it: 1 female, 2 male."""

    id: int
    first_name: str
    last_name: str
    sex: int
    city: str
    role: str | None = None
    member: bool = True
    allowed: bool = False
    privacy: bool = False
    blocked: bool = False
    deactivated: str | None = None
    screen_name: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(slots=True)
class Chat:
    """A group chat; ``full_access``: its admins let the bot read every message.

    ``bot_state``: ``in``, ``left`` (VK answers 922) or ``kicked`` (917).
    """

    peer_id: int
    title: str
    members: list[int]
    owner_id: int
    full_access: bool = True
    bot_is_admin: bool = True
    bot_state: str = "in"


@dataclass(slots=True)
class Message:
    """A message; ``peer_id`` as the community sees it: the person's id or the chat's.

    ``id`` is unique in the whole world. VK shows community bots 0 instead of it in chats.
    """

    id: int
    peer_id: int
    conversation_message_id: int
    from_id: int
    date: int
    text: str
    attachments: list[Json] = field(default_factory=list)
    keyboard: Json | None = None
    payload: str | None = None
    geo: Json | None = None
    ref: str | None = None
    ref_source: str | None = None
    reply_message: Message | None = None
    fwd_messages: list[Message] = field(default_factory=list)
    action: Json | None = None
    format_data: Json | None = None
    random_id: int = 0
    admin_author_id: int | None = None
    update_time: int = 0
    deleted: bool = False
    hidden: bool = False

    @property
    def out(self) -> bool:
        """Whether the community sent it."""
        return self.from_id < 0

    @property
    def in_chat(self) -> bool:
        return self.peer_id > CHAT_OFFSET

    @property
    def edited(self) -> bool:
        return self.update_time > 0

    @property
    def labels(self) -> list[list[str]]:
        """Labels of its inline buttons, row by row."""
        return labels_of(self.keyboard)


@dataclass(slots=True)
class Conversation:
    """A conversation of the community with one peer."""

    peer_id: int
    messages: list[Message] = field(default_factory=list)
    keyboard: Json | None = None
    in_read: int = 0
    out_read: int = 0
    answered: bool = True
    important: bool = False

    @property
    def last(self) -> Message | None:
        return next((m for m in reversed(self.messages) if not m.hidden), None)

    @property
    def unread_count(self) -> int:
        count = 0
        for message in reversed(self.messages):
            if message.conversation_message_id <= self.in_read:
                break
            count += not message.out
        return count

    def by_cmid(self, cmid: int) -> Message | None:
        """The message with that ``conversation_message_id``: they are numbered from 1 without gaps."""
        return self.messages[cmid - 1] if 1 <= cmid <= len(self.messages) else None


@dataclass(frozen=True, slots=True)
class Call:
    """A request for an API method as the log keeps it; ``http`` is 0 when the connection was dropped."""

    method: str
    params: dict[str, str]
    ok: bool
    error_code: int | None
    error_msg: str | None
    ms: float
    http: int
    in_execute: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """An accepted messages.send to one peer that was not a repetition of an earlier random_id."""

    peer_id: int
    random_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class Snackbar:
    """What a person saw after a press of a callback button; empty text: only the spinner stopped."""

    user_id: int
    peer_id: int
    event_id: str
    text: str
    link: str | None


@dataclass(slots=True)
class CallbackPress:
    """A press of a callback button that waits for messages.sendMessageEventAnswer."""

    user_id: int
    peer_id: int
    date: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press of a button led to: a message, a callback event or a link."""

    type: str
    message: Message | None = None
    event_id: str | None = None
    link: str | None = None


def labels_of(keyboard: Json | None) -> list[list[str]]:
    """Labels of a keyboard's buttons, row by row; a location button has none of its own."""
    rows = keyboard["buttons"] if keyboard else []
    return [[button["action"].get("label", "") for button in row] for row in rows]
