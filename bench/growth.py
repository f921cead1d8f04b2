"""What stored appeals cost: a dialog step beside a thousand, a hundred thousand and a million of them."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from bench import search, step
from storage.database import Database, Transaction

SIZES = (1_000, 100_000, 1_000_000)
REPEATS = 5
_PART = 100_000
"""Appeals that are written and indexed one by one; more are copies of them."""

_COLUMNS = (
    "community_id, year, citizen_id, channel, status, category, text, address, contact, filed_at, react_by, due_at,"
    " assignee_id, department, question"
)
_WORDS = "text, address, answer, person, contact"


async def measure(path: Path) -> dict[str, float]:
    """CPU milliseconds of a step at each size, and how many times the smallest's the largest is.

    The processor's time, because whatever else the machine does would change more than a million rows do.
    """
    told = {}
    for size in SIZES:
        beside = path.with_name(f"{size}.db")
        database = await Database.open(beside)
        try:
            await fill(database, size)
        finally:
            await database.close()
        runs = [await step.measured(beside, first=step.FIRST + 100_000 * run) for run in range(REPEATS)]
        told[f"{size}"] = statistics.median(run.cpu_ms for run in runs)
        beside.unlink()
    return {**told, "ratio": told[f"{SIZES[-1]}"] / told[f"{SIZES[0]}"]}


async def fill(database: Database, appeals: int) -> None:
    """A file with so many appeals, indexed, each with its history, its line of the journal and its card.

    Beside them stand the events and calls of the last thirty days: four for each appeal of a busy month.
    """
    await search.fill(database, min(appeals, _PART))
    async with database.transaction() as transaction:
        for copy in range(1, appeals // _PART):
            await _copy(transaction, copy * _PART)
        await transaction.run("INSERT INTO counters (community_id, year, last) VALUES (1, 2026, ?)", (appeals,))
        await _surround(transaction, min(appeals, _PART))
        await transaction.run("DELETE FROM unindexed")
        await transaction.commit()


async def _copy(transaction: Transaction, by: int) -> None:
    await transaction.run(
        f"INSERT INTO appeals (id, sequence, origin, {_COLUMNS})"  # noqa: S608 - names of columns
        f" SELECT id + ?1, sequence + ?1, 'draft:' || (id + ?1), {_COLUMNS} FROM appeals WHERE id <= ?2",
        (by, _PART),
    )
    await transaction.run(
        f"INSERT INTO appeal_words (rowid, {_WORDS})"  # noqa: S608 - names of columns
        f" SELECT rowid + ?1, {_WORDS} FROM appeal_words WHERE rowid <= ?2",
        (by, _PART),
    )


async def _surround(transaction: Transaction, handled: int) -> None:
    at = int(time.time() * 1000) - 86_400_000
    await transaction.run(
        "INSERT INTO history (community_id, appeal_id, act, at, actor_id)"
        " SELECT 1, id, 'filed', filed_at, 1 FROM appeals"
    )
    await transaction.run(
        "INSERT INTO audit (community_id, at, actor_id, peer_id, deed, appeal_id)"
        " SELECT 1, filed_at, 201, 2000000001, 'answer', id FROM appeals"
    )
    for copy in range(4):
        await transaction.run(
            "INSERT INTO inbox (community_id, event_id, type, lane, conversation_message_id, received_at, status)"
            " SELECT 1, ?1 || ':' || id, 'message_new', 1000 + citizen_id, ?1 * 10000000 + id, ?2, 'done'"
            " FROM appeals WHERE id <= ?3",
            (copy, at, handled),
        )
        await transaction.run(
            "INSERT INTO outbox (community_id, peer_id, priority, method, created_at, status, finished_at,"
            " conversation_message_id)"
            " SELECT 1, 1000 + citizen_id, 1, 'messages.send', ?1, 'sent', ?1, ?2 * 10000000 + id"
            " FROM appeals WHERE id <= ?3",
            (at, copy, handled),
        )
    await transaction.run(
        "INSERT INTO cards (community_id, appeal_id, peer_id, outbox_id, shown_at)"
        " SELECT 1, a.id, 2000000001, a.id, a.filed_at FROM appeals a WHERE a.id <= ?1",
        (handled,),
    )
