"""A citizen files an appeal."""

from __future__ import annotations

from datetime import datetime

from appeals.administration import Administration
from appeals.autoreplies.entries import Use
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.draft import MAX_TEXT, Draft, Step
from appeals.errors import AlreadyFiled, ConsentMissing, IncompleteDraft
from appeals.model import Act, Appeal, AutoReaction, Channel, Citizen, HistoryEntry
from appeals.ports import Desk, NewAppeal
from appeals.value import dataclass


def draft_origin(citizen: Citizen, draft_id: int) -> str:
    """The origin of an appeal that a citizen wrote in the dialog."""
    return f"draft:{citizen.id}:{draft_id}"


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Record who agreed to the processing of personal data, when, and to which version (152-ФЗ)."""

    desk: Desk
    administration: Administration

    async def __call__(self, citizen: Citizen, at: datetime) -> None:
        document = self.administration.consent
        await self.desk.citizens.give_consent(citizen, document.version, document.url, at)


@dataclass(frozen=True, slots=True)
class FileAppeal:
    """Turn a finished draft into an appeal with a number and deadlines.

    Raises:
        ConsentMissing: the citizen hasn't agreed to the present version of the document.
        IncompleteDraft: a question is still open.
        AlreadyFiled: this very draft has become an appeal before.
    """

    desk: Desk
    administration: Administration
    calendar: WorkingCalendar

    async def __call__(self, citizen: Citizen, draft: Draft, at: datetime, told: Use | None = None) -> Appeal:
        """`told` is the automatic answer that didn't help; whether it was a reaction, `administration.toml` says."""
        if citizen.consent_version != self.administration.consent.version:
            raise ConsentMissing
        if draft.next_step is not Step.SUMMARY or not draft.text or draft.category is None or draft.place is None:
            raise IncompleteDraft
        origin = draft_origin(citizen, draft.id)
        if filed := await self.desk.appeals.by_origin(origin):
            raise AlreadyFiled(filed)
        counts = self.administration.autoreplies.first_reaction
        reaction = AutoReaction(told.at, told.name) if told and counts else None
        priority, due = Clocks(self.administration, self.calendar).start(draft.category, at, reaction)
        number = await self.desk.appeals.next_number(at.astimezone(self.administration.zone).year)
        appeal = await self.desk.appeals.add(
            NewAppeal(
                number=number,
                citizen_id=citizen.id,
                channel=Channel.DIALOG,
                category=draft.category,
                text=draft.text[:MAX_TEXT],
                place=draft.place,
                contact=draft.contact or "",
                attachments=draft.attachments,
                filed_at=at,
                react_by=due.react_by,
                due_at=due.answer_by,
                interim_by=due.interim_by,
                priority=priority,
                origin=origin,
                reaction=reaction,
            )
        )
        await self.desk.history.add(appeal.id, HistoryEntry(Act.FILED, at, citizen.vk_id))
        if told:
            await self.desk.history.add(appeal.id, HistoryEntry(Act.AUTO_ANSWERED, at, 0, told.name))
            await self.desk.autoreplies.judge(told.id, citizen.vk_id, helped=False)
        return appeal
