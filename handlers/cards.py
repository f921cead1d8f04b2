"""Keeping an appeal's card true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appeals.discretion import NOTHING, rights_in_chat, rights_on
from appeals.model import Act, Appeal, Attachment, HistoryEntry, Role, StaffMember
from appeals.model import Priority as Urgency
from appeals.promises import PromiseStatus
from appeals.rights import Right
from appeals.sharing import leading
from appeals.undo import without_undone
from appeals.usecases.emergencies import acceptance
from appeals.usecases.work import holder_of
from handlers.incoming import Pressed
from handlers.turn import Turn
from texts import cards, notices
from texts.reply import CHAT_PEERS, Keyboard, Reply
from texts.speaker import Priority


async def case_of(turn: Turn, appeal: Appeal) -> cards.Case:
    """The appeal with its citizen and the moderator who has it. Whoever may not work on it any more has it no more."""
    citizen = await turn.desk.citizens.get(appeal.citizen_id)
    if appeal.is_open:
        assignee = await holder_of(turn.desk, appeal)
        appeal = appeal if assignee is not None else replace(appeal, assignee_id=None)
    else:
        assignee = await turn.desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
    history = await turn.desk.history.of(appeal.id)
    told = [entry for entry in history if entry.act in (Act.CLARIFIED, Act.COMMENTED)]
    by_hand = [entry for entry in history if entry.act in (Act.HAND_REPLIED, Act.HAND_EDITED)]
    control = await turn.desk.controls.get(appeal.id)
    submitted = await turn.desk.approvals.waiting_for(appeal.id) if appeal.is_open else None
    accepted = await acceptance(turn.desk, appeal, history) if appeal.priority is Urgency.EMERGENCY else None
    return cards.Case(
        appeal,
        citizen or turn.citizen,
        assignee,
        reply=told[-1] if told else None,
        registrar=await _registrar(turn, history) if appeal.is_by_hand else None,
        by_hand=by_hand[-1] if by_hand else None,
        thanked=_is_thanked(history),
        control=control,
        controller=await turn.desk.staff.get(control.by_id) if control is not None else None,
        basis=turn.clocks.basis_of(appeal) if appeal.is_open else None,
        law=(*turn.clocks.law_dates(appeal), turn.clocks.latest(appeal)) if appeal.is_open else None,
        note=_note(history),
        last=next(reversed(without_undone(history)), None),
        main=await leading(turn.desk, appeal) if appeal.joined else None,
        joined=await turn.desk.appeals.joined_to(appeal.id),
        earlier=await turn.desk.finding.earlier(appeal),
        submitted=submitted,
        is_withdrawn=appeal.is_open and submitted is None and _is_withdrawn(history),
        outage=await turn.desk.outages.of_appeal(appeal.id),
        accepted=accepted,
        accepter=await turn.desk.staff.get(accepted.actor_id) if accepted is not None else None,
        promises=[one for one in await turn.desk.promises.of(appeal.id) if one.status is PromiseStatus.OPEN],
    )


def _note(history: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The latest note that wasn't taken back."""
    return next((entry for entry in reversed(without_undone(history)) if entry.act is Act.NOTED), None)


_FATES = frozenset(
    {Act.SUBMITTED, Act.APPROVED, Act.RETURNED, Act.ANSWERED, Act.REJECTED, Act.FORWARDED, Act.REOPENED, Act.OPENED}
)
"""What becomes of an answer that was put before the head, or makes it an old story."""


def _is_withdrawn(history: Sequence[HistoryEntry]) -> bool:
    """Whether an answer was put before the head and nothing came of it: it doesn't wait any more, being joined and
    parted again ended that.
    """
    fates = [entry.act for entry in without_undone(history) if entry.act in _FATES]
    return bool(fates) and fates[-1] is Act.SUBMITTED


def _is_thanked(history: Sequence[HistoryEntry]) -> bool:
    """Whether thanks came after the last answer."""
    acts = [entry.act for entry in history if entry.act in (Act.ANSWERED, Act.THANKED)]
    return bool(acts) and acts[-1] is Act.THANKED


