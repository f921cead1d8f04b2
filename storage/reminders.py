"""Reminders on SQLite: planned, claimed in the transaction of what they say, finished."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import orjson
from loguru import logger

from appeals.due import Due
from appeals.model import Act, Appeal, Number, Priority
from appeals.reminders import About, Past, Planned, Planner, Reminder, ReminderKind
from appeals.rights import Right, may
from storage import shapes
from storage.database import Database, Row, Transaction
from storage.moments import from_ms, to_ms
from storage.repositories import APPEALS, Statements
from storage.staff import staff_of
from storage.undone import STANDS

_ACCEPTS = frozenset({Act.ACCEPTED, Act.TAKEN})

MAX_ATTEMPTS = 5
"""Then a reminder has failed."""

PLANNED_AT_ONCE = 50
"""Appeals that one transaction plans: nobody waits long for it."""

READ_AT_ONCE = 500
"""Rows: some milliseconds of the loop."""

PULSE = timedelta(minutes=1)
"""How often the process notes that it works."""

DOWN_AFTER = timedelta(minutes=5)
"""A shorter pause is a restart and delays nothing that anybody would notice."""


class SqliteReminders:
    """`appeals.reminders.Reminders` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def plan(self, about: About, kinds: Collection[ReminderKind], planned: Sequence[Planned]) -> None:
        await self._session.write(_DROP, _kept(about, kinds, planned))
        for one in planned:
            await self._session.write(_ADD, _row(self._session.community_id, about, one))

    async def drop(self, about: About, kinds: Collection[ReminderKind]) -> None:
        await self._session.write(_DROP, _kept(about, kinds, ()))

    async def anew(self, appeal_id: int) -> None:
        await self._session.write("INSERT OR IGNORE INTO unplanned VALUES (?)", (appeal_id,))


