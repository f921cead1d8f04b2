"""What counts as what in a morning digest and in a summary."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.digest import Facts, Fresh, Item, Morning, Often, Promise, compose, same_place
from appeals.model import Channel, Number, Status
from appeals.summary import Answered, Counts, Filed, figures
from tests.unit.samples import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ITEM = Item(1, Number(2026, 1), Status.IN_PROGRESS, "roads", "ул. Садовая, 5", NOW - DAY, NOW + HOUR)


def item(number: int, **changes: object) -> Item:
    return replace(ITEM, appeal_id=number, number=Number(2026, number), **changes)  # type: ignore[arg-type]  # of any kind


def digest(facts: Facts, *broken: Promise, now: datetime = NOW) -> Morning:
    return compose(facts, broken, day=date(2026, 11, 24), since=NOW - DAY, now=now)


def test_due_today_and_overdue_are_told_apart() -> None:
    told = digest(
        Facts(
            pressing=[
                item(1, due_at=NOW - DAY),
                item(2, due_at=NOW + HOUR),
                item(3, status=Status.NEW, react_by=NOW - HOUR, due_at=NOW + DAY),
                item(4, status=Status.NEW, react_by=NOW - HOUR, due_at=NOW + HOUR),
                item(5, due_at=NOW - 2 * DAY),
                item(6, status=Status.IN_PROGRESS, react_by=NOW - 9 * DAY, due_at=NOW + HOUR),
            ]
        )
    )
    assert [one.appeal_id for one in told.overdue] == [5, 1, 4, 3], "late answers first, then what nobody took in time"
    assert [one.appeal_id for one in told.due_today] == [2, 6], "whoever has taken it has reacted"


def test_to_the_minute() -> None:
    facts = Facts(pressing=[item(1, due_at=NOW)])
    assert not digest(facts).overdue, "its time isn't over"
    assert digest(facts, now=NOW + timedelta(milliseconds=1)).overdue


def test_each_appeal_has_one_button_and_the_most_important_come_first() -> None:
    late, again = item(1, due_at=NOW - DAY, status=Status.REOPENED), item(2, status=Status.REOPENED)
    told = digest(Facts(pressing=[late, item(3), item(4, is_controlled=True)], reopened=[late, again]))
    assert [one.appeal_id for one in told.to_control(4, 10)] == [1, 2, 3]
    assert [one.appeal_id for one in told.to_control(4, 2)] == [1, 2]
    assert [one.appeal_id for one in told.to_control(1, 10)] == [1, 3], "the second that came back isn't named"


@pytest.mark.parametrize(
    "facts",
    [
        Facts(fresh=[Fresh("roads", "", 1)]),
        Facts(pressing=[ITEM]),
        Facts(reopened=[ITEM]),
        Facts(thanks=1),
        Facts(undelivered=[Number(2026, 1)]),
    ],
)
def test_whatever_there_is_to_tell_makes_a_digest(facts: Facts) -> None:
    assert not digest(facts).is_empty
    assert digest(Facts()).is_empty


def test_a_broken_promise_makes_a_digest() -> None:
    promise = Promise(1, Number(2026, 1), date(2026, 11, 20))
    assert digest(Facts(), promise).broken == (promise,)
    assert digest(Facts(), promise).to_control(5, 10) == (promise,)
    assert digest(Facts(), replace(promise, is_controlled=True)).to_control(5, 10) == ()
    assert not digest(Facts(), promise).is_empty


def test_what_comes_up_most() -> None:
    fresh = [
        Fresh("roads", "ул. Садовая, 5", 1),
        Fresh("snow", "Садовая улица, д. 5", 2),
        Fresh("roads", "ул. Садовая, 5", 1),
        Fresh("unknown", "", 1),
        Fresh("unknown", "Мира 1", 1),
        Fresh("unknown", "Мира 2", 1),
    ]
    told = digest(Facts(fresh=fresh))
    assert (told.new, told.questions) == (6, 7)
    assert told.category == Often("roads", 2), "«Не знаю» is no topic"
    assert told.address == Often("ул. Садовая, 5", 3)


def test_what_comes_up_once_is_not_worth_a_word() -> None:
    told = digest(Facts(fresh=[Fresh("roads", "Садовая 5", 1), Fresh("snow", "Садовая 6", 1)]))
    assert (told.category, told.address) == (None, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ул. Садовая, д. 5", "Садовая 5", True),
        ("г. Примерск, ул. Королёва, 12а", "Примерск Королева 12А", True),
        ("Садовая 5", "Садовая 6", False),
        ("Садовая 5", "Садовая 5а", False),
    ],
)
def test_spellings_of_one_place(one: str, other: str, same: bool) -> None:
    assert (same_place(one) == same_place(other)) is same


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_addresses(addresses: list[str]) -> None:
    often = digest(Facts(fresh=[Fresh("roads", address, 1) for address in addresses])).address
    assert often is None or (often.what in addresses and 2 <= often.count <= len(addresses))


# ---------------------------------------------------------------------------------------------------------- summaries


def answered(appeal_id: int, after: timedelta, late: timedelta = -HOUR) -> Answered:
    return Answered(appeal_id, NOW, NOW + after, NOW + after - late)


def test_figures() -> None:
    told = figures(
        Counts(
            filed=[
                Filed("roads", Channel.DIALOG, 3, 4),
                Filed("snow", Channel.DIALOG, 5, 5),
                Filed("roads", Channel.HOTLINE, 2, 2),
            ],
            answers=[answered(1, 2 * HOUR), answered(2, 4 * HOUR, late=HOUR), answered(3, DAY)],
            reopened=1,
            recovered={"message": 2, "lead": 1},
        )
    )
    assert (told.filed, told.questions) == (10, 11)
    assert (told.answered, told.in_time, told.overdue) == (3, 2, 1)
    assert told.median == 4 * HOUR
    assert told.recovered == 3
    assert list(told.by_category.items()) == [("roads", 5), ("snow", 5)]
    assert list(told.by_channel.items()) == [(Channel.DIALOG, 8), (Channel.HOTLINE, 2)]


def test_an_appeal_that_was_answered_twice_counts_once() -> None:
    """By what came last: it was late at first and is in time now."""
    told = figures(Counts(answers=[answered(1, DAY), answered(1, HOUR, late=HOUR)]))
    assert (told.answered, told.in_time, told.median) == (1, 1, DAY)


def test_an_answer_at_the_last_moment_is_in_time() -> None:
    assert figures(Counts(answers=[answered(1, HOUR, late=timedelta())])).in_time == 1


def test_a_quiet_time() -> None:
    quiet = figures(Counts())
    assert quiet.is_empty
    assert quiet.median is None
    assert not figures(Counts(thanks=1)).is_empty
