"""What could not be handled or sent is told to the administrators, once, many in one message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appeals.ports import Clock
from storage.database import Database, Row
from storage.moments import to_ms
from storage.unit import Session, Standing, UnitOfWork
from texts import desk
from texts.reply import CHAT_PEERS, Reply
from texts.speaker import Priority, Speaker

_UNTOLD = {
    "inbox": "inbox WHERE community_id = ? AND status = 'failed' AND reported_at IS NULL",
    # A citizen who can't be written to is the desk's concern; a chat that can't is the administrators'.
    "outbox": "outbox WHERE community_id = ? AND status IN ('failed', 'unreachable') AND reported_at IS NULL"
    f" AND (status = 'failed' OR peer_id > {CHAT_PEERS})",
}


class ReportFailures:
    """Looks for failures that nobody was told of.

    Args:
        speaker: makes the speaker of a session.
        moderator_chat: told when no administrator can be written to.
        on_calls: called when there is something to be sent.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        *,
        speaker: Callable[[Session], Speaker],
        moderator_chat: int | None,
        on_calls: Callable[[], None],
    ) -> None:
        self._database = database
        self._community_id = community_id
        self._clock = clock
        self._speaker = speaker
        self._moderator_chat = moderator_chat
        self._on_calls = on_calls

    async def __call__(self) -> int:
        """Report; return how many failures were told of."""
        if not any([await self._untold(table) for table in _UNTOLD]):
            return 0
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            session = unit.session(Standing(0, 0))
            if not (peers := await whom_to_tell(session, self._moderator_chat)):
                return 0  # nobody to tell yet: the staff is not known
            events = await self._claim(session, "inbox")
            calls = await self._claim(session, "outbox")
            for reply in _replies(events, calls):
                for peer_id in peers:
                    self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
            await unit.keep(session, None)
            await unit.commit()
        self._on_calls()
        return len(events) + len(calls)

    async def _untold(self, table: str) -> list[Row]:
        select = f"SELECT id FROM {_UNTOLD[table]} LIMIT 1"  # noqa: S608 - constants
        return await self._database.read(select, (self._community_id,))

    async def _claim(self, session: Session, table: str) -> list[Row]:
        untold = f"SELECT id FROM {_UNTOLD[table]}"  # noqa: S608 - constants
        return await session.write(
            f"UPDATE {table} SET reported_at = ? WHERE id IN ({untold}) RETURNING id, error",  # noqa: S608 - constants
            (to_ms(self._clock.now()), self._community_id),
        )


async def whom_to_tell(session: Session, moderator_chat: int | None) -> Sequence[int]:
    """The administrators who can be written to; else the moderators' chat, so that nobody's silence hides it."""
    administrators = [member.vk_id for member in await session.staff.administrators()]
    reachable = await session.citizens.reachable_among(administrators)
    if reachable or moderator_chat is None:
        return reachable or administrators
    return [moderator_chat]


def _replies(events: Sequence[Row], calls: Sequence[Row]) -> list[Reply]:
    replies = []
    if events:
        replies.append(desk.failures(len(events), sorted(row[0] for row in events), _kinds(events)))
    if calls:
        replies.append(desk.undeliverable(len(calls), _kinds(calls)))
    return replies


def _kinds(rows: Sequence[Row]) -> list[str]:
    return sorted({str(row[1]) for row in rows})
