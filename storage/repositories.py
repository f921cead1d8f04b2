"""The trade's ports on SQLite. Every repository works inside the session it was given and never commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import orjson

from appeals.draft import Draft, Piece
from appeals.model import (
    Act,
    Appeal,
    Attachment,
    Citizen,
    Fate,
    HistoryEntry,
    Number,
    Telling,
)
from appeals.numbers import NumberReference
from appeals.ports import AppealPage, Message, NewAppeal
from appeals.quality.check import PastAnswer
from storage import shapes
from storage.database import Row
from storage.moments import from_ms, to_ms
from storage.undone import STANDS

APPEALS = "SELECT " + shapes.APPEAL_COLUMNS + " FROM appeals a JOIN citizens c ON c.id = a.citizen_id"  # noqa: S608 - columns
_CITIZENS = "SELECT " + shapes.CITIZEN_COLUMNS + " FROM citizens c"  # noqa: S608 - columns


class Statements(Protocol):
    """What a repository needs of the session."""

    @property
    def community_id(self) -> int: ...

    async def read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]: ...

    async def write(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Write with the next statement that returns rows."""
        ...

    async def write_returning(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]: ...

    def needs(self, appeal_id: int, attachments: tuple[Attachment, ...]) -> None: ...

    def filed(self, appeal_id: int) -> None:
        """Note that an appeal is new."""
        ...

    def reworded(self, appeal_id: int) -> None:
        """Note that an appeal may be found by other words from now on."""
        ...


class Witness(Protocol):
    """Who notes in the journal what repositories do."""

    def read(self, appeal: Appeal) -> None: ...

    def saved(self, appeal: Appeal) -> None: ...

    def told(self, appeal_id: int, act: Act, actor_id: int) -> None: ...


