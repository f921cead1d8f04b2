"""What VK should have told of and a comparison had to find is an alarm: told once, many in one message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from appeals.ports import Clock
from scheduler.failures import whom_to_tell
from storage.database import Database
from storage.moments import to_ms
from storage.unit import Session, Standing, UnitOfWork
from texts import desk
from texts.speaker import Priority, Speaker

_UNTOLD = "recoveries WHERE community_id = ? AND expected = 0 AND reported_at IS NULL"


class ReportRecoveries:
    """Looks for recoveries that nobody was told of. What was found at a start is expected and no alarm.

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
        """Report; return how much was recovered."""
        own = (self._community_id,)
        if not await self._database.read(f"SELECT 1 FROM {_UNTOLD} LIMIT 1", own):  # noqa: S608 - constants
            return 0
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            session = unit.session(Standing(0, 0))
            if not (peers := await whom_to_tell(session, self._moderator_chat)):
                return 0  # nobody to tell yet: the staff is not known
            rows = await session.write(
                f"UPDATE recoveries SET reported_at = ? WHERE id IN (SELECT id FROM {_UNTOLD}) RETURNING what, count",  # noqa: S608 - constants
                (to_ms(self._clock.now()), self._community_id),
            )
            counts: Counter[str] = Counter()
            for what, count in rows:
                counts[what] += count
            for peer_id in peers:
                self._speaker(session).say(
                    peer_id, desk.recovered(dict(sorted(counts.items()))), priority=Priority.NOTICE
                )
            await unit.keep(session, None)
            await unit.commit()
        self._on_calls()
        return counts.total()
