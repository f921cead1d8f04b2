"""A citizen fills in one of VK's lead forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.errors import AlreadyFiled
from appeals.leads import Lead, told
from appeals.model import Act, Appeal, Channel, Citizen, HistoryEntry, Place
from appeals.ports import Desk, NewAppeal
from appeals.value import dataclass

_FORM = "lead_form:"


def lead_origin(lead_id: int) -> str:
    """The origin of an appeal that came from a lead form."""
    return f"lead:{lead_id}"


def lead_consent(form_id: int) -> str:
    """The version under which the consent given in a form is recorded: it names the form."""
    return f"{_FORM}{form_id}"


def is_lead_consent(version: str) -> bool:
    """Whether a consent was given in a form."""
    return version.startswith(_FORM)


@dataclass(frozen=True, slots=True)
class FileLead:
    """Turn a lead into an appeal with a number and deadlines, and record the consent that the form asked for (152-ФЗ).

    That consent covers what the form told. The dialog asks for its own.

    Raises:
        AlreadyFiled: this very lead has become an appeal before.
    """

    desk: Desk
    administration: Administration
    calendar: WorkingCalendar

    async def __call__(self, citizen: Citizen, lead: Lead, at: datetime) -> Appeal:
        origin = lead_origin(lead.id)
        if filed := await self.desk.appeals.by_origin(origin):
            raise AlreadyFiled(filed)
        form = self.administration.lead_form(lead.form_id)
        content = told(lead, form)
        category = form.category if form else UNKNOWN_CATEGORY
        priority, due = Clocks(self.administration, self.calendar).start(category, at)
        policy = form.policy_url if form else ""
        await self.desk.citizens.record_consent(citizen, lead_consent(lead.form_id), policy, at)
        appeal = await self.desk.appeals.add(
            NewAppeal(
                number=await self.desk.appeals.next_number(at.astimezone(self.administration.zone).year),
                citizen_id=citizen.id,
                channel=Channel.LEAD_FORM,
                category=category,
                text=content.text,
                place=Place(content.address),
                contact=content.contact,
                attachments=(),
                filed_at=at,
                react_by=due.react_by,
                due_at=due.answer_by,
                interim_by=due.interim_by,
                priority=priority,
                origin=origin,
                told_name=content.name,
                answers=content.further,
                source=lead.form_name,
            )
        )
        await self.desk.history.add(appeal.id, HistoryEntry(Act.FILED, at, citizen.vk_id))
        return appeal


@dataclass(frozen=True, slots=True)
class OweNumber:
    """VK didn't let the citizen be told the number: it is handed over when they write."""

    desk: Desk

    async def __call__(self, appeal: Appeal, at: datetime) -> Appeal:
        owed = replace(appeal, number_told=False)
        await self.desk.appeals.save(owed)
        await self.desk.history.add(owed.id, HistoryEntry(Act.UNDELIVERED, at, 0))
        return owed


@dataclass(frozen=True, slots=True)
class HandOverNumbers:
    """The citizen can be written to: the appeals whose numbers are owed, as handed over from now on."""

    desk: Desk

    async def __call__(self, citizen: Citizen, at: datetime) -> list[Appeal]:
        handed = [replace(appeal, number_told=True) for appeal in await self.desk.appeals.untold_of(citizen.id)]
        for appeal in handed:
            await self.desk.appeals.save(appeal)
            await self.desk.history.add(appeal.id, HistoryEntry(Act.NUMBER_TOLD, at, 0))
        return handed
