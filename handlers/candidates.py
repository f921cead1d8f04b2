"""Remarks that may be appeals: offered to the moderators, judged by them, and filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from appeals.errors import AlreadyFiled
from appeals.leaks import masked
from appeals.model import Citizen, StaffMember
from appeals.remarks import Remark, RemarkStatus
from appeals.rights import Right
from appeals.usecases.remarks import FileRemark, JudgeCandidate
from handlers import known_outages, thread
from handlers.cards import show_card
from handlers.incoming import Pressed
from handlers.registry import DeskCommand, Press
from handlers.turn import Turn
from texts import buttons, outages, public
from texts.reply import Reply

REWRITTEN_FOR = timedelta(hours=23)
"""VK lets a message be rewritten for 24 hours; an hour is left for a slow delivery."""


async def offer(turn: Turn, remark: Remark, note: str = "") -> None:
    """Show a candidate to the desk, with a note above it, or show it anew when it has changed."""
    known = await turn.desk.remarks.put(replace(remark, status=RemarkStatus.CANDIDATE))
    if not note and (outage := await known_outages.outage_of_words(turn, known.text)):
        note = outages.may_belong(outage)
    reply = public.candidate(known, turn.citizen, _words(turn, known))
    reply = replace(reply, text=f"{note}\n\n{reply.text}") if note else reply
    if known.shown and _fresh(turn, known):
        await _rewrite(turn, known, reply)
        return
    shown = tuple([(peer_id, turn.speaker.show(peer_id, reply)) for peer_id in await turn.desk_peers()])
    await turn.desk.remarks.put(replace(known, shown=shown))


async def withdraw(turn: Turn, remark: Remark) -> None:
    """A remark that is no appeal was deleted: a candidate's message says so, the words go."""
    if remark.status is RemarkStatus.CANDIDATE and not remark.deleted:
        await _rewrite(turn, remark, public.candidate_gone(remark))
    gone = replace(remark, text="", attachments=(), deleted=True)
    if gone.status is RemarkStatus.CANDIDATE:
        gone = replace(gone, status=RemarkStatus.SEEN, shown=())
    await turn.desk.remarks.put(gone)


async def file(turn: Turn, remark: Remark, citizen: Citizen, *, by: StaffMember | None) -> None:
    """Make an appeal of a remark: thank in public, show the card. One that is an appeal already changes nothing."""
    # A comment doesn't wait for the private conversation, and there the person may have been forgotten just now.
    author = await turn.desk.citizens.get(citizen.id) or await turn.desk.citizens.with_vk_id(citizen.vk_id)
    try:
        appeal = await FileRemark(turn.desk, turn.administration, turn.office.calendar)(author, remark, turn.now)
    except AlreadyFiled:
        return
    link = thread.link_to(turn, appeal)
    thanks = public.accepted(turn.administration, citizen, appeal, link)
    if outage := await known_outages.joined(turn, appeal):
        thanks = outages.known_in_thread(turn.administration, outage, turn.now, thanks.text)
    await thread.reply_in_public(turn, remark.spot, thanks, appeal)
    if remark.shown:
        await _rewrite(turn, remark, public.candidate_taken(remark, _words(turn, remark), appeal, by))
    if outage:
        await known_outages.show_outage(turn, outage)
    else:
        await show_card(turn, appeal)


async def press_take(pressed: Pressed) -> str:
    """«В обращения» under a candidate."""
    turn = pressed.turn
    remark = await JudgeCandidate(turn.desk)(pressed.action.number("r") or 0, turn.user_id, take=True)
    citizen = await turn.desk.citizens.with_vk_id(remark.author_id)
    await file(turn, remark, citizen, by=await turn.desk.staff.get(turn.user_id))
    return public.TAKEN_PRESS


async def press_dismiss(pressed: Pressed) -> str:
    """«Не обращение» under a candidate."""
    turn = pressed.turn
    remark = await JudgeCandidate(turn.desk)(pressed.action.number("r") or 0, turn.user_id, take=False)
    if (member := await turn.desk.staff.get(turn.user_id)) is not None:
        await _rewrite(turn, remark, public.candidate_dismissed(remark, member))
    return public.DISMISSED_PRESS


def _words(turn: Turn, remark: Remark) -> str:
    return masked(remark.text, turn.administration.contacts)


def _fresh(turn: Turn, remark: Remark) -> bool:
    return turn.now - remark.at < REWRITTEN_FOR


async def _rewrite(turn: Turn, remark: Remark, reply: Reply) -> None:
    """Put other words, without buttons or with new ones, into the messages that offered a candidate."""
    if _fresh(turn, remark):
        for peer_id, shown in remark.shown:
            turn.speaker.rewrite(peer_id, shown, reply)


COMMANDS: tuple[DeskCommand, ...] = ()
PRESSES = (
    Press(buttons.TAKE_REMARK, Right.REGISTER, press_take),
    Press(buttons.DISMISS_REMARK, Right.REGISTER, press_dismiss),
)
