"""What could not be handled or sent is told to the administrators, once, many in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from appeals.administration import Administration
from appeals.ports import Clock
from scheduler.reporting import Reporting, Voice
from storage.database import Database, Row
from storage.moments import to_ms
from storage.refusals import reported_since
from storage.unit import Session
from texts import notices, reminders
from texts.reply import CHAT_PEERS, Reply
from texts.speaker import Priority

QUIET = timedelta(days=1)
"""For how long the administrators don't hear again of a conversation that VK keeps closed."""

# A citizen who can't be written to is the desk's concern; a chat or a colleague who can't is the administrators'.
_COLLEAGUES = "SELECT vk_id FROM staff s WHERE s.community_id = outbox.community_id"
_UNREACHED = f"(peer_id > {CHAT_PEERS} OR (appeal_id IS NULL AND peer_id IN ({_COLLEAGUES})))"
_UNTOLD = {
    "inbox": "inbox WHERE community_id = ? AND status = 'failed' AND reported_at IS NULL",
    "outbox": "outbox WHERE community_id = ? AND status IN ('failed', 'unreachable') AND reported_at IS NULL"
    f" AND (status = 'failed' OR {_UNREACHED})",
    "reminders": "reminders WHERE community_id = ? AND status = 'failed' AND reported_at IS NULL",
}
_KNOWN_BY = {"inbox": "id, error", "outbox": "id, error, peer_id, status", "reminders": "id, error"}


class ReportFailures(Reporting):
    """Looks for failures that nobody was told of."""

    def __init__(
        self, database: Database, community_id: int, clock: Clock, administration: Administration, voice: Voice
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._administration = administration

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
            closed = await self._closed(session, calls)
            refused = [row for row in calls if row[3] == "failed"]
            for reply in [*_replies(events, refused, broken), *closed]:
                for peer_id in peers:
                    self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
        return len(events) + len(calls) + len(broken)

    async def _untold(self, table: str) -> list[Row]:
        select = f"SELECT id FROM {_UNTOLD[table]} LIMIT 1"  # noqa: S608 - constants
        return await self._database.read(select, (self._community_id,))

    async def _claim(self, session: Session, table: str) -> list[Row]:
        untold = f"SELECT id FROM {_UNTOLD[table]}"  # noqa: S608 - constants
        return await session.write_returning(
            f"UPDATE {table} SET reported_at = ? WHERE id IN ({untold}) RETURNING {_KNOWN_BY[table]}",  # noqa: S608 - constants
            (to_ms(self._clock.now()), self._community_id),
        )

    async def _closed(self, session: Session, calls: Sequence[Row]) -> list[Reply]:
        """Of chats and colleagues that VK lets nobody write to, unless they were told of lately."""
        now = self._clock.now()
        peers = {row[2]: str(row[1]) for row in calls if row[3] == "unreachable"}
        fresh = sorted(peers.keys() - await reported_since(session, peers, now - QUIET, now))
        members = {one.vk_id: one for one in await session.staff.members()}
        colleagues = [members[peer_id] for peer_id in fresh if peer_id in members]
        chats = {peer_id: peers[peer_id] for peer_id in fresh if peer_id > CHAT_PEERS}
        return [
            *([notices.colleagues_unreached(colleagues)] if colleagues else []),
            *([notices.chats_unreached(self._administration, self._voice.moderator_chat, chats)] if chats else []),
        ]


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
