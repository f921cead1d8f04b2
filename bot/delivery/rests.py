"""The rests of long conversations: enough of each is in memory, what follows waits in the file until its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from bot.delivery.parcels import Parcel, single
from bot.lanes import Lanes
from storage.outbox import Outbox

SPAN = 400
"""Ids among which the rest of a conversation is looked for at once; more where nothing was found."""

LONGEST = 2000


@dataclass(slots=True)
class _Rest:
    """Everything of a conversation up to the id `read_to` was read; after it something waits as far as `known_to`."""

    read_to: int
    known_to: int = 0


class Rests:
    """Conversations that are read by themselves, as far as each has come, whatever their classes of urgency.

    One is, when enough of it is in memory, or when something that was written to it before may stand in a class that
    isn't read as far yet. So one chat with a hundred thousand cards takes as much memory as one with a hundred, hides
    nobody, and keeps its order.

    Args:
        lanes: what is in memory.
        urge: puts a parcel there.
    """

    def __init__(self, outbox: Outbox, lanes: Lanes[Parcel], urge: Callable[[Parcel], None]) -> None:
        self._outbox = outbox
        self._lanes = lanes
        self._urge = urge
        self._rests: dict[int, _Rest] = {}
        self._early: set[int] = set()

    @property
    def are_wanted(self) -> bool:
        """Whether there are some of which nothing is in memory."""
        return any(peer not in self._lanes for peer in self._rests)

    def behind(self, lane: Hashable, read_to: int) -> None:
        """Something else may have been written to a conversation after that id, and isn't known yet."""
        if isinstance(lane, int) and lane not in self._rests:
            last = self._lanes.last(lane)
            self._rests[lane] = _Rest(max(read_to, last.id if last is not None else 0))

    def holds_back(self, parcel: Parcel) -> bool:
        """Whether a parcel that was read with its class isn't to be added: it was already, or its turn comes later."""
        if parcel.id in self._early:
            self._early.discard(parcel.id)
            return True
        lane = parcel.lane
        if not isinstance(lane, int):
            return False
        rest = self._rests.get(lane)
        if self._lanes.is_full(lane) and (last := self._lanes.last(lane)) is not None:
            rest = self._rests.setdefault(lane, _Rest(last.id))
            rest.read_to = min(rest.read_to, last.id)
        if rest is None or parcel.id <= rest.read_to:
            return False
        rest.known_to = max(rest.known_to, parcel.id)
        return True

    def forget(self, read_to: int) -> None:
        """Every class has been read up to there: nothing before can come twice."""
        if self._early:
            self._early = {one for one in self._early if one > read_to}

    async def refill(self, classes: Mapping[int, int]) -> None:
        """Read on where nothing is left in memory.

        Args:
            classes: up to which id each class has been read.
        """
        span = SPAN
        while wanted := {peer: rest for peer, rest in self._rests.items() if peer not in self._lanes}:
            low = min(rest.read_to for rest in wanted.values())
            until = min(low + span, max(rest.known_to for rest in wanted.values()))
            peers = [peer for peer, rest in wanted.items() if rest.read_to < until]
            parcels = await self._between(peers, classes, low, until)
            self._take(parcels, classes)
            for peer, rest in wanted.items():
                self._move_on(peer, rest, until)
            span = SPAN if parcels else min(2 * span, LONGEST)

    async def _between(self, peers: list[int], classes: Iterable[int], low: int, until: int) -> list[Parcel]:
        calls = [
            call for priority in classes for call in await self._outbox.waiting_for(peers, priority, low, until + 1)
        ]
        return [single(call) for call in sorted(calls, key=lambda call: call.id)]

    def _take(self, parcels: Iterable[Parcel], classes: Mapping[int, int]) -> None:
        for parcel in parcels:
            rest = self._rests[parcel.first.peer_id]
            if parcel.lane != parcel.first.peer_id or parcel.id <= rest.read_to or self._lanes.is_full(parcel.lane):
                continue
            rest.read_to = parcel.id
            self._urge(parcel)
            if parcel.id > classes[parcel.first.priority]:
                self._early.add(parcel.id)

    def _move_on(self, peer: int, rest: _Rest, until: int) -> None:
        if not self._lanes.is_full(peer):  # else there may be more before
            rest.read_to = max(rest.read_to, until)
        if rest.read_to >= rest.known_to:
            del self._rests[peer]
