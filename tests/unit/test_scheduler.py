"""The ticks' scheduler and the machine's clock."""

import asyncio
from datetime import UTC, datetime, timedelta

from scheduler.ticks import Tick, build_scheduler, keep_ticking


async def test_a_clock_that_is_put_back_stops_no_tick() -> None:
    """The next time of each tick stands where the clock has been: three hours ahead."""
    ticked = asyncio.Event()

    async def deed() -> None:
        ticked.set()

    scheduler = build_scheduler([Tick("напомнить о сроках", 10, deed)])
    scheduler.start()
    (job,) = scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=3))
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        watching = tasks.create_task(keep_ticking(scheduler, 0.01))
        await ticked.wait()
        watching.cancel()
    assert job.next_run_time - datetime.now(UTC) <= timedelta(seconds=10)
    scheduler.shutdown(wait=False)
