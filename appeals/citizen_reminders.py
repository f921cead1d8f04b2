"""When citizens are reminded of what they were asked, and when their silence ends an appeal: `[citizen_reminders]`."""

from __future__ import annotations

import re
from datetime import time
from typing import ClassVar

from appeals.checking import check
from appeals.value import dataclass

_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class CitizenReminders:
    """Days are calendar days; 0: it isn't done. `start` and `end` are the hours, local time, in which the bot writes.

    `draft_days` after its last change the bot reminds of an unfinished appeal, `question_days` after it of a question;
    `question_close_days` after the question the appeal is closed. `verdict_days` after an answer the bot asks whether
    it is settled; `close_days` after the answer the appeal is closed. `promises`: whoever is responsible is asked on
    the day that an answer has promised; `promise_news`: the citizen hears that it is done.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    start: str = "09:00"
    end: str = "20:00"
    draft_days: int = 1
    question_days: int = 3
    question_close_days: int = 14
    verdict_days: int = 3
    close_days: int = 14
    promises: bool = True
    promise_news: bool = True

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            text = getattr(self, name)
            check(bool(_TIME.fullmatch(text)), f"время «{text}» пишется как 09:00", name)
        check(self.begins < self.ends, "напоминать можно только днём: start должен быть раньше end", "end")
        for name in ("draft_days", "question_days", "question_close_days", "verdict_days", "close_days"):
            check(0 <= getattr(self, name) <= _LONGEST, f"дней: от 0 до {_LONGEST}; 0 — не нужно", name)
        # Drafts are deleted after 30 days.
        check(self.draft_days < 30, "о черновике — не позже чем через 29 дней: потом он удаляется", "draft_days")
        for first, last in (("question_days", "question_close_days"), ("verdict_days", "close_days")):
            before, after = getattr(self, first), getattr(self, last)
            check(not before or not after or before < after, f"закрывать нужно позже, чем спросить ({first})", last)

    @property
    def begins(self) -> time:
        """The first minute in which the bot may write."""
        return time.fromisoformat(self.start.zfill(5))

    @property
    def ends(self) -> time:
        """The first minute in which it may not any more."""
        return time.fromisoformat(self.end.zfill(5))
