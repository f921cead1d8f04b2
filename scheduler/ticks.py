"""The ticks of the process: what each looks for, how often, and at which moments of the clock.

The moments are multiples of the period, so they are the same for whoever asks: the running process and `check`.
"""

from __future__ import annotations

from asyncio import CancelledError, sleep
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from loguru import logger

from appeals.due import Due
from appeals.value import dataclass

CLOCK_WATCHED_EVERY = 5.0

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RESOLUTION = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done every `seconds`. It looks for what is due and does it once, however late it comes.

    Args:
        due: what it will find next; None where that can't be known beforehand, or where each look does something.
        at_start: whether the first look is the start's; what the start itself has just done waits for its time.
    """

    name: str
    seconds: float
    deed: Callable[[], Awaitable[object]]
    due: Callable[[], Awaitable[Due | None]] | None = None
    at_start: bool = True

    def following(self, now: datetime) -> datetime:
        """When it looks next, after `now`: every 30 seconds is at :00 and :30."""
        return _following(self.seconds, now)


def _following(seconds: float, now: datetime) -> datetime:
    period = timedelta(seconds=seconds) // _RESOLUTION
    return _EPOCH + ((now - _EPOCH) // _RESOLUTION // period + 1) * period * _RESOLUTION


class _ByTheClock(BaseTrigger):  # type: ignore[misc] # APScheduler has no types
    """APScheduler's view of a tick's moments."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first moment after `now`: those that were missed are one with the look that is made now."""
        return self._tick.following(now)


def build_scheduler(ticks: Sequence[Tick]) -> AsyncIOScheduler:
    """A scheduler, not started yet. When it starts, the first looks are made at once.

    A late tick is never dropped (`misfire_grace_time=None`; the default of one second drops it), several missed
    ones are one (`coalesce`), and none runs beside itself.
    """
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=defaults)
    now = _now()
    for tick in ticks:
        first = now if tick.at_start else tick.following(now)
        scheduler.add_job(_guarded(tick), _ByTheClock(tick), id=tick.name, name=tick.name, next_run_time=first)
    return scheduler


async def keep_ticking(
    scheduler: AsyncIOScheduler, ticks: Sequence[Tick], seconds: float = CLOCK_WATCHED_EVERY
) -> None:
    """Have the ticks go on when the machine's clock is put back: each would wait until it is as late again."""
    while True:
        await sleep(seconds)
        now = _now()
        for tick in ticks:
            job = scheduler.get_job(tick.name)
            if job.next_run_time > tick.following(now):
                job.modify(next_run_time=now)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the clock that APScheduler looks at


def _guarded(tick: Tick) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await tick.deed()
        except CancelledError:
            logger.info("Задание {} прервано остановкой", tick.name)  # APScheduler would log a traceback
        except Exception as error:  # noqa: BLE001 - a tick that fails is tried again at its next time
            logger.error("Задание {}: {}", tick.name, type(error).__name__)

    return run
