"""An address in free words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.address import MAX_ADDRESS, MIN_ADDRESS, parse_address
from appeals.errors import BadAddress


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ул. Садовая, 5", "ул. Садовая, 5"),
        ("  ул.\n Садовая,\t5 ", "ул. Садовая, 5"),
        ("дом 5", "дом 5"),
        ("я" * MAX_ADDRESS, "я" * MAX_ADDRESS),
    ],
)
def test_addresses(typed: str, kept: str) -> None:
    assert parse_address(typed) == kept


@pytest.mark.parametrize("typed", ["", "  \n ", "5", "5-7", "112233", "я" * (MAX_ADDRESS + 1), "🙂🙂🙂"])
def test_not_an_address(typed: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(typed)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse_address(text)
    except BadAddress:
        return
    assert MIN_ADDRESS <= len(address) <= MAX_ADDRESS
    assert address == " ".join(text.split()) == parse_address(address)
