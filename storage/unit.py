"""The unit of work: many events of different people in one transaction, each of which can be undone alone.

Replies, dialog states, drafts and marks are gathered in memory and written in a few statements at the commit; the
trip to SQLite's thread, not SQLite itself, is what an event costs. A savepoint is opened only for an event that
writes something itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Generic, TypeVar
from weakref import proxy

import orjson

from appeals.draft import Draft
from appeals.model import Attachment, Citizen, Telling
from appeals.silence import Silence
from appeals.value import dataclass
from storage import audit, contents, outbox, shapes, word_index
from storage.announcements import SqliteAnnouncements
from storage.answers import SqliteApprovals, SqlitePromises, SqliteSettings, SqliteTemplates
from storage.audit import SqliteAudit
from storage.autoreplies import SqliteAutoReplies
from storage.contents import Needed, SqliteFiles, Wanted
from storage.controls import SqliteControls
from storage.database import Row, Transaction
from storage.deeds import SqliteDeeds
from storage.finding import SqliteFinding
from storage.inbox import StoredEvent
from storage.moments import from_ms, to_ms
from storage.notices import SqliteNotices
from storage.outages import SqliteOutages
from storage.outbox import Call
from storage.personal import SqlitePersonalData
from storage.remarks import SqliteRemarks
from storage.reminders import SqliteReminders
from storage.repositories import SqliteAppeals, SqliteCitizens, SqliteHistory, SqliteMessages
from storage.silences import SqliteSilences, silence
from storage.staff import SqliteStaff

Key = tuple[int, int]
"""A conversation's place: peer and person."""

Cards = dict[tuple[int, int], int | None]
"""By appeal and peer the outbox row whose message shows the appeal there; None where none does any more."""


