"""`appeals.silence.Silences` on SQLite, and what the bot itself has sent."""

from __future__ import annotations

from datetime import datetime

from appeals.silence import Silence
from storage.moments import from_ms, to_ms
from storage.repositories import Statements


class SqliteSilences:
    """Every change is a statement of its own: the desk and the citizen may change one row in one transaction."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def get(self, peer_id: int) -> Silence | None:
        rows = await self._session.read(
            "SELECT until, by_id, unanswered, explained, began_at FROM silences WHERE community_id = ? AND peer_id = ?",
            (self._session.community_id, peer_id),
        )
        return silence(peer_id, *rows[0]) if rows else None

    async def keep(self, peer_id: int, by: int, at: datetime, until: datetime) -> None:
        await self._session.write(
            "INSERT INTO silences (community_id, peer_id, began_at, until, by_id) VALUES (?1, ?2, ?3, ?4, ?5)"
            " ON CONFLICT DO UPDATE SET unanswered = 0, reported = 0, by_id = excluded.by_id,"
            " until = max(until, excluded.until),"
            " explained = explained AND until > excluded.began_at,"
            " began_at = CASE WHEN until > excluded.began_at THEN min(began_at, excluded.began_at)"
            " ELSE excluded.began_at END",
            (self._session.community_id, peer_id, to_ms(at), to_ms(until), by),
        )

    async def end(self, peer_id: int, at: datetime) -> None:
        await self._session.write(
            "UPDATE silences SET until = min(until, ?3) WHERE community_id = ?1 AND peer_id = ?2",
            (self._session.community_id, peer_id, to_ms(at)),
        )

    async def heard(self, peer_id: int) -> int:
        rows = await self._session.write_returning(
            "UPDATE silences SET unanswered = unanswered + 1, reported = 0 WHERE community_id = ? AND peer_id = ?"
            " RETURNING unanswered",
            (self._session.community_id, peer_id),
        )
        return int(rows[0][0]) if rows else 0

    async def explained(self, peer_id: int) -> None:
        await self._session.write(
            "UPDATE silences SET explained = 1 WHERE community_id = ? AND peer_id = ?",
            (self._session.community_id, peer_id),
        )

    async def remember(self, peer_id: int, number: int, appeal_id: int, text: str) -> None:
        await self._session.write(
            "INSERT INTO hand_replies (community_id, peer_id, conversation_message_id, appeal_id, text)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text",
            (self._session.community_id, peer_id, number, appeal_id, text),
        )

    async def latest(self, peer_id: int) -> int | None:
        rows = await self._session.read(
            "SELECT appeal_id FROM hand_replies WHERE community_id = ? AND peer_id = ?"
            " ORDER BY conversation_message_id DESC LIMIT 1",
            (self._session.community_id, peer_id),
        )
        return int(rows[0][0]) if rows else None

    async def remembered(self, peer_id: int, number: int) -> tuple[int, str] | None:
        rows = await self._session.read(
            "SELECT appeal_id, text FROM hand_replies"
            " WHERE community_id = ? AND peer_id = ? AND conversation_message_id = ?",
            (self._session.community_id, peer_id, number),
        )
        return (int(rows[0][0]), str(rows[0][1])) if rows else None


def silence(peer_id: int, until: int, by: int, unanswered: int, explained: int, began_at: int) -> Silence:
    """A silence from its columns."""
    return Silence(peer_id, from_ms(until), by, unanswered, bool(explained), from_ms(began_at))
