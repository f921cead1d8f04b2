"""When VK is down, and when it is back; when it calls mass sending a flood."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.breaker import FLIGHTS, Breaker
from bot.delivery.floods import Floods
from bot.vk.execute import MAX_CALLS


def test_pauses_grow_while_vk_is_down_and_differ_between_bots() -> None:
    pauses = []
    for seed in range(2):
        breaker, now, mine = Breaker(random.Random(seed)), 0.0, []
        for _ in range(8):
            pause = breaker.failed(1, now)
            assert pause is not None
            mine.append(pause)
            now = breaker.paused_until
        assert mine[:6] == sorted(mine[:6])
        assert 48 <= mine[-1] <= 60
        pauses.append(mine)
    assert pauses[0] != pauses[1]


def test_failures_of_one_moment_are_one_failure() -> None:
    breaker = Breaker(random.Random(1))
    assert breaker.failed(25, 0.0) is not None
    assert breaker.failed(25, 0.0) is None
    assert breaker.failed(25, 0.1) is None
    assert 0.8 <= breaker.paused_until <= 1.0


def test_after_a_failure_one_call_goes_alone_and_then_twice_as_many() -> None:
    breaker = Breaker(random.Random(1))
    assert (breaker.calls, breaker.flights) == (MAX_CALLS, FLIGHTS)
    breaker.failed(1, 0.0)
    steps = []
    for _ in range(6):
        steps.append((breaker.calls, breaker.flights))
        breaker.answered()
    assert steps == [(1, 1), (2, 2), (4, 4), (8, 8), (16, FLIGHTS), (25, FLIGHTS)]
    assert not breaker.is_troubled


def test_a_request_that_was_too_heavy_is_halved_and_grows_by_one() -> None:
    breaker = Breaker(random.Random(1))
    sizes = []
    for number in range(40):
        sizes.append(breaker.calls)
        if breaker.calls > 10:
            breaker.failed(breaker.calls, 100.0 * number)
        else:
            breaker.answered()
    assert sizes.count(25) == 1
    assert max(sizes[1:]) <= 12
    assert sum(size > 10 for size in sizes[10:]) <= 4, "few requests fail once it has learned"


@given(st.lists(st.sampled_from(["answered", "failed"]), max_size=200))
def test_there_is_always_a_way_on(happenings: list[str]) -> None:
    breaker, now = Breaker(random.Random(0)), 0.0
    for what in happenings:
        now = max(now, breaker.paused_until) + 0.05
        if what == "failed":
            breaker.failed(breaker.calls, now)
        else:
            breaker.answered()
        assert 1 <= breaker.calls <= MAX_CALLS
        assert 1 <= breaker.flights <= FLIGHTS
        assert breaker.paused_until <= now + 60


def test_a_flood_in_a_row_rests_for_longer_each_time_and_halves_what_goes() -> None:
    floods, now, rests, sizes = Floods(), 1000.0, [], []
    for _ in range(5):
        floods.heard([None, 9, 9, 9], now)
        rests.append(floods.rests_until - now)
        sizes.append(floods.calls)
        now = floods.rests_until
    assert rests == [30, 60, 300, 900, 900]
    assert sizes == [12, 6, 3, 1, 1]
    for _ in range(MAX_CALLS):
        floods.heard([None], now)
    assert floods.calls == MAX_CALLS
    floods.heard([9, 9, 9], now + 3600)
    assert floods.rests_until == now + 3630, "long ago is forgotten"


def test_one_persons_flood_is_theirs() -> None:
    floods = Floods()
    for moment in range(10):
        floods.heard([9, 9, None, 9, 901], float(moment))
    assert floods.rests_until == 0


def test_the_quantity_of_a_method_is_nobodys_own() -> None:
    floods = Floods()
    floods.heard([29], 5.0)
    assert floods.rests_until == 35
    floods.heard([29], 6.0)
    assert floods.rests_until == 35, "what was under way says nothing new"
