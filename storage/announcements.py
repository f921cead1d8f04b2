"""`appeals.announcements.Announcements` on SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from appeals.announcements import Announcement, Audience, Circle, Counts, Stage
from appeals.model import Citizen
from appeals.search import Where, parse_search
from storage import shapes
from storage.database import Row
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

COLUMNS = (
    "id, author_id, peer_id, text, attachments, circle, circle_value, start_at, urgent, stage, began_at, finished_at,"
    " total, delivered, unreachable, refused, not_reached, missed_at"
)
_ANNOUNCEMENTS = f"SELECT {COLUMNS} FROM announcements WHERE community_id = ?"  # noqa: S608 - columns


class SqliteAnnouncements:
    """The announcements of one community."""

    def __init__(self, session: Statements) -> None:
        self.session = session

    async def add(self, announcement: Announcement, at: datetime) -> Announcement:
        rows = await self.session.write_returning(
            "INSERT INTO announcements (community_id, author_id, peer_id, text, attachments, circle, circle_value,"  # noqa: S608 - columns
            f" start_at, urgent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {COLUMNS}",
            (
                self.session.community_id,
                announcement.author_id,
                announcement.peer_id,
                announcement.text,
                shapes.attachments_json(announcement.attachments),
                announcement.audience.circle,
                announcement.audience.value,
                to_ms(announcement.start_at),
                announcement.is_urgent,
                to_ms(at),
            ),
        )
        return announcement_of(rows[0])

    async def get(self, announcement_id: int) -> Announcement | None:
        rows = await self.session.read(f"{_ANNOUNCEMENTS} AND id = ?", (self.session.community_id, announcement_id))
        return announcement_of(rows[0]) if rows else None

    async def latest(self, limit: int) -> Sequence[Announcement]:
        rows = await self.session.read(
            f"{_ANNOUNCEMENTS} ORDER BY stage IN ('planned', 'going') DESC,"
            " iif(stage = 'planned', start_at, 0), id DESC LIMIT ?",
            (self.session.community_id, limit),
        )
        return [announcement_of(row) for row in rows]

    async def count(self, audience: Audience) -> int:
        return await self.count_between(audience, 0)

    async def counts(self, announcement_id: int) -> Counts:
        own = (announcement_id, self.session.community_id)
        rows = await self.session.read(
            "SELECT status, count(*) FROM outbox WHERE announcement_id = ? AND community_id = ? GROUP BY status", own
        )
        found = await self.session.read("SELECT total FROM announcements WHERE id = ? AND community_id = ?", own)
        by_status = {str(status): int(count) for status, count in rows}
        return Counts(
            total=found[0][0] if found else 0,
            delivered=by_status.get("sent", 0),
            unreachable=by_status.get("unreachable", 0),
            refused=by_status.get("failed", 0),
        )

    async def cancel(self, announcement_id: int, at: datetime) -> None:
        await self.session.write(
            "UPDATE announcements SET stage = 'cancelled', finished_at = ? WHERE id = ? AND community_id = ?"
            " AND stage = 'planned'",
            (to_ms(at), announcement_id, self.session.community_id),
        )

    async def put_off(self, announcement_id: int, start_at: datetime) -> None:
        await self.session.write(
            "UPDATE announcements SET start_at = ?, missed_at = NULL WHERE id = ? AND community_id = ?"
            " AND stage = 'planned'",
            (to_ms(start_at), announcement_id, self.session.community_id),
        )

    async def stop(self, announcement_id: int) -> None:
        await self.session.write(
            "UPDATE announcements SET stage = 'stopped' WHERE id = ? AND community_id = ? AND stage = 'going'",
            (announcement_id, self.session.community_id),
        )
        await self._call_back("announcement_id = ?", announcement_id)

    async def refuse(self, citizen: Citizen, at: datetime) -> None:
        await self.session.write(
            "UPDATE citizens SET no_announcements_at = coalesce(no_announcements_at, ?) WHERE id = ?",
            (to_ms(at), citizen.id),
        )
        await self._call_back("peer_id = ? AND method = 'messages.send' AND announcement_id IS NOT NULL", citizen.vk_id)

    async def accept(self, citizen: Citizen) -> None:
        await self.session.write("UPDATE citizens SET no_announcements_at = NULL WHERE id = ?", (citizen.id,))

    async def _call_back(self, whose: str, key: int) -> None:
        """Send no more of these, unless they are on their way; without their words they don't come back."""
        await self.session.write(
            "UPDATE outbox SET status = 'expired', params = NULL, error = 'отозвано'"  # noqa: S608 - conditions above
            f" WHERE {whose} AND community_id = ? AND status = 'waiting' AND taken_at IS NULL",
            (key, self.session.community_id),
        )

    async def count_between(self, audience: Audience, after: int, until: int = 2**62) -> int:
        """How many of the citizens with ids above `after`, up to `until`, would get an announcement now."""
        sql, values = self.recipients(audience, "count(*)", after, until)
        return int((await self.session.read(sql, values))[0][0])

    def recipients(self, audience: Audience, columns: str, after: int, until: int) -> tuple[str, dict[str, Any]]:
        """A statement that reads them, and its values."""
        is_street = audience.circle is Circle.STREET
        return (
            f"SELECT {columns} FROM citizens c WHERE +c.community_id = :community AND c.id > :after AND c.id <= :until"  # noqa: S608 - constants
            f" AND {MAY_GET} AND {_CIRCLES[audience.circle]}",
            {
                "community": self.session.community_id,
                "after": after,
                "until": until,
                "value": _match(audience.value) if is_street else audience.value,
            },
        )


