"""What VK must be told: written with the change that caused it, sent after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

import orjson

from appeals.model import Telling
from appeals.value import dataclass
from storage.database import Database, Row, Transaction
from storage.moments import from_ms, to_ms

Outcome = Literal["sent", "unreachable", "failed", "expired"]

SEND = "messages.send"
MARK_ANSWERED = "messages.markAsAnsweredConversation"
MASS = 3
"""The priority of what goes to many people: behind everything that somebody waits for."""

DOCUMENTS = "documents"
"""A parameter of ours: what is to be made and attached when the message is sent. VK never sees it."""

COPY = "copy"
"""The copy of the data of the person whom the message is for."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of VK's API that waits for the commit. `params` hold the stable `random_id` or `guid`.

    `is_report` marks a report of failures: should VK refuse it, that isn't reported in turn. `tells` names what the
    citizen of an appeal learns by it, `repeats_id` the first call of those that try to tell it. One that `is_revocable`
    may be called back until it is claimed. `announcement_id` names the announcement that it brings to one person.
    """

    peer_id: int
    priority: int
    method: str
    params: dict[str, Any]
    appeal_id: int | None = None
    edits_id: int | None = None
    expires_at: datetime | None = None
    is_report: bool = False
    tells: Telling | None = None
    repeats_id: int | None = None
    is_revocable: bool = False
    announcement_id: int | None = None


@dataclass(frozen=True, slots=True)
class WaitingCall:
    """A stored call that is due. `edits_id` names the call whose message this one rewrites.

    `written` are its attachments as they were stored. `is_renewed` tells that they were uploaded anew, `is_bare` that
    some could not be and were taken off; `renewals` counts attempts to upload that VK left without an answer.
    `brings_copy`: its attachments were made for it alone, and without them it is worth nothing. `batch` is the id of
    the first of the rows that go by one call, under one `random_id`; without it a row of mass sending has never gone.
    """

    id: int
    peer_id: int
    priority: int
    method: str
    params: dict[str, Any]
    attempts: int
    expires_at: datetime | None
    appeal_id: int | None
    edits_id: int | None
    written: str = ""
    is_bare: bool = False
    is_renewed: bool = False
    renewals: int = 0
    brings_copy: bool = False
    is_revocable: bool = False
    batch: int | None = None

    @property
    def is_batched(self) -> bool:
        """Whether it is gathered into a batch before it goes: a message of mass sending."""
        return self.priority >= MASS and self.method == SEND and "random_id" in self.params


@dataclass(frozen=True, slots=True)
class Finished:
    """How a call ended. `error` is VK's code and kind, never its text. `is_bare`: it went without its attachments."""

    id: int
    outcome: Outcome
    error: str | None = None
    conversation_message_id: int | None = None
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Postponed:
    """A call to be tried again, under the same `random_id`; `is_alone`: no longer with the rest of its batch."""

    id: int
    error: str
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Where to read on in one class of urgency: after which id, and how many."""

    priority: int
    after_id: int
    limit: int


def mark_answered(peer_id: int) -> Call:
    """The mark by which VK's own list of unanswered conversations stays true."""
    return Call(peer_id, MASS, MARK_ANSWERED, {"peer_id": peer_id, "answered": 1})


async def put(transaction: Transaction, community_id: int, calls: Sequence[tuple[int, Call]], at: datetime) -> None:
    """Store calls under the ids that were given to them."""
    moment = to_ms(at)
    transaction.put_many(
        "INSERT INTO outbox (id, community_id, peer_id, priority, method, params, appeal_id, edits_id, created_at,"
        " expires_at, reported_at, tells, repeats_id, revocable, announcement_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                call_id,
                community_id,
                call.peer_id,
                call.priority,
                call.method,
                orjson.dumps(call.params).decode(),
                call.appeal_id,
                call.edits_id,
                moment,
                to_ms(call.expires_at) if call.expires_at else None,
                moment if call.is_report else None,
                call.tells,
                call.repeats_id,
                call.is_revocable,
                call.announcement_id,
            )
            for call_id, call in calls
        ],
    )


