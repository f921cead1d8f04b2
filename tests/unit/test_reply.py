"""Cutting and splitting texts, and VK's JSON of a keyboard."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from texts.buttons import text_button
from texts.reply import MAX_MESSAGE, Button, Colour, below, callback, cut, inline, split

prose = st.text(st.sampled_from("абв \n.🙂"), max_size=200) | st.text(max_size=60)
limits = st.integers(1, 30)


@given(prose, limits)
def test_parts_fit_and_lose_nothing_but_white_space(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(parts) or parts == [""], "VK refuses a message without words"


@given(prose, st.integers(2, 30))
def test_a_text_that_fits_stays_whole(text: str, limit: int) -> None:
    assert split(text[:limit], limit) == [text[:limit]]


def test_where_a_text_is_cut() -> None:
    assert split("первая строка\nвторая строка", 20) == ["первая строка", "вторая строка"]
    assert split("одно слово и другое", 14) == ["одно слово и", "другое"]
    assert split("абвгд" * 3, 10) == ["абвгдабвгд", "абвгд"]
    assert split("а" * MAX_MESSAGE) == ["а" * MAX_MESSAGE]
    assert split("а" * MAX_MESSAGE + "   ") == ["а" * MAX_MESSAGE]
    assert split(" " * 2 * MAX_MESSAGE + "яма") == ["яма"]
    assert split("") == [""]


@given(prose, limits)
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short, whole = cut(text, limit), text.strip()
    assert len(short) <= limit
    assert short == whole if len(whole) <= limit else short.endswith("…")
    assert whole.startswith(short.removesuffix("…").rstrip())
    assert cut(short, limit) == short


def test_a_text_is_cut_at_a_word() -> None:
    assert cut("Яма во всю полосу", 14) == "Яма во всю…"
    assert cut("Превысокомногорассмотрительствующий", 10) == "Превысоко…"


def test_a_keyboard_below_the_input_field() -> None:
    assert orjson.loads(below((text_button("Назад", "back"),), ()).as_json()) == {
        "one_time": False,
        "buttons": [
            [{"action": {"type": "text", "label": "Назад", "payload": '{"do":"back"}'}, "color": "secondary"}],
        ],
    }


def test_a_keyboard_below_the_message() -> None:
    assert orjson.loads(inline((callback("Взять", {"do": "take", "n": 7}, Colour.PRIMARY),)).as_json()) == {
        "inline": True,
        "buttons": [
            [{"action": {"type": "callback", "label": "Взять", "payload": '{"do":"take","n":7}'}, "color": "primary"}],
        ],
    }


def test_a_location_button_has_neither_label_nor_colour() -> None:
    assert Button("", {"do": "place"}, "location").as_vk() == {
        "action": {"type": "location", "payload": '{"do":"place"}'},
    }


def test_empty_rows_are_left_out() -> None:
    assert inline(()).rows == below((), ()).rows == ()
