"""When citizens are reminded, and when their silence ends an appeal. Nothing here knows what was sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from appeals.calendar import WorkingCalendar
from appeals.citizen_reminders import CitizenReminders
from appeals.value import dataclass

_DAY = timedelta(days=1)
_EVENING = time(23, 59)


@dataclass(frozen=True, slots=True)
class ReminderTimes:
    """Moments by one administration's settings, aware UTC. None means that it isn't done at all.

    All that is for citizens falls into decent hours, and so many days later means the same time of that day, or, where
    that isn't decent, its first decent minute.
    """

    rules: CitizenReminders
    calendar: WorkingCalendar
    zone: ZoneInfo

    def is_decent(self, moment: datetime) -> bool:
        """Whether the bot may write to a citizen now."""
        return self.rules.begins <= moment.astimezone(self.zone).time() < self.rules.ends

    def decent(self, moment: datetime) -> datetime:
        """This moment, or the first decent one after it."""
        if self.is_decent(moment):
            return moment
        local = moment.astimezone(self.zone)
        day = local.date() if local.time() < self.rules.begins else local.date() + _DAY
        return self._begin(day)

    def midnight(self, moment: datetime) -> datetime:
        """The beginning of this moment's day."""
        return self._at(moment.astimezone(self.zone).date(), time())

    def tomorrow(self, moment: datetime) -> datetime:
        """The first decent minute of the next day."""
        return self._begin(moment.astimezone(self.zone).date() + _DAY)

    def draft(self, left_at: datetime) -> datetime | None:
        """When to remind of an appeal that was left unfinished."""
        return self._later(left_at, self.rules.draft_days)

    def question(self, asked_at: datetime) -> datetime | None:
        """When to remind of a question."""
        return self._later(asked_at, self.rules.question_days)

    def verdict(self, answered_at: datetime, promised: date | None = None) -> datetime | None:
        """When to ask whether it is settled: not before the day after the last one that the answer promises."""
        due = self._later(answered_at, self.rules.verdict_days)
        if due is None or promised is None:
            return due
        return max(due, self._begin(promised + _DAY))

    def unreplied(self, at: datetime, *, reminded: bool) -> datetime | None:
        """When to close an appeal over a question that was asked, or, `reminded`, reminded of, at this moment."""
        return self._later(at, _left(self.rules.question_days, self.rules.question_close_days, reminded=reminded))

    def unjudged(self, at: datetime, *, asked: bool, promised: date | None = None) -> datetime | None:
        """When to close an appeal that was answered at this moment, or, `asked`, whose citizen was asked about it.

        What was promised has to be over.
        """
        due = self._later(at, _left(self.rules.verdict_days, self.rules.close_days, reminded=asked))
        if due is None or promised is None:
            return due
        return max(due, self._begin(promised + _DAY))

    def promise(self, due: date, made_at: datetime) -> datetime | None:
        """When whoever is responsible is asked about a promise: first thing on its day, or on the last working day
        before it. One that was given later than that is asked about on the next working morning after its day.
        """
        if not self.rules.promises:
            return None
        evening = self._at(due, _EVENING)
        morning = self.calendar.last_opening(evening)
        return morning if morning > made_at else self.calendar.next_opening(max(evening, made_at))

    def _later(self, moment: datetime, days: int) -> datetime | None:
        if not days:
            return None
        local = moment.astimezone(self.zone)
        day, at = local.date() + days * _DAY, local.time()
        return self._at(day, at if self.rules.begins <= at < self.rules.ends else self.rules.begins)

    def _begin(self, day: date) -> datetime:
        return self._at(day, self.rules.begins)

    def _at(self, day: date, at: time) -> datetime:
        # An hour that the change of clocks repeats is the first of the two, one that it leaves out the minute after.
        return datetime.combine(day, at.replace(fold=0), self.zone).astimezone(UTC)


def _left(ask: int, close: int, *, reminded: bool) -> int:
    """Days from the reminder, or from what it would remind of, to the end."""
    return close - ask if close and reminded else close
