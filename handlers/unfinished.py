"""The buttons under the reminder of an appeal that was left unfinished."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.usecases.filing import draft_origin
from appeals.usecases.reminding import after_draft
from handlers.filing import begin
from handlers.incoming import Said
from handlers.rules import Does, Private
from handlers.states import Visitor
from handlers.turn import Turn
from texts import buttons, filing

labeler = BotLabeler()


@labeler.message(Private(), Does(buttons.RESUME_DRAFT, buttons.DROP_DRAFT))
async def reminded(said: Said) -> None:
    """«Продолжить» or «Удалить черновик»: of this very draft, wherever the person stands."""
    turn, draft = said.turn, said.turn.unfinished
    draft_id = said.action.number("d") if said.action else None
    if draft is None or draft.id != draft_id:
        await _over(turn, draft_id)
    elif said.does == buttons.RESUME_DRAFT:
        begin(turn, draft)
    else:
        turn.dialog.draft = None
        turn.enter(Visitor.MENU)
        turn.say(filing.cancelled())


async def _over(turn: Turn, draft_id: int | None) -> None:
    origin = None if draft_id is None else draft_origin(turn.citizen, draft_id)
    filed = None if origin is None else await turn.desk.appeals.by_origin(origin)
    turn.say(filing.already_filed(filed) if filed is not None else filing.no_draft())


async def note_new_draft(turn: Turn, before: int | None) -> None:
    """Somebody may leave unfinished what they have begun now. `before` is the draft that was there already."""
    if turn.draft is not None and turn.draft.id != before:
        await after_draft(turn.desk, turn.clocks, turn.citizen, turn.draft)
