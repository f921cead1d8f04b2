"""The state of the world and what follows when something is added to it; no HTTP, no rules of single methods."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.board import Board
from sandbox.callback import CallbackQueue
from sandbox.errors import Refused
from sandbox.eventlog import EventLog
from sandbox.feed import Feed
from sandbox.leadforms import LeadForms
from sandbox.media import MediaStore
from sandbox.model import (
    CHAT_OFFSET,
    Call,
    CallbackPress,
    Chat,
    Community,
    Conversation,
    Json,
    Message,
    Send,
    Snackbar,
    User,
)
from sandbox.shapes import message_new_shape, message_shape
from sandbox.wall import Wall

KEPT_CALLS = 5_000


class State:
    """Everything that VK knows about one community.

    ``clock`` gives UTC seconds; ``seed`` makes keys and event ids repeatable.
    """

    def __init__(self, community: Community, clock: Callable[[], float] = time.time, seed: int | None = None) -> None:
        self.community = community
        self.clock = clock
        self.chance = random.Random(seed)
        self.feed = Feed()
        self.events = EventLog(community.id, self.chance)
        self.callback = CallbackQueue()
        self.media = MediaStore(self.chance, self.now)
        self.clear()

    def clear(self) -> None:
        """Forget all people, chats and messages; ``ts`` and the feed's seq go on."""
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.conversations: dict[int, Conversation] = {}
        self.messages: dict[int, Message] = {}
        self.presses: dict[str, CallbackPress] = {}
        self.sent: dict[tuple[int, int], Message] = {}
        self.sends: list[Send] = []
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.shown_snackbars: list[Snackbar] = []
        self.person_read: dict[tuple[int, int], int] = {}
        self.lead_forms = LeadForms()
        self.wall = Wall(self)
        self.board = Board(self)
        self.events.forget()
        self.callback.forget()

    @property
    def group_id(self) -> int:
        return self.community.id

    def now(self) -> int:
        """UTC seconds."""
        return int(self.clock())

    def conversation(self, peer_id: int) -> Conversation:
        """The conversation with that peer, begun if there was none."""
        conversation = self.conversations.get(peer_id)
        if conversation is None:
            conversation = self.conversations[peer_id] = Conversation(peer_id)
        return conversation

    def post(self, peer_id: int, from_id: int, text: str, keyboard: Json | None = None, **parts: Any) -> Message:
        """Put a message into a conversation and tell the community's long poll and the feed.

        ``parts`` are the other fields of Message.
        """
        conversation = self.conversation(peer_id)
        message = Message(
            id=len(self.messages) + 1,
            peer_id=peer_id,
            conversation_message_id=len(conversation.messages) + 1,
            from_id=from_id,
            date=self.now(),
            text=text,
            **parts,
        )
        self.messages[message.id] = message
        conversation.messages.append(message)
        conversation.answered = message.out
        if message.out:
            conversation.in_read = message.conversation_message_id
        self.set_keyboard(message, keyboard)
        self.feed.publish("message", message)
        if message.out:
            self.emit("message_reply", message_shape, message)
        elif self.community_hears(message):
            self.emit("message_new", message_new_shape, message)
        return message

    def change(self, message: Message) -> None:
        """Tell that a message was edited."""
        message.update_time = self.now()
        self.feed.publish("edit", message)
        if message.out or self.community_hears(message):
            self.emit("message_edit", message_shape, message)

    def set_keyboard(self, message: Message, keyboard: Json | None) -> None:
        """An inline keyboard belongs to its message, any other one to the conversation."""
        if keyboard is None or keyboard["inline"]:
            message.keyboard = keyboard
            return
        message.keyboard = None
        self.replace_keyboard(message.peer_id, keyboard if keyboard["buttons"] else None)

    def replace_keyboard(self, peer_id: int, keyboard: Json | None) -> None:
        conversation = self.conversation(peer_id)
        if conversation.keyboard != keyboard:
            conversation.keyboard = keyboard
            self.feed.publish("keyboard", peer_id)

    def emit(self, kind: str, shape: Callable[[Any], Any], subject: Any) -> None:
        """Put an event on the long poll and into the Callback API's queue, wherever it is switched on."""
        by_poll = self.events.enabled and self.events.switches[kind]
        if by_poll or self.callback.wants(kind):
            self.put(self.events.event(kind, shape(subject)), by_poll=by_poll)

    def put(self, event: Json, *, by_poll: bool = True) -> None:
        """Put an event on its way; it is one event with one ``event_id``, however many ways it takes."""
        if by_poll:
            self.events.append(event)
        if self.callback.wants(event["type"]):
            self.callback.append(event)
        self.feed.publish("event", event["type"])  # wakes the long poll that waits

    def community_hears(self, message: Message) -> bool:
        """Whether the bot is given the message.

        In a chat without access to all messages it gets those that mention it, its commands, presses of its buttons
        and replies to it.
        """
        chat = self.chats.get(message.peer_id)
        if chat is None:
            return True
        if chat.bot_state != "in":
            return False
        replied = message.reply_message is not None and message.reply_message.out
        return (
            chat.full_access
            or message.payload is not None
            or message.action is not None
            or replied
            or message.text.startswith("/")
            or f"[club{self.group_id}|" in message.text
            or f"@{self.community.screen_name}" in message.text
        )

    def person(self, user_id: int) -> User:
        """The person with that id; Refused when there is nobody."""
        user = self.users.get(user_id)
        if user is None:
            raise Refused(f"Человека с номером {user_id} нет.")
        return user

    def managers(self) -> list[User]:
        return [user for user in self.users.values() if user.role is not None]

    def members(self) -> list[User]:
        return [user for user in self.users.values() if user.member]

    def is_chat(self, peer_id: int) -> bool:
        return peer_id > CHAT_OFFSET
