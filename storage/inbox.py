"""What VK told us, kept in the order in which it came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import orjson

from appeals.value import dataclass
from storage.database import Database, Row, Transaction
from storage.moments import from_ms, to_ms

Recovered = Literal["message", "lead", "comment", "board_post"]
"""What a comparison with VK can find."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as it came: `body` is VK's JSON of the whole update, `lane` whose events must stay in order."""

    event_id: str
    type: str
    lane: int
    body: str
    conversation_message_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event that waits to be handled."""

    id: int
    type: str
    lane: int
    body: str
    received_at: datetime
    attempts: int
    conversation_message_id: int | None = None


@dataclass(frozen=True, slots=True)
class FailedEvent:
    """An event that could not be handled, with the reason and, for an export, its JSON."""

    id: int
    type: str
    received_at: datetime
    error: str
    body: str


class Inbox:
    """The inbox of one community."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def position(self) -> str | None:
        """The long poll's `ts` up to which everything is stored; None before the first start."""
        rows = await self._database.read("SELECT long_poll_ts FROM communities WHERE id = ?", (self._community_id,))
        return str(rows[0][0]) if rows and rows[0][0] is not None else None

    async def accept(self, events: Sequence[NewEvent], position: str | None, at: datetime) -> int:
        """Store events and the new `ts` in one transaction; return how many were new.

        An event that is already there, by its id or as the same message of the conversation, is ignored.
        """
        async with self._database.transaction() as transaction:
            added = await self._add(transaction, events, at)
            if position is not None:
                await transaction.run(
                    "INSERT INTO communities (id, long_poll_ts) VALUES (?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET long_poll_ts = excluded.long_poll_ts",
                    (self._community_id, position),
                )
            await transaction.commit()
        return added

    async def recover(self, events: Sequence[NewEvent], what: Recovered, at: datetime, *, expected: bool) -> int:
        """Store events that VK should have told of and a comparison found; return how many were new, and count them.

        `expected` is true at a start, after the process was down; otherwise the administrators will be told.
        """
        async with self._database.transaction() as transaction:
            if added := await self._add(transaction, events, at):
                await transaction.run(
                    "INSERT INTO recoveries (community_id, at, what, count, expected) VALUES (?, ?, ?, ?, ?)",
                    (self._community_id, to_ms(at), what, added, expected),
                )
            await transaction.commit()
        return added

    async def _add(self, transaction: Transaction, events: Sequence[NewEvent], at: datetime) -> int:
        moment = to_ms(at)
        return await transaction.changed(
            "INSERT INTO inbox (community_id, event_id, type, lane, conversation_message_id, body, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (self._community_id, e.event_id, e.type, e.lane, e.conversation_message_id, e.body, moment)
                for e in events
            ],
        )

    async def waiting(self, after_id: int, limit: int) -> list[StoredEvent]:
        """Events that wait, oldest first, with ids above `after_id`."""
        rows = await self._database.read(
            "SELECT id, type, lane, body, received_at, attempts, conversation_message_id FROM inbox"
            " WHERE community_id = ? AND status = 'waiting' AND id > ? ORDER BY id LIMIT ?",
            (self._community_id, after_id, limit),
        )
        return [_event(row) for row in rows]

    async def waiting_in(self, lane: int, after_id: int, to_id: int, limit: int) -> list[StoredEvent]:
        """Events of one lane that wait, oldest first, after one id and up to another."""
        rows = await self._database.read(
            "SELECT id, type, lane, body, received_at, attempts, conversation_message_id FROM inbox"
            " WHERE community_id = ? AND status = 'waiting' AND id > ? AND id <= ? AND lane = ? ORDER BY id LIMIT ?",
            (self._community_id, after_id, to_id, lane, limit),
        )
        return [_event(row) for row in rows]

    async def newest(self) -> int:
        """The id of the newest event, 0 where there is none."""
        rows = await self._database.read("SELECT coalesce(max(id), 0) FROM inbox")
        return int(rows[0][0])

    async def is_handled_to(self, event_id: int) -> bool:
        """Whether no event waits up to this one."""
        rows = await self._database.read(
            "SELECT 1 FROM inbox WHERE community_id = ? AND status = 'waiting' AND id <= ? LIMIT 1",
            (self._community_id, event_id),
        )
        return not rows

    async def known_messages(self, lane: int, numbers: Sequence[int]) -> set[int]:
        """Which of these `conversation_message_id`s of a conversation have come in before."""
        marks = ",".join("?" * len(numbers))
        rows = await self._database.read(
            "SELECT conversation_message_id FROM inbox"  # noqa: S608 - only question marks are put in
            " WHERE community_id = ? AND lane = ? AND type IN ('message_new', 'message_reply')"
            f" AND conversation_message_id IN ({marks})",
            (self._community_id, lane, *numbers),
        )
        return {int(row[0]) for row in rows}

    async def known_leads(self, ids: Sequence[int]) -> set[int]:
        """Which of these leads have become appeals, or wait to.

        One whose event failed has failed with it only if it was found by a comparison: an event may lack what VK's
        list of leads has.
        """
        rows = await self._database.read(
            "SELECT value FROM json_each(?2) WHERE"
            " EXISTS (SELECT 1 FROM appeals WHERE community_id = ?1 AND origin = 'lead:' || value)"
            " OR value IN (SELECT json_extract(body, '$.object.lead_id') FROM inbox"
            " WHERE community_id = ?1 AND type = 'lead_forms_new' AND json_valid(body)"
            " AND (status = 'waiting' OR (status = 'failed' AND event_id = 'lead:' || value)))",
            (self._community_id, orjson.dumps(ids).decode()),
        )
        return {int(row[0]) for row in rows}

    async def leads_compared_at(self) -> datetime | None:
        """Up to when leads were compared with VK's own; before the first time, up to when messages were.

        A bot that learns to compare leads looks for those of the stop before that too.
        """
        rows = await self._database.read(
            "SELECT coalesce(leads_compared_at, reconciled_at) FROM communities WHERE id = ?", (self._community_id,)
        )
        return from_ms(rows[0][0]) if rows and rows[0][0] is not None else None

    async def set_leads_compared(self, at: datetime) -> None:
        async with self._database.transaction() as transaction:
            await transaction.run(
                "INSERT INTO communities (id, leads_compared_at) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET leads_compared_at = excluded.leads_compared_at",
                (self._community_id, to_ms(at)),
            )
            await transaction.commit()

    async def recovered_since(self, at: datetime) -> dict[str, int]:
        """How much comparisons have found since then while the bot was working, by what it was."""
        rows = await self._database.read(
            "SELECT what, sum(count) FROM recoveries WHERE community_id = ? AND at >= ? AND expected = 0 GROUP BY what",
            (self._community_id, to_ms(at)),
        )
        return {str(what): int(count) for what, count in rows}

    async def comments_compared_at(self) -> datetime | None:
        """Up to when comments were compared with VK's own; None before the first time."""
        rows = await self._database.read(
            "SELECT comments_compared_at FROM communities WHERE id = ?", (self._community_id,)
        )
        return from_ms(rows[0][0]) if rows and rows[0][0] is not None else None

    async def set_comments_compared(self, at: datetime) -> None:
        async with self._database.transaction() as transaction:
            await transaction.run(
                "INSERT INTO communities (id, comments_compared_at) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET comments_compared_at = excluded.comments_compared_at",
                (self._community_id, to_ms(at)),
            )
            await transaction.commit()

    async def posts_with_open_appeals(self) -> list[int]:
        """Posts under which an appeal waits for its answer, newest first."""
        rows = await self._database.read(
            "SELECT DISTINCT r.post_id FROM remarks r JOIN appeals a ON a.id = r.appeal_id"
            " WHERE r.community_id = ? AND r.venue = 'wall' AND r.status = 'appeal' AND r.deleted = 0"
            " AND a.status IN ('new', 'in_progress', 'waiting_citizen', 'reopened')"
            " ORDER BY r.post_id DESC LIMIT 200",
            (self._community_id,),
        )
        return [int(row[0]) for row in rows]

    async def reconciled_at(self) -> datetime | None:
        """Up to when conversations were compared with VK's own; None before the first start."""
        rows = await self._database.read("SELECT reconciled_at FROM communities WHERE id = ?", (self._community_id,))
        return from_ms(rows[0][0]) if rows and rows[0][0] is not None else None

    async def failed(self, limit: int) -> list[FailedEvent]:
        """The newest failed events, for the operator."""
        rows = await self._database.read(
            "SELECT id, type, received_at, error, body FROM inbox"
            " WHERE community_id = ? AND status = 'failed' ORDER BY id DESC LIMIT ?",
            (self._community_id, limit),
        )
        return [FailedEvent(row[0], row[1], from_ms(row[2]), row[3], row[4]) for row in rows]

    async def counts(self) -> dict[str, int]:
        """How many events stand in each status."""
        rows = await self._database.read(
            "SELECT status, count(*) FROM inbox WHERE community_id = ? GROUP BY status", (self._community_id,)
        )
        return {str(status): int(count) for status, count in rows}


def _event(row: Row) -> StoredEvent:
    return StoredEvent(
        id=row[0],
        type=row[1],
        lane=row[2],
        body=row[3],
        received_at=from_ms(row[4]),
        attempts=row[5],
        conversation_message_id=row[6],
    )
