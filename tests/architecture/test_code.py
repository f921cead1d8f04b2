"""Rules of the code that no linter holds."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("bot", "handlers", "appeals", "texts", "storage", "scheduler", "sandbox", "tests", "bench")
UNWATCHED = {"create_task", "ensure_future", "run_coroutine_threadsafe"}


def unwatched_tasks(source: str) -> list[int]:
    """Lines that start a task which no TaskGroup watches: asyncio.create_task, loop.create_task and so on."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in UNWATCHED
        and isinstance(node.value, ast.Name)
        and node.value.id in {"asyncio", "loop"}
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [("asyncio.create_task(f())", [1]), ("loop.create_task(f())", [1]), ("group.create_task(f())", [])],
)
def test_an_unwatched_task_is_seen(line: str, found: list[int]) -> None:
    assert unwatched_tasks(line) == found


def test_every_task_is_watched() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for package in CODE
        for path in (ROOT / package).rglob("*.py")
        for line in unwatched_tasks(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_help_does_not_import_vkbottle() -> None:
    """vkbottle costs a second and 80 MB: a command that doesn't talk to VK must not pay it."""
    command = [sys.executable, "-X", "importtime", "-m", "bot", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "bot" in imported
    assert not {name for name in imported if name.partition(".")[0] in {"vkbottle", "vkbottle_types"}}
