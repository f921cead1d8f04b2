"""The rows behind kept files: what is to be fetched, what is there, who needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson

from appeals.contents import ContentStatus, FileType, parse_reference
from appeals.model import Attachment
from appeals.value import dataclass
from storage.database import Database, Row, Transaction
from storage.moments import to_ms
from storage.repositories import Statements

KEEP_UNNEEDED = timedelta(days=1)
"""How long a file stays that no appeal needs and no draft holds: somebody may be in the middle of sending it."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file that is to be kept, or is."""

    id: int
    name: str
    kind: str
    title: str
    url: str
    peer_id: int | None
    message: int | None
    attempts: int
    sha256: str | None = None
    mime: str | None = None
    own_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attachment that has come, and the message it came with."""

    attachment: Attachment
    peer_id: int
    message: int | None


@dataclass(frozen=True, slots=True)
class Needed:
    """An appeal needs these attachments."""

    appeal_id: int
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Files of an appeal that could not be kept, by the reason."""

    content_id: int
    appeal_id: int
    number: str
    kind: str
    title: str
    status: ContentStatus


async def want(transaction: Transaction, community_id: int, wanted: Sequence[Wanted], at: datetime) -> None:
    """Note what must be fetched. What is there already stays; what could not be had before is tried again."""
    now = to_ms(at)
    rows = {
        reference.name: (
            community_id,
            reference.name,
            one.attachment.kind,
            one.attachment.title,
            one.attachment.url,
            one.peer_id or None,
            one.message,
            now,
        )
        for one in wanted
        if one.attachment.url and (reference := parse_reference(one.attachment.reference)) is not None
    }
    transaction.put_many(
        "INSERT INTO contents (community_id, name, kind, title, url, peer_id, message, next_at, created_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)"
        " ON CONFLICT DO UPDATE SET url = excluded.url, peer_id = excluded.peer_id, message = excluded.message,"
        " status = 'waiting', attempts = 0, next_at = excluded.next_at, reported_at = NULL, error = NULL"
        " WHERE contents.url <> excluded.url AND contents.status IN ('waiting', 'gone', 'failed')",
        list(rows.values()),
    )


async def need(transaction: Transaction, community_id: int, needed: Iterable[Needed]) -> None:
    """Note which appeals need which files."""
    transaction.put_many(
        "INSERT OR IGNORE INTO appeal_contents (appeal_id, content_id)"
        " SELECT ?, id FROM contents WHERE community_id = ? AND name = ?",
        [
            (one.appeal_id, community_id, reference.name)
            for one in needed
            for attachment in one.attachments
            if (reference := parse_reference(attachment.reference)) is not None
        ],
    )


