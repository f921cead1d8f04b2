"""What we ask VK beside what we tell it: a question that rides along takes no request of its own from the pace."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from appeals.value import dataclass
from bot.vk.client import VkApi, form_value
from bot.vk.errors import VkError, VkUnavailableError
from bot.vk.execute import MAX_CALLS, MAX_CODE, CallResult, code_of

EVERY = 5
"""Full requests between two that leave a place to a question: each place is a message that waits."""

WAIT = 0.5
"""Seconds in which a question hopes for a request that takes it along; then it goes by itself."""

_BUSY = 0.25
"""Seconds after a request with room for many calls in which another one is expected."""

_REST = 30.0
"""Seconds in which no question rides after a request with one has failed: should it be to blame, it stops nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One that wants to ride. `answer` is what VK told it; None: it was left behind."""

    method: str
    code: str
    answer: asyncio.Future[CallResult | None]

    def told(self, answer: CallResult | None) -> None:
        """Whoever asked goes on, unless they have given up."""
        if not self.answer.done():
            self.answer.set_result(answer)


class Questions:
    """Questions of ours. While delivery sends many calls a request, one of them takes a question along now and then.

    Args:
        api: by which a question goes when nothing takes it along.
    """

    def __init__(self, api: VkApi) -> None:
        self._api = api
        self._waiting: deque[Question] = deque()
        self._packed = EVERY
        self._passed_at = 0.0
        self._rests_until = 0.0

    # For who asks

    async def ask(self, method: str, **params: Any) -> Any:
        """Call a method that only tells something, and return its `response`.

        Raises:
            VkError, VkUnavailableError
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._passed_at + _BUSY and not self._rests:
            code = code_of(method, {name: form_value(value) for name, value in params.items()})
            if (answer := await self._ridden(Question(method, code, loop.create_future()))) is not None:
                if answer.error is not None:
                    raise VkError(method, answer.error)
                return answer.response
        return await self._api.ask(method, **params)

    async def _ridden(self, question: Question) -> CallResult | None:
        self._waiting.append(question)
        giving_up = asyncio.get_running_loop().call_later(WAIT, self._give_up, question)
        try:
            return await question.answer
        finally:
            giving_up.cancel()
            self._give_up(question)

    def _give_up(self, question: Question) -> None:
        if question in self._waiting:
            self._waiting.remove(question)
            question.told(None)

    # For who has room

    def leave_place(self) -> bool:
        """A request is being packed: whether it should leave one of its places to a question."""
        self._packed += 1
        if not self._waiting or self._packed < EVERY or self._rests:
            return False
        self._packed = 0
        return True

    def board(self, calls: int, size: int) -> Question | None:
        """A request of so many calls, their code of so many bytes, is about to go: the question that goes with it."""
        self._passed_at = asyncio.get_running_loop().time()
        if not self._waiting or calls >= MAX_CALLS or self._rests:
            return None
        if size + len(self._waiting[0].code) > MAX_CODE:
            return None
        return self._waiting.popleft()

    @property
    def _rests(self) -> bool:
        return asyncio.get_running_loop().time() < self._rests_until

    def failed(self, question: Question, error: BaseException | None, *, rest: bool) -> None:
        """The request with this question brought nothing.

        Without an answer from VK there is none to the question either. After any other failure it goes by itself.

        Args:
            rest: no question rides for a while.
        """
        if rest:
            self._rests_until = asyncio.get_running_loop().time() + _REST
        if isinstance(error, VkUnavailableError) and not question.answer.done():
            question.answer.set_exception(error)
        question.told(None)
