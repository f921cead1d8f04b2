"""What people do and see: the same operations for tests in this process and for the page.

``peer_id`` is the person's view: the community's id with a minus (or the person's own id) for the private
conversation, 2000000001 and so on for a chat. What VK's interface wouldn't let a person do raises Refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import orjson

from sandbox.errors import Refused
from sandbox.model import (
    CallbackPress,
    Chat,
    Community,
    Json,
    Message,
    Pressed,
    Snackbar,
    User,
    labels_of,
)
from sandbox.public import PublicLife
from sandbox.scenes import Scene, example_town
from sandbox.shapes import message_read_shape

T = TypeVar("T")

# A silent stand-in: the page and bots need a file behind a voice message, not its sound.
VOICE = b"OggS\x00\x02" + bytes(58)

FORM_NAME = "Сообщить о проблеме"
"""The name of a form that nobody has made by a method."""


class World(PublicLife):
    """One community of VK with its people, chats and messages."""

    def __init__(
        self,
        community: Community,
        clock: Callable[[], float] = time.time,
        seed: int | None = None,
        scene: Scene = example_town,
    ) -> None:
        super().__init__(community, clock, seed)
        self._scene = scene
        scene(self)

    def reset(self) -> None:
        """Begin again with the scene's people and no messages."""
        self.clear()
        self._scene(self)
        self.feed.publish("reset")

    # People and chats

    def add_user(
        self,
        first_name: str,
        last_name: str,
        sex: int = 1,
        city: str = "",
        id: int | None = None,
        role: str | None = None,
    ) -> User:
        """A new person; sex 1 female, 2 male; id: the next free one when not given."""
        user_id = id if id is not None else max(self.users, default=100) + 1
        user = User(user_id, first_name, last_name, sex, city, role)
        self.users[user_id] = user
        self.feed.publish("user", user)
        return user

    def add_chat(self, peer_id: int, title: str, members: list[int]) -> Chat:
        chat = Chat(peer_id, title, list(members), owner_id=members[0] if members else 0)
        self.chats[peer_id] = chat
        return chat

    def allow(self, user_id: int, key: str = "") -> None:
        """The person allows messages from the community."""
        user = self.person(user_id)
        user.allowed = True
        self.feed.publish("user", user)
        self.emit("message_allow", lambda u: {"user_id": u.id, "key": key}, user)

    def deny(self, user_id: int) -> None:
        """The person forbids messages from the community."""
        user = self.person(user_id)
        user.allowed = False
        self.feed.publish("user", user)
        self.emit("message_deny", lambda u: {"user_id": u.id}, user)

    def set_role(self, user_id: int, role: str | None) -> None:
        """Make somebody a manager of the community, or no longer one."""
        levels = {None: 0, "moderator": 1, "editor": 2, "administrator": 3, "creator": 3}
        user = self.person(user_id)
        change = {"admin_id": user_id, "user_id": user_id, "level_old": levels[user.role], "level_new": levels[role]}
        user.role = role
        self.feed.publish("user", user)
        self.emit("group_officers_edit", lambda body: body, change)

    def join_chat(self, user_id: int, peer_id: int) -> None:
        """Somebody is invited into a chat."""
        chat = self.chats[peer_id]
        if user_id not in chat.members:
            chat.members.append(user_id)
            self.post(peer_id, chat.owner_id, "", action={"type": "chat_invite_user", "member_id": user_id})

    def leave_chat(self, user_id: int, peer_id: int) -> None:
        """Somebody leaves a chat."""
        chat = self.chats[peer_id]
        if user_id in chat.members:
            chat.members.remove(user_id)
            self.post(peer_id, user_id, "", action={"type": "chat_kick_user", "member_id": user_id})

    # What people do

    def say(  # noqa: PLR0913 – a message of VK has that many parts, all of them optional
        self,
        user_id: int,
        peer_id: int,
        text: str = "",
        *,
        payload: Any = None,
        attachments: Iterable[str | Json] = (),
        geo: tuple[float, float] | None = None,
        ref: str | None = None,
        ref_source: str | None = None,
        fwd: Iterable[int] = (),
        reply_to: int | None = None,
        sticker_id: int | None = None,
        voice: bool = False,
    ) -> Message:
        """A person writes a message.

        ``attachments``: upload ids or attachments in VK's own JSON; ``geo``: (latitude, longitude);
        ``fwd``: message ids; ``reply_to``: a conversation_message_id.
        """
        peer = self._peer(user_id, peer_id)
        given = self._attached(user_id, attachments)
        if voice:
            given.append(self.media.audio_message(self.media.put(VOICE, "voice.ogg"), user_id))
        if sticker_id is not None:
            given.append(self.media.sticker(sticker_id))
        return self._write(
            user_id,
            peer,
            text,
            payload=_payload_text(payload),
            attachments=given,
            geo=_geo_shape(geo) if geo else None,
            ref=ref,
            ref_source=ref_source,
            fwd_messages=[self.messages[message_id] for message_id in fwd],
            reply_message=self._message(peer, reply_to) if reply_to is not None else None,
        )

    def answer_by_hand(
        self, manager_id: int, peer_id: int, text: str, *, attachments: Iterable[str | Json] = ()
    ) -> Message:
        """A manager answers in VK's own interface; ``peer_id`` is the community's view (a person's id or a chat)."""
        self.check_manager(manager_id)
        given = self._attached(-self.group_id, attachments)
        return self.post(peer_id, -self.group_id, text, attachments=given, admin_author_id=manager_id)

    def edit_by_hand(self, manager_id: int, peer_id: int, cmid: int, text: str) -> Message:
        """A manager changes a message of the community in VK's own interface; ``peer_id`` as in answer_by_hand."""
        self.check_manager(manager_id)
        message = self._message(peer_id, cmid)
        if not message.out:
            raise Refused("Это сообщение написало не сообщество.")
        message.text, message.admin_author_id = text, manager_id
        self.change(message)
        return message

    def press(
        self,
        user_id: int,
        peer_id: int,
        label: str | None = None,
        *,
        row: int | None = None,
        column: int | None = None,
        cmid: int | None = None,
        geo: tuple[float, float] = (55.7558, 37.6173),
    ) -> Pressed:
        """A person presses a button, named by its label or its place.

        With ``cmid``: under that message. Without: of the persistent keyboard, and by label also under the latest
        message that shows such a button.
        """
        peer = self._peer(user_id, peer_id)
        message, button = self._find_button(peer, label, row, column, cmid)
        action: Json = button["action"]
        payload = action.get("payload")
        kind = action["type"]
        if kind == "text":
            return Pressed("text", self._press_text(user_id, peer, action["label"], payload, message))
        if kind == "location":
            said = self._write(user_id, peer, "", payload=payload, geo=_geo_shape(geo))
            return Pressed("location", said)
        if kind == "callback":
            return Pressed("callback", event_id=self._press_callback(user_id, peer, payload, message))
        return Pressed(kind, link=action.get("link"))

    def edit(self, user_id: int, peer_id: int, cmid: int, text: str) -> Message:
        """A person edits a message of their own."""
        message = self._own(user_id, peer_id, cmid)
        message.text = text
        self.change(message)
        return message

    def delete(self, user_id: int, peer_id: int, cmid: int) -> None:
        """A person deletes a message of their own for everybody; the long poll has no event for it."""
        message = self._own(user_id, peer_id, cmid)
        message.deleted = message.hidden = True
        self.feed.publish("delete", message)

    def type_text(self, user_id: int) -> None:
        """A person is typing to the community."""
        body = {"from_id": user_id, "to_id": -self.group_id, "state": "typing"}
        self.emit("message_typing_state", lambda shape: shape, body)

    def fill_form(
        self,
        user_id: int,
        answers: Iterable[Json],
        *,
        form_id: int = 1,
        form_name: str | None = None,
        ad_id: int | None = None,
    ) -> Json:
        """A person fills in a lead form («Форма сбора заявок») and sends it; the object of the event.

        A form that nobody has made by a method is there from then on. No event comes where none is switched on:
        the lead is then found by ``leadForms.getLeads`` only.
        ``answers``: ``{"key", "question", "answer"}``, the answer None, a text, or for checkboxes a list.
        """
        form = self.lead_forms.forms.get(form_id, {})
        if not form.get("active", 1):
            raise Refused("Эта форма выключена.")
        if form.get("once_per_user") and any(lead["user_id"] == user_id for lead in self.lead_forms.leads_of(form_id)):
            raise Refused("Этот человек уже заполнил форму, а второй раз она не даёт.")
        lead = {
            "lead_id": len(self.lead_forms.leads) + 1,
            "group_id": self.group_id,
            "user_id": self.person(user_id).id,
            "form_id": form_id,
            "form_name": form.get("name", FORM_NAME) if form_name is None else form_name,
            "answers": [_lead_answer(item) for item in answers],
        }
        if ad_id is not None:
            lead["ad_id"] = ad_id
        self.lead_forms.fill(lead, self.now())
        self.emit("lead_forms_new", lambda shape: shape, lead)
        return lead

    def upload(self, data: bytes, name: str, kind: str = "photo") -> str:
        """A person's file for the next message; kind photo, doc or voice. Returns the upload id."""
        return self.media.put(data, name, kind).id

    def inject(self, kind: str, body: Any, event_id: str | None = None) -> Json:
        """Put any event on the long poll, broken ones too, whatever is switched on there."""
        event = self.events.event(kind, body, event_id)
        self.put(event)
        return event

    # What people see

    def seen_by(self, user_id: int, peer_id: int) -> list[Message]:
        """Messages that the person sees in the conversation, oldest first."""
        conversation = self.conversations.get(self._peer(user_id, peer_id))
        return [m for m in conversation.messages if not m.deleted] if conversation else []

    def read(self, user_id: int, peer_id: int) -> int:
        """The person opens the conversation: how many messages of others they had not read before."""
        peer = self._peer(user_id, peer_id)
        conversation = self.conversation(peer)
        seen = self.person_read.get((user_id, peer), 0)
        unread = sum(m.from_id != user_id and not m.deleted for m in conversation.messages[seen:])
        self.person_read[user_id, peer] = len(conversation.messages)
        if unread and not self.is_chat(peer):
            conversation.out_read = len(conversation.messages)
            self.emit("message_read", message_read_shape, conversation.messages[-1])
        return unread

    def keyboard_of(self, user_id: int, peer_id: int) -> Json | None:
        """The persistent keyboard that the person has under the conversation."""
        conversation = self.conversations.get(self._peer(user_id, peer_id))
        return conversation.keyboard if conversation else None

    def labels(self, user_id: int, peer_id: int) -> list[list[str]]:
        """Labels of the persistent keyboard, row by row."""
        return labels_of(self.keyboard_of(user_id, peer_id))

    def snackbars(self, user_id: int) -> list[Snackbar]:
        """What the person got in answer to presses of callback buttons, oldest first."""
        return [snackbar for snackbar in self.shown_snackbars if snackbar.user_id == user_id]

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """Wait until ``predicate`` gives a true value, checked at every change; TimeoutError after ``timeout`` s."""
        return await self.feed.wait_for(predicate, timeout)

    # How it works inside

    def _peer(self, user_id: int, peer_id: int) -> int:
        """The community's view of the conversation; a chat must have the person in it."""
        self.person(user_id)
        if peer_id in (-self.group_id, user_id):
            return user_id
        chat = self.chats.get(peer_id)
        if chat is None or user_id not in chat.members:
            raise Refused("Этого чата нет или человек в ней не состоит.")
        return peer_id

    def _write(self, user_id: int, peer: int, text: str, **parts: Any) -> Message:
        user = self.person(user_id)
        if peer == user_id:
            if not self.community.messages_enabled:
                raise Refused("Сообщения сообщества выключены.")
            if user.blocked:
                raise Refused("Сообщество добавило этого человека в чёрный список.")
            if not user.allowed:
                user.allowed = True
                self.feed.publish("user", user)
        self.person_read[user_id, peer] = len(self.conversation(peer).messages) + 1
        return self.post(peer, user_id, text, **parts)

    def _press_text(self, user_id: int, peer: int, label: str, payload: str | None, message: Message | None) -> Message:
        keyboard = self.conversation(peer).keyboard
        if message is None and keyboard is not None and keyboard["one_time"]:
            self.replace_keyboard(peer, None)
        if self.is_chat(peer):
            label = f"[club{self.group_id}|@{self.community.screen_name}] {label}"
        return self._write(user_id, peer, label, payload=payload)

    def _press_callback(self, user_id: int, peer: int, payload: str | None, message: Message | None) -> str:
        event_id = self.events.event_id()[:16]
        self.presses[event_id] = CallbackPress(user_id, peer, self.clock())
        body = {
            "user_id": user_id,
            "peer_id": peer,
            "event_id": event_id,
            "payload": orjson.loads(payload) if payload else {},
        }
        if message is not None:
            body["conversation_message_id"] = message.conversation_message_id
        self.emit("message_event", lambda shape: shape, body)
        return event_id

    def _find_button(
        self, peer: int, label: str | None, row: int | None, column: int | None, cmid: int | None
    ) -> tuple[Message | None, Json]:
        conversation = self.conversation(peer)
        places: list[tuple[Message | None, Json | None]]
        if cmid is not None:
            pressed = self._message(peer, cmid)
            places = [(pressed, pressed.keyboard)]
        else:
            places = [(None, conversation.keyboard)]
            if label is not None:
                places += [(m, m.keyboard) for m in reversed(conversation.messages) if not m.deleted]
        for message, keyboard in places:
            button = _button_at(keyboard, label, row, column)
            if button is not None:
                return message, button
        seen = [labels_of(keyboard) for _, keyboard in places if keyboard]
        raise Refused(f"Кнопки «{label if label is not None else (row, column)}» здесь нет, есть: {seen}")

    def _message(self, peer: int, cmid: int) -> Message:
        message = self.conversation(peer).by_cmid(cmid)
        if message is None or message.deleted:
            raise Refused("Этого сообщения нет.")
        return message

    def _own(self, user_id: int, peer_id: int, cmid: int) -> Message:
        message = self._message(self._peer(user_id, peer_id), cmid)
        if message.from_id != user_id:
            raise Refused("Это сообщение написал другой человек.")
        return message


def _lead_answer(item: Json) -> Json:
    key = str(item["key"])
    return {"key": key, "question": str(item.get("question", key)), "answer": item.get("answer")}


def _button_at(keyboard: Json | None, label: str | None, row: int | None, column: int | None) -> Json | None:
    if keyboard is None:
        return None
    for r, buttons in enumerate(keyboard["buttons"]):
        for c, button in enumerate(buttons):
            named = label is not None and button["action"].get("label") == label
            if named or (label is None and (r, c) == (row, column)):
                found: Json = button
                return found
    return None


def _payload_text(payload: Any) -> str | None:
    return payload if payload is None or isinstance(payload, str) else orjson.dumps(payload).decode()


def _geo_shape(geo: tuple[float, float]) -> Json:
    return {"type": "point", "coordinates": {"latitude": geo[0], "longitude": geo[1]}}
