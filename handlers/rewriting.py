"""A citizen puts otherwise what was refused for its manner alone."""

from __future__ import annotations

from dataclasses import replace

from vkbottle.bot import BotLabeler

from appeals.draft import MAX_TEXT, Draft, Step
from appeals.errors import AppealNotFound
from appeals.model import Appeal, Status
from appeals.usecases.feedback import own_appeal
from handlers import filing
from handlers.adding import may_add
from handlers.incoming import Said
from handlers.rules import Does, Private
from handlers.turn import Turn
from texts import buttons, own_appeals
from texts import filing as filing_texts
from texts.words import words_of

labeler = BotLabeler()


@labeler.message(Private(), Does(buttons.REWRITE))
async def rewrite(said: Said) -> None:
    """«Переписать»: a new appeal begins with everything that the refused one had."""
    turn = said.turn
    if not may_add(turn):
        return
    appeal = await _refused(said)
    if appeal is None:
        turn.say(own_appeals.no_such_appeal())
    elif turn.unfinished is not None:
        filing.offer(turn, turn.unfinished)  # what is being written goes first; the button stays
    elif turn.citizen.consent_version != turn.administration.consent.version:
        filing.begin(turn, _draft(turn, appeal))
    else:
        turn.dialog.draft = replace(_draft(turn, appeal), editing=True)
        turn.enter(filing.STATES[Step.TEXT])
        turn.say(filing_texts.rewrite(words_of(appeal)))


async def _refused(said: Said) -> Appeal | None:
    """The citizen's own refused appeal that the button names."""
    turn = said.turn
    try:
        appeal = await own_appeal(turn.desk, turn.citizen, (said.action.number("n") or 0) if said.action else 0)
    except AppealNotFound:
        return None
    return appeal if appeal.status is Status.REJECTED else None


def _draft(turn: Turn, appeal: Appeal) -> Draft:
    return Draft(
        id=turn.office.ids.random_id(),
        updated_at=turn.now,
        category=appeal.category,
        text=words_of(appeal)[:MAX_TEXT],
        place=appeal.place,
        attachments=appeal.attachments,
        attachments_done=True,
        contact=appeal.contact,
    )
