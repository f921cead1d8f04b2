"""What a citizen does with an appeal that is already filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.administration import Administration
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.errors import AppealNotFound, WrongStatus
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry, Status
from appeals.ports import Desk
from appeals.sharing import as_told, leading, objects, others_object
from appeals.status import move, parted
from appeals.usecases.promises import break_promises, keep_promises
from appeals.value import dataclass

_SETTLED = frozenset({Status.ANSWERED, Status.CLOSED})
"""What a citizen may come back on: a refusal is answered by a new appeal."""


async def own_appeal(desk: Desk, citizen: Citizen, appeal_id: int) -> Appeal:
    """The citizen's own appeal; somebody else's doesn't exist for them.

    Raises:
        AppealNotFound: there is none, or it belongs to another person.
    """
    appeal = await desk.appeals.get(appeal_id)
    if appeal is None or appeal.citizen_id != citizen.id:
        raise AppealNotFound
    return appeal


@dataclass(frozen=True, slots=True)
class Clarify:
    """The citizen answers a moderator's question, and the clock goes on; of an appeal that was closed over the question
    it starts anew.

    Raises:
        AppealNotFound
        WrongStatus: the appeal doesn't wait for the citizen any more.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, citizen: Citizen, appeal_id: int, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal:
        appeal = await own_appeal(self.desk, citizen, appeal_id)
        if not appeal.awaits_reply:
            raise WrongStatus(appeal, Status.IN_PROGRESS)  # the table allows the move, but there is no question
        to = Status.REOPENED if appeal.lapse else Status.IN_PROGRESS
        clarified = self.clocks.follow(appeal, move(appeal, to), at)
        await self.desk.appeals.save(clarified)
        await self.desk.history.add(clarified.id, HistoryEntry(Act.CLARIFIED, at, citizen.vk_id, text, attachments))
        return clarified


@dataclass(frozen=True, slots=True)
class Resolve:
    """The citizen confirms that the matter is settled; `by` is the VK id of a member of staff who heard it.

    A mark belongs to the verdict it was given with, so a new verdict begins without one. The citizen of a joined appeal
    says so for themselves alone, and so does that of the main one while somebody who has joined it isn't content. It is
    never too late to confirm what was closed over the citizen's silence.

    Raises:
        AppealNotFound, WrongStatus
    """

    desk: Desk

    async def __call__(self, citizen: Citizen, appeal_id: int, at: datetime, by: int | None = None) -> Appeal:
        appeal = await own_appeal(self.desk, citizen, appeal_id)
        if (told := await as_told(self.desk, appeal)).lapse is None:
            move(told, Status.CLOSED)
        goes_on = appeal.status is Status.REOPENED and await others_object(self.desk, appeal)
        stays = goes_on or appeal.joined is not None or appeal.lapse is not None
        closed = replace(appeal if stays else move(appeal, Status.CLOSED), rating=None, lapse=None, question="")
        await self.desk.appeals.save(closed)
        await self.desk.history.add(closed.id, HistoryEntry(Act.RESOLVED, at, by or citizen.vk_id))
        if by is not None:
            promised = await self.desk.promises.of(appeal.id)
            await self.desk.deeds.remember(Act.RESOLVED, by, at, (appeal,), promises=promised)
        if not goes_on:
            await keep_promises(self.desk, closed, at)
        return closed


@dataclass(frozen=True, slots=True)
class Reopen:
    """The citizen says that nothing was settled, or, `partly`, not all; the appeal goes back to the same moderator.

    `by` is the VK id of a member of staff who heard it.

    An answer is owed again, so its clock starts anew, as if it were filed now. The mark of an earlier verdict goes with
    that verdict. Of a joined appeal the main one goes back to work, unless somebody else has brought it back already.

    Raises:
        AppealNotFound, WrongStatus
    """

    desk: Desk
    administration: Administration
    calendar: WorkingCalendar

    async def __call__(
        self, citizen: Citizen, appeal_id: int, at: datetime, by: int | None = None, *, partly: bool = False
    ) -> Appeal:
        appeal = await own_appeal(self.desk, citizen, appeal_id)
        stood, main = appeal, await leading(self.desk, appeal)
        if appeal.joined is not None and main.is_erased:
            appeal = main = replace(parted(appeal), status=main.status, question="")  # it goes on by itself
        joins_in = appeal.joined is not None and main.status is Status.REOPENED and not await objects(self.desk, appeal)
        if joins_in:
            return await self._judged(replace(appeal, rating=None), citizen, at, by, partly=partly)
        if (await as_told(self.desk, appeal)).status not in _SETTLED or main.status not in _SETTLED:
            raise WrongStatus(appeal, Status.REOPENED)
        clocks = Clocks(self.administration, self.calendar)
        back = clocks.follow(main, move(main, Status.REOPENED), at)
        judged = replace(appeal if appeal.joined else back, rating=None)
        if appeal.joined is not None:
            await self.desk.appeals.save(back)
            act = Act.BACK_PARTLY if partly else Act.BACK_IN_WORK
            await self.desk.history.add(back.id, HistoryEntry(act, at, 0, str(appeal.number)))
        await self._judged(judged, citizen, at, by, partly=partly)
        if by is not None and appeal.joined is None:
            promised = await self.desk.promises.of(appeal.id)
            await self.desk.deeds.remember(Act.PARTLY if partly else Act.REOPENED, by, at, (stood,), promises=promised)
        await break_promises(self.desk, back, at.astimezone(self.administration.zone).date(), at)
        return judged

    async def _judged(self, appeal: Appeal, citizen: Citizen, at: datetime, by: int | None, *, partly: bool) -> Appeal:
        await self.desk.appeals.save(appeal)
        act = Act.PARTLY if partly else Act.REOPENED
        await self.desk.history.add(appeal.id, HistoryEntry(act, at, by or citizen.vk_id))
        return appeal


@dataclass(frozen=True, slots=True)
class Comment:
    """The citizen adds words or photos to an appeal without changing its status.

    Raises:
        AppealNotFound
    """

    desk: Desk

    async def __call__(
        self, citizen: Citizen, appeal_id: int, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal:
        appeal = await own_appeal(self.desk, citizen, appeal_id)
        entry = HistoryEntry(Act.COMMENTED, at, citizen.vk_id, text, attachments)
        await self.desk.history.add(appeal.id, entry)
        return appeal
