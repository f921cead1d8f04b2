"""The SQLite file: one writer behind a lock, one reader that can't write.

One writer is SQLite's own rule; the lock makes tasks of this process wait in line instead of failing with
`database is locked`, and `BEGIN IMMEDIATE` keeps another process (a backup, an operator's shell) from coming between.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from appeals.value import dataclass
from storage.errors import StorageError, reason_of

BUSY_TIMEOUT = 10_000
"""Milliseconds to wait for another process that writes."""

Row = Sequence[Any]

_STATEMENTS = 512
"""Statements that SQLite keeps prepared: all that the bot has."""


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    parameters: Any = ()
    is_for_each: bool = False


_SAVEPOINT = _Statement("SAVEPOINT event")


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection, with many statements in one trip to its thread. The trip is what a statement costs."""

    async def run(self, statements: Sequence[_Statement]) -> tuple[list[Row], int]:
        """Run them in order, up to the first that fails; return what the last one brought and how much it changed."""
        last: tuple[list[Row], int] = await self._execute(self._run, statements)  # type: ignore[no-untyped-call] # as in aiosqlite
        return last

    def _run(self, statements: Sequence[_Statement]) -> tuple[list[Row], int]:
        rows: list[Row] = []
        changed = 0
        for one in statements:
            run = self._conn.executemany if one.is_for_each else self._conn.execute
            cursor = run(one.sql, one.parameters)
            rows, changed = cursor.fetchall(), cursor.rowcount
        return rows, changed


class Transaction:
    """An open transaction. It rolls back unless `commit` was called.

    What returns no rows waits for the next statement that does, or for the end, and goes with it: its errors are
    raised there. Savepoints undo a part: `savepoint`, then `release` or `undo`.
    """

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._waiting = [_Statement("BEGIN IMMEDIATE")]
        self.committed = False

    async def run(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        """Run one statement, and what waits before it, and return its rows."""
        return (await self._run(_Statement(sql, parameters)))[0]

    async def changed(self, sql: str, rows: Sequence[Iterable[Any]]) -> int:
        """Run one statement for every row and return how many rows of the table changed."""
        return (await self._run(_Statement(sql, rows, is_for_each=True)))[1] if rows else 0

    async def _run(self, last: _Statement) -> tuple[list[Row], int]:
        waiting, self._waiting = [*self._waiting, last], []
        return await self._connection.run(waiting)

    def put(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Run one statement with the next that returns rows."""
        self._waiting.append(_Statement(sql, parameters))

    def put_many(self, sql: str, rows: Sequence[Iterable[Any]]) -> None:
        """Run one statement for every row, with the next that returns rows."""
        if rows:
            self._waiting.append(_Statement(sql, rows, is_for_each=True))

    def savepoint(self) -> None:
        """Begin a part that can be undone."""
        self._waiting.append(_SAVEPOINT)

    async def release(self) -> None:
        """The part stays, and all of it has been run."""
        await self.run("RELEASE event")

    async def undo(self) -> None:
        """Undo the part."""
        while self._waiting:
            if self._waiting.pop() is _SAVEPOINT:
                return  # it had not begun yet
        self.put("ROLLBACK TO event")
        await self.run("RELEASE event")

    async def commit(self) -> None:
        """Make everything durable: `synchronous=FULL` waits for the disk."""
        await self.run("COMMIT")
        self.committed = True


class Database:
    """The open file. Build it with `Database.open` and always `close` it: its threads keep a process alive."""

    def __init__(self, path: Path, writer: _Connection, reader: _Connection) -> None:
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
            yield transaction
        finally:
            # Cancelled or not, the next in line must not start before this one is over.
            await asyncio.shield(self._end(transaction))

    async def _end(self, transaction: Transaction) -> None:
        try:
            if not transaction.committed:
                # What was cancelled may still wait in the thread's queue: let it pass, then look.
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


async def _connect(path: Path, *pragmas: str) -> _Connection:
    connection = _Connection(partial(sqlite3.connect, path, isolation_level=None, cached_statements=_STATEMENTS), 64)
    await connection
    try:
        for pragma in (f"busy_timeout = {BUSY_TIMEOUT}", *pragmas):
            await connection.execute_fetchall(f"PRAGMA {pragma}")
    except sqlite3.Error:
        await connection.close()
        raise
    return connection
