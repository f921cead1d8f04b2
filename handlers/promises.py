"""Promises of answers: the list, «Сделано», another day, and the question on the day that was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from appeals.days import OnDay, begins_with_until
from appeals.errors import PromiseOver
from appeals.leaks import masked
from appeals.model import Appeal, Telling
from appeals.promises import Promise
from appeals.rights import Right, may, require
from appeals.sharing import as_told, told_too
from appeals.textcheck import has_meaning
from appeals.usecases.promises import KeepPromise, MovePromise
from appeals.usecases.reminding import open_promises, times_of, verdict_asked
from appeals.usecases.work import get_appeal
from handlers import prompts, writing
from handlers.cards import show_card
from handlers.incoming import Pressed, Said
from handlers.reading import department_here
from handlers.registry import AppealCommand, PlainCommand, Press
from handlers.states import AtDesk
from handlers.telling import reaches_somebody, tell_citizen
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, desk, promises
from texts.citizen import references
from texts.reply import Reply


async def _list(said: Said, _words: str) -> None:
    await _show(said.turn, 0)


async def press_page(pressed: Pressed) -> str:
    """Another page of `/обещания`."""
    await _show(pressed.turn, pressed.action.number("page") or 0)
    return desk.DONE_PRESS


async def _show(turn: Turn, page: int) -> None:
    member = await require(turn.desk, turn.user_id, Right.SEE)
    tracked, department = turn.desk.promises, department_here(turn, member)
    total = await tracked.count_open_until(date.max, department)
    page = page if page * promises.PAGE < total else 0
    found = await tracked.open_until(date.max, department, limit=promises.PAGE, offset=page * promises.PAGE)
    turn.say(promises.listed(without_leaks(turn, found), total, page, _today(turn)))


def without_leaks(turn: Turn, found: Sequence[Promise]) -> list[Promise]:
    """Promises as everybody at the desk may read them: who reads along may not know the person."""
    return [replace(one, quote=masked(one.quote, turn.administration.contacts)) for one in found]


async def press_kept(pressed: Pressed) -> str:
    """«Сделано» under a card, or under the question of the day; the citizen hears of it."""
    turn = pressed.turn
    appeal, promise = await KeepPromise(turn.desk)(pressed.action.number("p") or 0, turn.user_id, turn.now)
    if turn.administration.citizen_reminders.promise_news and appeal.awaits_verdict:
        await _tell_kept(turn, appeal, promise)
        told = await reaches_somebody(turn, appeal)
    else:
        told = False
    if not told:
        await prompts.say_done(turn, appeal, promises.kept_noted(appeal, promise))
    await show_card(turn, appeal)
    return promises.KEPT_PRESS


async def _tell_kept(turn: Turn, appeal: Appeal, promise: Promise) -> None:
    """With the last promise that was kept comes the question whether it is settled: it isn't asked a second time."""
    done = not await open_promises(turn.desk, appeal.id)
    for told in (appeal, *await told_too(turn.desk, appeal)):
        citizen = await turn.desk.citizens.get(told.citizen_id)
        if citizen is None or citizen.destroy_by is not None:
            continue  # who withdrew the consent isn't written to
        asks = done and (await as_told(turn.desk, told)).awaits_verdict
        reply = promises.kept_all(told, promise.quote) if asks else promises.kept(told, promise.quote)
        await tell_citizen(turn, told, reply, Telling.PROMISE, promise.quote)
        if asks and not told.is_by_hand and told.lapse is None:
            await verdict_asked(turn.desk, turn.clocks, told, turn.now)


# Another day


