"""Events without words: a person allows or forbids messages or becomes a manager, a message was not delivered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appeals.errors import AppealNotFound
from appeals.model import Act, HistoryEntry, Role
from appeals.usecases.leads import OweNumber
from appeals.usecases.work import get_appeal
from handlers.cards import show_card
from handlers.turn import Turn
from texts import desk

ALLOW, DENY, DELIVERY_FAILED = "message_allow", "message_deny", "delivery_failed"
OFFICERS = "group_officers_edit"

_LEVELS = {1: Role.MODERATOR, 2: Role.MODERATOR, 3: Role.ADMINISTRATOR, 4: Role.ADMINISTRATOR}
"""VK's levels of managers: moderator, editor, administrator, creator; 0 is none."""


async def notice(turn: Turn, kind: str, obj: Mapping[str, Any]) -> None:
    """Handle one notice; kinds that nothing depends on are let pass."""
    match kind:
        case "message_allow" | "message_deny":
            await turn.desk.citizens.set_reachable(turn.user_id, kind == ALLOW)
        case "delivery_failed":
            await _undelivered(turn, obj)
        case "group_officers_edit":
            level = obj.get("level_new")
            await turn.desk.staff.set_manager(turn.user_id, _LEVELS.get(level) if isinstance(level, int) else None)
        case _:
            pass


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
