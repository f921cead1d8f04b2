"""`python -m bench`: run every measurement and write `bench/results.md`."""

from __future__ import annotations

import asyncio
import platform
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import autoreplies, intake, process, reminders, search, step
from bot.logs import set_up_logging

RESULTS = Path(__file__).with_name("results.md")
RUNS = 5
_PACKAGES = ("vkbottle", "aiosqlite", "aiohttp", "orjson", "pydantic")


@dataclass(frozen=True)
class Row:
    """One measured number beside what it has to reach."""

    what: str
    unit: str
    median: float
    runs: list[float]
    wanted: str
    reached: bool


def main() -> None:
    """Measure everything, print it, write it down; exit 1 when a number isn't reached."""
    set_up_logging("ERROR")
    with tempfile.TemporaryDirectory(prefix="priemnaya-bench-", dir=Path.cwd()) as folder:
        full = _fresh(folder)
        rows = [
            _measured(
                "Intake: updates made durable, batches of 100",
                "updates/s",
                lambda: intake.measure(_fresh(folder)),
                at_least=10_000,
            ),
            _measured("Dialog step, durable, one core", "steps/s", lambda: step.measure(_fresh(folder)), at_least=800),
            _measured(
                "Search by words among 100,000 appeals, the slowest of 11 questions",
                "ms",
                lambda: search.measure_search(full),
                at_most=50,
            ),
            _measured(
                "A selection of 100,000 appeals, the slowest of 6",
                "ms",
                lambda: search.measure_selections(full),
                at_most=50,
            ),
            _measured("An automatic answer among 500 entries, the slowest of 6", "ms", autoreplies.measure, at_most=5),
            _measured(
                "10,000 reminders that are due, claimed and turned into messages",
                "s",
                lambda: reminders.measure_seconds(_fresh(folder)),
                at_most=2,
            ),
            _measured(
                "The longest that these hold the loop",
                "ms",
                lambda: reminders.measure_hold(_fresh(folder)),
                at_most=20,
            ),
            _measured("Process idle", "MiB RSS", lambda: process.idle_memory(_fresh(folder)), at_most=150),
            _measured("Start to the first long poll", "s", lambda: process.start_time(_fresh(folder)), at_most=3),
            _measured("python -m bot --help", "s", process.help_time, at_most=0.4),
        ]
    RESULTS.write_text(_report(rows), encoding="utf-8")
    print(_report(rows))
    sys.exit(0 if all(row.reached for row in rows) else 1)


def _fresh(folder: str) -> Path:
    return Path(tempfile.mkdtemp(dir=folder)) / "bench.db"


def _measured(
    what: str,
    unit: str,
    measure: Callable[[], float | Coroutine[Any, Any, float]],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Row:
    runs = []
    for _ in range(RUNS):
        value = measure()
        runs.append(value if isinstance(value, float) else asyncio.run(value))
    median = statistics.median(runs)
    good = median >= at_least if at_least is not None else median <= (at_most or 0)
    print(f"{what}: {median:,.2f} {unit}")
    return Row(what, unit, median, runs, f"≥ {at_least:,}" if at_least is not None else f"≤ {at_most}", good)


def _report(rows: list[Row]) -> str:
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("vkbottle", "aiosqlite", "aiohttp", "orjson", "pydantic")
    )
    lines = [
        "# Measured",
        "",
        "Written by `make bench`. Medians of "
        f"{RUNS} runs. {platform.machine()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{packages}.",
        "",
        "| what | median | wanted | all runs |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows:
        runs = ", ".join(f"{value:,.2f}" for value in row.runs)
        mark = "" if row.reached else " (not reached)"
        lines.append(f"| {row.what} | {row.median:,.2f} {row.unit}{mark} | {row.wanted} | {runs} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
