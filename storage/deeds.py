"""Deeds that can be taken back, on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import orjson

from appeals.model import Act, Appeal, Forwarding, Joined, Lapse, Priority, Status
from appeals.promises import Promise, PromiseStatus
from appeals.undo import Deed
from storage import shapes
from storage.answers import SqlitePromises
from storage.database import Row
from storage.moments import from_ms, to_ms
from storage.outbox import Call
from storage.repositories import SqliteAppeals, Statements
from storage.undone import BY_ITSELF


class SqliteDeeds:
    """`appeals.undo.Deeds` on SQLite. `calls` are those that the session has made so far, under the ids that they
    will have; `next_call` tells the id that the next one will have.
    """

    def __init__(
        self,
        session: Statements,
        appeals: SqliteAppeals,
        calls: Sequence[tuple[int, Call]],
        next_call: Callable[[], int],
    ) -> None:
        self._session = session
        self._appeals = appeals
        self._calls = calls
        self._next_call = next_call

    async def remember(
        self,
        act: Act,
        by: int,
        at: datetime,
        before: Sequence[Appeal],
        made: Sequence[Appeal] = (),
        promises: Sequence[Promise] | None = None,
    ) -> None:
        ids = [appeal.id for appeal in (*before, *made)]
        await self._session.write(
            "INSERT INTO deeds (community_id, appeal_id, act, actor_id, at, before, made, promises,"
            " history_id, outbox_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
            " (SELECT coalesce(max(id), 0) FROM history WHERE appeal_id IN (SELECT value FROM json_each(?))), ?)",
            (
                self._session.community_id,
                before[0].id,
                act,
                by,
                to_ms(at),
                orjson.dumps([_stood(appeal) for appeal in before]).decode(),
                _json([appeal.id for appeal in made]),
                None if promises is None else orjson.dumps([_promised(one) for one in promises]).decode(),
                _json(ids),
                self._next_call(),
            ),
        )

    async def last(self, appeal_id: int) -> Deed | None:
        rows = await self._session.read(
            "SELECT id, act, actor_id, at, before, made, promises FROM deeds WHERE appeal_id = ? AND community_id = ?"
            " ORDER BY id DESC LIMIT 1",
            (appeal_id, self._session.community_id),
        )
        if not rows:
            return None
        deed_id, act, actor_id, at, before, made, promises = rows[0]
        appeals = [await self._as_it_stood(one) for one in orjson.loads(before)]
        stood = tuple(appeal for appeal in appeals if appeal is not None)
        promised = None if promises is None else await self._as_promised(appeal_id, orjson.loads(promises))
        return Deed(deed_id, Act(act), actor_id, from_ms(at), stood, tuple(orjson.loads(made)), promised)

    async def is_followed(self, deed: Deed) -> bool:
        rows = await self._session.read(
            "SELECT (SELECT max(id) FROM history WHERE appeal_id IN (SELECT value FROM json_each(?1))"  # noqa: S608 - acts
            f" AND act NOT IN ({BY_ITSELF})) > (SELECT history_id FROM deeds WHERE id = ?2)",
            (_json(_concerned(deed)), deed.id),
        )
        return bool(rows[0][0])

    async def is_news(self, deed: Deed) -> bool:
        since = (await self._session.read("SELECT outbox_id FROM deeds WHERE id = ?", (deed.id,)))[0][0]
        concerned, citizens = _concerned(deed), await self._reachable(deed)
        going = [call for call_id, call in self._calls if call_id >= since and call.appeal_id in concerned]
        if any(call.peer_id in citizens or call.method == "wall.createComment" for call in going):
            return True
        return any(told for _, told in await self._told(deed))

    async def _reachable(self, deed: Deed) -> set[int]:
        """Those of its citizens to whom VK takes messages."""
        rows = await self._session.read(
            "SELECT vk_id FROM citizens WHERE community_id = ? AND reachable AND vk_id IN"
            " (SELECT value FROM json_each(?))",
            (self._session.community_id, _json([appeal.citizen_vk_id for appeal in deed.before])),
        )
        return {row[0] for row in rows}

    async def call_back(self, deed: Deed) -> bool:
        rows = await self._told(deed)
        if any(told for _, told in rows):
            return False
        if rows:
            await self._session.write(
                "UPDATE outbox SET status = 'expired' WHERE id IN (SELECT value FROM json_each(?))",
                (_json([row[0] for row in rows]),),
            )
        return True

    async def forget(self, deed: Deed) -> None:
        await self._session.write("DELETE FROM deeds WHERE id = ?", (deed.id,))

    async def _told(self, deed: Deed) -> list[Row]:
        """What was written to citizens since, and whether it is too late to keep it back."""
        return await self._session.read(_TOLD, (self._session.community_id, _json(_concerned(deed)), deed.id))

    async def _as_promised(self, appeal_id: int, stood: Sequence[dict[str, Any]]) -> tuple[Promise, ...]:
        now = {one.id: one for one in await SqlitePromises(self._session).of(appeal_id)}
        return tuple(
            replace(
                now[one["id"]],
                due=date.fromisoformat(one["due"]),
                made_at=from_ms(one["made_at"]),
                status=PromiseStatus(one["status"]),
            )
            for one in stood
            if one["id"] in now
        )

    async def _as_it_stood(self, stood: dict[str, Any]) -> Appeal | None:
        appeal = await self._appeals.get(stood["id"])
        if appeal is None:
            return None
        joined = stood["joined"]
        return replace(
            appeal,
            status=Status(stood["status"]),
            category=stood["category"],
            priority=Priority(stood.get("priority", appeal.priority)),  # of an older version: no deed changed it
            place=replace(appeal.place, address=stood["address"]),
            react_by=from_ms(stood["react_by"]),
            due_at=from_ms(stood["due_at"]),
            interim_by=from_ms(stood["interim_by"]) if stood["interim_by"] is not None else None,
            clock=shapes.clock(*stood["clock"]),
            assignee_id=stood["assignee_id"],
            question=stood["question"],
            department=stood["department"],
            questions=stood["questions"],
            joined=Joined(joined[0], Status(joined[1]), joined[2]) if joined else None,
            rating=stood.get("rating", appeal.rating),
            forwarding=Forwarding(sent[0], from_ms(sent[1])) if (sent := stood.get("forwarding")) else None,
            lapse=Lapse(lapse) if (lapse := stood.get("lapse")) else None,
        )


def _promised(promise: Promise) -> dict[str, Any]:
    """What a deed may change of a promise."""
    return {
        "id": promise.id,
        "due": promise.due.isoformat(),
        "made_at": to_ms(promise.made_at),
        "status": promise.status,
    }


def _stood(appeal: Appeal) -> dict[str, Any]:
    """`appeals.undo.RESTORED` of an appeal."""
    joined = appeal.joined
    return {
        "id": appeal.id,
        "status": appeal.status,
        "category": appeal.category,
        "priority": appeal.priority,
        "address": appeal.place.address,
        "react_by": to_ms(appeal.react_by),
        "due_at": to_ms(appeal.due_at),
        "interim_by": to_ms(appeal.interim_by) if appeal.interim_by is not None else None,
        "clock": shapes.clock_columns(appeal.clock),
        "assignee_id": appeal.assignee_id,
        "question": appeal.question,
        "department": appeal.department,
        "questions": appeal.questions,
        "joined": [joined.to, joined.status, joined.question] if joined else None,
        "rating": appeal.rating,
        "forwarding": [sent.body, to_ms(sent.answer_by)] if (sent := appeal.forwarding) else None,
        "lapse": appeal.lapse,
    }


def _concerned(deed: Deed) -> list[int]:
    return [*(appeal.id for appeal in deed.before), *deed.made]


def _json(ids: Sequence[int]) -> str:
    return orjson.dumps(ids).decode()


# What VK refused has reached nobody; called back, it isn't sent when the person can be written to again either.
_TOLD = """
SELECT o.id, NOT (o.status = 'unreachable' OR (o.status = 'waiting' AND o.revocable AND o.taken_at IS NULL))
FROM outbox o JOIN appeals a ON a.id = o.appeal_id JOIN citizens c ON c.id = a.citizen_id
WHERE o.community_id = ?1 AND o.appeal_id IN (SELECT value FROM json_each(?2))
  AND (o.peer_id = c.vk_id OR o.method = 'wall.createComment')
  AND o.id >= (SELECT outbox_id FROM deeds WHERE id = ?3) AND o.status IN ('waiting', 'sent', 'unreachable')
"""
