"""Refusals of the trade, in words for the desk."""

from __future__ import annotations

from collections.abc import Callable

from loguru import logger

from appeals.errors import (
    AlreadyFiled,
    AlreadyTaken,
    AmbiguousNumber,
    AppealNotFound,
    AppealsError,
    NothingToPassOn,
    NotStaff,
    RemarkOver,
    WrongStatus,
)
from appeals.model import Appeal
from handlers.turn import Turn
from texts import by_hand, desk, public
from texts.reply import Reply


async def explain(turn: Turn, refusal: AppealsError, what: str) -> Reply:
    """Words for a refusal; refusals for want of a role are logged. `what` is a name of ours, never a person's words.

    Raises:
        AppealsError: the refusal itself when no deed of the desk can meet it.
    """
    match refusal:
        case NotStaff():
            logger.warning("Отказ без роли: id{} в {} просит {}", turn.user_id, turn.peer_id, what)
            return desk.not_staff()
        case AlreadyTaken(appeal=appeal):
            holder = await turn.desk.staff.get(appeal.assignee_id or 0)
            return Reply(desk.already_taken(appeal, holder.name if holder and holder.name else "другой сотрудник"))
        case NothingToPassOn(appeal=appeal, fate=fate):
            return Reply(by_hand.nothing_to_pass_on(appeal, fate))
        case WrongStatus() | AlreadyFiled():
            return Reply(_AS_IT_STANDS[type(refusal)](refusal.appeal))
        case AmbiguousNumber() | RemarkOver() | AppealNotFound():
            return _WITHOUT_APPEAL[type(refusal)]
        case _:
            raise refusal


_AS_IT_STANDS: dict[type[AppealsError], Callable[[Appeal], str]] = {
    WrongStatus: desk.wrong_status,
    AlreadyFiled: by_hand.already_registered,
}
"""Words for deeds that the appeal doesn't allow as it stands now."""

_WITHOUT_APPEAL: dict[type[AppealsError], Reply] = {
    AmbiguousNumber: desk.ambiguous_number(),
    RemarkOver: Reply(public.REMARK_OVER_PRESS),
    AppealNotFound: desk.no_such_appeal(),
}
"""Words for what is about no appeal that could be named."""
