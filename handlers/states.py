"""States of conversations. Their names are stored: renaming one needs a migration."""

from __future__ import annotations

from functools import cache

from vkbottle import BaseStateGroup


class Visitor(BaseStateGroup):
    """A citizen outside the filing dialog."""

    MENU = "menu"
    CLARIFYING = "clarifying"
    COMMENTING = "commenting"
    OPINION = "opinion"
    WITHDRAWING = "withdrawing"
    ERASING = "erasing"


class Filing(BaseStateGroup):
    """A citizen files an appeal; the middle ones are named as `appeals.draft.Step`."""

    CONSENT = "consent"
    CATEGORY = "category"
    TEXT = "text"
    ADDRESS = "address"
    ATTACHMENTS = "attachments"
    CONTACT = "contact"
    SUMMARY = "summary"
    EDIT = "edit"
    RESUME = "resume"


class Linked(BaseStateGroup):
    """A citizen has come by the link under their comment."""

    CONSENT = "linked_consent"  # not "consent" again: members of equal value are equal, whatever their groups


class AtDesk(BaseStateGroup):
    """A moderator writes something for a citizen."""

    ANSWERING = "answering"
    PREVIEW = "preview"
    ASKING = "asking"
    REJECTING = "rejecting"
    EXTENDING = "extending"
    FORWARDING = "forwarding"
    UPDATING = "updating"
    MOVING_PROMISE = "moving_promise"


class Correcting(BaseStateGroup):
    """A member of staff puts an appeal right."""

    WORDS = "correction_words"
    CONFIRM = "correction_confirm"


class Registering(BaseStateGroup):
    """A member of staff registers what somebody without VK said or wrote."""

    CHANNEL = "channel"
    NAME = "name"
    CONTACT = "contact"
    CATEGORY = "category"
    ADDRESS = "address"
    TEXT = "text"
    QUESTIONS = "questions"
    SUMMARY = "summary"


class Recording(BaseStateGroup):
    """A member of staff writes down what a citizen without VK replied."""

    REPLY = "reply"


class HandingBack(BaseStateGroup):
    """An executor tells why an appeal goes back to the moderators."""

    REASON = "handing_back"


class Approving(BaseStateGroup):
    """The head tells why an answer goes back to its author."""

    REASON = "return_reason"


class Announcing(BaseStateGroup):
    """A member of staff makes an announcement."""

    TEXT = "announcement_text"
    AUDIENCE = "announcement_audience"
    WHEN = "announcement_when"
    SUMMARY = "announcement_summary"


class CutShort(BaseStateGroup):
    """What a member of staff was writing ended: the data of the citizen whom it was about were destroyed."""

    ERASED = "erased"


AT_WORK = (AtDesk, Correcting, Registering, Recording, HandingBack, Approving, Announcing, CutShort)
"""A member of staff is in the middle of something that is no conversation of a citizen's, even in private."""


@cache
def names(*places: BaseStateGroup | type[BaseStateGroup]) -> frozenset[str]:
    """The stored names of states; a group stands for all of its own."""
    return frozenset(str(one) for place in places for one in (place if isinstance(place, type) else (place,)))
