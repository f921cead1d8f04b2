"""VK's error codes, by what has to be done about them.

Sources: VK's schema (`errors.json`) and documentation of `messages.send`.
"""

from __future__ import annotations

from enum import StrEnum


class VkError(Exception):
    """VK answered with an error. `request_params` are dropped on purpose: they hold people's texts."""

    def __init__(self, method: str, code: int, message: str = "") -> None:
        super().__init__(f"{method}: VK error {code}")
        self.method = method
        self.code = code
        self.message = message


class VkUnavailableError(Exception):
    """VK can't be reached, or answered something that isn't its API. Whether the call was carried out is unknown."""


class Verdict(StrEnum):
    """What a failed call calls for."""

    RETRY = "retry"
    RETRY_LATER = "retry_later"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    STOP = "stop"
    DONE = "done"


TOO_MANY_REQUESTS = 6
"""The token's limit of requests a second."""

_COURTESIES = frozenset({"messages.sendMessageEventAnswer", "messages.markAsAnsweredConversation"})
_RETRY = frozenset({0, 1, 6, 10, 36})
_RETRY_LATER = frozenset({9, 29, 912})
_CITIZEN_UNREACHABLE = frozenset({18, 900, 901, 902, 936})
_CHAT_UNREACHABLE = frozenset({917, 922, 925, 945, 962})
_STOP = frozenset({5, 14, 15, 17, 27, 28, 203})
_TOO_MANY_COMMENTS = frozenset({223})
_THREAD_CLOSED = frozenset({7, 15, 18, 27, 28, 100, 203, 212, 213, 222})
"""A comment can't stand there: comments are closed, the post is gone, links are forbidden, the token has no right."""

_OF_COMMENTS = ((Verdict.UNREACHABLE, _THREAD_CLOSED), (Verdict.RETRY_LATER, _TOO_MANY_COMMENTS))
_OF_ALL = (
    (Verdict.RETRY, _RETRY),
    (Verdict.RETRY_LATER, _RETRY_LATER),
    (Verdict.UNREACHABLE, _CITIZEN_UNREACHABLE | _CHAT_UNREACHABLE),
    (Verdict.STOP, _STOP),
)


HINTS = {
    912: "включите «Возможности ботов»: Управление → Сообщения → Настройки для бота",
    15: "проверьте права ключа VK_TOKEN и что сообщения сообщества включены",
    5: "ключ VK_TOKEN больше не действует: создайте новый",
    27: "ключ VK_TOKEN больше не действует: создайте новый",
}
"""What the operator can do about an error, for those that only a setting can heal."""


def judge(code: int, method: str) -> Verdict:
    """What to do about an error of one call."""
    if method in _COURTESIES and code not in _RETRY | _STOP:
        return Verdict.DONE  # answered before, too late, or of no use: nothing more can come of it
    verdicts = (_OF_COMMENTS if method == "wall.createComment" else ()) + _OF_ALL
    return next((verdict for verdict, codes in verdicts if code in codes), Verdict.REFUSED)
