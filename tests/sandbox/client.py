"""A bare bot over HTTP: what a bot library would do, without hiding anything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

from sandbox import Sandbox

Json = dict[str, Any]
PRIVATE = -1
CHAT = 2_000_000_001
# The smallest PNG: one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@dataclass
class Clock:
    """UTC seconds that go on only when told."""

    seconds: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Vk:
    """Calls the sandbox's API with its token."""

    sandbox: Sandbox
    http: aiohttp.ClientSession
    clock: Clock
    random_ids: Iterator[int]
    poll: Json = field(default_factory=dict)

    async def raw(self, method: str, **params: Any) -> Json:
        """VK's whole answer."""
        form = {"access_token": self.sandbox.token, "v": "5.199", **_form(params)}
        async with self.http.post(self.sandbox.api_url + method, data=form) as answer:
            body: Json = orjson.loads(await answer.read())
            return body

    async def call(self, method: str, **params: Any) -> Any:
        """The response; an error fails the test."""
        body = await self.raw(method, **params)
        assert "error" not in body, body
        return body["response"]

    async def error(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and text of the error that VK must answer."""
        body = await self.raw(method, **params)
        assert "error" in body, body
        return body["error"]["error_code"], body["error"]["error_msg"]

    async def send(self, peer_id: int, message: str = "Ответ", **params: Any) -> Json:
        """One result of messages.send by ``peer_ids``."""
        params = {"random_id": next(self.random_ids), **params}
        results = await self.call("messages.send", peer_ids=peer_id, message=message, **params)
        result: Json = results[0]
        return result

    async def start_polling(self) -> None:
        self.poll = await self.call("groups.getLongPollServer", group_id=1)

    async def check(self, wait: int = 5, **changed: Any) -> Json:
        """One a_check; ``ts`` goes on as VK says."""
        params = {"act": "a_check", "key": self.poll["key"], "ts": self.poll["ts"], "wait": wait, **changed}
        async with self.http.get(self.poll["server"], params=params) as answer:
            body: Json = orjson.loads(await answer.read())
        if "ts" in body and not changed:
            self.poll["ts"] = body["ts"]
        return body

    async def events(self, kind: str | None = None) -> list[Json]:
        """Events of the next answer, of one type if it is named."""
        return [event for event in (await self.check())["updates"] if kind in (None, event["type"])]

    async def control(self, verb: str, path: str, body: Any = None, status: int = 200) -> Any:
        """A request of the control API."""
        data = None if body is None else orjson.dumps(body)
        async with self.http.request(verb, f"{self.sandbox.url}/sandbox/{path}", data=data) as answer:
            assert answer.status == status, await answer.text()
            return orjson.loads(await answer.read())


def keyboard(*rows: list[Json], **flags: Any) -> str:
    """A keyboard's JSON."""
    return orjson.dumps({"buttons": list(rows), **flags}).decode()


def text_button(label: str = "Меню", **payload: Any) -> Json:
    return {"action": {"type": "text", "label": label, "payload": orjson.dumps(payload).decode()}, "color": "primary"}


def callback_button(label: str = "Взять", **payload: Any) -> Json:
    return {"action": {"type": "callback", "label": label, "payload": orjson.dumps(payload).decode()}}


def _form(params: Json) -> dict[str, str]:
    return {name: value if isinstance(value, str) else str(int(value)) for name, value in params.items()}
