"""How values of the trade stand in columns."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from appeals.draft import Draft, Piece
from appeals.model import (
    Answer,
    Appeal,
    Attachment,
    AutoReaction,
    Channel,
    Citizen,
    Clock,
    Extension,
    Forwarding,
    Joined,
    Lapse,
    Number,
    Pause,
    Place,
    Priority,
    Status,
)
from storage.database import Row
from storage.moments import from_ms, to_ms

APPEAL_COLUMNS = (
    "a.id, a.year, a.sequence, a.citizen_id, c.vk_id, a.channel, a.status, a.category, a.text, a.address, a.latitude,"
    " a.longitude, a.contact, a.attachments, a.filed_at, a.react_by, a.due_at, a.origin, a.assignee_id, a.question,"
    " a.told_name, a.answers, a.source, a.number_told, a.questions, a.department, a.rating,"
    " a.erased_at,"
    " a.priority, a.counted_from, a.priority_since, a.pauses, a.extended_to, a.extended_at, a.extension_reason,"
    " a.informed_at, a.reacted_at, a.reacted_by, a.interim_by, a.forwarded_to, a.legal_due_at, a.joined_to,"
    " a.joined_status, a.joined_question, a.lapse"
)

CITIZEN_COLUMNS = (
    "c.id, c.vk_id, c.first_name, c.last_name, c.sex, c.reachable, c.consent_version, c.destroy_by,"
    " c.no_announcements_at"
)


def appeal(row: Row) -> Appeal:
    """An appeal from `APPEAL_COLUMNS`."""
    return Appeal(
        id=row[0],
        number=Number(row[1], row[2]),
        citizen_id=row[3],
        citizen_vk_id=row[4] or 0,
        channel=Channel(row[5]),
        status=Status(row[6]),
        category=row[7],
        text=row[8],
        place=Place(row[9], row[10], row[11]),
        contact=row[12],
        attachments=attachments(row[13]),
        filed_at=from_ms(row[14]),
        react_by=from_ms(row[15]),
        due_at=from_ms(row[16]),
        origin=row[17],
        assignee_id=row[18],
        question=row[19],
        told_name=row[20],
        answers=tuple(Answer(**item) for item in orjson.loads(row[21])),
        source=row[22],
        number_told=bool(row[23]),
        questions=row[24],
        department=row[25],
        rating=row[26],
        is_erased=row[27] is not None,
        priority=Priority(row[28]),
        clock=clock(*row[29:38]),
        interim_by=_moment(row[38]),
        forwarding=Forwarding(row[39], from_ms(row[40])) if row[40] is not None else None,
        joined=Joined(row[41], Status(row[42]), row[43]) if row[41] is not None else None,
        lapse=Lapse(row[44]) if row[44] is not None else None,
    )


def clock_columns(clock: Clock) -> tuple[Any, ...]:
    """A clock as the columns from `counted_from` to `reacted_by`."""
    own = clock.extension
    pauses = [[to_ms(pause.since), _ms(pause.until)] for pause in clock.pauses]
    extension = (to_ms(own.to), to_ms(own.at), own.reason) if own else (None, None, "")
    dumped = orjson.dumps(pauses).decode()
    reaction = (to_ms(clock.reaction.at), clock.reaction.by) if clock.reaction else (None, "")
    moments = (_ms(clock.started_at), _ms(clock.priority_since))
    return (*moments, dumped, *extension, _ms(clock.informed_at), *reaction)


def clock(
    started_at: int | None, priority_since: int | None, pauses: str, extended_to: int | None, *rest: Any
) -> Clock:
    """A clock from those columns. What an older version kept ends with `informed_at`."""
    extended_at, reason, informed_at, *reaction = rest
    reacted_at, reacted_by = reaction or (None, "")
    extended = extended_to is not None and extended_at is not None
    return Clock(
        started_at=_moment(started_at),
        priority_since=_moment(priority_since),
        pauses=tuple(Pause(from_ms(since), _moment(until)) for since, until in orjson.loads(pauses)),
        extension=Extension(from_ms(extended_to or 0), from_ms(extended_at or 0), reason) if extended else None,
        informed_at=_moment(informed_at),
        reaction=AutoReaction(from_ms(reacted_at), reacted_by) if reacted_at is not None else None,
    )


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def citizen(row: Row) -> Citizen:
    """A citizen from `CITIZEN_COLUMNS`."""
    return Citizen(
        id=row[0],
        vk_id=row[1] or 0,
        first_name=row[2],
        last_name=row[3],
        sex=row[4],
        reachable=bool(row[5]),
        consent_version=row[6],
        destroy_by=from_ms(row[7]) if row[7] is not None else None,
        wants_announcements=row[8] is None,
    )


def attachments(text: str) -> tuple[Attachment, ...]:
    """Attachments from their JSON."""
    return tuple(Attachment(**item) for item in orjson.loads(text))


def attachments_json(items: tuple[Attachment, ...]) -> str:
    """Attachments as JSON."""
    return orjson.dumps([asdict(item) for item in items]).decode()


def answers_json(items: tuple[Answer, ...]) -> str:
    """Answers as JSON."""
    return orjson.dumps([asdict(item) for item in items]).decode()


def draft_json(draft: Draft) -> str:
    """A draft as JSON."""
    return orjson.dumps(draft).decode()


def draft(text: str) -> Draft:
    """A draft from its JSON. Fields that a later version added take their defaults."""
    data: dict[str, Any] = orjson.loads(text)
    data["updated_at"] = datetime.fromisoformat(data["updated_at"])
    data["attachments"] = tuple(Attachment(**item) for item in data.get("attachments", ()))
    data["place"] = Place(**data["place"]) if data.get("place") is not None else None
    data["pieces"] = tuple(Piece(**item) for item in data.get("pieces", ()))
    return Draft(**data)
