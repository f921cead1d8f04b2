"""When the bot's silence is over and no human has answered, the desk is reminded once."""

from __future__ import annotations

from appeals.due import Due
from appeals.model import Citizen
from appeals.usecases.manual_replies import concerned
from scheduler.reporting import Reporting
from storage.database import Row
from storage.moments import from_ms, to_ms
from storage.unit import Session
from texts import notices
from texts.speaker import Priority

PORTION = 200
"""Conversations in one transaction and one message."""

_WAITING = "silences WHERE community_id = ? AND unanswered > 0 AND reported = 0"
_DUE = f"{_WAITING} AND until <= ?"


class RemindOfUnanswered(Reporting):
    """Looks for conversations in which a citizen wrote beside the silent bot and still waits for a human."""

    async def __call__(self) -> int:
        """Remind; return of how many conversations."""
        now = self._clock.now()
        due = f"SELECT peer_id FROM {_DUE} LIMIT {PORTION}"  # noqa: S608 - constants
        if not await self._database.read(due, (self._community_id, to_ms(now))):
            return 0
        async with self._work() as session:
            if not (peers := await self._desk(session)):
                return 0  # nobody to tell yet: the staff is not known
            rows = await session.write_returning(
                f"UPDATE silences SET reported = 1 WHERE community_id = ? AND peer_id IN ({due})"  # noqa: S608 - constants
                " RETURNING peer_id, unanswered",
                (self._community_id, self._community_id, to_ms(now)),
            )
            reply = notices.left_unanswered(
                [await self._case(session, row) for row in sorted(rows, key=lambda row: int(row[0]))]
            )
            for peer_id in peers:
                self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
        return len(rows)

    async def due(self) -> Due | None:
        """The silence that ends next with somebody waiting."""
        sql = f"SELECT until FROM {_WAITING} ORDER BY until LIMIT 1"  # noqa: S608 - constants
        rows = await self._database.read(sql, (self._community_id,))
        return Due(from_ms(rows[0][0])) if rows else None

    async def _case(self, session: Session, row: Row) -> notices.Unanswered:
        peer_id, count = row
        key = (peer_id, peer_id)
        person = (await session.unit.load([key]))[key].citizen
        appeal = await concerned(session, person, goes_on=True) if person is not None else None
        return notices.Unanswered(person or Citizen(0, peer_id), appeal, count)
