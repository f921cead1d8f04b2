"""The worker's loop: many events of different conversations in one transaction, in order within each."""

from __future__ import annotations

import sqlite3
import traceback
from asyncio import get_running_loop, sleep
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from loguru import logger

from appeals.ports import Clock
from appeals.value import dataclass
from bot.lanes import CROWD, Lanes
from bot.signals import Bell
from bot.worker.handling import Handling
from bot.worker.limit import Limit
from bot.worker.reading import read_event
from handlers.incoming import Readable, UnreadableEventError
from storage.database import Database
from storage.errors import STORAGE_PAUSE, is_broken_file, is_storage_trouble
from storage.inbox import Inbox, StoredEvent
from storage.looking import Looking
from storage.unit import Standing, UnitOfWork

BATCH = 64
"""Events in one transaction: the commit waits for the disk, and many share the wait."""

WINDOW = 1000
"""Events read ahead into memory."""

TIMEOUT = 10.0
"""Seconds for one event. A handler does nothing but SQL on this machine: longer means something hangs."""

RETRY_AFTER = (0.5, 2.0, 8.0)
"""Seconds before further attempts; after the last one an event has failed. Short: its conversation waits."""


@dataclass(frozen=True, slots=True)
class _Job:
    lane: Hashable
    event: StoredEvent
    read: Readable | None
    error: str | None = None

    @property
    def key(self) -> tuple[int, int] | None:
        return (self.read.peer_id, self.read.user_id) if self.read is not None else None


class DestroyedTogether(Exception):
    """A person's data are destroyed in a transaction that others share.

    What these have said of the person isn't written yet, so it would outlast the act; what they know is out of date.
    """


