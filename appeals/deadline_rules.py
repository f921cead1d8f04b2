"""How long everything may take: the deadlines of `administration.toml`, by priority and by category.

Each category may have terms of its own; what it leaves out comes from the section `[deadlines]`, what that leaves out
from the defaults here: the practice of «Инцидент» and 59-ФЗ.
"""

from __future__ import annotations

from dataclasses import field, fields
from enum import StrEnum
from typing import ClassVar, Self

from appeals.checking import check
from appeals.value import dataclass

_STRICT: dict[str, str] = {"extra": "forbid"}

DAY_MINUTES = 24 * 60


class Unit(StrEnum):
    """In what a term is counted: working hours, ends of working days, or minutes of any hour, day and night."""

    HOURS = "hours"
    DAYS = "days"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Span:
    """How long something may take."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """The clocks of one priority in one category. `own` tells that the category has a solution term of its own."""

    reaction: Span
    solution: Span
    interim: Span | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Optional:
    """Terms any of which may be left out."""

    def over(self, other: Self) -> Self:
        """These, and for what they leave out those of `other`."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        return type(other)(**{name: getattr(other, name) if own is None else own for name, own in mine.items()})


def check_hours(hours: int | None, name: str = "first_reaction_hours") -> None:
    """Check the first reaction in working hours."""
    check(hours is None or 1 <= hours <= 80, "первая реакция: от 1 до 80 рабочих часов", name)


def check_days(days: int | None, what: str, name: str) -> None:
    """Check an answer's term in working days."""
    check(days is None or 1 <= days <= 30, f"{what}: от 1 до 30 рабочих дней", name)


def check_interim(days: int | None, name: str = "interim_days") -> None:
    """Check the term of an interim answer in working days; 0: none is owed."""
    check(days is None or 0 <= days <= 30, "промежуточный ответ: от 1 до 30 рабочих дней, 0 — не нужен", name)


@dataclass(frozen=True, slots=True)
class FastTrack(_Optional):
    """What is urgent: working hours and working days."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    first_reaction_hours: int | None = None
    interim_days: int | None = None
    solution_days: int | None = None

    def __post_init__(self) -> None:
        check_hours(self.first_reaction_hours)
        check_interim(self.interim_days)
        check_days(self.solution_days, "срок срочного ответа", "solution_days")


@dataclass(frozen=True, slots=True)
class Emergency(_Optional):
    """«ЧП»: minutes and hours of the clock on the wall, by day and by night."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    first_reaction_minutes: int | None = None
    interim_hours: int | None = None
    solution_hours: int | None = None

    def __post_init__(self) -> None:
        minutes, interim, solution = self.first_reaction_minutes, self.interim_hours, self.solution_hours
        in_day = minutes is None or 1 <= minutes <= DAY_MINUTES
        check(in_day, "первая реакция при ЧП: от 1 до 1440 минут, круглосуточно", "first_reaction_minutes")
        in_month = interim is None or 0 <= interim <= 720
        check(in_month, "промежуточный ответ при ЧП: от 1 до 720 часов, 0 — не нужен", "interim_hours")
        in_month = solution is None or 1 <= solution <= 720
        check(in_month, "срок ответа при ЧП: от 1 до 720 часов, круглосуточно", "solution_hours")


FAST = FastTrack(8, 0, 3)
EMERGENCY = Emergency(60, 0, 24)


@dataclass(frozen=True, slots=True)
class Law:
    """The terms of 59-ФЗ in calendar days, which the clocks mirror: to register (ст. 8 ч. 2) and to forward (ч. 3) an
    appeal, to answer it (ст. 12 ч. 1), and by how much that may be extended (ч. 2).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    registration_days: int = 3
    forward_days: int = 7
    answer_days: int = 30
    extension_days: int = 30

    def __post_init__(self) -> None:
        for name in ("registration_days", "forward_days", "answer_days"):
            check(1 <= getattr(self, name) <= 90, "срок по закону: от 1 до 90 календарных дней", name)
        check(0 <= self.extension_days <= 90, "продление: от 0 до 90 календарных дней", "extension_days")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """`[deadlines]`: what is usual, and the sections for what isn't.

    `first_reaction_hours` are working hours, `interim_days` and `solution_days` working days, `limit_days` calendar
    days.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    first_reaction_hours: int = 8
    solution_days: int = 8
    limit_days: int = 30
    interim_days: int = 0
    fast: FastTrack = field(default_factory=FastTrack)
    emergency: Emergency = field(default_factory=Emergency)
    law: Law = field(default_factory=Law)

    def __post_init__(self) -> None:
        check_hours(self.first_reaction_hours)
        check_days(self.solution_days, "срок ответа", "solution_days")
        check_interim(self.interim_days)
        check(1 <= self.limit_days <= 30, "предельный срок: от 1 до 30 дней (59-ФЗ, ст. 12)", "limit_days")
