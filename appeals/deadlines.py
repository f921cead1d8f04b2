"""When the administration must react and answer: terms from the settings, counted on the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from appeals.administration import Administration
from appeals.calendar import WorkingCalendar
from appeals.deadline_rules import EMERGENCY, FAST, Emergency, FastTrack, Span, Terms, Unit
from appeals.model import Priority
from appeals.value import dataclass

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Deadlines of one appeal, aware UTC. `limited` tells that its answer would be due later but for the limit."""

    react_by: datetime
    answer_by: datetime
    interim_by: datetime | None = None
    limited: bool = False


def terms_of(administration: Administration, category_id: str, priority: Priority) -> Terms:
    """The clocks of one priority in one category."""
    rules, category = administration.deadlines, administration.category(category_id)
    if priority is Priority.EMERGENCY:
        return _emergency(category.emergency if category else Emergency(), rules.emergency)
    if priority is Priority.FAST:
        own, general = category.fast if category else FastTrack(), rules.fast.over(FAST)
    else:
        own = FastTrack()
        if category:
            own = FastTrack(category.first_reaction_hours, category.interim_days, category.solution_days)
        general = FastTrack(rules.first_reaction_hours, rules.interim_days, rules.solution_days)
    terms = own.over(general)
    return Terms(
        Span(terms.first_reaction_hours or 0, Unit.HOURS),
        Span(terms.solution_days or 0, Unit.DAYS),
        Span(terms.interim_days, Unit.DAYS) if terms.interim_days else None,
        own=own.solution_days is not None,
    )


def _emergency(own: Emergency, general: Emergency) -> Terms:
    terms = own.over(general).over(EMERGENCY)
    return Terms(
        Span(terms.first_reaction_minutes or 0, Unit.MINUTES),
        Span((terms.solution_hours or 0) * 60, Unit.MINUTES),
        Span(terms.interim_hours * 60, Unit.MINUTES) if terms.interim_hours else None,
        own=own.solution_hours is not None,
    )


def deadlines_for(administration: Administration, calendar: WorkingCalendar, terms: Terms, at: datetime) -> Due:
    """Count the deadlines that these terms come to from `at`.

    The answer is due at the end of a working day and never later than the limit (59-ФЗ, ст. 12: 30 days); when no
    working day ends before the limit, at the limit itself. An emergency's is due at any hour. The first reaction and an
    interim answer are never due after the answer.
    """
    answer_by = _counted(calendar, at, terms.solution)
    limit = at + timedelta(days=administration.deadlines.limit_days)
    limited = answer_by > limit
    if limited:
        last_end = calendar.last_end_by(limit)
        answer_by = last_end if last_end > at else limit
    react_by = min(_counted(calendar, at, terms.reaction), answer_by)
    interim_by = min(_counted(calendar, at, terms.interim), answer_by).astimezone(UTC) if terms.interim else None
    return Due(react_by.astimezone(UTC), answer_by.astimezone(UTC), interim_by, limited)


def _counted(calendar: WorkingCalendar, at: datetime, span: Span) -> datetime:
    if span.unit is Unit.MINUTES:
        return at + timedelta(minutes=span.amount)
    if span.unit is Unit.HOURS:
        return calendar.add_hours(at, span.amount)
    return calendar.add_days(at, span.amount)


def end_of_day(administration: Administration, at: datetime, days: int) -> datetime:
    """The last minute of the calendar day that is `days` days after that of `at`: how the law counts. Aware UTC."""
    day = at.astimezone(administration.zone).date() + days * _DAY
    return datetime.combine(day, time(23, 59), administration.zone).astimezone(UTC)


def latest_answer(administration: Administration, counts_from: datetime, waited: timedelta) -> datetime:
    """The latest day to which an answer may be put off: the law's term, its extension, and what the citizen took."""
    law = administration.deadlines.law
    return end_of_day(administration, counts_from + waited, law.answer_days + law.extension_days)
