"""Whom a colleague means by a link, a mention or a number."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from appeals.roles_typed import means_none
from appeals.value import dataclass
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

_GIVES_ROLES = "сотрудник"


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


def asked_in(text: str) -> str:
    """Whom a command names so that only VK can tell who it is: by a short name, or, where somebody unknown would get a
    role, by an id («id101»). Nothing when it names nobody like that.
    """
    command = parse_command(text) if text.lstrip().startswith("/") else None
    if command is None or command.name not in _NAME_PEOPLE:
        return ""
    about_roles = command.name == _GIVES_ROLES
    meant = person_meant(command.words if about_roles else command.text)
    if meant is None:
        return ""
    if not meant.vk_id:
        return short_name(meant)
    return _by_id(meant.vk_id) if about_roles and meant.words and not means_none(meant.words) else ""


def short_name(meant: Meant) -> str:
    """The bare short name: «durov» of «@durov» and «vk.com/durov»."""
    match = _SHORT_NAME.fullmatch(meant.name)
    return match[1].lower() if match else ""


@dataclass(frozen=True, slots=True)
class Told:
    """What VK told of a name or an id: the person, or 0 where nobody is called so, or whoever was has left VK."""

    vk_id: int
    name: str = ""


class ShortNames:
    """Whose short names and ids are, as VK has told lately: names change hands. None where VK didn't answer."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[Told | None, datetime]] = {}

    def is_fresh(self, name: str, now: datetime) -> bool:
        """Whether VK has just told it, or that nobody is called so."""
        return name in self._told and now - self._told[name][1] <= LIFE

    def learn(self, name: str, told: Told | None, now: datetime) -> None:
        """Note what VK has told."""
        self._told = {one: kept for one, kept in self._told.items() if self.is_fresh(one, now)}
        self._told[name] = told, now

    def resolved(self, meant: Meant) -> Meant:
        """The person with the id and the name that VK has told, if it did."""
        told = self._of(meant)
        if told is None or not told.vk_id:
            return meant
        return Meant(told.vk_id, (meant.name if meant.vk_id else "") or told.name, meant.words)

    def is_nobody(self, meant: Meant) -> bool:
        """Whether VK has told that this id is nobody's, or that whoever had it has left VK."""
        told = self._of(meant)
        return bool(meant.vk_id) and told is not None and not told.vk_id

    def _of(self, meant: Meant) -> Told | None:
        return self._told.get(_by_id(meant.vk_id) if meant.vk_id else short_name(meant), (None,))[0]


def _by_id(vk_id: int) -> str:
    return f"id{vk_id}"


def _meant(vk_id: int, name: str, rest: str) -> Meant | None:
    return Meant(vk_id, name[:100], rest.strip(" ,:\n")) if 0 < vk_id < MAX_ID else None