def _match(words: str) -> str:
    """FTS5's expression for words of an address; nothing is found for words that say nothing."""
    search = parse_search(words)
    terms = [f'{Where.ADDRESS} : "{term.stem}"' for term in search.terms] if search else [f'{Where.ADDRESS} : ""']
    return " AND ".join(terms)


MAY_GET = """
c.vk_id IS NOT NULL AND c.reachable AND c.no_announcements_at IS NULL AND c.destroy_by IS NULL
AND (EXISTS (SELECT 1 FROM dialogs d WHERE d.community_id = c.community_id AND d.peer_id = c.vk_id
                                       AND d.user_id = c.vk_id)
     OR EXISTS (SELECT 1 FROM appeals w WHERE w.citizen_id = c.id AND w.channel IN ('dialog', 'lead_form')
                                          AND w.number_told))
"""
"""Who has written in private, or was reached there: VK lets nobody else be written to."""

_OF_APPEALS = "c.id IN (SELECT a.citizen_id FROM appeals a WHERE a.community_id = :community AND {})"
_CIRCLES = {
    Circle.EVERYBODY: "1",
    Circle.OPEN: _OF_APPEALS.format("a.status IN ('new', 'in_progress', 'waiting_citizen', 'reopened')"),
    Circle.CATEGORY: _OF_APPEALS.format("a.category = :value"),
    Circle.DEPARTMENT: _OF_APPEALS.format("a.department = :value"),
    Circle.STREET: _OF_APPEALS.format("a.id IN (SELECT rowid FROM appeal_words WHERE appeal_words MATCH :value)"),
}


def announcement_of(row: Row) -> Announcement:
    """An announcement from `COLUMNS`."""
    return Announcement(
        id=row[0],
        author_id=row[1],
        peer_id=row[2],
        text=row[3],
        attachments=shapes.attachments(row[4]),
        audience=Audience(Circle(row[5]), row[6]),
        start_at=from_ms(row[7]),
        is_urgent=bool(row[8]),
        stage=Stage(row[9]),
        began_at=from_ms(row[10]) if row[10] is not None else None,
        finished_at=from_ms(row[11]) if row[11] is not None else None,
        counts=Counts(row[12], row[13], row[14], row[15], row[16]),
        missed_at=from_ms(row[17]) if row[17] is not None else None,
    )
