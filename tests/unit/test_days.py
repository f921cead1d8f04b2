"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.days import More, OnDay, Until, begins_with_until
from texts.dates import MONTHS

TODAY = date(2026, 5, 13)
"""A Wednesday."""


def on(day: int, month: int = 5, year: int = 2026) -> OnDay:
    return OnDay(date(year, month, day))


@pytest.mark.parametrize(
    ("text", "said", "rest"),
    [
        ("15 мая ждём плитку", on(15), "ждём плитку"),
        ("до 15 мая, ждём плитку", on(15), "ждём плитку"),
        ("к 15-го мая. Ждём", on(15), "Ждём"),
        ("по 1 июня 2027 г. ждём", on(1, 6, 2027), "ждём"),
        ("15.05 ждём плитку", on(15), "ждём плитку"),
        ("15.05.26: ждём", on(15), "ждём"),
        ("до 15.05.2026 ждём", on(15), "ждём"),
        ("2026-06-01 ждём", on(1, 6), "ждём"),
        ("12.05 ждём", on(12, 5, 2027), "ждём"),
        ("13.05 ждём", on(13), "ждём"),
        ("до 20-го ждём", on(20), "ждём"),
        ("до 20 числа ждём", on(20), "ждём"),
        ("до 10 числа", on(10, 6), ""),
        ("до 31-го", on(31), ""),
        ("до пятницы ждём", on(15), "ждём"),
        ("ПТ ждём", on(15), "ждём"),
        ("к среде", on(13), ""),
        ("до этой среды", on(13), ""),
        ("до следующей пятницы", on(22), ""),
        ("в следующий вторник — ждём", on(19), "ждём"),
        ("до воскресенья", on(17), ""),
        ("сегодня", on(13), ""),
        ("до завтра ждём", on(14), "ждём"),
        ("послезавтра", on(15), ""),
        ("до конца недели ждём", on(17), "ждём"),
        ("до конца месяца", on(31), ""),
        ("до конца года", on(31, 12), ""),
        ("на 3 дня ждём плитку", More(3), "ждём плитку"),
        ("ещё на три дня", More(3), ""),
        ("на день", More(1), ""),
        ("на неделю, ждём", More(7), "ждём"),
        ("на 2 недели", More(14), ""),
        ("на месяц", More(30), ""),
        ("на 3 рабочих дня ждём", More(3, working=True), "ждём"),
        ("на 5 раб. дней", More(5, working=True), ""),
        ("через две недели ждём", on(27), "ждём"),
        ("10 дней ждём", More(10), "ждём"),
    ],
)
def test_understood(text: str, said: Until, rest: str) -> None:
    assert begins_with_until(text, TODAY) == (said, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ждём плитку до 15 мая",
        "31 июня",
        "32 мая",
        "15.13",
        "0.05",
        "29 февраля",
        "на 0 дней",
        "на 1.5 месяца",
        "день за днём ждём плитку",
        "вторая смена",
        "15маяк",
        "маяк",
        "средства выделят",
        "на дорогах ремонт",
    ],
)
def test_not_a_day(text: str) -> None:
    assert begins_with_until(text, TODAY) is None


days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@given(
    days, st.integers(0, 364), st.sampled_from(["", "до ", "к ", "ещё на ", "по  "]), st.sampled_from(["", ", ", ": "])
)
def test_every_way_to_write_a_day_means_that_day(today: date, ahead: int, before: str, after: str) -> None:
    day = today + timedelta(days=ahead)
    words = f"{after}ждём плитку" if after else " ждём плитку"
    for written in (
        f"{day.day} {MONTHS[day.month - 1]}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d.%m}",
        f"{day:%d.%m.%Y}",
        f"{day:%d.%m.%y}",
        f"{day:%Y-%m-%d}",
    ):
        assert begins_with_until(f"{before}{written}{words}", today) == (OnDay(day), "ждём плитку"), written


@given(days, st.sampled_from(["понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"]))
def test_a_weekday_is_within_a_week(today: date, word: str) -> None:
    found = begins_with_until(f"до {word}", today)
    assert found is not None
    assert isinstance(found[0], OnDay)
    assert timedelta() <= found[0].day - today < timedelta(days=7)


@given(
    st.text(max_size=40) | st.from_regex(r"(до |на |через )?\d{1,4}[ ./-]?\w{0,9}[ .]?\d{0,4}", fullmatch=True), days
)
def test_any_words_are_read_without_harm(text: str, today: date) -> None:
    found = begins_with_until(text, today)
    if found is not None:
        said, rest = found
        assert text.rstrip().endswith(rest)
        assert not isinstance(said, More) or said.days > 0
