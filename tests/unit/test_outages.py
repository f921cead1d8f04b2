"""Which appeals tell of a known outage, and how staff declare one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Place, Priority
from appeals.outage_kinds import DEFAULT_KINDS
from appeals.outage_matching import Told, alike, areas_of, fits, outage_meant
from appeals.outage_typed import parse_declaration
from appeals.outages import STALE_AFTER, Declared, Fault, Outage, OutageRefused
from tests.unit.samples import ADMINISTRATION, APPEAL

NOW = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
"""10 o'clock on a Tuesday."""

LIGHT = Declared("Отключён свет", "ул. Ленина, 5, 7–15, ул. 8 Марта, ул. Карла Маркса, мкр Северный", NOW)
HOT_WATER = Declared("Нет горячей воды", "весь город", NOW, category="snow")


def told(text: str, address: str = "", **changes: object) -> bool:
    declared = changes.pop("declared", LIGHT)
    assert isinstance(declared, Declared)
    return fits(declared, Told.of(replace(APPEAL, text=text, place=Place(address), **changes)), DEFAULT_KINDS)  # type: ignore[arg-type]  # fields of several kinds


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("С утра нет света", "ул. Ленина, 7"),
        ("С утра нет света", "Улица Ленина, дом 11, кв. 40"),
        ("С утра нет света", "ленина 5"),
        ("С утра нет света", "ул. Ленина"),
        ("Когда дадут электричество?", "8 марта, 120"),
        ("Нет электричества", "К. Маркса 3"),
        ("Отключили электроэнергию в микрорайоне Северный, когда включат?", ""),
        ("нету свету вообще", "Лениина 9"),
        ("Опять пропало элекричество", "ул.Ленена, 9"),
        ("ОБЕСТОЧЕН ВЕСЬ ПОДЪЕЗД, НЕ РАБОТАЕТ НИЧЕГО", "ЛЕНИНА 15"),
    ],
)
def test_those_who_mean_it(text: str, address: str) -> None:
    assert told(text, address)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("С утра нет света", "ул. Садовая, 7"),
        ("С утра нет света", "ул. Ленина, 17"),
        ("С утра нет света", ""),
        ("С утра нет света", "ул. Лесная, 7"),
        ("Нет воды", "ул. Ленина, 7"),
        ("Яма на дороге", "ул. Ленина, 7"),
        ("Не горит фонарь, нет света на улице", "ул. Ленина, 7"),
        ("Пришёл неверный счёт за свет", "ул. Ленина, 7"),
        ("Спасибо за свет в подъезде!", "ул. Ленина, 7"),
        ("Светлая комната", "ул. Ленина, 7"),
    ],
)
def test_those_who_do_not(text: str, address: str) -> None:
    assert not told(text, address)


def test_hot_is_not_cold_and_a_category_helps_where_words_are_missing() -> None:
    assert told("Нет горячей воды", declared=HOT_WATER)
    assert not told("Нет холодной воды", declared=HOT_WATER)
    assert told("Когда уже включат? Третий день моемся из ковшика", category="snow", declared=HOT_WATER)
    assert not told("Когда уже включат? Третий день моемся из ковшика", declared=HOT_WATER)
    assert not told("Батареи холодные, когда включат", category="snow", declared=HOT_WATER)
    assert told("Не горит свет во всём доме", "Ленина 7")
    assert told("Прорвало трубу, горячей воды нет", declared=HOT_WATER), "that is the outage itself"
    assert told("Насос молчит", declared=replace(HOT_WATER, what="Стоит насосная", words="насос"))


def test_an_emergency_and_danger_are_nobodys_outage() -> None:
    appeal = replace(APPEAL, text="С утра нет света", place=Place("ул. Ленина, 7"))
    near, everywhere = Outage(1, LIGHT, 1, NOW), Outage(2, replace(LIGHT, place="весь город"), 1, NOW)
    assert outage_meant([everywhere, near], appeal, NOW, DEFAULT_KINDS) == near
    assert outage_meant([near, replace(near, id=3)], appeal, NOW, DEFAULT_KINDS) == replace(near, id=3)
    assert outage_meant([near], replace(appeal, priority=Priority.EMERGENCY), NOW, DEFAULT_KINDS) is None
    assert outage_meant([near], replace(appeal, text="Нет света, провод искрит"), NOW, DEFAULT_KINDS) is None
    assert outage_meant([replace(near, ended_at=NOW)], appeal, NOW, DEFAULT_KINDS) is None
    assert outage_meant([near], appeal, NOW + STALE_AFTER, DEFAULT_KINDS) == near
    assert outage_meant([near], appeal, NOW + STALE_AFTER + timedelta(seconds=1), DEFAULT_KINDS) is None


@given(st.text(max_size=200), st.text(max_size=100), st.text(max_size=100))
def test_any_words_are_read(text: str, address: str, place: str) -> None:
    declared = replace(LIGHT, what=text[:60], place=place)
    fits(declared, Told.of(replace(APPEAL, text=text, place=Place(address))), DEFAULT_KINDS)


def test_one_slip_in_a_long_word_none_in_a_short_one() -> None:
    assert alike("электричеств", "элекричеств")
    assert alike("садов", "саодв")
    assert not alike("мир", "мор")
    assert not alike("калинин", "малинин"), "the first letter is right"


def test_what_fails_is_the_towns_to_say() -> None:
    ferry = Declared("Паром не ходит", "весь город", NOW)
    said = Told.of(replace(APPEAL, text="Почему опять нет переправы?"))
    assert not fits(ferry, said, DEFAULT_KINDS)
    assert fits(ferry, said, ("паром переправа",))
    assert not fits(LIGHT, Told.of(replace(APPEAL, text="Нет электричества на Ленина")), ("паром переправа",))
    assert fits(LIGHT, Told.of(replace(APPEAL, text="Нет света на Ленина")), ()), "the declaration's own words"


def test_houses_and_areas() -> None:
    lenina, march, marx, north = areas_of(LIGHT.place)
    assert (lenina.words, lenina.houses, lenina.ranges) == (("ленина",), frozenset({"5"}), ((7, 15),))
    assert march.words == ("8", "марта")
    assert march.is_whole
    assert len(marx.words) == 2
    assert north.is_whole
    assert areas_of("весь город") == ()


def test_a_declaration() -> None:
    declared = parse_declaration(
        "Отключён свет.; ул. Ленина, 5; бригада работает; до 18:00; тема снег; слова: щиток", ADMINISTRATION, NOW
    )
    assert declared == Declared(
        "Отключён свет", "ул. Ленина, 5", datetime(2026, 4, 7, 15, 0, tzinfo=UTC), "бригада работает", "snow", "щиток"
    )
    labelled = parse_declaration("Нет воды\nдо завтра 9:00\nгде: весь город", ADMINISTRATION, NOW)
    assert (labelled.place, labelled.doing) == ("весь город", "")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.HOW_TO),
        ("Нет света; ул. Ленина; до 18:00; тема космос", Fault.NO_TOPIC),
        ("Нет света; ул.; до 18:00", Fault.NO_PLACE),
        (f"{'Нет света ' * 30}; ул. Ленина; до 18:00", Fault.LONG),
        ("Нет света; ул. Ленина; до 1 апреля 2026", Fault.PAST),
    ],
)
def test_what_is_wrong_with_it(typed: str, fault: Fault) -> None:
    with pytest.raises(OutageRefused) as refused:
        parse_declaration(typed, ADMINISTRATION, NOW)
    assert refused.value.fault is fault
