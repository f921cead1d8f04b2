"""Promises that name their day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.promising import MAX_QUOTE, promises_in, vows_without_time
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
        "",
    ],
)
def test_no_promise(text: str) -> None:
    assert promises_in(text, TUESDAY) == ()


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
