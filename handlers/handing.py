"""Whose an appeal is: given to a colleague, handed over to a department, sent back to the moderators."""

from __future__ import annotations

from collections.abc import Sequence

from vkbottle.bot import BotLabeler

from appeals.administration import Department
from appeals.departments import departments_meant
from appeals.errors import AppealsError
from appeals.model import Appeal, StaffMember, Telling
from appeals.rights import Right, require
from appeals.textcheck import has_meaning
from appeals.usecases.routing import (
    GiveToColleague,
    HandBack,
    HandOver,
    Routed,
    able_colleagues,
    check_in_department,
    needs_reason,
)
from appeals.usecases.undo import Undo
from appeals.usecases.work import check_open, get_appeal
from handlers import manual_replies, registering
from handlers.cards import rights_at, show_buttons, show_card
from handlers.incoming import Pressed, Said
from handlers.persons import person_meant
from handlers.prompts import say_done
from handlers.refusals import explain
from handlers.registry import AppealCommand, Press
from handlers.rules import At, Typed
from handlers.states import HandingBack, Visitor
from handlers.telling import tell_citizen
from handlers.turn import Turn
from handlers.writing import MAX_WORDS, PROMPT_LIFE
from texts import buttons, by_hand, cards, citizen, desk, people, routing, staffing
from texts.card_buttons import more_buttons
from texts.reply import Keyboard, Reply
from texts.speaker import Priority
from texts.words import FORWARDED

labeler = BotLabeler()
"""Typed reasons."""


# To a colleague


async def give(said: Said, appeal: Appeal, text: str) -> None:
    """`/отдать N @коллега`; without one the colleagues are shown."""
    turn = said.turn
    meant = person_meant(text.partition(FORWARDED)[0])
    meant = turn.office.short_names.resolved(meant) if meant is not None else None
    to = meant.vk_id if meant is not None else said.shown_author
    if meant is not None and not meant.vk_id:
        turn.say(staffing.short_name(meant.name))
    elif to is None:
        check_open(appeal)
        turn.say(routing.which_colleague(appeal, await able_colleagues(turn.desk, appeal)))
    else:
        await say_done(turn, appeal, Reply(await _given(turn, appeal.id, to, aloud=True)))


async def press_colleagues(pressed: Pressed) -> str:
    """«Отдать»: the colleagues who may."""
    turn = pressed.turn
    appeal = await _open_appeal(pressed, Right.WORK)
    able = await able_colleagues(turn.desk, appeal)
    page = _page(pressed, len(able))
    if not able:
        turn.say(routing.which_colleague(appeal, able))
        return desk.DONE_PRESS
    on_card = routing.colleagues(appeal, able, page, on_card=True)
    await show_buttons(pressed, appeal, on_card, routing.which_colleague(appeal, able, page))
    return routing.CHOOSE_PRESS


async def press_give(pressed: Pressed) -> str:
    """A colleague's name."""
    number = pressed.action.number
    return await _given(pressed.turn, number("n") or 0, number("to") or 0, held_by=number("f"))


async def _given(turn: Turn, appeal_id: int, to: int, *, held_by: int | None = None, aloud: bool = False) -> str:
    """`aloud`: what is returned will be read by everybody in this conversation."""
    routed = await GiveToColleague(turn.desk, turn.clocks)(appeal_id, turn.user_id, to, turn.now, held_by=held_by)
    appeal = routed.appeal
    by, colleague = await _member(turn, turn.user_id), await _member(turn, to)
    if routed.changed:
        await show_card(turn, appeal)
        if routed.tells_citizen and not await manual_replies.is_quiet(turn, appeal.citizen_vk_id):
            await tell_citizen(turn, appeal, citizen.taken(appeal), Telling.TAKEN)
        if to != turn.user_id:
            news = routing.given_news(appeal, by, colleague)
            for peer_id in await turn.desk_peers(appeal):
                if peer_id != turn.peer_id:
                    turn.speaker.say(peer_id, news, priority=Priority.NOTICE)
                elif not aloud:
                    await say_done(turn, appeal, news)
            await _tell_in_private(turn, to, routing.yours(appeal, by))
    return routing.given(appeal, colleague)


# To a department