class SqliteAppeals:
    """`appeals.ports.Appeals` on SQLite."""

    def __init__(self, session: Statements, witness: Witness) -> None:
        self._session = session
        self._witness = witness

    async def next_number(self, year: int) -> Number:
        rows = await self._session.write_returning(
            "INSERT INTO counters (community_id, year, last) VALUES (?, ?, 1)"
            " ON CONFLICT (community_id, year) DO UPDATE SET last = last + 1 RETURNING last",
            (self._session.community_id, year),
        )
        return Number(year, rows[0][0])

    async def add(self, appeal: NewAppeal) -> Appeal:
        await self._session.write(
            "INSERT INTO appeals (community_id, year, sequence, citizen_id, channel, status, category, text, address,"
            " latitude, longitude, contact, attachments, filed_at, react_by, due_at, origin, told_name, answers,"
            " source, questions, priority, interim_by, reacted_at, reacted_by)"
            " VALUES (?, ?, ?, ?, ?, 'new', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._session.community_id,
                appeal.number.year,
                appeal.number.sequence,
                appeal.citizen_id,
                appeal.channel,
                appeal.category,
                appeal.text,
                appeal.place.address,
                appeal.place.latitude,
                appeal.place.longitude,
                appeal.contact,
                shapes.attachments_json(appeal.attachments),
                to_ms(appeal.filed_at),
                to_ms(appeal.react_by),
                to_ms(appeal.due_at),
                appeal.origin,
                appeal.told_name,
                shapes.answers_json(appeal.answers),
                appeal.source,
                appeal.questions,
                appeal.priority,
                to_ms(appeal.interim_by) if appeal.interim_by else None,
                to_ms(appeal.reaction.at) if appeal.reaction else None,
                appeal.reaction.by if appeal.reaction else "",
            ),
        )
        stored = await self._one("a.id = last_insert_rowid()")
        assert stored is not None
        self._session.needs(stored.id, appeal.attachments)
        self._session.filed(stored.id)
        return stored

    async def get(self, appeal_id: int) -> Appeal | None:
        return await self._one("a.id = ?", appeal_id)

    async def among(self, appeal_ids: Iterable[int]) -> Sequence[Appeal]:
        return await self._several("a.id IN (SELECT value FROM json_each(?))", orjson.dumps(list(appeal_ids)).decode())

    async def find(self, reference: NumberReference) -> Sequence[Appeal]:
        if reference.year is None:
            return await self._several("a.sequence = ?", reference.sequence)
        return await self._several("a.sequence = ? AND a.year = ?", reference.sequence, reference.year)

    async def by_origin(self, origin: str) -> Appeal | None:
        return await self._one("a.origin = ?", origin)

    async def save(self, appeal: Appeal) -> None:
        await self._session.write(
            "UPDATE appeals SET status = ?, category = ?, address = ?, react_by = ?, due_at = ?, assignee_id = ?,"
            " question = ?, number_told = ?, department = ?, rating = ?, priority = ?, interim_by = ?,"
            " forwarded_to = ?, legal_due_at = ?, counted_from = ?, priority_since = ?, pauses = ?, extended_to = ?,"
            " extended_at = ?, extension_reason = ?, informed_at = ?, reacted_at = ?, reacted_by = ?, joined_to = ?,"
            " joined_status = ?, joined_question = ?, lapse = ? WHERE id = ? AND community_id = ?",
            (
                appeal.status,
                appeal.category,
                appeal.place.address,
                to_ms(appeal.react_by),
                to_ms(appeal.due_at),
                appeal.assignee_id,
                appeal.question,
                appeal.number_told,
                appeal.department,
                appeal.rating,
                appeal.priority,
                to_ms(appeal.interim_by) if appeal.interim_by else None,
                appeal.forwarding.body if appeal.forwarding else "",
                to_ms(appeal.forwarding.answer_by) if appeal.forwarding else None,
                *shapes.clock_columns(appeal.clock),
                appeal.joined.to if appeal.joined else None,
                appeal.joined.status if appeal.joined else None,
                appeal.joined.question if appeal.joined else "",
                appeal.lapse,
                appeal.id,
                self._session.community_id,
            ),
        )
        self._session.reworded(appeal.id)
        self._witness.saved(appeal)

    async def reword(self, appeal: Appeal) -> None:
        await self._session.write(
            "UPDATE appeals SET text = ?, attachments = ?, questions = ? WHERE id = ? AND community_id = ?",
            (
                appeal.text,
                shapes.attachments_json(appeal.attachments),
                appeal.questions,
                appeal.id,
                self._session.community_id,
            ),
        )
        self._session.reworded(appeal.id)

    async def remember(self, citizen: Citizen, appeal_id: int, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            await self._session.write(
                "INSERT INTO pieces (citizen_id, number, appeal_id, text) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET appeal_id = excluded.appeal_id, text = excluded.text",
                (citizen.id, piece.number, appeal_id, piece.text),
            )

    async def piece(self, citizen: Citizen, number: int) -> tuple[int, Piece] | None:
        rows = await self._session.read(
            "SELECT appeal_id, text FROM pieces WHERE citizen_id = ? AND number = ?", (citizen.id, number)
        )
        return (rows[0][0], Piece(number, rows[0][1])) if rows else None

    async def of_citizen(self, citizen_id: int, *, limit: int, offset: int) -> AppealPage:
        return await self._page("a.citizen_id = ?", "a.id DESC", limit, offset, citizen_id)

    async def shown_to(self, citizen_id: int, *, limit: int, offset: int) -> AppealPage:
        order = "a.status = 'waiting_citizen' DESC, a.id DESC"
        return await self._page("a.citizen_id = ?", order, limit, offset, citizen_id)

    async def last_answered(self, citizen_id: int) -> Appeal | None:
        return await self._one(
            "a.id = (SELECT h.appeal_id FROM history h JOIN appeals own ON own.id = h.appeal_id"  # noqa: S608 - a constant
            f" WHERE own.citizen_id = ? AND h.act = 'answered' AND {STANDS} ORDER BY h.id DESC LIMIT 1)",
            citizen_id,
        )

    async def waiting_for(self, citizen_id: int) -> Sequence[Appeal]:
        found = await self._several("a.status = 'waiting_citizen' AND a.citizen_id = ?", citizen_id)
        return sorted(found, key=lambda appeal: -appeal.id)

    async def joined_to(self, appeal_id: int) -> Sequence[Appeal]:
        found = await self._several("a.joined_to = ?", appeal_id)
        return sorted(found, key=lambda appeal: appeal.id)

    async def untold_of(self, citizen_id: int) -> Sequence[Appeal]:
        found = await self._several("a.number_told = 0 AND a.citizen_id = ?", citizen_id)
        return sorted(found, key=lambda appeal: appeal.id)

    async def with_others(
        self, until: datetime, *, limit: int, after: tuple[datetime, int] | None = None
    ) -> Sequence[Appeal]:
        since, last = (to_ms(after[0]), after[1]) if after else (0, 0)
        return await self._several(
            "a.legal_due_at <= ? AND (a.legal_due_at, a.id) > (?, ?) ORDER BY a.legal_due_at, a.id LIMIT ?",
            to_ms(until),
            since,
            last,
            limit,
        )

    async def _several(self, condition: str, *parameters: Any) -> list[Appeal]:
        rows = await self._session.read(
            f"{APPEALS} WHERE a.community_id = ? AND {condition}", (self._session.community_id, *parameters)
        )
        found = [shapes.appeal(row) for row in rows]
        for appeal in found:
            self._witness.read(appeal)
        return found

    async def _one(self, condition: str, *parameters: Any) -> Appeal | None:
        found = await self._several(condition, *parameters)
        return found[0] if found else None

    async def _page(self, condition: str, order: str, limit: int, offset: int, *parameters: Any) -> AppealPage:
        own = (self._session.community_id, *parameters)
        total = await self._session.read(
            f"SELECT count(*) FROM appeals a WHERE a.community_id = ? AND {condition}",  # noqa: S608 - conditions above
            own,
        )
        rows = await self._session.read(
            f"{APPEALS} WHERE a.community_id = ? AND {condition} ORDER BY {order} LIMIT ? OFFSET ?",
            (*own, limit, offset),
        )
        return AppealPage(tuple(shapes.appeal(row) for row in rows), total[0][0])


class SqliteHistory:
    """`appeals.ports.History` on SQLite; triggers refuse to change or delete its rows."""

    def __init__(self, session: Statements, witness: Witness) -> None:
        self._session = session
        self._witness = witness

    async def add(self, appeal_id: int, entry: HistoryEntry) -> None:
        await self._session.write(
            "INSERT INTO history (community_id, appeal_id, act, at, actor_id, text, attachments)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self._session.community_id,
                appeal_id,
                entry.act,
                to_ms(entry.at),
                entry.actor_id,
                entry.text,
                shapes.attachments_json(entry.attachments),
            ),
        )
        self._session.needs(appeal_id, entry.attachments)
        self._session.reworded(appeal_id)
        self._witness.told(appeal_id, entry.act, entry.actor_id)

    async def of(self, appeal_id: int) -> Sequence[HistoryEntry]:
        rows = await self._session.read(
            "SELECT act, at, actor_id, text, attachments FROM history WHERE appeal_id = ? AND community_id = ?"
            " ORDER BY id",
            (appeal_id, self._session.community_id),
        )
        return [HistoryEntry(Act(row[0]), from_ms(row[1]), row[2], row[3], shapes.attachments(row[4])) for row in rows]

    async def last_answers(self, *, besides: int, limit: int) -> Sequence[PastAnswer]:
        rows = await self._session.read(
            "SELECT a.year, a.sequence, h.text FROM history h JOIN appeals a ON a.id = h.appeal_id"  # noqa: S608 - a constant
            " WHERE h.community_id = ? AND h.act = 'answered' AND h.appeal_id <> ? AND h.text <> ''"
            f" AND a.joined_to IS NULL AND {STANDS}"
            " ORDER BY h.id DESC LIMIT ?",
            (self._session.community_id, besides, limit),
        )
        return [PastAnswer(Number(row[0], row[1]), row[2]) for row in rows]


