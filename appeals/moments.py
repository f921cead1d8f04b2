"""Moments as people write them, read in two ways.

A start: «сейчас», «завтра в 10:00», «через 2 часа». An end: «до 18:00», «до завтра 12:00», «до пятницы», «на 2 часа».
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from appeals.dates import NUMBERS, begins_with_day
from appeals.value import dataclass

_LAST_MINUTE = time(23, 59)
_YEARS = 50
_AROUND = " .,;:—–-\n\t"

_NOW = re.compile(r"\s*(?:прямо\s+)?(?:сейчас|сразу|немедленно)(?!\w)", re.IGNORECASE)
_END_OF_DAY = re.compile(r"\s*(?:до|к)\s+конц[ау]\s+(?:сегодняшнего\s+)?дня(?!\w)", re.IGNORECASE)
_NOISE = re.compile(r"(?:примерно|ориентировочно|предварительно)\s+|с\s+[\d:.-]+\s+(?=до\s)", re.IGNORECASE)
"""Before an end: «примерно с 9 до 18» ends at 18."""

_BARE = frozenset({"в", "во", "к", "до"})
"""After these an hour may stand without minutes and without «часов»: «к 9», «до 18»."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment (aware UTC), or, with None, as soon as it may be.

    `needs_time`: a day was named and no hour, so `at` is the beginning of that day.
    """

    at: datetime | None
    needs_time: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What was named: a day, an hour, both, or how long from now."""

    day: date | None = None
    hour: time | None = None
    span: timedelta | None = None
    from_now: bool = True


class _Words:
    """What may stand before an hour, and before a span, in one way of reading.

    After what is `sure` «10.12» is an hour; alone, and after anything else, it is a day.
    """

    def __init__(self, hour: str, span: str, sure: frozenset[str], days: str = "") -> None:
        self.sure = sure
        self.hour = re.compile(
            rf"\s*(?:(?P<before>{hour})\s+)?"
            r"(?:(?P<hour>\d{1,2})(?P<mark>[:.-])(?P<minute>\d{2})|(?P<whole>\d{1,2})(?P<unit>\s*(?:час(?:а|ов)?|ч\.?))?)"
            r"(?!\w|[.:-]\d)(?:\s+(?P<part>утра|дня|вечера)(?!\w))?",
            re.IGNORECASE,
        )
        self.span = re.compile(
            rf"\s*{span}(?P<count>\d{{1,3}}|пол|{'|'.join(NUMBERS)}|)\s*"
            rf"(?P<unit>час(?:а|ов)?|ч|минут[уы]?|мин{days})(?!\w)\.?"
            r"(?!\s+(?:утра|дня|вечера)(?!\w))",
            re.IGNORECASE,
        )


_START = _Words(hour="во?|с|на|к", span=r"через\s+", sure=frozenset({"в", "во", "с", "на", "к"}))
_END = _Words(
    hour="во?|до|на|к",
    span=r"(?:ещ[её]\s+)?(?:(?:на|(?P<from_now>через))\s+)?",
    sure=frozenset({"в", "во"}),
    days="|дн(?:я|ей)|день|сут(?:ки|ок)",
)


def begins_with_start(text: str, now: datetime, zone: ZoneInfo) -> tuple[When, str] | None:
    """When something is to begin, at the beginning of a text, and what follows it; None when there is none.

    An hour without a day is today's, a day and a month without a year are the next such day. Whether the moment has
    passed is for others to say.
    """
    if match := _NOW.match(text):
        return When(None), text[match.end() :].strip(_AROUND)
    today = now.astimezone(zone).date()
    if (found := _begins(text, today, _START)) is None:
        return None
    said, rest = found
    if said.span is not None:
        return When(now + said.span), rest
    return When(_at(said.day or today, said.hour or time(0), zone, now), needs_time=said.hour is None), rest