class Contents:
    """The files of one community, as those see them who fetch, send on and tidy up."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def due(self, at: datetime, limit: int, besides: Iterable[int] = ()) -> list[Content]:
        """What is to be fetched now, the longest waiting first, without those that are under way."""
        rows = await self._database.read(
            f"{_CONTENT} WHERE community_id = ? AND status = 'waiting' AND next_at <= ?"  # noqa: S608 - columns
            " AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY next_at, id LIMIT ?",
            (self._community_id, to_ms(at), orjson.dumps(list(besides)).decode(), limit),
        )
        return [Content(*row) for row in rows]

    async def next_due(self, besides: Iterable[int] = ()) -> int | None:
        """When the next one is due (milliseconds); None when nothing waits."""
        rows = await self._database.read(
            "SELECT min(next_at) FROM contents WHERE community_id = ? AND status = 'waiting'"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (self._community_id, orjson.dumps(list(besides)).decode()),
        )
        return rows[0][0] if rows else None

    async def named(self, names: Sequence[str]) -> Mapping[str, Content]:
        """The rows of these attachments, by name."""
        rows = await self._database.read(
            f"{_CONTENT} WHERE community_id = ? AND name IN (SELECT value FROM json_each(?))",  # noqa: S608 - columns
            (self._community_id, orjson.dumps(list(names)).decode()),
        )
        return {content.name: content for content in (Content(*row) for row in rows)}

    async def stored(self, content_id: int, sha256: str, size: int, kind: FileType, at: datetime) -> bool:
        """The file is there. False when nobody wants it any more: its row went while it was under way."""
        rows = await self._write(
            "UPDATE contents SET status = 'stored', sha256 = ?, size = ?, mime = ?, finished_at = ?, error = NULL,"
            " attempts = attempts + 1 WHERE id = ? RETURNING id",
            (sha256, size, kind.mime, to_ms(at), content_id),
        )
        return bool(rows)

    async def given_up(self, content: Content, status: ContentStatus, error: str, at: datetime) -> None:
        """The file won't come from that link; if another has come meanwhile, that one is yet to be tried."""
        await self._write(
            "UPDATE contents SET status = ?, error = ?, finished_at = ?, attempts = attempts + 1"
            " WHERE id = ? AND url = ?",
            (status, error, to_ms(at), content.id, content.url),
        )

    async def later(
        self, content: Content, error: str, next_at: datetime, *, counts: bool = True, url: str | None = None
    ) -> None:
        """Another attempt follows, at `url` where VK told another. One that failed for want of space doesn't count."""
        await self._write(
            "UPDATE contents SET error = ?, next_at = ?, attempts = attempts + ?, url = ? WHERE id = ? AND url = ?",
            (error, to_ms(next_at), counts, url or content.url, content.id, content.url),
        )

    async def uploaded(self, content_id: int, own_reference: str | None) -> None:
        """What VK called the file when it was uploaded anew; None when VK forgot that one too."""
        await self._write("UPDATE contents SET own_reference = ? WHERE id = ?", (own_reference, content_id))

    async def untold(self) -> list[Lost]:
        """What could not be kept although an appeal needs it, and nobody was told of."""
        rows = await self._database.read(
            "SELECT c.id, a.id, printf('%d-%06d', a.year, a.sequence), c.kind, c.title, c.status FROM contents c"
            " JOIN appeal_contents n ON n.content_id = c.id JOIN appeals a ON a.id = n.appeal_id"
            " WHERE c.community_id = ? AND c.status NOT IN ('waiting', 'stored') AND c.reported_at IS NULL"
            " ORDER BY a.id, c.id",
            (self._community_id,),
        )
        return [Lost(row[0], row[1], row[2], row[3], row[4], ContentStatus(row[5])) for row in rows]

    async def counts(self) -> dict[str, int]:
        """How many stand in each status."""
        rows = await self._database.read(
            "SELECT status, count(*) FROM contents WHERE community_id = ? GROUP BY status", (self._community_id,)
        )
        return {str(status): int(count) for status, count in rows}

    async def drop_unneeded(self, at: datetime) -> int:
        """Delete the rows that no appeal needs and nothing unfinished holds; return how many went."""
        async with self._database.transaction() as transaction:
            rows = await transaction.run(
                "DELETE FROM contents WHERE community_id = ?1 AND created_at < ?2"
                " AND NOT EXISTS (SELECT 1 FROM appeal_contents n WHERE n.content_id = contents.id)"
                " AND NOT EXISTS (SELECT 1 FROM (SELECT community_id, body FROM drafts"
                "  UNION ALL SELECT community_id, payload FROM dialogs"
                "  UNION ALL SELECT community_id, attachments FROM announcements WHERE finished_at IS NULL"
                " ) held WHERE held.community_id = ?1"
                # The name ends where its number ends: photo1_2 isn't held by who holds photo1_23.
                "  AND (instr(held.body, '\"' || contents.name || '\"')"
                "   OR instr(held.body, '\"' || contents.name || '_')))"
                " RETURNING id",
                (self._community_id, to_ms(at - KEEP_UNNEEDED)),
            )
            await transaction.commit()
        return len(rows)

    async def hashes(self) -> set[str]:
        """The names of all files that some row needs, whichever community's."""
        rows = await self._database.read("SELECT DISTINCT sha256 FROM contents WHERE sha256 IS NOT NULL")
        return {str(row[0]) for row in rows}

    async def _write(self, sql: str, parameters: Iterable[object]) -> list[Row]:
        async with self._database.transaction() as transaction:
            rows = await transaction.run(sql, parameters)
            await transaction.commit()
        return rows


class Reading(Protocol):
    """What a repository of this kind needs of the session."""

    @property
    def community_id(self) -> int: ...

    async def read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]: ...


class SqliteFiles:
    """`appeals.ports.Files` on SQLite."""

    def __init__(self, session: Reading) -> None:
        self._session = session

    async def hashes(self, names: Collection[str]) -> Mapping[str, str]:
        rows = await self._session.read(
            "SELECT name, sha256 FROM contents WHERE community_id = ? AND sha256 IS NOT NULL"
            " AND name IN (SELECT value FROM json_each(?))",
            (self._session.community_id, orjson.dumps(list(names)).decode()),
        )
        return {str(name): str(sha256) for name, sha256 in rows}


async def claim_told(session: Statements, content_ids: Sequence[int], at: datetime) -> list[Row]:
    """Mark losses as told of; return those that nobody else has marked."""
    return await session.write_returning(
        "UPDATE contents SET reported_at = ? WHERE reported_at IS NULL"
        " AND id IN (SELECT value FROM json_each(?)) RETURNING id",
        (to_ms(at), orjson.dumps(list(content_ids)).decode()),
    )


_CONTENT = "SELECT id, name, kind, title, url, peer_id, message, attempts, sha256, mime, own_reference FROM contents"
