"""`python -m bench [name …]`: run every measurement, or some, and write `bench/results.md`."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import autoreplies, broadcast, burst, cost, delivery, growth, intake, process, race, reminders, search, step
from bot.logs import set_up_logging

RESULTS = Path(__file__).with_name("results.md")
RUNS = int(os.environ.get("RUNS", "5"))
"""How often each is measured; fewer only for a quick look."""

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
    """Measure everything, or what is named, print it, write it down; exit 1 when a number isn't reached."""
    set_up_logging("ERROR")
    names = sys.argv[1:] or ["parts", *UNDER_LIMITS]
    if unknown := set(names) - {"parts", *UNDER_LIMITS}:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are: parts, {', '.join(UNDER_LIMITS)}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="priemnaya-bench-", dir=Path.cwd()) as folder:
        for name in names:
            rows += _parts(folder) if name == "parts" else _under_limits(folder, name)
    report = _report(rows, kept=_written() if sys.argv[1:] else {})
    RESULTS.write_text(report, encoding="utf-8")
    print(report)
    sys.exit(0 if all(row.reached for row in rows) else 1)


@dataclass(frozen=True)
class Wanted:
    """One of the numbers that a measurement gives, by its name there."""

    key: str
    what: str
    unit: str
    at_least: float | None = None
    at_most: float | None = None


UNDER_LIMITS: dict[str, tuple[Callable[[Path], Coroutine[Any, Any, dict[str, float]]], list[Wanted]]] = {
    "delivery": (
        delivery.measure,
        [
            Wanted("rate", "Delivery alone under VK's limits: different texts", "messages/s", at_least=475),
            Wanted("doubled", "… doubled", "messages", at_most=0),
        ],
    ),
    "burst": (
        burst.measure,
        [
            Wanted("lost", "5,000 citizens write within 10 s: replies lost", "messages", at_most=0),
            Wanted("doubled", "… doubled", "messages", at_most=0),
            Wanted("p50", "… from message to reply, half of them", "s", at_most=13),
            Wanted("p95", "… from message to reply, 95 of 100", "s", at_most=13),
            Wanted("p99", "… from message to reply, 99 of 100", "s", at_most=15),
            Wanted("drained", "… all have their replies after (the floor is 10)", "s", at_most=16),
        ],
    ),
    "broadcast": (
        broadcast.measure,
        [
            Wanted("p95", "50 chat during a broadcast of one text to 100,000: 95 of 100 replies", "s", at_most=0.5),
            Wanted("seconds", "… the broadcast takes", "s", at_most=80),
            Wanted("doubled", "… doubled", "messages", at_most=0),
        ],
    ),
    "different": (
        broadcast.measure_different,
        [
            Wanted("p95", "50 chat during a broadcast of 10,000 different texts: 95 of 100 replies", "s", at_most=0.5),
            Wanted("doubled", "… doubled", "messages", at_most=0),
        ],
    ),
    "race": (
        race.measure,
        [
            Wanted(
                "ours", "Without limits, 1,600 people at a time: our durable dialog step", "replies/s", at_least=800
            ),
            Wanted("bare", "… a bare vkbottle echo, no storage", "replies/s"),
            Wanted("durable", "… vkbottle, aiosqlite insert and commit, `answer()`", "replies/s"),
            Wanted("to_bare", "… ours to the bare echo", "times", at_least=1),
            Wanted("to_durable", "… ours to the ordinary durable bot", "times", at_least=2),
            Wanted("ours_cpu", "… the processor's time of one of ours", "ms"),
            Wanted("bare_cpu", "… of one of the bare echo's", "ms"),
            Wanted("durable_cpu", "… of one of the ordinary durable bot's", "ms"),
            Wanted("cpu_to_bare", "… the bare echo's time to ours", "times"),
            Wanted("cpu_to_durable", "… the ordinary durable bot's time to ours", "times"),
            Wanted("bare_uvloop", "… the bare echo, given uvloop", "replies/s"),
            Wanted("durable_uvloop", "… the ordinary durable bot, given uvloop", "replies/s"),
            Wanted("to_bare_uvloop", "… ours to the bare echo with uvloop", "times"),
            Wanted("to_durable_uvloop", "… ours to the ordinary durable bot with uvloop", "times"),
            Wanted("peak", "… our memory at most", "MiB RSS", at_most=200),
            Wanted("ours_calm", "400 people at a time, who think for 0.2 s: our durable dialog step", "replies/s"),
            Wanted("bare_calm", "… a bare vkbottle echo, no storage", "replies/s"),
            Wanted("durable_calm", "… vkbottle, aiosqlite insert and commit, `answer()`", "replies/s"),
            Wanted("to_bare_calm", "… ours to the bare echo", "times", at_least=1),
            Wanted("to_durable_calm", "… ours to the ordinary durable bot", "times"),
        ],
    ),
    "limits": (
        race.measure_limits,
        [
            Wanted("ours", "Under VK's limits, 600 people a second write: ours", "replies/s", at_least=475),
            Wanted("bare", "… a bare vkbottle echo, no storage", "replies/s"),
            Wanted("durable", "… vkbottle, aiosqlite insert and commit, `answer()`", "replies/s"),
            Wanted("times", "… ours to the better of them", "times", at_least=20),
        ],
    ),
    "cost": (
        cost.measure,
        [
            Wanted("statements", "An event's statements of SQLite, each row counted", "statements"),
            Wanted("trips", "… trips to SQLite's thread", "trips"),
            Wanted("bytes", "… bytes of the file for an appeal, its events and calls included", "bytes"),
        ],
    ),
    "growth": (
        growth.measure,
        [
            Wanted("1000", "A step's processor time beside 1,000 appeals", "ms"),
            Wanted("100000", "… beside 100,000", "ms"),
            Wanted("1000000", "… beside 1,000,000", "ms"),
            Wanted("ratio", "… beside the most to beside the fewest", "times", at_most=1.2),
        ],
    ),
    "memory": (
        race.measure_memory,
        [
            Wanted("grown", "Memory after many events (`EVENTS=100000`), beyond the first tenth's", "MiB", at_most=30),
            Wanted("events", "… events", "events"),
            Wanted("slope", "… in the second half it grows, for each 100,000 events, by", "MiB"),
            Wanted("start", "… after the first tenth", "MiB RSS"),
            Wanted("peak", "… at most", "MiB RSS"),
        ],
    ),
    "backlog": (
        race.measure_backlog,
        [
            Wanted(
                "grown",
                "1,500 people a second write for 40 s, VK lets us answer 500: memory grows by",
                "MiB",
                at_most=60,
            ),
            Wanted("waiting", "… people who wait at the end", "people"),
        ],
    ),
}
"""Measurements of the whole against a sandbox with VK's limits; each runs alone by its name."""


