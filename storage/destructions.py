"""Acts of destruction after their commit: the disk still holds what no row names any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from appeals.model import Citizen, Number
from appeals.personal import Destroyed, Destruction, LogRow, Reason
from storage import shapes
from storage.database import Database, Row
from storage.moments import from_ms, to_ms
from storage.repositories import Statements
from storage.word_index import WordIndex


class Destructions:
    """The acts of one community, as those see them who finish them and who look for what is due."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def unfinished(self) -> list[int]:
        """Acts after which the disk hasn't been cleaned."""
        rows = await self._database.read(
            "SELECT id FROM destructions d WHERE community_id = ?"
            " AND NOT EXISTS (SELECT 1 FROM destruction_log l WHERE l.act_id = d.id AND l.what = 'disk') ORDER BY id",
            (self._community_id,),
        )
        return [int(row[0]) for row in rows]

    async def clean(self) -> bool:
        """Leave no old pages in the database's own files; false while they are being read."""
        await WordIndex(self._database).forget()
        return await self._database.checkpoint()

    async def due(self, at: datetime) -> list[Citizen]:
        """People whose withdrawn consent has run out."""
        rows = await self._database.read(
            f"SELECT {shapes.CITIZEN_COLUMNS} FROM citizens c"  # noqa: S608 - names of columns
            " WHERE c.community_id = ? AND c.destroy_by <= ? ORDER BY c.id",
            (self._community_id, to_ms(at)),
        )
        return [shapes.citizen(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When the next withdrawn consent runs out."""
        rows = await self._database.read(
            "SELECT min(destroy_by) FROM citizens WHERE community_id = ?", (self._community_id,)
        )
        return from_ms(rows[0][0]) if rows[0][0] is not None else None


async def finish(session: Statements, act_ids: Sequence[int], files: int, at: datetime) -> list[Destruction]:
    """Record that nothing of these acts is on the disk: `files` were deleted, the database's own files are clean."""
    found = []
    for act_id in act_ids:
        await session.write(
            "INSERT INTO destruction_log (act_id, at, what, count) VALUES (?, ?, 'disk', ?)",
            (act_id, to_ms(at), files),
        )
        rows = await session.read(
            "SELECT id, vk_id, reason, asked_at, at, operator, responsible, numbers FROM destructions WHERE id = ?",
            (act_id,),
        )
        log = await session.read("SELECT what, at, count FROM destruction_log WHERE act_id = ? ORDER BY id", (act_id,))
        found.append(_destruction(rows[0], log))
    return found


def _destruction(row: Row, log: Sequence[Row]) -> Destruction:
    return Destruction(
        id=row[0],
        vk_id=row[1],
        reason=Reason(row[2]),
        asked_at=from_ms(row[3]),
        at=from_ms(row[4]),
        operator=row[5],
        responsible=row[6],
        numbers=tuple(Number(year, sequence) for year, sequence in orjson.loads(row[7])),
        log=tuple(LogRow(Destroyed(what), from_ms(at), count) for what, at, count in log),
    )
