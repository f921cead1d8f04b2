"""Numbers in VK's answers: mostly numbers, in some places and on some servers text of digits."""

from __future__ import annotations

from typing import Any


def integer(value: Any) -> int | None:
    """The integer that `value` stands for; None when it is none."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str) and len(value) < 20 and value.removeprefix("-").isdecimal():
        return int(value)
    return None
