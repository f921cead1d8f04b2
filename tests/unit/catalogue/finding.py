"""Lists of appeals and what is found at the desk: a part of the catalogue."""

from dataclasses import replace
from datetime import date, datetime

from appeals.administration import Administration, Department
from appeals.model import Appeal, Channel, Status
from appeals.search import Excerpt, Where, parse_search
from appeals.selection import DateRange, Selected, Selection, Shelf, Tally
from appeals.usecases.finding import PAGE, Hit, SearchResult
from tests.unit.catalogue.things import (
    ALARMING,
    BARE_LEAD,
    BIG,
    COLLEAGUE,
    LARGE,
    LATE,
    LEAD,
    LONG_TEXT,
    PAUSED,
    WAITING,
    Said,
    Text,
    several,
)
from tests.unit.samples import ADMINISTRATION, APPEAL, MARIA, NOW, appeal
from texts import finding
from texts.reply import Reply

NARROW = Selection(frozenset({Shelf.NEW, Shelf.OVERDUE}), 201, "", "roads", Channel.WALL_COMMENT, DateRange(days=7))


def listed(
    administration: Administration,
    selection: Selection,
    *appeals: Appeal,
    now: datetime = NOW,
    page: int = 0,
    total: int | None = None,
) -> Reply:
    late = sum(one.is_open and one.due_at < now for one in appeals)
    new = sum(one.status is Status.NEW for one in appeals)
    selected = Selected(appeals, Tally(len(appeals) if total is None else total, new, late))
    return finding.appeals_list(administration, selection, selected, page, now, COLLEAGUE if page else MARIA)


def hit(where: Where | None, text: str, subject: Appeal = APPEAL) -> Hit:
    return Hit(subject, Excerpt(text, where))


def searched(
    words: str, *hits: Hit, total: int | None = None, page: int = 0, pending: int = 0, sees_person: bool = True
) -> Reply:
    search = parse_search(words)
    assert search is not None
    result = SearchResult(hits, len(hits) if total is None else total, page, pending, sees_person)
    return finding.found(ADMINISTRATION, search, result)


SAID: dict[Text, dict[str, Said]] = {
    finding.appeals_list: {
        "ничего": listed(ADMINISTRATION, Selection()),
        "ничего по отбору": listed(ADMINISTRATION, NARROW),
        "": listed(ADMINISTRATION, Selection(), APPEAL, WAITING, LEAD, BARE_LEAD),
        "сроки вышли": listed(ADMINISTRATION, Selection(frozenset({Shelf.OVERDUE})), APPEAL, now=LATE),
        "ЧП, часы стоят": listed(ADMINISTRATION, Selection(), ALARMING, PAUSED),
        "новые просроченные чьи-то": listed(ADMINISTRATION, NARROW, APPEAL, now=LATE),
        "закрытые в работе за неделю": listed(
            ADMINISTRATION, Selection(frozenset({Shelf.DONE, Shelf.IN_WORK}), period=DateRange(days=7)), APPEAL
        ),
        "закрытые за прошлый год": listed(
            ADMINISTRATION,
            Selection(frozenset({Shelf.DONE}), period=DateRange(since=date(2025, 1, 1), until=date(2025, 12, 31))),
            appeal(Status.CLOSED),
            page=1,
        ),
        "все обращения жителя": listed(ADMINISTRATION, Selection(citizen_id=1), APPEAL, appeal(Status.CLOSED)),
        "предел": listed(
            LARGE,
            replace(NARROW, category=BIG.category, department="", channel=Channel.DIALOG),
            *several(PAGE, BIG),
            now=LATE,
            page=5,
            total=10**6,
        ),
    },
    finding.choices: {
        **{
            str(choice): finding.choices(LARGE, NARROW, choice, 0)
            for choice in finding.Choice
            if choice is not finding.Choice.DEPARTMENT
        },
        "d": finding.choices(
            replace(LARGE, departments=(Department("roads", "Отдел дорог"),)), NARROW, finding.Choice.DEPARTMENT, 0
        ),
    },
    finding.not_understood: {
        "": finding.not_understood(["садовая"], parse_search("новые садовая")),
        "ничего не найти": finding.not_understood(["на"], None),
        "предел": finding.not_understood([LONG_TEXT] * 9, parse_search(LONG_TEXT)),
    },
    finding.found: {
        "": searched(
            "фонарей садовая",
            hit(Where.TEXT, "…у дома второй месяц не горит фонарь…"),
            hit(Where.ADDRESS, "Садовая, 12"),
        ),
        "по имени и телефону": searched(
            "Примерова", hit(Where.PERSON, "Анна Примерова"), hit(Where.CONTACT, APPEAL.contact)
        ),
        "в ответе": searched("заменили", hit(Where.ANSWER, "Фонарь заменили 3 декабря."), hit(None, "")),
        "в заметке": searched("подрядчик", hit(Where.NOTE, "Подрядчик обещал быть в среду.")),
        "ничего": searched("фанарь"),
        "ничего, имена не видны": searched("Примерова", sees_person=False),
        "ничего, поиск готовится": searched("фонарь", pending=12_041),
        "предел": searched(LONG_TEXT, *[hit(Where.ANSWER, "Ы" * 112, BIG)] * PAGE, total=10**6, page=3, pending=1),
    },
    finding.nothing_to_find: {"": finding.nothing_to_find()},
}
