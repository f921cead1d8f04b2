"""A member of staff registers what a person said on the phone, at a reception, or wrote on paper or by e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.draft import MAX_ATTACHMENTS, MAX_TEXT
from appeals.errors import AlreadyFiled, AppealNotFound, IncompleteDraft, NothingToPassOn, WrongStatus
from appeals.model import BY_HAND, Act, Appeal, Attachment, Channel, Fate, HistoryEntry, Place, Status, Telling
from appeals.ports import Desk, NewAppeal
from appeals.rights import Right, require
from appeals.status import move
from appeals.undo import without_undone
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

MAX_NAME = 100
"""Characters of a person's name."""

MAX_QUESTIONS = 99

TOLD = frozenset(
    {
        Act.ASKED,
        Act.ANSWERED,
        Act.REJECTED,
        Act.EXTENDED,
        Act.FORWARDED,
        Act.UPDATED,
        Act.PROMISE_KEPT,
        Act.PROMISE_MOVED,
        Act.OUTAGE_NEWS,
    }
)
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

    The history keeps who registered it, and that this person told the citizen what the data are for (152-ФЗ). The
    deadlines count from now, whenever a letter was written.

    Raises:
        NotStaff, NotAllowed: the person has no such right now.
        IncompleteDraft: a question is still open.
        AlreadyFiled: this very registration has become an appeal before.
    """

    desk: Desk
    administration: Administration
    calendar: WorkingCalendar

    async def __call__(self, draft: Registration, by: int, at: datetime) -> Appeal:
        await require(self.desk, by, Right.REGISTER)
        if draft.channel not in BY_HAND or not draft.text or draft.name is None:
            raise IncompleteDraft
        origin = f"hand:{by}:{draft.key}"
        if filed := await self.desk.appeals.by_origin(origin):
            raise AlreadyFiled(filed)
        citizen = await self.desk.citizens.register(draft.name)
        category = draft.category or UNKNOWN_CATEGORY
        priority, due = Clocks(self.administration, self.calendar).start(category, at)
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
                interim_by=due.interim_by,
                priority=priority,
                origin=origin,
                questions=draft.questions or 1,
            )
        )
        for act in (Act.FILED, Act.INFORMED):
            await self.desk.history.add(appeal.id, HistoryEntry(act, at, by))
        return appeal


def words_so_far(history: Sequence[HistoryEntry]) -> int:
    """How many times the citizen of an appeal had to be told something until the newest words: it names them.

    Words that were taken back keep their number, so that none means others later.
    """
    standing = [entry for entry in without_undone(history) if entry.act in TOLD]
    every = [entry for entry in history if entry.act in TOLD]
    return next((at for at in range(len(every), 0, -1) if standing and every[at - 1] is standing[-1]), 0)


@dataclass(frozen=True, slots=True)
class PassOn:
    """A member of staff has told a citizen without VK. `words` are counted as by `words_so_far`.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        NothingToPassOn: these words were passed on before, or there are newer ones.
    """

    desk: Desk

    async def __call__(self, appeal_id: int, words: int, by: int, at: datetime) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        if not appeal.is_by_hand:
            raise AppealNotFound
        history = await self.desk.history.of(appeal.id)
        if not words or words != (newest := words_so_far(history)):
            raise NothingToPassOn(appeal, Fate.OVER if words > newest else Fate.OLDER)
        acts = [entry.act for entry in without_undone(history) if entry.act in TOLD or entry.act is Act.PASSED_ON]
        if acts[-1] is Act.PASSED_ON:
            raise NothingToPassOn(appeal, Fate.PASSED)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.PASSED_ON, at, by))
        return appeal


@dataclass(frozen=True, slots=True)
class PassMessageOn:
    """A member of staff has told a citizen what VK refused to.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        NothingToPassOn: a colleague was faster, or VK has taken it meanwhile.
    """

    desk: Desk

    async def __call__(self, message_id: int, by: int, at: datetime) -> Appeal:
        message = await self.desk.messages.get(message_id)
        appeal = await get_appeal(self.desk, message.appeal_id if message else 0)
        await require(self.desk, by, Right.WORK, appeal)
        if message is None or message.fate is not Fate.REFUSED:
            raise NothingToPassOn(appeal, message.fate if message else Fate.OVER)
        await self.desk.messages.pass_on(message_id, at)
        if message.tells is Telling.NUMBER:
            appeal = replace(appeal, number_told=True)
            await self.desk.appeals.save(appeal)
        await self.desk.history.add(appeal.id, HistoryEntry(Act.PASSED_ON, at, by))
        return appeal


@dataclass(frozen=True, slots=True)
class RecordReply:
    """A member of staff writes down what the citizen replied to a question, and the clock goes on.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: the appeal doesn't wait for the citizen.
    """

    desk: Desk
    clocks: Clocks

    async def __call__(
        self, appeal_id: int, by: int, text: str, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal:
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.WORK, appeal)
        if appeal.status is not Status.WAITING_CITIZEN:
            raise WrongStatus(appeal, Status.IN_PROGRESS)
        told = self.clocks.follow(appeal, move(appeal, Status.IN_PROGRESS), at)
        await self.desk.appeals.save(told)
        await self.desk.history.add(told.id, HistoryEntry(Act.CLARIFIED, at, by, text, attachments))
        await self.desk.deeds.remember(Act.CLARIFIED, by, at, (appeal,))
        return told
