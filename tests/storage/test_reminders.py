"""Reminders on a real file: planned when an appeal changes, claimed once, in the transaction of what they say."""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from appeals.model import Appeal, Priority, Status
from appeals.reminders import About, Past, Planned, Planner, Reminder, ReminderKind
from bot.speaker import SessionSpeaker
from scheduler.reminders import Remind
from storage.errors import is_storage_trouble
from storage.moments import to_ms
from storage.unit import Session
from tests.storage.people import file
from tests.storage.store import Ids, SqliteStore
from tests.unit.samples import ANNA, COMMUNITY, NOW
from texts.reply import Reply

ROOT = Path(__file__).parents[2]
HALF, DAILY, INTERIM = ReminderKind.HALF, ReminderKind.DAILY, ReminderKind.INTERIM
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class ByDeadline:
    """Half a day before the deadline of what is open, and, once that is over, every day."""

    kinds = frozenset({HALF, DAILY})

    def plan(self, appeal: Appeal, past: Past, now: datetime) -> Sequence[Planned]:
        if not appeal.is_open:
            return ()
        days = max((now - appeal.due_at) // DAY, -1) + 1
        return [Planned(appeal.due_at - DAY / 2, HALF), Planned(appeal.due_at + days * DAY, DAILY)]


@dataclass
class Aloud:
    """Says each one to Anna; some break."""

    kinds: frozenset[ReminderKind] = frozenset({HALF, DAILY})
    portion: int = 2
    pause: timedelta = timedelta()
    breaks: set[int] = field(default_factory=set)
    spoils: set[int] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    pads: int = 0
    is_open_now: bool = True
    late: list[int] = field(default_factory=list)

    def is_open(self, now: datetime) -> bool:
        return self.is_open_now

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        self.late += [one.id for one in reminders if one.is_late]
        return True

    async def tell(self, session: Session, reminder: Reminder) -> bool:
        await session.write("INSERT INTO settings (community_id, name, value) VALUES (1, ?, '1')", (str(reminder.id),))
        if self.pads:
            await session.write(
                "INSERT INTO settings (community_id, name, value) VALUES (1, 'pads', ?)", ("x" * self.pads,)
            )
        if reminder.about.appeal_id in self.breaks:
            raise RuntimeError("this one is broken")
        if reminder.about.appeal_id in self.spoils:
            await session.write("INSERT INTO settings (community_id, name, value) VALUES (1, NULL, '1')")
        SessionSpeaker(session, Ids(), NOW).say(ANNA.vk_id, Reply(f"{reminder.kind} {reminder.about.appeal_id}"))
        return reminder.about.appeal_id not in self.idle

    async def finish(self, session: Session) -> None:
        return


class Desk:
    """The tick of a process that can be started anew."""

    def __init__(self, store: SqliteStore, teller: Aloud | None = None) -> None:
        self.store = store
        self.teller = teller or Aloud()
        self.starts()

    def starts(self, planner: Planner | None = None) -> None:
        self._remind = Remind(
            self.store.database,
            COMMUNITY,
            self.store.clock,
            planners=[planner or ByDeadline()],
            tellers=[self.teller],
            on_calls=lambda: None,
        )

    async def ticks(self, at: datetime | None = None) -> int:
        self.store.clock.moment = at or self.store.clock.moment
        return await self._remind()


async def filed(store: SqliteStore, **changes: Any) -> Appeal:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        return await file(session, **{"due_at": NOW + DAY, "react_by": NOW + DAY, **changes})


async def saved(store: SqliteStore, appeal: Appeal, **changes: Any) -> Appeal:
    async with store.desk() as session:
        await session.appeals.save(changed := replace(appeal, **changes))
    return changed


async def rows(store: SqliteStore) -> list[tuple[object, ...]]:
    found = await store.database.read("SELECT kind, (due_at - ?) / 3600000.0, status FROM reminders ORDER BY id", (
        int(NOW.timestamp() * 1000),
    ))  # fmt: skip
    return [tuple(row) for row in found]


async def test_an_appeal_is_planned_and_reminded_of_once(store: SqliteStore) -> None:
    desk = Desk(store)
    await filed(store)
    assert await desk.ticks() == 0
    assert await rows(store) == [("half", 12, "waiting"), ("daily", 24, "waiting")]
    assert await desk.ticks(NOW + 12 * HOUR) == 1
    assert await store.said() == ["half 1"]
    for later in (0, 1, 600):
        assert await desk.ticks(NOW + 12 * HOUR + later * timedelta(seconds=1)) == 0
    await store.reopen()
    desk.starts()
    assert await desk.ticks() == 0, "nor after a restart"
    assert await rows(store) == [("half", 12, "done"), ("daily", 24, "waiting")]


async def test_a_changed_deadline_replaces_what_waits(store: SqliteStore) -> None:
    desk = Desk(store)
    appeal = await filed(store)
    await desk.ticks()
    await saved(store, appeal, due_at=NOW + 3 * DAY)
    await desk.ticks()
    assert sorted(await rows(store)) == [("daily", 72, "waiting"), ("half", 60, "waiting")]
    await saved(store, appeal, status=Status.ANSWERED)
    await desk.ticks()
    assert await rows(store) == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.IN_PROGRESS},
        {"assignee_id": 201},
        {"priority": Priority.FAST},
        {"due_at": NOW},
        {"react_by": NOW},
        {"interim_by": NOW},
    ],
)
async def test_whatever_matters_has_it_planned_anew(store: SqliteStore, change: dict[str, Any]) -> None:
    appeal = await filed(store)
    await Desk(store).ticks()
    await saved(store, appeal, category="snow")
    assert await store.database.read("SELECT * FROM unplanned") == [], "the topic alone moves no deadline"
    await saved(store, appeal, **change)
    assert [tuple(row) for row in await store.database.read("SELECT * FROM unplanned")] == [(appeal.id,)]


