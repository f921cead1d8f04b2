"""The nightly copies, and the way back from one."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from appeals.model import Role, StaffMember
from scheduler import backups
from scheduler.backups import BackUp, Shelf
from storage.backup import copy_file, restore_file
from storage.errors import StorageError
from tests.storage.store import SqliteStore, event
from tests.unit.samples import COMMUNITY, NOW

OLGA = 202
EVENING = datetime(2026, 4, 7, 20, 0, tzinfo=UTC)
"""23 o'clock in Moscow."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path)
    await store.open()
    await store.introduce(OLGA)
    async with store.desk() as session:
        await session.staff.replace("vk", [StaffMember(OLGA, Role.ADMINISTRATOR, "Ольга")])
    store.clock.moment = EVENING
    yield store
    await store.close()


def shelf_of(store: SqliteStore, keep: int = 3) -> Shelf:
    return Shelf(store.path.with_name("backups"), keep, "town")


def nightly(store: SqliteStore, shelf: Shelf) -> BackUp:
    return BackUp(
        store.database,
        COMMUNITY,
        store.clock,
        shelf,
        ZoneInfo("Europe/Moscow"),
        store.voice(reporting=True),
    )


def names(shelf: Shelf) -> list[str]:
    return [path.name for path in shelf.copies()]


async def test_one_copy_a_night_and_the_oldest_go(store: SqliteStore) -> None:
    shelf, made = shelf_of(store), []
    tick = nightly(store, shelf)
    for _ in range(6 * 24):
        if await tick():
            made.append(store.clock.now().astimezone(ZoneInfo("Europe/Moscow")).strftime("%d %H:%M"))
        store.clock.moment += timedelta(hours=1)
    assert made == ["07 23:00", "08 04:00", "09 04:00", "10 04:00", "11 04:00", "12 04:00", "13 04:00"]
    assert names(shelf) == ["town-2026-04-11.db", "town-2026-04-12.db", "town-2026-04-13.db"]


async def test_what_others_put_there_stays(store: SqliteStore) -> None:
    shelf = shelf_of(store, keep=1)
    shelf.folder.mkdir()
    for name in ("town-до переезда.db", "other-2020-01-01.db", "town-2020-01-01.db"):
        (shelf.folder / name).write_text("копия")
    assert await nightly(store, shelf)()
    left = sorted(path.name for path in shelf.folder.iterdir())
    assert left == ["other-2020-01-01.db", "town-2026-04-07.db", "town-до переезда.db"]


async def test_a_restart_makes_no_second_copy(store: SqliteStore) -> None:
    assert await nightly(store, shelf_of(store))()
    assert not await nightly(store, shelf_of(store))()


async def test_copies_can_be_switched_off(store: SqliteStore) -> None:
    shelf = shelf_of(store, keep=0)
    assert not await nightly(store, shelf)()
    assert not shelf.folder.exists()


async def test_a_failure_is_told_once_a_day_and_the_next_night_is_tried(store: SqliteStore) -> None:
    shelf = shelf_of(store)
    shelf.folder.write_text("на месте папки стоит файл")
    tick = nightly(store, shelf)
    for _ in range(3):
        assert not await tick()
    (told,) = await store.said()
    assert "копия базы не записалась" in str(told)
    store.clock.moment += timedelta(days=1)
    assert not await tick()
    assert len(await store.said()) == 2
    shelf.folder.unlink()
    assert await tick()


async def test_appeals_come_before_copies(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "ROOM", 2**60)
    assert not await nightly(store, shelf_of(store))()
    assert names(shelf_of(store)) == []
    (told,) = await store.said()
    assert "нет места для ночной копии" in str(told)


# -------------------------------------------------------------------------------------------------------- the way back


def events_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM inbox").fetchone()[0])


async def test_back_to_a_copy(store: SqliteStore, tmp_path: Path) -> None:
    await store.inbox().accept([event(1)], "1", NOW)
    copy, aside = tmp_path / "копия.db", tmp_path / "aside"
    copy_file(store.path, copy)
    await store.inbox().accept([event(2)], "2", NOW)
    await store.close()
    log = store.path.with_name(store.path.name + "-wal")
    log.write_bytes(b"an old log beside another file would spoil it")
    assert restore_file(copy, store.path, aside)
    assert not log.exists()
    assert sorted(path.name for path in aside.iterdir()) == [store.path.name, log.name]
    await store.open()
    assert len(await store.waiting_events()) == 1
    assert events_of(copy) == 1, "the copy stays"


async def test_onto_an_empty_disk(store: SqliteStore, tmp_path: Path) -> None:
    copy, target = tmp_path / "копия.db", tmp_path / "новый диск" / "priemnaya.db"
    copy_file(store.path, copy)
    assert not restore_file(copy, target, tmp_path / "aside")
    assert events_of(target) == 0
    assert not (tmp_path / "aside").exists()


def spoiled(copy: Path) -> None:
    size = copy.stat().st_size
    with copy.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))


def of_somebody_else(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


@pytest.mark.parametrize(
    "spoil", [spoiled, of_somebody_else, Path.unlink, lambda copy: copy.write_text("не база" * 99)]
)
async def test_a_copy_that_is_no_good_changes_nothing(
    store: SqliteStore, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    await store.inbox().accept([event(1)], "1", NOW)
    await store.close()
    copy = tmp_path / "копия.db"
    copy_file(store.path, copy)
    spoil(copy)
    before = sorted(store.path.parent.iterdir())
    with pytest.raises(StorageError, match=r"копи"):
        restore_file(copy, store.path, tmp_path / "aside")
    assert not (tmp_path / "aside").exists()
    assert sorted(store.path.parent.iterdir()) == before
    await store.open()
    assert len(await store.waiting_events()) == 1


async def test_the_database_itself_is_no_copy(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="сама база"):
        restore_file(store.path, store.path, tmp_path / "aside")
