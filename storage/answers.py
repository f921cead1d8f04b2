"""What stands around an answer on SQLite: templates, the desk's switches, the head's approval, promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import orjson

from appeals.approvals import Decision, SubmittedAnswer
from appeals.desk_settings import Setting
from appeals.digest import Promise as Overdue
from appeals.model import Number
from appeals.promises import Promise, PromiseStatus
from appeals.promising import Promised
from appeals.templates import Template, template_key
from storage import shapes
from storage.database import Database, Row
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

_TEMPLATES = "SELECT id, name, body, changed_by, changed_at FROM templates WHERE community_id = ?"
_ANSWERS = (
    "SELECT id, appeal_id, author_id, peer_id, text, attachments, submitted_at, decision FROM submitted_answers"
    " WHERE community_id = ?"
)
_PROMISES = (
    "SELECT p.id, p.appeal_id, a.year, a.sequence, p.quote, p.due, p.made_at, p.status, a.department"
    " FROM promises p JOIN appeals a ON a.id = p.appeal_id WHERE p.community_id = ?1"
)

_OPEN_UNTIL = "p.status = 'open' AND p.due <= ?2 AND (?3 IS NULL OR a.department = ?3)"


class SqliteTemplates:
    """`appeals.templates.Templates` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def all(self) -> Sequence[Template]:
        rows = await self._session.read(f"{_TEMPLATES} ORDER BY key", (self._session.community_id,))
        return [_template(row) for row in rows]

    async def get(self, template_id: int) -> Template | None:
        rows = await self._session.read(f"{_TEMPLATES} AND id = ?", (self._session.community_id, template_id))
        return _template(rows[0]) if rows else None

    async def put(self, name: str, body: str, by: int, at: datetime) -> Template:
        rows = await self._session.write_returning(
            "INSERT INTO templates (community_id, key, name, body, changed_by, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (community_id, key) DO UPDATE SET name = excluded.name, body = excluded.body,"
            " changed_by = excluded.changed_by, changed_at = excluded.changed_at RETURNING id",
            (self._session.community_id, template_key(name), name, body, by, to_ms(at)),
        )
        return Template(rows[0][0], name, body, by, at)

    async def remove(self, template_id: int) -> None:
        await self._session.write(
            "DELETE FROM templates WHERE community_id = ? AND id = ?", (self._session.community_id, template_id)
        )


class SqliteSettings:
    """`appeals.desk_settings.Settings` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def is_on(self, setting: Setting) -> bool:
        rows = await self._session.read(
            "SELECT 1 FROM settings WHERE community_id = ? AND name = ? AND value = 'on'",
            (self._session.community_id, setting),
        )
        return bool(rows)

    async def switch(self, setting: Setting, on: bool) -> None:
        await self._session.write(
            "INSERT INTO settings (community_id, name, value) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value",
            (self._session.community_id, setting, "on" if on else "off"),
        )


class SqliteApprovals:
    """`appeals.approvals.Approvals` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def submit(self, answer: SubmittedAnswer) -> SubmittedAnswer:
        await self.withdraw(answer.appeal_id)
        rows = await self._session.write_returning(
            "INSERT INTO submitted_answers (community_id, appeal_id, author_id, peer_id, text, attachments,"
            " submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                self._session.community_id,
                answer.appeal_id,
                answer.author_id,
                answer.peer_id,
                answer.text,
                shapes.attachments_json(answer.attachments),
                to_ms(answer.submitted_at),
            ),
        )
        # Its photos are the appeal's from now on: they stay, however long the head takes.
        self._session.needs(answer.appeal_id, answer.attachments)
        stored = await self.get(rows[0][0])
        assert stored is not None
        return stored

    async def withdraw(self, appeal_id: int) -> None:
        await self._session.write(
            "UPDATE submitted_answers SET decision = 'withdrawn'"
            " WHERE community_id = ? AND appeal_id = ? AND decision = 'waiting'",
            (self._session.community_id, appeal_id),
        )

    async def get(self, answer_id: int) -> SubmittedAnswer | None:
        return await self._one("id = ?", answer_id)

    async def waiting_for(self, appeal_id: int) -> SubmittedAnswer | None:
        return await self._one("decision = 'waiting' AND appeal_id = ?", appeal_id)

    async def waiting(self, *, limit: int) -> Sequence[SubmittedAnswer]:
        rows = await self._session.read(
            f"{_ANSWERS} AND decision = 'waiting' ORDER BY id LIMIT ?", (self._session.community_id, limit)
        )
        return [_answer(row) for row in rows]

    async def decide(self, answer_id: int, decision: Decision, by: int, at: datetime) -> None:
        await self._session.write(
            "UPDATE submitted_answers SET decision = ?, decided_by = ?, decided_at = ?"
            " WHERE community_id = ? AND id = ? AND decision = 'waiting'",
            (decision, by, to_ms(at), self._session.community_id, answer_id),
        )

    async def reopen(self, appeal_id: int) -> None:
        await self._session.write(
            "UPDATE submitted_answers SET decision = 'waiting', decided_by = NULL, decided_at = NULL"
            " WHERE id = (SELECT max(id) FROM submitted_answers WHERE community_id = ? AND appeal_id = ?)",
            (self._session.community_id, appeal_id),
        )

    async def _one(self, condition: str, parameter: int) -> SubmittedAnswer | None:
        rows = await self._session.read(f"{_ANSWERS} AND {condition}", (self._session.community_id, parameter))
        return _answer(rows[0]) if rows else None