async def hand_over(said: Said, appeal: Appeal, text: str) -> None:
    """`/передать N отдел`; without one, or where several fit, the departments are shown."""
    turn = said.turn
    fitting = departments_meant(turn.administration, text)
    check_open(appeal)
    if not turn.administration.departments:
        turn.say(routing.no_departments())
    elif len(fitting) == 1:
        await say_done(turn, appeal, Reply(await _handed_over(turn, appeal.id, fitting[0].id)))
    else:
        others = [one for one in fitting or turn.administration.departments if one.id != appeal.department]
        turn.say(routing.which_department(appeal, others))


async def press_departments(pressed: Pressed) -> str:
    """«В отдел»: the departments."""
    turn = pressed.turn
    appeal = await _open_appeal(pressed, Right.ROUTE)
    every = [one for one in turn.administration.departments if one.id != appeal.department]
    if not every:
        turn.say(routing.no_departments())
        return desk.DONE_PRESS
    page = _page(pressed, len(every))
    on_card = routing.departments(appeal, every, page, on_card=True)
    await show_buttons(pressed, appeal, on_card, routing.which_department(appeal, every, page))
    return routing.CHOOSE_PRESS


async def press_hand_over(pressed: Pressed) -> str:
    """A department's title."""
    params = pressed.action.params
    to, came_from = params.get("d"), params.get("f")
    return await _handed_over(
        pressed.turn,
        pressed.action.number("n") or 0,
        to if isinstance(to, str) else "",
        came_from if isinstance(came_from, str) else None,
    )


async def _handed_over(turn: Turn, appeal_id: int, department_id: str, came_from: str | None = None) -> str:
    hand = HandOver(turn.desk, turn.administration)
    routed = await hand(appeal_id, turn.user_id, department_id, turn.now, came_from=came_from)
    appeal = routed.appeal
    await show_card(turn, appeal)
    department = turn.administration.department(department_id)
    if department is not None and department.chat is None:
        await _tell_executors(turn, appeal, department)
    if routed.tells_citizen and not await manual_replies.is_quiet(turn, appeal.citizen_vk_id):
        told = routing.handed_over_citizen(turn.administration, appeal)
        await tell_citizen(turn, appeal, told, Telling.TAKEN)
    return routing.handed_over(turn.administration, appeal)


async def _tell_executors(turn: Turn, appeal: Appeal, department: Department) -> None:
    """A department without a chat learns of its appeals in private."""
    for one in await turn.desk.staff.members():
        if one.department == department.id and one.vk_id != turn.user_id:
            await _tell_in_private(turn, one.vk_id, routing.for_department(appeal, department))


# Back to the moderators


async def hand_back(said: Said, appeal: Appeal, text: str) -> None:
    """`/вернуть N причина`; an executor who gives none is asked for it."""
    turn = said.turn
    check_in_department(appeal)
    member = await require(turn.desk, turn.user_id, Right.WORK, appeal)
    if needs_reason(member) and not has_meaning(text):
        _ask(turn, appeal, member)
    else:
        await say_done(turn, appeal, Reply(await _handed_back(turn, appeal.id, text)))


async def press_hand_back(pressed: Pressed) -> str:
    """«Вернуть»."""
    turn = pressed.turn
    appeal = await _open_appeal(pressed, Right.WORK)
    check_in_department(appeal)
    member = await require(turn.desk, turn.user_id, Right.WORK, appeal)
    if not needs_reason(member):
        return await _handed_back(turn, appeal.id, "")
    if registering.is_open(turn):
        return by_hand.finish_first()
    _ask(turn, appeal, member)
    return desk.WRITE_PRESS


@labeler.message(At(HandingBack), Typed())
async def typed(said: Said) -> None:
    """Why the appeal goes back."""
    turn, payload = said.turn, said.turn.dialog.payload
    if said.does == buttons.CANCEL:
        drop(turn)
        return
    if turn.now.timestamp() - payload["at"] > PROMPT_LIFE:
        _stand_down(turn)
        turn.say(desk.prompt_expired())
        return
    if not has_meaning(said.text):
        turn.say(routing.reason_needed())
        return
    if len(said.text) > MAX_WORDS:
        turn.say(desk.too_long(MAX_WORDS, to_citizen=False))
        return
    _stand_down(turn)
    try:
        done = Reply(await _handed_back(turn, payload["n"], said.text))
        await say_done(turn, await get_appeal(turn.desk, payload["n"]), done)
    except AppealsError as refusal:
        turn.say(await explain(turn, refusal, "text", payload["n"]))


