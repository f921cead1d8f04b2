"""The SQLite file: one writer behind a lock, one reader that can't write.

One writer is SQLite's own rule; the lock makes tasks of this process wait in line instead of failing with
`database is locked`, and `BEGIN IMMEDIATE` keeps another process (a backup, an operator's shell) from coming between.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from storage.errors import StorageError, reason_of

BUSY_TIMEOUT = 10_000
"""Milliseconds to wait for another process that writes."""

Row = Sequence[Any]


class Transaction:
    """An open transaction. It rolls back unless `commit` was called.

    Savepoints undo a part: `savepoint`, then `release` or `undo`.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.committed = False

    async def run(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        """Run one statement and return its rows: one trip to the connection's thread."""
        return list(await self._connection.execute_fetchall(sql, parameters))

    async def run_many(self, sql: str, rows: Sequence[Iterable[Any]]) -> int:
        """Run one statement for every row and return how many rows changed; no trip when there are none."""
        if not rows:
            return 0
        cursor = await self._connection.executemany(sql, rows)
        return cursor.rowcount

    async def savepoint(self) -> None:
        await self._connection.execute_fetchall("SAVEPOINT event")

    async def release(self) -> None:
        await self._connection.execute_fetchall("RELEASE event")

    async def undo(self) -> None:
        await self._connection.execute_fetchall("ROLLBACK TO event")
        await self._connection.execute_fetchall("RELEASE event")

    async def commit(self) -> None:
        """Make everything durable: `synchronous=FULL` waits for the disk."""
        await self._connection.execute_fetchall("COMMIT")
        self.committed = True


class Database:
    """The open file. Build it with `Database.open` and always `close` it: its threads keep a process alive."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Open the file, creating it and its folder when they don't exist.

        Raises:
            StorageError: the file can't be opened or isn't a database.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # A file that can't be opened must fail here: aiosqlite's thread would go on and speak to a closed loop.
            await asyncio.to_thread(lambda: sqlite3.connect(path).close())
            writer = await _connect(
                path, "synchronous = FULL", "journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON"
            )
        except (OSError, sqlite3.Error) as error:
            raise StorageError(f"не открывается файл базы {path} (DATABASE_PATH): {reason_of(error)}") from error
        try:
            reader = await _connect(path, "query_only = ON")
        except sqlite3.Error as error:
            await writer.close()
            raise StorageError(f"не читается файл базы {path} (DATABASE_PATH): {reason_of(error)}") from error
        return cls(path, writer, reader)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Write under the lock. Leaving without `commit`, by an error or a cancellation, undoes everything."""
        await self._turn.acquire()
        transaction = Transaction(self._writer)
        try:
            await self._writer.execute_fetchall("BEGIN IMMEDIATE")
            yield transaction
        finally:
            # Cancelled or not, the next in line must not start before this one is over.
            await asyncio.shield(self._end(transaction))

    async def _end(self, transaction: Transaction) -> None:
        try:
            if not transaction.committed:
                # A cancelled BEGIN or COMMIT may still wait in the thread's queue: let it pass, then look.
                await self._writer.execute_fetchall("SELECT 1")
                if self._writer.in_transaction:
                    await self._writer.execute_fetchall("ROLLBACK")
        finally:
            self._turn.release()

    async def read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        """Read the last committed state; never waits for a writer."""
        return list(await self._reader.execute_fetchall(sql, parameters))

    async def checkpoint(self) -> bool:
        """Bring everything into the file itself and empty the log before it, which holds what was destroyed.

        False while somebody else is reading: then it is to be tried again.
        """
        async with self._turn:
            rows = list(await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
        return bool(rows) and rows[0][0] == 0

    async def close(self) -> None:
        """Close when every transaction that was begun is over, those of cancelled tasks too."""
        async with self._turn:
            await self._reader.close()
            await self._writer.close()


async def _connect(path: Path, *pragmas: str) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    try:
        for pragma in (f"busy_timeout = {BUSY_TIMEOUT}", *pragmas):
            await connection.execute_fetchall(f"PRAGMA {pragma}")
    except sqlite3.Error:
        await connection.close()
        raise
    return connection
