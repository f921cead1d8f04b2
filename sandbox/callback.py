"""VK's Callback API: events are brought to the bot's server, again and again until it answers ``ok``."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
import orjson

from sandbox.errors import Refused
from sandbox.model import Json

if TYPE_CHECKING:
    from aiohttp import web

    from sandbox.state import State

CONFIRMED = "ok"
PATIENCE = 10.0
"""Seconds that the bot's server has to answer."""


@dataclass(frozen=True, slots=True)
class CallbackTarget:
    """The bot's server: its address, the secret of every event, the string that it must confirm itself with.

    ``events``: the types that are brought, empty: all of them. ``pauses``: seconds between attempts, the last one
    for every further one.
    """

    url: str
    secret: str
    confirmation: str
    events: frozenset[str] = frozenset()
    pauses: tuple[float, ...] = (0.05, 0.2, 1.0, 5.0)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to bring an event, as the bot's server answered; status 0: no answer."""

    event: Json
    status: int
    body: str

    @property
    def taken(self) -> bool:
        return self.status == 200 and self.body.strip() == CONFIRMED


@dataclass(slots=True)
class CallbackQueue:
    """Events that wait for the bot's server, and the attempts made so far."""

    target: CallbackTarget | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: deque[Json] = field(default_factory=deque)

    def wants(self, kind: str) -> bool:
        return self.target is not None and (not self.target.events or kind in self.target.events)

    def append(self, event: Json) -> None:
        self._waiting.append(event)
        self.news.set()

    def aim(self, target: CallbackTarget | None) -> None:
        """Bring events there from now on; None: nowhere."""
        self.target = target
        self.news.set()

    def forget(self) -> None:
        self._waiting.clear()
        self.deliveries.clear()

    @property
    def head(self) -> Json | None:
        return self._waiting[0] if self._waiting else None

    def done(self, event: Json) -> None:
        """The head was taken, or what it was is no longer waited for."""
        if self.head is event:
            self._waiting.popleft()

    def __len__(self) -> int:
        return len(self._waiting)


class CallbackDeliverer:
    """Brings what waits, one event after another."""

    def __init__(self, state: State) -> None:
        self.state = state

    async def set_target(self, target: CallbackTarget | None) -> None:
        """Bring events there from now on, after it has confirmed itself; None: nowhere.

        Raises Refused when the server doesn't answer with the confirmation string.
        """
        if target is not None:
            asked = {"type": "confirmation", "group_id": self.state.group_id, "secret": target.secret}
            async with aiohttp.ClientSession() as http:
                status, body = await _post(http, target.url, asked)
            if status != 200 or body.strip() != target.confirmation:
                raise Refused(f"Сервер не подтвердил себя: ответ {status}, {body[:80]!r}")
        self.state.callback.aim(target)
        self.state.feed.publish("settings")

    async def running(self, app: web.Application) -> AsyncIterator[None]:
        """As a cleanup context: deliver for as long as the application lives."""
        async with asyncio.TaskGroup() as group:
            delivering = group.create_task(self._deliver())
            yield
            delivering.cancel()

    async def _deliver(self) -> None:
        queue, feed = self.state.callback, self.state.feed
        attempt = 0
        async with aiohttp.ClientSession() as http:
            while True:
                target, event = queue.target, queue.head
                if target is None or event is None:
                    queue.news.clear()
                    await queue.news.wait()
                    continue
                delivery = Delivery(event, *await _post(http, target.url, {**event, "secret": target.secret}))
                queue.deliveries.append(delivery)
                feed.publish("delivery", delivery)
                if delivery.taken:
                    attempt = 0
                    queue.done(event)
                else:
                    await asyncio.sleep(target.pauses[min(attempt, len(target.pauses) - 1)])
                    attempt += 1


def target_of(body: Json) -> CallbackTarget | None:
    """The target that the control API was given; no ``url``: none."""
    if not body.get("url"):
        return None
    events: Iterable[str] = body.get("events") or ()
    return CallbackTarget(
        str(body["url"]), str(body.get("secret", "")), str(body["confirmation"]), frozenset(map(str, events))
    )


async def _post(http: aiohttp.ClientSession, url: str, body: Json) -> tuple[int, str]:
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with http.post(url, data=orjson.dumps(body), timeout=timeout) as answer:
            return answer.status, await answer.text()
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0, ""
