"""What will be done when nobody asks for it: from when on, and about what."""

from __future__ import annotations

from datetime import datetime

from appeals.value import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing that some scheduled work will find, named as the desk names it."""

    at: datetime
    about: str = ""
