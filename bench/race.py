"""Three bots against one lean VK, each on a core of its own: a bare echo, an ordinary durable echo, and ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from sandbox.scenes import MODERATORS_CHAT

ROOT = Path(__file__).parents[1]
BOTS: dict[str, tuple[str, ...]] = {
    "bare": ("bench.rivals", "bare"),
    "durable": ("bench.rivals", "durable"),
    "ours": ("bench.ours",),
}
IN_LIFE = {**BOTS, "ours": ("bot", "run")}
"""As they run in life: ours keeps VK's pace."""

CALM = ("--people", "600", "--warm", "800")
"""400 people lead a dialog each and think for 0.2 s before they answer: no bot can be faster than 2,000 a second."""

FULL = ("--people", "1600", "--warm", "1600", "--together", "1600")
"""So many at a time that each bot has all that it can do."""

RATE, SECONDS = 600.0, 10.0
EVENTS = 100_000
_TICKS = os.sysconf("SC_CLK_TCK")
_TOKEN = "vk1.a.bench"  # noqa: S105 - the lean VK takes any


@dataclass
class Lap:
    """What came of one run. CPU counts the bot's process alone; memory is in MiB, as each mark was passed."""

    rate: float = 0.0
    cpu_ms: float = 0.0
    peak: float = 0.0
    unanswered: int = 0
    asked_twice: int = 0
    replies: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    memory: list[tuple[int, float]] = field(default_factory=list)


async def measure(path: Path) -> dict[str, float]:
    """Whole dialogs, as fast as each bot answers."""
    bots = {**BOTS, **{f"{name}_uvloop": (*BOTS[name], "uvloop") for name in ("bare", "durable")}}
    laps = {name: run(bot, path.with_name(f"{name}.db"), *FULL) for name, bot in bots.items()}
    calm = {name: run(bot, path.with_name(f"{name}_calm.db"), *CALM).rate for name, bot in BOTS.items()}
    ours = laps["ours"]
    return {
        **{name: lap.rate for name, lap in laps.items()},
        **{f"{name}_cpu": lap.cpu_ms for name, lap in laps.items()},
        **{f"to_{name}": ours.rate / lap.rate for name, lap in laps.items() if name != "ours"},
        "cpu_to_bare": laps["bare"].cpu_ms / ours.cpu_ms,
        "cpu_to_durable": laps["durable"].cpu_ms / ours.cpu_ms,
        "peak": ours.peak,
        **{f"{name}_calm": rate for name, rate in calm.items()},
        "to_bare_calm": calm["ours"] / calm["bare"],
        "to_durable_calm": calm["ours"] / calm["durable"],
    }


async def measure_limits(path: Path) -> dict[str, float]:
    """More people than VK lets anybody answer write for ten seconds, under 20 requests a second.

    After the first second: a process that starts compares its conversations with VK's, which takes four requests.
    """
    plan = ("--people", str(int(RATE * (SECONDS + 2))), "--rate", str(RATE), "--limit", "--until", str(SECONDS))
    laps = {
        name: run(bot, path.with_name(f"{name}.db"), *plan, "--warm", "600" if name == "ours" else "20")
        for name, bot in IN_LIFE.items()
    }
    told = {name: lap.rate for name, lap in laps.items()}
    return {**told, "times": told["ours"] / max(told["bare"], told["durable"])}


async def measure_memory(path: Path) -> dict[str, float]:
    """Memory after many events, beyond that after the first tenth of them, which fills what is kept ready.

    With a desk: at this speed cards for one chat, which go one a request, pile up in the file.
    """
    events = int(os.environ.get("EVENTS", EVENTS))
    plan = ("--people", str(events // 8), "--together", "1600", "--warm", "1", "--until", "7200")
    lap = run(BOTS["ours"], path, *plan)
    first, middle, last = lap.memory[1], lap.memory[len(lap.memory) // 2], lap.memory[-1]
    return {
        "events": lap.replies,
        "grown": last[1] - first[1],
        "slope": (last[1] - middle[1]) / (last[0] - middle[0]) * 100_000,
        "start": first[1],
        "peak": lap.peak,
    }


async def measure_backlog(path: Path) -> dict[str, float]:
    """Three times as many people as VK lets us answer write for 40 seconds: what waits must wait in the file."""
    plan = ("--people", "60000", "--rate", "1500", "--limit", "--warm", "1", "--until", "40")
    lap = run(IN_LIFE["ours"], path, *plan)
    return {"waiting": lap.unanswered, "grown": lap.peak - lap.memory[0][1]}


def run(bot: Sequence[str], path: Path, *plan: str, chat: str = str(MODERATORS_CHAT)) -> Lap:
    """One bot against one lean VK; Linux only, because of /proc."""
    cores = sorted(os.sched_getaffinity(0))
    vk = _start(("bench.lean_vk", *plan), cores[-1], {})
    assert vk.stdout is not None
    bot_process: subprocess.Popen[str] | None = None
    try:
        address = _next(vk.stdout)["address"]
        surroundings = {
            "VK_TOKEN": _TOKEN,
            "VK_API_URL": f"{address}/method/",
            "DATABASE_PATH": str(path),
            "MODERATOR_CHAT": chat,
            "LOG_LEVEL": "CRITICAL",
        }
        bot_process = _start(bot, cores[0], surroundings)
        return _watched(vk.stdout, bot_process.pid)
    finally:
        for process in (bot_process, vk):
            if process is not None:
                process.terminate()
                process.communicate()


def _watched(lines: IO[str], pid: int) -> Lap:
    lap = Lap()
    began = 0.0
    while True:
        line = _next(lines)
        match line["kind"]:
            case "begin":
                began = _cpu(pid)
                lap.memory.append((0, memory(pid)))
            case "mark":
                lap.memory.append((line["replies"], memory(pid)))
            case "end":
                lap.cpu_ms = (_cpu(pid) - began) * 1000 / max(1, line["replies"])
                lap.peak = memory(pid, "VmHWM")
                lap.rate = line["replies"] / line["seconds"]
                lap.unanswered, lap.asked_twice = line["unanswered"], line["asked_twice"]
                lap.replies, lap.requests = line["replies"], line["requests"]
                return lap


def _start(module: Sequence[str], core: int, surroundings: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - this process has no threads
    )


def _next(lines: IO[str]) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(lines.readline() or '{"kind": "gone"}')
    if line["kind"] == "gone":
        raise RuntimeError("the lean VK has gone")
    return line


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int, what: str = "VmRSS") -> float:
    """MiB of a process: `VmRSS` now, `VmHWM` at most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith(what)).split()[1]) / 1024
