"""The client of VK's API: vkbottle's own API object with a bounded, paced, leak-proof request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from vkbottle import API, AiohttpClient
from yarl import URL

from bot.events import read_json
from bot.vk.errors import TOO_MANY_REQUESTS, VkError, VkUnavailableError
from bot.vk.numbers import integer
from bot.vk.pace import Pace, Share

TIMEOUT = 20.0
"""Seconds for one request."""

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class VkApi(API):
    """vkbottle's API with one door out.

    Differences from vkbottle's own `request`: the token goes in the form instead of the address, where it would
    reach logs; the HTTP status is looked at; nothing is retried here; the pace of the token is kept; an error
    carries its code and nothing of the request.
    """

    def __init__(self, token: str, api_url: str, *, pace: Pace | Share, session: aiohttp.ClientSession) -> None:
        super().__init__(token, http_client=AiohttpClient(session=session))
        self.API_URL = api_url
        self._token = token
        self._pace = pace
        self._session = session

    async def turn(self, since: float | None = None) -> None:
        """Wait for the moment at which a request may start; it is then made with `in_turn`.

        Args:
            since: when there has been something to send, should it be longer than this asks.
        """
        await self._pace(since)

    async def request(
        self, method: str, data: Mapping[str, Any], version: str | None = None, *, in_turn: bool = False
    ) -> dict[str, Any]:
        """Call a method and return VK's whole answer (`response`, for `execute` also `execute_errors`).

        Args:
            in_turn: its moment has come already, by `turn`.

        Raises:
            VkError: VK answered with an error.
            VkUnavailableError: no answer, or not one of VK's API.
        """
        if not in_turn:
            await self._pace()
        form = {key: form_value(value) for key, value in data.items() if value is not None}
        form |= {"access_token": self._token, "v": version or self.API_VERSION}
        try:
            async with self._session.post(
                self.API_URL + method, data=encoded(form), headers=_FORM, timeout=aiohttp.ClientTimeout(total=TIMEOUT)
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise VkUnavailableError(f"{method}: {type(error).__name__}") from None
        try:
            answer = _read_answer(method, status, body)
        except VkError as error:
            self._pace.heard(refused=error.code == TOO_MANY_REQUESTS)
            raise
        self._pace.heard(refused=False)
        return answer

    async def ask(self, method: str, **data: Any) -> Any:
        """Call a method and return its `response`.

        Raises:
            VkError, VkUnavailableError
        """
        return (await self.request(method, data))["response"]


def encoded(form: Mapping[str, str]) -> bytes:
    """The form as `application/x-www-form-urlencoded`.

    By yarl's compiled quoter: Python's own, which aiohttp uses, goes byte by byte, and texts in Cyrillic have many.
    """
    return URL.build(query=dict(form)).raw_query_string.encode("ascii")


def form_value(value: Any) -> str:
    """A parameter as VK takes it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str(value)


def _read_answer(method: str, status: int, body: bytes) -> dict[str, Any]:
    try:
        answer = read_json(body)
    except ValueError:
        raise VkUnavailableError(f"{method}: HTTP {status}, not JSON") from None
    if not isinstance(answer, dict):
        raise VkUnavailableError(f"{method}: HTTP {status}, not an object")
    error = answer.get("error")
    if isinstance(error, dict):
        raise VkError(method, integer(error.get("error_code")) or 0, str(error.get("error_msg", "")))
    if status >= 500 or "response" not in answer:
        raise VkUnavailableError(f"{method}: HTTP {status}, no response")
    return answer