def _read_move(turn: Turn, _appeal: Appeal, text: str) -> Reply | str | writing.Begun:
    """«до 15 мая ждём плитку» becomes «15.05.2026: ждём плитку»: however long the preview waits, the day stays."""
    today = _today(turn)
    if (found := begins_with_until(text, today)) is None:
        return promises.no_new_day()
    until, reason = found
    if isinstance(until, OnDay):
        day = until.day
    elif until.working:
        day = turn.clocks.later(turn.now, until.days, working=True).astimezone(turn.administration.zone).date()
    else:
        day = today + timedelta(days=until.days)
    if day <= today:
        return promises.not_later()
    reason = reason.lstrip(" ,.;:—–-")
    if not has_meaning(reason):
        return writing.Begun(f"{day:%d.%m.%Y}:", promises.no_reason(day))
    return f"{day:%d.%m.%Y}: {reason}"


def _moving(words: Words) -> tuple[date, str]:
    day, _, reason = words.text.partition(": ")
    return datetime.strptime(day, "%d.%m.%Y").date(), reason  # noqa: DTZ007 - a day of the administration's zone


def _move_seen(_turn: Turn, appeal: Appeal, words: Words) -> Reply:
    return replace(promises.moved(appeal, *_moving(words)), attachments=references(words.attachments))


async def _move(turn: Turn, appeal_id: int, words: Words) -> Appeal:
    use_case = MovePromise(turn.desk, turn.clocks)
    return await use_case(appeal_id, turn.user_id, *_moving(words), turn.now, words.attachments)


MOVE = writing.Kind(
    buttons.MOVE_PROMISE,
    Right.WORK,
    Telling.PROMISE,
    AtDesk.MOVING_PROMISE,
    lambda _appeal: None,
    promises.move_prompt,
    _move_seen,
    _move,
    lambda _turn, appeal: promises.move_sent(appeal),
    _read_move,
)
writing.add_kinds(MOVE)


async def _move_command(said: Said, appeal: Appeal, text: str) -> None:
    """`/перенести N до 15 мая, ждём плитку`."""
    await _check_promised(said.turn, appeal.id)
    await writing.commanded(said, MOVE, appeal, text)


async def press_move(pressed: Pressed) -> str:
    """«Перенести» under the question of the day."""
    await _check_promised(pressed.turn, pressed.action.number("n") or 0)
    return await writing.press_write(pressed)


async def _check_promised(turn: Turn, appeal_id: int) -> None:
    if not await open_promises(turn.desk, appeal_id):
        raise PromiseOver


# The day has come


async def due_now(turn: Turn, appeal_id: int) -> tuple[Appeal, list[Promise]]:
    """The appeal with those of its promises whose day has come."""
    appeal = await get_appeal(turn.desk, appeal_id)
    times = times_of(turn.clocks)
    found = [] if appeal.is_gone else await open_promises(turn.desk, appeal.id)
    moments = [(one, times.promise(one.due, one.made_at)) for one in found]
    due = [one for one, moment in moments if moment is not None and moment <= turn.now]
    return appeal, [replace(one, department=appeal.department) for one in due]


async def responsible(turn: Turn, appeal: Appeal) -> list[int]:
    """Who is asked about a promise: who has the appeal, if they can be written to, else whoever reads its cards."""
    member = await turn.desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
    in_person = await turn.desk.citizens.reachable_among([member.vk_id]) if member is not None else ()
    if member is not None and in_person and may(member, Right.WORK, appeal):
        return [member.vk_id]
    return await turn.desk_peers(appeal)


def ask_about(turn: Turn, peer_id: int, due: Sequence[Promise]) -> int:
    """«Сделано?», of all of them in one message; return the id of that message."""
    in_order = sorted(without_leaks(turn, due), key=lambda one: (one.due, one.id))
    return turn.speaker.show(peer_id, promises.asked(in_order, _today(turn)))


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.administration.zone).date()


COMMANDS = (
    PlainCommand("обещания", Right.SEE, _list),
    AppealCommand("перенести", Right.WORK, _move_command, begins=True),
)
PRESSES = (
    Press(buttons.PROMISE_KEPT, Right.WORK, press_kept),
    Press(buttons.MOVE_PROMISE, Right.WORK, press_move),
    Press(buttons.PROMISES, Right.SEE, press_page),
)
