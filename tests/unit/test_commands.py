"""Commands of moderators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.numbers import NumberReference
from handlers.commands import Command, parse_command

names = st.sampled_from(["помощь", "обращения", "обращение", "взять", "ответ", "уточнить", "отклонить", "отмена"])
rests = st.text().map(str.strip).filter(lambda text: not text[:1].isdigit() and text[:1] not in ("№", "#", "N", "n"))


@given(st.text() | st.text().map("/".__add__) | st.from_regex(r"/\s*[а-яё]{1,10}\s*[№#N]?\s*\d{0,12}[-–—/ .,]?\d*.*"))
def test_any_text_is_a_command_or_none(text: str) -> None:
    command = parse_command(text)
    if command is not None:
        assert command.name == command.name.lower()
        assert command.text == command.text.strip()
        assert text.strip().endswith(command.text)


@given(names, st.sampled_from(["/", "/ ", "  /"]), st.integers(1, 999_999_999), rests)
def test_a_command_reads_back(name: str, slash: str, number: int, text: str) -> None:
    written = f"{slash}{name.upper()} {number}\n{text}"
    assert parse_command(written) == Command(name, NumberReference(number), text)


@given(names, rests)
def test_a_command_without_a_number(name: str, text: str) -> None:
    assert parse_command(f"/{name} {text}") == Command(name, None, text)


@pytest.mark.parametrize(
    ("typed", "number", "text"),
    [
        ("/ответ 123 Яму засыпали", NumberReference(123), "Яму засыпали"),
        ("/ответ №123 Яму засыпали", NumberReference(123), "Яму засыпали"),
        ("/ответ № 2026-000123 Яму засыпали", NumberReference(123, 2026), "Яму засыпали"),
        ("/ответ 2026 – 123: Яму засыпали", NumberReference(123, 2026), "Яму засыпали"),
        ("/ответ 123. Яму засыпали", NumberReference(123), "Яму засыпали"),
        ("/ответ 123, яму засыпали", NumberReference(123), "яму засыпали"),
        ("/ответ 5 — 10 декабря сделаем", NumberReference(5), "— 10 декабря сделаем"),
        ("/ответ 5 10 декабря сделаем", NumberReference(5), "10 декабря сделаем"),
        ("/ответ123", NumberReference(123), ""),
        ("/ответ Яму засыпали", None, "Яму засыпали"),
        ("/ответ 3-го числа засыпали", None, "3-го числа засыпали"),
        ("/ответ 1234567890123", None, "1234567890123"),
        ("/ответ", None, ""),
    ],
)
def test_the_number_and_the_rest(typed: str, number: NumberReference | None, text: str) -> None:
    assert parse_command(typed) == Command("ответ", number, text)


def test_case_and_yo_do_not_matter() -> None:
    assert parse_command("/ОТКЛОНЁН") == Command("отклонен", None, "")


@pytest.mark.parametrize("text", ["", "ответ 5", "//", "/", "/123", "и/или", "/" + "я" * 41])
def test_not_a_command(text: str) -> None:
    assert parse_command(text) is None
