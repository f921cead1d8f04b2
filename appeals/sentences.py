"""Sentences of a text, as far as full stops tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_SHORTENED = re.compile(
    r"(?:^|[\s(«,])(?:ул|пр|просп|пер|пл|б|д|дом|кв|корп|стр|обл|р|г|гг|пос|с|им|тел|руб|тыс|млн|т|е|п|ст|см|ч|мин|кг|в|[А-ЯЁA-Z])$",
    re.IGNORECASE,
)
_LONGEST = 8
"""Characters in which a shortened word is seen, with what stands before it."""


def sentences(text: str) -> Iterator[str]:
    """The sentences in their order, without white space around them. «ул. Садовая» ends none."""
    start, length = 0, len(text.rstrip())
    for match in _END.finditer(text):
        before = text[max(start, match.start() - _LONGEST) : match.start()]
        if match[0] == "." and _SHORTENED.search(before) and match.end() < length:
            continue
        if sentence := text[start : match.end()].strip():
            yield sentence
        start = match.end()
    if rest := text[start:].strip():
        yield rest
