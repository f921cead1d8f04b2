"""The file itself: transactions under cancellation and kills, migrations, copies, a broken file."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from storage import migrations
from storage.backup import copy_file, copy_to
from storage.database import Database
from storage.errors import NewerDatabaseError, StorageError, is_storage_trouble
from storage.migrations import migrate, statements
from tests.storage.store import SqliteStore, event, message
from tests.unit.samples import ANNA, NOW


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path)
    await store.open()
    yield store
    await store.close()


def open_transaction_elsewhere(path: Path) -> sqlite3.Connection:
    """Another process that writes, at once or not at all: it fails when somebody has left a transaction open."""
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def nobody_holds_it(store: SqliteStore) -> None:
    """No transaction is open, and the next in line gets its turn."""
    with closing(open_transaction_elsewhere(store.path)) as other:
        other.execute("ROLLBACK")
    async with asyncio.timeout(10), store.desk() as session:
        session.call(message("дальше"))


# ----------------------------------------------------------------------------------------------------- transactions


async def test_the_promises_of_the_connections(file: SqliteStore) -> None:
    async with file.database.transaction() as transaction:
        settings = {name: (await transaction.run(f"PRAGMA {name}"))[0][0] for name in ("synchronous", "foreign_keys")}
    assert settings == {"synchronous": 2, "foreign_keys": 1}, "FULL: what is committed outlives a power cut"
    assert (await file.database.read("PRAGMA journal_mode"))[0][0] == "wal"
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await file.database.read("DELETE FROM inbox")


async def test_cancelled_while_waiting_for_another_process(file: SqliteStore) -> None:
    """BEGIN hangs in the thread; cancelling it must neither leave a transaction open nor lose the lock."""
    other = open_transaction_elsewhere(file.path)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(file.inbox().accept([event(1)], "1", NOW))
        in_line = group.create_task(file.inbox().accept([event(2)], "2", NOW))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.sleep(0.01)
        other.close()
    assert waiting.cancelled()
    assert in_line.result() == 1
    assert await file.inbox().position() == "2"
    await nobody_holds_it(file)


async def test_cancelled_twice(file: SqliteStore) -> None:
    """The second cancellation falls into the tidying up after the first."""
    other = open_transaction_elsewhere(file.path)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(file.inbox().accept([event(1)], "1", NOW))
        for _ in range(2):
            await asyncio.sleep(0.01)
            waiting.cancel()
    other.close()
    await asyncio.sleep(0)
    assert await file.inbox().accept([event(2)], "2", NOW) == 1
    await nobody_holds_it(file)


@pytest.mark.parametrize("step", range(10))
async def test_cancelled_anywhere(file: SqliteStore, step: int) -> None:
    async def write() -> None:
        async with file.database.transaction() as transaction:
            for lane in range(3):
                await transaction.run("INSERT INTO communities (id) VALUES (?)", (lane,))
            await transaction.commit()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(write())
        await asyncio.sleep(step / 3000)
        task.cancel()
    count = (await file.database.read("SELECT count(*) FROM communities"))[0][0]
    assert count in (0, 3)
    assert task.cancelled() or count == 3
    await nobody_holds_it(file)


async def test_cancelled_inside(file: SqliteStore) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with file.desk() as session:
            session.call(message("никогда"))
            await session.appeals.next_number(2026)
            inside.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(hang())
        await inside.wait()
        task.cancel()
    assert await file.said() == []
    await nobody_holds_it(file)


async def test_a_statement_that_fails_frees_the_way(file: SqliteStore) -> None:
    async def fail() -> None:
        async with file.database.transaction() as transaction:
            await transaction.run("INSERT INTO communities (id) VALUES (1)")
            await transaction.run("INSERT INTO communities (id) VALUES (1)")

    with pytest.raises(sqlite3.IntegrityError):
        await fail()
    await nobody_holds_it(file)


async def test_locked_for_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT", 20)
    store = SqliteStore(tmp_path)
    await store.open()
    with closing(open_transaction_elsewhere(store.path)):
        with pytest.raises(sqlite3.OperationalError) as locked:
            await store.inbox().accept([event(1)], "1", NOW)
        assert is_storage_trouble(locked.value)
    assert await store.inbox().accept([event(1)], "1", NOW) == 1
    await nobody_holds_it(store)
    await store.close()


def connections_left(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads of connections that don't end: one of them keeps the process from exiting."""
    left = [one for one in threading.enumerate() if one not in before and "_connection_worker" in one.name]
    for thread in left:
        thread.join(timeout=5)
    return [thread for thread in left if thread.is_alive()]


