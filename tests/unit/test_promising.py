"""Promises that name their day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.promising import MAX_QUOTE, Vow, promises_in, vows_without_time
from appeals.sentences import sentences

TUESDAY = date(2026, 4, 7)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Устраним до 15 мая.", date(2026, 5, 15)),
        ("Здравствуйте! Качели починим к 20.04, сиденье уже едет.", date(2026, 4, 20)),
        ("Начнём 10 мая, закончим к 20 мая.", date(2026, 5, 20)),
        ("Фонарь заменят завтра.", date(2026, 4, 8)),
        ("Двор на ул. Садовой уберут в четверг.", date(2026, 4, 9)),
        ("Площадка будет готова, покрасим её до конца недели.", date(2026, 4, 12)),
        ("Ремонт дороги продлится до 18 мая.", date(2026, 5, 18)),
        ("Труба будет заменена не позднее 1 июня.", date(2026, 6, 1)),
        ("Засыплем сегодня.", TUESDAY),
        ("Починим до конца мая.", date(2026, 5, 31)),
        ("Покрасим в начале мая.", date(2026, 5, 10)),
        ("Покрасим до июня.", date(2026, 5, 31)),
        ("Ремонт запланирован на июль.", date(2026, 7, 31)),
        ("Починим в течение двух недель.", date(2026, 4, 21)),
        ("Починим в течение 10 рабочих дней.", date(2026, 4, 21)),
        ("Отремонтируем в третьем квартале.", date(2026, 9, 30)),
        ("Починим до 15 числа.", date(2026, 4, 15)),
        ("Работы проведём 14.04-16.04.2026.", date(2026, 4, 16)),
        ("Деревья обрежут 14–16 апреля.", date(2026, 4, 16)),
        ("Работы проведём с 14 по 16 апреля.", date(2026, 4, 16)),
        ("Скамейку поставят до 1 мая.", date(2026, 5, 1)),
        ("Устраним до 15.5.2026.", date(2026, 5, 15)),
    ],
)
def test_a_promise(text: str, due: date) -> None:
    assert [one.due for one in promises_in(text, TUESDAY)] == [due]


@pytest.mark.parametrize(
    "text",
    [
        "Починили 6 апреля.",
        "Устраним в ближайшее время.",
        "Приём заявлений до 15 мая.",
        "Если до 15 мая не починим, пишите.",
        "Автобусы ходят по расписанию с 1 мая.",
        "Починим 6 апреля.",
        "Починим до 15 марта.",
        "Починили в марте, асфальт уложим.",
        "Приём заявлений до конца мая.",
        "",
    ],
)
def test_no_promise(text: str) -> None:
    assert promises_in(text, TUESDAY) == ()


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Сделаем до 1 июня.", date(2027, 6, 1)),
        ("Сделаем в марте.", date(2027, 3, 31)),
        ("Трубу меняли до 1 июня, а люк закроют до 1 декабря.", date(2026, 12, 1)),
    ],
)
def test_a_promise_over_the_turn_of_the_year(text: str, due: date) -> None:
    assert [one.due for one in promises_in(text, date(2026, 11, 24))] == [due]


@pytest.mark.parametrize(
    ("text", "quote", "is_past"),
    [("Починим до 15 марта.", "до 15 марта", True), ("5 апреля приезжали, починим.", "починим", False)],
)
def test_a_day_that_is_over_is_no_term(text: str, quote: str, is_past: bool) -> None:
    assert vows_without_time(text, TUESDAY) == [Vow(quote, is_past)]


def test_the_quote_is_the_sentence() -> None:
    text = "Яму засыпали 5 апреля. Асфальт на ул. Мира уложим до 20 мая! Спасибо, что написали."
    assert promises_in(text, TUESDAY)[0].quote == "Асфальт на ул. Мира уложим до 20 мая!"


def test_two_promises_of_two_days() -> None:
    text = "Яму засыплем завтра. Асфальт уложим до 20 мая."
    assert [one.due for one in promises_in(text, TUESDAY)] == [
        date(2026, 4, 8),
        date(2026, 5, 20),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Да. Нет!", ["Да.", "Нет!"]),
        ("На ул. Садовой, д. 5 починили. Спасибо", ["На ул. Садовой, д. 5 починили.", "Спасибо"]),
        ("Первая\nвторая", ["Первая", "вторая"]),
        ("До 15.05.2026 включим…", ["До 15.05.2026 включим…"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert list(sentences(text)) == parts


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 150))
def test_any_day_to_come_is_kept(today: date, shift: int) -> None:
    due = today + timedelta(shift)
    assert [one.due for one in promises_in(f"Здравствуйте! Починим до {due:%d.%m.%Y}.", today)] == [due]


@given(st.text(max_size=300), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_no_text_breaks_it(text: str, today: date) -> None:
    assert all(one.due >= today and len(one.quote) <= MAX_QUOTE for one in promises_in(text, today))
    assert all(vow.quote in text for vow in vows_without_time(text, today))
    assert all(sentence in text for sentence in sentences(text))


@given(
    st.text(alphabet="до в к на течение конца мая июня квартала 0123456789.-– рабочих дней недели"),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
def test_any_text_can_be_read(text: str, today: date) -> None:
    assert all(one.due >= today for one in promises_in(f"Починим {text}", today))