class Outbox:
    """The outbox of one community, as delivery sees it."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def waiting(self, looks: Sequence[Look]) -> list[WaitingCall]:
        """Calls that wait, in the order in which they were written; not what was gathered into a batch."""
        one = f"SELECT * FROM ({_WAITING} AND priority = ? AND id > ? AND batch IS NULL ORDER BY id LIMIT ?)"  # noqa: S608 - a constant
        rows = await self._database.read(
            " UNION ALL ".join([one] * len(looks)),
            [value for look in looks for value in (self._community_id, look.priority, look.after_id, look.limit)],
        )
        return sorted(map(_call, rows), key=lambda call: call.id)

    async def waiting_for(
        self, peer_ids: Sequence[int], priority: int, after_id: int, before_id: int
    ) -> list[WaitingCall]:
        """Calls of one class of urgency that wait for these peers, between two ids."""
        rows = await self._database.read(
            f"{_WAITING} AND priority = ? AND id > ? AND id < ? AND peer_id IN (SELECT value FROM json_each(?))",  # noqa: S608 - a constant
            (self._community_id, priority, after_id, before_id, orjson.dumps(peer_ids).decode()),
        )
        return [_call(row) for row in rows]

    async def gathered(self) -> list[WaitingCall]:
        """Every call that waits in a batch, batch by batch."""
        rows = await self._database.read(
            f"{_WAITING} AND batch IS NOT NULL ORDER BY batch, id",
            (self._community_id,),
        )
        return [_call(row) for row in rows]

    async def gather(self, batches: Sequence[Sequence[WaitingCall]], at: datetime) -> list[list[WaitingCall]]:
        """Make each of these a batch, for good: its rows go by one call now, and by the same one should it be repeated.

        What was called back meanwhile, or has a batch already, is left out.
        """
        rows = [(call.id, batch[0].id, batch[0].params["random_id"]) for batch in batches for call in batch]
        async with self._database.transaction() as transaction:
            taken = await transaction.run(_GATHER, (to_ms(at), orjson.dumps(rows).decode()))
            await transaction.commit()
        ids = {row[0] for row in taken}
        kept = [[_gathered(call, batch[0]) for call in batch if call.id in ids] for batch in batches]
        return [batch for batch in kept if batch]

    async def claim(self, call_ids: Sequence[int], at: datetime) -> frozenset[int]:
        """Take calls that may be called back: those that come back as taken can't be any more, the others were."""
        async with self._database.transaction() as transaction:
            rows = await transaction.run(
                "UPDATE outbox SET taken_at = coalesce(taken_at, ?)"
                " WHERE id IN (SELECT value FROM json_each(?)) AND status = 'waiting' RETURNING id",
                (to_ms(at), orjson.dumps(call_ids).decode()),
            )
            await transaction.commit()
        return frozenset(row[0] for row in rows)

    async def message_of(self, call_id: int) -> int | None:
        """The `conversation_message_id` that a sent message got; None when it wasn't sent or VK didn't tell."""
        rows = await self._database.read("SELECT conversation_message_id FROM outbox WHERE id = ?", (call_id,))
        return int(rows[0][0]) if rows and rows[0][0] is not None else None

    async def finish(
        self, finished: Sequence[Finished], postponed: Sequence[Postponed], unreachable: Sequence[int], at: datetime
    ) -> None:
        """Record how calls ended, in one transaction.

        A sent call loses its text: what must last lives in the appeal's history. `unreachable` are the VK ids of
        citizens whom VK doesn't let us write to; every such call that belongs to an appeal puts an event into the
        inbox, so that moderators learn of it through the usual door. They learn too that attachments stayed behind.
        """
        moment = to_ms(at)
        async with self._database.transaction() as transaction:
            transaction.put_many(
                "UPDATE outbox SET status = ?1, error = ?2, conversation_message_id = ?3, finished_at = ?4,"
                " attempts = attempts + 1, params = CASE ?1 WHEN 'sent' THEN NULL ELSE params END WHERE id = ?5",
                [(f.outcome, f.error, f.conversation_message_id, moment, f.id) for f in finished],
            )
            transaction.put_many(
                "UPDATE outbox SET error = ?, attempts = attempts + 1, batch = CASE ? WHEN 1 THEN id ELSE batch END"
                " WHERE id = ?",
                [(p.error, p.is_alone, p.id) for p in postponed],
            )
            # A card that can't be rewritten (deleted by hand, too old) tells what isn't true any more.
            transaction.put_many(
                "INSERT INTO inbox (community_id, event_id, type, lane, body, received_at)"
                " SELECT o.community_id, 'card:' || o.id, 'card_lost', 0, json_object('appeal_id', c.appeal_id), ?"
                " FROM outbox o JOIN cards c ON c.outbox_id = o.edits_id WHERE o.id = ? ON CONFLICT DO NOTHING",
                [(moment, f.id) for f in finished if f.outcome in ("expired", "failed")],
            )
            transaction.put_many(
                "DELETE FROM cards WHERE outbox_id = (SELECT edits_id FROM outbox WHERE id = ?)",
                [(f.id,) for f in finished if f.outcome != "sent"],
            )
            transaction.put_many(
                "UPDATE citizens SET reachable = 0 WHERE community_id = ? AND vk_id = ?",
                [(self._community_id, vk_id) for vk_id in unreachable],
            )
            transaction.put_many(
                "INSERT INTO inbox (community_id, event_id, type, lane, body, received_at)"
                " SELECT community_id, 'delivery:' || id, 'delivery_failed', peer_id,"
                " json_object('appeal_id', appeal_id, 'peer_id', peer_id, 'outcome', status, 'error', error,"
                " 'comment', CASE method WHEN 'wall.createComment' THEN json(params) END,"
                " 'message_id', coalesce(repeats_id, id), 'again', repeats_id IS NOT NULL,"
                " 'tells', tells), ?"
                " FROM outbox WHERE id = ? AND appeal_id IS NOT NULL ON CONFLICT DO NOTHING",
                [(moment, f.id) for f in finished if f.outcome in ("unreachable", "failed")],
            )
            transaction.put_many(
                "INSERT INTO inbox (community_id, event_id, type, lane, body, received_at)"
                " SELECT community_id, 'bare:' || id, 'sent_bare', peer_id, json_object('appeal_id', appeal_id), ?"
                " FROM outbox WHERE id = ? AND appeal_id IS NOT NULL ON CONFLICT DO NOTHING",
                [(moment, f.id) for f in finished if f.outcome == "sent" and f.is_bare],
            )
            await transaction.commit()

    async def refuse_copy(self, call_id: int, at: datetime, *, tell: bool) -> None:
        """A message's files can't be had. With `tell` an event says so, and the words come another way."""
        async with self._database.transaction() as transaction:
            await transaction.run(
                "UPDATE outbox SET status = 'expired', error = ?, params = NULL, finished_at = ? WHERE id = ?",
                ("файлы не приняты", to_ms(at), call_id),
            )
            await transaction.run(
                "INSERT INTO inbox (community_id, event_id, type, lane, body, received_at)"
                " SELECT community_id, 'copy:' || id, 'copy_refused', peer_id, '{}', ? FROM outbox WHERE id = ? AND ?"
                " ON CONFLICT DO NOTHING",
                (to_ms(at), call_id, tell),
            )
            await transaction.commit()

    async def last_refusal(self) -> str | None:
        """The error of the newest call that still waits because VK refuses it."""
        rows = await self._database.read(
            "SELECT error FROM outbox WHERE community_id = ? AND status = 'waiting' AND error IS NOT NULL"
            " ORDER BY id DESC LIMIT 1",
            (self._community_id,),
        )
        return str(rows[0][0]) if rows else None

    async def counts(self) -> dict[str, int]:
        """How many calls stand in each status."""
        rows = await self._database.read(
            "SELECT status, count(*) FROM outbox WHERE community_id = ? GROUP BY status", (self._community_id,)
        )
        return {str(status): int(count) for status, count in rows}


_WAITING = (
    "SELECT id, peer_id, priority, method, params, attempts, expires_at, appeal_id, edits_id, revocable, batch"
    " FROM outbox WHERE community_id = ? AND status = 'waiting'"
)

_GATHER = """
UPDATE outbox SET batch = told.batch, params = json_set(params, '$.random_id', told.random_id),
    taken_at = coalesce(taken_at, ?1)
FROM (SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS batch,
        json_extract(value, '$[2]') AS random_id FROM json_each(?2)) AS told
WHERE outbox.id = told.id AND status = 'waiting' AND outbox.batch IS NULL
RETURNING outbox.id
"""


def _gathered(call: WaitingCall, first: WaitingCall) -> WaitingCall:
    return replace(call, batch=first.id, params={**call.params, "random_id": first.params["random_id"]})


def _call(row: Row) -> WaitingCall:
    return WaitingCall(
        id=row[0],
        peer_id=row[1],
        priority=row[2],
        method=row[3],
        params=orjson.loads(row[4]),
        attempts=row[5],
        expires_at=from_ms(row[6]) if row[6] is not None else None,
        appeal_id=row[7],
        edits_id=row[8],
        is_revocable=bool(row[9]),
        batch=row[10],
    )
