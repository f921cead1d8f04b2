"""Until when something is put off, as people write it: a day, or so much more: «на 3 дня», «на неделю»."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from appeals.dates import begins_with_day, read_span
from appeals.value import dataclass

WEEK = 7

_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_BEFORE = r"\s*(?:ещ[её]\s+)?(?:(?:до|ко?|по|на|во?)\s+)*"
_PREFIX = re.compile(_BEFORE, re.IGNORECASE)
_AFTER = r"(?!\w)[\s.,;:—–-]*"


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day that was named: the last one that will do."""

    day: date


@dataclass(frozen=True, slots=True)
class More:
    """So many days more than now, calendar ones or `working` ones."""

    days: int
    working: bool = False


Until = OnDay | More


def begins_with_until(text: str, today: date) -> tuple[Until, str] | None:
    """Until when, at the beginning of `text`, and the words that follow. None when nothing of the kind stands there.

    A day without a year is the next one: never before today.
    """
    prefix = _PREFIX.match(text)
    if found := begins_with_day(text[prefix.end() if prefix else 0 :], today):
        return OnDay(found[0]), found[1].strip()
    for pattern, read in _FORMS:
        if (match := pattern.match(text)) and (until := read(match, today)) is not None:
            return until, text[match.end() :].strip()
    return None


def _more(match: re.Match[str], _today: date) -> Until | None:
    days = read_span(f"{match['count'] or ''} {match['unit']}")
    return More(days, working=bool(match["working"])) if days else None


def _weekday(match: re.Match[str], today: date) -> Until:
    """«До пт», «до следующей пятницы»: of this week or, where that is said or it is over, of the next."""
    word, which = match["weekday"].lower(), (match["which"] or "").lower()
    names = _SHORT if len(word) == 2 else _WEEKDAYS
    day = (
        today
        - timedelta(days=today.weekday())
        + timedelta(days=next(number for number, name in enumerate(names) if word.startswith(name)))
    )
    is_next = which.startswith(("след", "буд")) or day < today
    return OnDay(day + timedelta(days=WEEK) if is_next else day)


def _of_month(match: re.Match[str], today: date) -> Until | None:
    """«До 15-го», «до 15 числа»: of this month, or of the next one that has such a day."""
    for later in range(3):
        year, month = divmod(today.year * 12 + today.month - 1 + later, 12)
        try:
            day = date(year, month + 1, int(match["day"]))
        except ValueError:
            continue
        if day >= today:
            return OnDay(day)
    return None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Until | None]], ...] = tuple(
    (re.compile(_BEFORE + form + _AFTER, re.IGNORECASE), read)
    for form, read in (
        (
            r"(?:(?P<count>\w+)(?:-х)?\s+|(?<=на ))(?P<working>раб(?:очи[ейхм]+|\.)?\s+)?"
            r"(?P<unit>день|дн[яей]+|сут(?:ки|ок)|недел[юьи]|месяц(?:а|ев)?)",
            _more,
        ),
        (
            rf"(?:(?P<which>эт\w+|ближайш\w+|следующ\w+|будущ\w+)\s+)?"
            rf"(?P<weekday>(?:{'|'.join(_WEEKDAYS)})\w{{0,2}}|{'|'.join(_SHORT)})",
            _weekday,
        ),
        (r"(?P<day>\d\d?)(?:-?го(?:\s+числа)?|\s+числа)", _of_month),
    )
)
