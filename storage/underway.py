"""Announcements on their way, as the tick that sends them sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from appeals.announcements import Announcement, Stage
from appeals.value import dataclass
from storage.announcements import COLUMNS, MAY_GET, SqliteAnnouncements, announcement_of
from storage.database import Database
from storage.moments import from_ms, to_ms

_DUE = "finished_at IS NULL AND missed_at IS NULL AND (stage <> 'planned' OR start_at <= ?2)"


async def is_any_due(database: Database, community_id: int, now: datetime) -> bool:
    """Whether an announcement is to begin, to go on or to be summed up."""
    rows = await database.read(
        f"SELECT 1 FROM announcements WHERE community_id = ?1 AND {_DUE} LIMIT 1",  # noqa: S608 - a constant
        (community_id, to_ms(now)),
    )
    return bool(rows)


async def unfinished(database: Database, community_id: int) -> Sequence[tuple[int, datetime, bool]]:
    """The announcements that aren't over: for when they were planned, and whether they know no hours."""
    rows = await database.read(
        "SELECT id, start_at, urgent FROM announcements WHERE community_id = ? AND finished_at IS NULL",
        (community_id,),
    )
    return [(own, from_ms(start_at), bool(urgent)) for own, start_at, urgent in rows]


@dataclass(frozen=True, slots=True)
class Shown:
    """The message that tells how an announcement goes: its row of the outbox, since when it stands, what it says."""

    outbox_id: int
    since: datetime
    told_at: datetime
    told: str


