"""What VK should have told of and a comparison had to find is an alarm: told once, many in one message."""

from __future__ import annotations

from collections import Counter

from scheduler.reporting import Reporting
from storage.moments import to_ms
from texts import notices
from texts.speaker import Priority

_UNTOLD = "recoveries WHERE community_id = ? AND expected = 0 AND reported_at IS NULL"


class ReportRecoveries(Reporting):
    """Looks for recoveries that nobody was told of. What was found at a start is expected and no alarm."""

    async def __call__(self) -> int:
        """Report; return how much was recovered."""
        own = (self._community_id,)
        if not await self._database.read(f"SELECT 1 FROM {_UNTOLD} LIMIT 1", own):  # noqa: S608 - constants
            return 0
        async with self._work() as session:
            if not (peers := await self._administrators(session)):
                return 0  # nobody to tell yet: the staff is not known
            rows = await session.write_returning(
                f"UPDATE recoveries SET reported_at = ? WHERE id IN (SELECT id FROM {_UNTOLD}) RETURNING what, count",  # noqa: S608 - constants
                (to_ms(self._clock.now()), self._community_id),
            )
            counts: Counter[str] = Counter()
            for what, count in rows:
                counts[what] += count
            for peer_id in peers:
                self._speaker(session).say(
                    peer_id, notices.recovered(dict(sorted(counts.items()))), priority=Priority.NOTICE
                )
        return counts.total()
