"""The process's own clock and chance."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from loguru import logger

from appeals.administration import WorkingTime
from bot.clock import RussianCalendar, SystemClock, SystemIds
from bot.deadlines_told import years_without_decree


def test_the_present_is_aware_utc() -> None:
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert SystemClock().now() == moment
        assert SystemClock().now().tzinfo is UTC


def test_random_ids_suit_vk() -> None:
    """Zero would switch VK's deduplication off; beyond int32 VK refuses."""
    ids = SystemIds()
    drawn = [ids.random_id() for _ in range(2000)]
    assert all(0 < one < 2**31 for one in drawn)
    assert len(set(drawn)) > 1990


@pytest.fixture
def warnings() -> Iterator[list[str]]:
    heard: list[str] = []
    sink = logger.add(lambda message: heard.append(message.record["message"]), level="WARNING", format="{message}")
    yield heard
    logger.remove(sink)


def test_a_year_without_a_decree_warns_once(warnings: list[str]) -> None:
    russia = RussianCalendar()
    assert russia.is_working_day(date(2027, 11, 24))
    assert warnings == []
    assert russia.is_working_day(date(2099, 11, 24))
    assert not russia.is_holiday(date(2099, 11, 25))
    (told,) = warnings
    assert "2099" in told
    assert "transfers_entered" in told


def test_transfers_that_the_operator_has_entered_do_not(warnings: list[str]) -> None:
    russia = RussianCalendar.beside(WorkingTime(transfers_entered=(2099,)))
    assert russia.is_working_day(date(2099, 11, 24))
    assert warnings == []


def test_check_looks_as_far_as_deadlines_reach() -> None:
    russia = RussianCalendar.beside(WorkingTime(transfers_entered=(2098,)))
    assert years_without_decree(russia, datetime(2098, 6, 1, tzinfo=UTC)) == []
    assert years_without_decree(russia, datetime(2098, 11, 24, tzinfo=UTC)) == [2099]
    assert years_without_decree(russia, datetime(2099, 6, 1, tzinfo=UTC)) == [2099]
