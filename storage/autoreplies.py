"""`appeals.autoreplies.entries.AutoReplies` on SQLite, and how the base follows `administration.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import orjson

from appeals.administration import Question
from appeals.autoreplies.entries import Entry, Use, Uses, Where
from appeals.remarks import Spot
from appeals.templates import template_key
from storage.database import Row
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

_ENTRIES = (
    "SELECT id, name, answer, examples, source, valid_until, where_told, place, changed_by FROM autoreplies"
    " WHERE community_id = ? AND removed_at IS NULL"
)
_NEXT = "(SELECT coalesce(max(revision), 0) + 1 FROM autoreplies WHERE community_id = ?1)"


class SqliteAutoReplies:
    """The base inside the session that it was given."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def all(self) -> Sequence[Entry]:
        rows = await self._session.read(f"{_ENTRIES} ORDER BY place IS NULL, place, key", (self._own,))
        return [_entry(row) for row in rows]

    async def get(self, entry_id: int) -> Entry | None:
        rows = await self._session.read(f"{_ENTRIES} AND id = ?", (self._own, entry_id))
        return _entry(rows[0]) if rows else None

    async def version(self) -> tuple[int, int]:
        rows = await self._session.read(
            "SELECT revision, changed_at FROM autoreplies WHERE community_id = ? ORDER BY revision DESC LIMIT 1",
            (self._own,),
        )
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    async def put(self, entry: Entry, at: datetime) -> Entry:
        return await self._put(entry, at, is_own=True)

    async def remove(self, entry_id: int, by: int, at: datetime) -> None:
        await self._session.write(
            f"UPDATE autoreplies SET removed_at = ?2, changed_at = ?2, changed_by = ?3, revision = {_NEXT}"  # noqa: S608 - a constant
            " WHERE community_id = ?1 AND id = ?4 AND removed_at IS NULL",
            (self._own, to_ms(at), by, entry_id),
        )

    async def uses(self) -> Mapping[int, Uses]:
        rows = await self._session.read(
            "SELECT entry_id, count(*), coalesce(sum(helped), 0) FROM autoreply_uses WHERE community_id = ? GROUP BY 1",
            (self._own,),
        )
        return {row[0]: Uses(row[1], row[2]) for row in rows}

    async def told(self, entry: Entry, vk_id: int, at: datetime) -> int:
        rows = await self._session.write_returning(
            "INSERT INTO autoreply_uses (community_id, entry_id, vk_id, at) VALUES (?, ?, ?, ?) RETURNING id",
            (self._own, entry.id, vk_id, to_ms(at)),
        )
        return int(rows[0][0])

    async def told_in_public(self, entry: Entry, vk_id: int, at: datetime, spot: Spot, thread_id: int) -> bool:
        rows = await self._session.write_returning(
            "INSERT INTO autoreply_uses (community_id, entry_id, vk_id, at, post_id, thread_id)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
            (self._own, entry.id, vk_id, to_ms(at), spot.post_id, thread_id),
        )
        return bool(rows)

    async def use(self, use_id: int, vk_id: int) -> Use | None:
        rows = await self._session.read(
            "SELECT u.id, u.entry_id, a.name, u.at FROM autoreply_uses u JOIN autoreplies a ON a.id = u.entry_id"
            " WHERE u.community_id = ? AND u.id = ? AND u.vk_id = ?",
            (self._own, use_id, vk_id),
        )
        return Use(rows[0][0], rows[0][1], rows[0][2], from_ms(rows[0][3])) if rows else None

    async def judge(self, use_id: int, vk_id: int, *, helped: bool) -> None:
        await self._session.write(
            "UPDATE autoreply_uses SET helped = ? WHERE community_id = ? AND id = ? AND vk_id = ?",
            (helped, self._own, use_id, vk_id),
        )

    async def follow(self, questions: Sequence[Question], at: datetime) -> None:
        """Take over what administration.toml says; what staff have changed, or written themselves, stays theirs."""
        rows = await self._session.read(
            "SELECT key, id, place, is_own, answer FROM autoreplies WHERE community_id = ? AND removed_at IS NULL",
            (self._own,),
        )
        known = {key: rest for key, *rest in rows}
        for place, question in enumerate(questions):
            title, answer = question.title.strip(), question.answer.strip()
            entry_id, stood, is_own, told = known.pop(template_key(title), (0, None, False, ""))
            if is_own:
                await self._moved(entry_id, stood, place)
            elif (stood, told) != (place, answer):
                await self._put(Entry(entry_id, title, answer, place=place), at, is_own=False)
        for entry_id, stood, is_own, _ in known.values():
            if is_own:
                await self._moved(entry_id, stood, None)
            else:
                await self.remove(entry_id, 0, at)

    async def _moved(self, entry_id: int, stood: int | None, place: int | None) -> None:
        if stood != place:
            await self._session.write("UPDATE autoreplies SET place = ? WHERE id = ?", (place, entry_id))

    @property
    def _own(self) -> int:
        return self._session.community_id

    async def _put(self, entry: Entry, at: datetime, *, is_own: bool) -> Entry:
        values = (
            self._own,
            entry.id or None,
            template_key(entry.name),
            entry.name,
            entry.answer,
            orjson.dumps(entry.examples).decode(),
            entry.source,
            entry.valid_until.isoformat() if entry.valid_until else None,
            orjson.dumps(sorted(entry.where)).decode(),
            entry.place,
            is_own,
            entry.changed_by,
            to_ms(at),
        )
        rows = await self._session.write_returning(
            "INSERT INTO autoreplies (community_id, id, key, name, answer, examples, source, valid_until, where_told,"  # noqa: S608 - a constant
            " place, is_own, changed_by, changed_at, revision)"
            f" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, {_NEXT})"
            " ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, answer = excluded.answer,"
            " examples = excluded.examples, source = excluded.source, valid_until = excluded.valid_until,"
            " where_told = excluded.where_told, place = excluded.place, is_own = excluded.is_own,"
            " changed_by = excluded.changed_by, changed_at = excluded.changed_at, revision = excluded.revision"
            " RETURNING id",
            values,
        )
        return replace(entry, id=rows[0][0])


def _entry(row: Row) -> Entry:
    return Entry(
        id=row[0],
        name=row[1],
        answer=row[2],
        examples=tuple(orjson.loads(row[3])),
        source=row[4],
        valid_until=date.fromisoformat(row[5]) if row[5] else None,
        where=frozenset(map(Where, orjson.loads(row[6]))),
        place=row[7],
        changed_by=row[8],
    )
