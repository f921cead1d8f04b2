"""Work in memory, a lane a conversation: the head of a lane goes first, and lanes don't wait for each other."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")

CROWD = 100
"""Items of one lane that take room from others: a lane with thousands must not keep the others' from being read."""


class Lanes(Generic[ItemT]):
    """Items by lane, in the order in which they were added.

    A lane is free, or busy while its head is being worked on, or held until a moment.

    Args:
        rank: what goes first among the heads of free lanes; lower is earlier. Ranks are unique.
        kind: of heads of each kind that waits, `take` leaves a place for one; the lower kind goes first.
        crowd: how many items of one lane count as read ahead.
    """

    def __init__(
        self,
        rank: Callable[[ItemT], tuple[int, ...]],
        *,
        kind: Callable[[ItemT], int] = lambda _: 0,
        crowd: int = CROWD,
    ) -> None:
        self._rank = rank
        self._kind = kind
        self._crowd = crowd
        self._lanes: dict[Hashable, deque[ItemT]] = {}
        self._free: defaultdict[int, list[tuple[tuple[int, ...], Hashable]]] = defaultdict(list)
        self._held: dict[Hashable, float] = {}
        self._count = 0
        self._held_count = 0
        self._beyond_count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def has_free(self) -> bool:
        """Whether a head can be taken now."""
        return any(self._free.values())

    @property
    def free(self) -> int:
        """How many heads can be taken now."""
        return sum(map(len, self._free.values()))

    @property
    def held(self) -> int:
        """How many items wait for their moment, or behind one that does."""
        return self._held_count

    def has_room(self, window: int) -> bool:
        """Whether more should be read ahead: held and crowded lanes fill a tenfold window, not that of the others."""
        return self._count - self._held_count - self._beyond_count < window and self._count < 10 * window

    def __contains__(self, lane: Hashable) -> bool:
        """Whether it holds anything."""
        return lane in self._lanes

    def last(self, lane: Hashable) -> ItemT | None:
        """The item that goes last of a lane."""
        return self._lanes[lane][-1] if lane in self._lanes else None

    def is_full(self, lane: Hashable) -> bool:
        """Whether more of it would only take room: the rest may be left in the file until its turn comes."""
        return lane in self._lanes and len(self._lanes[lane]) >= self._crowd

    def add(self, lane: Hashable, item: ItemT, *, until: float | None = None) -> None:
        """Put an item at the end of its lane; a new lane is held until `until` where that is given."""
        self._count += 1
        self._held_count += lane in self._held
        if (queue := self._lanes.get(lane)) is not None:
            queue.append(item)
            self._beyond_count += lane not in self._held and len(queue) > self._crowd
            return
        self._lanes[lane] = deque([item])
        if until is None:
            self._set_free(lane)
        else:
            self.hold(lane, until, item)

    def take(self, limit: int) -> list[tuple[Hashable, ItemT]]:
        """Take the heads of up to `limit` free lanes; each lane is busy until `done`, `hold` or `release`."""
        taken: list[tuple[Hashable, ItemT]] = []
        kinds = sorted(kind for kind, heads in self._free.items() if heads)
        for place, kind in enumerate(kinds, 1):
            room = limit - min(len(kinds) - place, max(0, limit - 1))
            heads = self._free[kind]
            while heads and len(taken) < room:
                _, lane = heapq.heappop(heads)
                taken.append((lane, self._lanes[lane][0]))
        return taken

    def done(self, lane: Hashable) -> None:
        """The head is finished: the next of the lane may go."""
        queue = self._lanes[lane]
        self._beyond_count -= len(queue) > self._crowd
        queue.popleft()
        self._count -= 1
        if queue:
            self._set_free(lane)
        else:
            del self._lanes[lane]

    def release(self, lanes: Iterable[Hashable]) -> None:
        """The heads were not worked on: they may be taken again."""
        for lane in lanes:
            self._set_free(lane)

    def hold(self, lane: Hashable, until: float, head: ItemT) -> None:
        """The head, as it is now, must wait until `until` (the loop's time, seconds), and so does all behind it."""
        self._lanes[lane][0] = head
        self._held[lane] = until
        self._held_count += len(self._lanes[lane])
        self._beyond_count -= self._beyond(lane)

    def release_due(self, now: float) -> float | None:
        """Free the lanes whose moment has come; return the next moment, or None when nothing is held."""
        for lane in [lane for lane, until in self._held.items() if until <= now]:
            del self._held[lane]
            self._held_count -= len(self._lanes[lane])
            self._beyond_count += self._beyond(lane)
            self._set_free(lane)
        return min(self._held.values(), default=None)

    def _beyond(self, lane: Hashable) -> int:
        return max(0, len(self._lanes[lane]) - self._crowd)

    def _set_free(self, lane: Hashable) -> None:
        head = self._lanes[lane][0]
        heapq.heappush(self._free[self._kind(head)], (self._rank(head), lane))
