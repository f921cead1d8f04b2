"""All handlers of the conversation in the order in which they are asked."""

from __future__ import annotations

from itertools import chain

from handlers import (
    announcing,
    approving,
    citizen,
    correcting,
    cut_short,
    desk,
    filing,
    handing,
    helped,
    known_outages,
    linked,
    manual_replies,
    own_appeals,
    passing,
    personal,
    registering,
    rewriting,
    subscribing,
    unfinished,
    verdicts,
    writing,
)
from handlers.prepared import FirstFitting


def conversation() -> FirstFitting:
    """Every handler of the conversation.

    First what is said beside a human who has the conversation. Then the desk: a command is a command in any state, and
    a text that was asked for is that text. Then what works everywhere, then the steps of the filing dialog, then
    whatever is left.
    """
    parts = (
        manual_replies.labeler,
        desk.labeler,
        writing.labeler,
        correcting.labeler,
        cut_short.labeler,
        registering.labeler,
        passing.labeler,
        handing.labeler,
        approving.labeler,
        announcing.labeler,
        linked.first_labeler,
        personal.labeler,
        subscribing.labeler,
        own_appeals.labeler,
        known_outages.labeler,
        verdicts.labeler,
        rewriting.labeler,
        helped.labeler,
        citizen.first_labeler,
        unfinished.labeler,
        filing.labeler,
        linked.labeler,
        verdicts.last_labeler,
        citizen.last_labeler,
    )
    # Not `BotLabeler.load`: it gives the part the view that it was loaded into, and a second call doubles it.
    return FirstFitting(chain.from_iterable(part.message_view.handlers for part in parts))
