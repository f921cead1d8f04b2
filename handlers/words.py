"""What somebody wrote, kept with a dialog until it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appeals.model import Attachment
from handlers.incoming import Said


@dataclass(frozen=True, slots=True)
class Words:
    """A text and what is attached to it."""

    text: str
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def of(cls, said: Said) -> Words:
        """What a message says."""
        return cls(said.text, said.attachments)

    @classmethod
    def kept(cls, payload: Mapping[str, Any]) -> Words:
        """What `as_payload` kept; nothing when it kept none."""
        return cls(payload.get("text", ""), tuple(Attachment(*item) for item in payload.get("attachments", ())))

    def as_payload(self) -> dict[str, Any]:
        """The form in which a dialog's payload keeps them."""
        return {
            "text": self.text,
            "attachments": [[one.kind, one.reference, one.title] for one in self.attachments],
        }

    def then(self, more: Words) -> Words:
        """These words and, on a line of their own, `more`."""
        return Words(f"{self.text}\n{more.text}".strip(), self.attachments + more.attachments)
