"""Whose short names and ids are («@durov», «id1»): asked of VK before the command that needs it is handled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from loguru import logger

from appeals.ports import Clock
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.errors import VkError, VkUnavailableError
from bot.vk.numbers import integer
from handlers.persons import MAX_ID, ShortNames, Told

PATIENCE = 3.0
"""Seconds that a command waits for VK; then it goes on without knowing."""


class NamesAsked:
    """Asks VK whose a short name is, and notes it in `known`. Nobody else's events wait for it."""

    def __init__(self, api: VkApi, clock: Clock, known: ShortNames) -> None:
        self._api = api
        self._clock = clock
        self._known = known
        self._waiting: dict[str, list[Callable[[], None]]] = {}
        self._bell = Bell()

    def ask(self, name: str, then: Callable[[], None]) -> None:
        """Have VK asked; `then` is called when it has answered, or hasn't."""
        self._waiting.setdefault(name, []).append(then)
        self._bell.ring()

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            await self._bell.wait()
            self._bell.heard()
            while self._waiting:
                name = next(iter(self._waiting))
                self._known.learn(name, await self._fetch(name), self._clock.now())
                for then in self._waiting.pop(name):
                    then()

    async def _fetch(self, name: str) -> Told | None:
        told: Told | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                number = name.removeprefix("id")
                if number.isdecimal():
                    return _alive(await self._api.ask("users.get", user_ids=number), int(number))
                told = Told(_person(await self._api.ask("utils.resolveScreenName", screen_name=name)))
                return _alive(await self._api.ask("users.get", user_ids=told.vk_id), told.vk_id) if told.vk_id else told
        except (VkError, VkUnavailableError, TimeoutError) as error:
            logger.warning("Не узнано, чья это страница ({})", type(error).__name__)
            return told


def _alive(answer: Any, vk_id: int) -> Told:
    """The person of an answer of `users.get`; nobody when there is none, or their page is deleted or banned."""
    found = answer[0] if isinstance(answer, list) and answer else None
    if not isinstance(found, dict) or found.get("id") != vk_id or found.get("deactivated"):
        return Told(0)
    names = (found.get("first_name"), found.get("last_name"))
    return Told(vk_id, " ".join(name for name in names if isinstance(name, str) and name))


def _person(answer: Any) -> int:
    """The id of a person; VK answers with an empty list when the name is nobody's."""
    if not isinstance(answer, dict) or answer.get("type") != "user":
        return 0
    vk_id = integer(answer.get("object_id"))
    return vk_id if vk_id is not None and 0 < vk_id < MAX_ID else 0
