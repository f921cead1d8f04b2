"""People: they say, press and see. Whatever goes otherwise than told fails with the conversation so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from sandbox.errors import Refused
from sandbox.model import Message, Snackbar, labels_of

if TYPE_CHECKING:
    from tests.dialogues.office import Office

PICTURE = b"\x89PNG\r\n\x1a\nA picture of a pit in the road."
PLACE_BUTTON = "(место)"
"""How VK's location button, which has no label of its own, is called here."""


class Person:
    """Somebody in one conversation with the bot.

    In private nothing may be overlooked: `sees` is about the next message, and to go on while something stands there
    unseen is a failure. In a chat people overlook much: `sees` looks for the next message that fits.
    """

    def __init__(self, office: Office, vk_id: int, peer_id: int) -> None:
        self.office = office
        self.vk_id = vk_id
        self.peer_id = peer_id
        self._seen = 0
        self._snackbars = 0
        self._known_payloads: dict[str, str] = {}

    @property
    def name(self) -> str:
        return self.office.world.users[self.vk_id].first_name

    @property
    def in_private(self) -> Person:
        """The same person in the private conversation."""
        return self.office.person(self.vk_id, -self.office.group_id)

    def in_chat(self, peer_id: int) -> Person:
        """The same person in a chat, of which they become a member."""
        self.office.world.join_chat(self.vk_id, peer_id)
        return self.office.person(self.vk_id, peer_id)

    # What they do

    async def says(self, text: str = "", *, photos: int = 0, docs: int = 0, **more: Any) -> None:
        """Write a message; `more` goes to the sandbox's `say`: geo, sticker_id, voice, payload, attachments."""
        __tracebackhide__ = True
        await self._ready()
        world = self.office.world
        attachments = [
            *more.pop("attachments", ()),
            *(world.upload(PICTURE, f"яма{n}.png", "photo") for n in range(photos)),
            *(world.upload(b"%PDF-1.4", f"справка{n}.pdf", "doc") for n in range(docs)),
        ]
        world.say(self.vk_id, self.peer_id, text, attachments=attachments, **more)

    async def sends(self, command: str) -> None:
        """A moderator's command with a text for a citizen, seen in the preview and sent."""
        __tracebackhide__ = True
        await self.says(command)
        await self.sees("увидит житель")
        await self.presses("Отправить")

    async def fills_form(self, answers: dict[str, Any], **form: Any) -> None:
        """Fill in a lead form: answers by their questions' keys; `form` goes to the sandbox's `fill_form`.

        A key `"custom_0: Что случилось?"` brings the question's words.
        """
        __tracebackhide__ = True
        await self._ready()
        given = []
        for name, answer in answers.items():
            key, _, question = name.partition(": ")
            given.append({"key": key, "question": question or key, "answer": answer})
        self.office.world.fill_form(self.vk_id, given, **form)

    async def presses(self, label: str, *, under: Message | None = None) -> None:
        """Press a button that is there: of the keyboard, of the latest message that has it, or of the one given."""
        __tracebackhide__ = True
        await self._ready()
        cmid = under.conversation_message_id if under else None
        try:
            if label == PLACE_BUTTON:
                row = next(row for row, labels in enumerate(self._keyboard()) if PLACE_BUTTON in labels)
                self.office.world.press(self.vk_id, self.peer_id, row=row, column=0)
            else:
                self.office.world.press(self.vk_id, self.peer_id, label, cmid=cmid)
        except (Refused, StopIteration) as refused:
            self.fails(f"can't press «{label}»: {refused}")

    async def presses_old(self, label: str) -> None:
        """Press a button of a keyboard that stood here before: it still stands on a second device."""
        __tracebackhide__ = True
        await self._ready()
        self.office.world.say(self.vk_id, self.peer_id, label, payload=self.known_payload(label))

    def known_payload(self, label: str) -> str:
        """What stood behind that button of the keyboard when it was last there."""
        __tracebackhide__ = True
        if label not in self._known_payloads:
            self.fails(f"has never had a button «{label}»")
        return self._known_payloads[label]

    async def forges(self, **payload: Any) -> None:
        """Send a callback press that no button of theirs has."""
        await self._ready()
        peer_id = self.vk_id if self.peer_id < 0 else self.peer_id
        world = self.office.world
        # No interface of VK would let a person do that, so the sandbox has no public way either.
        world._press_callback(self.vk_id, peer_id, orjson.dumps(payload).decode(), None)

    async def _ready(self) -> None:
        __tracebackhide__ = True
        await self.office.settles()
        self._learn_keyboard()
        if not self._is_chat and not self.office._quick and (unseen := self._unseen()):
            self.fails("acts without having seen: " + " / ".join(message.text for message in unseen))

    # What they see

    async def sees(self, *parts: str, buttons: list[str] | None = None, without: list[str] | None = None) -> Message:
        """See the next message of the bot: it holds all `parts`, in that order; the buttons are there afterwards."""
        __tracebackhide__ = True
        await self.office.settles()
        self._learn_keyboard()
        unseen = self._unseen()
        fitting = [message for message in unseen if _holds(message.text, parts)]
        if not fitting or (not self._is_chat and fitting[0] is not unseen[0]):
            self.fails(f"should see {' … '.join(parts)!r}, but sees {[m.text for m in unseen[:2]] or 'nothing'}")
        message = fitting[0]
        self._seen = message.conversation_message_id
        labels = self._labels(message)
        for label in buttons or []:
            if label not in labels:
                self.fails(f"should have the button «{label}» under {message.text!r}, but has {labels}")
        for label in without or []:
            if label in labels:
                self.fails(f"should not have the button «{label}» under {message.text!r}")
        return message

    async def sees_nothing(self) -> None:
        """The bot keeps silent."""
        __tracebackhide__ = True
        await self.office.settles()
        if unseen := self._unseen():
            self.fails("should see nothing, but sees: " + " / ".join(message.text for message in unseen))

    async def does(self, command: str) -> None:
        """Send a command and look at nothing that it brings."""
        await self.looks_away()
        await self.sends(command)
        await self.looks_away()

    async def looks_away(self) -> None:
        """Whatever the bot has said here doesn't matter."""
        await self.office.settles()
        self._learn_keyboard()
        messages = self.office.world.seen_by(self.vk_id, self.peer_id)
        self._seen = messages[-1].conversation_message_id if messages else 0

    async def is_told(self, part: str) -> Snackbar:
        """See the answer to the latest press of a callback button."""
        __tracebackhide__ = True
        await self.office.settles()
        shown = self.office.world.snackbars(self.vk_id)
        if len(shown) <= self._snackbars:
            self.fails(f"should be told {part!r} in a snackbar, but none came")
        snackbar = shown[-1]
        self._snackbars = len(shown)
        if part not in snackbar.text:
            self.fails(f"should be told {part!r} in a snackbar, but was told {snackbar.text!r}")
        return snackbar

    def fails(self, why: str) -> None:
        """Fail with the conversation so far."""
        __tracebackhide__ = True
        pytest.fail(f"{self.name} {why}\n\n{self.transcript()}")

    def transcript(self) -> str:
        """The conversation so far, as this person sees it."""
        world = self.office.world
        lines = [f"— {self.name}, {'чат' if self._is_chat else 'личные сообщения'} —"]
        for message in world.seen_by(self.vk_id, self.peer_id):
            who = world.users[message.from_id].first_name if message.from_id > 0 else "Приёмная"
            attached = f" ({len(message.attachments)} вложений)" if message.attachments else ""
            lines.append(f"{who}: {message.text}{attached}")
            lines += [f"    {' '.join(f'[{label}]' for label in row)}" for row in message.labels]
        lines += [f"(снизу) {' '.join(f'[{label}]' for label in row)}" for row in self._keyboard()]
        lines += [f"(всплыло) {snackbar.text}" for snackbar in world.snackbars(self.vk_id)]
        return "\n".join(lines)

    # Stories told by many tests

    async def agrees(self) -> None:
        """Start to file an appeal for the first time, up to the first question."""
        __tracebackhide__ = True
        await self.says("Начать")
        await self.sees("Здравствуйте")
        await self.presses("Подать обращение")
        await self.sees("согласие на обработку")
        await self.presses("Согласен")
        await self.sees("О чём обращение?")

    async def answers_all(
        self, text: str = "На Садовой улице глубокая яма.", *, photos: int = 0, address: str = "ул. Садовая, 5"
    ) -> None:
        """From the first question to the summary."""
        __tracebackhide__ = True
        await self.presses("Дороги и тротуары")
        await self.sees("что случилось")
        await self.says(text)
        await self.sees("Где это?")
        await self.says(address)
        await self.sees("Приложите")
        if photos:
            await self.says(photos=photos)
            await self.sees("Приложено:")
            await self.presses("Готово")
        else:
            await self.presses("Пропустить")
        await self.sees("Как с вами связаться")
        await self.presses("Пропустить")
        await self.sees("Проверьте, пожалуйста")

    async def files(self, text: str = "На Садовой улице глубокая яма.", *, photos: int = 0) -> str:
        """File an appeal; return its number."""
        __tracebackhide__ = True
        known = self.office.database("SELECT 1 FROM consents WHERE vk_id = ?", self.vk_id)
        if known:
            await self.presses("Подать обращение")
            await self.sees("О чём обращение?")
        else:
            await self.agrees()
        await self.answers_all(text, photos=photos)
        await self.presses("Отправить")
        await self.sees("Обращение принято")
        return self.office.appeals()[-1]

    # Inside

    @property
    def _is_chat(self) -> bool:
        return self.peer_id > 0

    def _unseen(self) -> list[Message]:
        messages = self.office.world.seen_by(self.vk_id, self.peer_id)
        return [message for message in messages if message.out and message.conversation_message_id > self._seen]

    def _keyboard(self) -> list[list[str]]:
        labels = labels_of(self.office.world.keyboard_of(self.vk_id, self.peer_id))
        return [[label or PLACE_BUTTON for label in row] for row in labels]

    def _labels(self, message: Message) -> list[str]:
        return [label for row in (*message.labels, *self._keyboard()) for label in row]

    def _learn_keyboard(self) -> None:
        keyboard = self.office.world.keyboard_of(self.vk_id, self.peer_id)
        for row in keyboard["buttons"] if keyboard else []:
            for button in row:
                if "label" in button["action"]:
                    self._known_payloads[button["action"]["label"]] = button["action"]["payload"]


def _holds(text: str, parts: tuple[str, ...]) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
