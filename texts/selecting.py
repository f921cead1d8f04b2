"""A selection of appeals as it stands in a button: the button works for as long as its message stands in VK."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from appeals.model import Channel
from appeals.selection import MAX_DAYS, DateRange, Selection, Shelf

_LONGEST_ID = 32
_SHELVES, _ASSIGNEE, _DEPARTMENT, _CATEGORY, _CHANNEL, _PERIOD, _CITIZEN = "s", "m", "d", "c", "h", "t", "z"


def packed(selection: Selection) -> dict[str, str | int]:
    """The parameters of a button that means this selection; what isn't selected isn't there."""
    period = selection.period
    parts: dict[str, str | int | None] = {
        _SHELVES: ",".join(sorted(selection.shelves)),
        _ASSIGNEE: selection.assignee_id,
        _DEPARTMENT: selection.department,
        _CATEGORY: selection.category,
        _CHANNEL: selection.channel and str(selection.channel),
        _PERIOD: _said(period) if period is not None else None,
        _CITIZEN: selection.citizen_id,
    }
    return {key: value for key, value in parts.items() if value is not None and value != ""}


def unpacked(params: Mapping[str, Any]) -> Selection:
    """The selection that a button means; a parameter that is forged or that nobody knows any more selects nothing."""
    return Selection(
        shelves=frozenset(Shelf(one) for one in _text(params, _SHELVES).split(",") if one in set(Shelf)),
        assignee_id=_number(params, _ASSIGNEE),
        department=_text(params, _DEPARTMENT)[:_LONGEST_ID],
        category=_text(params, _CATEGORY)[:_LONGEST_ID],
        channel=Channel(channel) if (channel := _text(params, _CHANNEL)) in set(Channel) else None,
        period=_period(_text(params, _PERIOD)),
        citizen_id=_number(params, _CITIZEN),
    )


def _said(period: DateRange) -> str:
    return str(period.days) if period.days else f"{period.since or ''}/{period.until or ''}"


def _text(params: Mapping[str, Any], key: str) -> str:
    value = params.get(key)
    return value if isinstance(value, str) else ""


def _number(params: Mapping[str, Any], key: str) -> int | None:
    value = params.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53 else None


def _period(text: str) -> DateRange | None:
    if text.isascii() and text.isdecimal() and 1 <= len(text) <= 4 and 0 < int(text) <= MAX_DAYS:
        return DateRange(days=int(text))
    since, slash, until = text.partition("/")
    try:
        bounds = DateRange(
            since=date.fromisoformat(since) if since else None, until=date.fromisoformat(until) if until else None
        )
    except ValueError:
        return None
    return bounds if slash and (since or until) else None
