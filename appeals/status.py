"""The status table: which moves an appeal may make.

An appeal that has joined another one makes none by itself: it comes back by `parted` alone, to where it stood. What its
citizen keeps silent on ends by `lapsed` alone.
"""

from __future__ import annotations

from dataclasses import replace

from appeals.errors import WrongStatus
from appeals.model import Appeal, Joined, Lapse, Status

_ENDINGS = frozenset({Status.ANSWERED, Status.REJECTED, Status.FORWARDED, Status.DUPLICATE, Status.WITHDRAWN})

MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: _ENDINGS | {Status.IN_PROGRESS},
    Status.IN_PROGRESS: _ENDINGS | {Status.WAITING_CITIZEN},
    Status.WAITING_CITIZEN: _ENDINGS | {Status.IN_PROGRESS},
    Status.REOPENED: _ENDINGS | {Status.IN_PROGRESS, Status.CLOSED},
    Status.ANSWERED: frozenset({Status.CLOSED, Status.REOPENED}),
    Status.CLOSED: frozenset({Status.REOPENED}),
    Status.REJECTED: frozenset({Status.REOPENED}),
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
    return replace(appeal, status=to, question=question, lapse=None)


def joined(appeal: Appeal, to: Appeal) -> Appeal:
    """Return the appeal as a duplicate of `to`; one that is a duplicate already moves over and keeps where it stood.

    Raises:
        WrongStatus: it is answered or ended.
    """
    if appeal.joined is not None:
        return replace(appeal, joined=replace(appeal.joined, to=to.id))
    stood = Joined(to.id, appeal.status, appeal.question)
    return replace(move(appeal, Status.DUPLICATE), joined=stood)


def parted(appeal: Appeal) -> Appeal:
    """Return a duplicate as it stood before it joined another appeal.

    Raises:
        WrongStatus: it is no duplicate, or has lost its person.
    """
    if appeal.joined is None or appeal.is_erased:
        raise WrongStatus(appeal, Status.NEW)
    return replace(appeal, status=appeal.joined.status, question=appeal.joined.question, joined=None)


def lapsed(appeal: Appeal) -> Appeal:
    """Return the appeal closed, because its citizen keeps silent: on a question, which stays, or on an answer.

    Raises:
        WrongStatus: nothing is asked of the citizen, or the appeal has lost its person.
    """
    lapse = _LAPSES.get(appeal.status)
    if lapse is None or appeal.is_erased:
        raise WrongStatus(appeal, Status.CLOSED)
    return replace(appeal, status=Status.CLOSED, lapse=lapse)


_LAPSES = {Status.WAITING_CITIZEN: Lapse.NO_REPLY, Status.ANSWERED: Lapse.NO_VERDICT}
