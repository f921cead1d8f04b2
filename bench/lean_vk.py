"""A lean VK for measurements: `python -m bench.lean_vk` serves a community and its citizens from a process of its own.

The sandbox of the tests checks everything and remembers everything, so that it would be slower than the bots. This
one knows what they need: the long poll, `messages.send`, `execute`, `users.get`, error 6, and VK's promise that one
`random_id` is delivered once. Citizens live in it too: they answer when they have been answered.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from json import JSONDecoder
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import orjson
import uvloop

from bench.step import STEPS
from bench.world import message

GROUP = 1
CHAT = 2_000_000_001
FIRST = 10_000
LIMIT = 20
MAX_CALLS = 25
TICK = 0.02
PATIENCE = 120.0
"""Seconds in which a bot has to come to work."""

_RIGHTS = ("messages", "manage", "photos", "docs", "wall")
_DECODER = JSONDecoder()


class RefusedError(Exception):
    """An error of VK, by its code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Person:
    """A citizen: how far their dialog has come, and whether they wait for an answer."""

    step: int = 0
    waits: bool = False
    number: int = 0
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Plan:
    """Who writes how.

    `rate` None: `together` people lead a dialog each, and somebody new begins when one has ended; an answer is thought
    about for `thinking` seconds. Else so many people a second write one message each, whatever the bot does.
    """

    people: int
    together: int = 400
    thinking: float = 0.2
    rate: float | None = None
    limit: bool = False

    @property
    def steps(self) -> int:
        return 1 if self.rate else len(STEPS)


class Town:
    """The citizens, the events of the long poll, and what the community has sent."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.people = [Person() for _ in range(plan.people)]
        self.events: deque[dict[str, Any]] = deque()
        self.first_ts = self.ts = 1
        self.news, self.heard = asyncio.Event(), asyncio.Event()
        self.begun = 0
        self.replies = self.further = self.doubled = 0
        self._due: deque[tuple[float, int]] = deque()

    async def live(self) -> None:
        """Write as soon as the bot listens, wait for answers, think, write again."""
        await self.heard.wait()
        started = time.perf_counter()
        if self.plan.rate is None:
            for _ in range(min(self.plan.together, self.plan.people)):
                self._begin()
        while True:
            await asyncio.sleep(TICK)
            now = time.perf_counter()
            while self.plan.rate and self.begun < min(self.plan.people, (now - started) * self.plan.rate):
                self._begin()
            while self._due and self._due[0][0] <= now:
                self._say(self._due.popleft()[1])

    def _begin(self) -> None:
        if self.begun < self.plan.people:
            self.begun += 1
            self._say(self.begun - 1)

    def _say(self, place: int) -> None:
        person = self.people[place]
        text, payload = STEPS[person.step]
        person.number += 1
        person.waits = True
        event = message(FIRST + place, person.number, text, event=self.ts, payload=payload)
        event["object"]["message"]["date"] = int(time.time())
        self.events.append(event)
        self.ts += 1
        self.news.set()

    def sent(self, peer: int, random_id: str) -> dict[str, int]:
        """The community's message reaches somebody; return its numbers."""
        place = peer - FIRST
        if not 0 <= place < len(self.people):
            self.further += 1
            return {"peer_id": peer, "message_id": self.further, "conversation_message_id": self.further}
        person = self.people[place]
        if random_id != "0" and random_id in person.seen:
            self.doubled += 1  # asked for twice, delivered once
        else:
            person.seen.add(random_id)
            person.number += 1
            if person.waits:
                self._answered(place, person)
            else:
                self.further += 1
        return {"peer_id": peer, "message_id": self.replies, "conversation_message_id": person.number}

    def _answered(self, place: int, person: Person) -> None:
        person.waits = False
        person.step += 1
        self.replies += 1
        if person.step < self.plan.steps:
            self._due.append((time.perf_counter() + self.plan.thinking, place))
        elif self.plan.rate is None:
            person.seen.clear()
            self._begin()

    async def after(self, ts: int, wait: float) -> dict[str, Any]:
        """The long poll's answer: what has come since `ts`. What was asked beyond won't be asked again."""
        self.heard.set()
        while self.first_ts < ts and self.events:
            self.events.popleft()
            self.first_ts += 1
        if not self.events:
            self.news.clear()
            try:
                async with asyncio.timeout(wait):
                    await self.news.wait()
            except TimeoutError:
                pass
        return {"ts": str(self.first_ts + len(self.events)), "updates": list(self.events)}


