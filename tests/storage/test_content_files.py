"""Kept files on a real disk, and the rows behind them."""

import hashlib
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appeals.contents import ContentStatus, FileType
from appeals.model import Attachment
from storage.content_files import ContentFiles
from storage.contents import KEEP_UNNEEDED, Contents, Wanted, want
from storage.database import Database
from tests.ready import put_ready

NOW = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
PNG = FileType("image/png", "png")
OWN = 1


@pytest.fixture
def files(tmp_path: Path) -> ContentFiles:
    return ContentFiles(tmp_path / "data" / "contents")


def put(files: ContentFiles, data: bytes, key: int = 1) -> str:
    with files.open(key) as part:
        part.write(data)
        return part.keep()


class TestFiles:
    def test_a_file_lies_under_its_hash_for_its_owner_alone(self, files: ContentFiles) -> None:
        sha256 = put(files, b"data")
        assert sha256 == hashlib.sha256(b"data").hexdigest()
        path = files.folder / sha256[:2] / sha256
        assert path.read_bytes() == files.read(sha256) == b"data"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in (files.folder, path.parent)} == {0o700}

    def test_equal_bytes_lie_once(self, files: ContentFiles) -> None:
        assert put(files, b"data", 1) == put(files, b"data", 2)
        assert files.measure() == (1, 4)

    def test_what_was_left_half_way_is_no_file(self, files: ContentFiles) -> None:
        with files.open(1) as part:
            part.write(b"half")
        assert files.measure() == (0, 0)
        assert list((files.folder / ".part").iterdir()) == []

    def test_what_a_killed_process_left_is_begun_anew_or_goes(self, files: ContentFiles) -> None:
        put(files, b"whole", 1)
        (files.folder / ".part" / "2").write_bytes(b"half of it")
        (files.folder / ".part" / "3").write_bytes(b"half")
        assert files.read(put(files, b"new", 2)) == b"new"
        files.clear_parts()
        assert list((files.folder / ".part").iterdir()) == []
        assert files.measure() == (2, 8)

    def test_what_nobody_needs_is_swept_and_nothing_else(self, files: ContentFiles) -> None:
        needed, old = put(files, b"needed"), put(files, b"old")
        (files.folder / "note.txt").write_text("of the operator")
        assert files.sweep({needed}) == 1
        assert (files.has(needed), files.has(old), (files.folder / "note.txt").exists()) == (True, False, True)

    def test_the_database_keeps_its_reserve(self, files: ContentFiles) -> None:
        assert files.has_room(0)
        assert not files.has_room(files.free())

    def test_a_folder_that_is_not_there_yet(self, files: ContentFiles) -> None:
        assert files.measure() == (0, 0)
        assert files.sweep(()) == 0
        files.clear_parts()
        with pytest.raises(OSError, match="No such file"):
            files.read("ab" * 32)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    await put_ready(tmp_path / "contents.db")
    database = await Database.open(tmp_path / "contents.db")
    yield database
    await database.close()


async def receive(database: Database, *attachments: Attachment, at: datetime = NOW) -> None:
    async with database.transaction() as transaction:
        await want(transaction, OWN, [Wanted(one, 101, 7) for one in attachments], at)
        await transaction.commit()


async def run(database: Database, sql: str) -> None:
    async with database.transaction() as transaction:
        await transaction.run(sql)
        await transaction.commit()


PHOTO = Attachment("photo", "photo1_2_key", url="https://sun9-1.userapi.com/a")
LIKE = Attachment("photo", "photo1_23_key", url="https://sun9-1.userapi.com/b")


class TestRows:
    async def test_one_file_is_wanted_once_whatever_its_key(self, database: Database) -> None:
        await receive(database, PHOTO, Attachment("photo", "photo1_2_other", url=PHOTO.url))
        await receive(database, PHOTO)
        (one,) = await Contents(database, OWN).due(NOW, 10)
        assert (one.name, one.peer_id, one.message) == ("photo1_2", 101, 7)

    async def test_what_can_not_be_fetched_or_named_is_not_wanted(self, database: Database) -> None:
        await receive(database, Attachment("photo", "photo1_2"), Attachment("photo", "", url=PHOTO.url))
        assert await Contents(database, OWN).counts() == {}

    async def test_a_file_that_was_given_up_is_tried_again_with_a_new_link(self, database: Database) -> None:
        contents = Contents(database, OWN)
        await receive(database, PHOTO)
        (one,) = await contents.due(NOW, 10)
        await contents.given_up(one, ContentStatus.GONE, "HTTP 404", NOW)
        await receive(database, PHOTO)
        assert await contents.counts() == {"gone": 1}
        await receive(database, Attachment("photo", PHOTO.reference, url="https://sun9-1.userapi.com/new"))
        assert [one.url for one in await contents.due(NOW, 10)] == ["https://sun9-1.userapi.com/new"]

    async def test_what_is_stored_stays_stored(self, database: Database) -> None:
        contents = Contents(database, OWN)
        await receive(database, PHOTO)
        await contents.stored(1, "ab" * 32, 4, PNG, NOW)
        await receive(database, Attachment("photo", PHOTO.reference, url="https://sun9-1.userapi.com/new"))
        assert await contents.counts() == {"stored": 1}
        assert await contents.hashes() == {"ab" * 32}

    async def test_want_of_space_is_no_attempt(self, database: Database) -> None:
        contents, later = Contents(database, OWN), NOW + timedelta(minutes=5)
        await receive(database, PHOTO)
        (one,) = await contents.due(NOW, 10)
        await contents.later(one, "no room", later, counts=False)
        assert await contents.due(NOW, 10) == []
        assert [one.attempts for one in await contents.due(later, 10)] == [0]

    async def test_a_draft_holds_its_files_and_nothing_else(self, database: Database) -> None:
        contents, later = Contents(database, OWN), NOW + KEEP_UNNEEDED + timedelta(seconds=1)
        await receive(database, PHOTO, LIKE)
        await run(
            database, """INSERT INTO drafts VALUES (1, 101, '{"attachments":[{"reference":"photo1_23_key"}]}', 0)"""
        )
        assert await contents.drop_unneeded(NOW) == 0, "somebody may be sending it"
        assert await contents.drop_unneeded(later) == 1
        assert set(await contents.named(["photo1_2", "photo1_23"])) == {"photo1_23"}
        await run(database, "DELETE FROM drafts")
        assert await contents.drop_unneeded(later) == 1
