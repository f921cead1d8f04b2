"""Words as a search sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.stems import Kind, composed, index_names, index_stems, name_stem, stem, tokens


@pytest.mark.parametrize(
    "forms",
    [
        "фонарь фонаря фонарю фонарём фонари фонарей фонарями",
        "яма ямы ям яме ямой ямами",
        "остановка остановки остановок остановке остановками",
        "площадка площадок площадке",
        "скамейка скамеек скамейки",
        "ступенька ступенек ступеньки",
        "окно окон окна окном",
        "песок песка песком",
        "колодец колодца",
        "двор двора дворов",
        "ёлка елка ёлки",
        "котёл котла",
        "садовая садовой садовую",
        "ребёнок ребенка",
        "детский детских детскую",
        "дорога дорог дорогой",
    ],
)
def test_forms_of_one_word(forms: str) -> None:
    assert len({token.stem for token in tokens(forms)}) == 1


@pytest.mark.parametrize("pair", ["фонарь фон", "дом дым", "мост место", "труба труд", "снег снос", "вода водка"])
def test_different_words(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "forms",
    [
        "Новосёлов Новоселова Новосёловой Новосёлову Новосёловым Новосёловых",
        "Иванов Иванова Ивановой",
        "Достоевский Достоевского Достоевская Достоевской",
        "Сергей Сергея Сергею Сергеем",
        "Мария Марии Марию Марией",
        "Юрий Юрия Юрием",
        "Анна Анны Анной",
        "Ильин Ильина Ильиной Ильиным",
        "Петровна Петровны Петровной",
    ],
)
def test_forms_of_one_name(forms: str) -> None:
    assert len({token.name for token in tokens(forms)}) == 1


def test_a_surname_is_no_first_name() -> None:
    assert name_stem("иванов") != name_stem("иван")
    assert name_stem("петров") != name_stem("петр")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Садовая, 12а", "садов 12а 12"),
        ("Садовая, д. 12 А", "садов д 12 12а"),
        ("Садовая 12-б, кв. 007", "садов 12б 12 кв 7"),
        ("12a", "12а 12"),  # a Latin letter
        ("12 «в»", "12 12в"),
        ("12к2 12/3", "12 2 12 3"),
        ("1-й микрорайон", "1 й микрорайон"),
        ("№ 2026-000123", "2026 123"),
        ("+7 (900) 123-45-67", "9001234567 1234567 4567"),
        ("79001234567", "9001234567 1234567 4567"),
        ("8 900 123 45 67", "9001234567 1234567 4567"),
        ("9001234567", "9001234567 1234567 4567"),
        ("8(49234)1-23-45", "4923412345 3412345 2345"),
        ("123-45-67", "1234567 4567"),
        ("anna@example.ru", "anna example ru"),
        ("Не горит фонарь на улице", "гор фонар улиц"),
        ("дом 12 а также двор", "дом 12 12а такж двор"),
        ("", ""),
        ("!!! 😀 —", ""),
    ],
)
def test_what_a_text_is_found_by(text: str, found: str) -> None:
    assert index_stems(text) == found


def test_a_letter_in_two_characters_is_one() -> None:
    assert index_stems("и\u0306од, фонаре\u0308м") == index_stems("йод, фонарём")


def test_names_keep_their_surnames_apart() -> None:
    assert index_names("Анна Иванова") == "анн иванов"


@given(st.text(max_size=200))
def test_any_text_becomes_words_that_a_search_can_quote(text: str) -> None:
    for word in (index_stems(text) + " " + index_names(text)).split():
        assert word.isalnum() or all(letter.isalnum() or letter == "_" for letter in word)
        assert '"' not in word
    spans = [(token.start, token.end) for token in tokens(composed(text))]
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=20))
def test_a_stem_is_never_empty_and_case_does_not_matter(word: str) -> None:
    (token,) = tokens(word)
    (shouted,) = tokens(word.upper())
    assert token.kind is Kind.WORD
    assert token.stem
    assert token.name
    assert (token.stem, token.name) == (shouted.stem, shouted.name)
