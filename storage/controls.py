"""`appeals.control.Controls` on SQLite."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.control import HEARD, Control
from appeals.model import Act, HistoryEntry
from appeals.value import dataclass
from storage import shapes
from storage.database import Database
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

_ACTS = ", ".join(f"'{act}'" for act in sorted(HEARD))
_NEWS = (
    "FROM controls c JOIN history h ON h.appeal_id = c.appeal_id AND h.id > c.heard_id"
    f" WHERE c.community_id = ? AND h.act IN ({_ACTS})"
)


async def has_news(database: Database, community_id: int) -> bool:
    """Whether something has happened to an appeal under control that nobody was told of."""
    rows = await database.read(f"SELECT 1 {_NEWS} LIMIT 1", (community_id,))
    return bool(rows)


@dataclass(frozen=True, slots=True)
class News:
    """Something that has happened to an appeal under control."""

    control: Control
    entry: HistoryEntry


PORTION = 50
"""Deeds told of in one transaction."""


class SqliteControls:
    """Appeals under personal control."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def get(self, appeal_id: int) -> Control | None:
        rows = await self._session.read(
            "SELECT appeal_id, by_id, since FROM controls WHERE community_id = ? AND appeal_id = ?",
            (self._session.community_id, appeal_id),
        )
        return Control(rows[0][0], rows[0][1], from_ms(rows[0][2])) if rows else None

    async def all(self) -> Sequence[Control]:
        rows = await self._session.read(
            "SELECT appeal_id, by_id, since FROM controls WHERE community_id = ? ORDER BY since, appeal_id",
            (self._session.community_id,),
        )
        return [Control(row[0], row[1], from_ms(row[2])) for row in rows]

    async def put(self, control: Control) -> None:
        await self._session.write(
            "INSERT INTO controls (community_id, appeal_id, by_id, since, heard_id)"
            " VALUES (?1, ?2, ?3, ?4, coalesce((SELECT max(id) FROM history WHERE appeal_id = ?2), 0))",
            (self._session.community_id, control.appeal_id, control.by_id, to_ms(control.since)),
        )

    async def remove(self, appeal_id: int) -> None:
        await self._session.write(
            "DELETE FROM controls WHERE community_id = ? AND appeal_id = ?", (self._session.community_id, appeal_id)
        )

    async def take_news(self) -> Sequence[News]:
        """What has happened to appeals under control, in its order. It can be taken once."""
        own = (self._session.community_id,)
        rows = await self._session.read(
            "SELECT c.appeal_id, c.by_id, c.since, h.id, h.act, h.at, h.actor_id, h.text, h.attachments"
            f" {_NEWS} ORDER BY h.id LIMIT {PORTION}",
            own,
        )
        for row in rows:
            await self._session.write("UPDATE controls SET heard_id = ? WHERE appeal_id = ?", (row[3], row[0]))
        return [
            News(
                Control(row[0], row[1], from_ms(row[2])),
                HistoryEntry(Act(row[4]), from_ms(row[5]), row[6], row[7], shapes.attachments(row[8])),
            )
            for row in rows
        ]
