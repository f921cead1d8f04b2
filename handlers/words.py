"""What somebody wrote, kept with a dialog until it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appeals.draft import MAX_ATTACHMENTS, Piece, reworded
from appeals.model import Attachment
from appeals.value import dataclass
from handlers.incoming import Said
from texts.words import on_map


@dataclass(frozen=True, slots=True)
class Words:
    """A text and what is attached to it. `overruled` is what the check found in an answer that goes all the same."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    pieces: tuple[Piece, ...] = ()
    overruled: str = ""

    @classmethod
    def of(cls, said: Said) -> Words:
        """What a message says."""
        pieces = (Piece(said.number, said.text),) if said.number is not None else ()
        point = on_map(said.place) if said.place is not None else ""
        return cls("\n".join(part for part in (said.text, point) if part), said.attachments, pieces)

    @classmethod
    def kept(cls, payload: Mapping[str, Any]) -> Words:
        """What `as_payload` kept; nothing when it kept none."""
        attachments = tuple(Attachment(*item) for item in payload.get("attachments", ()))
        pieces = tuple(Piece(*item) for item in payload.get("pieces", ()))
        return cls(payload.get("text", ""), attachments, pieces, payload.get("overruled", ""))

    def as_payload(self) -> dict[str, Any]:
        """The form in which a dialog's payload keeps them."""
        return {
            "text": self.text,
            "attachments": [
                [one.kind, one.reference, one.title, one.url, one.seconds, one.side] for one in self.attachments
            ],
            "pieces": [[piece.number, piece.text] for piece in self.pieces],
        }

    def reworded(self, edited: Piece) -> Words | None:
        """These words after one of their messages was changed; None when they hold no such message."""
        before = next((piece for piece in self.pieces if piece.number == edited.number), None)
        text = reworded(self.text, before.text, edited.text) if before is not None else None
        if text is None:
            return None
        return replace(self, text=text, pieces=tuple(edited if piece is before else piece for piece in self.pieces))

    def then(self, more: Words) -> Words:
        """These words and, on a line of their own, `more`."""
        attachments = tuple(dict.fromkeys(self.attachments + more.attachments))[:MAX_ATTACHMENTS]
        return Words(f"{self.text}\n{more.text}".strip(), attachments, self.pieces + more.pieces)
