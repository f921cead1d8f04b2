"""What staff do with the base of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from appeals.autoreplies.entries import MAX_ENTRIES, Entry, Fault
from appeals.autoreplies.typed import Part, applied
from appeals.errors import AutoReplyRefused
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.templates import by_name, template_key
from appeals.value import dataclass

ADDED, CHANGED, REMOVED = "autoreply_added", "autoreply_changed", "autoreply_removed"
"""Deeds in the journal; their subject is the entry's name."""


async def find_entry(desk: Desk, name: str) -> Entry:
    """The entry of this name, or the only one whose name begins like that.

    Raises:
        AutoReplyRefused: there is none, or there are several.
    """
    found, near = by_name(await desk.autoreplies.all(), name)
    if found is None:
        raise AutoReplyRefused(Fault.UNKNOWN, name, near)
    return found


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Store a new entry.

    Raises:
        NotStaff, NotAllowed
        AutoReplyRefused: the name is taken, there are too many, or something is wrong with it.
    """

    desk: Desk

    async def __call__(self, name: str, parts: Mapping[Part, str], by: int, at: datetime, today: date) -> Entry:
        await require(self.desk, by, Right.TEMPLATES)
        entry = applied(Entry(0, name, "", changed_by=by), parts, today)
        every = await self.desk.autoreplies.all()
        if any(template_key(one.name) == template_key(name) for one in every):
            raise AutoReplyRefused(Fault.TAKEN, name)
        if len(every) >= MAX_ENTRIES:
            raise AutoReplyRefused(Fault.TOO_MANY)
        stored = await self.desk.autoreplies.put(entry, at)
        self.desk.audit.add(ADDED, subject=stored.name, after=_told(stored))
        return stored


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """Change parts of an entry. One of `administration.toml` is the desk's own from then on.

    Raises:
        NotStaff, NotAllowed, AutoReplyRefused
    """

    desk: Desk

    async def __call__(self, name: str, parts: Mapping[Part, str], by: int, at: datetime, today: date) -> Entry:
        await require(self.desk, by, Right.TEMPLATES)
        known = await find_entry(self.desk, name)
        changed = applied(replace(known, changed_by=by), parts, today)
        stored = await self.desk.autoreplies.put(changed, at)
        before, after = _told(known), _told(stored)
        differ = [part for part in after if before[part] != after[part]]
        self.desk.audit.add(
            CHANGED,
            subject=known.name,
            before={part: before[part] for part in differ},
            after={part: after[part] for part in differ},
        )
        return stored


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take an entry away; how often it helped stays known.

    Raises:
        NotStaff, NotAllowed
        AutoReplyRefused: there is none, or it stands in `administration.toml`, where it has to be taken away.
    """

    desk: Desk

    async def __call__(self, name: str, by: int, at: datetime) -> Entry:
        await require(self.desk, by, Right.TEMPLATES)
        known = await find_entry(self.desk, name)
        if known.place is not None:
            raise AutoReplyRefused(Fault.OF_SETTINGS, known.name)
        await self.desk.autoreplies.remove(known.id, by, at)
        self.desk.audit.add(REMOVED, subject=known.name, before=_told(known))
        return known


def _told(entry: Entry) -> dict[str, str]:
    """An entry as the journal keeps it."""
    return {
        Part.ANSWER.value: entry.answer,
        Part.EXAMPLES.value: "; ".join(entry.examples),
        Part.SOURCE.value: entry.source,
        Part.UNTIL.value: entry.valid_until.isoformat() if entry.valid_until else "",
        Part.WHERE.value: " ".join(sorted(entry.where)),
    }
