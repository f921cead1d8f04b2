"""Random towns: working weeks, calendars and zones, with moments around the changes of the clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st

from appeals.administration import WEEKDAYS, WorkingTime
from appeals.calendar import WorkingCalendar
from tests.unit.samples import PlainCalendar

MINUTE = timedelta(minutes=1)
MOSCOW = ZoneInfo("Europe/Moscow")
ZONES = [ZoneInfo(name) for name in ("Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kamchatka", "UTC")]
CHANGES_OF_CLOCKS = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1)]


# Edges stay out of the hours in which clocks change: nobody's working day begins at a moment that comes twice.
edges = st.sampled_from([time(0), *(time(hour, minute) for hour in range(4, 24) for minute in (0, 17, 30))])


@st.composite
def hours(draw: st.DrawFn) -> tuple[str, ...]:
    marks = sorted(draw(st.lists(edges, max_size=4, unique=True)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return tuple(f"{start:%H:%M}-{end:%H:%M}" for start, end in pairs)


@dataclass(frozen=True)
class Town:
    calendar: WorkingCalendar
    zone: ZoneInfo

    def works(self, moment: datetime) -> bool:
        """Whether the minute that begins at `moment` is a working one: no arithmetic, only a look at the clock."""
        local = moment.astimezone(self.zone)
        return any(period.start <= local.time() < period.end for period in self.calendar.hours_of(local.date()))


@st.composite
def towns(draw: st.DrawFn) -> Town:
    week: dict[str, Any] = {name: draw(hours()) for name in WEEKDAYS}
    assume(any(week.values()))
    near = st.dates(date(2026, 3, 1), date(2026, 12, 1)) | st.sampled_from(CHANGES_OF_CLOCKS)
    exceptions = draw(st.dictionaries(near, hours(), max_size=5))
    production = PlainCalendar(draw(st.lists(near, max_size=5)), draw(st.lists(near, max_size=5)))
    zone = draw(st.sampled_from(ZONES))
    working_time = WorkingTime(**week, exceptions=exceptions)
    return Town(WorkingCalendar(working_time, production, zone), zone)


moments = st.sampled_from(CHANGES_OF_CLOCKS).flatmap(
    lambda day: st.integers(-3 * 1440, 2 * 1440).map(
        lambda minutes: datetime.combine(day, time(), UTC) + minutes * MINUTE
    )
)
