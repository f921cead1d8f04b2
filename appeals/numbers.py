"""How people write the number of an appeal: `2026-000123`, `№123`, `123`."""

from __future__ import annotations

import re

from appeals.value import dataclass

_FULL = re.compile(r"[№#N]?\s*(\d{4})\s*[-–—/]\s*(\d{1,9})", re.IGNORECASE)
_TAIL = re.compile(r"[№#N]?\s*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberReference:
    """A number as a person gave it; `year` is None when only the tail was given."""

    sequence: int
    year: int | None = None


def parse_number(text: str) -> NumberReference | None:
    """Read the number of an appeal from the whole of `text`; None when it isn't one."""
    text = text.strip()
    if full := _FULL.fullmatch(text):
        return NumberReference(int(full[2]), int(full[1]))
    if tail := _TAIL.fullmatch(text):
        return NumberReference(int(tail[1]))
    return None
