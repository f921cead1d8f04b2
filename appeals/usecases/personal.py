"""A person decides about their data: ends the consent, or has everything destroyed."""

from __future__ import annotations

from datetime import datetime

from appeals.administration import Administration
from appeals.clocks import stopped
from appeals.model import Act, Appeal, Citizen, HistoryEntry, Status
from appeals.personal import DESTROYED_WITHIN, Demand, Destruction, Reason
from appeals.ports import Desk
from appeals.status import move
from appeals.usecases.joining import hand_on
from appeals.value import dataclass


async def _end_open(desk: Desk, citizen: Citizen, at: datetime) -> list[Appeal]:
    """Nobody works on them any more: without the person's data there is nothing to work with and nobody to answer."""
    ended = []
    for told in (await desk.personal.of(citizen)).appeals:
        if not told.appeal.is_open:
            continue
        withdrawn = stopped(move(told.appeal, Status.WITHDRAWN), at)
        await desk.appeals.save(withdrawn)
        await desk.history.add(withdrawn.id, HistoryEntry(Act.WITHDRAWN, at, citizen.vk_id))
        await hand_on(desk, withdrawn, at)
        ended.append(withdrawn)
    return ended


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """The person withdraws the consent: nothing new is taken, open appeals end, the rest is destroyed within 30 days.

    Until then the person can read the answers and take a copy; a new consent calls the destruction off. Returns the
    appeals that ended; of a consent that is withdrawn already, none.
    """

    desk: Desk

    async def __call__(self, citizen: Citizen, at: datetime) -> list[Appeal]:
        if citizen.destroy_by is not None:
            return []
        ended = await _end_open(self.desk, citizen, at)
        await self.desk.personal.withdraw(citizen, at, at + DESTROYED_WITHIN)
        return ended


@dataclass(frozen=True, slots=True)
class DestroyData:
    """Everything that tells of the person goes, and an act says so. The appeals stay without them, as statistics."""

    desk: Desk
    administration: Administration

    async def __call__(self, citizen: Citizen, reason: Reason, at: datetime) -> Destruction:
        await _end_open(self.desk, citizen, at)
        appeals = [told.appeal for told in (await self.desk.personal.of(citizen)).appeals]
        asked_at = at
        if reason is Reason.WITHDRAWAL and citizen.destroy_by is not None:
            asked_at = citizen.destroy_by - DESTROYED_WITHIN
        own = self.administration
        demand = Demand(reason, asked_at, own.administration.name, own.consent.responsible)
        for appeal in appeals:  # before the act: with it the person's id goes from these entries too
            await self.desk.history.add(appeal.id, HistoryEntry(Act.ERASED, at, citizen.vk_id))
        return await self.desk.personal.destroy(citizen, demand, at)
