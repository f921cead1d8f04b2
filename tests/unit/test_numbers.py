"""The number of an appeal, as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Number
from appeals.numbers import NumberReference, parse_number

numbers = st.builds(Number, st.integers(2000, 2099), st.integers(1, 10**9 - 1))
signs = st.sampled_from(["", "№", "№ ", "#", "N ", "n"])


@given(numbers, signs, st.sampled_from(["-", "–", "—", "/", " - "]))
def test_a_full_number_reads_back(number: Number, sign: str, dash: str) -> None:
    written = f" {sign}{str(number).replace('-', dash)} "
    assert parse_number(written) == NumberReference(number.sequence, number.year)


@given(numbers, signs)
def test_a_tail_reads_back(number: Number, sign: str) -> None:
    assert parse_number(f"{sign}{number.sequence}") == NumberReference(number.sequence)


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = parse_number(text)
    assert found is None or 0 <= found.sequence < 10**9


@pytest.mark.parametrize("text", ["", "№", "сто", "12 34", "2026-", "-5", "1234567890", "26-123", "2026-000123 яма"])
def test_not_a_number(text: str) -> None:
    assert parse_number(text) is None


def test_numbers_stand_in_the_order_of_filing() -> None:
    assert sorted([Number(2027, 1), Number(2026, 999_999), Number(2026, 2)]) == [
        Number(2026, 2),
        Number(2026, 999_999),
        Number(2027, 1),
    ]
    assert str(Number(2026, 123)) == "2026-000123"
    assert str(Number(2026, 1_234_567)) == "2026-1234567"
