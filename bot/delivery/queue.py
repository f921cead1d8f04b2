"""What waits to be sent, as far as it is read ahead: who goes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.delivery.floods import Floods
from bot.delivery.parcels import MAX_PEERS, Parcel, batched, by_content, single
from bot.delivery.rests import Rests
from bot.lanes import Lanes
from bot.vk.execute import MAX_CALLS, MAX_CODE
from storage.outbox import MASS, Finished, Look, Outbox, WaitingCall

WINDOW = 2000
"""Calls of one class of urgency that are read ahead into memory."""

GATHERED = MAX_CALLS * MAX_PEERS
"""Messages of mass sending that are gathered into batches at once: as many as one request carries."""

CROWD = 100
"""Calls of one conversation that are held in memory; the rest is read when their turn comes."""

READS = 1
"""Windows of each class that are read at once while something can go: it needn't wait for all of a long queue."""

MASS_WINDOW = 2 * GATHERED
"""Messages of mass sending that are read ahead: those of one request wait while those of another are on their way."""

PEOPLE_AT_ONCE = 500
"""People whom one request of mass sending reaches at most."""

PEOPLE_A_SECOND = 2000
"""People whom mass sending reaches a second. VK tells of every message by an event, and what people write comes behind
those events: more at once would make them wait."""

_REPLY, _NOTICE = 1, 2
_IN_ORDER = {_REPLY: _NOTICE, _NOTICE: _REPLY}
"""Classes that share the order of a conversation."""


@dataclass(slots=True)
class _Reading:
    """How far one class of urgency has been read."""

    to: int = 0
    has_more: bool = True
    ahead: int = 0


