"""What is asked of VK arrives as it was meant."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from bot.vk.client import encoded

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.dictionaries(words.filter(bool), words, max_size=5))
def test_a_form_is_read_as_it_was_written(form: dict[str, str]) -> None:
    assert dict(parse_qsl(encoded(form).decode("ascii"), keep_blank_values=True)) == form


def test_what_divides_a_form_is_no_part_of_it() -> None:
    assert encoded({"message": "яма & лужа + 5 = 100%"}).count(b"&") == 0
    assert encoded({}) == b""
