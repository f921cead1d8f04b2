"""The history, the journal and the acts of destruction can't be rewritten by any statement; copies can't either."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from appeals.audit import VIEWED
from appeals.model import Act, HistoryEntry
from appeals.personal import Reason
from appeals.usecases.personal import DestroyData
from storage.backup import copy_file, restore_file
from storage.migrations import migrate
from tests.storage.store import SqliteStore
from tests.storage.town import BORIS, MARIA, filing, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, NOW

FINAL = ("history", "audit", "destructions", "destruction_log")

COLUMNS = {
    "history": "community_id, appeal_id, act, at, actor_id, text, attachments",
    "audit": "community_id, at, actor_id, peer_id, deed, appeal_id, subject, before, after, refused",
    "destructions": "community_id, citizen_id, vk_id, reason, asked_at, at, operator, responsible, numbers",
    "destruction_log": "act_id, at, what, count",
}

STATEMENTS = {
    "update": "UPDATE {table} SET at = 0",
    "update or replace": "UPDATE OR REPLACE {table} SET at = 0",
    "update or ignore": "UPDATE OR IGNORE {table} SET at = 0",
    "update or fail": "UPDATE OR FAIL {table} SET at = 0",
    "update or rollback": "UPDATE OR ROLLBACK {table} SET at = 0",
    "update of the row's number": "UPDATE {table} SET rowid = rowid + 100",
    "update of the row's number over another": "UPDATE OR REPLACE {table} SET _rowid_ = (SELECT max(id) FROM {table})",
    "update from": "UPDATE {table} SET at = b.at + 1 FROM {table} b WHERE b.id = {table}.id",
    "update of what stays": "UPDATE {table} SET id = id, at = at",
    "delete": "DELETE FROM {table}",
    "delete of one": "DELETE FROM {table} WHERE rowid = 1 RETURNING *",
    "replace": "REPLACE INTO {table} SELECT * FROM {table}",
    "replace by another": "REPLACE INTO {table} (id, {columns}) SELECT 1, {columns} FROM {table} WHERE id > 1",
    "replace by a text": "REPLACE INTO {table} (id, {columns}) SELECT CAST(id AS TEXT), {columns} FROM {table}",
    "replace by a real": "INSERT OR REPLACE INTO {table} (id, {columns}) SELECT id + 0.0, {columns} FROM {table}",
    "replace of the row's number": (
        "INSERT OR REPLACE INTO {table} (rowid, {columns}) SELECT rowid, {columns} FROM {table}"
    ),
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET at = 0",
    "upsert by id": "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET at = 0",
    "a trigger of one's own": (
        "CREATE TEMP TRIGGER sly BEFORE UPDATE ON {table} BEGIN DELETE FROM {table} WHERE id = OLD.id; END;"
        " UPDATE {table} SET at = 0"
    ),
}
"""One statement, or several, against each of the tables."""

BLANK = "UPDATE history SET text = '', attachments = '[]' WHERE appeal_id = 2"

ROUNDABOUT = {
    "an act replaced by its person": (
        "INSERT OR REPLACE INTO destructions (id, {destructions}) SELECT 77, {destructions} FROM destructions"
    ),
    "a log replaced by what it tells": (
        "INSERT OR REPLACE INTO destruction_log (id, {destruction_log}) SELECT id + 77, {destruction_log}"
        " FROM destruction_log"
    ),
    "a log replaced by what it tells of": (
        "INSERT INTO destruction_log ({destruction_log}) SELECT act_id, 0, what, 0 FROM destruction_log"
        " WHERE true ON CONFLICT (act_id, what) DO UPDATE SET count = 0"
    ),
    "the appeal goes": "DELETE FROM appeals",
    "the person goes": "DELETE FROM citizens",
    "the appeal gets another id": "UPDATE appeals SET id = id + 100",
    "the person gets another id": "UPDATE citizens SET id = id + 100",
    "the appeal becomes hers": "UPDATE appeals SET citizen_id = 1 WHERE id = 2; {blank}",
    "the appeals change places": ("UPDATE appeals SET id = -id; UPDATE appeals SET id = iif(id = -1, 2, 1); {blank}"),
    "the persons change places": ("UPDATE citizens SET id = -id; UPDATE citizens SET id = iif(id = -1, 2, 1); {blank}"),
    "the appeal is replaced by one of hers": (
        "CREATE TEMP TABLE copy AS SELECT * FROM appeals WHERE id = 2; UPDATE copy SET citizen_id = 1;"
        " REPLACE INTO appeals SELECT * FROM copy; {blank}"
    ),
    "the appeal is replaced by its number": (
        "CREATE TEMP TABLE copy AS SELECT * FROM appeals WHERE id = 2; UPDATE copy SET citizen_id = 1, id = 99;"
        " REPLACE INTO appeals SELECT * FROM copy; UPDATE appeals SET id = 2 WHERE id = 99; {blank}"
    ),
    "the appeal goes and one of hers comes": (
        "CREATE TEMP TABLE copy AS SELECT * FROM appeals WHERE id = 2; UPDATE copy SET citizen_id = 1;"
        " DELETE FROM appeals WHERE id = 2; INSERT INTO appeals SELECT * FROM copy; {blank}"
    ),
    "another act for his appeal": (
        "INSERT INTO destructions ({destructions}) SELECT community_id, 1, vk_id, reason, asked_at, at + 9, operator,"
        " responsible, numbers FROM destructions; {blank}"
    ),
}
"""Ways that lead round the tables: by what they refer to, by what opens the history's door."""

