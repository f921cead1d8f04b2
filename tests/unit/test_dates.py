"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.dates import begins_with_day, find_days, read_day, read_span

TUESDAY = date(2026, 11, 24)
MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905 - words
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 мая", date(2027, 5, 15)),
        ("до 15 мая", date(2027, 5, 15)),
        ("3 декабря", date(2026, 12, 3)),
        ("к 1-го декабря", date(2026, 12, 1)),
        ("15 мая 2028 года", date(2028, 5, 15)),
        ("15.05", date(2027, 5, 15)),
        ("15.05.2026", date(2026, 5, 15)),
        ("01.12.26", date(2026, 12, 1)),
        ("2026-12-31", date(2026, 12, 31)),
        ("сегодня", TUESDAY),
        ("завтра", date(2026, 11, 25)),
        ("Послезавтра.", date(2026, 11, 26)),
        ("до пятницы", date(2026, 11, 27)),
        ("к среде", date(2026, 11, 25)),
        ("во вторник", TUESDAY),
        ("в воскресенье", date(2026, 11, 29)),
        ("до конца недели", date(2026, 11, 29)),
        ("до конца месяца", date(2026, 11, 30)),
        ("до конца года", date(2026, 12, 31)),
        ("на следующей неделе", date(2026, 12, 6)),
        ("через 3 дня", date(2026, 11, 27)),
        ("через две недели", date(2026, 12, 8)),
        ("через месяц", date(2026, 12, 24)),
        ("не позднее 1 декабря", date(2026, 12, 1)),
        ("20 ноября", date(2027, 11, 20)),
    ],
)
def test_the_whole_text_is_a_day(text: str, day: date) -> None:
    assert read_day(text, TUESDAY) == day


@pytest.mark.parametrize(
    "text", ["", "скоро", "31 февраля", "45.13", "12:30", "дом 15", "15 мая и 16 мая", "март", "1.5 м"]
)
def test_no_day(text: str) -> None:
    assert read_day(text, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Яму засыпали 20 ноября.", [date(2026, 11, 20)]),
        ("Устраним до 15 мая, начнём завтра.", [date(2027, 5, 15), date(2026, 11, 25)]),
        ("Работаем с 8.00 до 17.00, тел. 8.900.000.00.00", []),
        ("Труба 1.5 м, дом 12/3", []),
        ("Приходите в среду 25 ноября", [date(2026, 11, 25), date(2026, 11, 25)]),
        ("Средства выделены, субботник прошёл", []),
    ],
)
def test_days_within_words(text: str, named: list[date]) -> None:
    assert [mention.day for mention in find_days(text, TUESDAY)] == named


def test_a_day_and_what_follows() -> None:
    assert begins_with_day("до 15 мая ждём трубу", TUESDAY) == (date(2027, 5, 15), "ждём трубу")
    assert begins_with_day("15.12: подрядчик занят", TUESDAY) == (date(2026, 12, 15), "подрядчик занят")
    assert begins_with_day("ждём до 15 мая", TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3 дня", 3),
        ("на 5 дней", 5),
        ("на неделю", 7),
        ("две недели", 14),
        ("месяц", 30),
        ("на пару дней", None),
        ("", None),
    ],
)
def test_a_span(text: str, days: int | None) -> None:
    assert read_span(text) == days


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(-150, 150))
def test_any_near_day_is_found_without_its_year(today: date, shift: int) -> None:
    day = today + timedelta(shift)
    for text in (f"Сделали {day.day} {MONTHS[day.month - 1]}.", f"Срок {day:%d.%m}, не раньше"):
        assert [mention.day for mention in find_days(text, today)] == [day]


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_with_its_year_is_read(today: date, day: date) -> None:
    for text in (
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d.%m.%Y}",
        f"до {day:%d.%m.%Y}",
        day.isoformat(),
    ):
        assert read_day(text, today) == day


@given(st.text(max_size=200), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_no_text_breaks_it(text: str, today: date) -> None:
    read_day(text, today)
    read_span(text)
    begins_with_day(text, today)
    for mention in find_days(text, today):
        assert 0 <= mention.start < mention.end <= len(text)
