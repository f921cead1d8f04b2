"""The journal on SQLite: rows are gathered in a session and written with its transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from appeals.audit import CHANGED, CITIZEN, SHOWN, Audited, changes
from appeals.model import ACTS_OF_CITIZENS, Act, Appeal
from storage.database import Transaction
from storage.moments import from_ms, to_ms
from storage.repositories import Statements


@dataclass(slots=True)
class SqliteAudit:
    """`appeals.audit.Audit` for one session, whose person and conversation it notes by itself."""

    session: Statements
    now: datetime
    actor_id: int
    peer_id: int
    _rows: list[Audited] = field(default_factory=list)
    _known: dict[int, Appeal] = field(default_factory=dict)
    _changed: dict[int, tuple[Appeal, Appeal]] = field(default_factory=dict)

    def add(
        self,
        deed: str,
        *,
        appeal_id: int | None = None,
        subject: str = "",
        before: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        refused: str = "",
    ) -> None:
        self._note(deed, appeal_id, subject, before or {}, after or {}, refused)

    def shown(self, appeal_id: int, to: int) -> None:
        row = Audited(SHOWN, self.now, to, to, appeal_id)
        if row not in self._rows:
            self._rows.append(row)

    async def of(self, appeal_id: int) -> Sequence[Audited]:
        rows = await self.session.read(
            "SELECT deed, at, actor_id, peer_id, appeal_id, subject, before, after, refused FROM audit"
            " WHERE appeal_id = ? AND community_id = ? ORDER BY id",
            (appeal_id, self.session.community_id),
        )
        return [
            Audited(
                deed=row[0],
                at=from_ms(row[1]),
                actor_id=row[2],
                peer_id=row[3],
                appeal_id=row[4],
                subject=row[5],
                before=orjson.loads(row[6]),
                after=orjson.loads(row[7]),
                refused=row[8],
            )
            for row in rows
        ]

    # What the repositories tell

    def read(self, appeal: Appeal) -> None:
        """An appeal as the database has it: what a change is measured by."""
        self._known.setdefault(appeal.id, appeal)

    def saved(self, appeal: Appeal) -> None:
        """An appeal has been changed; the entry of its history that follows explains why."""
        before, _ = self._changed.get(appeal.id, (self._known.get(appeal.id), None))
        self._known[appeal.id] = appeal
        if before is not None:
            self._changed[appeal.id] = (before, appeal)

    def told(self, appeal_id: int, act: Act, actor_id: int) -> None:
        """An entry of an appeal's history."""
        before, after = self._take_changes(appeal_id)
        known = self._known.get(appeal_id)
        if act in ACTS_OF_CITIZENS and known is not None and actor_id == known.citizen_vk_id:
            self._rows.append(Audited(act, self.now, 0, 0, appeal_id, CITIZEN, before, after))
        else:
            self._note(act, appeal_id, "", before, after, "", actor_id)

    def rows(self) -> list[Audited]:
        """Everything that is to be written."""
        for appeal_id in list(self._changed):
            if any(both := self._take_changes(appeal_id)):
                self._note(CHANGED, appeal_id, "", *both, "")
        return self._rows

    def _take_changes(self, appeal_id: int) -> tuple[dict[str, str], dict[str, str]]:
        if (pair := self._changed.pop(appeal_id, None)) is None:
            return {}, {}
        return changes(*pair)

    def _note(
        self,
        deed: str,
        appeal_id: int | None,
        subject: str,
        before: dict[str, str],
        after: dict[str, str],
        refused: str,
        actor_id: int | None = None,
    ) -> None:
        actor = self.actor_id if actor_id is None else actor_id
        self._rows.append(Audited(deed, self.now, actor, self.peer_id, appeal_id, subject, before, after, refused))


async def write(transaction: Transaction, community_id: int, rows: Sequence[Audited]) -> None:
    """Write what sessions have gathered."""
    transaction.put_many(
        "INSERT INTO audit (community_id, at, actor_id, peer_id, deed, appeal_id, subject, before, after, refused)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                community_id,
                to_ms(row.at),
                row.actor_id,
                row.peer_id,
                row.deed,
                row.appeal_id,
                row.subject,
                orjson.dumps(row.before).decode(),
                orjson.dumps(row.after).decode(),
                row.refused,
            )
            for row in rows
        ],
    )