async def test_what_fired_is_not_planned_again(store: SqliteStore) -> None:
    desk = Desk(store)
    appeal = await filed(store)
    await desk.ticks(NOW + 12 * HOUR)
    await saved(store, appeal, assignee_id=201)
    assert await desk.ticks() == 0
    async with store.desk() as session:
        await session.reminders.plan(About(appeal.id), {HALF}, [Planned(NOW + 12 * HOUR, HALF)])
    assert await desk.ticks() == 0
    assert await store.said() == ["half 1"]


async def test_an_appeal_that_changed_is_planned_before_its_reminders_fire(store: SqliteStore) -> None:
    """What was due at the old deadline is not said, even if the change came a moment before."""
    desk = Desk(store)
    appeal = await filed(store)
    await desk.ticks()
    store.clock.moment = NOW + 2 * DAY
    await saved(store, appeal, status=Status.ANSWERED)
    assert await desk.ticks() == 0
    assert await store.said() == []


async def test_a_use_case_plans_for_itself(store: SqliteStore) -> None:
    teller = Aloud(kinds=frozenset({INTERIM}))
    desk = Desk(store, teller)
    await filed(store)
    async with store.desk() as session:
        assert session.standing.citizen is not None
        about = About(citizen_id=session.standing.citizen.id)
        for hours in (5, 3, 2):
            await session.reminders.plan(about, {INTERIM}, [Planned(NOW + hours * HOUR, INTERIM)])
    assert await desk.ticks(NOW + HOUR) == 0
    assert await desk.ticks(NOW + 2 * HOUR) == 1
    async with store.desk() as session:
        await session.reminders.plan(about, {INTERIM}, [Planned(NOW + 3 * HOUR, INTERIM)])
        await session.reminders.drop(about, {INTERIM})
    assert await desk.ticks(NOW + 9 * HOUR) == 0
    assert await store.said() == ["interim None"]


