"""Duplicates: an appeal joins another one, shares its fate, and can come back."""

from __future__ import annotations

from datetime import datetime

from appeals.errors import CantCorrect, Why
from appeals.model import Act, Appeal, HistoryEntry
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.sharing import leading
from appeals.status import joined, parted
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

_ANSWERS = frozenset({Act.ANSWERED, Act.REJECTED})


@dataclass(frozen=True, slots=True)
class Join:
    """An appeal joins another one on the same matter: one answer goes to both citizens.

    Whatever had joined the appeal moves along, and one that has joined a third is represented by that: nobody stands in
    a chain. Returns the appeal and the one that work goes on in.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        CantCorrect: the two are one already, or the other one is answered or ended.
        WrongStatus: the appeal is answered or ended.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, main_id: int, by: int, at: datetime) -> tuple[Appeal, Appeal]:
        appeal, main = await self.would_join(appeal_id, main_id, by)
        followers = await self.desk.appeals.joined_to(appeal.id)
        moved = joined(appeal, main)
        for one in (moved, *(joined(follower, main) for follower in followers)):
            await self.desk.appeals.save(one)
            await self.desk.history.add(one.id, HistoryEntry(Act.JOINED, at, by, str(main.number)))
            await self.desk.history.add(main.id, HistoryEntry(Act.ABSORBED, at, by, str(one.number)))
        await self.desk.deeds.remember(Act.JOINED, by, at, (appeal, main, *followers))
        return moved, main

    async def would_join(self, appeal_id: int, main_id: int, by: int) -> tuple[Appeal, Appeal]:
        """The appeal and the one that it would be joined to.

        Raises:
            NotStaff, NotAllowed, AppealNotFound, CantCorrect, WrongStatus
        """
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        main = await leading(self.desk, await get_appeal(self.desk, main_id))
        await require(self.desk, by, Right.ROUTE, main)
        if appeal.joined is not None:
            raise CantCorrect(appeal, Why.IS_JOINED)
        if main.id == appeal.id:
            raise CantCorrect(appeal, Why.ITSELF)
        if not main.is_open:
            raise CantCorrect(main, Why.MAIN_IS_OVER)
        joined(appeal, main)
        return appeal, main


@dataclass(frozen=True, slots=True)
class Part:
    """A joined appeal comes back as it was. Returns it and the one that it had joined.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        CantCorrect: it hasn't joined any, or its citizen has had the common answer.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, at: datetime) -> tuple[Appeal, Appeal]:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        if appeal.joined is None:
            raise CantCorrect(appeal, Why.NOT_JOINED)
        main = await leading(self.desk, appeal)
        if await self._has_answer(appeal):
            raise CantCorrect(appeal, Why.ANSWER_GONE)
        back = parted(appeal)
        await self.desk.appeals.save(back)
        await self.desk.history.add(back.id, HistoryEntry(Act.PARTED, at, by, str(main.number)))
        await self.desk.history.add(main.id, HistoryEntry(Act.SEPARATED, at, by, str(back.number)))
        await self.desk.deeds.remember(Act.PARTED, by, at, (appeal, main))
        return back, main

    async def _has_answer(self, appeal: Appeal) -> bool:
        """Whether an answer came after it was joined: before, it stood open."""
        acts = [entry.act for entry in await self.desk.history.of(appeal.id)]
        since = len(acts) - 1 - acts[::-1].index(Act.JOINED) if Act.JOINED in acts else 0
        return not _ANSWERS.isdisjoint(acts[since:])


async def hand_on(desk: Desk, main: Appeal, at: datetime) -> None:
    """Nobody works on the main appeal any more, for its citizen has left: the first of the others takes its place.

    What the same citizen had joined to it ends with it.
    """
    others = [one for one in await desk.appeals.joined_to(main.id) if one.citizen_id != main.citizen_id]
    if not (staying := [one for one in others if not one.is_erased]):
        return
    heir = parted(staying[0])
    await desk.appeals.save(heir)
    await desk.history.add(heir.id, HistoryEntry(Act.PARTED, at, 0, str(main.number)))
    await desk.history.add(main.id, HistoryEntry(Act.SEPARATED, at, 0, str(heir.number)))
    for one in others:
        if one.id != heir.id:
            await desk.appeals.save(joined(one, heir))
            await desk.history.add(one.id, HistoryEntry(Act.JOINED, at, 0, str(heir.number)))
            await desk.history.add(heir.id, HistoryEntry(Act.ABSORBED, at, 0, str(one.number)))
