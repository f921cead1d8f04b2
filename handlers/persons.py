"""Whom a colleague means by a link, a mention or a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.commands import parse_command

_SITE = r"(?:https?://)?(?:www\.|m\.)?vk\.(?:com|ru)/"
_MENTION = re.compile(r"\[id(\d{1,10})(?::[^|\]]*)?\|([^\]]*)\]")
_ID = re.compile(rf"(?:{_SITE}|[@*])?id(\d{{1,10}})(?![\w.])|(\d{{1,10}})(?![\w.])", re.IGNORECASE)
_SHORT_NAME = re.compile(rf"(?:{_SITE}|[@*])([\w.]{{2,40}})", re.IGNORECASE)

MAX_ID = 2**31

LIFE = timedelta(minutes=1)
"""How long what VK told of a short name stands."""

_NAME_PEOPLE = frozenset({"сотрудник", "отдать"})
"""Commands that begin with a person."""


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


def short_name_in(text: str) -> str:
    """The short name by which a command names a person; nothing when it names none, or by an id."""
    command = parse_command(text) if text.lstrip().startswith("/") else None
    if command is None or command.name not in _NAME_PEOPLE:
        return ""
    meant = person_meant(command.text)
    return short_name(meant) if meant is not None and not meant.vk_id else ""


def short_name(meant: Meant) -> str:
    """The bare short name: «durov» of «@durov» and «vk.com/durov»."""
    match = _SHORT_NAME.fullmatch(meant.name)
    return match[1].lower() if match else ""


class ShortNames:
    """Whose short names are, as VK has told lately: names change hands."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[int, datetime]] = {}

    def is_fresh(self, name: str, now: datetime) -> bool:
        """Whether VK has just told it, or that nobody is called so."""
        return name in self._told and now - self._told[name][1] <= LIFE

    def learn(self, name: str, vk_id: int, now: datetime) -> None:
        """Note what VK has told; 0 of a name that is nobody's."""
        self._told = {one: told for one, told in self._told.items() if self.is_fresh(one, now)}
        self._told[name] = vk_id, now

    def resolved(self, meant: Meant) -> Meant:
        """The person with the id that VK has told for a short name, if it did."""
        vk_id = 0 if meant.vk_id else self._told.get(short_name(meant), (0,))[0]
        return Meant(vk_id, "", meant.words) if vk_id else meant


def _meant(vk_id: int, name: str, rest: str) -> Meant | None:
    return Meant(vk_id, name[:100], rest.strip(" ,:\n")) if 0 < vk_id < MAX_ID else None
