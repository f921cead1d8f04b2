"""Reading `administration.toml`: every mistake is told with its line and its reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from appeals.administration import Administration
from bot.errors import StartError
from bot.reasons import reason_of

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")
_TOML_PLACE = re.compile(r"line (\d+), column \d+")


def load_administration(path: Path) -> Administration:
    """Read and check the file.

    Raises:
        StartError: it is missing, isn't TOML, or breaks a rule; the text names the line.
    """
    try:
        text = path.read_text("utf-8-sig")  # Windows' Notepad puts a mark at the beginning
    except OSError as error:
        raise StartError(f"ADMINISTRATION_FILE: не читается {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise StartError(f"ADMINISTRATION_FILE: сохраните {path} в кодировке UTF-8") from None
    try:
        data = tomllib.loads(text)
        return TypeAdapter(Administration).validate_python(data)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = place[1] if place else text.count("\n") + 1
        raise StartError(f"{path}, строка {line}: запись не по правилам TOML ({error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        location = [part for part in first["loc"] if part != "Administration"]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
        raise StartError(f"{path}, строка {line_of(text, location)}: {where or 'файл'}: {reason_of(first)}") from None


def line_of(text: str, location: Sequence[str | int]) -> int:
    """The line (from 1) at which the value at `location` stands, or the nearest table that should hold it."""
    names = [part for part in location if isinstance(part, str)]
    index = next((part for part in location if isinstance(part, int)), 0)
    lines = text.splitlines()
    best, seen, table = 1, -1, ""
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            table = header[2]
            if table == ".".join(names[: table.count(".") + 1]):
                seen += 1
                if header[1] == "[" or seen <= index:
                    best = number
        elif names and table and table.split(".")[0] == names[0] and (seen in (-1, index) or seen == 0):
            key = line.split("=")[0].strip().strip('"')
            if "=" in line and key == names[-1] and seen in (-1, index):
                return number
    return best