class Underway(SqliteAnnouncements):
    """The same announcements with what moves them."""

    async def due(self, now: datetime) -> Sequence[Announcement]:
        """Those that are to begin, to go on or to be summed up, urgent ones first."""
        rows = await self.session.read(
            f"SELECT {COLUMNS} FROM announcements WHERE community_id = ?1 AND {_DUE}"  # noqa: S608 - constants
            " ORDER BY urgent DESC, start_at, id",
            (self.session.community_id, to_ms(now)),
        )
        return [announcement_of(row) for row in rows]

    async def waiting(self) -> int:
        """How many messages of all announcements wait in the outbox."""
        rows = await self.session.read(
            "SELECT count(*) FROM outbox WHERE status = 'waiting' AND announcement_id IN"
            " (SELECT id FROM announcements WHERE community_id = ? AND finished_at IS NULL)",
            (self.session.community_id,),
        )
        return int(rows[0][0])

    async def is_waiting(self, announcement: Announcement) -> bool:
        """Whether a message of it waits in the outbox, or is on its way."""
        rows = await self.session.read(
            "SELECT 1 FROM outbox WHERE announcement_id = ? AND status = 'waiting' LIMIT 1", (announcement.id,)
        )
        return bool(rows)

    async def begin(self, announcement: Announcement, now: datetime) -> None:
        """Who is there now is to get it, and nobody who comes later."""
        await self.session.write(
            "UPDATE announcements SET stage = 'going', began_at = ?, total = ?,"
            " until_id = coalesce((SELECT max(id) FROM citizens), 0) WHERE id = ?",
            (to_ms(now), await self.count_between(announcement.audience, 0), announcement.id),
        )

    async def miss(self, announcement: Announcement, now: datetime) -> None:
        """It waits for somebody's word."""
        await self.session.write(
            "UPDATE announcements SET missed_at = ? WHERE id = ? AND stage = 'planned'", (to_ms(now), announcement.id)
        )

    async def take(self, announcement: Announcement, limit: int) -> Sequence[int]:
        """The VK ids of the next recipients; they are served with the transaction that takes them.

        Fewer than `limit` are the last.
        """
        done_to, until_id = await self._reached(announcement.id)
        sql, values = self.recipients(announcement.audience, "c.id, c.vk_id", done_to, until_id)
        rows = await self.session.read(
            f"{sql} AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.announcement_id = :id AND o.peer_id = c.vk_id)"  # noqa: S608 - constants
            " ORDER BY c.id LIMIT :limit",
            {**values, "id": announcement.id, "limit": limit},
        )
        await self.session.write(
            "UPDATE announcements SET done_to = ? WHERE id = ?",
            (until_id if len(rows) < limit else rows[-1][0], announcement.id),
        )
        return [int(row[1]) for row in rows]

    async def take_late(self, announcement: Announcement, now: datetime, limit: int) -> Sequence[int]:
        """Those whose message could not go before the hours ended: it makes room for another one."""
        rows = await self.session.write_returning(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE announcement_id = ? AND status = 'expired'"
            " AND params IS NOT NULL AND expires_at <= ? LIMIT ?) RETURNING peer_id",
            (announcement.id, to_ms(now), limit),
        )
        if not rows:
            return []
        still = await self.session.read(
            f"SELECT c.vk_id FROM citizens c WHERE c.community_id = ? AND {MAY_GET}"  # noqa: S608 - a constant
            " AND c.vk_id IN (SELECT value FROM json_each(?))",
            (self.session.community_id, orjson.dumps([row[0] for row in rows]).decode()),
        )
        return [int(row[0]) for row in still]

    async def is_all_taken(self, announcement: Announcement, now: datetime) -> bool:
        """Whether nobody is left to be served."""
        done_to, until_id = await self._reached(announcement.id)
        late = await self.session.read(
            "SELECT 1 FROM outbox WHERE announcement_id = ? AND status = 'expired' AND params IS NOT NULL"
            " AND expires_at <= ? LIMIT 1",
            (announcement.id, to_ms(now)),
        )
        return done_to >= until_id and not late

    async def finish(self, announcement: Announcement, now: datetime) -> Announcement:
        """Sum it up: the outbox forgets its rows one day."""
        counts = await self.counts(announcement.id)
        stage = Stage.STOPPED if announcement.stage is Stage.STOPPED else Stage.DONE
        rows = await self.session.write_returning(
            "UPDATE announcements SET stage = ?, finished_at = ?, delivered = ?, unreachable = ?, refused = ?,"  # noqa: S608 - columns
            f" not_reached = ? WHERE id = ? RETURNING {COLUMNS}",
            (
                stage,
                to_ms(now),
                counts.delivered,
                counts.unreachable,
                counts.refused,
                await self._not_reached(announcement) if stage is Stage.STOPPED else 0,
                announcement.id,
            ),
        )
        return announcement_of(rows[0])

    async def shown(self, announcement: Announcement) -> Shown | None:
        """The message that tells how it goes."""
        rows = await self.session.read(
            "SELECT shown_id, shown_at, told_at, told FROM announcements WHERE id = ? AND shown_id IS NOT NULL",
            (announcement.id,),
        )
        return Shown(rows[0][0], from_ms(rows[0][1]), from_ms(rows[0][2]), rows[0][3]) if rows else None

    async def show(self, announcement: Announcement, shown: Shown) -> None:
        await self.session.write(
            "UPDATE announcements SET shown_id = ?, shown_at = ?, told_at = ?, told = ? WHERE id = ?",
            (shown.outbox_id, to_ms(shown.since), to_ms(shown.told_at), shown.told, announcement.id),
        )

    async def _reached(self, announcement_id: int) -> tuple[int, int]:
        rows = await self.session.read(
            "SELECT done_to, coalesce(until_id, 0) FROM announcements WHERE id = ?", (announcement_id,)
        )
        return rows[0][0], rows[0][1]

    async def _not_reached(self, announcement: Announcement) -> int:
        done_to, until_id = await self._reached(announcement.id)
        called_back = await self.session.read(
            "SELECT count(*) FROM outbox o JOIN citizens c ON c.community_id = o.community_id AND c.vk_id = o.peer_id"  # noqa: S608 - a constant
            f" WHERE o.announcement_id = ? AND o.status = 'expired' AND {MAY_GET}",
            (announcement.id,),
        )
        return int(called_back[0][0]) + await self.count_between(announcement.audience, done_to, until_id)
