"""The process's own clock and chance."""

from datetime import UTC, datetime

import time_machine

from bot.clock import SystemClock, SystemIds


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
