"""Numbered SQL migrations, applied at start in one transaction, after a backup of what was there."""

from __future__ import annotations

import re
import sqlite3
from importlib import resources
from pathlib import Path

from storage.backup import copy_to
from storage.database import Database
from storage.errors import NewerDatabaseError

_NAME = re.compile(r"(\d{4})_\w+\.sql")


def migrations() -> dict[int, str]:
    """The scripts by their number."""
    folder = resources.files("storage").joinpath("migrations")
    found = ((_NAME.fullmatch(file.name), file) for file in folder.iterdir())
    return dict(sorted((int(name[1]), file.read_text("utf-8")) for name, file in found if name))


def statements(script: str) -> list[str]:
    """Cut a script into statements, each with its comments; a trigger's body and a text stay in one piece."""
    parts: list[str] = []
    current = ""
    for piece in script.rstrip().removesuffix(";").split(";"):
        current += piece + ";"
        if sqlite3.complete_statement(current):
            parts.append(current.strip())
            current = ""
    return [*parts, current] if current else parts


async def is_current(database: Database) -> bool:
    """Whether the file needs no migration.

    Raises:
        NewerDatabaseError: the file was written by a newer version of the program.
    """
    (version,) = (await database.read("PRAGMA user_version"))[0]
    newest = max(migrations())
    if version > newest:
        raise NewerDatabaseError(
            f"база {database.path} (DATABASE_PATH) создана более новой версией программы "
            f"({version}, а эта понимает до {newest}): обновите программу или верните копию базы"
        )
    return bool(version == newest)


async def migrate(database: Database) -> None:
    """Bring the file up to this version.

    A file with older data is first copied beside itself as `<name>.v<version>.bak`. Then it comes all the way or stays
    as it was.

    Raises:
        NewerDatabaseError: the file was written by a newer version of the program.
    """
    if await is_current(database):
        return
    scripts = migrations()
    (version,) = (await database.read("PRAGMA user_version"))[0]
    if version:
        await copy_to(database, _backup_name(database.path, version))
    async with database.transaction() as transaction:
        for number, script in scripts.items():
            if number > version:
                for statement in statements(script):
                    transaction.put(statement)
        transaction.put(f"PRAGMA user_version = {max(scripts)}")
        await transaction.commit()


def _backup_name(path: Path, version: int) -> Path:
    return path.with_name(f"{path.name}.v{version}.bak")
