"""Keeping an appeal's card true."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.model import Act, Appeal, HistoryEntry, Role, StaffMember
from handlers.turn import Turn
from texts import cards


async def case_of(turn: Turn, appeal: Appeal) -> cards.Case:
    """The appeal with its citizen and the moderator who has it."""
    citizen = await turn.desk.citizens.get(appeal.citizen_id)
    assignee = await turn.desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
    history = await turn.desk.history.of(appeal.id)
    told = [entry for entry in history if entry.act in (Act.CLARIFIED, Act.COMMENTED)]
    by_hand = [entry for entry in history if entry.act in (Act.HAND_REPLIED, Act.HAND_EDITED)]
    control = await turn.desk.controls.get(appeal.id)
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
    )


def _is_thanked(history: Sequence[HistoryEntry]) -> bool:
    """Whether thanks came after the last answer."""
    acts = [entry.act for entry in history if entry.act in (Act.ANSWERED, Act.THANKED)]
    return bool(acts) and acts[-1] is Act.THANKED


async def _registrar(turn: Turn, history: Sequence[HistoryEntry]) -> StaffMember | None:
    """Who registered an appeal by hand; they may have left since."""
    by = next((entry.actor_id for entry in history if entry.act is Act.FILED), 0)
    return await turn.desk.staff.get(by) or (StaffMember(by, Role.MODERATOR) if by else None)


async def show_card(turn: Turn, appeal: Appeal) -> None:
    """Show the appeal as it stands now wherever its card belongs."""
    card = cards.card(turn.administration, await case_of(turn, appeal), turn.now)
    for peer_id in await turn.desk_peers():
        await turn.speaker.show_card(peer_id, appeal.id, card)


async def rewrite_card(turn: Turn, appeal: Appeal) -> None:
    """Take from a card what nobody may read any more. Where it can't be rewritten a new one would bring nothing."""
    card = cards.card(turn.administration, await case_of(turn, appeal), turn.now)
    for peer_id in await turn.desk_peers():
        await turn.speaker.rewrite_card(peer_id, appeal.id, card)
