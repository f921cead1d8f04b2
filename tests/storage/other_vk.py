"""A VK whose answers a test words itself, over HTTP: of any shape that the documentation allows, or worse."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.vk.client import VkApi
from bot.vk.pace import Pace

Answer = Callable[[dict[str, str]], Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(Exception):
    """VK's error."""

    def __init__(self, code: int) -> None:
        self.code = code


@dataclass
class OtherVk:
    """Answers by method; a method without an answer is unknown to it (error 3)."""

    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    files: dict[str, Handler] = field(default_factory=dict)
    address: str = ""

    async def give(self, request: web.Request) -> web.StreamResponse:
        """A file, at `/files/<name>`."""
        self.calls.append(("file", {"name": request.match_info["name"]}))
        return await self.files[request.match_info["name"]](request)

    def asked(self, method: str) -> list[dict[str, str]]:
        """The parameters of all calls of a method, those within `execute` too."""
        return [params for name, params in self.calls if name == method]

    async def take(self, request: web.Request) -> web.Response:
        method, params = request.match_info["method"], {k: str(v) for k, v in (await request.post()).items()}
        try:
            answer = self._execute(params["code"]) if method == "execute" else {"response": self._call(method, params)}
        except Refusal as refusal:
            answer = {"error": {"error_code": refusal.code, "error_msg": "no"}}
        return web.Response(text=json.dumps(answer), content_type="application/json")

    def _call(self, method: str, params: dict[str, str]) -> Any:
        self.calls.append((method, params))
        if method not in self.answers:
            raise Refusal(3)
        return self.answers[method](params)

    def _execute(self, code: str) -> dict[str, Any]:
        """`return [API.a.b({...}),...];`, which is all that the bot says."""
        responses: list[Any] = []
        errors: list[Any] = []
        for call in code.removeprefix("return [").removesuffix("];").split(",API."):
            method, _, literal = call.removeprefix("API.").partition("(")
            params = {name: str(value) for name, value in orjson.loads(literal.removesuffix(")")).items()}
            try:
                responses.append(self._call(method, params))
            except Refusal as refusal:
                responses.append(False)
                errors.append({"method": method, "error_code": refusal.code, "error_msg": "no"})
        return {"response": responses, **({"execute_errors": errors} if errors else {})}


@asynccontextmanager
async def talking_to(vk: OtherVk, spacing: float = 0) -> AsyncIterator[VkApi]:
    """A client of that VK, whose requests are so many seconds apart."""
    app = web.Application()
    app.router.add_post("/method/{method}", vk.take)
    app.router.add_get("/files/{name}", vk.give)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        vk.address = str(server.make_url("/")).rstrip("/")
        yield VkApi("token", str(server.make_url("/method/")), pace=Pace(spacing), session=session)
