"""Events without words: a person allows or forbids messages or becomes a manager, a message was not delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appeals.errors import AppealNotFound
from appeals.model import Act, HistoryEntry, Role
from appeals.usecases.leads import OweNumber
from appeals.usecases.work import get_appeal
from handlers.cards import show_card
from handlers.turn import Turn
from texts import desk

ALLOW = "message_allow"
DENY = "message_deny"
DELIVERY_FAILED = "delivery_failed"
OFFICERS = "group_officers_edit"

_LEVELS = {1: Role.MODERATOR, 2: Role.MODERATOR, 3: Role.ADMINISTRATOR, 4: Role.ADMINISTRATOR}
"""VK's levels of managers: moderator, editor, administrator, creator; 0 is none."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An event without words, about one person."""

    kind: str
    user_id: int
    object: Mapping[str, Any] = field(default_factory=dict)

    @property
    def peer_id(self) -> int:
        return self.user_id


async def noticed(turn: Turn, notice: Notice) -> None:
    """Handle one notice."""
    if notice.kind in (ALLOW, DENY):
        await turn.desk.citizens.set_reachable(turn.user_id, notice.kind == ALLOW)
    elif notice.kind == DELIVERY_FAILED:
        await _undelivered(turn, notice.object)
    elif notice.kind == OFFICERS:
        level = notice.object.get("level_new")
        await turn.desk.staff.set_manager(turn.user_id, _LEVELS.get(level) if isinstance(level, int) else None)


async def _undelivered(turn: Turn, obj: Mapping[str, Any]) -> None:
    """VK refused a message that belongs to an appeal: the desk must know, or nobody ever would."""
    appeal_id = obj.get("appeal_id")
    try:
        appeal = await get_appeal(turn.desk, appeal_id if isinstance(appeal_id, int) else 0)
    except AppealNotFound:
        return
    citizen = await turn.desk.citizens.get(appeal.citizen_id) or turn.citizen
    if obj.get("tells_number"):
        appeal = await OweNumber(turn.desk)(appeal, turn.now)
        await turn.tell_desk(desk.number_owed(appeal, citizen))
    else:
        await turn.desk.history.add(appeal.id, HistoryEntry(Act.UNDELIVERED, turn.now, 0))
        await turn.tell_desk(desk.undelivered(appeal, citizen, privacy=obj.get("outcome") == "unreachable"))
    await show_card(turn, appeal)
