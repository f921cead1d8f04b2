"""Dates, numbers and counts in Russian words. Moments come in UTC and are shown in the administration's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905 - months read as words
)

GROUPED = 10_000
"""From here on digits stand in threes: «12 041 обращение»."""


def day(moment: datetime, zone: ZoneInfo) -> str:
    """«4 декабря»."""
    local = moment.astimezone(zone)
    return f"{local.day} {MONTHS[local.month - 1]}"


def day_and_year(moment: datetime, zone: ZoneInfo) -> str:
    """«4 декабря 2026 года»."""
    return f"{day(moment, zone)} {moment.astimezone(zone).year} года"


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """«4 декабря, 17:00»."""
    return f"{day(moment, zone)}, {moment.astimezone(zone):%H:%M}"


def count(number: int, one: str, few: str, many: str) -> str:
    """«1 фото», «2 обращения», «5 обращений»: the number with the right form of the noun."""
    if number % 100 in range(11, 15):
        form = many
    else:
        form = one if number % 10 == 1 else few if number % 10 in (2, 3, 4) else many
    return f"{number:,} {form}".replace(",", "\N{NO-BREAK SPACE}") if number >= GROUPED else f"{number} {form}"


def every(seconds: float) -> str:
    """«раз в 10 секунд», «раз в 10 минут», «раз в 1 час»."""
    for length, forms in ((3600, ("час", "часа", "часов")), (60, ("минуту", "минуты", "минут"))):
        if seconds >= length and seconds % length == 0:
            return f"раз в {count(int(seconds // length), *forms)}"
    return f"раз в {count(int(seconds), 'секунду', 'секунды', 'секунд')}"


def working_days(number: int) -> str:
    """«8 рабочих дней»."""
    return count(number, "рабочий день", "рабочих дня", "рабочих дней")


def within_working_days(number: int) -> str:
    """«за 1 рабочий день», «за 8 рабочих дней»."""
    return f"за {working_days(number)}"
