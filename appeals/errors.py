"""Typed refusals of the trade. They carry facts and a code; only `texts/` turns them into words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from appeals.model import Appeal, Fate, StaffMember, Status

if TYPE_CHECKING:
    from appeals.announcements import Fault as AnnouncementFault
    from appeals.autoreplies.entries import Fault as AutoReplyFault
    from appeals.control import Control
    from appeals.rights import Right
    from appeals.templates import Fault


class AppealsError(Exception):
    """Something the trade forbids. `code` is stable and safe to log: it never holds personal data."""

    code: ClassVar[str] = "appeals_error"

    def __str__(self) -> str:
        return self.code


class AppealNotFound(AppealsError):
    """No appeal of this community has the given number."""

    code = "appeal_not_found"


class AmbiguousNumber(AppealsError):
    """The tail of a number fits appeals of several years; the full number is needed."""

    code = "ambiguous_number"


class NotStaff(AppealsError):
    """The person has no role in this community."""

    code = "not_staff"


class NotAllowed(AppealsError):
    """The person's role doesn't give this right, or not on this appeal.

    Attributes:
        member: the person with their role.
        right: what it takes.
    """

    code = "not_allowed"

    def __init__(self, member: StaffMember, right: Right) -> None:
        super().__init__()
        self.member = member
        self.right = right


class NoDepartment(AppealsError):
    """An executor's department isn't in the settings (any more)."""

    code = "no_department"


class AlreadyTaken(AppealsError):
    """A colleague took the appeal first.

    Attributes:
        appeal: the appeal as it stands now; `appeal.assignee_id` tells who has it.
    """

    code = "already_taken"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class WrongStatus(AppealsError):
    """The action does not fit the appeal's present status.

    Attributes:
        appeal: the appeal as it stands now.
        wanted: the status that the action would have led to.
    """

    code = "wrong_status"

    def __init__(self, appeal: Appeal, wanted: Status) -> None:
        super().__init__()
        self.appeal = appeal
        self.wanted = wanted


class ClockStands(AppealsError):
    """The appeal waits for its citizen: its clock stands still, so there is nothing to put off."""

    code = "clock_stands"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class NotLater(AppealsError):
    """The new day for an answer isn't later than the present one."""

    code = "not_later"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class TooLate(AppealsError):
    """An answer can't be put off so far.

    Attributes:
        appeal: the appeal as it stands now.
        latest: to when it could be put off at the latest.
    """

    code = "too_late"

    def __init__(self, appeal: Appeal, latest: datetime) -> None:
        super().__init__()
        self.appeal = appeal
        self.latest = latest


class AlreadyFiled(AppealsError):
    """This origin has already become an appeal: a button was pressed twice, a lead came twice."""

    code = "already_filed"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class NothingToPassOn(AppealsError):
    """Nobody needs to pass these words on.

    Attributes:
        appeal: the appeal as it stands now.
        fate: what became of the words.
    """

    code = "nothing_to_pass_on"

    def __init__(self, appeal: Appeal, fate: Fate) -> None:
        super().__init__()
        self.appeal = appeal
        self.fate = fate


class AlreadyControlled(AppealsError):
    """Somebody else has the appeal under personal control.

    Attributes:
        appeal: the appeal as it stands now.
        control: who has it, since when.
    """

    code = "already_controlled"

    def __init__(self, appeal: Appeal, control: Control) -> None:
        super().__init__()
        self.appeal = appeal
        self.control = control


class AlreadyAccepted(AppealsError):
    """Somebody has accepted this emergency already.

    Attributes:
        appeal: the emergency.
        by: who.
    """

    code = "already_accepted"

    def __init__(self, appeal: Appeal, by: int) -> None:
        super().__init__()
        self.appeal = appeal
        self.by = by


