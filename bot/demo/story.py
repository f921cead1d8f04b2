"""The sample conversation: what each person does, and what must be seen after it."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.demo.picture import pothole
from sandbox.model import Message
from sandbox.scenes import MODERATORS_CHAT
from sandbox.world import World

ANNA, MARIA = 101, 201
_MENTION = re.compile(r"\[id\d+\|([^\]]+)\]")
PATIENCE = 10.0
"""Seconds to wait for a message."""


class Unheard(Exception):
    """A message that was expected did not come; the text tells which."""


class Story:
    """Plays the conversation and prints it.

    Args:
        tell: prints one line.
    """

    def __init__(self, world: World, tell: Callable[[str], object]) -> None:
        self._world = world
        self._tell = tell
        self._private = -world.community.id
        self._told: set[tuple[int, int]] = set()

    async def play(self) -> None:
        """Play from the first word to the closed appeal.

        Raises:
            Unheard: something expected was not said in time.
        """
        await self._listening()
        self._say(ANNA, self._private, "Начать", payload={"command": "start"})
        await self._hear(ANNA, self._private, "Здравствуйте, Анна")
        for button, question in (
            ("Подать обращение", "согласие"),
            ("Согласен", "Выберите тему"),
            ("Дороги и тротуары", "что случилось"),
        ):
            self._press(ANNA, self._private, button)
            await self._hear(ANNA, self._private, question)
        self._say(ANNA, self._private, "У дома на Садовой глубокая яма, уже неделю. Вечером её не видно.")
        await self._hear(ANNA, self._private, "Где это")
        self._say(ANNA, self._private, "ул. Садовая, 5")
        await self._hear(ANNA, self._private, "Приложите фото")
        photo = self._world.upload(pothole(), "yama.png", "photo")
        self._say(ANNA, self._private, "", attachments=[photo])
        await self._hear(ANNA, self._private, "Приложено:")
        self._press(ANNA, self._private, "Готово")
        await self._hear(ANNA, self._private, "связаться")
        self._press(ANNA, self._private, "Пропустить")
        await self._hear(ANNA, self._private, "Проверьте")
        self._press(ANNA, self._private, "Отправить")
        await self._hear(ANNA, self._private, "Обращение принято")
        await self._hear(MARIA, MODERATORS_CHAT, "ул. Садовая, 5")
        await self._work()
        self._press(ANNA, self._private, "Решено")
        await self._hear(ANNA, self._private, "закрыто")
        await self._hear(MARIA, MODERATORS_CHAT, "житель подтвердил")

    async def _work(self) -> None:
        """The moderator's part."""
        self._press(MARIA, MODERATORS_CHAT, "Взять")
        await self._hear(ANNA, self._private, "взяли в работу")
        self._press(MARIA, MODERATORS_CHAT, "Ответить")
        await self._hear(MARIA, MODERATORS_CHAT, "напишите следующим сообщением")
        answer = "Яму засыпали и закатали асфальтом сегодня утром, работала бригада дорожной службы."
        self._say(MARIA, MODERATORS_CHAT, answer)
        await self._hear(MARIA, MODERATORS_CHAT, "увидит житель")
        self._press(MARIA, MODERATORS_CHAT, "Отправить")
        await self._hear(ANNA, self._private, "Ответ администрации")

    async def _listening(self) -> None:
        """Wait until the bot polls."""
        try:
            await self._world.wait_for(lambda: "groups.getLongPollServer" in self._called(), PATIENCE)
        except TimeoutError:
            raise Unheard("бот не начал слушать VK") from None

    def _called(self) -> set[str]:
        return {call.method for call in self._world.calls}

    def _say(self, who: int, peer: int, text: str, **more: object) -> None:
        message = self._world.say(who, peer, text, **more)  # type: ignore[arg-type] # the parts that `say` names
        self._tell(f"{self._where(peer)}{self._name(who)}: {text or '[фото]'}")
        self._told.add((peer, message.conversation_message_id))

    def _press(self, who: int, peer: int, label: str) -> None:
        self._world.press(who, peer, label)
        self._tell(f"{self._where(peer)}{self._name(who)} нажимает «{label}»")

    async def _hear(self, who: int, peer: int, words: str) -> None:
        """Wait for a message of the community that holds `words`, and print it."""

        def said() -> Message | None:
            for message in self._world.seen_by(who, peer):
                key = (peer, message.conversation_message_id)
                if message.from_id < 0 and words in message.text and key not in self._told:
                    return message
            return None

        try:
            message = await self._world.wait_for(said, PATIENCE)
        except TimeoutError:
            raise Unheard(f"{self._name(who)} ждёт «{words}»") from None
        assert message is not None
        self._told.add((peer, message.conversation_message_id))
        text = _MENTION.sub(r"\1", message.text).replace("\n", "\n    ")
        photos = "\n    [фото]" * len(message.attachments)
        self._tell(f"{self._where(peer)}Приёмная:\n    {text}{photos}")

    def _name(self, who: int) -> str:
        person = self._world.person(who)
        return f"{person.first_name} {person.last_name}"

    def _where(self, peer: int) -> str:
        return "[чат модераторов] " if peer == MODERATORS_CHAT else ""
