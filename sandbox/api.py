"""From a method's name and parameters to VK's answer: token, version, rate limit, rights, the method, its log."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.errors import VkError
from sandbox.execute import execute
from sandbox.faults import Faults
from sandbox.methods import FOR_SERVICE, FOR_USER, METHODS, RIGHTS, USER_METHODS, Method
from sandbox.model import SERVICE_TOKEN, USER_TOKEN, Call, Json
from sandbox.params import Params
from sandbox.state import State

REQUESTS_A_SECOND = 20
OLDEST_VERSION = (5, 81)


class RateLimit:
    """At most ``limit`` requests in any second; None: no limit."""

    def __init__(self, limit: int | None = REQUESTS_A_SECOND, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._monotonic = monotonic
        self._accepted: deque[float] = deque()

    def check(self) -> None:
        """Count a request; raises VkError 6 when there are too many."""
        if self.limit is None:
            return
        now = self._monotonic()
        while self._accepted and self._accepted[0] <= now - 1:
            self._accepted.popleft()
        if len(self._accepted) >= self.limit:
            raise VkError(6)
        self._accepted.append(now)


class Api:
    """VK's API for the community's token, and a little of it for an administrator's and for a service token."""

    def __init__(self, state: State, faults: Faults, rate: RateLimit) -> None:
        self.state = state
        self.faults = faults
        self.rate = rate

    def answer(self, method: str, form: dict[str, str]) -> Json:
        """The body of VK's answer; ``form`` with the token in it, which is taken out."""
        token = form.pop("access_token", None)
        try:
            methods = self._authorize(token)
            self._check_version(form.get("v", ""))
            if methods is not METHODS:
                return {"response": self.call(method, form, methods)}
            self.rate.check()
            if method == "execute":
                return self._execute(form)
            return {"response": self.call(method, form)}
        except VkError as error:
            return error_body(error, method, form)

    def call(self, method: str, form: dict[str, str], methods: Mapping[str, Method] = METHODS) -> Any:
        """Carry one method out, of those that the token may call; raises VkError."""
        fault = self.faults.take("error", method)
        if fault:
            raise VkError(int(fault.number("code")))
        handler = methods.get(method)
        if handler is None:
            raise _unknown(method, methods)
        if methods is METHODS:
            self._check_right(method)
        return handler(self.state, Params(form))

    def log(self, call: Call) -> None:
        self.state.calls.append(call)
        self.state.feed.publish("call", call)

    def _execute(self, form: dict[str, str]) -> Json:
        fault = self.faults.take("error", "execute")
        if fault:
            raise VkError(int(fault.number("code")))
        value, errors = execute(Params(form).required_text("code"), self._call_inside)
        return {"response": value, "execute_errors": errors} if errors else {"response": value}

    def _call_inside(self, method: str, form: dict[str, str]) -> Any:
        """One call of an execute, with a line of its own in the log."""
        started = time.perf_counter()
        error: VkError | None = None
        try:
            return self.call(method, form)
        except VkError as raised:
            error = raised
            raise
        finally:
            code, text = (error.code, error.message) if error else (None, None)
            ms = (time.perf_counter() - started) * 1000
            self.log(Call(method, form, error is None, code, text, ms, 200, in_execute=True))

    def _authorize(self, token: str | None) -> Mapping[str, Method]:
        """The methods that the token may call."""
        if not token:
            raise VkError(5, "no access_token passed.")
        known = {self.state.community.token: METHODS, USER_TOKEN: FOR_USER, SERVICE_TOKEN: FOR_SERVICE}
        if token not in known:
            raise VkError(5, "invalid access_token (4).")
        return known[token]

    def _check_version(self, version: str) -> None:
        if not version:
            raise VkError(8, "v (version) is required")
        try:
            number = tuple(int(part) for part in version.split("."))
        except ValueError:
            raise VkError(8, "v (version) is invalid") from None
        if number < OLDEST_VERSION:
            raise VkError(8, "versions below 5.81 are deprecated")

    def _check_right(self, method: str) -> None:
        section = method.partition(".")[0]
        community = self.state.community
        right = RIGHTS.get(method) or RIGHTS.get(section)
        if right is not None and right not in community.token_permissions:
            raise VkError(15, "no access to call this method")
        if section == "messages" and not community.messages_enabled:
            raise VkError(15, "messages of the community are disabled")


def error_body(error: VkError, method: str, form: dict[str, str]) -> Json:
    """VK's error body; ``request_params`` repeats the request without its token."""
    params = [{"key": "method", "value": method}, {"key": "oauth", "value": "1"}]
    params += [{"key": key, "value": value} for key, value in form.items()]
    return {"error": {"error_code": error.code, "error_msg": error.message, "request_params": params}}


def _unknown(method: str, methods: Mapping[str, Method]) -> VkError:
    if methods is METHODS and method in USER_METHODS:
        return VkError(27, "method is unavailable with group auth.")
    if methods is FOR_SERVICE and method in FOR_USER:
        return VkError(28, "method is unavailable with service token.")
    return VkError(3)
