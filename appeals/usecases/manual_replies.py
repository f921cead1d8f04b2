"""What comes of a manager's reply by hand, and of what the citizen writes while the bot keeps quiet."""

from __future__ import annotations

from datetime import datetime

from appeals.clocks import Clocks
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry, Status
from appeals.ports import Desk
from appeals.usecases.feedback import Clarify, Comment
from appeals.usecases.work import TakeAppeal
from appeals.value import dataclass

LOOK_BACK = 50
"""The citizen's newest appeals among which the one is looked for that a conversation is about."""

_TO_BE_TAKEN = (Status.NEW, Status.REOPENED)
_ANSWERED = (Status.ANSWERED, Status.CLOSED)


async def concerned(desk: Desk, citizen: Citizen, *, goes_on: bool) -> Appeal | None:
    """The appeal that a conversation is about: with an open question, else the newest open, else the last answered.

    `goes_on`: a manager has the conversation already. Then it is about what it was about, whatever has been filed
    meanwhile.
    """
    if waiting := await desk.appeals.waiting_for(citizen.id):
        return waiting[0]
    if goes_on and (appeal_id := await desk.silences.latest(citizen.vk_id)) is not None:
        appeal = await desk.appeals.get(appeal_id)
        if appeal is not None and appeal.is_open:
            return appeal
    found = (await desk.appeals.of_citizen(citizen.id, limit=LOOK_BACK, offset=0)).appeals
    still_open = (appeal for appeal in found if appeal.is_open)
    return next(still_open, None) or next((appeal for appeal in found if appeal.status in _ANSWERED), None)


@dataclass(frozen=True, slots=True)
class RecordReply:
    """A manager has written to the citizen by hand. A member of staff who replies first has the appeal.

    Whatever was said, the citizen has heard from the administration: no interim answer is owed any more.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, citizen: Citizen, by: int, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal | None:
        silence = await self.desk.silences.get(citizen.vk_id)
        appeal = await concerned(self.desk, citizen, goes_on=silence is not None and silence.holds(at))
        if appeal is None:
            return None
        free = appeal.status in _TO_BE_TAKEN and appeal.assignee_id in (None, by)
        if free and await self.desk.staff.get(by) is not None:
            appeal = await TakeAppeal(self.desk, self.clocks)(appeal.id, by, at)
        if appeal.interim_by is not None and appeal.is_open:
            appeal = self.clocks.informed(appeal, at)
            await self.desk.appeals.save(appeal)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.HAND_REPLIED, at, by, text, attachments))
        return appeal


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """A manager has changed a reply by hand. What stood there before stays in the history."""

    desk: Desk

    async def __call__(self, peer_id: int, number: int, by: int, text: str, at: datetime) -> Appeal | None:
        known = await self.desk.silences.remembered(peer_id, number)
        if known is None or known[1] == text:
            return None
        appeal_id, earlier = known
        await self.desk.history.add(appeal_id, HistoryEntry(Act.HAND_EDITED, at, by, f"{earlier} → {text}"))
        await self.desk.silences.remember(peer_id, number, appeal_id, text)
        return await self.desk.appeals.get(appeal_id)


@dataclass(frozen=True, slots=True)
class Listen:
    """The citizen writes while the bot keeps quiet: an addition to their appeal, or the reply to its open question."""

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, citizen: Citizen, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal | None:
        appeal = await concerned(self.desk, citizen, goes_on=True)
        if appeal is None or not (text.strip() or attachments) or citizen.destroy_by is not None:
            return appeal  # after the consent is withdrawn nothing more is kept
        waits = appeal.status is Status.WAITING_CITIZEN
        record = Clarify(self.desk, self.clocks) if waits else Comment(self.desk)
        return await record(citizen, appeal.id, text, attachments, at)
