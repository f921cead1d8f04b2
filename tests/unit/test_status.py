"""The status table."""

from dataclasses import replace
from itertools import product

import pytest

from appeals.errors import WrongStatus
from appeals.model import OPEN_STATUSES, Appeal, Lapse, Status
from appeals.status import MOVES, joined, lapsed, move, parted
from tests.unit.samples import appeal

ENDED = {Status.REJECTED, Status.FORWARDED, Status.DUPLICATE, Status.WITHDRAWN}
FOR_GOOD = {Status.FORWARDED, Status.DUPLICATE, Status.WITHDRAWN}


@pytest.mark.parametrize(("start", "to"), list(product(Status, Status)))
def test_every_pair(start: Status, to: Status) -> None:
    before = appeal(start)
    if to in MOVES[start]:
        after = move(before, to)
        assert replace(after, status=start, question=before.question) == before, "nothing but the status moves"
        assert after.status is to
    else:
        with pytest.raises(WrongStatus) as refused:
            move(before, to)
        assert (refused.value.appeal, refused.value.wanted) == (before, to)


def test_the_table_says_what_the_trade_says() -> None:
    assert set(MOVES) == set(Status)
    assert {status for status in Status if not MOVES[status]} == FOR_GOOD, "a duplicate comes back by parting alone"
    assert all(MOVES[status] >= ENDED for status in OPEN_STATUSES), "whatever is open can be ended"
    assert all(status not in MOVES[status] for status in Status)
    assert {start for start in Status if Status.CLOSED in MOVES[start]} == {Status.ANSWERED, Status.REOPENED}
    assert {start for start in Status if Status.REOPENED in MOVES[start]} == {
        Status.ANSWERED,
        Status.CLOSED,
        Status.REJECTED,
    }
    assert {start for start in Status if Status.WAITING_CITIZEN in MOVES[start]} == {Status.IN_PROGRESS}
    assert not any(Status.NEW in moves for moves in MOVES.values()), "nothing becomes new again"


def test_open_is_what_waits_for_the_administration() -> None:
    assert {status for status in Status if appeal(status).is_open} == set(Status) - ENDED - {
        Status.ANSWERED,
        Status.CLOSED,
    }


def test_a_question_lives_as_long_as_the_appeal_waits_for_its_answer() -> None:
    waiting = appeal(Status.WAITING_CITIZEN, question="Какой подъезд?")
    assert all(move(waiting, to).question == "" for to in MOVES[Status.WAITING_CITIZEN])


def test_an_appeal_that_has_lost_its_person_moves_no_more() -> None:
    for start, to in product(Status, Status):
        with pytest.raises(WrongStatus):
            move(appeal(start, is_erased=True), to)


@pytest.mark.parametrize("status", list(Status))
def test_what_joined_comes_back_as_it_stood(status: Status) -> None:
    before, main, other = appeal(status), appeal(id=8), appeal(id=9)
    if status not in OPEN_STATUSES:
        with pytest.raises(WrongStatus):
            joined(before, main)
        with pytest.raises(WrongStatus):
            parted(before)
        return
    one = joined(before, main)
    assert (one.status, one.question, one.joined and one.joined.to) == (Status.DUPLICATE, "", 8)
    assert not one.is_open
    assert all(_refused(one, to) for to in Status), "it makes no move by itself"
    moved = joined(one, other)
    assert moved.joined is not None
    assert moved.joined.to == 9
    assert parted(one) == parted(moved) == before
    with pytest.raises(WrongStatus):
        parted(replace(one, is_erased=True))


@pytest.mark.parametrize("status", list(Status))
def test_what_a_citizen_keeps_silent_on_ends(status: Status) -> None:
    before = appeal(status)
    if status not in (Status.WAITING_CITIZEN, Status.ANSWERED):
        with pytest.raises(WrongStatus):
            lapsed(before)
        return
    closed = lapsed(before)
    assert closed.status is Status.CLOSED
    assert closed.question == before.question
    assert (closed.awaits_reply, closed.awaits_verdict) == (before.awaits_reply, before.awaits_verdict)
    opened = move(closed, Status.REOPENED)
    assert (opened.lapse, opened.question) == (None, ""), "with the first move the silence is over"
    with pytest.raises(WrongStatus):
        lapsed(replace(before, is_erased=True))
    assert {one.value for one in Lapse} == {"no_reply", "no_verdict"}, "the names are stored"


def _refused(before: Appeal, to: Status) -> bool:
    try:
        move(before, to)
    except WrongStatus:
        return True
    return False
