"""What citizens are reminded of when it comes due, and what their silence ends.

Before anything is said it is looked at as it stands now: the citizen may have answered, the settings may be others.
Where nothing may be said to the person just now it waits for another day, but not for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from appeals.errors import WrongStatus
from appeals.model import Act, Appeal, Status
from appeals.reminders import About, Planned, Reminder, ReminderKind
from appeals.sharing import as_told, leading, told_too
from appeals.undo import without_undone
from appeals.usecases.lapsing import CloseOverSilence
from appeals.usecases.reminding import (
    after_answer,
    after_draft,
    after_question,
    last_at,
    last_promised,
    question_reminded,
    times_of,
    verdict_asked,
)
from appeals.value import dataclass
from handlers.cards import rewrite_card
from handlers.turn import Turn
from texts import citizen_reminders, filing
from texts.reply import Reply
from texts.speaker import Priority

GIVEN_UP_AFTER = timedelta(days=30)
"""A person who can't be written to for so long isn't reminded any more."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of a reminder: whether the citizen was told, and which appeal ended by it."""

    told: bool = False
    closed: Appeal | None = None


NOTHING = Reminded()


async def remind(turn: Turn, reminder: Reminder, *, disturbed: bool) -> Reminded:
    """Do what came due for the turn's citizen. `disturbed`: they were reminded of something else today."""
    if turn.citizen.destroy_by is not None or not turn.citizen.vk_id:
        return NOTHING
    free_at = _free_at(turn, disturbed=disturbed)
    if reminder.kind is ReminderKind.DRAFT:
        return await _draft(turn, free_at)
    appeal = await turn.desk.appeals.get(reminder.about.appeal_id or 0)
    if appeal is None or appeal.is_gone:
        return NOTHING
    return await _OF_APPEALS[reminder.kind](turn, appeal, free_at)


async def _draft(turn: Turn, free_at: datetime) -> Reminded:
    draft = await turn.desk.citizens.draft(turn.citizen)
    if draft is None or draft.is_empty or turn.citizen.consent_version is None:
        return NOTHING  # what was told before the consent is deleted
    due = times_of(turn.clocks).draft(draft.updated_at)
    if due is None or _is_given_up(turn, due):
        return NOTHING
    if due > turn.now:
        await after_draft(turn.desk, turn.clocks, turn.citizen, draft)
        return NOTHING
    about = About(citizen_id=turn.citizen.id)
    return await _later(turn, about, ReminderKind.DRAFT, free_at) or _say(
        turn, filing.remind_of_draft(turn.administration, draft)
    )


async def _question(turn: Turn, appeal: Appeal, free_at: datetime) -> Reminded:
    asked_at = last_at(await turn.desk.history.of(appeal.id), Act.ASKED)
    if appeal.status is not Status.WAITING_CITIZEN or asked_at is None:
        return NOTHING
    due = times_of(turn.clocks).question(asked_at)
    if due is None or due > turn.now:
        await after_question(turn.desk, turn.clocks, appeal, asked_at)  # the settings are others by now
        return NOTHING
    if _is_given_up(turn, due):
        return NOTHING
    if waits := await _later(turn, About(appeal.id), ReminderKind.QUESTION, free_at):
        return waits
    closes = await question_reminded(turn.desk, turn.clocks, appeal, turn.now)
    return _say(turn, citizen_reminders.question(turn.administration, appeal, closes))


async def _unreplied(turn: Turn, appeal: Appeal, free_at: datetime) -> Reminded:
    history = await turn.desk.history.of(appeal.id)
    asked_at, reminded_at = last_at(history, Act.ASKED), last_at(history, Act.REMINDED)
    if appeal.status is not Status.WAITING_CITIZEN or asked_at is None:
        return NOTHING
    reminded = reminded_at is not None and reminded_at >= asked_at
    since = reminded_at if reminded and reminded_at is not None else asked_at
    due = times_of(turn.clocks).unreplied(since, reminded=reminded)
    again = ReminderKind.QUESTION if reminded else ReminderKind.UNREPLIED
    if waits := await _not_yet(turn, appeal, due, free_at, ReminderKind.UNREPLIED, again):
        return waits
    try:
        closed = await CloseOverSilence(turn.desk, turn.clocks)(appeal, turn.now)
    except WrongStatus:
        return NOTHING
    await rewrite_card(turn, closed)
    return _say(turn, citizen_reminders.unreplied(closed), closed)


