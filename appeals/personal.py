"""A person's data as a whole: what is kept of them, the copy that they may have, and the proof that it is destroyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from appeals.draft import Draft
from appeals.model import Appeal, Citizen, HistoryEntry, Number
from appeals.value import dataclass

DESTROYED_WITHIN = timedelta(days=30)
"""After a consent is withdrawn the data go within this time (152-ФЗ, ст. 21, ч. 5)."""

_WINDOW = 40
"""Characters of a long text that give it away wherever they stand."""

_TELLING = 5
"""Characters that a name or a contact has at least: fewer may stand anywhere by chance."""


class Reason(StrEnum):
    """Why data are destroyed."""

    DEMAND = "demand"
    WITHDRAWAL = "withdrawal"


CUT_SHORT = "CutShort:erased"
"""Where a member of staff stands, by the stored name, who was writing about a person whose data were destroyed."""


class Destroyed(StrEnum):
    """What a row of the log tells of, in the order of the act."""

    PROFILE = "profile"
    APPEALS = "appeals"
    HISTORY = "history"
    PIECES = "pieces"
    FILES = "files"
    DRAFTS = "drafts"
    DIALOGS = "dialogs"
    HAND_REPLIES = "hand_replies"
    REMARKS = "remarks"
    QUEUES = "queues"
    JOURNAL = "journal"
    DISK = "disk"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log: what was destroyed, when, and how many records of it."""

    what: Destroyed
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Destruction:
    """An act of destruction: ids and counts, no words. `numbers` are those of the appeals that lost their person."""

    id: int
    vk_id: int
    reason: Reason
    asked_at: datetime
    at: datetime
    operator: str
    responsible: str
    numbers: tuple[Number, ...]
    log: tuple[LogRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent that was given: to which version of which document, and until when it stood."""

    version: str
    url: str
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An appeal with its history."""

    appeal: Appeal
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is kept of a person.

    `files` counts those of their appeals, `remarks` are their public words, `aside` is what they wrote and haven't
    yet said what it is about.
    """

    citizen: Citizen
    consents: tuple[Consent, ...]
    appeals: tuple[Told, ...]
    draft: Draft | None
    files: int
    remarks: tuple[str, ...] = ()
    aside: str = ""

    @property
    def open_numbers(self) -> tuple[Number, ...]:
        return tuple(told.appeal.number for told in self.appeals if told.appeal.is_open)


@dataclass(frozen=True, slots=True)
class Demand:
    """What an act says beside what was destroyed: why, since when, whose system it is, who answers for it."""

    reason: Reason
    asked_at: datetime
    operator: str
    responsible: str


class PersonalData(Protocol):
    """The data of single persons, across everything that is stored."""

    async def of(self, citizen: Citizen) -> Held: ...

    async def withdraw(self, citizen: Citizen, at: datetime, destroy_by: datetime) -> None:
        """End the consent. What rested on it alone, a draft and its files, goes at once."""
        ...

    async def destroy(self, citizen: Citizen, demand: Demand, at: datetime) -> Destruction:
        """Destroy what is kept of a person and seal the act. Their appeals stay as statistics."""
        ...


@dataclass(frozen=True, slots=True)
class Marks:
    """Pieces of text by which stored words are known to be about a person.

    `certain` are nobody else's. `likely` may be a namesake's too: what is still to be sent isn't judged by them.
    """

    vk_id: int
    certain: tuple[str, ...]
    likely: tuple[str, ...]

    def on(self, text: str, *, still_needed: bool = False) -> bool:
        """Whether a text is about the person."""
        marks = self.certain if still_needed else (*self.certain, *self.likely)
        return any(mark in text for mark in marks)

    def on_event(self, body: Any) -> bool:
        """Whether an event's JSON is the person's own, or about them."""
        match body:
            case bool():
                return False
            case int():
                return body == self.vk_id
            case str():
                return self.on(body)
            case Mapping():
                return any(map(self.on_event, body.values()))
            case list():
                return any(map(self.on_event, body))
        return False


def marks(held: Held) -> Marks:
    """What gives the person away wherever it stands.

    A text for people can be cut into several messages, so that a part has neither name nor number: every window of a
    long text is a mark.
    """
    person, certain, likely = held.citizen, [f"[id{held.citizen.vk_id}|"], [held.citizen.full_name]
    for told in held.appeals:
        appeal = told.appeal
        certain.append(appeal.contact)
        likely += [str(appeal.number), appeal.told_name]
        for text in (appeal.text, *(one.text for one in appeal.answers), *(entry.text for entry in told.history)):
            certain += windows(text)
    return Marks(person.vk_id, _telling(certain), _telling(likely))


def windows(text: str) -> list[str]:
    """Pieces of a long text; every part of it that is twice as long has one of them. A short text has none."""
    return [text[at : at + _WINDOW] for at in range(0, len(text) - _WINDOW + 1, _WINDOW)]


def _telling(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if len(one) >= _TELLING))
