"""The ticks of the process."""

from __future__ import annotations

from asyncio import CancelledError, sleep
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from loguru import logger

CLOCK_WATCHED_EVERY = 5.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done every `seconds`. It looks for what is due and does it once, however late it comes."""

    name: str
    seconds: float
    deed: Callable[[], Awaitable[object]]


def build_scheduler(ticks: Sequence[Tick]) -> AsyncIOScheduler:
    """A scheduler, not started yet.

    A late tick is never dropped (`misfire_grace_time=None`; the default of one second drops it), several missed
    ones are one (`coalesce`), and none runs beside itself.
    """
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=defaults)
    for tick in ticks:
        scheduler.add_job(_guarded(tick), "interval", seconds=tick.seconds, id=tick.name, name=tick.name)
    return scheduler


async def keep_ticking(scheduler: AsyncIOScheduler, seconds: float = CLOCK_WATCHED_EVERY) -> None:
    """Have the ticks go on when the machine's clock is put back: each would wait until it is as late again."""
    while True:
        await sleep(seconds)
        now = datetime.now(UTC)  # noqa: TID251 - the clock that APScheduler looks at
        for job in scheduler.get_jobs():
            if job.next_run_time is not None and job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)


def _guarded(tick: Tick) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await tick.deed()
        except CancelledError:
            logger.info("Задание {} прервано остановкой", tick.name)  # APScheduler would log a traceback
        except Exception as error:  # noqa: BLE001 - a tick that fails is tried again at its next time
            logger.error("Задание {}: {}", tick.name, type(error).__name__)

    return run
