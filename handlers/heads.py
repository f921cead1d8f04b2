"""The head of the administration learns at once that a citizen isn't content with an answer."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.model import Act, Appeal, Role
from handlers.turn import Turn
from texts import verdicts
from texts.people import member


async def reachable_heads(turn: Turn) -> Sequence[int]:
    """The heads who can be written to, but for who is acting now."""
    heads = [one.vk_id for one in await turn.desk.staff.members() if one.role is Role.HEAD]
    return await turn.desk.citizens.reachable_among([vk_id for vk_id in heads if vk_id != turn.user_id])


async def show_heads(turn: Turn, appeal: Appeal) -> None:
    """Show an appeal that was opened again to every head who can be written to; whoever did it knows already."""
    if not (reachable := await reachable_heads(turn)):
        return
    answers = [entry for entry in await turn.desk.history.of(appeal.id) if entry.act is Act.ANSWERED]
    executor = await turn.desk.staff.get(appeal.assignee_id) if appeal.assignee_id is not None else None
    told = verdicts.shown_to_head(
        turn.administration, appeal, answers[-1].text if answers else "", member(executor) if executor else ""
    )
    for peer_id in reachable:
        turn.show(peer_id, told, appeal)
