"""What could not be handled or sent is told to the administrators, once, many in one message."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.reporting import Reporting
from storage.database import Row
from storage.moments import to_ms
from storage.unit import Session
from texts import notices, reminders
from texts.reply import CHAT_PEERS, Reply
from texts.speaker import Priority

_UNTOLD = {
    "inbox": "inbox WHERE community_id = ? AND status = 'failed' AND reported_at IS NULL",
    # A citizen who can't be written to is the desk's concern; a chat that can't is the administrators'.
    "outbox": "outbox WHERE community_id = ? AND status IN ('failed', 'unreachable') AND reported_at IS NULL"
    f" AND (status = 'failed' OR peer_id > {CHAT_PEERS})",
    "reminders": "reminders WHERE community_id = ? AND status = 'failed' AND reported_at IS NULL",
}


class ReportFailures(Reporting):
    """Looks for failures that nobody was told of."""

    async def __call__(self) -> int:
        """Report; return how many failures were told of."""
        if not any([await self._untold(table) for table in _UNTOLD]):
            return 0
        async with self._work() as session:
            if not (peers := await self._administrators(session)):
                return 0  # nobody to tell yet: the staff is not known
            events = await self._claim(session, "inbox")
            calls = await self._claim(session, "outbox")
            broken = await self._claim(session, "reminders")
            for reply in _replies(events, calls, broken):
                for peer_id in peers:
                    self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
        return len(events) + len(calls) + len(broken)

    async def _untold(self, table: str) -> list[Row]:
        select = f"SELECT id FROM {_UNTOLD[table]} LIMIT 1"  # noqa: S608 - constants
        return await self._database.read(select, (self._community_id,))

    async def _claim(self, session: Session, table: str) -> list[Row]:
        untold = f"SELECT id FROM {_UNTOLD[table]}"  # noqa: S608 - constants
        return await session.write_returning(
            f"UPDATE {table} SET reported_at = ? WHERE id IN ({untold}) RETURNING id, error",  # noqa: S608 - constants
            (to_ms(self._clock.now()), self._community_id),
        )


def _replies(events: Sequence[Row], calls: Sequence[Row], broken: Sequence[Row]) -> list[Reply]:
    replies = []
    if events:
        replies.append(notices.failures(len(events), sorted(row[0] for row in events), _kinds(events)))
    if calls:
        replies.append(notices.undeliverable(len(calls), _kinds(calls)))
    if broken:
        replies.append(reminders.failed(len(broken), _kinds(broken)))
    return replies


def _kinds(rows: Sequence[Row]) -> list[str]:
    return sorted({str(row[1]) for row in rows})