class SqlitePromises:
    """`appeals.promises.Promises` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def add(self, appeal_id: int, promised: Promised, at: datetime) -> None:
        await self._session.write(
            "INSERT INTO promises (community_id, appeal_id, quote, due, made_at) VALUES (?, ?, ?, ?, ?)",
            (self._session.community_id, appeal_id, promised.quote, promised.due.isoformat(), to_ms(at)),
        )

    async def get(self, promise_id: int) -> Promise | None:
        rows = await self._session.read(f"{_PROMISES} AND p.id = ?2", (self._session.community_id, promise_id))
        return _promise(rows[0]) if rows else None

    async def of(self, appeal_id: int) -> Sequence[Promise]:
        rows = await self._session.read(
            f"{_PROMISES} AND p.appeal_id = ?2 ORDER BY p.due, p.id", (self._session.community_id, appeal_id)
        )
        return [_promise(row) for row in rows]

    async def settle(self, promise_id: int, status: PromiseStatus, by: int, at: datetime) -> None:
        await self._session.write(
            "UPDATE promises SET status = ?, settled_by = ?, settled_at = ?"
            " WHERE community_id = ? AND id = ? AND status = 'open'",
            (status, by, to_ms(at), self._session.community_id, promise_id),
        )

    async def put_off(self, promise_id: int, due: date, at: datetime) -> None:
        await self._session.write(
            "UPDATE promises SET due = ?, made_at = ? WHERE community_id = ? AND id = ? AND status = 'open'",
            (due.isoformat(), to_ms(at), self._session.community_id, promise_id),
        )

    async def restore(self, appeal_id: int, stood: Sequence[Promise]) -> None:
        ids = orjson.dumps([one.id for one in stood]).decode()
        await self._session.write(
            "DELETE FROM promises WHERE community_id = ? AND appeal_id = ?"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (self._session.community_id, appeal_id, ids),
        )
        for one in stood:
            await self._session.write(
                "UPDATE promises SET due = ?1, made_at = ?2, status = ?3,"
                " settled_by = iif(?3 = 'open', NULL, settled_by), settled_at = iif(?3 = 'open', NULL, settled_at)"
                " WHERE community_id = ?4 AND id = ?5",
                (one.due.isoformat(), to_ms(one.made_at), one.status, self._session.community_id, one.id),
            )

    async def open_until(
        self, day: date, department: str | None = None, *, limit: int, offset: int = 0
    ) -> Sequence[Promise]:
        rows = await self._session.read(
            f"{_PROMISES} AND {_OPEN_UNTIL} ORDER BY p.due, p.id LIMIT ?4 OFFSET ?5",
            (self._session.community_id, day.isoformat(), department, limit, offset),
        )
        return [_promise(row) for row in rows]

    async def count_open_until(self, day: date, department: str | None = None) -> int:
        rows = await self._session.read(
            "SELECT count(*) FROM promises p JOIN appeals a ON a.id = p.appeal_id"  # noqa: S608 - a constant
            f" WHERE p.community_id = ?1 AND {_OPEN_UNTIL}",
            (self._session.community_id, day.isoformat(), department),
        )
        return int(rows[0][0])


class OverduePromises:
    """`appeals.digest.Promises`: what the digest tells, read on the connection that can't write."""

    def __init__(self, database: Database, community_id: int, zone: ZoneInfo) -> None:
        self._database = database
        self._community_id = community_id
        self._zone = zone

    async def broken(self, now: datetime) -> Sequence[Overdue]:
        rows = await self._database.read(
            f"{_PROMISES} AND p.status = 'open' AND p.due < ?2 ORDER BY p.due, p.id",
            (self._community_id, now.astimezone(self._zone).date().isoformat()),
        )
        own = await self._database.read("SELECT appeal_id FROM controls WHERE community_id = ?", (self._community_id,))
        controlled = {row[0] for row in own}
        return [
            Overdue(one.appeal_id, one.number, one.due, is_controlled=one.appeal_id in controlled)
            for one in map(_promise, rows)
        ]


def _template(row: Row) -> Template:
    return Template(row[0], row[1], row[2], row[3], from_ms(row[4]))


def _answer(row: Row) -> SubmittedAnswer:
    return SubmittedAnswer(
        row[0], row[1], row[2], row[3], row[4], shapes.attachments(row[5]), from_ms(row[6]), Decision(row[7])
    )


def _promise(row: Row) -> Promise:
    return Promise(
        id=row[0],
        appeal_id=row[1],
        number=Number(row[2], row[3]),
        quote=row[4],
        due=date.fromisoformat(row[5]),
        made_at=from_ms(row[6]),
        status=PromiseStatus(row[7]),
        department=row[8],
    )
