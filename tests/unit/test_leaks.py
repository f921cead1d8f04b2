"""Personal data in public words: found where it stands, and not where numbers are but numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import Contacts
from appeals.leaks import _PATTERNS, _SIGN, HIDDEN, Leak, leaks_in, masked, without_names

TOLD = [
    ("Позвоните мне: 8 900 000-00-00", Leak.PHONE),
    ("+7 (900) 000-00-00 Анна", Leak.PHONE),
    ("мой номер 89000000000", Leak.PHONE),
    ("+79000000000", Leak.PHONE),
    ("9000000000 пишите в любое время", Leak.PHONE),
    ("8 (00000) 2-34-56 вечером", Leak.PHONE),
    ("тел. 2-34-56", Leak.PHONE),
    ("Телефон: 23-45-67", Leak.PHONE),
    ("пишите anna@example.ru", Leak.EMAIL),
    ("Почта anna.primerova+x@mail.example.ru.", Leak.EMAIL),
    ("паспорт 45 06 123456 выдан", Leak.PASSPORT),
    ("Паспорт серия 4506 номер 123456", Leak.PASSPORT),
    ("серия 45 06 № 123456", Leak.PASSPORT),
    ("45 06 123456", Leak.PASSPORT),
    ("СНИЛС 112-233-445 95", Leak.SNILS),
    ("снилс 11223344595", Leak.SNILS),
    ("переведите на 4111 1111 1111 1111", Leak.CARD),
    ("карта 4111111111111111", Leak.CARD),
    ("дом 5, кв. 12, нет воды", Leak.FLAT),
    ("дом 5 кв 12", Leak.FLAT),
    ("квартира 12, второй подъезд", Leak.FLAT),
    ("живу в 12 квартире", Leak.FLAT),
    ("ул. Садовая, 5-12", Leak.FLAT),
    ("на улице Садовой, д. 5-12", Leak.FLAT),
    ("Садовая 5-12, темно", Leak.FLAT),
    ("Ленина ул. Мира 7а-3", Leak.FLAT),
]

PLAIN = [
    "В 2025-2026 годах обещали сделать дорогу",
    "Пообещали 12.04.2026 и не сделали",
    "Сумма 1 250 000 рублей, потом 987 654 321 000",
    "Работают с 8:00-12:00 и 13:00-17:00",
    "Автобус 12 приходит в 9:05, 9:25 и 18-30",
    "Дом 5, ул. Садовая, 12, яма",
    "ул. Садовая, 5, подъезд 2",
    "ул. Садовая, дома 5, 7 и 9",
    "ул. Садовая, 5/2",
    "площадь 50 кв. м, не 60 кв.м",
    "в 12 квартирах нет воды",
    "в 2 квартиры не подают тепло",
    "Звоните 112, 103 или 8-800-000-00-00",
    "Обращение 2026-000123 от 7 апреля",
    "Показания счётчика 00012345 и 1234567",
    "Тариф 45,06 рубля, было 123456",
    "На 123456 жителей 45 дворников",
    "Квартал 12 без света",
    "Карта движения 1234 5678 9012 3456",
    "[id101|Анна], согласна с вами",
    "@club1 почините",
]


@pytest.mark.parametrize(("text", "leak"), TOLD)
def test_personal_data_is_found_and_hidden(text: str, leak: Leak) -> None:
    assert leak in leaks_in(text)
    hidden = masked(text)
    assert HIDDEN in hidden
    assert not leaks_in(hidden)


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_that_are_nobodys_raise_no_alarm(text: str) -> None:
    assert leaks_in(text) == frozenset()
    assert masked(text) == text


def test_what_the_administration_tells_everybody_is_no_secret() -> None:
    own = Contacts(phone="+7 (000) 000-00-00", email="priem@example.ru")
    text = "Я звонил вам по 8 000 000 00 00 и писал на Priem@example.ru"
    assert leaks_in(text, own) == frozenset()
    assert leaks_in(f"{text}, мой телефон 8 900 000 00 01", own) == {Leak.PHONE}


def test_only_what_is_asked_for_is_hidden() -> None:
    text = "кв. 12, телефон УК 8 (000) 123-45-67"
    assert masked(text, only=lambda leak, _: leak is Leak.FLAT) == f"{HIDDEN}, телефон УК 8 (000) 123-45-67"


@given(
    st.integers(1900, 2100),
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(1, 250),
    st.integers(0, 99_999_999),
)
def test_years_dates_times_houses_and_sums_raise_no_alarm(
    year: int, day: int, month: int, hour: int, minute: int, house: int, roubles: int
) -> None:
    grouped = f"{roubles:,}".replace(",", " ")
    text = (
        f"{day:02}.{month:02}.{year} в {hour}:{minute:02} у дома {house} на Садовой, {house} поставили забор "
        f"за {grouped} рублей ({roubles} р.), а в {year}-{year + 1} годах снесли"
    )
    assert leaks_in(text) == frozenset()


@given(st.text(max_size=300))
def test_any_text_can_be_hidden(text: str) -> None:
    assert (masked(text) == text) == (not leaks_in(text))


@given(st.one_of([st.from_regex(pattern) for _, pattern in _PATTERNS]))
def test_nothing_is_found_in_a_text_that_isn_t_searched(text: str) -> None:
    assert _SIGN.search(text)


@given(st.integers(9_000_000_000, 9_999_999_999), st.sampled_from(["8{}", "+7{}", "7{}", "{}"]), st.booleans())
def test_every_mobile_number_is_found(number: int, form: str, spaced: bool) -> None:
    digits = str(number)
    shown = f"{digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}" if spaced else digits
    text = f"Наберите {form.format(shown)}, жду"
    if digits.startswith("800"):
        return
    assert leaks_in(text) == {Leak.PHONE}
    assert digits[-4:] not in masked(text).replace("-", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Анна Примерова просит позвонить", "••• просит позвонить"),
        ("звонила Примерова Анна, ждёт", "звонила •••, ждёт"),
        ("передайте Анне Примеровой и ПРИМЕРОВЫМ", "передайте ••• и •••"),
        ("Анна с третьего этажа, г. Примерск", "Анна с третьего этажа, г. Примерск"),
    ],
)
def test_a_name_that_is_known_is_hidden_in_any_case(text: str, shown: str) -> None:
    assert without_names(text, "Анна", "Примерова") == shown


def test_a_short_name_may_be_another_word() -> None:
    assert without_names("Лис бегает по двору", "Ян", "Лис") == "Лис бегает по двору"
