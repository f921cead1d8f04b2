"""People who don't give up: what a button didn't do is tried once more, as people do."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sandbox import Sandbox
from sandbox.errors import Refused
from sandbox.model import Message, labels_of
from tests.e2e.people import NUMBER, PATIENCE, PRIVATE, Citizen, Moderator
from tests.e2e.process import CHAT

AGAIN = 5.0
"""Seconds after which a person presses once more. A press that VK itself has lost is in no history."""

ATTEMPTS = 60

ANSWERED_WITHIN = 300.0
"""Seconds until an appeal must have been answered: clerks have to do it one by one, whatever strikes."""


async def insist(sandbox: Sandbox, press: Callable[[], object], done: Callable[[], object]) -> None:
    """Press until it has worked."""
    for _ in range(ATTEMPTS):
        if done():
            return
        with suppress(Refused):  # the button has gone meanwhile
            press()
        with suppress(TimeoutError):
            await sandbox.world.wait_for(done, AGAIN)
    assert done(), "Pressing again and again did not help"


@dataclass(slots=True)
class Dweller(Citizen):
    """Files one appeal after another; each is answered, and the answer confirmed."""

    async def press(self, label: str, expected: str) -> Message:
        if label == "Подать обращение":
            expected = "О чём обращение?" if self.filed else "согласие"
        return await super(Dweller, self).press(label, expected)

    async def answered(self, expected: str, count: int) -> Message:
        """Wait for an answer that holds `expected`. What a second press has brought may come before it."""
        found = await self.sandbox.world.wait_for(
            lambda: next((one for one in self.answers[count - 1 :] if expected in one.text), None), PATIENCE
        )
        assert found is not None
        return found

    async def settle(self, number: str) -> None:
        """Wait for the answer, and say that it is solved."""
        world = self.sandbox.world

        def closed() -> bool:
            return any(f"{number} закрыто" in one.text for one in self.answers)

        def answer() -> int | None:
            found = (
                one.conversation_message_id
                for one in self.answers
                if one.text.startswith("Ответ администрации") and number in one.text
            )
            return next(found, None)

        cmid = await world.wait_for(answer, ANSWERED_WITHIN)
        await insist(self.sandbox, lambda: world.press(self.id, PRIVATE, "Решено", cmid=cmid), closed)

    async def lives(self, over: asyncio.Event) -> None:
        """File appeals until it is over, and see the last one through."""
        while not over.is_set():
            await self.file(f"Яма {1000 * len(self.filed) + self.id} на дороге", handled=False)
            await self.settle(self.filed[-1])


@dataclass(slots=True)
class Clerk(Moderator):
    """Answers appeals of the citizens whose share is theirs."""

    handled: set[str] = field(default_factory=set)

    async def serves(self, people: list[Dweller], share: int, of: int) -> None:
        """Handle what citizens know the number of, the oldest first, until cancelled."""

        def fresh() -> str | None:
            waiting = (number for one in people for number in one.filed if number not in self.handled)
            return min((number for number in waiting if int(number[-6:]) % of == share), default=None)

        while True:
            number = await self.sandbox.world.wait_for(fresh, 10 * PATIENCE)
            assert number is not None
            self.handled.add(number)
            await self.deal_with(number)

    async def deal_with(self, number: str) -> None:
        """Take it by its card, answer it by a command, confirm the preview."""
        world = self.sandbox.world
        await self.sees(lambda one: one.text.startswith(f"№ {number} · "))
        await insist(self.sandbox, lambda: self._take(number), lambda: self._sees_now(f"№ {number} · в работе"))
        world.say(self.id, CHAT, f"/ответ {number} Яму по обращению {number} засыпали.")
        preview = await self.sees(lambda one: f"Так ответ на № {number} увидит житель" in one.text)
        # The same words again and again: the bot remarks on that, and the moderator knows better.
        label = labels_of(preview.keyboard)[0][0]
        await insist(
            self.sandbox,
            lambda: world.press(self.id, CHAT, label, cmid=preview.conversation_message_id),
            lambda: self._sees_now(f"Ответ на № {number} отправлен"),
        )

    def _take(self, number: str) -> None:
        """Press «Взять» under the newest card: one that VK didn't let the bot rewrite is shown anew."""
        cards = [one for one in self.seen if one.from_id < 0 and one.text.startswith(f"№ {number} · ")]
        self.sandbox.world.press(self.id, CHAT, "Взять", cmid=cards[-1].conversation_message_id)

    def _sees_now(self, head: str) -> bool:
        return any(one.from_id < 0 and one.text.startswith(head) for one in self.seen)


async def leads_come(sandbox: Sandbox, chance: random.Random, over: asyncio.Event, people: list[int]) -> int:
    """People fill in the lead form now and then; return how many did."""
    count = 0
    while not over.is_set():
        count += 1
        answer = {"key": "custom_0", "question": "Что случилось?", "answer": f"Лужа номер {count} у дома"}
        sandbox.world.fill_form(chance.choice(people), [answer])
        await asyncio.sleep(chance.uniform(2, 6))
    return count


def numbers_told(dweller: Dweller) -> list[str]:
    """The numbers that the person was given for what they filed."""
    accepted = (one.text for one in dweller.answers if "Обращение принято" in one.text)
    return [found[0] for text in accepted if (found := NUMBER.search(text))]
