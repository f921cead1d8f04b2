"""What can be wrong with the database file, told to the operator."""

from __future__ import annotations


class StorageError(Exception):
    """The database can't be used as it is. The text is for the operator, in Russian."""


class NewerDatabaseError(StorageError):
    """The file was written by a newer version of the program."""
