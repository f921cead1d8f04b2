"""Reading free words: an appeal, a greeting, thanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.textcheck import (
    has_meaning,
    is_courtesy,
    is_thanks,
    looks_like_appeal,
    normalise_word,
    read_mark,
    sounds_like_reply,
)
from tests.unit.samples import PHOTO


@pytest.mark.parametrize(
    "text",
    [
        "На Садовой у дома 5 яма во всю полосу",
        "Добрый день! Второй день нет горячей воды, Садовая 5",
        "НЕ РАБОТАЕТ ЛИФТ В ПОДЪЕЗДЕ",
    ],
)
def test_tells_of_something(text: str) -> None:
    assert looks_like_appeal(text, ())


@pytest.mark.parametrize(
    "text",
    ["", "Здравствуйте!", "Добрый вечер, спасибо большое за ответ!", "ок", "123456789012345678901234567890", "🙂" * 40],
)
def test_tells_of_nothing(text: str) -> None:
    assert not looks_like_appeal(text, ())


def test_a_photo_without_words_tells_of_something() -> None:
    assert looks_like_appeal("", (PHOTO,))


@pytest.mark.parametrize(
    "text",
    [
        *("спасибо", "Спасибо!", "СПАСИБО БОЛЬШОЕ!!!", "Благодарю вас за ответ"),
        *("Большое спасибо", "Огромное спасибо вам за ответ", "Хорошо, спасибо", "Здравствуйте! Спасибо за ответ."),
        *("спс", "Пасиб", "Спасибочки)))", "спосибо", "cпаcибo", "Благодарим вас!", "мерси", "🙏", "❤️"),
        *("Большое человеческое спасибо", "Спасибо за оперативность!", "Выражаю благодарность за быструю работу"),
        *("Спасибо всем, кто помог", "Хочу поблагодарить вас"),
    ],
)
def test_nothing_but_thanks(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Здравствуйте", "Спасибо, но яма на месте", "Нет, спасибо", "Спасибо, да", "спасибо за яму", "👍"),
        *("Спасите!", "Спас на Крови", "за оперативность", "Спасибо, третий", "Спасибо, уже не надо", "🙏 5"),
    ],
)
def test_more_than_thanks(text: str) -> None:
    """«Нет, спасибо» may answer a moderator's question."""
    assert not is_thanks(text)


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("Хорошо", True),
        ("Спасибо!", True),
        ("Здравствуйте", True),
        ("", False),
        ("да", False),
        ("Слева", False),
        ("👍", True),
        ("👎", False),
    ],
)
def test_courtesy(text: str, courtesy: bool) -> None:
    assert is_courtesy(text) is courtesy


@pytest.mark.parametrize(("text", "meant"), [("яма", True), ("а1б2", False), ("...", False), ("🙂🙂🙂🙂", False)])
def test_meaning(text: str, meant: bool) -> None:
    assert has_meaning(text) is meant


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    word = normalise_word(text)
    assert word == normalise_word(word), "folding is done once"
    assert word == normalise_word(f"  {text} ! ")
    if is_thanks(text):
        assert not looks_like_appeal(text, ())


def test_folding() -> None:
    assert normalise_word("  Ещё РАЗ! ") == normalise_word("еще раз") == "еще раз"


@pytest.mark.parametrize("text", ["Нет, не засыпали", "Нерешено", "Вопрос не решён!", "Опять течёт", "да"])
def test_sounds_like_a_reply(text: str) -> None:
    assert sounds_like_reply(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        *(("5", 5), ("5!", 5), ("на 4", 4), ("Пять баллов", 5), ("Твёрдая четвёрка.", 4), ("⭐⭐⭐", 3), ("3 из 5", 3)),
        *(("6", None), ("-5", None), ("0", None), ("55", None), ("5 дом", None), ("на пятом", None), ("", None)),
        *(("⭐" * 6, None), ("дом 5", None)),
    ],
)
def test_a_mark(text: str, mark: int | None) -> None:
    assert read_mark(text) == mark
