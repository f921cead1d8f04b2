"""What can be wrong with the database file, told to the operator."""

from __future__ import annotations

import sqlite3


class StorageError(Exception):
    """The database can't be used as it is. The text is for the operator, in Russian."""


class NewerDatabaseError(StorageError):
    """The file was written by a newer version of the program."""


STORAGE_PAUSE = 2.0
"""Seconds to wait when the disk or the file fails, before the same work is tried again."""

_TROUBLES = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_READONLY")


def is_storage_trouble(error: sqlite3.Error) -> bool:
    """Whether the disk or the file is to blame, so that the same work may succeed later."""
    return getattr(error, "sqlite_errorname", "").startswith(_TROUBLES)
