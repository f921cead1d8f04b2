"""Reminders: planned when appeals change, fired once when they are due."""

from __future__ import annotations

import sqlite3
from asyncio import sleep
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from loguru import logger

from appeals.due import Due
from appeals.ports import Clock
from appeals.reminders import Planner, Reminder, ReminderKind
from storage.database import Database
from storage.errors import is_storage_trouble
from storage.reminders import DOWN_AFTER, PULSE, ReminderRows
from storage.unit import Session, Standing, UnitOfWork

BREATH = 100
"""Reminders that are told without a pause: some milliseconds of the loop."""


class Teller(Protocol):
    """Does what reminders of some kinds are for.

    `portion` is how many of them one transaction takes; who gathers all of them into one message takes as many as
    there are. `pause` is for how long people are left alone after they were told: what comes due meanwhile is told
    together.
    """

    @property
    def kinds(self) -> frozenset[ReminderKind]: ...

    @property
    def portion(self) -> int: ...

    @property
    def pause(self) -> timedelta: ...

    def is_open(self, now: datetime) -> bool:
        """Whether people may be told at this moment; what is due waits otherwise."""
        ...

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        """Read what all of a portion need, in a few statements; False while there is nobody to be told."""
        ...

    async def tell(self, session: Session, reminder: Reminder) -> bool:
        """Do what one reminder is for; False when nothing is left to be told. What it did is undone if it raises."""
        ...

    async def finish(self, session: Session) -> None:
        """Say what was gathered."""
        ...


class Remind:
    """Plans what is out of date and fires what is due.

    A claim is committed with what it says. A reminder that breaks is undone alone, tried again, and in the end kept
    as failed; a teller that breaks leaves the others alone.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        *,
        planners: Sequence[Planner],
        tellers: Sequence[Teller],
        on_calls: Callable[[], None],
    ) -> None:
        self._database = database
        self._community_id = community_id
        self._clock = clock
        self._planners = planners
        self._tellers = tellers
        self._on_calls = on_calls
        self._rows = ReminderRows(database, community_id)
        self._alive: tuple[datetime, float] | None = None

    async def __call__(self) -> int:
        """Plan and fire; return how many reminders fired."""
        await self._live()
        if await self._rows.undelivered():
            async with self._database.transaction() as transaction:
                await self._rows.take_back(transaction)
                await transaction.commit()
        while await self._rows.unplanned():
            async with self._database.transaction() as transaction:
                planned = await self._rows.plan(transaction, self._planners, self._clock.now())
                await transaction.commit()
            if not planned:
                break
        fired = 0
        for teller in self._tellers:
            try:
                fired += await self._fire(teller)
            except Exception as error:
                if isinstance(error, sqlite3.Error) and is_storage_trouble(error):
                    raise
                logger.error("Напоминания {}: {}", ", ".join(sorted(teller.kinds)), type(error).__name__)
        return fired

    async def due(self) -> Due | None:
        """What fires next."""
        return await self._rows.next_due()

    async def _live(self) -> None:
        """Note that the process works; at its start also since when it didn't, and what has to be planned anew.

        A machine that was suspended wakes as if nothing had been: only the time of day has jumped.
        """
        now, running = self._clock.now(), self._clock.running()
        jumped = timedelta()
        if self._alive is not None:
            alive_at, ran = self._alive
            if abs(now - alive_at) < PULSE:
                return
            jumped = now - alive_at - timedelta(seconds=running - ran)
        async with self._database.transaction() as transaction:
            if self._alive is None or jumped > DOWN_AFTER:
                await self._rows.starts(transaction, now)
            else:
                await self._rows.lives(transaction, now)
            if self._alive is None:
                await self._rows.plan_all_anew(transaction)
            await transaction.commit()
        self._alive = now, running

    async def _fire(self, teller: Teller) -> int:
        fired = 0
        broken: set[int] = set()
        if teller.pause and await self._rows.was_told(teller.kinds, (now := self._clock.now()) - teller.pause, now):
            return 0
        while teller.is_open(now := self._clock.now()) and await self._rows.is_due(teller.kinds, now):
            reminders, errors = await self._portion(teller, now, broken)
            if not reminders:
                break  # what is left broke just now, or has to be planned anew
            broken |= errors.keys()
            fired += len(reminders) - len(errors)
        return fired

    async def _portion(
        self, teller: Teller, now: datetime, besides: Collection[int]
    ) -> tuple[Sequence[Reminder], Mapping[int, str]]:
        """Claim some of what is due, and tell it: both or neither."""
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, now)
            if not (reminders := await self._rows.claim(transaction, teller.kinds, now, teller.portion, besides)):
                return (), {}
            session = unit.session(Standing(0, 0))
            if not await teller.begin(session, reminders):
                return (), {}
            idle, errors = await self._tell(unit, teller, reminders)
            await teller.finish(session)
            await unit.keep(session, None)
            await self._rows.skip(transaction, idle)
            await self._rows.fail(transaction, errors)
            await self._rows.plan_anew(transaction, _to_repeat(reminders, errors))
            await unit.commit()
        self._on_calls()
        return reminders, errors

    async def _tell(
        self, unit: UnitOfWork, teller: Teller, reminders: Sequence[Reminder]
    ) -> tuple[list[int], dict[int, str]]:
        """Tell each; the ids of those that had nothing to tell, and what broke in others.

        Whatever writes or speaks has a session of its own, which can be undone alone.
        """
        idle: list[int] = []
        errors: dict[int, str] = {}
        own = unit.session(Standing(0, 0))
        for number, reminder in enumerate(reminders):
            if number % BREATH == 0:
                await sleep(0)  # for everybody else
                own = unit.session(Standing(0, 0))
            try:
                told = await teller.tell(own, reminder)
                if own.has_savepoint or own.calls:
                    await unit.keep(own, None)
                    own = unit.session(Standing(0, 0))
            except Exception as error:
                if isinstance(error, sqlite3.Error) and is_storage_trouble(error):
                    raise  # SQLite may have undone everything by itself: there may be no part any more
                await unit.undo(own)
                own = unit.session(Standing(0, 0))
                errors[reminder.id] = type(error).__name__
                logger.error("Напоминание {} ({}): {}", reminder.id, reminder.kind, type(error).__name__)
            else:
                if not told:
                    idle.append(reminder.id)
        return idle, errors


def _to_repeat(reminders: Sequence[Reminder], errors: Collection[int]) -> list[int]:
    """The appeals for which a next reminder has to be planned now."""
    fired = [one for one in reminders if one.kind.is_repeated and one.id not in errors]
    return [one.about.appeal_id for one in fired if one.about.appeal_id is not None]
