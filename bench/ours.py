"""Our whole process without the pace of 20 requests a second: `python -m bench.ours [FILE]`; FILE gets a profile."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import uvloop
from pyinstrument import Profiler

from bot import collector
from bot.administration_file import load_administration
from bot.app import Process, Surroundings, find_community, open_clients, open_database
from bot.clock import SystemClock, SystemIds
from bot.logs import set_up_logging
from bot.settings import load_settings

SPACING = float(os.environ.get("SPACING", "0.005"))
"""Seconds between requests: nobody counts here, but without any pace a request would carry one call."""


async def run() -> None:
    """Work until SIGTERM."""
    collector.calm()
    settings = load_settings()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    around = Surroundings(settings, load_administration(settings.administration_file), SystemClock(), SystemIds())
    async with open_database(settings) as database, open_clients(settings, spacing=SPACING) as clients:
        community = await find_community(clients.api, settings)
        await Process(around, database, community, clients).run(stop)


def _profiled(target: Path) -> None:
    """Of the event loop's thread alone: SQLite has threads of its own."""
    profiler = Profiler(interval=0.001, async_mode="disabled")
    with profiler:
        uvloop.run(run())
    text = profiler.output_text(unicode=True, show_all=False, short_mode=False)
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    set_up_logging("ERROR")
    if len(sys.argv) > 1:
        _profiled(Path(sys.argv[1]))
    else:
        uvloop.run(run())
