"""A full dialog step: stored update → routed → dialog state, draft, reply and mark committed."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from appeals.calendar import WorkingCalendar
from bench.world import message
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


async def measure(path: Path) -> float:
    """Steps a second on one core, over whole dialogs that end with an appeal and its card."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    database = await Database.open(path)
    try:
        await migrate(database)
        return await _measure(database)
    finally:
        await database.close()
        os.sched_setaffinity(0, cores)


async def _measure(database: Database) -> float:
    clock, inbox = SystemClock(), Inbox(database, 1)
    people = [1000 + number for number in range(CITIZENS)]
    await Profiles(database, 1).save([Profile(one, "Анна", "Примерова", 1) for one in people], clock.now())
    administration = load_administration(_FILE)
    calendar = WorkingCalendar(administration.working_time, RussianCalendar(), administration.zone)
    office = Office(administration, calendar, SystemIds(), 1, 2_000_000_001)
    news, sent = Bell(), Bell()
    worker = Worker(
        database, 1, Handling(office), clock, news=news, introduce=lambda _, then: then(), on_calls=sent.ring
    )
    seconds = 0.0
    async with asyncio.TaskGroup() as group:
        running = group.create_task(worker.run())
        for number, (text, payload) in enumerate(STEPS):
            events = [
                store_form(message(one, 2 * number + 1, text, event=number * CITIZENS + place, payload=payload))
                for place, one in enumerate(people)
            ]
            # Each question counts as seen before it is answered, as it would be in life.
            async with database.transaction() as transaction:
                await transaction.run("UPDATE outbox SET status = 'sent', params = NULL WHERE status = 'waiting'")
                await transaction.commit()
            started = time.perf_counter()
            await inbox.accept(events, str(number), clock.now())
            news.ring()
            while (await inbox.counts()).get("waiting"):
                sent_before = sent.heard()
                if not sent_before:
                    await sent.wait()
            seconds += time.perf_counter() - started
        worker.stop()
        await running
    rows = await database.read("SELECT count(*) FROM appeals")
    if rows[0][0] != CITIZENS:
        raise RuntimeError(f"{rows[0][0]} appeals of {CITIZENS}")
    return CITIZENS * len(STEPS) / seconds
