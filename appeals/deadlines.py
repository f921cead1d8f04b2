"""When the administration must react and answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from appeals.administration import Administration
from appeals.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Due:
    """Deadlines of one appeal, aware UTC."""

    react_by: datetime
    answer_by: datetime


def deadlines_for(
    administration: Administration, calendar: WorkingCalendar, category_id: str, filed_at: datetime
) -> Due:
    """Count the deadlines of an appeal filed at `filed_at`.

    The answer is due at the end of a working day and never later than the law's limit (59-ФЗ, ст. 12: 30 days);
    when no working day ends before the limit, at the limit itself. The first reaction is never due after the answer.
    """
    rules = administration.deadlines
    category = administration.category(category_id)
    days = category.solution_days if category and category.solution_days else rules.solution_days
    answer_by = calendar.add_days(filed_at, days)
    limit = filed_at + timedelta(days=rules.limit_days)
    if answer_by > limit:
        last_end = calendar.last_end_by(limit)
        answer_by = last_end if last_end > filed_at else limit
    react_by = min(calendar.add_hours(filed_at, rules.first_reaction_hours), answer_by)
    return Due(react_by.astimezone(UTC), answer_by.astimezone(UTC))
