"""A full dialog step: stored update → routed → dialog state, draft, reply and mark committed."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appeals.calendar import WorkingCalendar
from bench.world import message
from bot import collector
from bot.administration_file import load_administration
from bot.clock import RussianCalendar, SystemClock, SystemIds
from bot.events import store_form
from bot.signals import Bell
from bot.worker.handling import Handling
from bot.worker.worker import Worker
from handlers.turn import Office
from storage.database import Database
from storage.inbox import Inbox
from storage.migrations import migrate
from storage.profiles import Profile, Profiles

CITIZENS = 500
FIRST = 5_000_000
"""Nobody of those who stand in a filled database."""

STEPS = (
    ("Подать обращение", '{"do":"file"}'),
    ("Согласен", '{"do":"agree"}'),
    ("Дороги и тротуары", '{"do":"category","id":"roads"}'),
    ("На Садовой глубокая яма, уже неделю никто не приезжает", None),
    ("ул. Садовая, 5", None),
    ("Пропустить", '{"do":"skip"}'),
    ("Пропустить", '{"do":"skip"}'),
    ("Отправить", '{"do":"confirm"}'),
)
_FILE = Path(__file__).parents[1] / "administration.toml"


@dataclass(frozen=True)
class Done:
    """What steps took; `cpu_ms` of all threads, `statements` and `trips` of SQLite are for one step."""

    steps: int
    seconds: float
    cpu_ms: float
    statements: float = 0.0
    trips: float = 0.0

    @property
    def rate(self) -> float:
        return self.steps / self.seconds


async def measure(path: Path) -> float:
    """Steps a second on one core, over whole dialogs that end with an appeal and its card."""
    return (await measured(path)).rate


async def measured(path: Path, *, first: int = FIRST, counting: bool = False) -> Done:
    """The same, with all that can be told of it, by people from `first` on; `counting` takes time of its own."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    collector.calm()
    database = await Database.open(path)
    try:
        await migrate(database)
        return await _measure(database, first, Counting(database) if counting else None)
    finally:
        await database.close()
        os.sched_setaffinity(0, cores)


class Counting:
    """Counts what the writer's connection does: statements, each row of many, and trips to its thread."""

    def __init__(self, database: Database) -> None:
        self.statements = self.trips = 0
        self._writer = database._writer
        self._execute = self._writer._execute

    async def begin(self) -> None:
        await self._writer.set_trace_callback(self._count)
        self._writer._execute = self._trip  # type: ignore[method-assign]

    def _count(self, sql: str) -> None:
        self.statements += not sql.startswith("--")  # triggers are told of as comments

    async def _trip(self, *work: Any) -> Any:
        self.trips += 1
        return await self._execute(*work)  # type: ignore[no-untyped-call] # as in aiosqlite


async def _measure(database: Database, first: int, counting: Counting | None) -> Done:
    clock, inbox = SystemClock(), Inbox(database, 1)
    people = [first + number for number in range(CITIZENS)]
    await Profiles(database, 1).save([Profile(one, "Анна", "Примерова", 1) for one in people], clock.now())
    administration = load_administration(_FILE)
    calendar = WorkingCalendar(administration.working_time, RussianCalendar(), administration.zone)
    office = Office(administration, calendar, SystemIds(), 1, 2_000_000_001)
    news, sent = Bell(), Bell()
    worker = Worker(
        database, 1, Handling(office), clock, news=news, introduce=lambda _, then: then(), on_calls=sent.ring
    )
    seconds = cpu = 0.0
    before = await _appeals(database)
    if counting is not None:
        await counting.begin()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(worker.run())
        for number, (text, payload) in enumerate(STEPS):
            events = [
                store_form(message(one, 2 * number + 1, text, event=number * CITIZENS + one, payload=payload))
                for one in people
            ]
            # Each question counts as seen before it is answered, as it would be in life.
            async with database.transaction() as transaction:
                await transaction.run("UPDATE outbox SET status = 'sent', params = NULL WHERE status = 'waiting'")
                await transaction.commit()
            started, spent = time.perf_counter(), time.process_time()
            await inbox.accept(events, str(number), clock.now())
            news.ring()
            while await inbox.waiting(0, 1):
                sent_before = sent.heard()
                if not sent_before:
                    await sent.wait()
            seconds += time.perf_counter() - started
            cpu += time.process_time() - spent
        worker.stop()
        await running
    if (filed := await _appeals(database) - before) != CITIZENS:
        raise RuntimeError(f"{filed} appeals of {CITIZENS}")
    steps = CITIZENS * len(STEPS)
    done = Done(steps, seconds, cpu * 1000 / steps)
    return replace(done, statements=counting.statements / steps, trips=counting.trips / steps) if counting else done


async def _appeals(database: Database) -> int:
    return int((await database.read("SELECT count(*) FROM appeals"))[0][0])
