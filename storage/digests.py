"""What digests read, on the connection that can't write, and which of them were sent."""

from __future__ import annotations

from datetime import date, datetime

from appeals.digest import Controlled, Facts, Found, Fresh, Item, Mark, Sent
from appeals.digest_times import DigestKind, Period
from appeals.model import Act, Channel, Number, Status, Telling
from appeals.summary import Answered, Counts, Filed, Standing
from storage.database import Database, Row
from storage.moments import from_ms, to_ms
from storage.repositories import Statements
from storage.undone import STANDS

OPEN = "a.status IN ('new', 'in_progress', 'waiting_citizen', 'reopened')"
"""Word for word the condition of the index `appeals_in_work`, by which SQLite knows that the index will do."""

_PRESSES = f"a.community_id = ?1 AND {OPEN} AND a.status <> 'waiting_citizen'"
"""What waits for its citizen presses nobody: the clock stands still."""

_ITEM = (
    "a.id, a.year, a.sequence, a.status, a.category, a.address, a.react_by, a.due_at,"
    " EXISTS (SELECT 1 FROM controls c WHERE c.appeal_id = a.id)"
)


class DigestReads:
    """`appeals.digest.Reads` and `appeals.summary.SummaryReads` of one community.

    Ids are narrower than a community here, and what is open than what was filed: a `+` and INDEXED BY say so to SQLite,
    which would take any index that begins with the community.
    """

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def latest(self, kind: DigestKind, now: datetime) -> Sent | None:
        """The newest digest of this kind that was sent; None before the first start.

        One that was sent by a clock which was ahead doesn't keep the others back.
        """
        rows = await self._read(
            "SELECT day, at, last_appeal_id, last_history_id, last_recovery_id FROM digests"
            " WHERE community_id = ?1 AND kind = ?2 ORDER BY at > ?3, day DESC LIMIT 1",
            kind,
            to_ms(now),
        )
        return Sent(date.fromisoformat(rows[0][0]), from_ms(rows[0][1]), Mark(*rows[0][2:])) if rows else None

    async def mark(self) -> Mark:
        (row,) = await self._database.read(
            "SELECT coalesce((SELECT max(id) FROM appeals), 0), coalesce((SELECT max(id) FROM history), 0),"
            " coalesce((SELECT max(id) FROM recoveries), 0)"
        )
        return Mark(*row)

    async def facts(self, since: Mark, until: Mark, now: datetime, end_of_day: datetime) -> Facts:
        fresh = await self._read(
            "SELECT category, address, questions FROM appeals WHERE +community_id = ?1 AND id > ?2 AND id <= ?3",
            since.appeal,
            until.appeal,
        )
        pressing = await self._read(
            f"SELECT {_ITEM} FROM appeals a INDEXED BY appeals_in_work WHERE {_PRESSES}"  # noqa: S608 - constants
            " AND (a.due_at < ?2 OR (a.status IN ('new', 'reopened') AND a.react_by < ?3)) ORDER BY a.due_at, a.id",
            to_ms(end_of_day),
            to_ms(now),
        )
        reopened = await self._read(
            f"SELECT {_ITEM} FROM appeals a WHERE +a.community_id = ?1 AND {OPEN} AND a.id IN"  # noqa: S608 - constants
            " (SELECT appeal_id FROM history WHERE id > ?2 AND id <= ?3 AND act IN ('reopened', 'partly', 'opened',"
            " 'back_in_work', 'back_partly'))",
            since.history,
            until.history,
        )
        ((thanks,),) = await self._read(
            "SELECT count(*) FROM history WHERE +community_id = ?1 AND id > ?2 AND id <= ?3 AND act = ?4",
            since.history,
            until.history,
            Act.THANKED,
        )
        found = await self._read(
            "SELECT what, sum(count), sum(iif(expected, 0, count)) FROM recoveries"
            " WHERE +community_id = ?1 AND id > ?2 AND id <= ?3 GROUP BY what ORDER BY what",
            since.recovery,
            until.recovery,
        )
        return Facts(
            fresh=[Fresh(*row) for row in fresh],
            pressing=[_item(row) for row in pressing],
            reopened=[_item(row) for row in reopened],
            thanks=thanks,
            found=[Found(*row) for row in found],
            undelivered=await self._undelivered(),
            controlled=await self._controlled(),
        )

    async def counts(self, period: Period) -> Counts:
        span = to_ms(period.start), to_ms(period.end)
        filed = await self._read(
            "SELECT category, channel, count(*), sum(questions) FROM appeals"
            " WHERE community_id = ?1 AND filed_at >= ?2 AND filed_at < ?3 GROUP BY category, channel",
            *span,
        )
        answers = await self._read(_ANSWERS, *span)
        recovered = await self._read(
            "SELECT what, sum(count) FROM recoveries WHERE community_id = ?1 AND at >= ?2 AND at < ?3 GROUP BY what",
            *span,
        )
        acts = await self._read(_ACTS, *span)
        times, appeals = {row[0]: row[1] for row in acts}, {row[0]: row[2] for row in acts}
        return Counts(
            filed=[Filed(row[0], Channel(row[1]), row[2], row[3]) for row in filed],
            answers=[Answered(row[0], from_ms(row[1]), from_ms(row[2]), from_ms(row[3])) for row in answers],
            reopened=appeals.get(Act.REOPENED, 0),
            rejected=appeals.get(Act.REJECTED, 0),
            thanks=times.get(Act.THANKED, 0),
            undelivered=times.get(Act.UNDELIVERED, 0),
            recovered={str(row[0]): int(row[1]) for row in recovered},
        )

    async def standing(self, now: datetime) -> Standing:
        ((open_, overdue),) = await self._read(
            "SELECT count(*), coalesce(sum(a.status <> 'waiting_citizen' AND (a.due_at < ?2"  # noqa: S608 - constants
            " OR (a.status IN ('new', 'reopened') AND a.react_by < ?2))), 0)"
            f" FROM appeals a INDEXED BY appeals_in_work WHERE a.community_id = ?1 AND {OPEN}",
            to_ms(now),
        )
        return Standing(open_, overdue, len(await self._undelivered()))

    async def is_older(self, moment: datetime) -> bool:
        rows = await self._read(
            "SELECT 1 FROM appeals WHERE community_id = ?1 AND filed_at < ?2 LIMIT 1", to_ms(moment)
        )
        return bool(rows)

    async def _undelivered(self) -> list[Number]:
        rows = await self._read(_UNDELIVERED)
        return [Number(*row) for row in rows]

    async def _controlled(self) -> list[Controlled]:
        rows = await self._read(
            "SELECT a.year, a.sequence, c.by_id FROM controls c JOIN appeals a ON a.id = c.appeal_id"  # noqa: S608 - constants
            f" WHERE c.community_id = ?1 AND {OPEN} ORDER BY a.year, a.sequence"
        )
        return [Controlled(Number(row[0], row[1]), row[2]) for row in rows]

    async def _read(self, sql: str, *parameters: int | str) -> list[Row]:
        return await self._database.read(sql, (self._community_id, *parameters))


