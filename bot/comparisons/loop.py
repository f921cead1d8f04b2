"""The loop of a comparison: made when asked for, tried again when VK doesn't answer."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from asyncio import Event, get_running_loop
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from loguru import logger

from appeals.ports import Clock
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge

MARGIN = timedelta(minutes=10)
"""How far back before the last comparison one looks: VK's clock isn't ours, and an event takes its time."""

FIRST_MARGIN = timedelta(minutes=2)
"""How far back the very first comparison looks: what was before the bot began isn't its business."""

MAX_SKEW = timedelta(minutes=1)

RETRY_PAUSE = 15.0
"""Seconds before another attempt when VK doesn't answer."""


class Comparison(ABC):
    """Compares when asked to. A class of its own says what and how."""

    name: ClassVar[str]
    """As the journal calls it, in Russian."""

    key: ClassVar[str] = "VK_TOKEN"
    """The setting that holds the access key it needs."""

    def __init__(self) -> None:
        self._bell = Bell()
        self._has_compared = False
        self._tried = Event()

    @abstractmethod
    async def compare(self) -> int:
        """Compare once; return how much was missing.

        Raises:
            VkError, VkUnavailableError
        """

    def _came_to_end(self, found: int) -> None:
        """Note that a comparison is over. What the first one finds came while the bot stood still, or is coming this
        very moment: nothing to be warned of.
        """
        if found:
            level = "WARNING" if self._has_compared else "INFO"
            logger.log(level, "{}: найдено пропущенных: {}", self.name, found)
        self._has_compared = True

    def request(self) -> None:
        """Have a comparison made soon."""
        self._bell.ring()

    async def requested(self) -> None:
        """`request` as a tick."""
        self.request()

    async def has_tried(self) -> None:
        """Wait until a comparison was made for the first time, or VK didn't let it."""
        await self._tried.wait()

    async def run(self) -> None:
        """Compare whenever it is asked for, until cancelled.

        What VK refuses for good isn't tried again before the next request: a token has to be put right first.
        """
        until: float | None = None
        while True:
            await self._bell.wait(until)
            self._bell.heard()
            until = None
            try:
                await self.compare()
            except VkError as error:
                passing = judge(error.code, error.method) in (Verdict.RETRY, Verdict.RETRY_LATER)
                until = get_running_loop().time() + RETRY_PAUSE if passing else None
                logger.warning("{} не удалась: {}. Проверьте {}", self.name, error, self.key)
            except (VkUnavailableError, sqlite3.OperationalError) as error:
                logger.warning("{} не удалась: {}, повтор через {} с", self.name, error, RETRY_PAUSE)
                until = get_running_loop().time() + RETRY_PAUSE
            self._tried.set()


def looks_back(before: datetime, now: datetime) -> datetime:
    """From when on a comparison looks after one that was made at `before`: a wrong clock may have set that too late."""
    return min(before, now) - MARGIN


async def vk_time(api: VkApi, clock: Clock) -> datetime:
    """VK's own time: its things are dated by it, and this machine's clock may be wrong.

    Raises:
        VkUnavailableError: VK doesn't answer.
    """
    now = clock.now()
    try:
        seconds = await api.ask("utils.getServerTime")
    except VkError:
        return now
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < 2**33:
        return now
    vk_now = datetime.fromtimestamp(seconds, UTC)
    if abs(vk_now - now) > MAX_SKEW:
        logger.warning("Часы этого компьютера расходятся с часами VK на {} с", round((now - vk_now).total_seconds()))
    return vk_now
