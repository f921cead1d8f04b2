"""`/обращения` with words: in any order and form, tolerant of mistakes; and what stands in the buttons."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import UNKNOWN_CATEGORY, Department
from appeals.model import Channel
from appeals.numbers import NumberReference
from appeals.selection import MAX_DAYS, DateRange, Selected, Selection, Shelf, Tally
from handlers.selecting import read_selection
from tests.unit.catalogue.finding import listed
from tests.unit.samples import ADMINISTRATION, MARIA, NOW
from texts import finding
from texts.buttons import CHOOSE, DO, LIST, WHAT
from texts.reply import MAX_PAYLOAD
from texts.selecting import packed, unpacked

TODAY = date(2026, 4, 7)
"""A Tuesday."""

TOWN = replace(
    ADMINISTRATION,
    departments=(Department("improvement", "Отдел благоустройства"), Department("utilities", "Отдел ЖКХ")),
)
NEW, LATE, DONE = frozenset({Shelf.NEW}), frozenset({Shelf.OVERDUE}), frozenset({Shelf.DONE})


def read(text: str) -> Selection:
    asked = read_selection(text, TOWN, MARIA.vk_id, TODAY)
    assert asked.unknown == ()
    return asked.selection


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("", Selection()),
        ("новые", Selection(NEW)),
        ("НОВЫХ обращений", Selection(NEW)),
        ("просроченные", Selection(LATE)),
        ("прасроченые", Selection(LATE)),
        ("новые просроченные", Selection(NEW | LATE)),
        ("в работе", Selection(frozenset({Shelf.IN_WORK}))),
        ("не закрытые", Selection(frozenset({Shelf.OPEN}))),
        ("нерешённые", Selection(frozenset({Shelf.OPEN}))),
        ("не взятые", Selection(NEW)),
        ("управление ЖКХ", Selection(department="utilities")),
        ("за прошлую неделю", Selection(period=DateRange(since=date(2026, 3, 30), until=date(2026, 4, 5)))),
        ("на этой неделе", Selection(period=DateRange(since=date(2026, 4, 6), until=TODAY))),
        ("за прошлый месяц", Selection(period=DateRange(since=date(2026, 3, 1), until=date(2026, 3, 31)))),
        ("за этот год", Selection(period=DateRange(since=date(2026, 1, 1), until=TODAY))),
        ("после 5 апреля", Selection(period=DateRange(since=date(2026, 4, 5)))),
        ("ждут ответа жителя", Selection(frozenset({Shelf.WAITING}))),
        ("закрытые", Selection(DONE)),
        ("решённые", Selection(DONE)),
        ("все", Selection(frozenset({Shelf.ALL}))),
        ("мои", Selection(assignee_id=MARIA.vk_id)),
        ("моё", Selection(assignee_id=MARIA.vk_id)),
        ("у меня", Selection(assignee_id=MARIA.vk_id)),
        ("дороги", Selection(category="roads")),
        ("по теме «Снег и наледь»", Selection(category="snow")),
        ("благоустройство", Selection(department="improvement")),
        ("отдела ЖКХ", Selection(department="utilities")),
        ("горячая линия", Selection(channel=Channel.HOTLINE)),
        ("из комментариев", Selection(channel=Channel.WALL_COMMENT)),
        ("личные сообщения", Selection(channel=Channel.DIALOG)),
        ("личный приём", Selection(channel=Channel.RECEPTION)),
        ("электронная почта", Selection(channel=Channel.EMAIL)),
        ("заявки", Selection(channel=Channel.LEAD_FORM)),
        ("новые мои жкх за неделю просроченные", None),
        ("просроченные за неделю ЖКХ новых моих", None),
    ],
)
def test_words(text: str, selection: Selection | None) -> None:
    everything = Selection(NEW | LATE, MARIA.vk_id, "utilities", period=DateRange(days=7))
    assert read(text) == (selection if selection is not None else everything)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("за неделю", DateRange(days=7)),
        ("за последние 3 дня", DateRange(days=3)),
        ("за две недели", DateRange(days=14)),
        ("за месяц", DateRange(days=30)),
        ("за квартал", DateRange(days=91)),
        ("за год", DateRange(days=365)),
        ("сегодня", DateRange(since=TODAY, until=TODAY)),
        ("за вчера", DateRange(since=date(2026, 4, 6), until=date(2026, 4, 6))),
        ("с 1 апреля", DateRange(since=date(2026, 4, 1))),
        ("с 1 по 5 апреля", DateRange(since=date(2026, 4, 1), until=date(2026, 4, 5))),
        ("3–5 мая 2025", DateRange(since=date(2025, 5, 3), until=date(2025, 5, 5))),
        ("с 1 апреля по 5 апреля", DateRange(since=date(2026, 4, 1), until=date(2026, 4, 5))),
        ("с 01.04.2026 по 05.04.2026", DateRange(since=date(2026, 4, 1), until=date(2026, 4, 5))),
        ("до 5 марта", DateRange(until=date(2026, 3, 5))),
        ("с 1 декабря", DateRange(since=date(2025, 12, 1))),
        ("с понедельника", DateRange(since=date(2026, 4, 6))),
        ("за март", DateRange(since=date(2026, 3, 1), until=date(2026, 3, 31))),
        ("за декабрь", DateRange(since=date(2025, 12, 1), until=date(2025, 12, 31))),
        ("за февраль 2024", DateRange(since=date(2024, 2, 1), until=date(2024, 2, 29))),
        ("за 2025 год", DateRange(since=date(2025, 1, 1), until=date(2025, 12, 31))),
    ],
)
def test_periods(text: str, period: DateRange) -> None:
    assert read(f"новые {text}") == Selection(NEW, period=period)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("садовая", ("садовая",)), ("новые 77", ("77",)), ("дороги снег", ("снег",)), ("абв гдежз", ("абв", "гдежз"))],
)
def test_words_that_select_nothing(text: str, unknown: tuple[str, ...]) -> None:
    assert read_selection(text, TOWN, MARIA.vk_id, TODAY).unknown == unknown


@pytest.mark.parametrize("text", ["жителя 123", "обращения жителя № 123", "житель 000123"])
def test_of_one_citizen(text: str) -> None:
    asked = read_selection(text, TOWN, MARIA.vk_id, TODAY)
    assert asked.of_citizen == NumberReference(123)
    assert asked.unknown == ()


@given(st.text(max_size=200))
def test_any_words_can_be_read(text: str) -> None:
    read_selection(text, TOWN, MARIA.vk_id, TODAY)


# ------------------------------------------------------------------------------------------------- buttons

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
PERIODS = st.one_of(
    st.builds(DateRange, days=st.integers(1, MAX_DAYS)),
    st.builds(DateRange, since=DAYS, until=DAYS),
    st.builds(DateRange, since=DAYS),
    st.builds(DateRange, until=DAYS),
)
IDS = st.sampled_from(["", UNKNOWN_CATEGORY, "roads", "a" * 32])
SELECTIONS = st.builds(
    Selection,
    shelves=st.frozensets(st.sampled_from(Shelf), max_size=7),
    assignee_id=st.one_of(st.none(), st.integers(1, 2**31)),
    department=IDS,
    category=IDS,
    channel=st.one_of(st.none(), st.sampled_from(Channel)),
    period=st.one_of(st.none(), PERIODS),
    citizen_id=st.one_of(st.none(), st.integers(1, 2**31)),
)


@given(SELECTIONS)
def test_a_button_says_the_whole_selection(selection: Selection) -> None:
    assert unpacked(packed(selection)) == selection
    action = {DO: CHOOSE, WHAT: "s", "i": 1, "me": 1, "page": 10_000, **packed(selection)}
    assert len(orjson.dumps(action)) <= MAX_PAYLOAD


@given(st.dictionaries(st.sampled_from("smdchtz"), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))))
def test_a_forged_button_selects_something_or_nothing(params: dict[str, Any]) -> None:
    packed(unpacked(params))


@pytest.mark.parametrize("departments", [(), TOWN.departments])
def test_ten_buttons_in_six_rows(departments: tuple[Department, ...]) -> None:
    town = replace(ADMINISTRATION, departments=departments)
    reply = finding.appeals_list(town, Selection(), Selected((), Tally(1000, 3, 2, 1)), 1, NOW)
    assert reply.keyboard is not None
    assert len(reply.keyboard.rows) <= 6
    assert sum(map(len, reply.keyboard.rows)) <= 10


def test_an_old_button_still_lists() -> None:
    assert unpacked({DO: LIST, "page": 1}) == Selection()
    assert listed(ADMINISTRATION, Selection()).text.startswith("Открытых обращений нет")


@pytest.mark.parametrize(
    ("text", "unknown"), [("не мои", "не мои"), ("без отдела", "без отдела"), ("кроме новых", "кроме новых")]
)
def test_what_is_excluded_is_not_taken_for_what_is_wanted(text: str, unknown: str) -> None:
    asked = read_selection(text, TOWN, MARIA.vk_id, TODAY)
    assert (asked.selection, asked.unknown) == (Selection(), (unknown,))


def test_a_word_of_a_topic_and_of_a_department() -> None:
    town = replace(TOWN, departments=(Department("works", "Отдел дорог"),))
    assert read_selection("дороги", town, 1, TODAY).selection == Selection(category="roads")
    assert read_selection("отдел дорог", town, 1, TODAY).selection == Selection(department="works")