async def _handed_back(turn: Turn, appeal_id: int, reason: str) -> str:
    routed: Routed = await HandBack(turn.desk)(appeal_id, turn.user_id, reason, turn.now)
    appeal = routed.appeal
    if reason:
        department = turn.administration.department(routed.came_from)
        title = department.title if department else routed.came_from
        member = await _member(turn, turn.user_id)
        await turn.tell_desk(routing.handed_back_news(title, appeal, member, reason), appeal)
    await show_card(turn, appeal)
    return routing.handed_back(appeal)


def is_open(turn: Turn) -> bool:
    """Whether a reason is awaited here."""
    return turn.stands_in(HandingBack)


def drop(turn: Turn) -> None:
    """Send nothing back."""
    _stand_down(turn)
    turn.say(desk.dropped())


# More buttons


async def press_more(pressed: Pressed) -> str:
    """«Ещё…» and the ways back from it."""
    turn = pressed.turn
    appeal = await get_appeal(turn.desk, pressed.action.number("n") or 0)
    await require(turn.desk, turn.user_id, Right.SEE, appeal)
    rights = await rights_at(turn, turn.peer_id, appeal)
    page = pressed.action.number("p") or 0
    may_undo = await Undo(turn.desk, turn.clocks).offered(appeal, turn.user_id, turn.now) is not None
    on_card: Keyboard | None = None
    if page:
        on_card = more_buttons(turn.administration, appeal, rights, page, on_card=True, may_undo=may_undo)
    alone = more_buttons(turn.administration, appeal, rights, page or 1, on_card=False, may_undo=may_undo)
    await show_buttons(pressed, appeal, on_card, cards.more(appeal, alone))
    return routing.CHOOSE_PRESS if page else desk.DONE_PRESS


# What they have in common


async def _open_appeal(pressed: Pressed, right: Right) -> Appeal:
    turn = pressed.turn
    appeal = await get_appeal(turn.desk, pressed.action.number("n") or 0)
    await require(turn.desk, turn.user_id, right, appeal)
    check_open(appeal)
    return appeal


def _page(pressed: Pressed, count: int) -> int:
    """The page of choices, of those that there are."""
    return min(pressed.action.number("p") or 0, max(0, (count - 1) // routing.CHOICES_PAGE))


async def _member(turn: Turn, vk_id: int) -> StaffMember:
    member = await turn.desk.staff.get(vk_id)
    assert member is not None, "the use case has looked"
    return member


async def _tell_in_private(turn: Turn, vk_id: int, reply: Reply) -> None:
    if vk_id != turn.peer_id and await turn.desk.citizens.reachable_among([vk_id]):
        turn.speaker.say(vk_id, reply, priority=Priority.NOTICE)


def _ask(turn: Turn, appeal: Appeal, member: StaffMember) -> None:
    turn.enter(HandingBack.REASON, n=appeal.id, at=int(turn.now.timestamp()))
    turn.say(routing.reason_prompt(appeal, people.addressed(member)))


def _stand_down(turn: Turn) -> None:
    if turn.peer_id == turn.user_id:
        turn.enter(Visitor.MENU)
    else:
        turn.leave()


COMMANDS: Sequence[AppealCommand] = (
    AppealCommand("отдать", Right.WORK, give),
    AppealCommand("передать", Right.ROUTE, hand_over),
    AppealCommand("вернуть", Right.WORK, hand_back, begins=True),
)
PRESSES = (
    Press(buttons.MORE, Right.SEE, press_more),
    Press(buttons.COLLEAGUES, Right.WORK, press_colleagues),
    Press(buttons.GIVE, Right.WORK, press_give),
    Press(buttons.DEPARTMENTS, Right.ROUTE, press_departments),
    Press(buttons.HAND_OVER, Right.ROUTE, press_hand_over),
    Press(buttons.HAND_BACK, Right.WORK, press_hand_back),
)