async def _verdict(turn: Turn, appeal: Appeal, free_at: datetime) -> Reminded:
    answered_at = last_at(without_undone(await turn.desk.history.of(appeal.id)), Act.ANSWERED)
    if (await as_told(turn.desk, appeal)).status is not Status.ANSWERED or answered_at is None:
        return NOTHING
    main = await leading(turn.desk, appeal)
    due = times_of(turn.clocks).verdict(answered_at, await last_promised(turn.desk, main))
    if due is None:
        if main.id == appeal.id:
            await after_answer(turn.desk, turn.clocks, appeal, (), answered_at)  # the settings are others by now
        return NOTHING
    if _is_given_up(turn, due):
        return NOTHING
    if waits := await _later(turn, About(appeal.id), ReminderKind.VERDICT, max(due, free_at)):
        return waits
    closes = await verdict_asked(turn.desk, turn.clocks, appeal, turn.now)
    return _say(turn, citizen_reminders.verdict(turn.administration, appeal, closes))


async def _unjudged(turn: Turn, appeal: Appeal, free_at: datetime) -> Reminded:
    history = without_undone(await turn.desk.history.of(appeal.id))
    answered_at, asked_at = last_at(history, Act.ANSWERED), last_at(history, Act.VERDICT_ASKED)
    if appeal.status is not Status.ANSWERED or answered_at is None:
        return NOTHING
    asked = asked_at is not None and asked_at >= answered_at
    since = asked_at if asked and asked_at is not None else answered_at
    promised = await last_promised(turn.desk, appeal)
    due = times_of(turn.clocks).unjudged(since, asked=asked, promised=promised)
    again = ReminderKind.VERDICT if asked else ReminderKind.UNJUDGED
    if waits := await _not_yet(turn, appeal, due, free_at, ReminderKind.UNJUDGED, again):
        return waits
    others = [one for one in await told_too(turn.desk, appeal) if (await as_told(turn.desk, one)).awaits_verdict]
    closed = await CloseOverSilence(turn.desk, turn.clocks)(appeal, turn.now)
    await rewrite_card(turn, closed)
    for one in others:
        other = await turn.desk.citizens.get(one.citizen_id)
        if other is not None and other.vk_id and other.reachable and other.destroy_by is None:
            turn.speaker.say(one.citizen_vk_id, citizen_reminders.unjudged(one), priority=Priority.NOTICE)
    return _say(turn, citizen_reminders.unjudged(closed), closed)


_OF_APPEALS = {
    ReminderKind.QUESTION: _question,
    ReminderKind.UNREPLIED: _unreplied,
    ReminderKind.VERDICT: _verdict,
    ReminderKind.UNJUDGED: _unjudged,
}


def _free_at(turn: Turn, *, disturbed: bool) -> datetime:
    """When the citizen may be written to: now, after a human's conversation with them, or on another day."""
    times = times_of(turn.clocks)
    if not turn.citizen.reachable or disturbed:
        return times.tomorrow(turn.now)
    if turn.silence is not None and turn.silence.holds(turn.now):
        return times.decent(turn.silence.until)
    return times.decent(turn.now)


async def _later(turn: Turn, about: About, kind: ReminderKind, at: datetime) -> Reminded | None:
    """Put a reminder off; None when its time is now."""
    if at <= turn.now:
        return None
    await turn.desk.reminders.plan(about, {kind}, [Planned(at, kind)])
    return NOTHING


async def _not_yet(
    turn: Turn, appeal: Appeal, due: datetime | None, free_at: datetime, kind: ReminderKind, again: ReminderKind
) -> Reminded | None:
    """Whether the end of an appeal has to wait, or isn't wanted any more; None when its time is now.

    Who can't be told that their appeal ends is reminded `again` first, as soon as they can be: they may not have read
    of it.
    """
    if due is None or _is_given_up(turn, due):
        return NOTHING
    if due <= turn.now and not turn.citizen.reachable:
        return await _later(turn, About(appeal.id), again, free_at)
    return await _later(turn, About(appeal.id), kind, max(due, free_at))


def _is_given_up(turn: Turn, due: datetime) -> bool:
    return turn.now - due > GIVEN_UP_AFTER


def _say(turn: Turn, reply: Reply, closed: Appeal | None = None) -> Reminded:
    """Tell the citizen; that their appeal has ended must arrive, or the desk learns that it didn't."""
    turn.speaker.say(
        turn.citizen.vk_id, reply, priority=Priority.NOTICE, appeal_id=closed.id if closed is not None else None
    )
    return Reminded(told=True, closed=closed)
