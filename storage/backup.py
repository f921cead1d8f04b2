"""Copies of the database while it is in use, and the way back from a copy."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from storage.database import Database
from storage.errors import StorageError, reason_of

_PARTS = ("", "-wal", "-shm")
"""The files that make up a database: an old log beside another file would spoil it."""


async def copy_to(database: Database, target: Path) -> None:
    """Write a consistent copy of the running database to `target` and check it.

    The copy appears under its name only when it is whole; an older file of that name is replaced.

    Raises:
        StorageError: the copy can't be written or fails the check.
    """
    await asyncio.to_thread(copy_file, database.path, target)


def copy_file(source: Path, target: Path) -> None:
    """The same, for callers without an event loop.

    Raises:
        StorageError: the source can't be read, or the copy can't be written or fails the check.
    """
    if target.resolve() == source.resolve():
        raise StorageError(f"копия не может лечь на место самой базы {source}: назовите другой файл")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as origin:
            origin.execute("VACUUM INTO ?", (str(part),))
        _check(part)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        reason = reason_of(error)
        raise StorageError(f"копия базы {source} (DATABASE_PATH) не записалась в {target}: {reason}") from error
    finally:
        with suppress(OSError):  # where nothing could be written, there is nothing to tidy up
            part.unlink(missing_ok=True)


def restore_file(copy: Path, target: Path, aside: Path) -> bool:
    """Put a checked copy in the database's place; what stood there moves into the folder `aside`.

    Nobody may have the database open. The copy stays where it is. Returns whether there was anything to move.

    Raises:
        StorageError: the copy is missing, broken or no database of ours, or a file can't be written.
    """
    if copy.resolve() == target.resolve():
        raise StorageError(f"{copy} — это сама база (DATABASE_PATH), а не копия: назовите файл копии")
    if not copy.is_file():
        raise StorageError(f"копии {copy} нет")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as origin,
            closing(sqlite3.connect(part)) as fresh,
        ):
            origin.backup(fresh)
        if not _check(part):
            raise StorageError(f"{copy} — не копия базы бота")
        moved = _move(target, aside)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"копия {copy} не встала на место базы {target}: {reason_of(error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return moved


def _check(path: Path) -> int:
    """Open a copy, have SQLite look at all of it, and read it; return its version, 0 for a database that isn't ours.

    Raises:
        StorageError: it is broken.
        sqlite3.Error: it can't be read.
    """
    with closing(sqlite3.connect(path)) as copy:
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise StorageError(f"копия {path} повреждена: {verdict}")
        if (orphan := copy.execute("PRAGMA foreign_key_check").fetchone()) is not None:
            raise StorageError(f"копия {path} повреждена: в таблице {orphan[0]} не хватает связанных строк")
        (version,) = copy.execute("PRAGMA user_version").fetchone()
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'appeals'").fetchone():
            return 0
        copy.execute("SELECT count(*) FROM appeals").fetchone()
    return int(version)


def _move(target: Path, aside: Path) -> bool:
    """Move a database with its log out of the way."""
    there = [path for part in _PARTS if (path := target.with_name(target.name + part)).exists()]
    if there:
        aside.mkdir(parents=True)
    for path in there:
        path.replace(aside / path.name)
    return bool(there)