async def test_one_that_breaks_stops_nobody_and_fails_in_the_end(store: SqliteStore) -> None:
    desk = Desk(store, Aloud(breaks={2}))
    for _ in range(5):
        await filed(store)
    assert await desk.ticks(NOW + 12 * HOUR) == 4
    assert sorted(map(str, await store.said())) == ["half 1", "half 3", "half 4", "half 5"]
    broken = "SELECT status, attempts, error FROM reminders WHERE appeal_id = 2 AND kind = 'half'"
    assert [tuple(row) for row in await store.database.read(broken)] == [("waiting", 1, "RuntimeError")]
    for _ in range(9):
        assert await desk.ticks() == 0
    assert [tuple(row) for row in await store.database.read(broken)] == [("failed", 5, "RuntimeError")]
    written = await store.database.read("SELECT count(*) FROM settings")
    assert written[0][0] == 4, "what a broken one did is undone"


async def test_what_is_refused_when_it_is_written_is_undone_alone(store: SqliteStore) -> None:
    """A write goes with the next statement that returns rows: the reminder is to blame for it all the same."""
    desk = Desk(store, Aloud(spoils={2}))
    for _ in range(3):
        await filed(store)
    assert await desk.ticks(NOW + 12 * HOUR) == 2
    assert sorted(map(str, await store.said())) == ["half 1", "half 3"]
    written = await store.database.read("SELECT count(*) FROM settings")
    assert written[0][0] == 2


async def test_a_disk_that_is_full_is_no_fault_of_a_reminder(store: SqliteStore) -> None:
    """SQLite undoes the whole transaction then, the reminder's own part with it: nothing is left to be undone."""
    desk = Desk(store, Aloud(pads=10**6))
    await filed(store)
    await desk.ticks()
    await store.database._writer.execute_fetchall("PRAGMA max_page_count = 1")  # no page more than there are
    with pytest.raises(sqlite3.Error) as full:
        await desk.ticks(NOW + 12 * HOUR)
    assert is_storage_trouble(full.value)
    await store.database._writer.execute_fetchall("PRAGMA max_page_count = 100000")
    assert await desk.ticks() == 1
    assert await store.said() == ["half 1"]


async def test_one_that_recovers_is_told_once(store: SqliteStore) -> None:
    desk = Desk(store, Aloud(breaks={1}))
    await filed(store)
    assert await desk.ticks(NOW + 12 * HOUR) == 0
    desk.teller.breaks.clear()
    assert await desk.ticks() == 1
    assert await desk.ticks() == 0
    assert await store.said() == ["half 1"]


async def test_nothing_to_tell_is_skipped(store: SqliteStore) -> None:
    desk = Desk(store, Aloud(idle={1}))
    await filed(store)
    await desk.ticks(NOW + 12 * HOUR)
    assert (await rows(store))[0] == ("half", 12, "skipped")


async def test_outside_its_hours_it_waits(store: SqliteStore) -> None:
    desk = Desk(store)
    await filed(store)
    desk.teller.is_open_now = False
    assert await desk.ticks(NOW + 12 * HOUR) == 0
    desk.teller.is_open_now = True
    assert await desk.ticks(NOW + 13 * HOUR) == 1
    assert desk.teller.late == [], "the process worked"


async def test_what_came_due_while_the_process_was_down_is_late(store: SqliteStore) -> None:
    desk = Desk(store)
    await filed(store)
    await desk.ticks()
    await desk.ticks(NOW + HOUR)
    store.clock.moment = NOW + 13 * HOUR
    await store.reopen()
    desk.starts()
    assert await desk.ticks() == 1
    assert desk.teller.late == [1]
    assert await desk.ticks(NOW + 24 * HOUR) == 1
    assert desk.teller.late == [1], "a process that works but looks seldom is not down"


async def test_what_came_due_while_the_machine_was_suspended_is_late(store: SqliteStore) -> None:
    """It wakes as the same process, whose clock that only goes forward has stood: the time of day alone has jumped."""
    desk = Desk(store)
    await filed(store)
    await desk.ticks()
    await desk.ticks(NOW + HOUR)
    store.clock.suspended = 12 * HOUR
    assert await desk.ticks(NOW + 13 * HOUR) == 1
    assert desk.teller.late == [1]
    assert await store.database.read("SELECT since, until FROM downtimes") == [
        (to_ms(NOW + HOUR), to_ms(NOW + 13 * HOUR))
    ]
    assert await desk.ticks(NOW + 24 * HOUR) == 1
    assert desk.teller.late == [1]


