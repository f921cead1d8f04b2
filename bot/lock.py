"""One process a database: two would handle every event twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StartError
from storage.errors import reason_of


@contextmanager
def only_process(database_path: Path) -> Iterator[None]:
    """Hold the database's lock for as long as the context lasts. The system lets it go when the process dies.

    Raises:
        StartError: another process holds it, or the folder can't be written.
    """
    path = database_path.with_name(database_path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise StartError(f"DATABASE_PATH: не записывается {path}: {reason_of(error)}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(f"DATABASE_PATH: с базой {database_path} уже работает другой процесс бота") from None
        yield
