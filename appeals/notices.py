"""What a citizen has to know beside the number: that nobody is at work now, or that there is more than can be done."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol
from zoneinfo import ZoneInfo

from appeals.checking import check
from appeals.value import dataclass

BUSY_AGAIN = timedelta(hours=12)
"""So long a citizen isn't told once more that the desk is busy."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """Which notices are given. `busy_per_hour`, `busy_untaken`: from how many appeals in an hour, or not yet taken, the
    desk counts as busy; 0 for never. `ask_again_minutes`: how often the desk is asked whether an outage is over.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    out_of_hours: bool = True
    busy_per_hour: int = 60
    busy_untaken: int = 300
    ask_again_minutes: int = 60

    def __post_init__(self) -> None:
        for name in ("busy_per_hour", "busy_untaken"):
            check(0 <= getattr(self, name) <= 100_000, "сколько обращений: от 0 (никогда) до 100000", name)
        in_limits = 10 <= self.ask_again_minutes <= 24 * 60
        check(in_limits, "переспрашивать об аварии: раз в 10–1440 минут", "ask_again_minutes")


class NoticeKind(StrEnum):
    """A notice that isn't repeated at once. The names are stored."""

    CLOSED = "closed"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class ByHand:
    """The desk has said itself whether it is busy; it holds till the end of the day."""

    is_busy: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do: whether it is more than the rules allow, and what somebody said by hand."""

    is_much: bool
    by_hand: ByHand | None = None

    @property
    def is_busy(self) -> bool:
        return self.by_hand.is_busy if self.by_hand is not None else self.is_much


class Notices(Protocol):
    """What one community's citizens have been told, and how busy its desk is."""

    async def tell_once(self, citizen_id: int, kind: NoticeKind, now: datetime, until: datetime) -> bool:
        """Whether the citizen has to be told now; then it isn't repeated before `until`."""
        ...

    async def filed_since(self, moment: datetime, *, at_least: int) -> bool:
        """Whether so many appeals came in since a moment."""
        ...

    async def untaken(self, *, at_least: int) -> bool:
        """Whether so many appeals wait to be taken."""
        ...

    async def by_hand(self, now: datetime) -> ByHand | None:
        """What the desk has said of itself, as long as it holds."""
        ...

    async def set_by_hand(self, said: ByHand | None) -> None: ...


async def load(notices: Notices, rules: NoticeRules, now: datetime) -> Load:
    """How busy the desk is."""
    by_hand = await notices.by_hand(now)
    many, untaken = rules.busy_per_hour, rules.busy_untaken
    is_much = bool(many) and await notices.filed_since(now - HOUR, at_least=many)
    is_much = is_much or (bool(untaken) and await notices.untaken(at_least=untaken))
    return Load(is_much, by_hand)


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The midnight that ends the day of `now`."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