@dataclass(frozen=True, slots=True)
class LastMessage:
    """The bot's latest message of a dialog: sent or still waiting, and when VK took it. News ask nothing."""

    sent: bool
    conversation_message_id: int | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person in a conversation when an event comes in.

    `is_owed_number` tells that VK has not let the person be told the number of an appeal.
    """

    peer_id: int
    user_id: int
    state: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    draft: Draft | None = None
    citizen: Citizen | None = None
    last_message: LastMessage | None = None
    is_owed_number: bool = False
    silence: Silence | None = None


_PartT = TypeVar("_PartT")


class _Part(Generic[_PartT]):
    """A part of the desk, made whenever it is asked for: it is but a view of its session.

    Kept there, it would make a ring of the two, and all that an event needed would wait for Python's collector.
    """

    def __init__(self, make: Callable[[Session], _PartT]) -> None:
        self._make = make

    def __get__(self, session: Session, owner: type[Session]) -> _PartT:
        return self._make(session)


class Session:
    """One event's share of the unit of work: the trade's `Desk`, the dialog, and what is to be said.

    Nothing of it stands until `UnitOfWork.keep`.
    """

    unit: UnitOfWork
    audit: SqliteAudit
    appeals = _Part(lambda session: SqliteAppeals(session, session.audit))
    history = _Part(lambda session: SqliteHistory(session, session.audit))
    citizens = _Part(SqliteCitizens)
    staff = _Part(SqliteStaff)
    messages = _Part(SqliteMessages)
    silences = _Part(SqliteSilences)
    remarks = _Part(SqliteRemarks)
    files = _Part(SqliteFiles)
    templates = _Part(SqliteTemplates)
    settings = _Part(SqliteSettings)
    autoreplies = _Part(SqliteAutoReplies)
    approvals = _Part(SqliteApprovals)
    promises = _Part(SqlitePromises)
    outages = _Part(SqliteOutages)
    notices = _Part(SqliteNotices)
    personal = _Part(lambda session: SqlitePersonalData(session, session.appeals, session.history))
    controls = _Part(SqliteControls)
    deeds = _Part(
        lambda session: SqliteDeeds(session, session.appeals, session.calls, lambda: session.unit.next_outbox_id)
    )
    finding = _Part(SqliteFinding)
    announcements = _Part(SqliteAnnouncements)
    reminders = _Part(SqliteReminders)

    def __init__(self, unit: UnitOfWork, standing: Standing, looked_up: Mapping[Hashable, Any] | None = None) -> None:
        self.unit = unit
        self.community_id = unit.community_id
        self.standing = standing
        self.state = standing.state
        self.payload = standing.payload
        self.draft = standing.draft
        self.calls: list[tuple[int, Call]] = []
        self.cards: Cards = {}
        self.received: tuple[Wanted, ...] = ()
        self.needed: list[Needed] = []
        self.rewordings: set[int] = set()
        self._new: set[int] = set()
        self.looked_up = looked_up or {}
        self.has_savepoint = False
        self.audit = SqliteAudit(proxy(self), unit.now, standing.user_id, standing.peer_id)

    async def read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        return await self.unit.transaction.run(sql, parameters)

    async def write(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        self._writes()
        self.unit.transaction.put(sql, parameters)

    async def write_returning(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        self._writes()
        return await self.unit.transaction.run(sql, parameters)

    def _writes(self) -> None:
        if not self.has_savepoint:
            self.unit.transaction.savepoint()
            self.has_savepoint = True

    def call(self, call: Call) -> int:
        """Put a call into the outbox; return the id it will have."""
        call_id = self.unit.take_outbox_id()
        self.calls.append((call_id, call))
        return call_id

    async def card_of(self, appeal_id: int, peer_id: int, shown_after: datetime) -> int | None:
        """The outbox row whose message shows the appeal in this chat and can still be rewritten."""
        for fresh in (self.cards, self.unit.cards):
            if (appeal_id, peer_id) in fresh:
                return fresh[appeal_id, peer_id]
        if appeal_id in self._new:
            return None
        rows = await self.read(
            "SELECT c.outbox_id FROM cards c JOIN outbox o ON o.id = c.outbox_id"
            " WHERE c.appeal_id = ? AND c.peer_id = ? AND c.shown_at > ?"
            # VK may not have told the number of a message that it took: then nothing can be rewritten.
            " AND (o.status = 'waiting' OR o.status = 'sent' AND o.conversation_message_id IS NOT NULL)",
            (appeal_id, peer_id, to_ms(shown_after)),
        )
        return int(rows[0][0]) if rows else None

    async def card_peers(self, appeal_id: int) -> list[int]:
        """The chats that have a card of the appeal."""
        rows = await self.read("SELECT peer_id FROM cards WHERE appeal_id = ?", (appeal_id,))
        known: dict[int, int | None] = {int(row[0]): 0 for row in rows}
        for fresh in (self.unit.cards, self.cards):
            known |= {peer_id: shown for (one, peer_id), shown in fresh.items() if one == appeal_id}
        return sorted(peer_id for peer_id, shown in known.items() if shown is not None)

    async def number_of(self, outbox_id: int) -> int | None:
        """VK's number of the message that a row of the outbox became."""
        rows = await self.read("SELECT conversation_message_id FROM outbox WHERE id = ?", (outbox_id,))
        return rows[0][0] if rows else None

    async def message_of(self, peer_id: int, number: int, sent_after: datetime) -> int | None:
        """The outbox row of our message of this number in a conversation, if it can still be rewritten."""
        rows = await self.read(
            "SELECT id, finished_at > ? FROM outbox WHERE community_id = ? AND peer_id = ? AND method = 'messages.send'"
            " AND conversation_message_id = ? AND status = 'sent' ORDER BY id DESC LIMIT 1",
            (to_ms(sent_after), self.community_id, peer_id, number),
        )
        return int(rows[0][0]) if rows and rows[0][1] else None

    async def arrived_before(self, peer_id: int, number: int) -> bool:
        """Whether all that waits to be sent to a conversation got there, unknown to us, before its message `number`.

        VK numbers a conversation's messages without gaps, so numbers that nobody told us of are those of ours.
        """
        rows = await self.read(_UNKNOWN_NUMBERS, (self.community_id, peer_id, number))
        waiting, unknown = rows[0]
        return bool(waiting <= unknown)

    async def has_sent(self, peer_id: int, number: int, random_id: int) -> bool:
        """Whether a message of the community is the bot's own, sent or still without VK's answer."""
        rows = await self.read(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE community_id = ?1 AND peer_id = ?2 AND method = 'messages.send'"
            " AND (conversation_message_id = ?3"
            " OR status = 'waiting' AND ?4 <> 0 AND json_extract(params, '$.random_id') = ?4))",
            (self.community_id, peer_id, number, random_id),
        )
        return bool(rows[0][0])

    async def mark_answered(self, peer_id: int) -> None:
        """Have VK's mark «answered» set, unless that waits to be done already."""
        rows = await self.read(
            "SELECT 1 FROM outbox WHERE community_id = ? AND peer_id = ? AND method = ? AND status = 'waiting'",
            (self.community_id, peer_id, outbox.MARK_ANSWERED),
        )
        if not rows:
            self.call(outbox.mark_answered(peer_id))

    async def take_undelivered(self, peer_id: int) -> list[Call]:
        """What VK refused to deliver to a person and nobody passed on meanwhile, oldest first. It can be taken once.

        Courtesies are too late by now, an appeal's number has its own way, and a question that is settled is dropped.
        """
        rows = await self.read(_UNDELIVERED, (self.community_id, peer_id))
        if rows:
            await self.write(
                "UPDATE outbox SET status = 'expired' WHERE id IN (SELECT value FROM json_each(?))",
                (orjson.dumps([row[0] for row in rows]).decode(),),
            )
        return [
            Call(peer_id, row[1], row[2], orjson.loads(row[3]), row[4], tells=Telling(row[5]), repeats_id=row[6])
            for row in rows
            if not row[7]
        ]

    def receive(self, attachments: Sequence[Attachment], peer_id: int, message: int | None) -> None:
        """Note what the event brought: what the conversation keeps of it will be fetched."""
        self.received = tuple(Wanted(one, peer_id, message) for one in attachments)

    def needs(self, appeal_id: int, attachments: tuple[Attachment, ...]) -> None:
        """Note that an appeal has these attachments from now on."""
        if attachments:
            self.needed.append(Needed(appeal_id, attachments))

    def has_lost(self, vk_id: int) -> None:
        """Note that a person was forgotten: what was read of them before is out of date, and their files must go."""
        self.unit.forgotten.add(vk_id)

    def has_looked_up(self, key: Hashable, found: object) -> None:
        """What is read inside the transaction isn't kept: it may change the next moment."""

    def filed(self, appeal_id: int) -> None:
        """Note that an appeal is new: it has words to be found by, and no card yet."""
        self._new.add(appeal_id)
        self.rewordings.add(appeal_id)

    def reworded(self, appeal_id: int) -> None:
        """Note that an appeal may be found by other words from now on."""
        self.rewordings.add(appeal_id)

    def wanted(self) -> list[Wanted]:
        """What has come and is kept: in the draft, aside with the dialog, or by an appeal."""
        came = {one.attachment.reference: one for one in self.received if one.attachment.reference}
        held = orjson.dumps(self.payload).decode() if came else ""
        aside = [one for reference, one in came.items() if f'"{reference}"' in held]
        fresh = self.draft.attachments if self.draft is not None and self.draft != self.standing.draft else ()
        kept = [*fresh, *(one for needed in self.needed for one in needed.attachments)]
        return [*aside, *(came.get(one.reference) or Wanted(one, 0, None) for one in kept)]

    def card_shown(self, appeal_id: int, peer_id: int, outbox_id: int) -> None:
        """Remember which message shows the appeal in this chat."""
        self.cards[appeal_id, peer_id] = outbox_id

    def card_gone(self, appeal_id: int, peer_id: int) -> None:
        """No message in this chat shows the appeal any more."""
        self.cards[appeal_id, peer_id] = None


