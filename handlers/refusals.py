"""Refusals of the trade, in words for the desk."""

from __future__ import annotations

from collections.abc import Callable

from loguru import logger

from appeals.errors import (
    AlreadyAccepted,
    AlreadyControlled,
    AlreadyFiled,
    AlreadyTaken,
    AmbiguousNumber,
    AnnouncementRefused,
    AnswerOver,
    AppealNotFound,
    AppealsError,
    AutoReplyRefused,
    CannotWork,
    CantCorrect,
    ClockStands,
    LastAdministrator,
    MovedMeanwhile,
    NoDepartment,
    NoEmergency,
    NoSuchDepartment,
    NotAllowed,
    NotControlled,
    NothingToPassOn,
    NotLater,
    NotStaff,
    PromiseOver,
    RemarkOver,
    RoleOfSettings,
    TemplateRefused,
    TooLate,
    WrongStatus,
)
from appeals.model import Appeal
from appeals.outages import OutageRefused
from appeals.sharing import leading
from handlers.turn import Turn
from texts import (
    announcements,
    approval,
    autoreplies,
    by_hand,
    clocks,
    control,
    corrections,
    desk,
    outages,
    promises,
    public,
    reminders,
    roles,
    routing,
    staffing,
    templates,
)
from texts.reply import Reply


async def explain(turn: Turn, refusal: AppealsError, what: str, appeal_id: int | None = None) -> Reply:
    """Words for a refusal. The journal tells of those about an appeal, a right or a role, the log of missing rights.

    `what` is a name of ours, never a person's words; `appeal_id` is the appeal that it was about.

    Raises:
        AppealsError: the refusal itself when no deed of the desk can meet it.
    """
    if isinstance(refusal, NotStaff | NotAllowed):
        why = "без роли" if isinstance(refusal, NotStaff) else "без права"
        logger.warning("Отказ {}: id{} в {} просит {}", why, turn.user_id, turn.peer_id, what)
    if isinstance(refusal, _OF_RIGHTS) or (appeal_id is not None and not isinstance(refusal, TemplateRefused)):
        turn.desk.audit.add(what, appeal_id=appeal_id, refused=refusal.code)
    match refusal:
        case NotAllowed(member=who, right=right):
            return Reply(roles.not_allowed(who, right))
        case (
            AlreadyTaken()
            | AlreadyControlled()
            | AlreadyAccepted()
            | NothingToPassOn()
            | MovedMeanwhile()
            | CantCorrect()
        ):
            return Reply(await _with_facts(turn, refusal))
        case WrongStatus() | AlreadyFiled() | NotControlled() | ClockStands() | NotLater() | TooLate() | NoEmergency():
            return Reply(await _as_it_stands(turn, refusal))
        case TemplateRefused() | OutageRefused() | AnnouncementRefused() | AutoReplyRefused():
            return _by_fault(turn, refusal)
        case _ if type(refusal) in _WITHOUT_APPEAL:
            return _WITHOUT_APPEAL[type(refusal)]
        case _:
            raise refusal


def _by_fault(turn: Turn, refusal: TemplateRefused | OutageRefused | AnnouncementRefused | AutoReplyRefused) -> Reply:
    """Words for what can't be stored or done as it was meant."""
    match refusal:
        case TemplateRefused():
            return templates.refused(refusal)
        case OutageRefused(fault=fault):
            return Reply(outages.REFUSALS[fault])
        case AutoReplyRefused():
            return autoreplies.refused(refusal)
        case AnnouncementRefused():
            return Reply(announcements.refused(turn.administration, refusal))


async def _with_facts(
    turn: Turn,
    refusal: AlreadyTaken | AlreadyControlled | AlreadyAccepted | NothingToPassOn | MovedMeanwhile | CantCorrect,
) -> str:
    """Words that need a colleague's name, a fate, a place, a reason."""
    match refusal:
        case AlreadyTaken(appeal=appeal):
            return desk.already_taken(appeal, await _name(turn, appeal.assignee_id or 0))
        case AlreadyControlled(appeal=appeal, control=held):
            return control.already_taken(appeal, await _name(turn, held.by_id))
        case AlreadyAccepted(appeal=appeal, by=by):
            return reminders.already_accepted(appeal, await _name(turn, by))
        case NothingToPassOn(appeal=appeal, fate=fate):
            return by_hand.nothing_to_pass_on(appeal, fate)
        case MovedMeanwhile(appeal=appeal):
            return routing.moved_meanwhile(turn.administration, appeal)
        case CantCorrect(appeal=appeal, why=why):
            return corrections.refused(appeal, why)


async def _as_it_stands(
    turn: Turn, refusal: WrongStatus | AlreadyFiled | NotControlled | ClockStands | NotLater | TooLate | NoEmergency
) -> str:
    """Words for a deed that the appeal doesn't allow now; of a joined one, where the work goes on."""
    appeal = refusal.appeal
    if isinstance(refusal, WrongStatus) and appeal.joined is not None:
        return desk.joined(appeal, await leading(turn.desk, appeal))
    return _AS_IT_STANDS[type(refusal)](appeal)


async def _name(turn: Turn, vk_id: int) -> str:
    """A colleague's name where VK has told it."""
    holder = await turn.desk.staff.get(vk_id)
    return holder.name if holder and holder.name else "другой сотрудник"


_OF_RIGHTS = (NotStaff, NotAllowed, RoleOfSettings, LastAdministrator)
"""Refusals that stand in the journal whatever they are about."""

_AS_IT_STANDS: dict[type[AppealsError], Callable[[Appeal], str]] = {
    WrongStatus: desk.wrong_status,
    ClockStands: clocks.clock_stands,
    NotLater: clocks.not_later_any_more,
    TooLate: clocks.too_late_by_now,
    AlreadyFiled: by_hand.already_registered,
    NotControlled: control.not_taken,
    NoEmergency: reminders.no_emergency,
}
"""Words for deeds that the appeal doesn't allow as it stands now."""

_WITHOUT_APPEAL: dict[type[AppealsError], Reply] = {
    NotStaff: desk.not_staff(),
    AmbiguousNumber: desk.ambiguous_number(),
    RemarkOver: Reply(public.REMARK_OVER_PRESS),
    AppealNotFound: desk.no_such_appeal(),
    NoDepartment: routing.no_department(),
    RoleOfSettings: Reply(staffing.ROLE_OF_SETTINGS),
    LastAdministrator: Reply(staffing.LAST_ADMINISTRATOR),
    CannotWork: Reply(routing.CANNOT_WORK),
    NoSuchDepartment: Reply(routing.NO_SUCH_DEPARTMENT),
    AnswerOver: Reply(approval.OVER_PRESS),
    PromiseOver: Reply(promises.OVER_PRESS),
}
"""Words for what is about no appeal that could be named."""
