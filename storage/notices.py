"""`appeals.notices.Notices` on SQLite."""

from __future__ import annotations

from datetime import datetime

from appeals.notices import ByHand, NoticeKind
from storage.moments import from_ms, to_ms
from storage.repositories import Statements

_BUSY = "busy"
"""The name of the switch among the desk's settings; its value is the word and the moment until which it holds."""

_WORDS = {True: "on", False: "off"}


class SqliteNotices:
    """Notices inside the session that it was given."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def tell_once(self, citizen_id: int, kind: NoticeKind, now: datetime, until: datetime) -> bool:
        rows = await self._session.write_returning(
            "INSERT INTO notices_told (citizen_id, kind, until) VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET until = excluded.until WHERE until <= ?4 RETURNING 1",
            (citizen_id, kind, to_ms(until), to_ms(now)),
        )
        return bool(rows)

    async def filed_since(self, moment: datetime, *, at_least: int) -> bool:
        return await self._are("filed_at > ?", to_ms(moment), at_least)

    async def untaken(self, *, at_least: int) -> bool:
        return await self._are("status = ?", "new", at_least)

    async def by_hand(self, now: datetime) -> ByHand | None:
        rows = await self._session.read(
            "SELECT value FROM settings WHERE community_id = ? AND name = ?", (self._session.community_id, _BUSY)
        )
        if not rows:
            return None
        word, _, until = rows[0][0].partition(" ")
        said = ByHand(word == _WORDS[True], from_ms(int(until)))
        return said if now < said.until else None

    async def set_by_hand(self, said: ByHand | None) -> None:
        own = (self._session.community_id, _BUSY)
        await self._session.write("DELETE FROM settings WHERE community_id = ? AND name = ?", own)
        if said is not None:
            value = f"{_WORDS[said.is_busy]} {to_ms(said.until)}"
            await self._session.write(
                "INSERT INTO settings (community_id, name, value) VALUES (?, ?, ?)", (*own, value)
            )

    async def _are(self, condition: str, parameter: int | str, number: int) -> bool:
        """Whether so many appeals fit; no more of them are counted."""
        rows = await self._session.read(
            f"SELECT count(*) FROM (SELECT 1 FROM appeals WHERE community_id = ? AND {condition} LIMIT ?)",  # noqa: S608 - a constant
            (self._session.community_id, parameter, number),
        )
        return bool(rows[0][0] >= number)
