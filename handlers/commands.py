"""Commands of moderators: `/ответ 123 Яму засыпали.`"""

from __future__ import annotations

import re
from dataclasses import field

from appeals.numbers import NumberReference, parse_number
from appeals.value import dataclass

_COMMAND = re.compile(r"/\s*([а-яёa-z]{1,40})(?![а-яёa-z])\s*(.*)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(
    # The year is read narrowly: `/ответ 5 — 10 декабря сделаем` is about number 5. A full stop or a bracket may follow.
    r"((?:[№#N]\s*)?(?:20\d\d\s?[-–—/]\s?\d{1,9}|\d{1,9}))[.,:;)]?(?=\s|$)\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name in lower case with «е» for «ё», the number after it, and the text after that.

    `words` is all that follows the name, for commands that take no number.
    """

    name: str
    number: NumberReference | None
    text: str
    words: str = field(default="", compare=False)


def parse_command(text: str) -> Command | None:
    """Read a command; None when the text isn't one. Case, «ё» and extra spaces don't matter."""
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        return None
    name, rest = match[1].lower().replace("ё", "е"), match[2].strip()
    if (numbered := _NUMBER.fullmatch(rest)) and (number := parse_number(numbered[1])):
        return Command(name, number, numbered[2].strip(), rest)
    return Command(name, None, rest, rest)
