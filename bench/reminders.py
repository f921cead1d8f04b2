"""Ten thousand reminders that come due at once: claimed and turned into messages, and how long the loop is held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from appeals.administration import Administration, Category, ConsentDocument, Identity, WorkingTime
from appeals.calendar import WorkingCalendar
from appeals.ladder import Ladder
from appeals.model import Role, StaffMember
from appeals.reminders import ReminderKind
from bot import collector
from bot.clock import RussianCalendar, SystemIds
from bot.speaker import SessionSpeaker
from scheduler.ladder import RemindDesk
from scheduler.reminders import Remind
from scheduler.reporting import Voice
from storage.database import Database
from storage.migrations import migrate
from storage.moments import to_ms
from storage.unit import Standing, UnitOfWork

DUE = 10_000
STAFF = 50
COMMUNITY, CHAT = 1, 2_000_000_001
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
_KINDS = (ReminderKind.HALF, ReminderKind.LAST_DAY, ReminderKind.OVERDUE, ReminderKind.UNCLAIMED)

_TOWN = Administration(
    administration=Identity(name="Администрация города Примерска", genitive="администрации города Примерска"),
    consent=ConsentDocument("1.0", "https://example.ru/soglasie"),
    categories=(Category("roads", "Дороги и тротуары"),),
)


@dataclass
class _Clock:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def running(self) -> float:
        return self.moment.timestamp()


async def measure_seconds(path: Path) -> float:
    """Seconds until all that is due has become messages that wait to be sent.

    Nobody watches the loop meanwhile: a watch that asks for every turn takes them from SQLite's threads.
    """
    async with _all_due(path) as remind:
        started = time.perf_counter()
        await _fire(remind)
        return time.perf_counter() - started


async def measure_hold(path: Path) -> float:
    """Milliseconds for which the loop was held at most meanwhile."""
    held: list[float] = []
    async with _all_due(path) as remind, asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(_watch(held))
        await asyncio.sleep(0.05)
        held.clear()
        await _fire(remind)
        await asyncio.sleep(0)
        watch.cancel()
    return max(held) * 1000


@asynccontextmanager
async def _all_due(path: Path) -> AsyncIterator[Remind]:
    database = await Database.open(path)
    try:
        remind = await _prepared(database)
        await remind()  # what is planned anew at a start is none of this
        await _due(database)
        collector.calm()
        yield remind
    finally:
        await database.close()


async def _fire(remind: Remind) -> None:
    if (fired := await remind()) != DUE:
        raise RuntimeError(f"{fired} fired")


async def _watch(held: list[float]) -> None:
    """How late the loop comes back to a task that asks for nothing but its turn."""
    while True:
        started = time.perf_counter()
        await asyncio.sleep(0)
        held.append(time.perf_counter() - started)


async def _prepared(database: Database) -> Remind:
    await migrate(database)
    clock, zone = _Clock(NOW), ZoneInfo("Europe/Moscow")
    calendar = WorkingCalendar(WorkingTime(), RussianCalendar(), zone)
    async with database.transaction() as transaction:
        transaction.put_many(
            "INSERT INTO citizens (id, community_id, vk_id, first_name) VALUES (?, 1, ?, 'Анна')",
            [(number, number) for number in range(1, STAFF + 1)],
        )
        transaction.put_many(
            "INSERT INTO appeals (id, community_id, year, sequence, citizen_id, channel, status, category, text,"
            " address, contact, filed_at, react_by, due_at, origin, assignee_id)"
            " VALUES (?1, 1, 2026, ?1, 1, 'dialog', 'in_progress', 'roads', 'яма', ?2, '', ?3, ?3, ?4, ?5, ?6)",
            [
                (
                    number,
                    f"ул. Садовая, {number % 150}",
                    to_ms(NOW - timedelta(days=9)),
                    to_ms(NOW + timedelta(days=30, minutes=number)),
                    f"draft:{number}",
                    number % STAFF + 1,
                )
                for number in range(1, DUE + 1)
            ],
        )
        unit = await UnitOfWork.begin(transaction, COMMUNITY, NOW)
        session = unit.session(Standing(0, 0))
        await session.staff.replace("vk", [StaffMember(number, Role.MODERATOR) for number in range(1, STAFF + 1)])
        await unit.keep(session, None)
        await unit.commit()

    voice = Voice(lambda session: SessionSpeaker(session, SystemIds(), clock.now()), CHAT, lambda: None)
    return Remind(
        database,
        COMMUNITY,
        clock,
        planners=[Ladder(_TOWN.reminders, calendar)],
        tellers=[RemindDesk(clock, _TOWN, calendar, voice)],
        on_calls=lambda: None,
    )


async def _due(database: Database) -> None:
    """One reminder of each appeal, due now; nothing is left to be planned."""
    async with database.transaction() as transaction:
        await transaction.run("DELETE FROM reminders")
        await transaction.run("DELETE FROM outbox")
        transaction.put_many(
            "INSERT INTO reminders (community_id, kind, appeal_id, due_at) VALUES (1, ?, ?, ?)",
            [(_KINDS[number % len(_KINDS)], number, to_ms(NOW)) for number in range(1, DUE + 1)],
        )
        await transaction.commit()
