"""Many calls in one request: VK's `execute` runs up to 25."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from appeals.value import dataclass
from bot.vk.numbers import integer

MAX_CALLS = 25
"""Calls in one `execute` (VK)."""

MAX_CODE = 60_000
"""Bytes of one request's code; VK's own limit is not documented, 64 KiB have been seen to pass."""

UNKNOWN_ERROR = 1
"""The code for a call that failed without VK saying why; 1 is VK's own «unknown error»."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """One call's result, or the code of its error."""

    response: Any = None
    error: int | None = None


def code_of(method: str, params: Mapping[str, Any]) -> str:
    """One call in VKScript. JSON is its literal form; the two separators that end a line of JavaScript are escaped."""
    literal = orjson.dumps(dict(params)).decode()
    literal = literal.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"API.{method}({literal})"


def script(codes: Sequence[str]) -> str:
    """The whole program: it returns the results in order."""
    return "return [" + ",".join(codes) + "];"


def results(answer: Mapping[str, Any], count: int) -> list[CallResult] | None:
    """The results of `count` calls, in order; None when the answer doesn't fit them.

    A failed call gives `false`, and an item of `execute_errors` in the order of the calls.
    """
    response = answer.get("response")
    if not isinstance(response, list) or len(response) != count:
        return None
    listed = answer.get("execute_errors")
    codes = iter([_code(error) for error in listed] if isinstance(listed, list) else [])
    return [CallResult(error=next(codes, UNKNOWN_ERROR)) if one is False else CallResult(one) for one in response]


def _code(error: Any) -> int:
    code = integer(error.get("error_code")) if isinstance(error, Mapping) else None
    return UNKNOWN_ERROR if code is None else code