class Worker:
    """Handles the inbox of one community.

    Args:
        news: rung when the inbox has something new.
        introduce: called with a person who isn't known yet, or with a short name whose owner isn't, and what to do when
            VK has told.
        on_calls: called after a commit that left something to be sent.
        on_files: called after a commit that left files to be fetched.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        handling: Handling,
        clock: Clock,
        *,
        news: Bell,
        introduce: Callable[[int | str, Callable[[], None]], None],
        on_calls: Callable[[], None],
        on_files: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._community_id = community_id
        self._inbox = Inbox(database, community_id)
        self._handling = handling
        self._limit = Limit(TIMEOUT)
        self._clock = clock
        self._introduce = introduce
        self._on_calls = on_calls
        self._on_files = on_files
        self._lanes: Lanes[StoredEvent] = Lanes(lambda event: (event.id,))
        self._read_to = 0
        self._rests: dict[int, int] = {}
        self._more = True
        self._bell = news
        self._stopping = False

    def stop(self) -> None:
        """Take nothing more; `run` returns when the open transaction is over."""
        self._stopping = True
        self._bell.ring()

    async def run(self) -> None:
        """Handle events until stopped."""
        while not self._stopping:
            try:
                until = self._lanes.release_due(get_running_loop().time())
                self._more |= self._bell.heard()
                await self._refill()
                if self._lanes.has_free:
                    await self._work()
                else:
                    await self._bell.wait(until)
            except sqlite3.Error as error:
                if not is_storage_trouble(error):
                    raise
                logger.error("База не отвечает ({}), повтор через {} с", error.sqlite_errorname, STORAGE_PAUSE)
                await sleep(STORAGE_PAUSE)

    async def _refill(self) -> None:
        """Read ahead. Of a conversation with very many events `CROWD` are in memory, the rest is read in its turn."""
        for lane in [lane for lane in self._rests if lane not in self._lanes]:
            await self._read_on(lane)
        is_first = True
        while self._more and self._lanes.has_room(WINDOW) and (is_first or not self._lanes.has_free):
            events = await self._inbox.waiting(self._read_to, WINDOW)
            self._more = len(events) == WINDOW  # not before: a look that fails is made again
            is_first = False
            for event in events:
                self._read_to = event.id
                last = self._lanes.last(event.lane)
                if event.lane not in self._rests and last is not None and self._lanes.is_full(event.lane):
                    self._rests[event.lane] = last.id
                if event.lane not in self._rests:
                    self._lanes.add(event.lane, event)

    async def _read_on(self, lane: int) -> None:
        """The next events of a conversation of which nothing is left in memory."""
        events = await self._inbox.waiting_in(lane, self._rests[lane], self._read_to, CROWD)
        for event in events:
            self._lanes.add(lane, event)
            self._rests[lane] = event.id
        if len(events) < CROWD:
            del self._rests[lane]

    async def _work(self) -> None:
        await self._settle([_job(lane, event) for lane, event in self._lanes.take(BATCH)])

    async def _settle(self, jobs: Sequence[_Job]) -> None:
        """Handle jobs together; when one of them spoils the whole transaction, each alone."""
        try:
            outcome = await self._transact(jobs)
        except DestroyedTogether:
            await self._settle_each(jobs)
        except Exception as error:
            if _is_trouble(error):
                self._lanes.release([job.lane for job in jobs])
                raise
            logger.error("Общая запись не удалась ({}), обрабатываем по одному", type(error).__name__)
            await self._settle_each(jobs)
        else:
            self._sort_out(jobs, outcome)

    async def _settle_each(self, jobs: Sequence[_Job]) -> None:
        left = list(jobs)
        try:
            while left:
                job = left.pop(0)
                try:
                    self._sort_out([job], await self._transact([job]))
                except Exception as error:
                    if _is_trouble(error):
                        raise
                    await self._give_up(job, error)
        except sqlite3.Error:
            self._lanes.release([other.lane for other in (job, *left)])
            raise

    async def _give_up(self, job: _Job, error: Exception) -> None:
        """Mark an event as failed that breaks a constraint at the commit, or meets a row that can't be read."""
        logger.error("Событие {} ({}): {}\n{}", job.event.id, job.event.type, _reason(error), _trace(error))
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            unit.fail(job.event, _reason(error), final=True)
            await unit.commit()
        self._lanes.done(job.lane)

    def _known(self, lane: Hashable) -> None:
        self._lanes.release([lane])
        self._bell.ring()

    def _sort_out(self, jobs: Sequence[_Job], outcome: Mapping[Hashable, float | None]) -> None:
        now = get_running_loop().time()
        for job in jobs:
            if job.lane not in outcome:
                self._lanes.done(job.lane)
            elif (pause := outcome[job.lane]) is not None:
                self._lanes.hold(job.lane, now + pause, replace(job.event, attempts=job.event.attempts + 1))

    async def _transact(self, jobs: Sequence[_Job]) -> dict[Hashable, float | None]:
        """Handle jobs in one transaction.

        Returns the lanes that are not done: with the seconds until the next attempt, or None for those that wait to
        be introduced.
        """
        waiting: dict[Hashable, float | None] = {}
        strangers: list[tuple[int | str, Hashable]] = []
        now = self._clock.now()
        looked_up = await self._foresee(jobs, now)
        unresolved = await self._unresolved(jobs, now)
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, now)
            standings = await unit.load(list({job.key: None for job in jobs if job.key}))
            for job in jobs:
                standing = standings[job.key] if job.key else Standing(0, 0)
                if job.read is not None and job.read.user_id > 0 and standing.citizen is None:
                    strangers.append((job.read.user_id, job.lane))
                    waiting[job.lane] = None
                elif job.lane in unresolved:
                    strangers.append((unresolved[job.lane], job.lane))
                    waiting[job.lane] = None
                elif (pause := await self._handle(unit, job, standing, looked_up)) is not None:
                    waiting[job.lane] = pause
                if unit.forgotten and len(jobs) > 1:
                    raise DestroyedTogether
            calls = await unit.commit()
        for whom, lane in strangers:
            self._introduce(whom, partial(self._known, lane))
        if calls:
            self._on_calls()
        if unit.wants_files:
            self._on_files()
        return waiting

    async def _unresolved(self, jobs: Sequence[_Job], now: datetime) -> dict[Hashable, str]:
        """Short names in commands of staff whose owners only VK can tell."""
        staff = Looking(self._database, self._community_id).staff
        wanted: dict[Hashable, str] = {}
        for job in jobs:
            name = self._handling.short_name_wanted(job.read, now) if job.read is not None else ""
            if job.read is not None and name and await staff.get(job.read.user_id) is not None:
                wanted[job.lane] = name
        return wanted

    async def _foresee(self, jobs: Sequence[_Job], now: datetime) -> dict[Hashable, Any]:
        """What these events are going to look up, read while others may write."""
        looking = Looking(self._database, self._community_id)
        for job in jobs:
            if job.read is None:
                continue
            try:
                await self._handling.foresee(job.read, looking, now)
            except Exception as error:  # the handler meets it again, where it can be undone and told
                if _is_trouble(error):
                    raise
        return looking.looked_up

    async def _handle(
        self, unit: UnitOfWork, job: _Job, standing: Standing, looked_up: Mapping[Hashable, Any]
    ) -> float | None:
        """Handle one job; return seconds until the next attempt when it failed for now."""
        session = unit.session(standing, looked_up)
        if job.error is not None:
            unit.fail(job.event, job.error, final=True)
            return None
        if job.read is None:
            await unit.keep(session, job.event.id)
            return None
        try:
            await self._limit.within(self._handling(job.event, job.read, session, unit.now))
            await unit.keep(session, job.event.id)
        except Exception as error:
            if _is_trouble(error):
                raise
            await unit.undo(session)
            return await self._failed(unit, job, standing, error)
        return None

    async def _failed(self, unit: UnitOfWork, job: _Job, standing: Standing, error: Exception) -> float | None:
        reason = _reason(error)
        logger.error("Событие {} ({}): {}\n{}", job.event.id, job.event.type, reason, _trace(error))
        if job.event.attempts < len(RETRY_AFTER) and not isinstance(error, UnreadableEventError):
            unit.fail(job.event, reason, final=False)
            return RETRY_AFTER[job.event.attempts]
        unit.fail(job.event, reason, final=True)
        if job.read is not None:
            apology = unit.session(standing)
            self._handling.apologise(job.read, apology, unit.now)
            await unit.keep(apology, None)
        return None


def _job(lane: Hashable, event: StoredEvent) -> _Job:
    try:
        return _Job(lane, event, read_event(event))
    except UnreadableEventError as error:
        return _Job(lane, event, None, f"не читается: {error}")


def _is_trouble(error: Exception) -> bool:
    """Whether no event is to blame, but the disk or the file."""
    return isinstance(error, sqlite3.Error) and (is_storage_trouble(error) or is_broken_file(error))


def _reason(error: Exception) -> str:
    """The class of an error and its place. Never its text, which may hold a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].name}, строка {frames[-1].lineno})" if frames else ""
    return type(error).__name__ + place


def _trace(error: Exception) -> str:
    """Where it happened, without values."""
    return "".join(traceback.format_tb(error.__traceback__))
