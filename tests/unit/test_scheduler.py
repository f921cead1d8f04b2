"""The ticks' scheduler and the machine's clock."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.ticks import Tick, build_scheduler, keep_ticking


async def test_a_clock_that_is_put_back_stops_no_tick() -> None:
    """The next time of each tick stands where the clock has been: three hours ahead."""
    ticked = asyncio.Event()

    async def deed() -> None:
        ticked.set()

    ticks = [Tick("напомнить о сроках", 10, deed)]
    scheduler = build_scheduler(ticks)
    scheduler.start()
    (job,) = scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=3))
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        watching = tasks.create_task(keep_ticking(scheduler, ticks, 0.01))
        await ticked.wait()
        watching.cancel()
    assert job.next_run_time - datetime.now(UTC) <= timedelta(seconds=10)
    scheduler.shutdown(wait=False)


@pytest.mark.parametrize(
    ("seconds", "now", "following"),
    [
        (30, "12:00:00", "12:00:30"),
        (30, "12:00:29.999999", "12:00:30"),
        (10, "12:00:41", "12:00:50"),
        (60, "12:00:01", "12:01:00"),
        (600, "12:09:59", "12:10:00"),
        (3600, "23:30:00", "00:00:00"),
        (0.05, "12:00:00.01", "12:00:00.050000"),
    ],
)
def test_a_tick_looks_at_moments_of_the_clock(seconds: float, now: str, following: str) -> None:
    """Whoever asks, and whenever the process has started, they are the same."""
    tick = Tick("утренняя сводка", seconds, _nothing)
    day = datetime(2026, 11, 30, tzinfo=UTC)
    found = tick.following(datetime.combine(day, time.fromisoformat(now), UTC))
    assert found.timetz().replace(tzinfo=None) == time.fromisoformat(following)
    assert found.date() == (day.date() if following != "00:00:00" else day.date() + timedelta(days=1))


@given(seconds=st.sampled_from([0.05, 1, 5, 10, 15, 30, 60, 600, 3600]), now=st.datetimes(timezones=st.just(UTC)))
def test_the_next_look_is_the_first_one_after_now(seconds: float, now: datetime) -> None:
    tick = Tick("утренняя сводка", seconds, _nothing)
    if not 1970 < now.year < 2900:
        return
    found = tick.following(now)
    assert now < found <= now + timedelta(seconds=seconds)
    assert tick.following(found - timedelta(microseconds=1)) == found
    assert tick.following(found) == found + timedelta(seconds=seconds)


async def test_the_first_look_is_at_once_and_the_next_ones_by_the_clock() -> None:
    """But for what the start itself has just done."""
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    ticks = [Tick("напомнить о сроках", 3600, look), Tick("сверить сообщения", 3600, _nothing, at_start=False)]
    scheduler = build_scheduler(ticks)
    scheduler.start()
    async with asyncio.timeout(10):
        await looked.wait()
    for tick in ticks:
        assert scheduler.get_job(tick.name).next_run_time.timestamp() % 3600 == 0
    scheduler.shutdown(wait=False)


async def _nothing() -> None:
    pass


async def test_a_clock_that_is_put_forward_is_one_tick() -> None:
    """Not one for each second of the year that was left out: the loop would be busy with them for a minute."""
    ticks: list[datetime] = []
    ticked = asyncio.Event()

    async def deed() -> None:
        ticks.append(datetime.now(UTC))
        ticked.set()

    scheduler = build_scheduler([Tick("объявления", 3600, deed, at_start=False)])
    scheduler.start()
    (job,) = scheduler.get_jobs()
    now = datetime.now(UTC)
    following = job.trigger.get_next_fire_time(now - timedelta(days=365), now)
    assert now < following <= now + timedelta(hours=1)
    job.modify(next_run_time=now - timedelta(days=365))
    async with asyncio.timeout(10):
        await ticked.wait()
    assert len(ticks) == 1
    assert job.next_run_time > now
    scheduler.shutdown(wait=False)
