"""The desk says itself whether it is busy."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from appeals.notices import ByHand, end_of_day
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.value import dataclass

SWITCHED = "busy_switched"
"""The deed in the journal."""

_SAID = {True: "on", False: "off", None: "auto"}


@dataclass(frozen=True, slots=True)
class SwitchBusy:
    """Say that the desk is busy or isn't, till the end of the day; with None it is counted again.

    Raises:
        NotStaff, NotAllowed
    """

    desk: Desk
    zone: ZoneInfo

    async def __call__(self, is_busy: bool | None, by: int, at: datetime) -> None:
        await require(self.desk, by, Right.ROUTE)
        said = ByHand(is_busy, end_of_day(at, self.zone)) if is_busy is not None else None
        await self.desk.notices.set_by_hand(said)
        self.desk.audit.add(SWITCHED, after={"value": _SAID[is_busy]})