async def test_closing_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    store = SqliteStore(tmp_path)
    await store.open()
    await store.close()
    assert connections_left(before) == []


@asynccontextmanager
async def killed_here(store: SqliteStore, folder: Path) -> AsyncIterator[SqliteStore]:
    """The store as it would be found if the process had been killed at this instant."""
    after = SqliteStore(folder)
    shutil.copytree(store.path.parent, after.path.parent)
    await after.open()
    yield after
    await after.close()


async def test_killed_before_and_after_the_commit(file: SqliteStore, tmp_path: Path) -> None:
    await file.introduce(ANNA.vk_id)
    await file.inbox().accept([event(1)], "1", NOW)
    async with file.work() as unit:
        (stored,) = await file.waiting_events()
        session = unit.session(await file.standing(unit))
        session.state = "Filing:text"
        session.call(message("Что случилось?"))
        await session.appeals.next_number(2026)
        await unit.keep(session, stored.id)
        async with killed_here(file, tmp_path / "before") as found:
            assert (await found.said(), len(await found.waiting_events())) == ([], 1)
            assert (await found.stands()).state is None
        await unit.commit()
        async with killed_here(file, tmp_path / "after") as found:
            assert (await found.said(), await found.waiting_events()) == (["Что случилось?"], [])
            assert (await found.stands()).state == "Filing:text"
            assert await found.inbox().position() == "1"


# ------------------------------------------------------------------------------------------------------- migrations


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """Scripts that a later version of the program would bring along."""
    scripts = migrations.migrations()
    monkeypatch.setattr(migrations, "migrations", lambda: scripts)
    return scripts


