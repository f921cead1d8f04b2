"""The project's own files agree with each other and with the code."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", ".env", "data", "build", "dist", "__pycache__", ".hypothesis"}
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|root|Users|home/[a-z]+|tmp/[a-z_]+)/[\w.]")
REGISTRY = re.compile(r"--(?:extra-)?index(?:-url)?\b|--find-links|--registry", re.IGNORECASE)
"""An option that names a place of packages: where they come from is the machine's business, not the project's."""


def files(*patterns: str) -> Iterator[Path]:
    for pattern in patterns or ("*",):
        for path in sorted(ROOT.rglob(pattern)):
            parts = path.relative_to(ROOT).parts
            ours = not any(part in NOT_OURS or part.endswith(("_cache", ".egg-info")) for part in parts)
            if ours and path.is_file():
                yield path


def commands_of_make() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_env_example_lists_every_setting() -> None:
    from bot.settings import Settings

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY], ids=["machine path", "place of packages"])
def test_no_file_names(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files()
        if path != Path(__file__)
        for match in forbidden.finditer(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


def test_locks_name_no_place() -> None:
    assert [path.name for path in files("requirements/*.txt") if "://" in path.read_text(encoding="utf-8")] == []


def test_every_package_is_shipped_checked_and_has_its_layer() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_OURS - {"tests", "bench"}
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    shipped = tools["setuptools"]["packages"]["find"]["include"]
    assert sorted(shipped) == sorted(name for package in packages for name in (package, f"{package}.*"))
    assert set(tools["importlinter"]["root_packages"]) == packages
    assert packages <= set(tools["mypy"]["files"])


@pytest.mark.parametrize("name", ["README.md", "README.ru.md"])
def test_commands_of_readme_exist(name: str) -> None:
    named = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= named <= commands_of_make()
