"""The words by which appeals are found: put into the index, and taken out for good.

Triggers (`0011_finding.sql`) know what has changed, this module knows Russian.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson

from appeals.discretion import without_person
from appeals.model import Act, Status
from appeals.search import Words
from appeals.stems import index_names, index_stems
from storage.database import Database, Row, Transaction
from storage.moments import to_ms
from storage.repositories import Statements
from storage.undone import STANDS

PORTION = 50
"""Appeals a transaction: some 20 ms, so that nobody waits long for it."""

BREATH = 0.02
"""Seconds between portions, for everybody else."""

PAGES = 200
"""Pages of the index that one transaction rewrites."""


def _acts(*acts: Act) -> str:
    return ", ".join(f"'{act}'" for act in acts)


_BY_CITIZEN = _acts(Act.CLARIFIED, Act.COMMENTED, Act.PARTLY, Act.REOPENED)
_BY_DESK = _acts(
    Act.ANSWERED, Act.REJECTED, Act.ASKED, Act.UPDATED, Act.FORWARDED, Act.HAND_REPLIED, Act.REPLIED_IN_PUBLIC
)

WORDS_COLUMNS = f"""
a.text, a.answers, a.address, a.told_name, c.first_name, c.last_name, a.contact,
(SELECT group_concat(h.text, char(10)) FROM history h WHERE h.appeal_id = a.id AND h.act IN ({_BY_CITIZEN})),
(SELECT group_concat(h.text, char(10)) FROM history h WHERE h.appeal_id = a.id AND h.act IN ({_BY_DESK}) AND {STANDS}),
(SELECT group_concat(h.text, char(10)) FROM history h WHERE h.appeal_id = a.id AND h.act = '{Act.NOTED}' AND {STANDS})
"""  # noqa: S608 - names of acts
"""Of `appeals a` and `citizens c`."""


def words(row: Row) -> Words:
    """An appeal's words from `WORDS_COLUMNS`."""
    text, answers, address, told_name, first_name, last_name, contact, added, answered, noted = row
    said = [text, *(one["text"] for one in orjson.loads(answers)), added or ""]
    names = [f"{first_name} {last_name}".strip(), told_name]
    return Words(
        text="\n".join(filter(None, said)),
        address=address,
        answer=answered or "",
        person=", ".join(dict.fromkeys(filter(None, names))),
        contact=contact,
        note=noted or "",
    )


async def refresh(transaction: Transaction, appeal_ids: Iterable[int]) -> None:
    """Index those of these appeals whose words have changed."""
    if ids := sorted(set(appeal_ids)):
        await _index(transaction, "u.appeal_id IN (SELECT value FROM json_each(?))", orjson.dumps(ids).decode())


async def forget(session: Statements, citizen_id: int, at: datetime) -> None:
    """Take the words of a citizen's appeals out of the index, for good; what is left to be found comes back.

    They are gone from the disk once `WordIndex.forget` has run.
    """
    own = (citizen_id, session.community_id)
    appeals = "SELECT id FROM appeals WHERE citizen_id = ? AND community_id = ?"
    await session.write(f"DELETE FROM appeal_words WHERE rowid IN ({appeals})", own)  # noqa: S608 - a constant
    await session.write(f"INSERT OR IGNORE INTO unindexed {appeals}", own)
    await session.write("INSERT INTO forgotten_words VALUES (?)", (to_ms(at),))


class WordIndex:
    """What is left to be indexed, and to be forgotten: in small portions, whenever it is called."""

    def __init__(self, database: Database, *, portion: int = PORTION, breath: float = BREATH) -> None:
        self._database = database
        self._portion_size = portion
        self._breath = breath

    async def __call__(self) -> int:
        """Index all that waits, the newest first; return how many appeals that was."""
        indexed = 0
        while (portion := await self._portion()) > 0:
            indexed += portion
            await asyncio.sleep(self._breath)
        await self.forget()
        return indexed

    async def _portion(self) -> int:
        if not await self._database.read("SELECT 1 FROM unindexed LIMIT 1"):
            return 0
        async with self._database.transaction() as transaction:
            newest = "u.appeal_id IN (SELECT appeal_id FROM unindexed ORDER BY appeal_id DESC LIMIT ?)"
            indexed = await _index(transaction, newest, self._portion_size)
            await transaction.commit()
        return indexed

    async def forget(self) -> None:
        """If words were to be forgotten, rewrite the index, some pages at a time, until it holds nothing of them."""
        asked = (await self._database.read("SELECT max(rowid) FROM forgotten_words"))[0][0]
        if asked is None:
            return
        pages = -PAGES  # below zero once: everything becomes part of one rewriting
        while True:
            async with self._database.transaction() as transaction:
                (before,) = (await transaction.run("SELECT total_changes()"))[0]
                await transaction.run("INSERT INTO appeal_words (appeal_words, rank) VALUES ('merge', ?)", (pages,))
                (after,) = (await transaction.run("SELECT total_changes()"))[0]
                over = after - before < 2  # SQLite's own sign that there was nothing left to do
                if over:
                    await transaction.run("DELETE FROM forgotten_words WHERE rowid <= ?", (asked,))
                await transaction.commit()
            if over:
                return
            pages = PAGES
            await asyncio.sleep(self._breath)


async def _index(transaction: Transaction, condition: str, *parameters: Any) -> int:
    rows = await transaction.run(
        f"SELECT a.id, a.status, {WORDS_COLUMNS} FROM unindexed u JOIN appeals a ON a.id = u.appeal_id"  # noqa: S608 - conditions above
        f" JOIN citizens c ON c.id = a.citizen_id WHERE {condition}",
        parameters,
    )
    readable = [row for row in rows if row[1] != Status.WITHDRAWN]
    transaction.put_many(
        "INSERT OR REPLACE INTO appeal_words (rowid, text, address, answer, person, contact) VALUES (?, ?, ?, ?, ?, ?)",
        [(row[0], *_stems(row[2:])) for row in readable],
    )
    transaction.put_many("DELETE FROM unindexed WHERE appeal_id = ?", [(row[0],) for row in rows])
    return len(rows)


def _stems(row: Row) -> Sequence[str]:
    """The columns of the index, from `WORDS_COLUMNS`.

    What is hidden from those who may not see the person must not find the appeal for them either: it stands with the
    contact, as notes do, which may name the citizen.
    """
    found, (told_name, first, last) = words(row), row[3:6]
    seen, hidden = [], [index_stems(f"{found.contact}\n{found.note}")]
    for part in (found.text, found.address, found.answer):
        shown = without_person(part, None, first, last, told_name)
        seen.append(index_stems(shown))
        if shown != part:
            known = set(seen[-1].split())
            hidden += (one for one in index_stems(part).split() if one not in known)
    return (*seen, index_names(found.person), " ".join(hidden))
