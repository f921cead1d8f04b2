"""The journal of the desk: who did what, when, from where, what was before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, fields
from datetime import datetime
from typing import Protocol

from appeals.model import Appeal
from appeals.value import dataclass

WATCHED = ("status", "category", "department", "assignee_id", "priority", "react_by", "due_at")
"""Fields of an appeal whose changes stand in the journal as they are; none of them tells about the citizen."""

CITIZEN = "citizen"
"""The subject of what the citizen did; their VK id isn't kept here."""

VIEWED = "viewed"
"""The whole appeal was read, with the citizen's name and contact."""

SHOWN = "shown"
"""The bot has sent a member of staff in private what a citizen wrote, was answered, or is called."""

FOUND_PERSON = "found_person"
"""A search showed the citizen's name or contact."""

JOURNAL_READ = "journal_read"

ROLE_GIVEN = "role_given"
ROLE_TAKEN = "role_taken"
"""The subject is the colleague's VK id."""

CHANGED = "changed"
"""The deed of a change that no entry of the history explains."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One row: append-only, and kept when a person is erased, so it holds no words of citizens.

    `deed` is a stable name: an act of an appeal's history, or what a module of the desk calls it. `actor_id` is a VK
    id, 0 for the bot itself; `peer_id` the conversation in which it was done, 0 for none. `subject` is what it is
    about where that is no appeal: a colleague's VK id, the name of a setting or of a template. `refused` is the code of
    the refusal when nothing was done.
    """

    deed: str
    at: datetime
    actor_id: int
    peer_id: int = 0
    appeal_id: int | None = None
    subject: str = ""
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    refused: str = ""


class Audit(Protocol):
    """The journal of one community."""

    def add(
        self,
        deed: str,
        *,
        appeal_id: int | None = None,
        subject: str = "",
        before: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        refused: str = "",
    ) -> None:
        """Note a deed of whoever is acting now, in the conversation where they act."""
        ...

    def shown(self, appeal_id: int, to: int) -> None:
        """Note, once a transaction, that the bot itself shows a member of staff in private whose an appeal is."""
        ...

    async def of(self, appeal_id: int) -> Sequence[Audited]:
        """The rows of one appeal, oldest first."""
        ...


def changes(before: Appeal, after: Appeal) -> tuple[dict[str, str], dict[str, str]]:
    """The watched fields that differ, as they were and as they are."""
    names = [one.name for one in fields(Appeal) if one.name in WATCHED]
    differ = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {name: _said(before, name) for name in differ}, {name: _said(after, name) for name in differ}


def _said(appeal: Appeal, name: str) -> str:
    value = getattr(appeal, name)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)
