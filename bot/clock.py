"""The process's clock, chance and calendar: the only places where they are made."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import holidays


class SystemClock:
    """`appeals.ports.Clock` on the machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the process's clock


class SystemIds:
    """`appeals.ports.Ids`. Unpredictable, so that a button of one draft can't be guessed from another's."""

    def __init__(self) -> None:
        self._random = random.SystemRandom()

    def random_id(self) -> int:
        return self._random.randint(1, 2**31 - 1)


class RussianCalendar:
    """`appeals.calendar.ProductionCalendar`: Russian holidays with the days that the government transfers."""

    def __init__(self) -> None:
        self._holidays = holidays.country_holidays("RU")

    def is_working_day(self, day: date) -> bool:
        return bool(self._holidays.is_working_day(day))

    def is_holiday(self, day: date) -> bool:
        return day in self._holidays
