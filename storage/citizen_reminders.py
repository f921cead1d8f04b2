"""Which citizens were reminded of something."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import orjson

from appeals.reminders import ReminderKind
from storage.moments import to_ms
from storage.repositories import Statements


async def reminded_since(
    session: Statements, kinds: Collection[ReminderKind], since: datetime, now: datetime, *, besides: Collection[int]
) -> set[int]:
    """The ids of citizens who were told anything of these kinds from then till now, `besides` by these reminders."""
    rows = await session.read(
        "SELECT DISTINCT coalesce(r.citizen_id, a.citizen_id)"
        " FROM reminders r LEFT JOIN appeals a ON a.id = r.appeal_id"
        " WHERE r.community_id = ? AND r.status = 'done' AND r.finished_at BETWEEN ? AND ?"
        " AND r.kind IN (SELECT value FROM json_each(?)) AND r.id NOT IN (SELECT value FROM json_each(?))",
        (
            session.community_id,
            to_ms(since),
            to_ms(now),
            orjson.dumps(sorted(kinds)).decode(),
            orjson.dumps(sorted(besides)).decode(),
        ),
    )
    return {int(row[0]) for row in rows}
