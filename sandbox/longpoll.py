"""The community's long poll: ``{server}?act=a_check&key&ts&wait``."""

from __future__ import annotations

import asyncio

from sandbox.faults import LONG_POLL, Faults
from sandbox.model import Json
from sandbox.state import State

MAX_WAIT, DEFAULT_WAIT = 90, 25


class LongPollOutage(Exception):
    """The long-poll server doesn't answer."""


class LongPoll:
    """Answers a_check requests."""

    def __init__(self, state: State, faults: Faults) -> None:
        self.state = state
        self.faults = faults

    async def check(self, key: str, ts_text: str, wait: float) -> Json:
        """Events after ``ts``, waiting for them at most ``wait`` seconds; raises LongPollOutage by that fault."""
        feed, loop = self.state.feed, asyncio.get_running_loop()
        deadline = loop.time() + min(max(wait, 0), MAX_WAIT)
        struck = -1
        while True:
            if struck != self.faults.version:
                struck = self.faults.version
                self._strike()
            seen = feed.seq
            answer = self._failure(key, ts_text) or self._updates(int(ts_text))
            if answer is not None:
                return answer
            left = deadline - loop.time()
            if left <= 0 or feed.closed:
                return {"ts": ts_text, "updates": []}
            await feed.changed(seen, left)

    def _strike(self) -> None:
        """Faults that need no event: once for a request, and again when one is added while it waits."""
        if self.faults.take("longpoll_outage", LONG_POLL):
            raise LongPollOutage
        if self.faults.take("key_expiry", LONG_POLL):
            self.state.events.new_key()

    def _failure(self, key: str, ts_text: str) -> Json | None:
        events = self.state.events
        if key != events.key:
            return {"failed": 2}
        if not ts_text.isdecimal() or not events.oldest_ts <= int(ts_text) <= events.ts:
            return {"failed": 1, "ts": events.ts}
        return None

    def _updates(self, ts: int) -> Json | None:
        events = self.state.events
        batch = events.after(ts)
        if batch:
            loss = self._loss()
            if loss is not None:
                return loss
        repeated, events.repeated = events.repeated, []
        if not batch and not repeated:
            return None
        updates = [*repeated, *batch]
        if batch and self.faults.take("duplicate_events", LONG_POLL):
            updates = [*repeated, *(event for event in batch for _ in range(2))]
            events.repeated = batch
        if len(updates) > 1 and self.faults.take("reorder_events", LONG_POLL):
            self.faults.chance.shuffle(updates)
        return {"ts": str(ts + len(batch)), "updates": updates}

    def _loss(self) -> Json | None:
        """Faults that lose the events which wait to be sent; the messages stay in their conversations."""
        events = self.state.events
        if self.faults.take("lost_history", LONG_POLL):
            events.forget()
            events.new_key()
            return {"failed": 3}
        if self.faults.take("outdated_ts", LONG_POLL):
            return {"failed": 1, "ts": events.ts}
        return None
