"""A moment as people write it: «сейчас», «завтра в 10:00», «30.11 18:00», «через 2 часа»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from appeals.dates import begins_with_day

_YEARS = 50
_NOW = re.compile(r"\s*(?:прямо\s+)?(?:сейчас|сразу|немедленно)(?!\w)[\s.,;:—–-]*", re.IGNORECASE)
_IN = re.compile(
    r"\s*через\s+(?:(?P<half>полчаса|пол\s+часа)|(?P<count>\d{1,3})?\s*(?P<unit>час(?:а|ов)?|минут[уы]?|мин)\.?)(?!\w)"
    r"[\s.,;:—–-]*",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\s*(?:(?:в|во|с|на|к)\s+)?(?:(?P<hour>\d{1,2})[:.](?P<minute>\d{2})|(?P<whole>\d{1,2})\s*(?:час(?:а|ов)?|ч\.?))(?!\w|[.:]\d)"
    r"(?:\s+(?P<part>утра|дня|вечера))?[\s.,;:—–-]*",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(
    r"\s*(?:в|во|к)\s+(?P<whole>\d{1,2})(?!\w|[.:]\d)(?:\s+(?P<part>утра|дня|вечера))?[\s.,;:—–-]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class When:
    """A moment (aware UTC), or, with None, as soon as it may be.

    `needs_time`: a day was named and no hour, so `at` is the beginning of that day.
    """

    at: datetime | None
    needs_time: bool = False


def begins_with_moment(text: str, now: datetime, zone: ZoneInfo) -> tuple[When, str] | None:
    """A moment at the beginning of a text, and what follows it; None when there is none.

    An hour without a day is today's, a day and a month without a year are the next such day. Whether the moment has
    passed is for others to say.
    """
    today = now.astimezone(zone).date()
    # A time comes before a day: «18.30» is an hour, and «30.11» can't be one.
    return _soon(text, now) or _hour_first(text, today, zone) or _day_first(text, today, zone)


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    """The one moment that the whole text is."""
    found = begins_with_moment(text, now, zone)
    return found[0] if found is not None and not found[1] else None


def _soon(text: str, now: datetime) -> tuple[When, str] | None:
    """«Сейчас», «через час»."""
    if match := _NOW.match(text):
        return When(None), text[match.end() :].strip()
    if match := _IN.match(text):
        return When(now + _span(match)), text[match.end() :].strip()
    return None


def _hour_first(text: str, today: date, zone: ZoneInfo) -> tuple[When, str] | None:
    """«В 10:00 завтра», or an hour alone."""
    if (timed := _time_at(text)) is None:
        return None
    hour, rest = timed
    day, rest = _day_at(rest, today) or (today, rest)
    return _at(day, hour, zone), rest


def _day_first(text: str, today: date, zone: ZoneInfo) -> tuple[When, str] | None:
    """«Завтра в 10:00», or a day alone."""
    if (named := _day_at(text, today)) is None:
        return None
    day, rest = named
    if timed := _time_at(rest, after_day=True):
        return _at(day, timed[0], zone), timed[1]
    return When(_at(day, time(0), zone).at, needs_time=True), rest


def _day_at(text: str, today: date) -> tuple[date, str] | None:
    """A day near enough to be meant."""
    named = begins_with_day(text, today)
    return named if named is not None and abs(named[0].year - today.year) <= _YEARS else None


def _at(day: date, hour: time, zone: ZoneInfo) -> When:
    return When(datetime.combine(day, hour, zone).astimezone(UTC))


def _time_at(text: str, *, after_day: bool = False) -> tuple[time, str] | None:
    for pattern in (_TIME, _BARE_HOUR):
        if (match := pattern.match(text)) and (found := _time(match, after_day=after_day)) is not None:
            return found, text[match.end() :].strip()
    return None


def _time(match: re.Match[str], *, after_day: bool) -> time | None:
    parts = match.groupdict()
    hour, minute = int(parts.get("hour") or parts["whole"]), int(parts.get("minute") or 0)
    if parts["part"] and hour < 12 and parts["part"].lower() != "утра":
        hour += 12
    # «10.12» may be both: without a preposition it is a day.
    digits = match[0].strip(" .,;")[:5]
    may_be_day = not after_day and "." in digits and digits[0].isdigit() and 1 <= minute <= 12
    if hour > 23 or minute > 59 or may_be_day:
        return None
    return time(hour, minute)


def _span(match: re.Match[str]) -> timedelta:
    if match["half"]:
        return timedelta(minutes=30)
    number = int(match["count"] or 1)
    return timedelta(minutes=number) if match["unit"].lower().startswith("мин") else timedelta(hours=number)
