"""Mass sending when VK calls it a flood: it rests, while what people wait for goes on."""

from __future__ import annotations

from collections.abc import Iterable

from bot.vk.execute import MAX_CALLS

FLOOD, QUANTITY = 9, 29
"""VK's errors: flood control, and too many calls of one method. Neither is about the token's requests a second (6)."""

_IN_A_ROW = 3
"""Refusals by flood control that concern more than the people they were for."""

_PAUSES = (30.0, 60.0, 300.0, 900.0)
_CALM = 600.0
"""Seconds without a flood after which the next one begins with the shortest pause."""


class Floods:
    """Learns from errors 9 and 29 how much mass sending VK bears.

    Each call that is refused so has a pause of its own already. Should several in a row be refused, all mass sending
    rests, then carries half as many calls a request, and one more with every request that goes well.
    """

    def __init__(self) -> None:
        self._refused = 0
        self._pauses = 0
        self.calls = MAX_CALLS
        self.rests_until = 0.0

    def heard(self, errors: Iterable[int | None], now: float) -> None:
        """What VK answered to the messages of one request, in order; None is no error."""
        errors = list(errors)
        for error in errors:
            self._refused = self._refused + 1 if error in (FLOOD, QUANTITY) else 0
        if now < self.rests_until or not errors:
            return
        if self._refused >= _IN_A_ROW or errors[-1] == QUANTITY:
            if now - self.rests_until > _CALM:
                self._pauses = 0
            self.rests_until = now + _PAUSES[min(self._pauses, len(_PAUSES) - 1)]
            self._pauses += 1
            self.calls = max(1, self.calls // 2)
        elif not self._refused:
            self.calls = min(self.calls + 1, MAX_CALLS)
