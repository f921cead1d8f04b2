"""Working time: hours by weekday on the Russian production calendar, in the administration's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from appeals.administration import WEEKDAYS, Period, WorkingTime, parse_period

_HORIZON = timedelta(days=400)
"""No working day within this long means a broken calendar, not a long holiday."""


FRIDAY, SATURDAY = 4, 5


class ProductionCalendar(Protocol):
    """Tells working days from holidays, with the days that the government transfers each year."""

    def is_working_day(self, day: date) -> bool:
        """Whether the calendar makes `day` a working one for a five-day week."""
        ...

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday or a day off transferred to it, not merely a weekend."""
        ...


class NoWorkingTime(Exception):
    """The calendar has no working time within more than a year: its settings are wrong."""


class WorkingCalendar:
    """Counts deadlines in working time.

    Args:
        working_time: hours by weekday and exceptions for single dates.
        production: which days are working ones. A transferred working Saturday keeps Friday's hours.
        zone: the administration's zone; arguments and results are aware datetimes in any zone.
    """

    def __init__(self, working_time: WorkingTime, production: ProductionCalendar, zone: ZoneInfo) -> None:
        self._production = production
        self._known: dict[date, tuple[Period, ...]] = {}  # a calendar answers the same few days for every card
        self._worked_on: dict[date, tuple[tuple[datetime, datetime], ...]] = {}
        self._zone = zone
        self._week = [tuple(map(parse_period, getattr(working_time, name))) for name in WEEKDAYS]
        self._exceptions = {day: tuple(map(parse_period, texts)) for day, texts in working_time.exceptions.items()}

    def hours_of(self, day: date) -> tuple[Period, ...]:
        """The working periods of one day; empty when nobody works."""
        if (known := self._known.get(day)) is None:
            known = self._known[day] = self._found(day)
        return known

    def _found(self, day: date) -> tuple[Period, ...]:
        if day in self._exceptions:
            return self._exceptions[day]
        own = self._week[day.weekday()]
        if day.weekday() < SATURDAY:
            return own if self._production.is_working_day(day) else ()
        if own:
            return own if not self._production.is_holiday(day) else ()
        return self._week[FRIDAY] if self._production.is_working_day(day) else ()

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """The moment at which `hours` of working time have passed since `start`."""
        return self.add(start, timedelta(hours=hours))

    def add(self, start: datetime, worked: timedelta) -> datetime:
        """The moment at which so much working time has passed since `start`.

        Raises:
            NoWorkingTime
        """
        left = worked
        for begin, end in self._stretches(start):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        raise NoWorkingTime

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`."""
        worked = timedelta()
        if end <= start:
            return worked
        for begin, until in self._stretches(start):
            if begin >= end:
                break
            worked += min(until, end) - begin
        return worked

    def add_days(self, start: datetime, days: int) -> datetime:
        """The end of the `days`-th working day after the day of `start`."""
        day = start.astimezone(self._zone).date()
        horizon = day + _HORIZON
        left = days
        while day < horizon:
            day += timedelta(days=1)
            if periods := self.hours_of(day):
                left -= 1
                if left <= 0:
                    return datetime.combine(day, periods[-1].end, self._zone)
        raise NoWorkingTime

    def opens_at(self, moment: datetime) -> datetime | None:
        """When somebody is at work again; None while somebody is, and at lunch.

        Raises:
            NoWorkingTime
        """
        local = moment.astimezone(self._zone)
        periods = self.hours_of(local.date())
        if periods and periods[0].start <= local.time() < periods[-1].end:
            return None
        for begin, _ in self._stretches(moment):
            return begin
        raise NoWorkingTime

    def end_from(self, day: date) -> datetime:
        """The end of the first working day that isn't before `day`.

        Raises:
            NoWorkingTime
        """
        return self.add_days(datetime.combine(day - timedelta(days=1), time(12), self._zone), 1)

    def last_end_by(self, moment: datetime) -> datetime:
        """The latest end of a working day that isn't after `moment`."""
        day = moment.astimezone(self._zone).date()
        horizon = day - _HORIZON
        while day > horizon:
            periods = self.hours_of(day)
            if periods and (end := datetime.combine(day, periods[-1].end, self._zone)) <= moment:
                return end
            day -= timedelta(days=1)
        raise NoWorkingTime

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself in working time, else the next one at which people begin to work. Aware UTC.

        Raises:
            NoWorkingTime
        """
        for begin, _ in self._stretches(moment):
            return begin
        raise NoWorkingTime

    def is_open(self, moment: datetime) -> bool:
        """Whether people work at this moment."""
        return self.next_open(moment) == moment

    def last_opening(self, moment: datetime) -> datetime:
        """The beginning of the latest working day that has begun by `moment`. Aware UTC.

        Raises:
            NoWorkingTime
        """
        day = moment.astimezone(self._zone).date()
        for _ in range(_HORIZON.days):
            if (opening := self._opening(day)) and opening <= moment:
                return opening
            day -= timedelta(days=1)
        raise NoWorkingTime

    def next_opening(self, moment: datetime) -> datetime:
        """The beginning of the first working day after the day of `moment`. Aware UTC.

        Raises:
            NoWorkingTime
        """
        day = moment.astimezone(self._zone).date()
        for _ in range(_HORIZON.days):
            day += timedelta(days=1)
            if opening := self._opening(day):
                return opening
        raise NoWorkingTime

    def _opening(self, day: date) -> datetime | None:
        worked = self._worked(day)
        return worked[0][0] if worked else None

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working stretches from `start` on, in UTC so that lengths are right across a change of the clocks."""
        first, since = start.astimezone(self._zone).date(), start.astimezone(UTC)
        for offset in range(_HORIZON.days):
            for begin, end in self._worked(first + timedelta(days=offset)):
                if end > since:
                    yield max(begin, since), end

    def _worked(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The working stretches of one day, in UTC."""
        if (known := self._worked_on.get(day)) is None:
            known = self._worked_on[day] = tuple(
                (self._moment(day, period.start), self._moment(day, period.end)) for period in self.hours_of(day)
            )
        return known

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._zone).astimezone(UTC)
