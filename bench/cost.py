"""What an event and an appeal cost: statements of SQLite, trips to its thread, bytes of the file."""

from __future__ import annotations

from pathlib import Path

from bench import step
from storage.database import Database
from storage.migrations import migrate


async def measure(path: Path) -> dict[str, float]:
    """Over whole dialogs; bytes with the handled events and sent calls, which stay for thirty days."""
    empty = await _bytes(path.with_name("empty.db"))
    done = await step.measured(path, counting=True)
    appeals = done.steps / len(step.STEPS)
    return {
        "statements": done.statements,
        "trips": done.trips,
        "bytes": (await _bytes(path) - empty) / appeals,
    }


async def _bytes(path: Path) -> int:
    """The pages of a file that hold something."""
    database = await Database.open(path)
    try:
        await migrate(database)
        rows = await database.read(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return int(rows[0][0])
    finally:
        await database.close()
