"""The summary of a week or a month: what came in, what was answered and how fast, beside the period before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from statistics import median
from typing import Protocol, TypeVar

from appeals.digest_times import DigestKind, Period
from appeals.model import Channel
from appeals.value import dataclass

KeyT = TypeVar("KeyT", bound=str)


@dataclass(frozen=True, slots=True)
class Filed:
    """How many appeals of one category came by one channel, and how many questions they ask."""

    category: str
    channel: Channel
    appeals: int
    questions: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: when it was owed from (filed, or come back), given, and due at the time."""

    appeal_id: int
    owed_from: datetime
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in one period, as the store counts it."""

    filed: Sequence[Filed] = ()
    answers: Sequence[Answered] = ()
    reopened: int = 0
    rejected: int = 0
    thanks: int = 0
    undelivered: int = 0
    recovered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now: open appeals, the overdue ones among them, words that didn't reach a citizen."""

    open: int = 0
    overdue: int = 0
    undelivered: int = 0


class SummaryReads(Protocol):
    """What summaries read of the store, without holding up those who write."""

    async def counts(self, period: Period) -> Counts: ...

    async def standing(self, now: datetime) -> Standing: ...

    async def is_older(self, moment: datetime) -> bool:
        """Whether anything was filed before `moment`: then a comparison with that time tells something."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period. Each appeal that was answered counts once, by its last answer of the period."""

    filed: int
    questions: int
    answered: int
    in_time: int
    median: timedelta | None
    reopened: int
    rejected: int
    thanks: int
    undelivered: int
    recovered: int
    by_category: Mapping[str, int]
    by_channel: Mapping[Channel, int]

    @property
    def overdue(self) -> int:
        """Answers that came after their deadline."""
        return self.answered - self.in_time

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        happened = (self.filed, self.answered, self.reopened, self.rejected, self.thanks)
        return not any((*happened, self.undelivered, self.recovered))


@dataclass(frozen=True, slots=True)
class Summary:
    """A period, the one before it, if the office is that old, and how things stand at the end."""

    kind: DigestKind
    period: Period
    now: Figures
    before: Figures | None
    standing: Standing


def figures(counts: Counts) -> Figures:
    """Count up one period."""
    last = {answer.appeal_id: answer for answer in sorted(counts.answers, key=lambda answer: answer.at)}
    times = [(answer.at - answer.owed_from).total_seconds() for answer in last.values()]
    by_category: Counter[str] = Counter()
    by_channel: Counter[Channel] = Counter()
    for one in counts.filed:
        by_category[one.category] += one.appeals
        by_channel[one.channel] += one.appeals
    return Figures(
        filed=by_category.total(),
        questions=sum(one.questions for one in counts.filed),
        answered=len(last),
        in_time=sum(answer.at <= answer.due_at for answer in last.values()),
        median=timedelta(seconds=median(times)) if times else None,
        reopened=counts.reopened,
        rejected=counts.rejected,
        thanks=counts.thanks,
        undelivered=counts.undelivered,
        recovered=sum(counts.recovered.values()),
        by_category=_largest_first(by_category),
        by_channel=_largest_first(by_channel),
    )


def _largest_first(counts: Mapping[KeyT, int]) -> dict[KeyT, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
