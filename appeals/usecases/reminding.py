"""What is to be asked of citizens later, and of staff about promises: planned by the deeds from which it follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from appeals.clocks import Clocks
from appeals.draft import Draft
from appeals.model import Act, Appeal, Citizen, HistoryEntry
from appeals.ports import Desk
from appeals.promises import Promise, PromiseStatus
from appeals.reminder_times import ReminderTimes
from appeals.reminders import About, Planned, ReminderKind
from appeals.usecases.lapsing import can_end_over_question

OF_DRAFTS = frozenset({ReminderKind.DRAFT})
OF_QUESTIONS = frozenset({ReminderKind.QUESTION, ReminderKind.UNREPLIED})
OF_ANSWERS = frozenset({ReminderKind.VERDICT, ReminderKind.UNJUDGED})
OF_CITIZENS = OF_DRAFTS | OF_QUESTIONS | OF_ANSWERS
OF_PROMISES = frozenset({ReminderKind.PROMISE})


def times_of(clocks: Clocks) -> ReminderTimes:
    """The moments of reminders by the administration's settings."""
    administration = clocks.administration
    return ReminderTimes(administration.citizen_reminders, clocks.calendar, administration.zone)


async def after_draft(desk: Desk, clocks: Clocks, citizen: Citizen, draft: Draft) -> None:
    """Somebody has begun an appeal, and may leave it unfinished."""
    planned = _planned((ReminderKind.DRAFT, times_of(clocks).draft(draft.updated_at)))
    await desk.reminders.plan(About(citizen_id=citizen.id), OF_DRAFTS, planned)


async def after_question(desk: Desk, clocks: Clocks, appeal: Appeal, at: datetime) -> None:
    """The citizen was asked something, and may not reply. A later question has a term of its own."""
    if appeal.is_by_hand:
        return
    times = times_of(clocks)
    reminder = times.question(at)
    end = times.unreplied(at, reminded=False) if reminder is None else None
    planned = _planned((ReminderKind.QUESTION, reminder), (ReminderKind.UNREPLIED, end))
    await desk.reminders.plan(About(appeal.id), OF_QUESTIONS, planned)


async def after_answer(desk: Desk, clocks: Clocks, appeal: Appeal, told: Sequence[Appeal], at: datetime) -> None:
    """The citizen was answered, with all who had joined, and may not say what it was worth.

    An appeal that has joined another one is never closed by itself.
    """
    times, promised = times_of(clocks), await last_promised(desk, appeal)
    ask = times.verdict(at, promised)
    end = times.unjudged(at, asked=False, promised=promised) if ask is None else None
    for one in (appeal, *told):
        if not one.is_by_hand:
            close = end if one.id == appeal.id else None
            planned = _planned((ReminderKind.VERDICT, ask), (ReminderKind.UNJUDGED, close))
            await desk.reminders.plan(About(one.id), OF_ANSWERS, planned)


async def after_promise(desk: Desk, clocks: Clocks, appeal_id: int) -> None:
    """The appeal has other open promises than before: each is asked about on its day."""
    times = times_of(clocks)
    moments = {times.promise(one.due, one.made_at) for one in await open_promises(desk, appeal_id)}
    planned = [Planned(due_at, ReminderKind.PROMISE) for due_at in sorted(filter(None, moments))]
    await desk.reminders.plan(About(appeal_id), OF_PROMISES, planned)


async def question_reminded(desk: Desk, clocks: Clocks, appeal: Appeal, at: datetime) -> datetime | None:
    """The citizen is reminded of the question; when the appeal will be closed over it, if it will."""
    end = times_of(clocks).unreplied(at, reminded=True)
    if not await can_end_over_question(desk, appeal):
        end = None
    await desk.history.add(appeal.id, HistoryEntry(Act.REMINDED, at, 0))
    await desk.reminders.plan(About(appeal.id), OF_QUESTIONS, _planned((ReminderKind.UNREPLIED, end)))
    return end


async def verdict_asked(desk: Desk, clocks: Clocks, appeal: Appeal, at: datetime) -> datetime | None:
    """The citizen is asked whether it is settled; when the appeal will be closed over their silence, if it will."""
    end = None
    if appeal.joined is None:
        end = times_of(clocks).unjudged(at, asked=True, promised=await last_promised(desk, appeal))
    await desk.history.add(appeal.id, HistoryEntry(Act.VERDICT_ASKED, at, 0))
    await desk.reminders.plan(About(appeal.id), OF_ANSWERS, _planned((ReminderKind.UNJUDGED, end)))
    return end


async def last_promised(desk: Desk, appeal: Appeal) -> date | None:
    """The last day of what was promised and isn't done yet."""
    return max((one.due for one in await open_promises(desk, appeal.id)), default=None)


def last_at(history: Sequence[HistoryEntry], act: Act) -> datetime | None:
    """When something was done for the last time."""
    return next((entry.at for entry in reversed(history) if entry.act is act), None)


async def open_promises(desk: Desk, appeal_id: int) -> list[Promise]:
    """What is promised and isn't done yet, by its days."""
    return [one for one in await desk.promises.of(appeal_id) if one.status is PromiseStatus.OPEN]


def _planned(*wanted: tuple[ReminderKind, datetime | None]) -> list[Planned]:
    return [Planned(due_at, kind) for kind, due_at in wanted if due_at is not None]
