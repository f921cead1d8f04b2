"""Templates of answers: a name, a text, and fields in braces that the appeal fills: {имя}, {номер}, {адрес}."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from appeals.errors import TemplateRefused
from appeals.textcheck import has_meaning
from appeals.value import dataclass

MAX_NAME = 40
"""Characters of a name: it stands on a button (VK)."""

MAX_BODY = 3000
"""Characters of a text: with its fields filled it fits an answer."""

MAX_TEMPLATES = 60
"""Templates of a community: a longer list is read by nobody."""

_FIELD = re.compile(r"\{\s*([^{}\s]{1,30})\s*\}")
_BRACES = re.compile(r"[{}]")
_NAME = re.compile(r"[^\s/:{}][^\n:{}]*")


class Field(StrEnum):
    """A field, as staff type it."""

    NAME = "имя"
    NUMBER = "номер"
    ADDRESS = "адрес"
    DATE = "дата"
    DEPARTMENT = "отдел"


class Verb(StrEnum):
    """What `/шаблон` may be asked to do; none of these names a template."""

    ADD = "добавить"
    CHANGE = "изменить"
    REMOVE = "удалить"


class Fault(StrEnum):
    """Why a template is refused."""

    UNKNOWN = "unknown"
    GONE = "gone"
    WHICH = "which"
    TAKEN = "taken"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_BODY = "no_body"
    LONG_BODY = "long_body"
    FIELD = "field"
    BRACES = "braces"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Template:
    """One template. `changed_by` is a VK id."""

    id: int
    name: str
    body: str
    changed_by: int
    changed_at: datetime


class Named(Protocol):
    """What staff call by a name."""

    @property
    def name(self) -> str: ...


NamedT = TypeVar("NamedT", bound=Named)


class Templates(Protocol):
    """The templates of one community. Names are compared by `template_key`."""

    async def all(self) -> Sequence[Template]:
        """All of them, by name."""
        ...

    async def get(self, template_id: int) -> Template | None: ...

    async def put(self, name: str, body: str, by: int, at: datetime) -> Template:
        """Store a template: a new one, or a new text of the one that has this name."""
        ...

    async def remove(self, template_id: int) -> None: ...


def template_key(name: str) -> str:
    """By what names are the same: «Фонарь  починили» is «фонарь починили»."""
    return " ".join(name.casefold().replace("ё", "е").split())


def by_name(every: Sequence[NamedT], name: str) -> tuple[NamedT | None, str]:
    """What has this name, or the only one whose name begins like that, or has it within; else the name that is near."""
    key = template_key(name)
    found = [one for one in every if template_key(one.name) == key]
    found = found or [one for one in every if key and template_key(one.name).startswith(key)]
    found = found or [one for one in every if key and key in template_key(one.name)]
    if len(found) == 1:
        return found[0], ""
    by_key = {template_key(one.name): one.name for one in every}
    return None, by_key.get(nearest(key, list(by_key)), "")


def check_template(name: str, body: str) -> None:
    """Whether this may become a template.

    Raises:
        TemplateRefused: what is wrong with it, and the word that is.
    """
    if not _NAME.fullmatch(name) or template_key(name) in set(Verb):
        raise TemplateRefused(Fault.NO_NAME)
    if len(name) > MAX_NAME:
        raise TemplateRefused(Fault.LONG_NAME)
    if not has_meaning(body):
        raise TemplateRefused(Fault.NO_BODY)
    if len(body) > MAX_BODY:
        raise TemplateRefused(Fault.LONG_BODY)
    for match in _FIELD.finditer(body):
        if match[1].lower() not in set(Field):
            raise TemplateRefused(Fault.FIELD, match[1], nearest(match[1].lower(), list(Field)))
    if _BRACES.search(_FIELD.sub("", body)):
        raise TemplateRefused(Fault.BRACES)


def fill(body: str, values: Mapping[Field, str]) -> tuple[str, tuple[Field, ...]]:
    """The text with its fields filled, and the fields for which the appeal has nothing; these stay as they are."""
    missing: dict[Field, None] = {}

    def value(match: re.Match[str]) -> str:
        if (name := match[1].lower()) not in set(Field):
            return match[0]
        if not (known := values.get(Field(name), "")):
            missing[Field(name)] = None
        return known or match[0]

    return _FIELD.sub(value, body), tuple(missing)


def nearest(word: str, names: Sequence[str]) -> str:
    """The name that was meant, if one is near; else nothing."""
    return next(iter(difflib.get_close_matches(word, names, 1, 0.5)), "")
