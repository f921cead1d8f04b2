"""What VK refused to bring to colleagues and chats, as the outbox remembers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson

from storage.moments import to_ms
from storage.repositories import Statements


async def lost_chats(session: Statements, peer_ids: Iterable[int]) -> frozenset[int]:
    """Those of these chats that VK let nobody write to when it was tried last."""
    rows = await session.read(
        "SELECT value FROM json_each(?2) WHERE (SELECT status FROM outbox WHERE community_id = ?1 AND peer_id = value"
        " AND method = 'messages.send' AND status IN ('sent', 'unreachable') ORDER BY id DESC LIMIT 1) = 'unreachable'",
        (session.community_id, _json(peer_ids)),
    )
    return frozenset(row[0] for row in rows)


async def reported_since(session: Statements, peer_ids: Iterable[int], since: datetime, now: datetime) -> set[int]:
    """Those of these conversations that the administrators have heard of since then, before this moment."""
    rows = await session.read(
        "SELECT value FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM outbox WHERE community_id = ?1 AND peer_id = value"
        " AND method = 'messages.send' AND status = 'unreachable' AND reported_at >= ?3 AND reported_at < ?4)",
        (session.community_id, _json(peer_ids), to_ms(since), to_ms(now)),
    )
    return {row[0] for row in rows}


def _json(values: Iterable[int]) -> str:
    listed: Sequence[int] = list(values)
    return orjson.dumps(listed).decode()
