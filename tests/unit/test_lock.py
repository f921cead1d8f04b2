"""One process a database."""

from pathlib import Path

import pytest

from bot.errors import StartError
from bot.lock import only_process


def test_a_second_process_is_refused_and_told_why(tmp_path: Path) -> None:
    database = tmp_path / "data" / "priemnaya.db"
    with (
        only_process(database),
        pytest.raises(StartError, match=r"DATABASE_PATH.*другой процесс"),
        only_process(database),
    ):
        pass


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    database = tmp_path / "priemnaya.db"
    for _ in range(2):
        with only_process(database):
            assert database.with_name("priemnaya.db.lock").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(StartError, match="DATABASE_PATH"), only_process(tmp_path / "data" / "priemnaya.db"):
        pass
