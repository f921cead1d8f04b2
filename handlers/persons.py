"""Whom a colleague means by a link, a mention or a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SITE = r"(?:https?://)?(?:www\.|m\.)?vk\.(?:com|ru)/"
_MENTION = re.compile(r"\[id(\d{1,10})(?::[^|\]]*)?\|([^\]]*)\]")
_ID = re.compile(rf"(?:{_SITE}|[@*])?id(\d{{1,10}})(?![\w.])|(\d{{1,10}})(?![\w.])", re.IGNORECASE)
_SHORT_NAME = re.compile(rf"(?:{_SITE}|[@*])([\w.]{{2,40}})", re.IGNORECASE)

MAX_ID = 2**31


@dataclass(frozen=True, slots=True)
class Meant:
    """A person, and the words after them. `vk_id` is 0 for a short name: only VK could tell whose it is."""

    vk_id: int
    name: str
    words: str


def person_meant(text: str) -> Meant | None:
    """Read `[id101|Имя]`, `@id101`, `vk.com/id101` or `101` at the beginning; None when nobody stands there.

    VK itself makes `[id101|@id101]` of `@id101`: a name that is no name is left out.
    """
    text = text.strip()
    if mention := _MENTION.match(text):
        name = mention[2].strip()
        return _meant(int(mention[1]), "" if name.startswith(("@", "*")) else name, text[mention.end() :])
    if numbered := _ID.match(text):
        return _meant(int(numbered[1] or numbered[2]), "", text[numbered.end() :])
    if short := _SHORT_NAME.match(text):
        return Meant(0, short[0], text[short.end() :].strip())
    return None


def _meant(vk_id: int, name: str, rest: str) -> Meant | None:
    return Meant(vk_id, name[:100], rest.strip(" ,:\n")) if 0 < vk_id < MAX_ID else None
