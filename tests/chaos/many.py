"""What is told to many at once: announcements, and the end of an outage."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sandbox.model import Message, labels_of
from tests.chaos.people import ANSWERED_WITHIN, Dweller, insist
from tests.e2e.people import PRIVATE, Citizen, Moderator
from tests.e2e.process import CHAT


@dataclass(slots=True)
class Herald(Moderator):
    """An administrator who announces one thing after another, by day and night."""

    told: list[str] = field(default_factory=list)

    async def announces(self, street: list[Dweller], chance: random.Random, over: asyncio.Event) -> None:
        """Announce until it is over, once somebody is known who may hear it; each time see the report."""
        await greeted(street)
        while not over.is_set():
            await self._announce(len(self.told) + 1)
            await asyncio.sleep(chance.uniform(1, 4))

    async def _announce(self, number: int) -> None:
        text = f"Новость {number}: на Садовой меняют трубу."
        said = self.sandbox.world.say(self.id, CHAT, f"/объявление срочно сейчас всем: {text}")
        preview = await self.sees(lambda one: _offers(one, said, "Получат:", "Отправить"))
        await self.insists(preview, "Отправить", f"Объявление № {number} отправляем")
        self.told.append(text)
        await self.reads_some_time(f"Объявление № {number} отправлено.")

    def reads(self, words: str) -> list[Message]:
        """What the desk has been told with these words."""
        return [one for one in self.seen if one.from_id < 0 and words in one.text]

    async def reads_some_time(self, words: str) -> None:
        """Wait for that, whatever strikes."""
        await self.sandbox.world.wait_for(lambda: self.reads(words), ANSWERED_WITHIN)

    async def insists(self, under: Message, label: str, expected: str) -> None:
        """Press until the desk is told so."""
        cmid = under.conversation_message_id
        await insist(
            self.sandbox,
            lambda: self.sandbox.world.press(self.id, CHAT, label, cmid=cmid),
            lambda: self.reads(expected),
        )


@dataclass(slots=True)
class Dispatcher(Herald):
    """Declares one outage after another; when all who live there have joined, it ends with an answer for all."""

    async def declares(self, street: list[Dweller], chance: random.Random, over: asyncio.Event) -> None:
        """Declare and end outages until it is over."""
        for one in street:
            self.sandbox.world.say(one.id, PRIVATE, "Начать")
        await greeted(street)
        while not over.is_set():
            number = len(self.told) + 1
            await self._declare(number)
            await self._join(street, number)
            await self._end(street, number)
            await asyncio.sleep(chance.uniform(1, 4))

    async def _declare(self, number: int) -> None:
        till = f"{datetime.now(UTC) + timedelta(days=1):%d.%m} 18:00"
        self.sandbox.world.say(self.id, CHAT, f"/авария Отключён свет; ул. Садовая; до {till}; бригада работает")
        await self.reads_some_time(f"Авария {number} · идёт")

    async def _join(self, street: list[Dweller], number: int) -> None:
        async with asyncio.TaskGroup() as filing:
            for one in street:
                filing.create_task(one.file(f"В квартире нет света, случай {number}", handled=False))
        known = "присоединили к этой аварии"
        await self.sandbox.world.wait_for(lambda: all(_heard(one, known) == number for one in street), ANSWERED_WITHIN)

    async def _end(self, street: list[Dweller], number: int) -> None:
        answer = f"Свет дали, кабель заменили: случай {number}."
        said = self.sandbox.world.say(self.id, CHAT, f"/авария {number} закончилась {answer}")
        preview = await self.sees(lambda one: _offers(one, said, answer, "Ответить всем"))
        await self.insists(preview, "Ответить всем", f"Авария {number} закончилась, ответ уйдёт всем")
        self.told.append(answer)
        await self.sandbox.world.wait_for(lambda: all(_heard(one, answer) for one in street), ANSWERED_WITHIN)


async def greeted(street: list[Dweller]) -> None:
    """Wait until all have been greeted."""
    world = street[0].sandbox.world
    await world.wait_for(lambda: all(_heard(one, "Здравствуйте") for one in street), ANSWERED_WITHIN)


def _offers(one: Message, after: Message, words: str, label: str) -> bool:
    """Whether a message answers another one with these words and this button."""
    is_later = one.conversation_message_id > after.conversation_message_id
    return is_later and words in one.text and any(label in row for row in labels_of(one.keyboard))


def _heard(citizen: Citizen, words: str) -> int:
    return sum(words in one.text for one in citizen.sandbox.world.seen_by(citizen.id, PRIVATE) if one.from_id < 0)
