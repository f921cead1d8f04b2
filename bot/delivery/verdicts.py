"""From VK's answer to what happens with a call: sent, unreachable, failed, or to be tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from appeals.value import dataclass
from bot.vk.errors import HINTS, Verdict, judge
from bot.vk.execute import UNKNOWN_ERROR, CallResult
from bot.vk.numbers import integer
from storage.outbox import MASS, Finished, Postponed, WaitingCall
from texts.delivery import without_attachments
from texts.reply import CHAT_PEERS, MAX_MESSAGE, cut

MAX_ATTEMPTS = 60
"""Attempts of one call that VK keeps refusing for now: an outage of an hour loses nothing."""

BAD_PARAMETER = 100
"""VK's error for a parameter that is missing or wrong."""

ATTACHMENT = "attachment"
_ATTACHED = frozenset({ATTACHMENT, "attachments"})
"""VK's names of what is attached: to a message, to a comment."""

_RETRY = (1.0, 60.0)
_RETRY_LATER = (5.0, 900.0)
"""The first and the longest pause, seconds; each is twice the one before."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The call is to be tried again after a pause (seconds), as `head` where that is given.

    `hint` tells the operator what would heal it.
    """

    row: Postponed
    pause: float
    hint: str | None = None
    head: WaitingCall | None = None


def outcome(call: WaitingCall, result: CallResult) -> Finished | Retry:
    """How a call ended, or when to try again."""
    number, error = _read(call, result)
    if error is None:
        return Finished(call.id, "sent", conversation_message_id=number, is_bare=call.is_bare)
    verdict, label = judge(error, call.method), f"VK {error}"
    if error == BAD_PARAMETER and not _ATTACHED.isdisjoint(call.params):
        # Better the words without a photo that VK won't send on than nothing at all.
        return Retry(Postponed(call.id, label), 0.0, head=bare(call))
    if verdict is Verdict.DONE or (call.edits_id is not None and verdict in (Verdict.REFUSED, Verdict.STOP)):
        return Finished(call.id, "expired", label)  # a card that can't be rewritten must not hold up its chat
    if verdict is Verdict.UNREACHABLE:
        return Finished(call.id, "unreachable", label)
    if verdict is Verdict.REFUSED or call.attempts + 1 >= MAX_ATTEMPTS:
        return Finished(call.id, "failed", label)
    first, longest = _RETRY if verdict is Verdict.RETRY else _RETRY_LATER
    return Retry(Postponed(call.id, label), min(first * 2**call.attempts, longest), HINTS.get(error))


def error_of(call: WaitingCall, result: CallResult) -> int | None:
    """VK's error of a call; None when it did what was asked."""
    return _read(call, result)[1]


def is_refused_attachment(call: WaitingCall, result: CallResult) -> bool:
    """Whether VK refused a message that has attachments, so that they may be what is wrong with it."""
    return ATTACHMENT in call.params and _read(call, result)[1] == BAD_PARAMETER


def bare(call: WaitingCall) -> WaitingCall:
    """The call without its attachments; its words say so."""
    params = {key: value for key, value in call.params.items() if key not in _ATTACHED}
    return noted(replace(call, params=params))


def noted(call: WaitingCall) -> WaitingCall:
    """The call whose words say that attachments are missing.

    What belongs to an appeal goes to its citizen, what goes to many goes to citizens.
    """
    if call.is_bare:
        return call
    note = f"\n\n{without_attachments(to_staff=call.appeal_id is None and call.priority < MASS)}"
    words = cut(str(call.params.get("message", "")), MAX_MESSAGE - len(note)) + note
    return replace(call, params={**call.params, "message": words.strip()}, is_bare=True)


def unreachable_people(calls: Mapping[int, WaitingCall], finished: list[Finished]) -> list[int]:
    """VK ids of the citizens among those whom VK doesn't let us write to."""
    peers = (calls[one.id].peer_id for one in finished if one.outcome == "unreachable")
    return [peer for peer in peers if 0 < peer < CHAT_PEERS]


def _read(call: WaitingCall, result: CallResult) -> tuple[int | None, int | None]:
    """The message's number and the error of one call. With `peer_ids` an error sits inside a successful answer."""
    if result.error is not None:
        return None, result.error
    response = result.response
    if call.method != "messages.send":
        return None, None
    if isinstance(response, int) and not isinstance(response, bool):
        # A plain id: 0 in a chat means sent, and nothing anywhere else.
        return None, None if response > 0 or call.peer_id > CHAT_PEERS else UNKNOWN_ERROR
    item = response[0] if isinstance(response, list) and response else None
    if not isinstance(item, dict) or not item:
        return None, UNKNOWN_ERROR
    error = item.get("error")
    if error:
        code = error.get("code", error.get("error_code")) if isinstance(error, dict) else error
        return None, integer(code) or 0
    number = integer(item.get("conversation_message_id")) or 0
    return number if number > 0 else None, None
