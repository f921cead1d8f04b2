"""The process as a whole: memory when idle, time to the first long poll, time of `--help`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from sandbox import Sandbox
from sandbox.scenes import MODERATORS_CHAT

ROOT = Path(__file__).parents[1]
SETTLE = 3.0
"""Seconds after the first long poll before the memory is looked at."""


async def start_time(path: Path) -> float:
    """Seconds from the start of the process to its first long poll."""
    async with Sandbox() as sandbox:
        started = time.perf_counter()
        process = await _start(sandbox, path)
        await sandbox.world.wait_for(lambda: _polls(sandbox), timeout=30)
        passed = time.perf_counter() - started
        process.terminate()
        await process.wait()
        return passed


async def idle_memory(path: Path) -> float:
    """MiB of resident memory of the idle process."""
    async with Sandbox() as sandbox:
        process = await _start(sandbox, path)
        await sandbox.world.wait_for(lambda: _polls(sandbox), timeout=30)
        await asyncio.sleep(SETTLE)
        resident = _resident(process.pid)
        process.terminate()
        await process.wait()
        return resident


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def help_time() -> float:
    """Seconds of `python -m bot --help`, with compiled bytecode."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def _polls(sandbox: Sandbox) -> bool:
    return any(call.method == "groups.getLongPollServer" for call in sandbox.world.calls)


async def _start(sandbox: Sandbox, path: Path) -> asyncio.subprocess.Process:
    settings = {
        "VK_TOKEN": sandbox.token,
        "VK_API_URL": sandbox.api_url,
        "DATABASE_PATH": str(path),
        "MODERATOR_CHAT": str(MODERATORS_CHAT),
        "LOG_LEVEL": "ERROR",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env={**os.environ, **settings}
    )
