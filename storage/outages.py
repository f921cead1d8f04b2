"""`appeals.outages.Outages` on SQLite, and what has to be told of outages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from appeals.model import BY_HAND, Number
from appeals.outages import Declared, Gathered, Outage
from appeals.value import dataclass
from storage.database import Database, Row, Transaction
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

NEWS = "outage_news"
"""The type of the event by which one citizen is told of one change."""

_COLUMNS = (
    "o.id, o.what, o.place, o.until, o.doing, o.category, o.words, o.declared_by, o.declared_at, o.revision,"
    " o.ended_at, o.ended_by, o.answer, o.proposal, o.shown, o.shown_at"
)
_TIED = "r.left_at IS NULL AND r.told_end = 0"

_STAYS = "r.left_at IS NULL AND a.status <> 'withdrawn'"
"""Who is still there to be told."""

_BY_HAND = tuple(sorted(channel.value for channel in BY_HAND))
"""Whose citizens have no conversation: what they are to be told the desk passes on."""

_TO_TELL = f"""
SELECT r.appeal_id, coalesce(c.vk_id, CASE WHEN a.channel IN {_BY_HAND} AND a.erased_at IS NULL THEN -a.id END),
       o.revision, o.ended_at IS NOT NULL
FROM outages o JOIN outage_appeals r ON r.outage_id = o.id AND {_TIED} JOIN citizens c ON c.id = r.citizen_id
JOIN appeals a ON a.id = r.appeal_id
WHERE o.community_id = ?1 AND (o.ended_at IS NOT NULL OR r.told_revision < o.revision)
ORDER BY r.appeal_id LIMIT ?2
"""  # noqa: S608 - a constant


class SqliteOutages:
    """Outages inside the session that it was given."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def add(self, declared: Declared, by: int, at: datetime) -> Outage:
        rows = await self._session.write_returning(
            "INSERT INTO outages (community_id, what, place, category, words, doing, until, declared_by, declared_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                self._session.community_id,
                declared.what,
                declared.place,
                declared.category,
                declared.words,
                declared.doing,
                to_ms(declared.until),
                by,
                to_ms(at),
            ),
        )
        return Outage(rows[0][0], declared, by, at)

    async def get(self, outage_id: int) -> Outage | None:
        rows = await self._session.read(
            f"SELECT {_COLUMNS} FROM outages o WHERE o.community_id = ? AND o.id = ?",  # noqa: S608 - columns
            (self._session.community_id, outage_id),
        )
        return _outage(rows[0]) if rows else None

    async def open(self) -> Sequence[Outage]:
        rows = await self._session.read(
            f"SELECT {_COLUMNS} FROM outages o WHERE o.community_id = ? AND o.ended_at IS NULL ORDER BY o.id DESC",  # noqa: S608 - columns
            (self._session.community_id,),
        )
        return [_outage(row) for row in rows]

    async def save(self, outage: Outage) -> None:
        await self._session.write(
            "UPDATE outages SET until = ?, doing = ?, revision = ?, proposal = ?, ended_at = ?, ended_by = ?,"
            " answer = ?, shown = ?, shown_at = ? WHERE id = ?",
            (
                to_ms(outage.told.until),
                outage.told.doing,
                outage.revision,
                outage.proposal,
                to_ms(outage.ended_at) if outage.ended_at else None,
                outage.ended_by,
                outage.answer,
                orjson.dumps(outage.shown).decode(),
                to_ms(outage.shown_at) if outage.shown_at else None,
                outage.id,
            ),
        )

    async def join(self, outage: Outage, citizen_id: int, appeal_id: int, at: datetime) -> bool:
        rows = await self._session.write_returning(
            "INSERT INTO outage_appeals (appeal_id, outage_id, citizen_id, joined_at, told_revision)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
            (appeal_id, outage.id, citizen_id, to_ms(at), outage.revision),
        )
        return bool(rows)

    async def leave(self, appeal_id: int, at: datetime) -> bool:
        rows = await self._session.write_returning(
            "UPDATE outage_appeals SET left_at = ? WHERE appeal_id = ? AND left_at IS NULL RETURNING 1",
            (to_ms(at), appeal_id),
        )
        return bool(rows)

    async def of_appeal(self, appeal_id: int) -> Outage | None:
        rows = await self._session.read(
            f"SELECT {_COLUMNS} FROM outage_appeals r JOIN outages o ON o.id = r.outage_id"  # noqa: S608 - columns
            " WHERE r.appeal_id = ? AND r.left_at IS NULL",
            (appeal_id,),
        )
        return _outage(rows[0]) if rows else None

    async def appeal_of(self, citizen_id: int) -> int | None:
        rows = await self._session.read(
            "SELECT max(appeal_id) FROM outage_appeals WHERE citizen_id = ? AND left_at IS NULL", (citizen_id,)
        )
        newest: int | None = rows[0][0]
        return newest

    async def untied(self, since: datetime, *, limit: int) -> Sequence[int]:
        rows = await self._session.read(
            "SELECT a.id FROM appeals a WHERE a.community_id = ? AND a.status = 'new' AND a.filed_at >= ?"
            " AND a.erased_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM outage_appeals r WHERE r.appeal_id = a.id) ORDER BY a.id DESC LIMIT ?",
            (self._session.community_id, to_ms(since), limit),
        )
        return [row[0] for row in rows]

    async def gathered(self, outage_id: int, *, limit: int) -> Gathered:
        counted = await self._session.read(
            "SELECT count(*) FROM outage_appeals r JOIN appeals a ON a.id = r.appeal_id"  # noqa: S608 - a constant
            f" WHERE r.outage_id = ? AND {_STAYS}",
            (outage_id,),
        )
        rows = await self._session.read(
            "SELECT a.year, a.sequence FROM outage_appeals r JOIN appeals a ON a.id = r.appeal_id"  # noqa: S608 - a constant
            f" WHERE r.outage_id = ? AND {_STAYS} ORDER BY a.id DESC LIMIT ?",
            (outage_id, limit),
        )
        return Gathered(tuple(str(Number(*row)) for row in rows), counted[0][0])


