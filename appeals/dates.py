"""Days as people write them: «до 15 мая», «15.05», «завтра», «к пятнице», «через две недели», «до конца месяца»."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from appeals.value import dataclass

_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_MONTH = r"(?:(январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ья]|(март|август)а?|(ма)[йя])"
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_WEEKDAY = r"(понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)(?:а|у|е|ы|и|ю|я|ом|ой|ем)?"
NUMBERS = {
    "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8,
    "девять": 9, "десять": 10, "четырнадцать": 14, "пятнадцать": 15, "двадцать": 20, "тридцать": 30,
}  # fmt: skip
_COUNT = rf"(\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT = r"(день|дня|дней|сутки|суток|недел[юиья]|недель|месяц(?:а|ев)?)"
_SPAN = re.compile(rf"(?:{_COUNT}\s+)?{_UNIT}", re.IGNORECASE)
_DAYS = {"д": 1, "с": 1, "н": 7, "м": 30}
_NEAR = {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
_BEFORE = re.compile(r"(?:(?:не\s+позднее|не\s+позже|до|к|ко|на|в|во)\s+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that a text names, and where: `text[start:end]` are the words that name it."""

    day: date
    start: int
    end: int


def find_days(text: str, today: date) -> Sequence[Mention]:
    """All days that the text names, in its order.

    A day without a year is the nearest one, before or after `today`; a weekday is the next one, `today` included.
    «До конца недели» is Sunday, a month is thirty days.
    """
    found: list[Mention] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            apart = all(match.end() <= other.start or other.end <= match.start() for other in found)
            if apart and (day := read(match, today)) is not None:
                found.append(Mention(day, match.start(), match.end()))
    return sorted(found, key=lambda mention: mention.start)


def read_day(text: str, today: date) -> date | None:
    """The one day that the whole text is, with or without «до», «к», «на» before it; None for anything else.

    A day and a month without a year are the next such day, `today` included.
    """
    words = " ".join(text.split()).strip(" .,;")
    bare = words[_prefix(words) :]
    mentions = find_days(bare, today)
    if len(mentions) != 1 or (mentions[0].start, mentions[0].end) != (0, len(bare)):
        return None
    day = mentions[0].day
    return day if day >= today or _has_year(bare) or bare.lower() in _NEAR else _next_year(day)


def begins_with_day(text: str, today: date) -> tuple[date, str] | None:
    """A day at the beginning of a text and what follows it: «до 15 мая ждём трубу» is 15 May and «ждём трубу»."""
    start = _prefix(text)
    ends = [mention.end for mention in find_days(text, today) if mention.start == start]
    if not ends or (day := read_day(text[: ends[0]], today)) is None:
        return None
    return day, text[ends[0] :].strip(" .,;:—–-")


def read_span(text: str) -> int | None:
    """Days in «3 дня», «на неделю», «две недели», «месяц»; None for anything else."""
    words = " ".join(text.split()).strip(" .,;")
    match = _SPAN.fullmatch(words[_prefix(words) :])
    return _span(match[1], match[2]) if match else None


def _prefix(text: str) -> int:
    match = _BEFORE.match(text)
    return match.end() if match else 0


def _has_year(text: str) -> bool:
    return re.search(r"\d\D+\d{4}|\d[./]\d{1,2}[./]\d{2}|\d{4}-", text) is not None


def _next_year(day: date) -> date | None:
    return _day(day.year + 1, day.month, day.day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    around = (_day(today.year + shift, month, day) for shift in (-1, 0, 1))
    return min((one for one in around if one is not None), key=lambda one: abs(one - today), default=None)


def _year(text: str | None) -> int | None:
    return None if not text else int(text) + (2000 if len(text) == 2 else 0)


def _in_words(match: re.Match[str], today: date) -> date | None:
    month = _MONTHS.index(next(part for part in match.groups()[1:4] if part).lower()) + 1
    year = _year(match[5])
    return _day(year, month, int(match[1])) if year else _nearest(month, int(match[1]), today)


def _in_figures(match: re.Match[str], today: date) -> date | None:
    day, month, year = int(match[1]), int(match[2]), _year(match[3])
    return _day(year, month, day) if year else _nearest(month, day, today)


def _iso(match: re.Match[str], _today: date) -> date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _near(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(_NEAR[match[0].lower()])


def _weekday(match: re.Match[str], today: date) -> date | None:
    wanted = next(number for number, name in enumerate(_WEEKDAYS) if match[1].lower().startswith(name))
    return today + timedelta((wanted - today.weekday()) % 7)


def _end_of(match: re.Match[str], today: date) -> date | None:
    what = match[1].lower()
    if what.startswith("недел"):
        return today + timedelta(6 - today.weekday())
    if what.startswith("месяц"):
        return today.replace(day=monthrange(today.year, today.month)[1])
    return date(today.year, 12, 31)


def _week(match: re.Match[str], today: date) -> date | None:
    following = not match[1].lower().startswith("эт")
    return today + timedelta(6 - today.weekday() + 7 * following)


def _after(match: re.Match[str], today: date) -> date | None:
    try:
        return today + timedelta(_span(match[1], match[2]))
    except OverflowError:
        return None


def _span(count: str | None, unit: str) -> int:
    number = 1 if count is None else NUMBERS.get(count.lower()) or int(count)
    return number * _DAYS[unit[0].lower()]


_FIGURES = r"(\d{1,2})\.(\d{2})(?:\.(\d{4}|\d{2}))?"
"""The two ends of «14.04-16.04.2026» are days too."""

_FORMS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]] = [
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", _iso),
        (rf"\b(\d{{1,2}})(?:-?го)?\s+{_MONTH}\b(?:\s+(\d{{4}})(?:\s*г(?:ода|\.)?)?(?!\d))?", _in_words),
        (r"(?<![\d.,:/-])(\d{1,2})\.(\d{2})(?:\.(\d{4}|\d{2}))?(?!\d|[.,:/-]\d)", _in_figures),
        (r"(?<![\d.,:/-])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d|[.,:/-]\d)", _in_figures),
        (rf"(?<![\d.,:/-]){_FIGURES}(?=\s?-\s?{_FIGURES}(?!\d|[.,:/-]\d))", _in_figures),
        (rf"(?<=\.\d\d-){_FIGURES}(?!\d|[.,:/-]\d)", _in_figures),
        (rf"(?<=\.\d\d\d\d-){_FIGURES}(?!\d|[.,:/-]\d)", _in_figures),
        (r"\b(?:" + "|".join(_NEAR) + r")\b", _near),
        (r"\bконц[аеу]\s+(недели|месяца|года)\b", _end_of),
        (r"\b(?:на\s+)?(этой|следующей|будущей)\s+неделе\b", _week),
        (rf"\bчерез\s+(?:{_COUNT}\s+)?{_UNIT}\b", _after),
        (rf"\b{_WEEKDAY}\b", _weekday),
    )
]
"""The surest first: what one form has read, another doesn't read again."""
