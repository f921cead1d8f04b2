"""`[reminders]` of `administration.toml`: who is reminded of what, and when."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import ClassVar

from appeals.checking import check
from appeals.value import dataclass

_STRICT: dict[str, str] = {"extra": "forbid"}


class Step(StrEnum):
    """Who is reminded: whoever works on the appeal, the department that has it, the head of the administration."""

    ASSIGNEE = "assignee"
    DEPARTMENT = "department"
    HEAD = "head"


_A, _D, _H = Step.ASSIGNEE, Step.DEPARTMENT, Step.HEAD


@dataclass(frozen=True, slots=True)
class EmergencyRules:
    """«ЧП», by day and by night. `duty` are VK ids of those who are called beside the moderators' chat; without any,
    the administrators are. They are called every `repeat_minutes` until somebody accepts; after `head_after`
    repetitions the head is called too.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    duty: tuple[int, ...] = ()
    repeat_minutes: int = 5
    head_after: int = 3

    def __post_init__(self) -> None:
        check(all(one > 0 for one in self.duty), "дежурные — номера страниц VK, больше нуля", "duty")
        check(len(set(self.duty)) == len(self.duty), "дежурный назван дважды", "duty")
        check(1 <= self.repeat_minutes <= 60, "повторять при ЧП: раз в 1–60 минут", "repeat_minutes")
        check(0 <= self.head_after <= 100, "звать главу: после 0–100 повторов", "head_after")


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """The ladder: each rung tells who is reminded; nobody is for an empty one.

    `reaction`: `reaction_hours` working hours before the first reaction is due. `unclaimed`: it is overdue.
    `half`: half of the time for the answer has gone. `last_day`: the answer is due today. `overdue`: it is late.
    `daily`: it, or the first reaction, is late still, every working morning. `interim`: an interim answer is due today.
    `forwarded`: the legal clock of what was forwarded is over.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    enabled: bool = True
    reaction_hours: int = 2
    reaction: tuple[Step, ...] = (_A, _D)
    unclaimed: tuple[Step, ...] = (_A, _D)
    half: tuple[Step, ...] = (_A,)
    last_day: tuple[Step, ...] = (_A, _D)
    overdue: tuple[Step, ...] = (_A, _D)
    daily: tuple[Step, ...] = (_A, _D, _H)
    interim: tuple[Step, ...] = (_A, _D)
    forwarded: tuple[Step, ...] = (_D,)
    emergency: EmergencyRules = field(default_factory=EmergencyRules)

    def __post_init__(self) -> None:
        check(1 <= self.reaction_hours <= 100, "до первой реакции: от 1 до 100 рабочих часов", "reaction_hours")
        for name in RUNGS:
            steps = getattr(self, name)
            check(len(set(steps)) == len(steps), "один адресат назван дважды", name)


RUNGS = ("reaction", "unclaimed", "half", "last_day", "overdue", "daily", "interim", "forwarded")