@dataclass(frozen=True, slots=True)
class OutagesDue:
    """The outages of one community, as ticks see them."""

    database: Database
    community_id: int

    async def has_news(self) -> bool:
        """Whether somebody has to be told of a change."""
        return bool(await self.database.read(_TO_TELL, (self.community_id, 1)))

    async def waiting_news(self) -> int:
        """How many citizens are on the way to be told."""
        rows = await self.database.read(
            "SELECT count(*) FROM inbox WHERE community_id = ? AND status = 'waiting' AND type = ?",
            (self.community_id, NEWS),
        )
        return int(rows[0][0])

    async def claim_news(self, transaction: Transaction, at: datetime, limit: int) -> int:
        """Put an event into the inbox for each citizen who has to be told, `limit` of them; return how many.

        The claim is in the row, in the transaction of the event: whoever dies in between has claimed nothing. The event
        is nobody's conversation, but waits for its turn among the citizen's own; who called has none.
        """
        rows = await transaction.run(_TO_TELL, (self.community_id, limit))
        transaction.put_many(
            "UPDATE outage_appeals SET told_revision = ?, told_end = ? WHERE appeal_id = ?",
            [(revision, has_ended, appeal_id) for appeal_id, _, revision, has_ended in rows],
        )
        transaction.put_many(
            "INSERT INTO inbox (community_id, event_id, type, lane, body, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (
                    self.community_id,
                    f"outage:{appeal_id}:{'end' if has_ended else revision}",
                    NEWS,
                    lane,
                    orjson.dumps({"appeal_id": appeal_id, "revision": revision, "has_ended": bool(has_ended)}).decode(),
                    to_ms(at),
                )
                for appeal_id, lane, revision, has_ended in rows
                if lane is not None  # else the person's data were destroyed
            ],
        )
        return len(rows)

    async def overdue(self, now: datetime, asked_before: datetime | None) -> Sequence[int]:
        """Outages whose time is over and about which the desk wasn't asked, or not since `asked_before`.

        None asks about none twice.
        """
        rows = await self.database.read(
            "SELECT id FROM outages WHERE community_id = ? AND ended_at IS NULL AND until <= ?"
            " AND (asked_at IS NULL OR asked_at < until OR asked_at <= ?)",
            (self.community_id, to_ms(now), to_ms(asked_before) if asked_before else 0),
        )
        return [row[0] for row in rows]

    async def questions(self) -> Sequence[tuple[int, datetime, datetime | None]]:
        """Of each outage that goes on: until when, and when the desk was asked since."""
        rows = await self.database.read(
            "SELECT id, until, iif(asked_at >= until, asked_at, NULL) FROM outages"
            " WHERE community_id = ? AND ended_at IS NULL",
            (self.community_id,),
        )
        return [(own, from_ms(until), from_ms(asked) if asked is not None else None) for own, until, asked in rows]

    async def claim_question(self, session: Statements, outage_id: int, now: datetime) -> bool:
        """Note that the desk is asked; false when it has spoken meanwhile."""
        rows = await session.write_returning(
            "UPDATE outages SET asked_at = ?2 WHERE id = ?1 AND ended_at IS NULL AND until <= ?2 RETURNING 1",
            (outage_id, to_ms(now)),
        )
        return bool(rows)


def _outage(row: Row) -> Outage:
    return Outage(
        id=row[0],
        told=Declared(row[1], row[2], from_ms(row[3]), row[4], row[5], row[6]),
        declared_by=row[7],
        declared_at=from_ms(row[8]),
        revision=row[9],
        ended_at=from_ms(row[10]) if row[10] is not None else None,
        ended_by=row[11],
        answer=row[12],
        proposal=row[13],
        shown=tuple((peer_id, shown) for peer_id, shown in orjson.loads(row[14])),
        shown_at=from_ms(row[15]) if row[15] is not None else None,
    )
