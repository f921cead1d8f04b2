"""The process's clock, chance and calendar: the only places where they are made."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import UTC, date, datetime
from time import monotonic

import holidays
from loguru import logger

from appeals.administration import WorkingTime


class SystemClock:
    """`appeals.ports.Clock` on the machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the process's clock

    def running(self) -> float:
        return monotonic()


class SystemIds:
    """`appeals.ports.Ids`. Unpredictable, so that a button of one draft can't be guessed from another's."""

    def __init__(self) -> None:
        self._random = random.SystemRandom()

    def random_id(self) -> int:
        return self._random.getrandbits(31) or 1


class RussianCalendar:
    """`appeals.calendar.ProductionCalendar`: Russian holidays with the days that the government transfers.

    Each year has a decree on transfers; it comes out in the autumn before, and the library learns of it later. A year
    without one is counted by the Labour Code alone and is logged once, unless the operator has entered its transfers.
    """

    def __init__(self, entered: Collection[int] = ()) -> None:
        self._holidays = holidays.country_holidays("RU")
        self._entered = frozenset(entered)
        self._told: set[int] = set()

    @classmethod
    def beside(cls, working_time: WorkingTime) -> RussianCalendar:
        """The calendar of an administration, which may have written a year's transfers into its settings."""
        return cls(working_time.transfers_entered)

    def has_decree(self, year: int) -> bool:
        """Whether the transfers of this year are known, from the library or from the operator."""
        return year in self._entered or year in self._holidays.special_public_holidays

    def is_working_day(self, day: date) -> bool:
        self._warn_of(day.year)
        return bool(self._holidays.is_working_day(day))

    def is_holiday(self, day: date) -> bool:
        self._warn_of(day.year)
        return day in self._holidays

    def _warn_of(self, year: int) -> None:
        if year not in self._told and not self.has_decree(year):
            self._told.add(year)
            logger.warning(
                "В производственном календаре нет переносов за {} год: сроки считаются без них. "
                "Обновите бота или впишите их сами: [working_time.exceptions] и transfers_entered",
                year,
            )
