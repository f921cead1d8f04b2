"""What staff do with templates of answers."""

from __future__ import annotations

from datetime import datetime

from appeals.errors import TemplateRefused
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.templates import MAX_TEMPLATES, Fault, Template, by_name, check_template, template_key
from appeals.value import dataclass

ADDED, CHANGED, REMOVED = "template_added", "template_changed", "template_removed"
"""Deeds in the journal; their subject is the template's name."""


async def find_template(desk: Desk, name: str) -> Template:
    """The template of this name, or the only one whose name begins like that.

    Raises:
        TemplateRefused: there is none, or there are several.
    """
    found, near = by_name(await desk.templates.all(), name)
    if found is None:
        raise TemplateRefused(Fault.UNKNOWN, name, near)
    return found


@dataclass(frozen=True, slots=True)
class AddTemplate:
    """Store a new template.

    Raises:
        NotStaff, NotAllowed
        TemplateRefused: the name is taken, there are too many, or something is wrong with it.
    """

    desk: Desk

    async def __call__(self, name: str, body: str, by: int, at: datetime) -> Template:
        await require(self.desk, by, Right.TEMPLATES)
        check_template(name, body)
        every = await self.desk.templates.all()
        if any(template_key(one.name) == template_key(name) for one in every):
            raise TemplateRefused(Fault.TAKEN, name)
        if len(every) >= MAX_TEMPLATES:
            raise TemplateRefused(Fault.TOO_MANY)
        stored = await self.desk.templates.put(name, body, by, at)
        self.desk.audit.add(ADDED, subject=stored.name, after={"body": stored.body})
        return stored


@dataclass(frozen=True, slots=True)
class ChangeTemplate:
    """Give a template another text.

    Raises:
        NotStaff, NotAllowed, TemplateRefused
    """

    desk: Desk

    async def __call__(self, name: str, body: str, by: int, at: datetime) -> Template:
        await require(self.desk, by, Right.TEMPLATES)
        known = await find_template(self.desk, name)
        check_template(known.name, body)
        stored = await self.desk.templates.put(known.name, body, by, at)
        self.desk.audit.add(CHANGED, subject=known.name, before={"body": known.body}, after={"body": stored.body})
        return stored


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """Take a template away; what was sent by it stays as it was.

    Raises:
        NotStaff, NotAllowed, TemplateRefused
    """

    desk: Desk

    async def __call__(self, name: str, by: int) -> Template:
        await require(self.desk, by, Right.TEMPLATES)
        known = await find_template(self.desk, name)
        await self.desk.templates.remove(known.id)
        self.desk.audit.add(REMOVED, subject=known.name, before={"body": known.body})
        return known
