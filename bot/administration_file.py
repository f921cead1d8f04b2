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
from storage.errors import reason_of as storage_reason

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.\-]+))\s*=""")
_TOML_PLACE = re.compile(r"line (\d+), column \d+")


def load_administration(path: Path) -> Administration:
    """Read and check the file.

    Raises:
        StartError: it is missing, isn't TOML, or breaks a rule; the text names the line.
    """
    try:
        text = path.read_text("utf-8-sig")  # Windows' Notepad puts a mark at the beginning
    except OSError as error:
        raise StartError(f"ADMINISTRATION_FILE: не читается {path}: {storage_reason(error)}") from None
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
        location = [part for part in first["loc"] if part not in ("Administration", "[key]")]
        location += getattr(first.get("ctx", {}).get("error"), "where", ())
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
        raise StartError(f"{path}, строка {line_of(text, location)}: {where or 'файл'}: {reason_of(first)}") from None


def place_in(path: Path, location: Sequence[str | int]) -> str:
    """The file and the line of a value in it, for the operator; the file alone when it isn't read any more."""
    try:
        return f"{path}, строка {line_of(path.read_text('utf-8-sig'), location)}"
    except (OSError, UnicodeDecodeError):
        return str(path)


def line_of(text: str, location: Sequence[str | int]) -> int:
    """The line (from 1) at which the value at `location` stands, or the nearest section that should hold it."""
    wanted = [str(part) for part in location]
    best, depth = 1, 0
    section: list[str] = []
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = _section(header[2].split("."), counts, opens=header[1] == "[[")
            path = section
        elif key := _KEY.match(line):
            path = [*section, key[1] or key[2] or key[3]]
        else:
            continue
        shared = min(len(path), len(wanted))
        if shared > depth and path[:shared] == wanted[:shared]:
            best, depth = number, shared
    return best


def _section(names: Sequence[str], counts: dict[tuple[str, ...], int], *, opens: bool) -> list[str]:
    """The place of a header, with an index behind the name of each list: of its last item, or of one that begins.

    `counts` holds how many items each list has so far.
    """
    place: list[str] = []
    for number, name in enumerate(names, 1):
        place.append(name)
        if opens and number == len(names):
            counts[tuple(place)] = counts.get(tuple(place), 0) + 1
        if items := counts.get(tuple(place)):
            place.append(str(items - 1))
    return place
