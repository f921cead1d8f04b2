"""The status table."""

from dataclasses import replace
from itertools import product

import pytest

from appeals.errors import WrongStatus
from appeals.model import OPEN_STATUSES, Status
from appeals.status import MOVES, move
from tests.unit.samples import appeal

ENDED = {Status.REJECTED, Status.FORWARDED, Status.DUPLICATE, Status.WITHDRAWN}


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
    assert {status for status in Status if not MOVES[status]} == ENDED, "four endings, for good"
    assert all(MOVES[status] >= ENDED for status in OPEN_STATUSES), "whatever is open can be ended"
    assert all(status not in MOVES[status] for status in Status)
    assert {start for start in Status if Status.CLOSED in MOVES[start]} == {Status.ANSWERED, Status.REOPENED}
    assert {start for start in Status if Status.REOPENED in MOVES[start]} == {Status.ANSWERED, Status.CLOSED}
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