def read_start(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    """The one start that the whole text is."""
    found = begins_with_start(text, now, zone)
    return found[0] if found is not None and not found[1] else None


def begins_with_end(
    text: str, now: datetime, zone: ZoneInfo, more_than: datetime | None = None
) -> tuple[datetime, str] | None:
    """Till when something lasts, at the beginning of a text, and what follows it: «до 21:00 ждём экскаватор».

    An hour without a day is the next such hour, a day without an hour is its last minute. «На 2 часа», «ещё час» are
    added to `more_than`, where there is one; «через 2 часа» is always from now.
    """
    today = now.astimezone(zone).date()
    text = text.strip(_AROUND)
    while noise := _NOISE.match(text):
        text = text[noise.end() :]
    if match := _END_OF_DAY.match(text):
        return _at(today, _LAST_MINUTE, zone, now), text[match.end() :].strip(_AROUND)
    if (found := _begins(text, today, _END)) is None:
        return None
    said, rest = found
    if said.span is not None:
        return (now if said.from_now or more_than is None else more_than) + said.span, rest
    hour = said.hour or _LAST_MINUTE
    moment = _at(said.day or today, hour, zone, now)
    return (moment if said.day or moment > now else _at(today + timedelta(1), hour, zone, now)), rest


def read_end(text: str, now: datetime, zone: ZoneInfo, more_than: datetime | None = None) -> datetime | None:
    """The one end that the whole text is."""
    found = begins_with_end(text, now, zone, more_than)
    return found[0] if found is not None and not found[1] else None


def _begins(text: str, today: date, words: _Words) -> tuple[_Said, str] | None:
    text = text.strip(_AROUND)
    if match := words.span.match(text):
        rest = text[match.end() :].strip(_AROUND)
        if _day_at(rest, today) is None:  # «9 часов в пятницу»
            return _Said(span=_span(match), from_now=bool(match.groupdict().get("from_now"))), rest
    # A sure hour comes before a day: «18.30» is an hour, «30.11» can't be one. A bare one comes after: «до 9 апреля».
    return (
        _hour_first(text, today, words)
        or _day_first(text, today, words)
        or _hour_first(text, today, words, may_be_bare=True)
    )


def _hour_first(text: str, today: date, words: _Words, *, may_be_bare: bool = False) -> tuple[_Said, str] | None:
    """«В 10:00 завтра», or an hour alone."""
    if (timed := _hour_at(text, words, may_be_bare=may_be_bare)) is None:
        return None
    hour, rest = timed
    day, rest = _day_at(rest, today) or (None, rest)
    return _Said(day, hour), rest


def _day_first(text: str, today: date, words: _Words) -> tuple[_Said, str] | None:
    """«Завтра в 10:00», or a day alone."""
    if (named := _day_at(text, today)) is None:
        return None
    day, rest = named
    hour, rest = _hour_at(rest, words, may_be_bare=True, after_day=True) or (None, rest)
    return _Said(day, hour), rest


def _day_at(text: str, today: date) -> tuple[date, str] | None:
    """A day near enough to be meant."""
    named = begins_with_day(text, today)
    return named if named is not None and abs(named[0].year - today.year) <= _YEARS else None


def _hour_at(text: str, words: _Words, *, may_be_bare: bool, after_day: bool = False) -> tuple[time, str] | None:
    if (match := words.hour.match(text)) is None:
        return None
    before = (match["before"] or "").lower()
    if match["whole"] and not (match["unit"] or match["part"]) and not (may_be_bare and before in _BARE):
        return None
    hour, minute = int(match["hour"] or match["whole"]), int(match["minute"] or 0)
    if match["part"] and hour < 12 and match["part"].lower() != "утра":
        hour += 12
    may_be_day = not after_day and before not in words.sure and match["mark"] in (".", "-") and 1 <= minute <= 12
    if minute > 59 or (hour, minute) > (24, 0) or may_be_day:
        return None
    return (_LAST_MINUTE if hour == 24 else time(hour, minute)), text[match.end() :].strip(_AROUND)


def _span(match: re.Match[str]) -> timedelta:
    typed = match["count"].lower()
    count = 0.5 if typed == "пол" else 1 if not typed else NUMBERS.get(typed) or int(typed)
    unit = match["unit"].lower()
    return timedelta(minutes=count) if unit.startswith("мин") else count * timedelta(hours=1 if unit[0] == "ч" else 24)


def _at(day: date, hour: time, zone: ZoneInfo, now: datetime) -> datetime:
    """That hour of that day: of one that comes twice the next, and for one that doesn't exist the clocks are put on."""
    first, second = (datetime.combine(day, hour.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return second if first < now <= second else first
