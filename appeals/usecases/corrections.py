"""What moderators put right in an appeal. Every call checks the person's role at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.address import parse_address
from appeals.clocks import Clocks
from appeals.errors import WrongStatus
from appeals.model import Act, Appeal, HistoryEntry, Status
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.sharing import sharing
from appeals.status import move
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

_CAN_BE_OPENED = frozenset({Status.ANSWERED, Status.CLOSED, Status.REJECTED})


@dataclass(frozen=True, slots=True)
class Note:
    """Leave a note at the desk; no citizen ever sees it.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, text: str, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.NOTED, at, by, text))
        await self.desk.deeds.remember(Act.NOTED, by, at, (appeal,))
        return appeal


@dataclass(frozen=True, slots=True)
class Recategorise:
    """Say what an appeal is really about; its deadlines are counted by the new category. The same one changes nothing.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: it is answered or ended.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, appeal_id: int, by: int, category_id: str, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        check_still_open(appeal)
        if category_id == appeal.category:
            return appeal
        changed = self.clocks.follow(appeal, replace(appeal, category=category_id), at)
        await self.desk.appeals.save(changed)
        await self.desk.history.add(changed.id, HistoryEntry(Act.RECATEGORISED, at, by))
        await self.desk.deeds.remember(Act.RECATEGORISED, by, at, (appeal,))
        return changed


@dataclass(frozen=True, slots=True)
class Readdress:
    """Put the address right. A point on the map, which the citizen sent, stays. The same one changes nothing.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        BadAddress: the text can't be an address.
        WrongStatus: it is answered or ended.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, text: str, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        check_still_open(appeal)
        address = parse_address(text)
        if address == appeal.place.address:
            return appeal
        changed = replace(appeal, place=replace(appeal.place, address=address))
        await self.desk.appeals.save(changed)
        await self.desk.history.add(changed.id, HistoryEntry(Act.READDRESSED, at, by, address))
        await self.desk.deeds.remember(Act.READDRESSED, by, at, (appeal,))
        return changed


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """Take up an appeal that was over, with a reason that the citizen is told; the deadlines are counted anew.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: it isn't over, or it is over for another reason than an answer or a refusal.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(self, appeal_id: int, by: int, reason: str, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        opened = self.would_be(appeal, at)
        await self.desk.appeals.save(opened)
        await self.desk.history.add(opened.id, HistoryEntry(Act.OPENED, at, by, reason))
        await self.desk.deeds.remember(Act.OPENED, by, at, (appeal, *await sharing(self.desk, appeal)))
        return opened

    def would_be(self, appeal: Appeal, at: datetime) -> Appeal:
        """The appeal as it would stand.

        Raises:
            WrongStatus
        """
        if appeal.status not in _CAN_BE_OPENED:
            raise WrongStatus(appeal, Status.REOPENED)
        return self.clocks.follow(appeal, move(appeal, Status.REOPENED), at)


def check_still_open(appeal: Appeal) -> None:
    """Refuse to put right what nobody works on any more.

    Raises:
        WrongStatus: it is answered or ended.
    """
    if not appeal.is_open:
        raise WrongStatus(appeal, appeal.status)
