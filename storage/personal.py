"""`appeals.personal.PersonalData` on SQLite: everything that is kept of one person, wherever it stands.

Every table is thought of here: a test wants each in `HOLDS_WORDS` or `WORDLESS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import orjson

from appeals.draft import Draft
from appeals.model import Act, Appeal, Citizen
from appeals.personal import (
    CUT_SHORT,
    Consent,
    Demand,
    Destroyed,
    Destruction,
    Held,
    LogRow,
    Marks,
    Told,
    marks,
)
from storage import shapes, word_index
from storage.database import Database, Row
from storage.looking import Looking
from storage.moments import from_ms, to_ms
from storage.repositories import SqliteAppeals, SqliteHistory, Statements

HOLDS_WORDS = frozenset(
    {
        "appeal_contents",
        "appeal_words",
        "appeal_words_config",
        "appeal_words_content",
        "appeal_words_data",
        "appeal_words_idx",
        "appeals",
        "autoreply_uses",
        "citizens",
        "compared",
        "contents",
        "deeds",
        "dialogs",
        "drafts",
        "hand_replies",
        "history",
        "inbox",
        "outbox",
        "pieces",
        "promises",
        "remarks",
        "silences",
        "submitted_answers",
    }
)
"""Tables from which `destroy` takes what is a person's."""

WORDLESS = frozenset(
    {
        "announcements",
        "answer_deadlines",
        "audit",
        "autoreplies",
        "cards",
        "communities",
        "consents",
        "controls",
        "counters",
        "destruction_log",
        "destructions",
        "digests",
        "downtimes",
        "forgotten_words",
        "notices_told",
        "outage_appeals",
        "outages",
        "recoveries",
        "reminders",
        "settings",
        "sqlite_sequence",
        "staff",
        "templates",
        "thread_words",
        "unindexed",
        "unplanned",
    }
)
"""Tables without citizens, and what has to be kept: who agreed to what, and the acts. Digests tell no words,
announcements those of the administration alone."""

OF_CITIZENS = frozenset({"Visitor", "Filing", "Linked"})
"""Groups of states in which people stand who speak for themselves; in all others a member of staff writes something."""

EVERY = 1_000_000
"""More appeals than one person files."""


class Work(Statements, Protocol):
    """What this repository needs of the session beside statements."""

    def has_lost(self, vk_id: int) -> None:
        """The person is forgotten: what else was read of them in this transaction is out of date."""
        ...


class SqlitePersonal:
    """The data of single persons, inside the session that it was given."""

    def __init__(self, session: Statements, appeals: SqliteAppeals, history: SqliteHistory) -> None:
        self._session = session
        self._appeals = appeals
        self._history = history

    async def of(self, citizen: Citizen) -> Held:
        page = await self._appeals.of_citizen(citizen.id, limit=EVERY, offset=0)
        told = [Told(appeal, tuple(await self._history.of(appeal.id))) for appeal in reversed(page.appeals)]
        consents = await self._session.read(
            "SELECT version, url, given_at, withdrawn_at FROM consents WHERE community_id = ? AND vk_id = ?"
            " ORDER BY id",
            self._own(citizen),
        )
        remarks = await self._session.read(
            "SELECT text FROM remarks WHERE community_id = ? AND author_id = ? AND text <> '' ORDER BY id",
            self._own(citizen),
        )
        files = await self._session.read(f"SELECT count(*) {_FILES}", (*self._own(citizen), citizen.id))
        return Held(
            citizen=citizen,
            consents=tuple(_consent(row) for row in consents),
            appeals=tuple(told),
            draft=await self._draft(citizen),
            files=files[0][0],
            remarks=tuple(row[0] for row in remarks),
            aside=await self._aside(citizen),
        )

    async def _aside(self, citizen: Citizen) -> str:
        rows = await self._session.read(
            "SELECT coalesce(json_extract(payload, '$.aside.text'), '') FROM dialogs"
            " WHERE community_id = ? AND peer_id = ? AND user_id = ?",
            (*self._own(citizen), citizen.vk_id),
        )
        return str(rows[0][0]) if rows else ""

    async def _draft(self, citizen: Citizen) -> Draft | None:
        rows = await self._session.read(
            "SELECT body FROM drafts WHERE community_id = ? AND vk_id = ?", self._own(citizen)
        )
        return shapes.draft(rows[0][0]) if rows else None

    def _own(self, citizen: Citizen) -> tuple[int, int]:
        return self._session.community_id, citizen.vk_id


