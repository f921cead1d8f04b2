"""A token's requests: spaced as VK wants them, slower after its refusals; what can wait lets the others go first."""

import asyncio
import random
from bisect import bisect_left
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.vk.pace import REQUESTS_A_SECOND, SPACING, Pace, Share, Spacing


async def test_a_share_lets_others_go_first() -> None:
    """While others wait for their moments it stands back, and it isn't kept from its own for ever."""
    whole = Pace(0.005)
    share = Share(whole, 0)
    order: list[str] = []

    async def takes(name: str, pace: Pace | Share) -> None:
        await pace()
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(takes("delivery", whole))
        await asyncio.sleep(0)
        group.create_task(takes("comparison", share))
    assert order == ["delivery"] * 10 + ["comparison"]


stalls = st.lists(st.sampled_from([0.0, 0.0, 0.001, 0.004, 0.03, 0.5, 3.0]), min_size=100, max_size=200)
"""By how much each request starts later than it may: a busy loop, nothing to send."""


def starts(spacing: Spacing, delays: list[float], now: float = 0.0) -> list[float]:
    moments = []
    for delay in delays:
        asked = now
        now += max(0.0, spacing.wait(now)) + delay
        spacing.started(now, asked)
        moments.append(now)
    return moments


def most_in_a_second(moments: list[float]) -> int:
    return max(bisect_left(moments, at + 1.0) - number for number, at in enumerate(moments))


@given(stalls)
def test_no_second_holds_more_than_vk_takes(delays: list[float]) -> None:
    """Whatever the loop's stalls: not around the edge of a second either, where a bucket would let 39 through."""
    assert most_in_a_second(starts(Spacing(), delays)) <= REQUESTS_A_SECOND


def test_nearly_everything_that_vk_takes_is_used() -> None:
    """Also when the loop is busy: a request that starts late costs nothing, only long stalls do."""
    chance = random.Random(1)
    for late in ((0.001,), (0.0, 0.0, 0.015), (0.0, 0.0, 0.0, 0.0, 0.03)):
        delays = [chance.choice(late) for _ in range(400)]
        moments = starts(Spacing(), delays)
        assert (len(moments) - 1) / (moments[-1] - moments[0]) >= 0.95 * REQUESTS_A_SECOND


def test_requests_are_spaced() -> None:
    moments = starts(Spacing(), [0.0] * 40)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps[1:]) > 0.9 * SPACING


@given(st.integers(2, 19), st.integers(0, 10**6))
def test_a_lower_limit_is_learned(limit: int, seed: int) -> None:
    """A VK that takes fewer requests a second: it refuses some at first, and few later on."""
    spacing, now = Spacing(), float(seed)
    taken: list[float] = []
    refused: list[float] = []
    while now < seed + 120:
        asked = now
        now += max(0.0, spacing.wait(now))
        spacing.started(now, asked)
        if len([at for at in taken[-limit:] if at > now - 1]) >= limit:
            spacing.refused(now)
            refused.append(now)
        else:
            taken.append(now)
            spacing.answered(now)
    late = [at for at in refused if at > seed + 60]
    assert len(late) <= 40
    assert len([at for at in taken if at > seed + 60]) >= 60 * limit * 0.5


def test_refusals_of_requests_that_were_under_way_together_count_once() -> None:
    spacing = Spacing()
    starts(spacing, [0.0] * 8)
    for moment in (1.0, 1.001, 1.002, 1.01):
        spacing.refused(moment)
    assert 0 < spacing.wait(1.01) < 0.3
    spacing.refused(2.0)
    assert spacing.seconds == SPACING, "twice is chance"
    for moment in (3.0, 3.001, 3.01):
        spacing.refused(moment)
    slower = spacing.seconds
    assert slower > SPACING
    spacing.refused(3.02)
    assert spacing.seconds == slower


def test_now_and_then_a_refusal_costs_no_pace() -> None:
    spacing = Spacing()
    for number in range(100):
        spacing.refused(4.0 * number)
        for _ in range(60):
            spacing.answered(4.0 * number + 2)
    assert spacing.seconds == SPACING


def test_time_makes_it_fast_again() -> None:
    spacing = Spacing()
    for number in range(20):
        spacing.refused(3.0 * number)
    assert spacing.seconds > 5 * SPACING
    starts(spacing, [0.0] * 20_000, 200.0)
    assert spacing.seconds == SPACING


@given(st.lists(st.tuples(st.sampled_from(["refused", "answered", "started"]), st.floats(0, 5)), max_size=200))
def test_the_wait_is_bounded(happenings: list[tuple[str, float]]) -> None:
    """Whatever VK answers: sending never stops for good."""
    spacing, now = Spacing(), 0.0
    for what, passed in happenings:
        now += passed
        if what == "started":
            asked = now
            now += max(0.0, spacing.wait(now))
            spacing.started(now, asked)
        elif what == "refused":
            spacing.refused(now)
        else:
            spacing.answered(now)
        assert spacing.wait(now) <= 3.0
        assert SPACING <= spacing.seconds <= 1.0
