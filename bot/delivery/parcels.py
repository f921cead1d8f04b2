"""A parcel: one call of VK's API, and the rows of the outbox that it carries out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Any

import orjson

from appeals.value import dataclass
from bot.delivery.verdicts import outcome
from bot.vk.execute import CallResult, code_of
from bot.vk.numbers import integer
from storage.outbox import DOCUMENTS, MARK_ANSWERED, MASS, Finished, Postponed, WaitingCall

MAX_PEERS = 100
"""People whom one call of `messages.send` reaches at most (VK)."""

PATIENCE = 3
"""Times that VK may put off a call for many people as a whole; then everybody gets a call of their own."""


@dataclass(frozen=True)
class Parcel:
    """One call of VK's API for a row of the outbox, or for the rows of a batch, which differ in their peers alone.

    `lane` is whose order it belongs to.
    """

    calls: tuple[WaitingCall, ...]
    lane: Hashable

    @property
    def first(self) -> WaitingCall:
        """The row that stands for all: the batch is named by it."""
        return self.calls[0]

    @property
    def id(self) -> int:
        return self.first.id

    @property
    def is_mass(self) -> bool:
        """Whether nobody waits for it."""
        return self.first.priority >= MASS

    @property
    def params(self) -> dict[str, Any]:
        """What VK is told."""
        if len(self.calls) == 1:
            return self.first.params
        return {**self.first.params, "peer_ids": ",".join(str(call.peer_id) for call in self.calls)}

    @cached_property
    def code(self) -> str:
        """The call in `execute`; it is weighed when it is packed, and sent after that."""
        return code_of(self.first.method, self.params)

    def changed(self, head: WaitingCall) -> Parcel:
        """The parcel with the first row's changes made to all of its rows."""
        if head is self.first:
            return self
        if len(self.calls) == 1:
            return replace(self, calls=(head,))
        return replace(self, calls=tuple(_like(head, call) for call in self.calls))

    def results(self, result: CallResult) -> list[CallResult] | None:
        """What VK answered for each row; None when it refused the call for all of them at once."""
        if len(self.calls) == 1:
            return [result]
        if result.error is not None:
            return None
        items = result.response if isinstance(result.response, list) else []
        told = {integer(item.get("peer_id")): item for item in items if isinstance(item, Mapping)}
        return [CallResult([told[call.peer_id]] if call.peer_id in told else None) for call in self.calls]


@dataclass(slots=True)
class Settled:
    """What came of a parcel: rows that ended, rows to be tried again, and the parcels for them, each after a pause."""

    finished: list[Finished] = field(default_factory=list)
    postponed: list[Postponed] = field(default_factory=list)
    again: list[tuple[Parcel, float]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def settle(parcel: Parcel, result: CallResult) -> Settled:
    """Read VK's answer to a parcel.

    Rows that VK answered are no longer together: each that must be tried again goes alone, under the `random_id` that
    it had. A batch that VK put off as a whole stays what it is, unless one of its people may be the reason.
    """
    results = parcel.results(result)
    if results is None:
        return _put_off(parcel, result)
    settled = Settled()
    for call, one in zip(parcel.calls, results, strict=True):
        end = outcome(call, one)
        if isinstance(end, Finished):
            settled.finished.append(end)
            continue
        # One of many whose attachments VK refuses: alone it is seen whether they can be uploaded anew.
        head = call if len(parcel.calls) > 1 else end.head or call
        settled.postponed.append(replace(end.row, is_alone=call.batch is not None))
        settled.again.append((single(_tried(head)), end.pause))
        settled.hints.extend([end.hint] if end.hint else [])
    return settled


def scattered(parcel: Parcel, reason: str) -> Settled:
    """A batch that goes on as single calls."""
    return Settled(
        postponed=[Postponed(call.id, reason, is_alone=True) for call in parcel.calls],
        again=[(single(_tried(call)), 0.0) for call in parcel.calls],
    )


def single(call: WaitingCall) -> Parcel:
    """A row that goes by a call of its own."""
    if call.is_batched:
        call = replace(call, batch=call.id)
    return Parcel((call,), lane_of(call))


def batched(calls: Sequence[WaitingCall]) -> Parcel:
    """The rows of one batch."""
    return Parcel(tuple(calls), ("batch", calls[0].batch))


def lane_of(call: WaitingCall) -> Hashable:
    """Whose order a call belongs to.

    The answer to a press and the mark «answered» stand outside any order. Mass sending has an order of its own: a reply
    doesn't wait for it.
    """
    if call.method == MARK_ANSWERED:
        return ("mark", call.peer_id)
    if call.method == "messages.sendMessageEventAnswer":
        return ("press", call.id)
    if call.batch is not None:
        return ("batch", call.batch)
    return ("mass", call.peer_id) if call.priority >= MASS else call.peer_id


def by_content(calls: Sequence[WaitingCall]) -> list[list[WaitingCall]]:
    """Rows that say the same, by up to `MAX_PEERS`; in the order in which they were written."""
    alike: dict[bytes | int, list[list[WaitingCall]]] = {}
    for call in calls:
        piles = alike.setdefault(_content(call), [[]])
        if len(piles[-1]) == MAX_PEERS:
            piles.append([])
        piles[-1].append(call)
    return [pile for piles in alike.values() for pile in piles]


def _content(call: WaitingCall) -> bytes | int:
    """What a row says; its own id where that is for nobody else."""
    params = call.params
    if params.get("peer_ids") != str(call.peer_id) or not params["random_id"] or DOCUMENTS in params:
        return call.id
    return orjson.dumps(
        {key: value for key, value in params.items() if key not in ("peer_ids", "random_id")},
        option=orjson.OPT_SORT_KEYS,
    )


def _put_off(parcel: Parcel, result: CallResult) -> Settled:
    end = outcome(parcel.first, result)
    if isinstance(end, Finished) or parcel.first.attempts + 1 >= PATIENCE:
        return scattered(parcel, f"VK {result.error}")
    head = _tried(end.head or parcel.first)
    postponed = [Postponed(call.id, end.row.error) for call in parcel.calls]
    hints = [end.hint] if end.hint else []
    return Settled(postponed=postponed, again=[(parcel.changed(head), end.pause)], hints=hints)


def _tried(call: WaitingCall) -> WaitingCall:
    return replace(call, attempts=call.attempts + 1)


def _like(head: WaitingCall, call: WaitingCall) -> WaitingCall:
    return replace(head, id=call.id, peer_id=call.peer_id, params={**head.params, "peer_ids": str(call.peer_id)})