class UnitOfWork:
    """One transaction on one community. `begin` it inside `Database.transaction`; the caller commits.

    `forgotten` are the VK ids of people whose data were destroyed in it: their standings are those of nobody.
    """

    next_outbox_id: int

    def __init__(self, transaction: Transaction, community_id: int, now: datetime, next_outbox_id: int) -> None:
        self.transaction = transaction
        self.community_id = community_id
        self.now = now
        self.next_outbox_id = next_outbox_id
        self._kept: list[Session] = []
        self.cards: Cards = {}
        self._marks: list[tuple[str, str | None, int]] = []
        self.wants_files = False
        self.forgotten: set[int] = set()

    @classmethod
    async def begin(cls, transaction: Transaction, community_id: int, now: datetime) -> UnitOfWork:
        """Start work in an open transaction. Nobody else gives out ids of the outbox until it ends."""
        sequence = await transaction.run("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
        return cls(transaction, community_id, now, (sequence[0][0] if sequence else 0) + 1)

    async def load(self, keys: Sequence[Key]) -> dict[Key, Standing]:
        """What is known of these people in these conversations, in one statement."""
        rows = await self.transaction.run(_LOAD, (orjson.dumps(keys).decode(), self.community_id))
        return {(row[0], row[1]): _standing(row) for row in rows}

    def take_outbox_id(self) -> int:
        taken = self.next_outbox_id
        self.next_outbox_id += 1
        return taken

    def session(self, standing: Standing, looked_up: Mapping[Hashable, Any] | None = None) -> Session:
        """One event's share; `looked_up` is what was read for it before the transaction began."""
        return Session(self, standing, looked_up)

    async def keep(self, session: Session, event_id: int | None) -> None:
        """Accept a session's work; `event_id` is the inbox row that it handled."""
        if session.has_savepoint:
            await self.transaction.release()
        self._kept.append(session)
        self.cards |= session.cards
        if event_id is not None:
            self._marks.append(("done", None, event_id))

    async def undo(self, session: Session) -> None:
        """Undo one session's work and nothing else."""
        if session.has_savepoint:
            await self.transaction.undo()

    def fail(self, event: StoredEvent, error: str, *, final: bool) -> None:
        """Note that an event failed: for good, or to be tried again."""
        self._marks.append(("failed" if final else "waiting", error, event.id))

    async def commit(self) -> list[Call]:
        """Write all that was gathered and commit; return the calls that now wait for delivery."""
        calls = [call for session in self._kept for call in session.calls]
        await outbox.put(self.transaction, self.community_id, calls, self.now)
        await self._write_dialogs()
        await self._write_cards()
        await self._write_contents()
        await word_index.refresh(self.transaction, [one for session in self._kept for one in session.rewordings])
        await audit.write(
            self.transaction, self.community_id, [row for session in self._kept for row in session.audit.rows()]
        )
        self.transaction.put_many(
            "UPDATE inbox SET status = ?1, error = ?2, attempts = attempts + 1,"
            " body = CASE ?1 WHEN 'done' THEN NULL ELSE body END WHERE id = ?3",
            self._marks,
        )
        await self.transaction.commit()
        self._kept.clear()  # each of them knows the unit: a ring that only the collector would open
        return [call for _, call in calls]

    async def _write_dialogs(self) -> None:
        now = to_ms(self.now)
        own = self.community_id
        stand = [(s, s.standing) for s in self._kept]
        self.transaction.put_many(
            "INSERT INTO dialogs (community_id, peer_id, user_id, state, payload, updated_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET state = excluded.state, payload = excluded.payload,"
            " updated_at = excluded.updated_at",
            [
                (own, was.peer_id, was.user_id, s.state, orjson.dumps(s.payload).decode(), now)
                for s, was in stand
                if s.state is not None and (s.state, s.payload) != (was.state, was.payload)
            ],
        )
        self.transaction.put_many(
            "DELETE FROM dialogs WHERE community_id = ? AND peer_id = ? AND user_id = ?",
            [(own, was.peer_id, was.user_id) for s, was in stand if s.state is None and was.state is not None],
        )
        self.transaction.put_many(
            "INSERT INTO drafts (community_id, vk_id, body, updated_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
            [
                (own, was.user_id, shapes.draft_json(s.draft), to_ms(s.draft.updated_at))
                for s, was in stand
                if s.draft is not None and s.draft != was.draft
            ],
        )
        self.transaction.put_many(
            "DELETE FROM drafts WHERE community_id = ? AND vk_id = ?",
            [(own, was.user_id) for s, was in stand if s.draft is None and was.draft is not None],
        )

    async def _write_contents(self) -> None:
        wanted = [one for session in self._kept for one in session.wanted()]
        needed = [one for session in self._kept for one in session.needed]
        await contents.want(self.transaction, self.community_id, wanted, self.now)
        await contents.need(self.transaction, self.community_id, needed)
        self.wants_files = bool(wanted or needed or self.forgotten)

    async def _write_cards(self) -> None:
        self.transaction.put_many(
            "DELETE FROM cards WHERE appeal_id = ? AND peer_id = ?",
            [place for place, outbox_id in self.cards.items() if outbox_id is None],
        )
        self.transaction.put_many(
            "INSERT INTO cards (community_id, appeal_id, peer_id, outbox_id, shown_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET outbox_id = excluded.outbox_id, shown_at = excluded.shown_at",
            [
                (self.community_id, appeal_id, peer_id, outbox_id, to_ms(self.now))
                for (appeal_id, peer_id), outbox_id in self.cards.items()
                if outbox_id is not None
            ],
        )


_LOAD = f"""
SELECT json_extract(k.value, '$[0]') AS peer, json_extract(k.value, '$[1]') AS person,
       d.state, d.payload, r.body, o.status, o.conversation_message_id, o.finished_at,
       EXISTS (SELECT 1 FROM appeals a WHERE a.citizen_id = c.id AND a.number_told = 0),
       s.until, s.by_id, s.unanswered, s.explained, s.began_at,
       {shapes.CITIZEN_COLUMNS}
FROM json_each(?1) k
LEFT JOIN dialogs d ON d.community_id = ?2 AND d.peer_id = json_extract(k.value, '$[0]')
                   AND d.user_id = json_extract(k.value, '$[1]')
LEFT JOIN drafts r ON r.community_id = ?2 AND r.vk_id = json_extract(k.value, '$[1]')
LEFT JOIN citizens c ON c.community_id = ?2 AND c.vk_id = json_extract(k.value, '$[1]')
LEFT JOIN silences s ON s.community_id = ?2 AND s.peer_id = json_extract(k.value, '$[0]')
LEFT JOIN outbox o ON o.id = (SELECT max(id) FROM outbox
                              WHERE community_id = ?2 AND peer_id = json_extract(k.value, '$[0]')
                                AND method = 'messages.send' AND appeal_id IS NULL AND announcement_id IS NULL)
"""  # noqa: S608 - only names of columns are put in


_UNDELIVERED = """
SELECT o.id, o.priority, o.method, o.params, o.appeal_id, o.tells, first.id,
       (o.tells = 'question' AND a.status <> 'waiting_citizen')
       OR (o.tells IN ('deadline', 'update') AND a.status NOT IN ('new', 'in_progress', 'waiting_citizen', 'reopened'))
FROM outbox o JOIN outbox first ON first.id = coalesce(o.repeats_id, o.id) JOIN appeals a ON a.id = o.appeal_id
WHERE o.community_id = ?1 AND o.peer_id = ?2 AND o.status = 'unreachable'
  AND o.tells IN ('question', 'answer', 'refusal', 'deadline', 'forwarding', 'update', 'promise')
  AND first.passed_at IS NULL
ORDER BY first.id
"""


_UNKNOWN_NUMBERS = """
SELECT (SELECT count(*) FROM outbox WHERE community_id = ?1 AND peer_id = ?2 AND method = 'messages.send'
                                      AND status = 'waiting'),
       ?3 - 1 - (SELECT count(*) FROM inbox WHERE community_id = ?1 AND lane = ?2 AND type = 'message_reply'
                                              AND conversation_message_id < ?3
                                              AND conversation_message_id > known.number)
       - known.number
FROM (SELECT max(coalesce((SELECT max(conversation_message_id) FROM inbox
                              WHERE community_id = ?1 AND lane = ?2 AND type = 'message_new'
                                AND conversation_message_id < ?3), 0),
                    coalesce((SELECT conversation_message_id FROM outbox
                              WHERE community_id = ?1 AND peer_id = ?2 AND method = 'messages.send'
                                AND conversation_message_id < ?3
                              ORDER BY id DESC LIMIT 1), 0)) AS number) AS known
"""


def _standing(row: Row) -> Standing:
    peer_id, user_id, state, payload, draft, sent, number, finished_at, owed, *rest = row
    hush, person = rest[:5], rest[5:]
    return Standing(
        peer_id=peer_id,
        user_id=user_id,
        state=state,
        payload=orjson.loads(payload) if payload else {},
        draft=shapes.draft(draft) if draft else None,
        citizen=shapes.citizen(person) if person[0] is not None else None,
        last_message=LastMessage(sent == "sent", number, from_ms(finished_at) if finished_at is not None else None)
        if sent
        else None,
        is_owed_number=bool(owed),
        silence=silence(peer_id, *hush) if hush[0] is not None else None,
    )
