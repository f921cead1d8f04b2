"""How the control API reads a request and answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from sandbox.errors import Refused
from sandbox.gate import json_response
from sandbox.model import Json

Handler = Callable[[web.Request], Awaitable[Any]]


def answering(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Turn what a handler gives into JSON, and what it refuses into an answer that the page can show."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return json_response(await handler(request))
        except Refused as refusal:
            return json_response({"error": str(refusal)}, status=400)
        except KeyError as missing:
            return json_response({"error": f"Нет поля или предмета {missing}"}, status=400)
        except (TypeError, ValueError) as wrong:
            return json_response({"error": f"Неверный запрос: {wrong}"}, status=400)

    return answer


async def body_of(request: web.Request) -> Json:
    """The JSON object in the request, empty without a body."""
    raw = await request.read()
    body = orjson.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise Refused("Тело запроса должно быть объектом JSON.")
    return body
