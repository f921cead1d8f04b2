"""Moments as staff type them: «до 18:00», «до завтра 12:00», «до 15 мая», «на 2 часа»."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from appeals.dates import read_day

_LAST_MINUTE = time(23, 59)
_MOST_WORDS = 6

_COUNTS = {"": 1, "один": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "пол": 0.5}
_SPAN = re.compile(
    r"(?:(?:еще|ещё)\s+)?(?:на|через)?\s*(?P<count>\d{1,3}|пол|один|два|две|три|четыре|пять|)\s*"
    r"(?P<unit>часа|часов|час|ч|минуты|минуту|минут|мин)\.?"
)
_CLOCK = re.compile(
    r"(?P<before>.*?)[\s,]*(?:\bв\s+)?(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})|\s*(?:часов|часа|час|ч\.?))"
    r"(?:[\s,]+(?P<after>\D.*))?"
)
_HOUR = re.compile(r"(?:(?P<day>.+?)\s+в|до|к)\s+(?P<hour>\d{1,2})")
_END_OF_DAY = re.compile(r"(?:до|к)\s+конц[ау]\s+(?:сегодняшнего\s+)?дня")
_PREFIX = re.compile(r"(?:до|к|на|в)\s+")


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment that the whole text is; None for anything else. A time without a day is the next such time.

    A day without a time is its last minute.
    """
    moment = _read(text, now, zone)
    return moment.astimezone(UTC) if moment is not None else None


def _read(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    words = " ".join(text.lower().split()).strip(" .,;")
    local = now.astimezone(zone)
    if _END_OF_DAY.fullmatch(words):
        return datetime.combine(local.date(), _LAST_MINUTE, zone)
    if span := _SPAN.fullmatch(words):
        count = _COUNTS.get(span["count"])
        number = int(span["count"]) if count is None else count
        return now + (timedelta(hours=number) if span["unit"].startswith("ч") else timedelta(minutes=number))
    if (day := read_day(words, local.date())) is not None:
        return datetime.combine(day, _LAST_MINUTE, zone)
    if clock := _CLOCK.fullmatch(words):
        named = " ".join(part for part in (_bare(clock["before"]), clock["after"]) if part)
        return _at(named, clock["hour"], clock["minute"] or "0", local, zone)
    return _at(hour["day"] or "", hour["hour"], "0", local, zone) if (hour := _HOUR.fullmatch(words)) else None


def begins_with_moment(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, str] | None:
    """A moment at the beginning of a text and what follows it: «до 21:00 ждём экскаватор»."""
    words = list(re.finditer(r"\S+", text))
    for last in reversed(words[:_MOST_WORDS]):
        if (moment := read_moment(text[: last.end()], now, zone)) is not None:
            return moment, text[last.end() :].strip(" .,;:—–-\n")
    return None


def _at(day: str, hour: str, minute: str, local: datetime, zone: ZoneInfo) -> datetime | None:
    """An hour of a day that was named, or, without one, the next time that the clock shows it."""
    if int(hour) > 24 or int(minute) > 59 or (int(hour) == 24 and int(minute)):
        return None
    bare = _bare(day)
    chosen = local.date() if not bare else read_day(bare, local.date())
    if chosen is None:
        return None
    shown = _LAST_MINUTE if int(hour) == 24 else time(int(hour), int(minute))
    moment = datetime.combine(chosen, shown, zone)
    return moment + timedelta(days=1) if not bare and moment <= local else moment


def _bare(day: str) -> str:
    """Without «до» before it."""
    return _PREFIX.sub("", f"{day.strip()} ", count=1).strip()