async def test_a_clock_that_is_put_right_by_a_little_was_no_downtime(store: SqliteStore) -> None:
    desk = Desk(store)
    await filed(store)
    await desk.ticks()
    store.clock.suspended = timedelta(minutes=4)
    await desk.ticks(NOW + HOUR)
    store.clock.suspended = timedelta(minutes=-60)
    await desk.ticks(NOW + HOUR - timedelta(minutes=30))
    assert await store.database.read("SELECT since FROM downtimes") == []


async def test_while_there_is_nobody_to_be_told_it_waits(store: SqliteStore) -> None:
    desk = Desk(store, Lonely())
    await filed(store)
    assert await desk.ticks(NOW + 12 * HOUR) == 0
    assert (await rows(store))[0] == ("half", 12, "waiting")


class Lonely(Aloud):
    """Nobody works here yet."""

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        return False


async def test_an_appeal_that_cannot_be_planned_stops_no_other(store: SqliteStore) -> None:
    class Breaking(ByDeadline):
        def plan(self, appeal: Appeal, past: Past, now: datetime) -> Sequence[Planned]:
            if appeal.id == 1:
                raise RuntimeError("the calendar is broken")
            return super().plan(appeal, past, now)

    desk = Desk(store)
    desk.starts(Breaking())
    await filed(store)
    await filed(store)
    assert await desk.ticks(NOW + 12 * HOUR) == 1
    assert await store.said() == ["half 2"]


async def test_the_administrators_are_told_of_those_that_failed(store: SqliteStore) -> None:
    desk = Desk(store, Aloud(breaks={1}))
    await filed(store)
    for _ in range(5):
        await desk.ticks(NOW + 12 * HOUR)
    reports = store.reports(chat=2_000_000_001)
    assert await reports() == 1
    assert await reports() == 0
    (told,) = await store.said()
    assert "Бот не смог отправить 1 напоминание: ошибка RuntimeError." in str(told)


async def test_undone_with_its_transaction(store: SqliteStore) -> None:
    """Killed between the claim and the commit: nothing was said, and the next one says it."""

    class Dying(Aloud):
        async def finish(self, session: Session) -> None:
            raise SystemExit

    desk = Desk(store, Dying())
    await filed(store)
    with pytest.raises(SystemExit):
        await desk.ticks(NOW + 12 * HOUR)
    assert (await rows(store))[0] == ("half", 12, "waiting")
    assert await store.said() == []
    desk = Desk(store)
    assert await desk.ticks() == 1
    assert await store.said() == ["half 1"]


class Stuck(Aloud):
    """Has claimed and told, and doesn't come to the commit."""

    async def finish(self, session: Session) -> None:
        print("claimed", flush=True)  # noqa: T201 - to the process that will kill this one
        await asyncio.sleep(60)


STUCK = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from tests.storage.store import SqliteStore
from tests.storage.test_reminders import Desk, Stuck
from tests.unit.samples import NOW

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    await store.open()
    await Desk(store, Stuck()).ticks(NOW + timedelta(hours=12))

asyncio.run(main())
"""


async def test_killed_between_the_claim_and_the_commit(store: SqliteStore) -> None:
    """By SIGKILL, in a process of its own."""
    await filed(store)
    await Desk(store).ticks()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STUCK, str(store.path.parents[1]), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    async with asyncio.timeout(50):
        assert await process.stdout.readline() == b"claimed\n"
        process.kill()
        await process.wait()
    assert (await rows(store))[0] == ("half", 12, "waiting")
    desk = Desk(store)
    assert await desk.ticks(NOW + 12 * HOUR) == 1
    assert await desk.ticks() == 0
    assert await store.said() == ["half 1"]
