"""What is looked for, and which piece of an appeal shows that it was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.numbers import NumberReference
from appeals.search import EXCERPT, MAX_BYTES, MAX_WORDS, Where, Words, excerpt, parse_search

WORDS = Words(
    text="Здравствуйте! Пишу вам третий раз за эту зиму и очень надеюсь на помощь. Во дворе нашего дома "
    "не горит фонарь, темно и скользко, дети падают. Примите, пожалуйста, меры, пока никто не сломал себе ногу.",
    address="ул. Садовая, д. 12 А",
    answer="Фонари на Садовой заменили 3 декабря.",
    person="Анна Новосёлова",
    contact="+7 900 123-45-67",
)


def stems(text: str) -> list[str]:
    search = parse_search(text)
    return [term.stem for term in search.terms] if search else []


class TestParsing:
    @pytest.mark.parametrize("text", ["", "   ", "на и в", "!?", "«»", "😀"])
    def test_nothing_to_look_for(self, text: str) -> None:
        assert parse_search(text) is None

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("не горят фонари", ["гор", "фонар"]),
            ("ул. Садовая, дом 12а", ["садов", "12а"]),
            ("дом", ["дом"]),
            ("тел. 8 900 123-45-67", ["9001234567"]),
        ],
    )
    def test_words_that_tell(self, text: str, wanted: list[str]) -> None:
        assert stems(text) == wanted

    def test_the_last_word_may_be_unfinished(self) -> None:
        search = parse_search("садовая фон")
        assert search is not None
        assert [term.begins for term in search.terms] == [False, True]

    @pytest.mark.parametrize("text", ["фонарь 12", "фонарь на", "ям"])
    def test_a_short_number_or_word_is_whole(self, text: str) -> None:
        search = parse_search(text)
        assert search is not None
        assert not search.terms[-1].begins or text == "фонарь на"

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("123", NumberReference(123)),
            ("№ 2026-000123", NumberReference(123, 2026)),
            ("дом 123", None),
            ("фонарь", None),
        ],
    )
    def test_a_number_may_be_an_appeals(self, text: str, number: NumberReference | None) -> None:
        search = parse_search(text)
        assert search is not None
        assert search.number == number

    def test_many_words_are_cut_and_that_is_told(self) -> None:
        search = parse_search("фонарь двор яма снег мусор лёд труба люк столб забор")
        assert search is not None
        assert search.is_cut
        assert len(search.terms) == MAX_WORDS

    @given(st.text(max_size=400))
    def test_what_a_button_says_finds_the_same(self, text: str) -> None:
        search = parse_search(text)
        if search is not None:
            assert len(search.words.encode()) <= MAX_BYTES or search.number is not None
            again = parse_search(search.words)
            assert again is not None
            assert again.terms == search.terms or search.is_cut


class TestExcerpts:
    def found(self, text: str) -> tuple[Where | None, str]:
        search = parse_search(text)
        assert search is not None
        piece = excerpt(WORDS, search)
        assert len(piece.text) <= EXCERPT + 2
        return piece.where, piece.text

    def test_the_words_around(self) -> None:
        where, text = self.found("фонарей дворы")
        assert where is Where.TEXT
        assert text.startswith("…")
        assert "дворе нашего дома не горит фонарь, темно и" in text
        assert text.endswith("…")

    @pytest.mark.parametrize(
        ("words", "where", "text"),
        [
            ("садовую 12а", Where.ADDRESS, "ул. Садовая, д. 12 А"),
            ("заменили", Where.ANSWER, "Фонари на Садовой заменили 3 декабря."),
            ("новосёловой", Where.PERSON, "Анна Новосёлова"),
            ("4567", Where.CONTACT, "+7 900 123-45-67"),
        ],
    )
    def test_the_part_that_holds_them(self, words: str, where: Where, text: str) -> None:
        assert self.found(words) == (where, text)

    def test_one_endless_word_is_cut(self) -> None:
        search = parse_search("ааа")
        assert search is not None
        assert len(excerpt(Words(text="а" * 5000), search).text) <= EXCERPT + 2