class Queue:
    """The waiting calls of one community.

    Every class of urgency is read by itself, so that none hides another. What people wait for goes first, each class of
    it has a place in every full request, and mass sending has one beside it. Where few wait, mass sending fills the
    request, but reaches no more than a hundred people by it: who waits shouldn't wait for all of them. Messages of mass
    sending are gathered into batches before they go.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._reading = {priority: _Reading() for priority in range(MASS + 1)}
        self._urgent: Lanes[Parcel] = Lanes(_rank, kind=lambda parcel: parcel.first.priority, crowd=CROWD)
        self._rests = Rests(outbox, self._urgent, self._urge)
        self._mass: Lanes[Parcel] = Lanes(_rank)
        self._ungathered: Lanes[WaitingCall] = Lanes(lambda call: (call.id,))
        self._knows_batches = False
        self._digested_at = 0.0
        self.floods = Floods()

    @property
    def has_more(self) -> bool:
        """Whether more may wait than what was read."""
        return any(reading.has_more for reading in self._reading.values()) or self._rests.are_wanted

    @property
    def in_memory(self) -> int:
        """How much of what people wait for is read ahead."""
        return len(self._urgent)

    @property
    def has_mass(self) -> bool:
        """Whether mass sending waits that can go now or after it was gathered."""
        return self._mass.has_free or self._ungathered.has_free

    @property
    def mass_from(self) -> float:
        """The moment from which mass sending may go on."""
        return max(self.floods.rests_until, self._digested_at)

    @property
    def has_urgent(self) -> bool:
        """Whether somebody waits for what can go now."""
        return self._urgent.has_free

    def look(self) -> None:
        """Something new may have been written."""
        for reading in self._reading.values():
            reading.has_more = True

    async def refill(self) -> None:
        """Read ahead as far as there is room; of a long queue some more each time, so that what is there can go."""
        if not self._knows_batches:
            self._take_batches(await self._outbox.gathered())
            self._knows_batches = True
        await self._rests.refill(self._read_to)
        rounds = 0
        while (looks := self._looks()) and (rounds < READS or not self._urgent.has_free):
            await self._read(looks)
            await self._rests.refill(self._read_to)
            rounds += 1

    def _looks(self) -> list[Look]:
        """Where to read on. Classes that share an order are read together: what was written first is seen first."""
        wanted = {priority for priority, one in self._reading.items() if one.has_more and self._has_room(priority)}
        wanted |= {other for one, other in _IN_ORDER.items() if one in wanted and self._has_room(other)}
        return [Look(priority, self._reading[priority].to, WINDOW) for priority in sorted(wanted)]

    async def _read(self, looks: Sequence[Look]) -> None:
        calls = await self._outbox.waiting(looks)
        counts = Counter(call.priority for call in calls)
        for look in looks:  # not before: a look that fails is made again
            self._reading[look.priority].has_more = counts[look.priority] == WINDOW
        for call in calls:
            self._reading[call.priority].to = call.id
        complete = {look.priority for look in looks if counts[look.priority] < WINDOW}
        for call in calls:
            other = _IN_ORDER.get(call.priority)
            if other is not None and other not in complete and call.id > self._reading[other].to:
                self._rests.behind(single(call).lane, self._reading[other].to)
        for call in calls:
            self._add(call)
        self._rests.forget(min(self._reading[priority].to for priority in _IN_ORDER))

    @property
    def _read_to(self) -> dict[int, int]:
        return {priority: self._reading[priority].to for priority in _IN_ORDER}

    def _has_room(self, priority: int) -> bool:
        if priority == MASS:
            return len(self._ungathered) + len(self._mass) - self._mass.held < MASS_WINDOW
        return self._urgent.has_room(WINDOW) or self._reading[priority].ahead < WINDOW

    def _add(self, call: WaitingCall) -> None:
        if call.is_batched:
            self._ungathered.add(call.peer_id, call)
            return
        parcel = single(call)
        if parcel.is_mass:
            self._mass.add(parcel.lane, parcel)
        elif not self._rests.holds_back(parcel):
            self._urge(parcel)

    def _urge(self, parcel: Parcel) -> None:
        self._reading[parcel.first.priority].ahead += 1
        self._urgent.add(parcel.lane, parcel)

    def _take_batches(self, calls: Sequence[WaitingCall]) -> None:
        """Batches of an earlier run: what VK has heard of them is unknown, so each goes as it was."""
        for call in calls:
            self._ungathered.add(call.peer_id, call)
        heads = {call.id for _, call in self._ungathered.take(len(calls))}
        self._add_batches([call for call in calls if call.id in heads])

    async def gather(self, now: datetime) -> None:
        """Make batches of what waits, unless a request's worth of them is there already."""
        if self._mass.free >= MAX_CALLS or not self._ungathered.has_free:
            return
        heads = self._ungathered.take(GATHERED)
        try:
            gathered = await self._gathered([call for _, call in heads], now)
        except BaseException:
            self._ungathered.release(lane for lane, _ in heads)
            raise
        ids = {call.id for call in gathered}
        for lane, call in heads:
            if call.id not in ids:
                self._ungathered.done(lane)
        self._add_batches(gathered)

    async def _gathered(self, calls: Sequence[WaitingCall], now: datetime) -> list[WaitingCall]:
        """The calls with their batches, without those that never go: it is too late, or they were called back."""
        late = {call.id for call in calls if call.expires_at is not None and call.expires_at <= now}
        if late:
            await self._outbox.finish([Finished(call_id, "expired", "поздно") for call_id in late], [], [], now)
        new = [call for call in calls if call.batch is None and call.id not in late]
        batches = await self._outbox.gather(by_content(new), now) if new else []
        return [call for call in calls if call.batch is not None] + [call for batch in batches for call in batch]

    def _add_batches(self, calls: Sequence[WaitingCall]) -> None:
        for _, batch in groupby(calls, key=lambda call: call.batch):
            parcel = batched(list(batch))
            self._mass.add(parcel.lane, parcel)

    def take(self, limit: int, now: float, *, mass: bool, is_suspect: Callable[[int], bool]) -> list[Parcel]:
        """Take what goes by the next request, the most urgent first.

        Args:
            limit: calls that it may hold.
            now: the loop's time.
            mass: whether mass sending may go.
            is_suspect: of a parcel's id: whether it must go alone, because VK never answers it.
        """
        shared = mass and self._mass.has_free and limit > 1
        taken = [parcel for _, parcel in self._urgent.take(limit - shared)]
        if mass and (shared or not taken):
            places = min(limit - len(taken), self.floods.calls)
            taken += self._take_mass(places, MAX_PEERS if taken else PEOPLE_AT_ONCE, now)
        return self._fitting(taken, is_suspect)

    def _take_mass(self, places: int, at_once: int, now: float) -> list[Parcel]:
        taken: list[Parcel] = []
        people = 0
        while len(taken) < places and people < at_once and (one := self._mass.take(1)):
            taken.append(one[0][1])
            people += len(taken[-1].calls)
        self._digested_at = now + people / PEOPLE_A_SECOND
        return taken

    def _fitting(self, taken: Sequence[Parcel], is_suspect: Callable[[int], bool]) -> list[Parcel]:
        if taken and is_suspect(taken[0].id):
            self.release(taken[1:])
            return [taken[0]]
        package: list[Parcel] = []
        size = 0
        for parcel in taken:
            size += len(parcel.code.encode())
            if package and (size > MAX_CODE or is_suspect(parcel.id)):
                self.release([parcel])
            else:
                package.append(parcel)
        return package

    def release(self, parcels: Iterable[Parcel]) -> None:
        """They were not sent: they may be taken again."""
        for parcel in parcels:
            self._lanes(parcel).release([parcel.lane])

    def release_due(self, now: float) -> float | None:
        """Free what was held until now; return the next such moment, or None."""
        moments = [self._urgent.release_due(now), self._mass.release_due(now)]
        return min((moment for moment in moments if moment is not None), default=None)

    def hold(self, parcel: Parcel, until: float) -> None:
        """The parcel, as it is now, must wait until `until`, and so does its order."""
        self._lanes(parcel).hold(parcel.lane, until, parcel)

    def done(self, parcel: Parcel) -> None:
        """The parcel is over with all of its rows."""
        self.settled(parcel, [], 0.0)

    def settled(self, parcel: Parcel, again: Sequence[tuple[Parcel, float]], now: float) -> None:
        """The parcel is over but for what must be tried again, each after a pause of some seconds."""
        if len(again) == 1 and again[0][0].lane == parcel.lane:
            left, pause = again[0]
            self.hold(left, now + pause)
        else:
            self._lanes(parcel).done(parcel.lane)
            for one, pause in again:
                self._mass.add(one.lane, one, until=now + pause)
        goes_on = {call.id for one, _ in again for call in one.calls}
        for call in parcel.calls:
            if call.id in goes_on:
                continue
            if call.batch is not None:
                self._ungathered.done(call.peer_id)
            elif not parcel.is_mass:
                self._reading[call.priority].ahead -= 1

    def _lanes(self, parcel: Parcel) -> Lanes[Parcel]:
        return self._mass if parcel.is_mass else self._urgent


def _rank(parcel: Parcel) -> tuple[int, ...]:
    return parcel.first.priority, parcel.id
