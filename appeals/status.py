"""The status table: which moves an appeal may make."""

from __future__ import annotations

from dataclasses import replace

from appeals.errors import WrongStatus
from appeals.model import Appeal, Status

_ENDINGS = frozenset({Status.ANSWERED, Status.REJECTED, Status.FORWARDED, Status.DUPLICATE, Status.WITHDRAWN})

MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: _ENDINGS | {Status.IN_PROGRESS},
    Status.IN_PROGRESS: _ENDINGS | {Status.WAITING_CITIZEN},
    Status.WAITING_CITIZEN: _ENDINGS | {Status.IN_PROGRESS},
    Status.REOPENED: _ENDINGS | {Status.IN_PROGRESS, Status.CLOSED},
    Status.ANSWERED: frozenset({Status.CLOSED, Status.REOPENED}),
    Status.CLOSED: frozenset({Status.REOPENED}),
    Status.REJECTED: frozenset(),
    Status.FORWARDED: frozenset(),
    Status.DUPLICATE: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


def move(appeal: Appeal, to: Status) -> Appeal:
    """Return the appeal in status `to`.

    Raises:
        WrongStatus: the table doesn't allow this move, or the appeal has lost its person.
    """
    if to not in MOVES[appeal.status] or appeal.is_erased:
        raise WrongStatus(appeal, to)
    question = appeal.question if to is Status.WAITING_CITIZEN else ""
    return replace(appeal, status=to, question=question)
