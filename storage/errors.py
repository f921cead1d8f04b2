"""What can be wrong with the database file, told to the operator."""

from __future__ import annotations

import errno
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


def is_broken_file(error: sqlite3.Error) -> bool:
    """Whether the file itself is spoiled: no attempt helps, and no event is to blame."""
    return getattr(error, "sqlite_errorname", "").startswith(_BROKEN)


_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

_OS_REASONS = {
    errno.ENOENT: "такого файла или папки нет",
    errno.ENOTDIR: "на месте папки стоит файл",
    errno.EEXIST: "на месте папки стоит файл",
    errno.EISDIR: "это папка, а не файл",
    errno.EACCES: "не хватает прав",
    errno.EPERM: "не хватает прав",
    errno.EROFS: "диск доступен только для чтения",
    errno.ENOSPC: "на диске нет места",
}
_SQLITE_REASONS = {
    "SQLITE_CANTOPEN": "файл не открывается",
    "SQLITE_NOTADB": "это не база данных",
    "SQLITE_CORRUPT": "файл повреждён, верните копию: python -m bot restore КОПИЯ",
    "SQLITE_FULL": "на диске нет места",
    "SQLITE_READONLY": "не хватает прав на запись",
    "SQLITE_BUSY": "файл занят другой программой",
    "SQLITE_IOERR": "диск не читается или не пишется",
}


def reason_of(error: OSError | sqlite3.Error) -> str:
    """What is wrong with a file, in the operator's language."""
    if isinstance(error, OSError):
        return _OS_REASONS.get(error.errno or 0, f"ошибка системы {error.errno}")
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    return next((reason for kind, reason in _SQLITE_REASONS.items() if name.startswith(kind)), f"ошибка {name}")