class LeanVk:
    """VK's API for one community."""

    def __init__(self, town: Town, base: Callable[[], str]) -> None:
        self.town = town
        self._base = base
        self.taken: Counter[str] = Counter()
        self._accepted: deque[float] = deque()
        self._methods: dict[str, Callable[[dict[str, Any]], Any]] = {
            "messages.send": self._send,
            "messages.markAsAnsweredConversation": lambda _: 1,
            "messages.getConversations": lambda _: {"count": 0, "items": []},
            "messages.getConversationMembers": lambda _: {"count": 0, "items": []},
            "groups.getById": lambda _: {"groups": [{"id": GROUP, "name": "Город", "screen_name": "town"}]},
            "groups.getTokenPermissions": lambda _: {"mask": 1, "permissions": [{"name": one} for one in _RIGHTS]},
            "groups.getLongPollServer": lambda _: {
                "key": "key",
                "server": f"{self._base()}/longpoll",
                "ts": str(self.town.first_ts),
            },
            "groups.getLongPollSettings": lambda _: {
                "is_enabled": True,
                "api_version": "5.199",
                "events": dict.fromkeys(("message_new", "message_event", "message_allow", "message_deny"), 1),
            },
            "groups.getMembers": lambda _: {"count": 0, "items": []},
            "users.get": self._users,
        }

    def answer(self, method: str, form: dict[str, str]) -> dict[str, Any]:
        """The body of VK's answer."""
        try:
            if not form.get("access_token"):
                raise RefusedError(5)
            if not form.get("v"):
                raise RefusedError(8)
            self._count()
            self.taken[method] += 1
            return self._execute(form) if method == "execute" else {"response": self._call(method, form)}
        except RefusedError as refused:
            return {"error": {"error_code": refused.code, "error_msg": "refused", "request_params": []}}

    def _count(self) -> None:
        """20 requests in any second, as VK promises to take; what is refused doesn't count."""
        if not self.town.plan.limit:
            return
        now = time.monotonic()
        while self._accepted and self._accepted[0] <= now - 1:
            self._accepted.popleft()
        if len(self._accepted) >= LIMIT:
            raise RefusedError(6)
        self._accepted.append(now)

    def _call(self, method: str, form: dict[str, Any]) -> Any:
        if (known := self._methods.get(method)) is None:
            raise RefusedError(3)
        return known(form)

    def _execute(self, form: dict[str, str]) -> dict[str, Any]:
        code, place = form.get("code", ""), 0
        results: list[Any] = []
        errors: list[dict[str, Any]] = []
        while (place := code.find("API.", place)) >= 0:
            opened = code.index("(", place)
            method = code[place + 4 : opened]
            params, place = _DECODER.raw_decode(code, opened + 1)
            if len(results) == MAX_CALLS:
                raise RefusedError(13)
            try:
                results.append(self._call(method, params))
            except RefusedError as refused:
                results.append(False)
                errors.append({"method": method, "error_code": refused.code, "error_msg": "refused"})
        return {"response": results, "execute_errors": errors} if errors else {"response": results}

    def _send(self, form: dict[str, Any]) -> Any:
        if "random_id" not in form or not (form.get("message") or form.get("attachment")):
            raise RefusedError(100)
        random_id = str(form["random_id"])
        if peers := form.get("peer_ids"):
            return [self.town.sent(int(peer), random_id) for peer in str(peers).split(",")]
        return self.town.sent(int(form.get("peer_id") or form["user_id"]), random_id)["message_id"]

    @staticmethod
    def _users(form: dict[str, Any]) -> Any:
        return [
            {"id": int(one), "first_name": "Анна", "last_name": "Примерова", "sex": 1}
            for one in str(form.get("user_ids", "")).split(",")
            if one
        ]


