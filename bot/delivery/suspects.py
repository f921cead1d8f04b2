"""Telling a call that VK never answers from a VK that is down."""

from __future__ import annotations

from collections.abc import Iterable

MAX_UNANSWERED = 100
"""Times that a call may stay without an answer while VK answers others; with the pauses about an hour and a half."""

LONGEST_PAUSE = 60.0
"""Seconds between attempts of such a call at most."""

NO_ANSWER = -1
"""Stands where VK's error code would: a call that was given up."""


class Suspects:
    """Counts how often a call stayed without an answer. While nobody is answered VK is to blame, and nothing counts."""

    def __init__(self) -> None:
        self._answers = 0
        self._counts: dict[int, tuple[int, int]] = {}

    def __contains__(self, call_id: int) -> bool:
        """Whether it went alone and got no answer while VK answered others: it shouldn't take them along."""
        return self._counts.get(call_id, (0, 0))[0] > 0

    def answered(self, call_ids: Iterable[int]) -> None:
        """VK answered these."""
        self._answers += 1
        for call_id in call_ids:
            self._counts.pop(call_id, None)

    def unanswered(self, call_id: int) -> tuple[int, float | None]:
        """Count a call that went alone and got no answer.

        Returns how often that was while VK answered others, and for how many seconds to hold it, None to give up.
        """
        count, answers = self._counts.get(call_id, (0, self._answers))
        count += answers != self._answers
        self._counts[call_id] = (count, self._answers)
        if count > MAX_UNANSWERED:
            return count, None
        return count, min(2.0**count, LONGEST_PAUSE) if count else 0.0
