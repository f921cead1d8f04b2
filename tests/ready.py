"""An empty database, migrated once and copied for every test: most tests are not about migrations."""

import tempfile
from pathlib import Path

from storage.database import Database
from storage.migrations import migrate

_made: list[bytes] = []
"""The file, once this process has made it."""


async def put_ready(path: Path) -> None:
    """Lay an empty, migrated file where no file is yet."""
    if path.exists():
        return
    if not _made:
        _made.append(await _make())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_made[0])


async def _make() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ready.db"
        database = await Database.open(path)
        try:
            await migrate(database)
        finally:
            await database.close()
        return path.read_bytes()
