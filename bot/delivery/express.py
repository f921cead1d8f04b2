"""Many calls by one `execute`, and a question of ours beside them where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from bot.vk.client import VkApi
from bot.vk.errors import TOO_MANY_REQUESTS, Verdict, VkError, judge
from bot.vk.execute import CallResult, results, script
from bot.vk.questions import Questions

NO_EXECUTE = frozenset({3, 15, 27, 203})
"""Errors of `execute` that may mean no more than that this token, or this server, has no `execute`."""

WHOLE_REQUEST = frozenset({Verdict.RETRY, Verdict.RETRY_LATER, Verdict.STOP})


class Express:
    """Sends programs. A question that rides along changes nothing for the calls: it stands behind them, and where it
    may be to blame for a refusal, they are sent again without it.
    """

    def __init__(self, api: VkApi, questions: Questions) -> None:
        self._api = api
        self._questions = questions

    async def send(self, codes: Sequence[str], *, in_turn: bool, roomy: bool) -> list[CallResult] | None:
        """What VK answered to each call; None when that can't be told from the answer to all.

        Args:
            in_turn: the moment of this request has come already.
            roomy: whether it may take a question along.

        Raises:
            VkError: VK refused the program as a whole.
            VkUnavailableError: VK didn't answer.
        """
        size = sum(len(code.encode()) for code in codes)
        question = self._questions.board(len(codes), size) if roomy else None
        if question is None:
            return await self._execute(codes, in_turn=in_turn)
        try:
            told = await self._execute([*codes, question.code], in_turn=in_turn)
        except BaseException as error:
            code = error.code if isinstance(error, VkError) else None
            self._questions.failed(question, error, rest=code != TOO_MANY_REQUESTS)
            if code is None or code in NO_EXECUTE or judge(code, "execute") in WHOLE_REQUEST:
                raise
            return await self._execute(codes, in_turn=False)
        if told is None:
            self._questions.failed(question, None, rest=True)
            return await self._execute(codes, in_turn=False)
        question.told(told[-1])
        return told[:-1]

    async def _execute(self, codes: Sequence[str], *, in_turn: bool) -> list[CallResult] | None:
        return results(await self._api.request("execute", {"code": script(codes)}, in_turn=in_turn), len(codes))
