"""What the check of an answer may find."""

from __future__ import annotations

from enum import StrEnum

from appeals.model import Number
from appeals.value import dataclass


class Flaw(StrEnum):
    """One kind of weakness. What is in `ADVICE` is only advised on; the others have to be overruled to go."""

    NO_FACTS = "no_facts"
    REPEATED = "repeated"
    OFFICIALESE = "officialese"
    STIFF = "stiff"
    NO_TERM = "no_term"
    PAST_TERM = "past_term"
    NO_DAY = "no_day"
    NO_PHOTO = "no_photo"
    SAME_PHOTO = "same_photo"


ADVICE = frozenset({Flaw.STIFF, Flaw.NO_DAY})


@dataclass(frozen=True, slots=True)
class Finding:
    """A weakness and where it is: `quote` are words of the answer, `phrase` the known phrase among them, `number`
    the appeal that got the same answer.
    """

    flaw: Flaw
    quote: str = ""
    phrase: str = ""
    number: Number | None = None

    @property
    def is_grave(self) -> bool:
        return self.flaw not in ADVICE