async def test_a_fresh_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "приёмная.db"
    database = await Database.open(path)
    try:
        await migrate(database)
        loose = await database.read("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
    finally:
        await database.close()
    assert version(path) == max(migrations.migrations())
    assert {"inbox", "outbox", "appeals", "history"} <= tables(path)
    assert [one.name for one in path.parent.glob("*.bak")] == [], "nothing was there to be copied"
    # FTS5 makes its own tables as it likes.
    assert [row[0] for row in loose if not row[0].startswith(("sqlite_", "appeal_words"))] == []


async def test_migrating_again_changes_nothing(file: SqliteStore) -> None:
    await file.inbox().accept([event(1)], "1", NOW)
    await file.reopen()
    assert len(await file.waiting_events()) == 1
    assert list(file.path.parent.glob("*.bak")) == []


async def test_an_older_file_is_copied_first(file: SqliteStore, next_version: dict[int, str]) -> None:
    await file.inbox().accept([event(1)], "1", NOW)
    older = version(file.path)
    next_version[older + 1] = "CREATE TABLE novelty (id INTEGER) STRICT;"
    next_version[older + 2] = "ALTER TABLE novelty ADD COLUMN name TEXT; INSERT INTO novelty VALUES (1, 'да; нет');"
    await file.reopen()
    assert version(file.path) == older + 2
    assert len(await file.waiting_events()) == 1
    backup = file.path.with_name(f"{file.path.name}.v{older}.bak")
    assert version(backup) == older
    assert "novelty" not in tables(backup)
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT count(*) FROM inbox").fetchone() == (1,)


async def test_a_migration_that_fails_leaves_the_file_as_it_was(
    file: SqliteStore, next_version: dict[int, str]
) -> None:
    await file.inbox().accept([event(1)], "1", NOW)
    older = version(file.path)
    next_version[older + 1] = "CREATE TABLE first_novelty (id INTEGER) STRICT;"
    next_version[older + 2] = "CREATE TABLE novelty (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await migrate(file.database)
    assert version(file.path) == older
    assert not {"first_novelty", "novelty"} & tables(file.path)
    await nobody_holds_it(file)


async def test_a_file_of_a_newer_version_is_not_touched(file: SqliteStore) -> None:
    newer = version(file.path) + 1
    async with file.database.transaction() as transaction:
        await transaction.run(f"PRAGMA user_version = {newer}")
        await transaction.commit()
    with pytest.raises(NewerDatabaseError, match=r"DATABASE_PATH.*обновите программу"):
        await migrate(file.database)
    assert version(file.path) == newer


def test_scripts_are_numbered_without_gaps() -> None:
    assert list(migrations.migrations()) == list(range(1, len(migrations.migrations()) + 1))


def test_a_script_is_cut_into_statements() -> None:
    script = """
    -- A comment; with a semicolon.
    CREATE TABLE a (b TEXT); -- behind
    create trigger t before update on a
    begin select raise(abort, 'нет; -- END'); select 1; end;
    INSERT INTO a VALUES ('да; нет')
    """
    table, trigger, last = statements(script)
    assert table.endswith("CREATE TABLE a (b TEXT);")
    assert "create trigger" in trigger
    assert trigger.endswith("end;")
    assert last == "INSERT INTO a VALUES ('да; нет');"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in statements(script):
            connection.execute(statement)
        assert connection.execute("SELECT b FROM a").fetchall() == [("да; нет",)]


# ----------------------------------------------------------------------------------------------------------- copies


async def test_a_copy_is_whole_while_the_bot_writes(file: SqliteStore, tmp_path: Path) -> None:
    await file.inbox().accept([event(number) for number in range(500)], "1", NOW)
    target = tmp_path / "нет такой папки" / "и этой" / "копия.db"
    async with file.desk() as session:
        session.call(message("ещё не записано"))
        await session.appeals.next_number(2026)
        await copy_to(file.database, target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM inbox").fetchone() == (500,)
        assert copy.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    assert version(target) == version(file.path)
    assert [path.name for path in target.parent.iterdir()] == ["копия.db"], "nothing unfinished is left"


async def test_an_older_copy_is_replaced_by_a_whole_one(file: SqliteStore, tmp_path: Path) -> None:
    target = tmp_path / "копия.db"
    target.write_text("прежняя")
    target.with_name("копия.db.part").write_text("обрывок прошлой попытки")
    await copy_to(file.database, target)
    assert version(target) == version(file.path)
    assert not target.with_name("копия.db.part").exists()


async def test_a_copy_of_a_bot_at_rest(file: SqliteStore, tmp_path: Path) -> None:
    await file.inbox().accept([event(1)], "1", NOW)
    await file.close()
    copy_file(file.path, tmp_path / "копия.db")
    with closing(sqlite3.connect(tmp_path / "копия.db")) as copy:
        assert copy.execute("SELECT count(*) FROM inbox").fetchone() == (1,)
    await file.open()


async def test_a_copy_can_be_started_from(file: SqliteStore, tmp_path: Path) -> None:
    await file.inbox().accept([event(1)], "1", NOW)
    again = SqliteStore(tmp_path / "again")
    await copy_to(file.database, again.path)
    await again.open()
    assert len(await again.waiting_events()) == 1
    await again.close()


async def test_the_database_itself_is_no_place_for_its_copy(file: SqliteStore) -> None:
    """Replacing the file under a running bot would send all it writes from now on into nothing."""
    await file.inbox().accept([event(1)], "1", NOW)
    before = file.path.stat().st_ino
    for target in (file.path, file.path.parent / ".." / file.path.parent.name / file.path.name):
        with pytest.raises(StorageError, match="назовите другой файл"):
            copy_file(file.path, target)
    assert file.path.stat().st_ino == before


async def test_a_copy_that_cannot_be_written(file: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "занято").write_text("файл, а не папка")
    (tmp_path / "папка").mkdir()
    for target in (tmp_path / "занято" / "копия.db", tmp_path / "папка"):
        with pytest.raises(StorageError, match="не записалась в"):
            await copy_to(file.database, target)
    with pytest.raises(StorageError, match="не записалась в"):
        copy_file(tmp_path / "нет.db", tmp_path / "копия.db")
    assert not list(tmp_path.glob("*.part"))
    assert not (tmp_path / "нет.db").exists(), "reading must not create it"


# -------------------------------------------------------------------------------------------------- a file in the way


async def test_not_a_database(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    (tmp_path / "база.db").write_text("это не база" * 1000)
    (tmp_path / "папка.db").mkdir()
    (tmp_path / "файл").write_text("")
    for path in (tmp_path / "база.db", tmp_path / "папка.db", tmp_path / "файл" / "база.db"):
        with pytest.raises(StorageError, match=r"не открывается файл базы .*DATABASE_PATH"):
            await Database.open(path)
    assert connections_left(before) == []