class SqliteDigests:
    """The claims of digests, in the transaction of their messages."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def claim(self, kind: DigestKind, day: date, at: datetime, mark: Mark) -> bool:
        """Take a digest to be sent now; False when that one, or a newer one, was taken before."""
        rows = await self._session.write_returning(
            "INSERT INTO digests (community_id, kind, day, at, last_appeal_id, last_history_id, last_recovery_id)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS"
            " (SELECT 1 FROM digests WHERE community_id = ?1 AND kind = ?2 AND (day = ?3 OR day > ?3 AND at <= ?4))"
            " RETURNING id",
            (
                self._session.community_id,
                kind,
                day.isoformat(),
                to_ms(at),
                mark.appeal,
                mark.history,
                mark.recovery,
            ),
        )
        return bool(rows)


def _item(row: Row) -> Item:
    appeal_id, year, sequence, status, category, address, react_by, due_at, is_controlled = row
    return Item(
        appeal_id,
        Number(year, sequence),
        Status(status),
        category,
        address,
        from_ms(react_by),
        from_ms(due_at),
        bool(is_controlled),
    )


_ANSWERS = f"""
SELECT h.appeal_id,
       coalesce((SELECT max(r.at) FROM history r
                 WHERE r.appeal_id = h.appeal_id AND r.id < h.id
                   AND r.act IN ('reopened', 'partly', 'opened', 'back_in_work', 'back_partly')), a.filed_at),
       h.at, coalesce(d.due_at, a.due_at)
FROM history h JOIN appeals a ON a.id = h.appeal_id LEFT JOIN answer_deadlines d ON d.history_id = h.id
WHERE h.community_id = ?1 AND h.act = 'answered' AND h.at >= ?2 AND h.at < ?3 AND {STANDS}
ORDER BY h.id
"""  # noqa: S608 - constants

_ACTS = f"""
SELECT CASE act WHEN 'partly' THEN 'reopened' ELSE act END AS what, count(*), count(DISTINCT appeal_id) FROM history h
WHERE community_id = ?1 AND act IN ('reopened', 'partly', 'rejected', 'undelivered', 'thanked')
  AND at >= ?2 AND at < ?3 AND {STANDS}
GROUP BY what
"""  # noqa: S608 - constants

_COURTESIES = ", ".join(f"'{telling}'" for telling in (Telling.TAKEN, Telling.OUTAGE))

# What was repeated goes by its last try, what was said anew by the newer words. Everybody can read a thread, so what
# stands there is known. A number that was told since, and a question that is settled, are owed no more.
_UNDELIVERED = f"""
SELECT DISTINCT a.year, a.sequence
FROM outbox o JOIN outbox first ON first.id = coalesce(o.repeats_id, o.id) JOIN appeals a ON a.id = o.appeal_id
WHERE o.community_id = ?1 AND o.status IN ('unreachable', 'failed') AND o.tells IS NOT NULL
  AND o.tells NOT IN ({_COURTESIES}) AND first.passed_at IS NULL
  AND CASE o.tells WHEN 'number' THEN a.number_told = 0 WHEN 'question' THEN a.status = 'waiting_citizen' ELSE 1 END
  AND NOT EXISTS (SELECT 1 FROM outbox newer WHERE newer.appeal_id = o.appeal_id AND newer.id > o.id
                  AND newer.tells IS NOT NULL AND newer.tells = o.tells AND newer.status IN ('sent', 'waiting'))
  AND NOT EXISTS (SELECT 1 FROM remarks r WHERE r.appeal_id = a.id AND r.status = 'appeal' AND r.deleted = 0)
ORDER BY a.year, a.sequence
"""  # noqa: S608 - constants
