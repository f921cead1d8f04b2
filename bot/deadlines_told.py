"""The deadlines of an administration in words, for `python -m bot check`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from appeals.administration import Administration, Category
from appeals.deadline_rules import Terms
from appeals.deadlines import terms_of
from appeals.model import Priority
from bot.clock import RussianCalendar
from texts.clocks import PRIORITIES, span
from texts.dates import count

AHEAD = timedelta(days=62)
"""How far deadlines reach: the law's term and its extension."""

NO_CATEGORY = ""


def deadlines_told(administration: Administration) -> Iterator[str]:
    """What is due when: the general terms, the categories' own, the law's."""
    limit = administration.deadlines.limit_days
    for priority in reversed(Priority):
        within = f", не дольше {_days(limit)}" if priority is Priority.USUAL else ""
        parts = _parts(terms_of(administration, NO_CATEGORY, priority)).values()
        yield f"{PRIORITIES[priority]}: {', '.join(part for part in parts if part)}{within}"
    for category in administration.categories:
        if own := list(_own(administration, category)):
            yield f"тема «{category.title}»: {'; '.join(own)}"
    law = administration.deadlines.law
    yield (
        f"переслать за {_days(law.forward_days)}; другому ведомству на регистрацию {_days(law.registration_days)} "
        f"и на ответ {_days(law.answer_days)}; продлить можно на {_days(law.extension_days)} сверх {law.answer_days}"
    )


def years_without_decree(calendar: RussianCalendar, now: datetime) -> list[int]:
    """Years that deadlines reach already and whose transferred days aren't known."""
    years = sorted({now.year, (now + AHEAD).year})
    return [year for year in years if not calendar.has_decree(year)]


def _own(administration: Administration, category: Category) -> Iterator[str]:
    """What this category has otherwise."""
    if category.priority is not Priority.USUAL:
        yield f"сразу {PRIORITIES[category.priority]}"
    for priority in reversed(Priority):
        general = _parts(terms_of(administration, NO_CATEGORY, priority))
        own = _parts(terms_of(administration, category.id, priority))
        differ = [part or f"без: {name}" for name, part in own.items() if part != general[name]]
        if differ:
            yield f"{PRIORITIES[priority]} — {', '.join(differ)}"
    if category.forwarded_days:
        yield f"другому ведомству на ответ {_days(category.forwarded_days)}"


def _parts(terms: Terms) -> dict[str, str]:
    return {
        "первая реакция": f"первая реакция {span(terms.reaction)}",
        "промежуточный ответ": f"промежуточный ответ {span(terms.interim)}" if terms.interim else "",
        "ответ": f"ответ {span(terms.solution)}",
    }


def _days(number: int) -> str:
    return count(number, "день", "дня", "дней")