class ReminderRows:
    """What the tick does with the table, in a transaction or beside it."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def unplanned(self) -> bool:
        """Whether the reminders of any appeal are out of date."""
        return bool(await self._database.read(f"{_UNPLANNED} LIMIT 1", (self._community_id,)))

    async def is_due(self, kinds: Collection[ReminderKind], now: datetime) -> bool:
        """Whether anything of these kinds has come due."""
        rows = await self._database.read(
            "SELECT 1 FROM reminders WHERE community_id = ? AND status = 'waiting' AND due_at <= ?"
            " AND kind IN (SELECT value FROM json_each(?)) LIMIT 1",
            (self._community_id, to_ms(now), _json(kinds)),
        )
        return bool(rows)

    async def was_told(self, kinds: Collection[ReminderKind], since: datetime, now: datetime) -> bool:
        """Whether anything of these kinds has fired after `since`."""
        rows = await self._database.read(
            "SELECT 1 FROM reminders WHERE community_id = ? AND status = 'done'"
            " AND finished_at > ? AND finished_at <= ? AND kind IN (SELECT value FROM json_each(?)) LIMIT 1",
            (self._community_id, to_ms(since), to_ms(now), _json(kinds)),
        )
        return bool(rows)

    async def upcoming(self) -> dict[ReminderKind, datetime]:
        """When the next waiting reminder of each kind is due, the soonest first."""
        rows = await self._database.read(
            "SELECT kind, min(due_at) FROM reminders WHERE community_id = ? AND status = 'waiting' GROUP BY kind"
            " ORDER BY min(due_at)",
            (self._community_id,),
        )
        return {ReminderKind(kind): from_ms(due_at) for kind, due_at in rows}

    async def next_due(self) -> Due | None:
        """The waiting reminder that is due first."""
        rows = await self._database.read(
            "SELECT r.due_at, a.year, a.sequence FROM reminders r LEFT JOIN appeals a ON a.id = r.appeal_id"
            " WHERE r.community_id = ? AND r.status = 'waiting' ORDER BY r.due_at, r.id LIMIT 1",
            (self._community_id,),
        )
        return next((Due(from_ms(at), f"№ {Number(year, own)}" if year else "") for at, year, own in rows), None)

    async def alive_at(self) -> datetime | None:
        """When the process last noted that it works."""
        rows = await self._database.read("SELECT alive_at FROM communities WHERE id = ?", (self._community_id,))
        return from_ms(rows[0][0]) if rows and rows[0][0] is not None else None

    async def uncalled_among(self, vk_ids: Sequence[int]) -> list[int]:
        """Whoever of these doesn't work here or can't be written to."""
        staff = await staff_of(self._database.read, self._community_id)
        rows = await self._database.read(
            "SELECT vk_id FROM citizens WHERE community_id = ? AND reachable"
            " AND vk_id IN (SELECT value FROM json_each(?))",
            (self._community_id, _json(vk_ids)),
        )
        reachable = {row[0] for row in rows}
        return [vk_id for vk_id in vk_ids if vk_id not in staff or vk_id not in reachable]

    async def plan_all_anew(self, transaction: Transaction) -> None:
        """Have every open and every forwarded appeal planned anew: the settings may have changed."""
        await transaction.run(
            "INSERT OR IGNORE INTO unplanned SELECT id FROM appeals WHERE community_id = ?"
            " AND (status IN ('new', 'in_progress', 'waiting_citizen', 'reopened') OR legal_due_at IS NOT NULL)",
            (self._community_id,),
        )

    async def plan(self, transaction: Transaction, planners: Sequence[Planner], now: datetime) -> int:
        """Plan some of the appeals whose reminders are out of date; return how many that was."""
        rows = await transaction.run(
            f"{APPEALS} WHERE a.id IN ({_UNPLANNED} ORDER BY u.appeal_id LIMIT ?)",
            (self._community_id, PLANNED_AT_ONCE),
        )
        appeals = [shapes.appeal(row) for row in rows]
        ids = _json(appeal.id for appeal in appeals)
        past = await _past(transaction, self._community_id, appeals, now)
        dropped, added = [], []
        for appeal in appeals:
            for planner in planners:
                try:
                    planned = planner.plan(appeal, past.get(appeal.id, Past()), now)
                except Exception as error:  # noqa: BLE001 - one that can't be planned stops no other
                    logger.error("Напоминания не спланированы, № {}: {}", appeal.number, type(error).__name__)
                    continue
                dropped.append(_kept(About(appeal.id), planner.kinds, planned))
                added += [_row(self._community_id, About(appeal.id), one) for one in planned]
        transaction.put_many(_DROP, dropped)
        transaction.put_many(_ADD, added)
        await transaction.run("DELETE FROM unplanned WHERE appeal_id IN (SELECT value FROM json_each(?))", (ids,))
        return len(appeals)

    async def claim(
        self,
        transaction: Transaction,
        kinds: Collection[ReminderKind],
        now: datetime,
        limit: int,
        besides: Collection[int] = (),
    ) -> list[Reminder]:
        """Take what has come due, the oldest first: it has fired if this transaction commits, and only then.

        What belongs to an appeal that has to be planned anew waits for that.
        """
        rows = await transaction.run(_DUE, (self._community_id, to_ms(now), _json(kinds), limit, _json(besides)))
        reminders: list[Reminder] = []
        for at in range(0, len(rows), READ_AT_ONCE):
            reminders += map(_reminder, rows[at : at + READ_AT_ONCE])
            await sleep(0)  # for everybody else
        for late in (False, True):
            await transaction.run(
                "UPDATE reminders SET status = 'done', finished_at = ?, late = ?"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (to_ms(now), late, _json(one.id for one in reminders if one.is_late is late)),
            )
        return reminders

    async def skip(self, transaction: Transaction, ids: Iterable[int]) -> None:
        """Note that these, which are claimed, had nothing to tell any more."""
        await transaction.run(
            "UPDATE reminders SET status = 'skipped' WHERE id IN (SELECT value FROM json_each(?))", (_json(ids),)
        )

    async def fail(self, transaction: Transaction, errors: Mapping[int, str]) -> None:
        """Note that these, which are claimed, broke: they are tried again, some times."""
        transaction.put_many(
            "UPDATE reminders SET attempts = attempts + 1, error = ?2, late = 0,"
            " status = iif(attempts + 1 >= ?3, 'failed', 'waiting'),"
            " finished_at = iif(attempts + 1 >= ?3, finished_at, NULL) WHERE id = ?1",
            [(reminder_id, error, MAX_ATTEMPTS) for reminder_id, error in errors.items()],
        )

    async def undelivered(self) -> bool:
        """Whether it is known of any message to an only reader what became of it."""
        return bool(await self._database.read(f"SELECT 1 {_ARRIVED} LIMIT 1", (self._community_id,)))

    async def take_back(self, transaction: Transaction) -> None:
        """Have those that VK refused to deliver to their only reader fire again, once: somebody else is told then."""
        own = (self._community_id,)
        rows = await transaction.run(f"SELECT r.id, coalesce(o.status IN ('unreachable', 'failed'), 0) {_ARRIVED}", own)
        refused = _json(reminder_id for reminder_id, is_refused in rows if is_refused)
        await transaction.run(
            "UPDATE reminders SET status = 'waiting', finished_at = NULL, attempts = attempts + 1"
            " WHERE id IN (SELECT value FROM json_each(?)) AND status = 'done' AND attempts = 0",
            (refused,),
        )
        await transaction.run(
            "UPDATE reminders SET outbox_id = NULL WHERE id IN (SELECT value FROM json_each(?))",
            (_json(row[0] for row in rows),),
        )

    async def plan_anew(self, transaction: Transaction, appeal_ids: Iterable[int]) -> None:
        """Have these appeals planned anew."""
        await transaction.run(
            "INSERT OR IGNORE INTO unplanned SELECT DISTINCT value FROM json_each(?)", (_json(appeal_ids),)
        )

    async def starts(self, transaction: Transaction, now: datetime) -> None:
        """Note since when the process was down, if it was for long."""
        rows = await transaction.run("SELECT alive_at FROM communities WHERE id = ?", (self._community_id,))
        alive_at = rows[0][0] if rows else None
        if alive_at is not None and now - from_ms(alive_at) > DOWN_AFTER:
            await transaction.run(
                "INSERT INTO downtimes (community_id, since, until) VALUES (?, ?, ?)",
                (self._community_id, alive_at, to_ms(now)),
            )
        await self.lives(transaction, now)

    async def lives(self, transaction: Transaction, now: datetime) -> None:
        """Note that the process works. Who has accepted an emergency may have left: they are planned anew."""
        await transaction.run(
            "INSERT OR IGNORE INTO unplanned SELECT id FROM appeals WHERE community_id = ? AND priority = 'emergency'"
            " AND status IN ('new', 'in_progress', 'waiting_citizen', 'reopened')",
            (self._community_id,),
        )
        await transaction.run(
            "INSERT INTO communities (id, alive_at) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at",
            (self._community_id, to_ms(now)),
        )


async def told_by(session: Statements, outbox_id: int, reminder_ids: Iterable[int]) -> None:
    """Note by which message the only reader of these was told."""
    await session.write(
        "UPDATE reminders SET outbox_id = ? WHERE id IN (SELECT value FROM json_each(?))",
        (outbox_id, _json(reminder_ids)),
    )


async def downtimes(session: Statements, moments: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    """The times in which the process was down and one of these moments fell, the oldest first."""
    if not moments:
        return []
    rows = await session.read(
        "SELECT since, until FROM downtimes d WHERE community_id = ?1"
        " AND EXISTS (SELECT 1 FROM json_each(?2) WHERE value > d.since AND value <= d.until) ORDER BY since",
        (session.community_id, _json({to_ms(moment) for moment in moments})),
    )
    return [(from_ms(since), from_ms(until)) for since, until in rows]


async def _past(
    transaction: Transaction, community_id: int, appeals: Sequence[Appeal], now: datetime
) -> dict[int, Past]:
    """What has happened to these appeals.

    An emergency that was accepted by somebody who may not work on it any more is one that nobody has accepted. What
    fired by a clock that was ahead is no reason to keep silent now.
    """
    ids = _json(appeal.id for appeal in appeals)
    emergencies = {appeal.id: appeal for appeal in appeals if appeal.priority is Priority.EMERGENCY}
    staff = await staff_of(transaction.run, community_id) if emergencies else {}
    fired = await transaction.run(
        "SELECT appeal_id, kind, max(finished_at) FROM reminders"
        " WHERE appeal_id IN (SELECT value FROM json_each(?)) AND finished_at <= ? GROUP BY appeal_id, kind",
        (ids, to_ms(now)),
    )
    done = await transaction.run(
        "SELECT appeal_id, act, max(at), actor_id FROM history h"  # noqa: S608 - a constant
        f" WHERE appeal_id IN (SELECT value FROM json_each(?)) AND {STANDS} GROUP BY appeal_id, act",
        (ids,),
    )
    told: dict[int, dict[ReminderKind, datetime]] = {}
    for appeal_id, kind, at in fired:
        told.setdefault(appeal_id, {})[ReminderKind(kind)] = from_ms(at)
    acts: dict[int, dict[Act, datetime]] = {}
    for appeal_id, act, at, actor_id in done:
        if act in _ACCEPTS and appeal_id in emergencies:
            member = staff.get(actor_id)
            if member is None or not may(member, Right.WORK, emergencies[appeal_id]):
                continue
        acts.setdefault(appeal_id, {})[Act(act)] = from_ms(at)
    return {appeal_id: Past(told.get(appeal_id, {}), acts.get(appeal_id, {})) for appeal_id in told | acts}


def _reminder(row: Row) -> Reminder:
    reminder_id, kind, appeal_id, citizen_id, due_at, attempts, late = row
    about = About(appeal_id, citizen_id)
    return Reminder(reminder_id, ReminderKind(kind), about, from_ms(due_at), attempts, bool(late))


def _json(values: Iterable[object]) -> str:
    return orjson.dumps(list(values)).decode()


def _kept(about: About, kinds: Collection[ReminderKind], planned: Sequence[Planned]) -> tuple[object, ...]:
    keep = [[one.kind, to_ms(one.due_at)] for one in planned]
    return about.appeal_id, about.citizen_id, _json(sorted(kinds)), _json(keep)


def _row(community_id: int, about: About, one: Planned) -> tuple[object, ...]:
    return community_id, one.kind, about.appeal_id, about.citizen_id, to_ms(one.due_at)


_ARRIVED = (
    "FROM reminders r LEFT JOIN outbox o ON o.id = r.outbox_id"
    " WHERE r.community_id = ? AND r.outbox_id IS NOT NULL AND coalesce(o.status, '') <> 'waiting'"
)

_UNPLANNED = "SELECT u.appeal_id FROM unplanned u JOIN appeals o ON o.id = u.appeal_id WHERE o.community_id = ?"

_DROP = """
DELETE FROM reminders WHERE status = 'waiting' AND (appeal_id = ?1 OR citizen_id = ?2)
AND kind IN (SELECT value FROM json_each(?3))
AND NOT EXISTS (SELECT 1 FROM json_each(?4) kept WHERE json_extract(kept.value, '$[0]') = reminders.kind
                AND json_extract(kept.value, '$[1]') = reminders.due_at)
"""
"""What is planned as before stays, with its failed attempts."""

_ADD = (
    "INSERT INTO reminders (community_id, kind, appeal_id, citizen_id, due_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)

_DUE = """
SELECT r.id, r.kind, r.appeal_id, r.citizen_id, r.due_at, r.attempts, EXISTS (
    SELECT 1 FROM downtimes d WHERE d.community_id = ?1 AND r.due_at > d.since AND r.due_at <= d.until)
FROM reminders r WHERE r.community_id = ?1 AND r.status = 'waiting' AND r.due_at <= ?2
AND r.kind IN (SELECT value FROM json_each(?3)) AND r.id NOT IN (SELECT value FROM json_each(?5))
AND (r.appeal_id IS NULL OR r.appeal_id NOT IN (SELECT appeal_id FROM unplanned))
ORDER BY r.due_at, r.id LIMIT ?4
"""
