"""Where the browser is, and how it is started."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "chromium"
FLAGS = (
    "--no-sandbox",  # Chromium refuses to start as root otherwise
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium(script: Path = SCRIPT) -> str:
    """The path of Chromium; a test without it fails with the script's last line."""
    __tracebackhide__ = True
    done = subprocess.run([script], capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"{script} failed and said nothing"]
        pytest.fail(said[-1], pytrace=False)
    return done.stdout.strip()
