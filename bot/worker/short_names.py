"""Whose short names are («@durov»): asked of VK before the command that needs it is handled."""

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
from handlers.persons import MAX_ID, ShortNames

PATIENCE = 3.0
"""Seconds that a command waits for VK; then it is told that nobody is known by this name."""


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

    async def _fetch(self, name: str) -> int:
        try:
            async with asyncio.timeout(PATIENCE):
                return _person(await self._api.ask("utils.resolveScreenName", screen_name=name))
        except (VkError, VkUnavailableError, TimeoutError) as error:
            logger.warning("Короткое имя не узнано ({})", type(error).__name__)
            return 0


def _person(answer: Any) -> int:
    """The id of a person; VK answers with an empty list when the name is nobody's."""
    if not isinstance(answer, dict) or answer.get("type") != "user":
        return 0
    vk_id = integer(answer.get("object_id"))
    return vk_id if vk_id is not None and 0 < vk_id < MAX_ID else 0