class DataAtRest:
    """The data as they were committed last, for those who work outside a transaction."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._reading = Looking(database, community_id)

    async def of(self, vk_id: int) -> Held | None:
        """What is kept of the person with this VK id; None of somebody who isn't known (any more)."""
        rows = await self._reading.read(
            f"SELECT {shapes.CITIZEN_COLUMNS} FROM citizens c WHERE c.community_id = ? AND c.vk_id = ?",  # noqa: S608 - columns
            (self._reading.community_id, vk_id),
        )
        if not rows:
            return None
        reading, nobody = self._reading, _Unwitnessed()
        data = SqlitePersonal(reading, SqliteAppeals(reading, nobody), SqliteHistory(reading, nobody))
        return await data.of(shapes.citizen(rows[0]))


class _Unwitnessed:
    """Nothing is changed, so nothing is noted."""

    def read(self, appeal: Appeal) -> None: ...

    def saved(self, appeal: Appeal) -> None: ...

    def told(self, appeal_id: int, act: Act, actor_id: int) -> None: ...


class SqlitePersonalData(SqlitePersonal):
    """The same with what changes them."""

    def __init__(self, session: Work, appeals: SqliteAppeals, history: SqliteHistory) -> None:
        super().__init__(session, appeals, history)
        self._work = session

    async def withdraw(self, citizen: Citizen, at: datetime, destroy_by: datetime) -> None:
        own = self._own(citizen)
        await self._end_consents(citizen, at)
        await self._work.write(
            "UPDATE citizens SET consent_version = NULL, destroy_by = ? WHERE id = ?", (to_ms(destroy_by), citizen.id)
        )
        await self._work.write("DELETE FROM drafts WHERE community_id = ? AND vk_id = ?", own)
        # The files themselves go with the next tidying: nothing names them any more.
        await self._work.write(
            "DELETE FROM contents WHERE community_id = ? AND peer_id = ?"
            " AND id NOT IN (SELECT content_id FROM appeal_contents)",
            own,
        )

    async def destroy(self, citizen: Citizen, demand: Demand, at: datetime) -> Destruction:
        held = await self.of(citizen)
        known, numbers = marks(held), [told.appeal.number for told in held.appeals]
        # The act comes first: the history's door opens to nothing else.
        rows = await self._work.write_returning(
            "INSERT INTO destructions (community_id, citizen_id, vk_id, reason, asked_at, at, operator, responsible,"
            " numbers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                self._work.community_id,
                citizen.id,
                citizen.vk_id,
                demand.reason,
                to_ms(demand.asked_at),
                to_ms(at),
                demand.operator,
                demand.responsible,
                orjson.dumps([[one.year, one.sequence] for one in numbers]).decode(),
            ),
        )
        counts = {
            Destroyed.HISTORY: await self._history_of(citizen),
            Destroyed.PIECES: await self._run("DELETE FROM pieces WHERE citizen_id = ?", citizen.id),
            Destroyed.FILES: await self._files_of(citizen),
            Destroyed.HAND_REPLIES: await self._hand_replies_of(citizen),
            Destroyed.REMARKS: await self._remarks_of(citizen),
            Destroyed.DRAFTS: await self._run(
                "DELETE FROM drafts WHERE community_id = ? AND vk_id = ?", *self._own(citizen)
            ),
            Destroyed.DIALOGS: await self._dialogs_of(citizen, known),
            Destroyed.QUEUES: await self._queues_of(citizen, known),
            Destroyed.APPEALS: await self._appeals_of(citizen, at),
            Destroyed.PROFILE: await self._profile_of(citizen, at),
        }
        await word_index.forget(self._work, citizen.id, at)
        log = tuple(LogRow(what, at, counts[what]) for what in Destroyed if counts.get(what))
        for row in log:
            await self._work.write(
                "INSERT INTO destruction_log (act_id, at, what, count) VALUES (?, ?, ?, ?)",
                (rows[0][0], to_ms(row.at), row.what, row.count),
            )
        self._work.has_lost(citizen.vk_id)
        return Destruction(
            rows[0][0],
            citizen.vk_id,
            demand.reason,
            demand.asked_at,
            at,
            demand.operator,
            demand.responsible,
            tuple(numbers),
            log,
        )

    async def _history_of(self, citizen: Citizen) -> int:
        """The story of the appeals, with answers that waited for the head and the words of promises."""
        drafts = await self._run(f"DELETE FROM submitted_answers WHERE appeal_id IN ({_APPEALS})", citizen.id)  # noqa: S608 - a constant
        promises = await self._run(f"DELETE FROM promises WHERE appeal_id IN ({_APPEALS})", citizen.id)  # noqa: S608 - a constant
        return (
            drafts
            + promises
            + await self._run(
                "UPDATE history SET text = '', attachments = '[]',"  # noqa: S608 - a constant is put in
                " actor_id = CASE actor_id WHEN ?2 THEN 0 ELSE actor_id END"
                f" WHERE appeal_id IN ({_APPEALS}) AND (text <> '' OR attachments <> '[]' OR actor_id = ?2)",
                citizen.id,
                citizen.vk_id,
            )
        )

    async def _files_of(self, citizen: Citizen) -> int:
        """The rows of the files; the files themselves go after the commit, with everything that no row names."""
        every = f"DELETE FROM contents WHERE id IN (SELECT id {_FILES})"  # noqa: S608 - a constant
        gone = await self._run(every, *self._own(citizen), citizen.id)
        await self._run(f"DELETE FROM appeal_contents WHERE appeal_id IN ({_APPEALS})", citizen.id)  # noqa: S608 - a constant
        return gone

    async def _hand_replies_of(self, citizen: Citizen) -> int:
        community_id, peer_id = self._own(citizen)
        await self._run(
            "DELETE FROM deeds WHERE EXISTS (SELECT 1 FROM json_each(before) stood"  # noqa: S608 - a constant is put in
            f" WHERE json_extract(stood.value, '$.id') IN ({_APPEALS}))",
            citizen.id,
        )
        for table in ("silences", "compared"):
            await self._run(f"DELETE FROM {table} WHERE community_id = ? AND peer_id = ?", community_id, peer_id)  # noqa: S608 - two constants
        return await self._run(
            f"DELETE FROM hand_replies WHERE appeal_id IN ({_APPEALS}) OR community_id = ?2 AND peer_id = ?3",  # noqa: S608 - a constant
            citizen.id,
            community_id,
            peer_id,
        )

    async def _remarks_of(self, citizen: Citizen) -> int:
        """Their traces stay, without words and author: a comment that comes again must not begin anew."""
        return await self._run(
            "UPDATE remarks SET text = '', attachments = '[]', author_id = 0, status = 'seen', appeal_id = NULL,"  # noqa: S608 - a constant is put in
            f" shown = '[]' WHERE appeal_id IN ({_APPEALS}) OR community_id = ?2 AND author_id = ?3",
            citizen.id,
            *self._own(citizen),
        )

    async def _dialogs_of(self, citizen: Citizen, known: Marks) -> int:
        """Where the person stands, and what staff have begun to write about their appeals.

        That they had automatic answers stays counted, but not whose they were.
        """
        community_id, vk_id = self._own(citizen)
        await self._run("UPDATE autoreply_uses SET vk_id = 0 WHERE community_id = ? AND vk_id = ?", community_id, vk_id)
        own = await self._run(
            "DELETE FROM dialogs WHERE community_id = ? AND peer_id = ? AND user_id = ?", community_id, vk_id, vk_id
        )
        rows = await self._work.read(
            "SELECT peer_id, user_id, state, payload,"  # noqa: S608 - a constant
            f" json_extract(payload, '$.n') IN ({_APPEALS}) FROM dialogs WHERE community_id = ?2",
            (citizen.id, community_id),
        )
        for peer_id, user_id, state, payload, is_about in rows:
            if not is_about and not known.on(_text(payload), still_needed=True):
                continue
            place = (community_id, peer_id, user_id)
            if state.split(":")[0] in OF_CITIZENS:
                own += await self._run("DELETE FROM dialogs WHERE (community_id, peer_id, user_id) = (?, ?, ?)", *place)
            else:
                own += await self._run(
                    "UPDATE dialogs SET state = ?4, payload = json_object('at', json_extract(payload, '$.at'))"
                    " WHERE (community_id, peer_id, user_id) = (?1, ?2, ?3)",
                    *place,
                    CUT_SHORT,
                )
        return own

    async def _queues_of(self, citizen: Citizen, known: Marks) -> int:
        """Failed events and calls of VK that still have their words, whoever they were for."""
        gone = 0
        events = await self._work.read(
            "SELECT id, body FROM inbox WHERE community_id = ? AND status = 'failed'", (self._work.community_id,)
        )
        for event_id, body in events:
            if _is_about(known, body):
                gone += await self._run("UPDATE inbox SET body = '{}' WHERE id = ?", event_id)
        calls = await self._work.read(
            f"SELECT id, status, params, peer_id = ?3 OR appeal_id IN ({_APPEALS}) FROM outbox"  # noqa: S608 - a constant
            " WHERE community_id = ?2 AND params IS NOT NULL",
            (citizen.id, *self._own(citizen)),
        )
        for call_id, status, params, is_own in calls:
            if is_own or known.on(_text(params), still_needed=status == "waiting"):
                gone += await self._run(
                    "UPDATE outbox SET params = NULL,"
                    " status = CASE status WHEN 'waiting' THEN 'expired' ELSE status END WHERE id = ?",
                    call_id,
                )
        # What VK may still refuse is nobody's news any more.
        await self._run(
            f"UPDATE outbox SET appeal_id = NULL, tells = NULL WHERE appeal_id IN ({_APPEALS})",  # noqa: S608 - a constant
            citizen.id,
        )
        return gone

    async def _appeals_of(self, citizen: Citizen, at: datetime) -> int:
        """What is left tells how the administration works, not of whom: category, dates, status, channel, rating."""
        return await self._run(
            "UPDATE appeals SET text = '', address = '', latitude = NULL, longitude = NULL, contact = '',"
            " attachments = '[]', told_name = '', answers = '[]', question = '', extension_reason = '',"
            " reacted_by = '', number_told = 1, joined_question = '', erased_at = ?2 WHERE citizen_id = ?1",
            citizen.id,
            to_ms(at),
        )

    async def _profile_of(self, citizen: Citizen, at: datetime) -> int:
        await self._end_consents(citizen, at)
        return await self._run(
            "UPDATE citizens SET vk_id = NULL, first_name = '', last_name = '', sex = 0, profile_at = NULL,"
            " consent_version = NULL, destroy_by = NULL, no_announcements_at = NULL WHERE id = ?",
            citizen.id,
        )

    async def _end_consents(self, citizen: Citizen, at: datetime) -> None:
        await self._work.write(
            "UPDATE consents SET withdrawn_at = ? WHERE community_id = ? AND vk_id = ? AND withdrawn_at IS NULL",
            (to_ms(at), *self._own(citizen)),
        )

    async def _run(self, sql: str, *parameters: Any) -> int:
        """Run a statement; return how many rows it touched."""
        return len(await self._work.write_returning(f"{sql} RETURNING 1", parameters))


_APPEALS = "SELECT id FROM appeals WHERE citizen_id = ?1"

_FILES = """
FROM contents WHERE community_id = ?1
 AND (peer_id = ?2 OR id IN (SELECT content_id FROM appeal_contents n JOIN appeals a ON a.id = n.appeal_id
                             WHERE a.citizen_id = ?3))
 AND NOT EXISTS (SELECT 1 FROM appeal_contents n JOIN appeals a ON a.id = n.appeal_id
                 WHERE n.content_id = contents.id AND a.citizen_id <> ?3)
"""


def _consent(row: Row) -> Consent:
    return Consent(row[0], row[1], from_ms(row[2]), from_ms(row[3]) if row[3] is not None else None)


def _text(stored: str) -> str:
    """Stored JSON with the letters as they were written: in it a quotation mark or a new line is escaped."""
    return "\n".join(_strings(orjson.loads(stored)))


def _strings(value: Any) -> Sequence[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for one in value.values() for text in _strings(one)]
        case list():
            return [text for one in value for text in _strings(one)]
    return []


def _is_about(known: Marks, body: str) -> bool:
    try:
        return known.on_event(orjson.loads(body))
    except orjson.JSONDecodeError:
        return known.on(body)
