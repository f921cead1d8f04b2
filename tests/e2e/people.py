"""People of the example town who do as people do: wait for an answer, then go on where they stopped."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox import Sandbox
from sandbox.model import Message, labels_of
from tests.e2e.process import CHAT

PRIVATE = -1
PATIENCE = 120.0
"""Seconds; long enough for a process that is killed every second."""
NUMBER = re.compile(r"\d{4}-\d{6}")
NEW_CARD = re.compile(r"№ (\d{4}-\d{6}) · новое")


@dataclass(slots=True)
class Citizen:
    """Somebody who files appeals by the dialog, one after another."""

    sandbox: Sandbox
    id: int
    filed: list[str] = field(default_factory=list)

    @property
    def seen(self) -> list[Message]:
        return self.sandbox.world.seen_by(self.id, PRIVATE)

    @property
    def answers(self) -> list[Message]:
        """What the community wrote."""
        return [message for message in self.seen if message.from_id < 0]

    async def answered(self, expected: str, count: int) -> Message:
        """Wait for the answer number `count`; it must hold `expected`."""
        await self.sandbox.world.wait_for(lambda: len(self.answers) >= count, PATIENCE)
        answer = self.answers[count - 1]
        assert expected in answer.text, f"{expected!r} was expected, {answer.text!r} came"
        return answer

    async def say(self, text: str, expected: str) -> Message:
        """Write something and wait for the answer."""
        count = len(self.answers) + 1
        self.sandbox.world.say(self.id, PRIVATE, text)
        return await self.answered(expected, count)

    async def press(self, label: str, expected: str) -> Message:
        """Press a button and wait for the answer."""
        count = len(self.answers) + 1
        self.sandbox.world.press(self.id, PRIVATE, label)
        return await self.answered(expected, count)

    async def file(self, text: str, *, handled: bool = True) -> None:
        """File an appeal and, when somebody handles it, wait for the answer and confirm it."""
        world = self.sandbox.world
        if not self.answers:
            await self.say("Здравствуйте", "Это приёмная")
        if "согласие" in (await self.press("Подать обращение", "")).text:
            await self.press("Согласен", "О чём обращение?")
        await self.press("Дороги и тротуары", "что случилось")
        await self.say(text, "Где это?")
        await self.say("ул. Садовая, 5", "Приложите фото")
        photo = world.upload(PIXEL, "яма.png", "photo")
        count = len(self.answers) + 1
        world.say(self.id, PRIVATE, attachments=[photo])
        await self.answered("Приложено:", count)
        await self.press("Готово", "Как с вами связаться")
        await self.say("+7 900 123-45-67", "Проверьте")
        accepted = await self.press("Отправить", "Обращение принято")
        number = NUMBER.search(accepted.text)
        assert number is not None
        self.filed.append(number[0])
        if handled:
            settled = len(self.answers)
            await self.answered(f"{number[0]} взяли в работу", settled + 1)
            await self.answered("Ответ администрации", settled + 2)
            await self.press("Решено", f"{number[0]} закрыто")


@dataclass(slots=True)
class Moderator:
    """Somebody who answers what appears in the moderators' chat."""

    sandbox: Sandbox
    id: int

    @property
    def seen(self) -> list[Message]:
        return self.sandbox.world.seen_by(self.id, CHAT)

    async def sees(self, condition: Callable[[Message], bool]) -> Message:
        """Wait for a message of the community in the chat."""

        def found() -> Message | None:
            return next((one for one in reversed(self.seen) if one.from_id < 0 and condition(one)), None)

        message = await self.sandbox.world.wait_for(found, PATIENCE)
        assert message is not None
        return message

    async def handle(self, number: str) -> None:
        """Take an appeal by the button of its card, then answer it by command and confirm the preview."""
        world = self.sandbox.world
        card = await self.sees(lambda one: one.text.startswith(f"№ {number} · "))
        world.press(self.id, CHAT, "Взять", cmid=card.conversation_message_id)
        await self.sees(lambda one: one.text.startswith(f"№ {number} · в работе"))
        world.say(self.id, CHAT, f"/ответ {number} Яму по обращению {number} засыпали.")
        preview = await self.sees(lambda one: f"Так ответ на № {number} увидит житель" in one.text)
        # The same words again and again: the bot remarks on that, and the moderator knows better.
        world.press(self.id, CHAT, labels_of(preview.keyboard)[0][0], cmid=preview.conversation_message_id)
        await self.sees(lambda one: one.text.startswith(f"Ответ на № {number} отправлен"))


async def moderate(moderator: Moderator, share: int = 0, of: int = 1) -> None:
    """Handle every appeal of one's share as its card appears, until cancelled."""
    handled: set[str] = set()

    def fresh() -> str | None:
        cards = (NEW_CARD.match(one.text) for one in moderator.seen)
        numbers = (card[1] for card in cards if card)
        return next((one for one in numbers if int(one[-6:]) % of == share and one not in handled), None)

    while True:
        number = await moderator.sandbox.world.wait_for(fresh, PATIENCE)
        assert number is not None
        handled.add(number)
        await moderator.handle(number)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
