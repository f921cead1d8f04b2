"""When digests are due: every working day, the first working day of a week, the first working day of a month.

Nothing here remembers what was sent: `latest` tells which digest should have gone by now, and the store tells which
one did. So a digest that came due while nobody worked is due afterwards, and of several only the newest is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from appeals.administration import Digest
from appeals.calendar import WorkingCalendar
from appeals.value import dataclass

LATE_AFTER = timedelta(hours=1)
"""A digest that comes later than this says so."""

_DAY = timedelta(days=1)
_HORIZON = timedelta(days=400)
"""No working day within this long means a broken calendar."""


class DigestKind(StrEnum):
    """What a digest is about: since the one before, the past week, the past month."""

    MORNING = "morning"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Slot:
    """One digest that is to be sent: on which day (local), and from which moment on (aware UTC)."""

    kind: DigestKind
    day: date
    due: datetime

    def is_late(self, now: datetime) -> bool:
        """Whether it comes so late that people should be told."""
        return now - self.due > LATE_AFTER


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days: the moments (aware UTC) from `start` on and before `end`."""

    start: datetime
    end: datetime


class Timetable:
    """When each digest is due, in the administration's zone and on the working days of its calendar."""

    def __init__(self, rules: Digest, calendar: WorkingCalendar, zone: ZoneInfo) -> None:
        self._rules = rules
        self._calendar = calendar
        self._zone = zone

    @property
    def kinds(self) -> tuple[DigestKind, ...]:
        """The digests that the settings ask for."""
        wanted = {DigestKind.MORNING: True, DigestKind.WEEK: self._rules.weekly, DigestKind.MONTH: self._rules.monthly}
        return tuple(kind for kind, asked in wanted.items() if asked and self._rules.enabled)

    def latest(self, kind: DigestKind, now: datetime) -> Slot | None:
        """The newest digest of this kind that is due by now."""
        return self._first(kind, now, lambda slot: slot.due <= now, _before)

    def following(self, kind: DigestKind, now: datetime) -> Slot | None:
        """The next digest of this kind that isn't due yet."""
        return self._first(kind, now, lambda slot: slot.due > now, _after)

    def is_open(self, now: datetime) -> bool:
        """Whether a digest may be sent now: on a working day, from the morning on, while people work.

        What could not be sent in this time waits for the next such morning: nobody is woken up by numbers.
        """
        day = self._local(now)
        if not (hours := self._calendar.hours_of(day)):
            return False
        morning = self._morning(day)
        end = datetime.combine(day, hours[-1].end, self._zone).astimezone(UTC)
        return morning <= now < max(end, morning + LATE_AFTER)

    def periods(self, slot: Slot) -> tuple[Period, Period]:
        """What a summary counts, and the period before, of as many weeks or months.

        A week without a working day has no summary of its own, so the next one counts that week too.
        """
        end = _span(slot.kind, slot.day)[0]
        start, horizon, spans = _before(slot.kind, end), end - _HORIZON, 1
        while self._working_day(slot.kind, start) is None and start > horizon:
            start, spans = _before(slot.kind, start), spans + 1
        before = start
        for _ in range(spans):
            before = _before(slot.kind, before)
        return self._period(start, end), self._period(before, start)

    def end_of_day(self, now: datetime) -> datetime:
        """The end of the local day of `now`, aware UTC."""
        return self._midnight(self._local(now) + _DAY)

    def _first(
        self,
        kind: DigestKind,
        now: datetime,
        fits: Callable[[Slot], bool],
        step: Callable[[DigestKind, date], date],
    ) -> Slot | None:
        today = self._local(now)
        day = _span(kind, today)[0]
        while abs(day - today) < _HORIZON:
            working = self._working_day(kind, day)
            if working is not None and fits(slot := Slot(kind, working, self._morning(working))):
                return slot
            day = step(kind, day)
        return None

    def _working_day(self, kind: DigestKind, day: date) -> date | None:
        """The first working day of the day, week or month that `day` belongs to."""
        first, end = _span(kind, day)
        days = (first + timedelta(days=number) for number in range((end - first).days))
        return next((one for one in days if self._calendar.hours_of(one)), None)

    def _period(self, start: date, end: date) -> Period:
        return Period(self._midnight(start), self._midnight(end))

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).astimezone(UTC)

    def _morning(self, day: date) -> datetime:
        # An hour that the change of clocks leaves out or repeats is still one moment of that day: the earlier offset's.
        return datetime.combine(day, self._rules.at, self._zone).astimezone(UTC)

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()


def _span(kind: DigestKind, day: date) -> tuple[date, date]:
    """The day, the week or the month around `day`: its first day, and the first day after it."""
    match kind:
        case DigestKind.MORNING:
            return day, day + _DAY
        case DigestKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case DigestKind.MONTH:
            first = day.replace(day=1)
            return first, (first + timedelta(days=32)).replace(day=1)


def _before(kind: DigestKind, first: date) -> date:
    """The first day of the span before the one that begins on `first`."""
    return _span(kind, first - _DAY)[0]


def _after(kind: DigestKind, first: date) -> date:
    """The first day of the span after the one that `first` belongs to."""
    return _span(kind, first)[1]