class Wire(asyncio.Protocol):
    """HTTP/1.1, as much of it as aiohttp's client speaks."""

    def __init__(self, vk: LeanVk, tasks: asyncio.TaskGroup) -> None:
        self._vk = vk
        self._tasks = tasks
        self._heard = bytearray()
        self._transport: asyncio.Transport | None = None
        self._polling: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's isn't one by its class

    def connection_lost(self, exc: Exception | None) -> None:
        if self._polling is not None:
            self._polling.cancel()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._heard[:end])
            mark = head.lower().find(b"content-length:")
            length = int(head[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
            if len(self._heard) < end + 4 + length:
                return
            body = bytes(self._heard[end + 4 : end + 4 + length])
            del self._heard[: end + 4 + length]
            self._request(urlsplit(head.split(b" ", 2)[1].decode()), body)

    def _request(self, url: Any, body: bytes) -> None:
        form = dict(parse_qsl(url.query)) | dict(parse_qsl(body.decode(), keep_blank_values=True))
        if url.path.startswith("/longpoll"):
            self._polling = self._tasks.create_task(self._poll(form))
        else:
            self._write(self._vk.answer(url.path.rpartition("/")[2], form))

    async def _poll(self, form: dict[str, str]) -> None:
        self._write(await self._vk.town.after(int(form["ts"]), min(int(form.get("wait") or 25), 90)))

    def _write(self, answer: dict[str, Any]) -> None:
        body = orjson.dumps(answer)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(head.encode() + body)


async def serve(plan: Plan, warm: int, until: float) -> None:
    """Serve until killed and tell, a line of JSON each: the address, every tenth of the way, the end."""
    town = Town(plan)
    address = ""
    vk = LeanVk(town, lambda: address)
    async with asyncio.TaskGroup() as tasks:
        server = await asyncio.get_running_loop().create_server(lambda: Wire(vk, tasks), "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        _tell(kind="address", address=address)
        tasks.create_task(town.live())
        await _watch(vk, warm, until)


async def _watch(vk: LeanVk, warm: int, until: float) -> None:
    """What is measured begins at the reply `warm`, and ends when all have theirs, or `until` seconds later."""
    town = vk.town
    every = town.plan.people * town.plan.steps
    started = time.perf_counter()
    while town.replies < warm:
        if time.perf_counter() - started > PATIENCE:
            raise TimeoutError("the bot doesn't answer")
        await asyncio.sleep(TICK)
    _tell(kind="begin")
    vk.taken.clear()
    began, first, told = time.perf_counter(), town.replies, 0
    while town.replies < every and time.perf_counter() - began < until:
        await asyncio.sleep(TICK)
        if town.replies * 10 // every > told:
            told = town.replies * 10 // every
            _tell(kind="mark", replies=town.replies)
    _tell(
        kind="end",
        replies=town.replies - first,
        seconds=time.perf_counter() - began,
        unanswered=sum(person.waits for person in town.people),
        asked_twice=town.doubled,
        requests=dict(vk.taken),
    )


def _tell(**what: Any) -> None:
    print(orjson.dumps(what).decode(), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--together", type=int, default=400)
    parser.add_argument("--thinking", type=float, default=0.2)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--limit", action="store_true")
    parser.add_argument("--warm", type=int, default=0)
    parser.add_argument("--until", type=float, default=600.0)
    wanted = vars(parser.parse_args())
    warm, until = wanted.pop("warm"), wanted.pop("until")
    uvloop.run(serve(Plan(**wanted), warm, until))
