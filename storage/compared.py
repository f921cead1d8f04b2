"""How far VK's conversations have been compared with the inbox, and the marks that VK's own list lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from appeals.value import dataclass
from storage.database import Database
from storage.moments import from_ms, to_ms
from storage.outbox import MARK_ANSWERED, mark_answered


@dataclass(frozen=True, slots=True)
class Span:
    """`first` is from when on messages are the bot's business; `before` the last comparison that came to its end."""

    first: datetime
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation as VK lists it: its last message's number, date where VK tells it, and whether a person wrote."""

    peer_id: int
    number: int
    date: datetime | None
    by_person: bool


class Compared:
    """The comparison of one community; everything that it needs after a stop is here."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def span(self, first: datetime) -> Span:
        """The times to look at; `first` is noted when this is the very first comparison."""
        async with self._database.transaction() as transaction:
            rows = await transaction.run(
                "INSERT INTO communities (id, compared_from) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET"
                " compared_from = coalesce(compared_from, excluded.compared_from)"
                " RETURNING compared_from, reconciled_at",
                (self._community_id, to_ms(first)),
            )
            await transaction.commit()
        return Span(from_ms(rows[0][0]), from_ms(rows[0][1]) if rows[0][1] is not None else None)

    async def undone(self, seen: Sequence[Seen]) -> list[Seen]:
        """Those that the comparison under way has not compared up to their last message."""
        rows = await self._database.read(
            "SELECT value ->> '$[0]' FROM json_each(?2) k WHERE EXISTS (SELECT 1 FROM compared c"
            " WHERE c.community_id = ?1 AND c.peer_id = k.value ->> '$[0]' AND c.number >= k.value ->> '$[1]')",
            (self._community_id, _pairs(seen)),
        )
        done = {row[0] for row in rows}
        return [one for one in seen if one.peer_id not in done]

    async def unknown(self, seen: Sequence[Seen]) -> set[int]:
        """The conversations whose last message never came in."""
        rows = await self._database.read(
            "SELECT value ->> '$[0]' FROM json_each(?2) k WHERE EXISTS (SELECT 1 FROM inbox i"
            " WHERE i.community_id = ?1 AND i.lane = k.value ->> '$[0]' AND i.type = 'message_new'"
            " AND i.conversation_message_id = k.value ->> '$[1]')",
            (self._community_id, _pairs(seen)),
        )
        return {one.peer_id for one in seen} - {int(row[0]) for row in rows}

    async def done(self, seen: Sequence[Seen]) -> None:
        """These conversations are compared, and what was missing is in the inbox."""
        async with self._database.transaction() as transaction:
            transaction.put_many(
                "INSERT INTO compared (community_id, peer_id, number) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET number = max(number, excluded.number)",
                [(self._community_id, one.peer_id, one.number) for one in seen],
            )
            await transaction.commit()

    async def finish(self, at: datetime) -> None:
        """All that changed before `at` is compared: the next comparison begins there."""
        async with self._database.transaction() as transaction:
            await transaction.run(
                "UPDATE communities SET reconciled_at = ? WHERE id = ?", (to_ms(at), self._community_id)
            )
            await transaction.run("DELETE FROM compared WHERE community_id = ?", (self._community_id,))
            await transaction.commit()

    async def mark_answered(self, seen: Sequence[Seen], at: datetime) -> int:
        """Have «answered» set where the bot handled or wrote the last message; return how many marks now wait.

        Not where a human has to answer, not while a reply waits to be sent, and once a message at most: somebody who
        takes the mark away has a reason.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.run(_TO_BE_MARKED, (self._community_id, _pairs(seen), to_ms(at)))
            calls = [mark_answered(int(row[0])) for row in rows]
            transaction.put_many(
                "INSERT INTO outbox (community_id, peer_id, priority, method, params, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [
                    (
                        self._community_id,
                        one.peer_id,
                        one.priority,
                        one.method,
                        orjson.dumps(one.params).decode(),
                        to_ms(at),
                    )
                    for one in calls
                ],
            )
            await transaction.commit()
        return len(calls)


def _pairs(seen: Sequence[Seen]) -> str:
    return orjson.dumps([(one.peer_id, one.number) for one in seen]).decode()


_TO_BE_MARKED = f"""
WITH handled AS (
    SELECT k.value ->> '$[0]' AS peer,
           coalesce((SELECT i.received_at FROM inbox i WHERE i.community_id = ?1 AND i.lane = k.value ->> '$[0]'
                     AND i.type = 'message_new' AND i.conversation_message_id = k.value ->> '$[1]'
                     AND i.status = 'done'),
                    (SELECT o.finished_at FROM outbox o WHERE o.community_id = ?1 AND o.peer_id = k.value ->> '$[0]'
                     AND o.method = 'messages.send' AND o.conversation_message_id = k.value ->> '$[1]')) AS at
    FROM json_each(?2) k
)
SELECT peer FROM handled
WHERE at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM silences s WHERE s.community_id = ?1 AND s.peer_id = handled.peer
                  AND (s.until > ?3 OR s.unanswered > 0))
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.community_id = ?1 AND o.peer_id = handled.peer
                  AND o.method = 'messages.send' AND o.status = 'waiting')
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.community_id = ?1 AND o.peer_id = handled.peer
                  AND o.method = '{MARK_ANSWERED}' AND (o.status = 'waiting' OR o.created_at >= at))
"""  # noqa: S608 - a constant is put in
