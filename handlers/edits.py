"""`message_edit`: a citizen has changed a message of theirs, before or after the appeal was filed."""

from __future__ import annotations

from typing import Any

from appeals.draft import Piece, Step
from appeals.model import Act
from appeals.usecases.edits import EditMessage
from appeals.value import dataclass
from handlers import filing
from handlers.cards import tell_news
from handlers.incoming import Message, read_message
from handlers.states import Filing
from handlers.turn import Turn
from handlers.words import Words
from texts import citizen
from texts.reply import Reply

EDIT = "message_edit"


@dataclass(frozen=True, slots=True)
class EditedMessage:
    """A message as it reads now."""

    message: Message

    @property
    def peer_id(self) -> int:
        return self.message.peer_id

    @property
    def user_id(self) -> int:
        return self.message.user_id


def read_edit(obj: Any) -> EditedMessage | None:
    """Read the `object` of a `message_edit`; None for what isn't a citizen's own private message.

    Raises:
        UnreadableEventError: who wrote, or where, is missing.
    """
    message = read_message(obj)
    is_own = not message.outgoing and message.peer_id == message.user_id
    return EditedMessage(message) if is_own and message.number is not None else None


async def edited(turn: Turn, edit: EditedMessage) -> None:
    """Change the words where they stand; what was told nowhere is let pass."""
    if turn.citizen.destroy_by is not None:
        return  # after the consent is withdrawn nothing more is kept
    message = edit.message
    piece = Piece(message.number or 0, message.text)
    if turn.draft is not None and (changed := turn.draft.reworded(piece, turn.now)) is not None:
        if changed != turn.draft:
            turn.dialog.draft = changed
            if not turn.is_quiet:
                _say_corrected(turn)
        return
    if _changes_waiting(turn, piece):
        return
    appeal = await EditMessage(turn.desk)(turn.citizen, piece, message.attachments, turn.now)
    if appeal is not None:
        if not turn.is_quiet:
            turn.say(citizen.corrected(appeal))
        await tell_news(turn, appeal, Act.EDITED, message.text, message.attachments)


def _changes_waiting(turn: Turn, piece: Piece) -> bool:
    """Change words that wait with the dialog, of which nobody has been told; whether they were meant."""
    for kept, put in ((turn.asked, turn.put_asked), (turn.aside, turn.put_aside)):
        if (changed := Words.kept(kept).reworded(piece)) is not None:
            put({**kept, **changed.as_payload()})
            return True
    return False


def _say_corrected(turn: Turn) -> None:
    if turn.stands_in(Filing.SUMMARY) and turn.draft is not None and turn.draft.next_step is Step.SUMMARY:
        filing.ask(turn, turn.draft, Step.SUMMARY, citizen.corrected_draft())
    else:
        turn.say(Reply(citizen.corrected_draft()))
