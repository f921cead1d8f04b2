"""The ticks of the process."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from loguru import logger


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


def _guarded(tick: Tick) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await tick.deed()
        except CancelledError:
            logger.info("Задание {} прервано остановкой", tick.name)  # APScheduler would log a traceback
        except Exception as error:  # noqa: BLE001 - a tick that fails is tried again at its next time
            logger.error("Задание {}: {}", tick.name, type(error).__name__)

    return run
