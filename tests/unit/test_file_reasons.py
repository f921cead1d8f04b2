"""What is wrong with a file is said in the operator's language."""

import sqlite3
from pathlib import Path

import pytest

from storage.errors import reason_of


def os_error(path: Path) -> OSError:
    try:
        path.open().close()
    except OSError as error:
        return error
    raise AssertionError(path)


def test_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert reason_of(os_error(tmp_path / "none")) == "такого файла или папки нет"
    assert reason_of(os_error(tmp_path / "file" / "in")) == "на месте папки стоит файл"
    assert reason_of(os_error(tmp_path)) == "это папка, а не файл"
    assert reason_of(OSError(5, "Input/output error")) == "ошибка системы 5"


def test_of_sqlite(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_text("Это не база данных. " * 100)
    connection = sqlite3.connect(wrong)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        connection.execute("SELECT * FROM appeals")
    connection.close()
    assert reason_of(caught.value) == "это не база данных"
    assert reason_of(sqlite3.ProgrammingError("closed")) == "ошибка ProgrammingError"
