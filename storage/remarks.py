"""Public remarks on SQLite."""

from __future__ import annotations

import orjson

from appeals.leaks import Leak
from appeals.remarks import Remark, RemarkStatus, Spot, Venue
from storage import shapes
from storage.database import Row
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

_SELECT = (
    "SELECT id, venue, owner_id, post_id, comment_id, thread_id, author_id, at, text, attachments, status, appeal_id,"
    " leaks, shown, deleted FROM remarks WHERE community_id = ?"
)


class SqliteRemarks:
    """`appeals.ports.Remarks` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def at(self, spot: Spot) -> Remark | None:
        # VK may leave out the post of a comment that is gone.
        return await self._one(
            "venue = ? AND owner_id = ? AND comment_id = ? AND (post_id IN (?, 0) OR ? = 0) ORDER BY post_id DESC",
            (spot.venue, spot.owner_id, spot.comment_id, spot.post_id, spot.post_id),
        )

    async def get(self, remark_id: int) -> Remark | None:
        return await self._one("id = ?", (remark_id,))

    async def put(self, remark: Remark) -> Remark:
        spot = remark.spot
        rows = await self._session.write_returning(
            "INSERT INTO remarks (community_id, venue, owner_id, post_id, comment_id, thread_id, author_id, at, text,"
            " attachments, status, appeal_id, leaks, shown, deleted)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (community_id, venue, owner_id, post_id, comment_id) DO UPDATE SET"
            " thread_id = excluded.thread_id, author_id = excluded.author_id, text = excluded.text,"
            " attachments = excluded.attachments, status = excluded.status, appeal_id = excluded.appeal_id,"
            " leaks = excluded.leaks, shown = excluded.shown, deleted = excluded.deleted RETURNING id",
            (
                self._session.community_id,
                spot.venue,
                spot.owner_id,
                spot.post_id,
                spot.comment_id,
                remark.thread_id,
                remark.author_id,
                to_ms(remark.at),
                remark.text,
                shapes.attachments_json(remark.attachments),
                remark.status,
                remark.appeal_id,
                orjson.dumps(sorted(remark.leaks)).decode(),
                orjson.dumps(remark.shown).decode(),
                remark.deleted,
            ),
        )
        stored = await self.get(rows[0][0])
        assert stored is not None
        return stored

    async def appeal_in_thread(self, remark: Remark) -> int | None:
        return await self._appeal(remark.spot, remark.thread_id, "AND author_id = ?", remark.author_id)

    async def thread_of_appeal(self, spot: Spot, thread_id: int) -> int | None:
        return await self._appeal(spot, thread_id)

    async def said(self, spot: Spot, digest: str) -> None:
        await self._session.write(
            "INSERT INTO thread_words (community_id, venue, post_id, digest) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (self._session.community_id, spot.venue, spot.post_id, digest),
        )

    async def is_said(self, spot: Spot, digest: str) -> bool:
        rows = await self._session.read(
            "SELECT 1 FROM thread_words WHERE community_id = ? AND venue = ? AND post_id = ? AND digest = ?",
            (self._session.community_id, spot.venue, spot.post_id, digest),
        )
        return bool(rows)

    async def follow_link(self, appeal_id: int) -> bool:
        rows = await self._session.write_returning(
            "UPDATE remarks SET followed = 1 WHERE community_id = ? AND appeal_id = ? AND status = 'appeal'"
            " AND followed = 0 RETURNING id",
            (self._session.community_id, appeal_id),
        )
        return bool(rows)

    async def _appeal(self, spot: Spot, thread_id: int, more: str = "", *parameters: int) -> int | None:
        rows = await self._session.read(
            # A discussion has no threads of its own.
            "SELECT appeal_id FROM remarks WHERE community_id = ? AND venue = ? AND owner_id = ? AND post_id = ?"  # noqa: S608 - conditions above
            f" AND status = 'appeal' AND (venue = 'board' OR thread_id = ?) {more} ORDER BY id DESC LIMIT 1",
            (self._session.community_id, spot.venue, spot.owner_id, spot.post_id, thread_id, *parameters),
        )
        return int(rows[0][0]) if rows else None

    async def _one(self, condition: str, parameters: tuple[object, ...]) -> Remark | None:
        rows = await self._session.read(f"{_SELECT} AND {condition} LIMIT 1", (self._session.community_id, *parameters))
        return _remark(rows[0]) if rows else None


def _remark(row: Row) -> Remark:
    return Remark(
        id=row[0],
        spot=Spot(Venue(row[1]), row[2], row[3], row[4]),
        thread_id=row[5],
        author_id=row[6],
        at=from_ms(row[7]),
        text=row[8],
        attachments=shapes.attachments(row[9]),
        status=RemarkStatus(row[10]),
        appeal_id=row[11],
        leaks=frozenset(map(Leak, orjson.loads(row[12]))),
        shown=tuple((peer, call) for peer, call in orjson.loads(row[13])),
        deleted=bool(row[14]),
    )
