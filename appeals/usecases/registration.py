"""A member of staff registers what a person said on the phone, at a reception, or wrote on paper or by e-mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.calendar import WorkingCalendar
from appeals.deadlines import deadlines_for
from appeals.draft import MAX_ATTACHMENTS, MAX_TEXT
from appeals.errors import AlreadyFiled, IncompleteDraft, NothingToPassOn, WrongStatus
from appeals.model import BY_HAND, Act, Appeal, Attachment, Channel, HistoryEntry, Place, Status
from appeals.ports import Desk, NewAppeal
from appeals.status import move
from appeals.usecases.work import get_appeal, require_staff

MAX_NAME = 100
"""Characters of a person's name."""

MAX_QUESTIONS = 99

TOLD = frozenset({Act.ASKED, Act.ANSWERED, Act.REJECTED})
"""Deeds of which the citizen must be told."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known so far. `key` makes one registration one appeal; an empty field was passed over, None not asked."""

    key: int
    channel: Channel | None = None
    name: str | None = None
    contact: str | None = None
    category: str | None = None
    address: str | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_told: bool = False
    questions: int | None = None

    def with_words(self, text: str, attachments: tuple[Attachment, ...]) -> Registration:
        """Add what was typed; what is over the limits isn't taken."""
        whole = f"{self.text}\n{text}".strip()[:MAX_TEXT]
        every = tuple(dict.fromkeys((*self.attachments, *attachments)))[:MAX_ATTACHMENTS]
        return replace(self, text=whole, attachments=every)


@dataclass(frozen=True, slots=True)
class RegisterAppeal:
    """Make an appeal of a finished registration.

    The history keeps who registered it: that person told the citizen what the data are for (152-ФЗ, article 9; the
    deadlines count from now, whenever a letter was written).

    Raises:
        NotStaff: the person has no role now.
        IncompleteDraft: a question is still open.
        AlreadyFiled: this very registration has become an appeal before.
    """

    desk: Desk
    administration: Administration
    calendar: WorkingCalendar

    async def __call__(self, draft: Registration, by: int, at: datetime) -> Appeal:
        await require_staff(self.desk, by)
        if draft.channel not in BY_HAND or not draft.text or draft.name is None:
            raise IncompleteDraft
        origin = f"hand:{by}:{draft.key}"
        if filed := await self.desk.appeals.by_origin(origin):
            raise AlreadyFiled(filed)
        citizen = await self.desk.citizens.register(draft.name)
        category = draft.category or UNKNOWN_CATEGORY
        due = deadlines_for(self.administration, self.calendar, category, at)
        appeal = await self.desk.appeals.add(
            NewAppeal(
                number=await self.desk.appeals.next_number(at.astimezone(self.administration.zone).year),
                citizen_id=citizen.id,
                channel=draft.channel,
                category=category,
                text=draft.text,
                place=Place(draft.address or ""),
                contact=draft.contact or "",
                attachments=draft.attachments,
                filed_at=at,
                react_by=due.react_by,
                due_at=due.answer_by,
                origin=origin,
                questions=draft.questions or 1,
            )
        )
        await self.desk.history.add(appeal.id, HistoryEntry(Act.FILED, at, by))
        return appeal


@dataclass(frozen=True, slots=True)
class PassOn:
    """A member of staff has told the citizen what VK couldn't deliver.

    Raises:
        NotStaff, AppealNotFound
        NothingToPassOn: the last words for the citizen were passed on before, or there are none.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, by: int, at: datetime) -> Appeal:
        await require_staff(self.desk, by)
        appeal = await get_appeal(self.desk, appeal_id)
        over = (*TOLD, Act.PASSED_ON, Act.DELIVERED_LATER)
        acts = [entry.act for entry in await self.desk.history.of(appeal.id) if entry.act in over]
        if not acts or acts[-1] not in TOLD:
            raise NothingToPassOn(appeal)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.PASSED_ON, at, by))
        return appeal


@dataclass(frozen=True, slots=True)
class RecordReply:
    """A member of staff writes down what the citizen replied to a question.

    Raises:
        NotStaff, AppealNotFound
        WrongStatus: the appeal doesn't wait for the citizen.
    """

    desk: Desk

    async def __call__(
        self, appeal_id: int, by: int, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal:
        await require_staff(self.desk, by)
        appeal = await get_appeal(self.desk, appeal_id)
        if appeal.status is not Status.WAITING_CITIZEN:
            raise WrongStatus(appeal, Status.IN_PROGRESS)
        told = move(appeal, Status.IN_PROGRESS)
        await self.desk.appeals.save(told)
        await self.desk.history.add(told.id, HistoryEntry(Act.CLARIFIED, at, by, text, attachments))
        return told
