"""Photos of an answer: how it was, how it is. The pair proves the work."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from appeals.contents import parse_reference
from appeals.draft import MAX_ATTACHMENTS
from appeals.model import Attachment, Side
from appeals.quality.findings import Finding, Flaw

_PICTURES = frozenset({"photo", "video"})
_CAPTION = re.compile(r"\s*(было|стало|до|после)\s*(?:[:.!]\s*(.*))?", re.IGNORECASE | re.DOTALL)
_SIDES = {"было": Side.BEFORE, "до": Side.BEFORE, "стало": Side.AFTER, "после": Side.AFTER}


def caption(text: str) -> tuple[Side, str] | None:
    """«Было» or «стало» as a caption of photos, and the words after it: «Стало: яму засыпали»; None for other words."""
    match = _CAPTION.fullmatch(text)
    return (_SIDES[match[1].lower()], (match[2] or "").strip()) if match else None


def is_picture(attachment: Attachment) -> bool:
    """Whether it can show how it was, or how it is."""
    return attachment.kind in _PICTURES


def marked(attachments: Sequence[Attachment], side: Side) -> tuple[Attachment, ...]:
    """The attachments with their pictures on this side; one that has a side keeps it."""
    return tuple(replace(one, side=side) if is_picture(one) and not one.side else one for one in attachments)


def unmarked(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The pictures that nobody has put on a side."""
    return tuple(one for one in attachments if is_picture(one) and not one.side)


def arranged(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """How it was, how it is, and the rest, each once: the order in which the citizen sees them."""
    once: dict[str, Attachment] = {}
    for number, one in enumerate(attachments):
        key = one.reference or str(number)
        if key not in once or not once[key].side:
            once[key] = one
    order = (Side.BEFORE, Side.AFTER, "")
    return tuple(sorted(once.values(), key=lambda one: order.index(one.side)))


def fits(attachments: Sequence[Attachment]) -> bool:
    """Whether one message of VK takes them all."""
    return len(attachments) <= MAX_ATTACHMENTS


def check_photos(
    attachments: Sequence[Attachment],
    of_citizen: Sequence[Attachment],
    hashes: Mapping[str, str],
    *,
    required: bool,
) -> tuple[Finding, ...]:
    """What is wrong with the photos of an answer: no «стало» where one is due, or one that shows what it was.

    A photo without a side counts as «стало». `hashes` are the sha256 of the files that are there, by VK's name without
    the key; a file that isn't there yet is known by its name alone.
    """
    after = [one for one in attachments if is_picture(one) and one.side != Side.BEFORE]
    before = [one for one in attachments if one.side == Side.BEFORE]
    if required and not after:
        return (Finding(Flaw.NO_PHOTO),)
    known = _identities([*before, *(one for one in of_citizen if is_picture(one))], hashes)
    same = any(_identities([one], hashes) & known for one in after)
    return (Finding(Flaw.SAME_PHOTO),) if same else ()


def names_of(attachments: Sequence[Attachment]) -> Collection[str]:
    """VK's names of attachments, as `hashes` knows them."""
    return [reference.name for one in attachments if (reference := parse_reference(one.reference)) is not None]


def _identities(attachments: Sequence[Attachment], hashes: Mapping[str, str]) -> set[str]:
    names = names_of(attachments)
    return {*names, *(hashes[name] for name in names if name in hashes)}
