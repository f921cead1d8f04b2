"""A phone or an e-mail, as a citizen types it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.contact import parse_contact
from appeals.errors import BadContact


@pytest.mark.parametrize(
    "typed",
    ["89000000000", "+7 900 000-00-00", "8 (900) 000 00 00", "9000000000", " 7 900 000 00 00 ", "8-900-000-00-00"],
)
def test_ways_to_write_one_phone(typed: str) -> None:
    assert parse_contact(typed) == "+7 900 000-00-00"


def test_a_phone_from_abroad() -> None:
    assert parse_contact("+375 29 123-45-67") == "+375 29 123-45-67"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna@Example.RU", "anna@example.ru"),
        ("  a.b+c@mail.example.ru", "a.b+c@mail.example.ru"),
        ("я@пример.рф",) * 2,
    ],
)
def test_an_email(typed: str, kept: str) -> None:
    assert parse_contact(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "нет", "позвоните мне", "+", "112", "2026", "8 900"),
        *("123-45-67", "1234567"),  # without an area code nobody could call back
        *("89000000000, 89000000001", "тел. 89000000000", "8900000000000000"),
        *(
            "@",
            "a@b",
            "a@@example.ru",
            "a b@example.ru",
            "a@example..ru",
            "a..b@example.ru",
            "a@example.ru, b@example.ru",
        ),
        "a" * 250 + "@example.ru",
    ],
)
def test_neither(typed: str) -> None:
    with pytest.raises(BadContact):
        parse_contact(typed)


@given(st.text() | st.text("0123456789+-() @.абвabc", max_size=30) | st.from_regex(r"\+?\d{5,15}"))
def test_any_text_is_a_contact_or_refused(text: str) -> None:
    try:
        contact = parse_contact(text)
    except BadContact:
        return
    assert "\n" not in contact
    assert parse_contact(contact) == contact, "what is kept reads back as itself"
