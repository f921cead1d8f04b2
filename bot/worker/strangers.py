"""Getting to know people before their events are handled: names from VK, in batches, and without them if need be."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

from loguru import logger

from appeals.ports import Clock
from bot.signals import Bell
from bot.vk.errors import VkError, VkUnavailableError
from bot.vk.numbers import integer
from bot.vk.questions import Questions
from bot.worker.short_names import NamesAsked
from storage.errors import STORAGE_PAUSE, is_storage_trouble
from storage.profiles import Profile, Profiles

BATCH = 1000
"""Ids in one `users.get` (VK)."""

PATIENCE = 3.0
"""Seconds that a person's event waits for their name; a greeting without it is better than a late one."""


class Strangers:
    """Fetches profiles of people who write for the first time. Nobody else's events wait for it."""

    def __init__(self, questions: Questions, profiles: Profiles, clock: Clock, names: NamesAsked) -> None:
        self.names = names
        self._questions = questions
        self._profiles = profiles
        self._clock = clock
        self._waiting: dict[int, list[Callable[[], None]]] = {}
        self._bell = Bell()

    def introduce(self, whom: int | str, then: Callable[[], None]) -> None:
        """Have somebody's profile fetched, or the owner of a short name; `then` is called when VK has told."""
        if isinstance(whom, str):
            self.names.ask(whom, then)
            return
        self._waiting.setdefault(whom, []).append(then)
        self._bell.ring()

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            await self._bell.wait()
            self._bell.heard()
            while self._waiting:
                people = list(self._waiting)[:BATCH]
                await self._save(await self._fetch(people))
                for then in [then for one in people for then in self._waiting.pop(one)]:
                    then()

    async def learn_names(self) -> None:
        """Ask again for the names that VK didn't tell when they were needed."""
        if people := await self._profiles.nameless(BATCH):
            await self._save(await self._fetch(people))

    async def _save(self, profiles: list[Profile]) -> None:
        while True:
            try:
                await self._profiles.save(profiles, self._clock.now())
                return
            except sqlite3.Error as error:
                if not is_storage_trouble(error):
                    raise
                logger.error("База не отвечает ({}), повтор через {} с", error.sqlite_errorname, STORAGE_PAUSE)
                await asyncio.sleep(STORAGE_PAUSE)

    async def _fetch(self, people: list[int]) -> list[Profile]:
        found: dict[int, Profile] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._questions.ask("users.get", user_ids=people, fields="sex")
            found = {profile.vk_id: profile for profile in map(_profile, answer) if profile}
        except (VkError, VkUnavailableError, TimeoutError, TypeError) as error:
            logger.warning("Имена не получены ({}): отвечаем без них", type(error).__name__)
        return [found.get(one, Profile(one)) for one in people]


def _profile(item: Any) -> Profile | None:
    vk_id = integer(item.get("id")) if isinstance(item, dict) else None
    if vk_id is None:
        return None
    first, last, sex = item.get("first_name"), item.get("last_name"), integer(item.get("sex"))
    return Profile(
        vk_id,
        first if isinstance(first, str) else "",
        last if isinstance(last, str) else "",
        sex if sex in (1, 2) else 0,
    )