LONG = frozenset({"growth", "memory"})
"""Measured once: they take minutes, and repeat by themselves what may vary."""


def _under_limits(folder: str, name: str) -> list[Row]:
    measure, wanted = UNDER_LIMITS[name]
    runs = [asyncio.run(measure(_fresh(folder))) for _ in range(1 if name in LONG else RUNS)]
    return [_row(one, [run[one.key] for run in runs]) for one in wanted]


def _row(one: Wanted, runs: list[float]) -> Row:
    median = statistics.median(runs)
    good = (one.at_least is None or median >= one.at_least) and (one.at_most is None or median <= one.at_most)
    print(f"{one.what}: {median:,.2f} {one.unit}")
    goal = f"≥ {one.at_least:,}" if one.at_least is not None else f"≤ {one.at_most}" if one.at_most is not None else ""
    return Row(one.what, one.unit, median, runs, goal, good)


def _parts(folder: str) -> list[Row]:
    full = _fresh(folder)
    return [
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


def _written() -> dict[str, str]:
    """The lines of the last results, by what they tell of: a part of the measurements leaves the others as they are."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    found: dict[str, str] = {}
    of = ""
    for line in lines:
        if line.startswith("| ") and not line.startswith(("| what", "| ---")):
            what = line.split(" | ")[0].removeprefix("| ")
            of = of if what.startswith("…") else what
            found[f"{of} {what}"] = line
    return found


def _report(rows: list[Row], kept: dict[str, str]) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    of = ""
    told = dict(kept)
    for row in rows:
        of = of if row.what.startswith("…") else row.what
        runs = ", ".join(f"{value:,.2f}" for value in row.runs)
        mark = "" if row.reached else " (not reached)"
        told[f"{of} {row.what}"] = f"| {row.what} | {row.median:,.2f} {row.unit}{mark} | {row.wanted} | {runs} |"
    lines = [
        "# Measured",
        "",
        f"Written by `make bench` (or `python -m bench NAME` for a part). Medians of all runs shown. "
        f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {packages}.",
        "",
        "| what | median | wanted | all runs |",
        "| --- | --- | --- | --- |",
        *told.values(),
    ]
    return "\n".join(lines) + "\n"


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1] if found else "unknown processor"


if __name__ == "__main__":
    main()
