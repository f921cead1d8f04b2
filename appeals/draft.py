"""A draft: what a citizen has told so far, and what is still missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from appeals.model import Attachment, Place
from appeals.value import dataclass

MAX_TEXT = 10_000
"""Characters of an appeal's text. VK's client sends at most 4,096 a message, but several messages make one text."""

MAX_ATTACHMENTS = 10
"""Photos and documents of one appeal: VK forwards no more than ten with one message."""

MAX_PIECES = 200
"""Messages whose words are remembered one by one."""

OFFERED_AGAIN_AFTER = timedelta(minutes=30)
"""After a pause this long the citizen is reminded of what was being written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The words that one message brought. `number` is VK's `conversation_message_id`."""

    number: int
    text: str


def reworded(text: str, before: str, after: str) -> str | None:
    """A text with the words of one message changed; None when it holds no such message.

    Each message stands on lines of its own: the same words within those of another message are not meant.
    """
    lines = f"\n{text}\n"
    if f"\n{before}\n" not in lines and before:
        return None
    changed = lines.replace(f"\n{before}\n", f"\n{after}\n" if after else "\n", 1) if before else f"{lines}{after}"
    return changed.strip("\n")[:MAX_TEXT]


class Step(StrEnum):
    """The questions of the dialog, in the order in which they are asked."""

    CATEGORY = "category"
    TEXT = "text"
    ADDRESS = "address"
    ATTACHMENTS = "attachments"
    CONTACT = "contact"
    SUMMARY = "summary"


ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Draft:
    """An appeal that is being written. A field that is None hasn't been asked yet; an empty one was skipped.

    `editing` marks a return to one question from the summary: after it the dialog goes back there. `pieces` tells which
    messages the text came from, as far as that is known.
    """

    id: int
    updated_at: datetime
    category: str | None = None
    text: str | None = None
    place: Place | None = None
    attachments: tuple[Attachment, ...] = ()
    attachments_done: bool = False
    contact: str | None = None
    editing: bool = False
    pieces: tuple[Piece, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.category or self.text or self.place or self.attachments or self.contact)

    @property
    def next_step(self) -> Step:
        """The first question that has no answer yet."""
        if self.category is None:
            return Step.CATEGORY
        if not self.text:
            return Step.TEXT
        if self.place is None:
            return Step.ADDRESS
        if not self.attachments_done:
            return Step.ATTACHMENTS
        if self.contact is None:
            return Step.CONTACT
        return Step.SUMMARY

    def paused(self, now: datetime) -> bool:
        """Whether the citizen left the draft long enough ago to be reminded of it."""
        return now - self.updated_at >= OFFERED_AGAIN_AFTER

    def touched(self, now: datetime) -> Draft:
        """The draft as of `now`."""
        return self if self.updated_at == now else replace(self, updated_at=now)

    def with_text(self, text: str, now: datetime, number: int | None = None) -> Draft:
        """Add `text` to what was written before, on a line of its own; `number` is its message's."""
        whole = f"{self.text}\n{text}" if self.text else text
        brought = (Piece(number, text),) if number is not None else ()
        return replace(self, text=whole, pieces=(self.pieces + brought)[-MAX_PIECES:], updated_at=now)

    def reworded(self, edited: Piece, now: datetime) -> Draft | None:
        """The draft with a message's new words in the place of its old ones; None when it holds none of them."""
        before = next((piece for piece in self.pieces if piece.number == edited.number), None)
        text = reworded(self.text, before.text, edited.text) if before is not None and self.text else None
        if text is None:
            return None
        if before is not None and before.text == edited.text:
            return self
        pieces = tuple(edited if piece is before else piece for piece in self.pieces)
        return replace(self, text=text or None, pieces=pieces, updated_at=now)

    def with_attachments(self, added: tuple[Attachment, ...], now: datetime) -> tuple[Draft, int]:
        """Add attachments up to the limit; return the draft and how many did not fit. The same one counts once."""
        known = {attachment.reference for attachment in self.attachments if attachment.reference}
        fresh = tuple(a for a in dict.fromkeys(added) if not a.reference or a.reference not in known)
        kept = fresh[: MAX_ATTACHMENTS - len(self.attachments)]
        draft = replace(self, attachments=self.attachments + kept, updated_at=now)
        return draft, len(fresh) - len(kept)


def previous_step(step: Step) -> Step | None:
    """The question before `step`, or None at the first one."""
    index = ORDER.index(step)
    return ORDER[index - 1] if index else None
