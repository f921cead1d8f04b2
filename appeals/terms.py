"""Terms as administrations promise them: days, and what ends on a day: «до конца мая», «в течение 10 рабочих дней»."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from appeals.dates import Mention, find_days

_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_MONTH = r"(?P<month>январ|феврал|март|апрел|ма(?=[яеюй]\b)|июн|июл|август|сентябр|октябр|ноябр|декабр)[яеюауьй]?"
_YEAR = r"(?:\s+(?P<year>20\d\d)(?:\s*г(?:ода|\.)?)?)?"
_QUARTERS = {
    "перв": 1,
    "втор": 2,
    "трет": 3,
    "четв": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}
_PARTS = {"начал": 10, "перво": 15, "серед": 20}
"""By which day of a month «в начале», «в первой половине», «в середине» are over."""

_COUNTS = {
    "четырн": 14, "пятнад": 15, "двадц": 20, "тридц": 30, "одн": 1, "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6,
    "сем": 7, "восьм": 8, "девят": 9, "десят": 10,
}  # fmt: skip
_UNITS = {"д": 1, "с": 1, "н": 7, "м": 30}

_LONG_AGO = timedelta(days=92)
"""A day without a year, so long past, is next year's when it stands where a deadline stands."""

_BY = re.compile(r"\b(?:до|к|ко|по|не\s+позднее|не\s+позже)\s+$", re.IGNORECASE)


def find_terms(text: str, today: date) -> Sequence[Mention]:
    """All days and terms that the text names, in its order. A month is the nearest one, before or after `today`.

    Working days are counted by five in a week: holidays are left out of account.
    """
    found = list(find_days(text, today))
    if all(mention.day < today for mention in found):
        found = [_of_next_year(text, mention, today) for mention in found]
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            apart = all(match.end() <= other.start or other.end <= match.start() for other in found)
            if apart and (day := read(match, today)) is not None:
                found.append(Mention(day, match.start(), match.end()))
    return sorted(found, key=lambda mention: mention.start)


def _of_next_year(text: str, mention: Mention, today: date) -> Mention:
    """«До 1 июня», said in November, isn't the last June."""
    said = text[mention.start : mention.end]
    if today - mention.day <= _LONG_AGO or re.search(r"20\d\d", said) or not _BY.search(text[: mention.start]):
        return mention
    try:
        return Mention(mention.day.replace(year=mention.day.year + 1), mention.start, mention.end)
    except ValueError:
        return mention


def _month(match: re.Match[str], today: date) -> tuple[int, int]:
    """The year and the number of the month."""
    number = _MONTHS.index(match["month"].lower()) + 1
    if match["year"]:
        return int(match["year"]), number
    return min(((today.year + shift, number) for shift in (-1, 0, 1)), key=lambda one: abs(_last(*one) - today))


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _in_month(match: re.Match[str], today: date) -> date:
    year, number = _month(match, today)
    part = _PARTS.get((match["part"] or "")[:5].lower())
    return date(year, number, part) if part else _last(year, number)


def _before_month(match: re.Match[str], today: date) -> date:
    return date(*_month(match, today), 1) - timedelta(days=1)


def _quarter(match: re.Match[str], today: date) -> date | None:
    said = match["quarter"].lower()
    number = _QUARTERS.get(said) or _QUARTERS.get(said[:4])
    return _last(int(match["year"]) if match["year"] else today.year, 3 * number) if number else None


def _within(match: re.Match[str], today: date) -> date | None:
    said = (match["count"] or "1").lower()
    count = int(said) if said.isdecimal() else next((n for word, n in _COUNTS.items() if said.startswith(word)), 0)
    days = count * _UNITS[match["unit"][0].lower()]
    return today + timedelta(math.ceil(days * 7 / 5) if match["working"] else days) if days else None


def _of_this_month(match: re.Match[str], today: date) -> date | None:
    day = int(match["day"])
    for year, month in ((today.year, today.month), (today.year + today.month // 12, today.month % 12 + 1)):
        if 1 <= day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    return None


_FORMS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]] = [
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (
            r"\b(?:в|во|до|к|на)\s+(?:конц[аеу]\s+)?(?P<quarter>(?:перв|втор|трет|четв[её]рт)\w+|[1-4]|I{1,3}|IV)"
            rf"(?:-?\w{{1,3}})?\s+квартал\w*{_YEAR}",
            _quarter,
        ),
        (
            r"\b(?:(?:в|во|до|к)\s+(?P<part>конц\w+|начал\w+|середин\w+|первой\s+половин\w+|второй\s+половин\w+)|в|на|течение)"
            rf"\s+{_MONTH}\b{_YEAR}",
            _in_month,
        ),
        (rf"\b(?:до|к)\s+{_MONTH}\b{_YEAR}", _before_month),
        (
            r"\b(?:в\s+течение|через|не\s+(?:более|позднее|позже)(?:\s+чем)?(?:\s+через)?)\s+(?:(?:ближайш|следующ)\w+\s+)?"
            rf"(?:(?P<count>\d{{1,3}}|(?:{'|'.join(_COUNTS)})[а-яё]*)[\s-]+(?:х\s+)?)?(?P<working>рабоч\w+\s+)?(?:календарн\w+\s+)?"
            r"(?P<unit>дня|дней|суток|недел[иью]|недель|месяц(?:а|ев)?)\b",
            _within,
        ),
        (r"\b(?:до|к)\s+(?P<day>\d{1,2})(?:(?:-?(?:го|му|е))?\s+числ[ау]|-(?:го|му))\b", _of_this_month),
    )
]