class SqliteCitizens:
    """`appeals.ports.Citizens` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def get(self, citizen_id: int) -> Citizen | None:
        rows = await self._session.read(
            f"{_CITIZENS} WHERE c.id = ? AND c.community_id = ?",
            (citizen_id, self._session.community_id),
        )
        return shapes.citizen(rows[0]) if rows else None

    async def with_vk_id(self, vk_id: int) -> Citizen:
        own = (self._session.community_id, vk_id)
        select = f"{_CITIZENS} WHERE c.community_id = ? AND c.vk_id = ?"
        if not (rows := await self._session.read(select, own)):
            await self._session.write("INSERT INTO citizens (community_id, vk_id) VALUES (?, ?)", own)
            rows = await self._session.read(select, own)
        return shapes.citizen(rows[0])

    async def give_consent(self, citizen: Citizen, version: str, url: str, at: datetime) -> None:
        await self.record_consent(citizen, version, url, at)
        await self._session.write("UPDATE citizens SET consent_version = ? WHERE id = ?", (version, citizen.id))

    async def record_consent(self, citizen: Citizen, version: str, url: str, at: datetime) -> None:
        await self._session.write(
            "INSERT INTO consents (community_id, vk_id, version, url, given_at) VALUES (?, ?, ?, ?, ?)",
            (self._session.community_id, citizen.vk_id, version, url, to_ms(at)),
        )
        # Whoever agrees anew wants to go on: what an earlier withdrawal has set going is off.
        await self._session.write(
            "UPDATE citizens SET destroy_by = NULL WHERE id = ? AND destroy_by IS NOT NULL", (citizen.id,)
        )

    async def register(self, name: str) -> Citizen:
        rows = await self._session.write_returning(
            "INSERT INTO citizens (community_id, first_name) VALUES (?, ?) RETURNING id",
            (self._session.community_id, name),
        )
        return Citizen(rows[0][0], 0, name)

    async def forget(self, citizen: Citizen) -> None:
        own = (self._session.community_id, citizen.vk_id)
        await self._session.write("DELETE FROM drafts WHERE community_id = ? AND vk_id = ?", own)
        # The files themselves go with the next tidying: nothing names them any more.
        await self._session.write(
            "DELETE FROM contents WHERE community_id = ? AND peer_id = ?"
            " AND id NOT IN (SELECT content_id FROM appeal_contents)",
            own,
        )
        unknown = "id = ? AND NOT EXISTS (SELECT 1 FROM appeals a WHERE a.citizen_id = citizens.id)"
        await self._session.write(
            f"DELETE FROM citizens WHERE no_announcements_at IS NULL AND {unknown}",  # noqa: S608 - a constant
            (citizen.id,),
        )
        # Who wants no announcements mustn't get them for being forgotten: the number of the page stays, alone.
        await self._session.write(
            f"UPDATE citizens SET first_name = '', last_name = '', sex = 0, consent_version = NULL WHERE {unknown}",  # noqa: S608 - a constant
            (citizen.id,),
        )

    async def reachable_among(self, vk_ids: Sequence[int]) -> Sequence[int]:
        rows = await self._session.read(
            "SELECT vk_id FROM citizens WHERE community_id = ? AND reachable"
            " AND vk_id IN (SELECT value FROM json_each(?)) ORDER BY vk_id",
            (self._session.community_id, orjson.dumps(vk_ids).decode()),
        )
        return [int(row[0]) for row in rows]

    async def draft(self, citizen: Citizen) -> Draft | None:
        rows = await self._session.read(
            "SELECT body FROM drafts WHERE community_id = ? AND vk_id = ?", (self._session.community_id, citizen.vk_id)
        )
        return shapes.draft(rows[0][0]) if rows else None

    async def set_reachable(self, vk_id: int, reachable: bool) -> None:
        await self._session.write(
            "UPDATE citizens SET reachable = ? WHERE community_id = ? AND vk_id = ?",
            (reachable, self._session.community_id, vk_id),
        )


class SqliteMessages:
    """`appeals.ports.Messages` on the outbox. A message that was repeated goes by the id of its first try."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def get(self, message_id: int) -> Message | None:
        rows = await self._session.read(_MESSAGE, (self._session.community_id, message_id))
        if not rows:
            return None
        appeal_id, tells, passed_at, status, number_told = rows[0]
        # A number isn't repeated by its own message: the appeal knows whether it was told.
        told = number_told if tells == Telling.NUMBER else status in ("waiting", "sent")
        refused = status in ("unreachable", "failed")
        fate = Fate.PASSED if passed_at else Fate.SENT if told else Fate.REFUSED if refused else Fate.OVER
        return Message(appeal_id, Telling(tells), fate)

    async def pass_on(self, message_id: int, at: datetime) -> None:
        await self._session.write(
            "UPDATE outbox SET passed_at = ? WHERE id = ? AND community_id = ?",
            (to_ms(at), message_id, self._session.community_id),
        )


_MESSAGE = """
SELECT o.appeal_id, o.tells, o.passed_at,
       (SELECT status FROM outbox last WHERE last.id = o.id OR last.repeats_id = o.id ORDER BY last.id DESC LIMIT 1),
       a.number_told
FROM outbox o JOIN appeals a ON a.id = o.appeal_id
WHERE o.community_id = ? AND o.id = ? AND o.tells IS NOT NULL AND o.repeats_id IS NULL
"""