SETTINGS = {
    "as it is": ("PRAGMA foreign_keys = ON",),
    "recursive triggers": ("PRAGMA foreign_keys = ON", "PRAGMA recursive_triggers = ON"),
    "foreign keys off": ("PRAGMA foreign_keys = OFF",),
    "foreign keys last": ("PRAGMA foreign_keys = ON", "BEGIN", "PRAGMA defer_foreign_keys = ON"),
}


def vacuumed(path: Path) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM")
    return path


def copied(path: Path) -> Path:
    copy_file(path, path.with_name("copy.db"))
    return path.with_name("copy.db")


def restored(path: Path) -> Path:
    copy = copied(path)
    restore_file(copy, path, path.parent / "aside")
    return path


def backed_up(path: Path) -> Path:
    """By SQLite's own interface, as an operator's tool would."""
    target = path.with_name("backed up.db")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


FILES: dict[str, Callable[[Path], Path]] = {
    "the file": lambda path: path,
    "vacuumed": vacuumed,
    "copied": copied,
    "restored": restored,
    "backed up": backed_up,
}


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed file with a history, a journal, and an act: Anna (citizen 1) is gone, Boris (citizen 2) is there."""
    store = SqliteStore(tmp_path)
    await store.open()
    await prepare(store)
    for person in (ANNA.vk_id, BORIS):
        async with store.desk(person) as session:
            appeal = await filing(session)
            await session.history.add(appeal.id, HistoryEntry(Act.ANSWERED, NOW, MARIA, "Засыпали"))
            session.audit.add(VIEWED, appeal_id=appeal.id)
    async with store.desk(ANNA.vk_id) as session:
        await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
    await store.database.checkpoint()
    await store.close()
    return store.path


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return [row for table in FINAL for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]  # noqa: S608 - own tables


def attack(path: Path, sql: str, settings: Sequence[str]) -> None:
    """Run it with these settings; whatever SQLite lets through is committed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in settings:
            connection.execute(setting)
        for statement in statements(sql):
            try:
                connection.execute(statement).fetchall()
            except sqlite3.Error:
                continue  # the next one may do better
        if connection.in_transaction:
            try:
                connection.execute("COMMIT")
            except sqlite3.Error:
                connection.execute("ROLLBACK")


def statements(sql: str) -> list[str]:
    """The single statements of a script."""
    found, begun = [], ""
    for part in sql.split(";"):
        begun += part + ";"
        if sqlite3.complete_statement(begun):
            found.append(begun.strip())
            begun = ""
    return [one for one in found if one != ";"]


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("sql", STATEMENTS.values(), ids=STATEMENTS)
def test_no_statement_changes_a_row(path: Path, sql: str, settings: Sequence[str]) -> None:
    before = rows(path)
    for table in FINAL:
        attack(path, sql.format(table=table, columns=COLUMNS[table]), settings)
        assert rows(path) == before, table


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("sql", ROUNDABOUT.values(), ids=ROUNDABOUT)
def test_no_way_leads_round(path: Path, sql: str, settings: Sequence[str]) -> None:
    before = rows(path)
    attack(path, sql.format(blank=BLANK, **COLUMNS), settings)
    assert rows(path) == before


@pytest.mark.parametrize("made", FILES.values(), ids=FILES)
def test_copies_are_as_final(path: Path, made: Callable[[Path], Path]) -> None:
    before, target = rows(path), made(path)
    assert rows(target) == before
    for sql in (*STATEMENTS.values(), *ROUNDABOUT.values()):
        for table in FINAL:
            attack(
                target, sql.format(table=table, columns=COLUMNS[table], blank=BLANK, **COLUMNS), SETTINGS["as it is"]
            )
    assert rows(target) == before


async def test_a_restart_finds_every_guard(path: Path) -> None:
    """The guards of each table are named, so that a migration that builds one anew can't lose them in silence."""
    store = SqliteStore(path.parents[1])
    await store.open()
    await migrate(store.database)
    found = await store.database.read(
        "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
        " GROUP BY tbl_name ORDER BY tbl_name"
    )
    await store.close()
    assert dict(map(tuple, found)) == {
        "appeals": 3,
        "audit": 3,
        "destruction_log": 3,
        "destructions": 3,
        "history": 3,
    }
