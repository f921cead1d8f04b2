"""A copy of the database while it is in use."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from storage.database import Database
from storage.errors import StorageError, reason_of


async def copy_to(database: Database, target: Path) -> None:
    """Write a consistent copy of the running database to `target` and check it.

    The copy appears under its name only when it is whole; an older file of that name is replaced.

    Raises:
        StorageError: the copy can't be written or fails `integrity_check`.
    """
    await asyncio.to_thread(copy_file, database.path, target)


def copy_file(source: Path, target: Path) -> None:
    """The same, for callers without an event loop.

    Raises:
        StorageError: the source can't be read, or the copy can't be written or fails `integrity_check`.
    """
    if target.resolve() == source.resolve():
        raise StorageError(f"копия не может лечь на место самой базы {source}: назовите другой файл")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as origin:
            origin.execute("VACUUM INTO ?", (str(part),))
        with closing(sqlite3.connect(part)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise StorageError(f"копия {target} повреждена: {verdict}")
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        reason = reason_of(error)
        raise StorageError(f"копия базы {source} (DATABASE_PATH) не записалась в {target}: {reason}") from error
    finally:
        with suppress(OSError):  # where nothing could be written, there is nothing to tidy up
            part.unlink(missing_ok=True)
