"""One time limit for one piece of work after another."""

import asyncio

import pytest

from bot.worker.limit import Limit

LIMIT = 0.05
AMPLE = 0.4
"""Seconds: a machine that is late by half of them spoils nothing."""
FOREVER = 3600.0


async def quick(seconds: float = 0.0) -> None:
    await asyncio.sleep(seconds)


async def test_each_piece_has_the_whole_time() -> None:
    limit = Limit(AMPLE)
    async with asyncio.timeout(10):
        for _ in range(4):
            await limit.within(quick(AMPLE / 3))


async def test_what_hangs_is_ended_and_the_next_piece_goes_on() -> None:
    limit = Limit(LIMIT)
    async with asyncio.timeout(10):
        for _ in range(3):
            began = asyncio.get_running_loop().time()
            with pytest.raises(TimeoutError):
                await limit.within(quick(FOREVER))
            assert asyncio.get_running_loop().time() - began >= LIMIT
            await limit.within(quick())
            await asyncio.sleep(LIMIT * 1.5)  # the timer has been looked at while there was no work


async def test_an_error_of_the_work_is_its_own() -> None:
    async def breaks() -> None:
        raise KeyError

    limit = Limit(LIMIT)
    with pytest.raises(KeyError):
        await limit.within(breaks())
    await limit.within(quick())


async def test_a_work_that_ends_otherwise_leaves_no_cancellation_behind() -> None:
    async def fails_at_its_end() -> None:
        try:
            await quick(FOREVER)
        finally:
            raise KeyError

    with pytest.raises(KeyError):
        await Limit(LIMIT).within(fails_at_its_end())
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_whoever_cancels_the_task_isnt_told_of_a_limit() -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(Limit(FOREVER).within(quick(FOREVER)))
        await asyncio.sleep(0)
        task.cancel()
    assert task.cancelled()


async def test_cancelled_in_the_moment_in_which_the_limit_ends() -> None:
    seen: list[type[BaseException]] = []

    async def works() -> None:
        try:
            await Limit(LIMIT).within(quick(FOREVER))
        except (TimeoutError, asyncio.CancelledError) as error:
            seen.append(type(error))
            raise asyncio.CancelledError from None

    async with asyncio.TaskGroup() as group:
        task = group.create_task(works())
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(LIMIT, task.cancel)
    # By the limit alone it would have been uncancelled.
    assert seen == [asyncio.CancelledError if task.cancelling() else TimeoutError]


async def test_a_limit_around_it_stays_the_outer_one() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(LIMIT) as outer:
            await Limit(FOREVER).within(quick(FOREVER))
    assert outer.expired()