async def _registrar(turn: Turn, history: Sequence[HistoryEntry]) -> StaffMember | None:
    """Who registered an appeal by hand; they may have left since."""
    by = next((entry.actor_id for entry in history if entry.act is Act.FILED), 0)
    return await turn.desk.staff.get(by) or (StaffMember(by, Role.MODERATOR) if by else None)


async def rights_at(turn: Turn, peer_id: int, appeal: Appeal) -> frozenset[Right]:
    """What may be known of an appeal, and done with it, in a conversation: by all who read a chat, or by the one person
    whose private conversation it is.
    """
    if peer_id > CHAT_PEERS:
        return rights_in_chat(turn.administration, turn.office.moderator_chat, peer_id, appeal)
    member = await turn.desk.staff.get(peer_id)
    return rights_on(turn.administration, member, appeal) if member else NOTHING


async def show_card(turn: Turn, appeal: Appeal) -> None:
    """Show the appeal as it stands now wherever its card belongs; where it stood before it is but mentioned.

    The one that it has joined is shown too.
    """
    if appeal.joined is not None:
        await show_card(turn, await leading(turn.desk, appeal))
    peers = await turn.desk_peers(appeal)
    # A department that administration.toml names no more may have had a chat.
    if appeal.department or any(department.chat is not None for department in turn.administration.departments):
        await turn.speaker.retire_cards(appeal.id, peers, cards.moved(turn.administration, appeal))
    await _show(turn, peers, await case_of(turn, appeal))


async def show_new_card(turn: Turn, appeal: Appeal) -> None:
    """Show an appeal that its citizen has filed this moment: nothing else can have happened to it yet."""
    case = cards.Case(
        appeal,
        turn.citizen,
        basis=turn.clocks.basis_of(appeal),
        last=HistoryEntry(Act.FILED, turn.now, turn.user_id),
        earlier=await turn.desk.finding.earlier(appeal),
    )
    await _show(turn, await turn.desk_peers(appeal), case)


async def _show(turn: Turn, peers: Sequence[int], case: cards.Case) -> None:
    for peer_id in peers:
        is_new = await turn.speaker.show_card(peer_id, case.appeal.id, await _card_at(turn, peer_id, case))
        if is_new and Right.SEE_PERSON in await rights_at(turn, peer_id, case.appeal):
            turn.note_shown(peer_id, case.appeal)


async def rewrite_card(turn: Turn, appeal: Appeal) -> None:
    """Take from a card what nobody may read any more. Where it can't be rewritten a new one would bring nothing."""
    case = await case_of(turn, appeal)
    for peer_id in await turn.desk_peers(appeal):
        await turn.speaker.rewrite_card(peer_id, appeal.id, await _card_at(turn, peer_id, case))


async def show_buttons(pressed: Pressed, appeal: Appeal, keyboard: Keyboard | None, otherwise: Reply) -> None:
    """Put other buttons under the card that was pressed; under anything else the person gets them in a new message."""
    turn = pressed.turn
    if pressed.number is None or not await turn.speaker.is_card(turn.peer_id, appeal.id, pressed.number):
        turn.say(otherwise)
        return
    card = await _card_at(turn, turn.peer_id, await case_of(turn, appeal), keyboard)
    await turn.speaker.show_card(turn.peer_id, appeal.id, card)


async def tell_news(turn: Turn, appeal: Appeal, act: Act, text: str, attached: tuple[Attachment, ...]) -> None:
    """Bring the citizen's news to whoever has the appeal: a message that is noticed, and a card that is true."""
    for peer_id in await turn.desk_peers(appeal):
        rights = await rights_at(turn, peer_id, appeal)
        told = notices.news(turn.administration, appeal, turn.citizen, act, text, attached, rights)
        if Right.SEE_PERSON in rights:
            turn.show(peer_id, told, appeal)
        else:
            turn.speaker.say(peer_id, told, priority=Priority.NOTICE)
    await show_card(turn, appeal)


async def _card_at(turn: Turn, peer_id: int, case: cards.Case, keyboard: Keyboard | None = None) -> Reply:
    """The card as the readers of a conversation may see it."""
    rights = await rights_at(turn, peer_id, case.appeal)
    return cards.card(turn.administration, case, turn.now, rights, keyboard)
