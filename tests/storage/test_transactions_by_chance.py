"""Transactions by chance: what rides with the next statement does as if it had been run at once."""

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.database import Database, Row, Transaction

SLOW = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT max(i) FROM n"
TABLE = "CREATE TABLE deeds (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL) STRICT"
ADD, ALL = "INSERT INTO deeds (id, name) VALUES (?, ?)", "SELECT id, name FROM deeds ORDER BY id"


def _rows(rows: Sequence[Row]) -> dict[int, str]:
    return {row[0]: row[1] for row in rows}


class Parts:
    """A transaction beside a model of it: the rows as they stand, and as they stood where each open part began."""

    def __init__(self, transaction: Transaction, stands: dict[int, str], chance: random.Random) -> None:
        self.transaction, self.stands, self.chance = transaction, dict(stands), chance
        self.began: list[dict[int, str]] = []

    async def part(self, depth: int) -> None:
        """A part as the worker has it: it writes, reads, holds others; it is undone when anything of it is refused."""
        await self.transaction.run("SELECT 1")
        assert not self.expects_refusal
        self.transaction.savepoint()
        before = dict(self.stands)
        try:
            for _ in range(self.chance.randint(0, 5)):
                await self.deed(depth)
            if self.chance.random() < 0.2:
                raise ValueError
            await self.transaction.release()
        except (sqlite3.IntegrityError, ValueError):
            await self.transaction.undo()
            self.stands = before
        self.expects_refusal = False

    def add(self) -> tuple[int, str]:
        number = self.chance.randint(1, 30)
        if number in self.stands:
            self.expects_refusal = True
        else:
            self.stands[number] = str(number)
        return number, str(number)

    expects_refusal = False

    async def deed(self, depth: int) -> None:
        match self.chance.choice(("put", "put", "put_many", "run", "changed", "read", "part", "hang")):
            case "put":
                self.transaction.put(ADD, self.add())
            case "put_many":
                self.transaction.put_many(ADD, [self.add() for _ in range(self.chance.randint(0, 3))])
            case "run":
                await self.transaction.run(ADD, self.add())
                assert not self.expects_refusal
            case "changed":
                rows = [self.add() for _ in range(self.chance.randint(0, 3))]
                assert await self.transaction.changed(ADD, rows) == len(rows)
                assert not self.expects_refusal or not rows
            case "read":
                assert _rows(await self.transaction.run(ALL)) == self.stands
                assert not self.expects_refusal
            case "part" if depth < 3 and not self.expects_refusal:
                await self.part(depth + 1)
            case _:
                try:
                    async with asyncio.timeout(0):
                        await self.transaction.run(SLOW)
                except TimeoutError as error:
                    raise ValueError from error


@pytest.mark.parametrize("seed", range(30))
async def test_it_is_as_if_each_were_run_at_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    database = await Database.open(tmp_path / "x.db")
    stands: dict[int, str] = {}
    async with database.transaction() as transaction:
        await transaction.run(TABLE)
        await transaction.commit()
    for _ in range(30):
        try:
            async with database.transaction() as transaction:
                model = Parts(transaction, stands, chance)
                for _ in range(chance.randint(0, 5)):
                    if chance.random() < 0.3:
                        await model.deed(3)
                    else:
                        await model.part(0)
                if chance.random() < 0.8:
                    await transaction.commit()
                    assert not model.expects_refusal
                    stands = model.stands
        except (sqlite3.IntegrityError, ValueError):
            pass
        if chance.random() < 0.2:
            with sqlite3.connect(database.path, timeout=0) as other:
                other.execute("BEGIN IMMEDIATE")
                other.rollback()
        if chance.random() < 0.3:
            stands = {}
            async with database.transaction() as transaction:
                transaction.put("DELETE FROM deeds")
                await transaction.commit()
        assert _rows(await database.read(ALL)) == stands
    await database.close()
