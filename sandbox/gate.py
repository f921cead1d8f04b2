"""VK's two doors, ``/method/…`` and ``/longpoll/…``, with the faults of the way to them."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from typing import Any

import orjson
from aiohttp import web

from sandbox.api import Api
from sandbox.faults import LONG_POLL, Faults
from sandbox.longpoll import DEFAULT_WAIT, LongPoll, LongPollOutage
from sandbox.model import Call, Json

HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
DROPPED = 0
BEARER = "Bearer "
# SO_LINGER on with 0 seconds: closing sends RST instead of FIN.
LINGER_OFF = struct.pack("ii", 1, 0)


class Gate:
    """Requests of the bot."""

    def __init__(self, api: Api, longpoll: LongPoll, faults: Faults) -> None:
        self.api = api
        self.longpoll = longpoll
        self.faults = faults

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for verb in ("GET", "POST"):
            router.add_route(verb, "/method/{name}", self.method)
            router.add_route(verb, "/longpoll/{group_id}", self.check)

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One request for a method."""
        started = time.perf_counter()
        name = request.match_info["name"]
        form = await _form(request)
        spoiled = self._spoiled(request, name)
        if spoiled is not None:
            form.pop("access_token", None)
            self._log(name, form, {}, spoiled[1], started)
            return spoiled[0]
        body = self.api.answer(name, form)
        slow = self.faults.take("slow", name)
        if slow:
            await asyncio.sleep(slow.number("seconds"))
        lost = self.faults.take("lost_response", name)
        self._log(name, form, body, DROPPED if lost else 200, started)
        return _drop(request) if lost else json_response(body)

    async def check(self, request: web.Request) -> web.StreamResponse:
        """One request of the long poll."""
        spoiled = self._spoiled(request, LONG_POLL)
        if spoiled is not None:
            return spoiled[0]
        slow = self.faults.take("slow", LONG_POLL)
        if slow:
            await asyncio.sleep(slow.number("seconds"))
        form = await _form(request)
        if form.get("act") != LONG_POLL:
            raise web.HTTPBadRequest(text="act should be a_check")
        try:
            body = await self.longpoll.check(form.get("key", ""), form.get("ts", ""), _wait(form))
        except LongPollOutage:
            return _bad_gateway(502)
        if self.faults.take("lost_response", LONG_POLL):
            return _drop(request)
        return json_response(body)

    def _spoiled(self, request: web.Request, method: str) -> tuple[web.Response, int] | None:
        """The answer, with its HTTP status, to a request that a fault keeps from being carried out."""
        if self.faults.take("reset", method):
            return _drop(request, hard=True), DROPPED
        broken = self.faults.take("http_5xx", method)
        if broken:
            status = int(broken.number("status"))
            return _bad_gateway(status), status
        if self.faults.take("non_json", method):
            return web.Response(text=HTML, content_type="text/html"), 200
        return None

    def _log(self, method: str, form: dict[str, str], body: Json, http: int, started: float) -> None:
        error = body.get("error", {})
        ok = http == 200 and bool(body) and not error
        ms = (time.perf_counter() - started) * 1000
        self.api.log(Call(method, form, ok, error.get("error_code"), error.get("error_msg"), ms, http))


def json_response(body: Any, status: int = 200) -> web.Response:
    """An answer in JSON."""
    return web.Response(body=_json(body), status=status, content_type="application/json", charset="utf-8")


def _json(body: Any) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:  # an injected event may hold what orjson doesn't know: an integer of more than 64 bits
        return json.dumps(body).encode()


async def _form(request: web.Request) -> dict[str, str]:
    """Parameters of the query and of the form; JSON bodies are no form and give nothing, as on VK."""
    form = dict(request.query)
    if request.method == "POST":
        posted = await request.post()
        form.update((name, value) for name, value in posted.items() if isinstance(value, str))
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith(BEARER):
        form.setdefault("access_token", authorization.removeprefix(BEARER))
    return form


def _wait(form: dict[str, str]) -> float:
    wait = form.get("wait", "")
    return int(wait) if wait.isdecimal() else DEFAULT_WAIT


def _bad_gateway(status: int) -> web.Response:
    return web.Response(text=HTML, status=status, content_type="text/html")


def _drop(request: web.Request, hard: bool = False) -> web.Response:
    """Close the connection without an answer; hard: by a reset. What is returned is never sent."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        if hard and sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_OFF)
        transport.abort()
    return web.Response()
