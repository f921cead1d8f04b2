"""Intake: what VK tells reaches the disk, together with the place up to which it was told.

`vkbottle.BotPolling` speaks the protocol; its `run_polling` isn't used, because it starts a task per update and saves
`ts` at the hand-off, so a crash loses what is in flight.
"""

from __future__ import annotations

import asyncio
from asyncio import get_running_loop
from collections.abc import Callable
from typing import Any

import aiohttp
from loguru import logger
from vkbottle import ABCAPI, BotPolling, ErrorHandler

from appeals.ports import Clock
from bot.events import in_order, is_echo, read_json, store_form
from bot.vk.errors import HINTS, VkError
from storage.inbox import Inbox

SESSION_LIFE = 3 * 3600.0
"""Seconds after which the long-poll session is made anew: in very long ones `message_event` stops coming."""

MIN_PAUSE, MAX_PAUSE = 0.5, 10.0
"""Seconds between attempts while VK is down: growing, and short enough that nobody waits long once it is back."""

MAX_FAILURES = 3
"""`failed` answers in a row before a pause."""

KEY_EXPIRED = 2
"""The one `failed` code after which no events are missing."""


class Polling(BotPolling):
    """Long poll that starts at the stored place and tells of gaps."""

    def __init__(self, api: ABCAPI, group_id: int, *, position: str | None, on_gap: Callable[[], None]) -> None:
        super().__init__(api, group_id=group_id, error_handler=ErrorHandler(raise_exceptions=True))
        self._position = position
        self._on_gap = on_gap

    def restore_server_ts(self, server: dict[str, Any]) -> dict[str, Any]:
        return {**server, "ts": self._position} if self._position is not None else server

    def save_server_ts(self, server: dict[str, Any]) -> None:
        """Nothing: `ts` is stored with the events, in one transaction."""

    async def get_event(self, server: dict[str, Any]) -> dict[str, Any]:
        """Ask once; an answer that strict JSON refuses (a lone surrogate) must not stop everybody else's events.

        Raises:
            ValueError: the answer isn't JSON at all, or not an object.
        """
        content = await self.api.http_client.request_content(
            server["server"],
            method="POST",
            params={"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": self.wait},
            timeout=aiohttp.ClientTimeout(total=self.wait + 10),
        )
        answer = read_json(content)
        if not isinstance(answer, dict) or not ("failed" in answer or "ts" in answer):
            raise ValueError("not an answer of the long poll")
        return answer

    async def handle_failed_event(self, server: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
        logger.warning("Long poll: failed {}", event.get("failed"))
        if event.get("failed") != KEY_EXPIRED:
            self._on_gap()  # first: renewing may fail, and the gap is there all the same
        try:
            renewed = await super().handle_failed_event(server, event)
        except KeyError:
            renewed = {}
        return renewed or await self.get_server()


class Intake:
    """Reads the long poll and stores what comes.

    Args:
        api: a client of its own, so that slow sends can't starve the long poll.
        on_stored: called after every commit that brought something new.
        on_gap: called when VK says that events are missing.
        on_first_poll: called once the server is known and polling begins.
    """

    def __init__(
        self,
        api: ABCAPI,
        group_id: int,
        inbox: Inbox,
        clock: Clock,
        *,
        on_stored: Callable[[], None],
        on_gap: Callable[[], None],
        on_first_poll: Callable[[], None] = lambda: None,
    ) -> None:
        self._api = api
        self._group_id = group_id
        self._inbox = inbox
        self._clock = clock
        self._on_stored = on_stored
        self._on_gap = on_gap
        self._on_first_poll = on_first_poll
        self._pause = MIN_PAUSE

    async def run(self) -> None:
        """Poll until cancelled; whatever VK, the network or the disk does only makes pauses."""
        while True:
            ends_at = get_running_loop().time() + SESSION_LIFE
            try:
                async with asyncio.timeout_at(ends_at):
                    await self._session()
            except Exception as error:  # noqa: BLE001 - polling must outlive anything that an answer can hold
                if get_running_loop().time() >= ends_at:
                    continue  # the session's life is over: nothing is wrong
                # The text of VK's error holds a method and a code, nothing else; any other's may hold anything.
                reason = str(error) if isinstance(error, VkError) else _name(error)
                logger.warning("Long poll: {}, повтор через {} с", reason, self._pause)
                if isinstance(error, VkError) and error.code in HINTS:
                    logger.critical("Нужна настройка: {}", HINTS[error.code])
                await asyncio.sleep(self._pause)
                self._pause = min(self._pause * 2, MAX_PAUSE)

    async def _session(self) -> None:
        polling = Polling(self._api, self._group_id, position=await self._inbox.position(), on_gap=self._on_gap)
        server = polling.restore_server_ts(await polling.get_server())
        await self._inbox.accept([], _position(server), self._clock.now())
        self._on_first_poll()
        failures = 0
        while True:
            event = await polling.get_event(server)
            if "failed" in event:
                if (failures := failures + 1) > MAX_FAILURES:
                    raise ValueError("the long poll fails again and again")
                server = await polling.handle_failed_event(server, event)
                # The old place may mean something else in the new history: a restart must not begin there.
                await self._inbox.accept([], _position(server), self._clock.now())
                continue
            position = _position(event)
            server["ts"] = event["ts"]
            updates = event.get("updates")
            await self._store(updates if isinstance(updates, list) else [], position)
            self._pause, failures = MIN_PAUSE, 0

    async def _store(self, updates: list[Any], position: str) -> None:
        if not updates:
            return
        events = in_order([store_form(update) for update in updates if not is_echo(update)])
        try:
            await self._inbox.accept(events, position, self._clock.now())
        finally:
            # Even when the session's life ends between the commit and here: what is stored must be looked at.
            self._on_stored()


def _position(answer: dict[str, Any]) -> str:
    """The place in VK's history, a number or its text.

    Raises:
        ValueError: it is anything else; to store it would lose the true one.
    """
    position = str(answer["ts"])
    if not position.isdecimal():
        raise ValueError("ts")
    return position


def _name(error: Exception) -> str:
    return getattr(error, "sqlite_errorname", None) or type(error).__name__