class NoEmergency(AppealsError):
    """The appeal is no emergency any more, or has ended.

    Attributes:
        appeal: as it stands.
    """

    code = "no_emergency"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class NotControlled(AppealsError):
    """The appeal is under nobody's personal control.

    Attributes:
        appeal: the appeal as it stands now.
    """

    code = "not_controlled"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class IncompleteDraft(AppealsError):
    """The draft lacks a field without which an appeal can't be filed."""

    code = "incomplete_draft"


class ConsentMissing(AppealsError):
    """Personal data may not be kept without the citizen's consent (152-ФЗ)."""

    code = "consent_missing"


class BadContact(AppealsError):
    """The text is neither a Russian or international phone number nor an e-mail address."""

    code = "bad_contact"


class BadAddress(AppealsError):
    """The text can't be an address: too short, too long, or without a single letter."""

    code = "bad_address"


class MovedMeanwhile(AppealsError):
    """The appeal is where it should go already, or a colleague has sent it elsewhere since the button was shown.

    Attributes:
        appeal: the appeal as it stands now; `appeal.department` tells who has it.
    """

    code = "moved_meanwhile"

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class CannotWork(AppealsError):
    """The colleague has no role by which they could work on this appeal."""

    code = "cannot_work"


class NoSuchDepartment(AppealsError):
    """The department has left administration.toml."""

    code = "no_such_department"


class RoleOfSettings(AppealsError):
    """The server's settings name this person an administrator: only there can that be changed."""

    code = "role_of_settings"


class LastAdministrator(AppealsError):
    """Without this person nobody could give roles any more."""

    code = "last_administrator"


class Why(StrEnum):
    """Why a correction isn't made."""

    NOTHING_DONE = "nothing_done"
    TOO_LATE = "too_late"
    ANOTHERS = "anothers"
    TOLD = "told"
    FOLLOWED = "followed"
    ITSELF = "itself"
    NOT_JOINED = "not_joined"
    ANSWER_GONE = "answer_gone"
    MAIN_IS_OVER = "main_is_over"
    IS_JOINED = "is_joined"


class CantCorrect(AppealsError):
    """A correction doesn't fit the appeal as it stands.

    Attributes:
        appeal: the appeal as it stands now.
        why: what stands against it.
    """

    code = "cant_correct"

    def __init__(self, appeal: Appeal, why: Why) -> None:
        super().__init__()
        self.appeal = appeal
        self.why = why


class RemarkOver(AppealsError):
    """The remark is no candidate any more: a colleague has judged it, or its author has taken it away."""

    code = "remark_over"


class TemplateRefused(AppealsError):
    """A template can't be found, or can't be stored as it is.

    Attributes:
        fault: what is wrong.
        word: the name or the field that is meant, as it was typed.
        nearest: what may have been meant instead; empty for nothing.
    """

    code = "template_refused"

    def __init__(self, fault: Fault, word: str = "", nearest: str = "") -> None:
        super().__init__()
        self.fault = fault
        self.word = word
        self.nearest = nearest


class AutoReplyRefused(AppealsError):
    """An entry of the base of answers can't be found, or can't be stored as it is.

    Attributes:
        fault: what is wrong.
        word: what is meant, as it was typed.
        nearest: what may have been meant instead; empty for nothing.
    """

    code = "autoreply_refused"

    def __init__(self, fault: AutoReplyFault, word: str = "", nearest: str = "") -> None:
        super().__init__()
        self.fault = fault
        self.word = word
        self.nearest = nearest


class AnswerOver(AppealsError):
    """The answer doesn't wait for the head any more: it has been decided, replaced, or its appeal has ended."""

    code = "answer_over"


class PromiseOver(AppealsError):
    """The promise is kept already, or doesn't exist."""

    code = "promise_over"


class AnnouncementRefused(AppealsError):
    """An announcement can't be planned, cancelled or stopped as it stands.

    Attributes:
        fault: what stands against it.
        better: the next moment at which it could go, where that is what is wrong.
    """

    code = "announcement_refused"

    def __init__(self, fault: AnnouncementFault, better: datetime | None = None) -> None:
        super().__init__()
        self.fault = fault
        self.better = better
