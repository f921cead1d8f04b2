"""The way from a message to its handler: what vkbottle's labelers gathered, looked at once.

vkbottle's own `FromFuncHandler` inspects the signature of every rule and of the function with every event, a coroutine
each: with our forty handlers that was two thirds of a dialog step. Its router and view around them ask with every event
for a state, for middlewares and for what to do with a result, and go on to the next handler when one fails.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from vkbottle.dispatch.handlers import ABCHandler, FromFuncHandler
from vkbottle.tools.magic import CONTEXT_NAMES, resolve_arg_names

from handlers.incoming import Said
from handlers.rules import Look, Plain

_LOOKS = 4096
"""Looks whose handlers are remembered: a payload may hold any name, so that there is no end of them."""


class Prepared:
    """A handler, its rules, and what it takes of that which they find.

    Rules get the event alone. Those to which a look is enough are asked first: the others may read the database.
    """

    def __init__(self, made: ABCHandler[Said]) -> None:
        if not isinstance(made, FromFuncHandler) or not made.blocking:
            raise TypeError("the first handler that fits is the last that is asked")
        taken = set(resolve_arg_names(made.handler))
        if taken & {*CONTEXT_NAMES} or any(resolve_arg_names(rule.check) != ("event",) for rule in made.rules):
            raise TypeError(f"{made.handler.__qualname__}: vkbottle's context isn't handed on")
        self.run = made.handler
        self._takes = frozenset(taken)
        self._plain = tuple(rule.holds for rule in made.rules if isinstance(rule, Plain))
        self._others = tuple(rule.check for rule in made.rules if not isinstance(rule, Plain))

    def may_fit(self, look: Look) -> bool:
        """Whether a message that looks like this may be what it is for."""
        return all(holds(look) for holds in self._plain)

    async def found(self, said: Said) -> dict[str, Any] | None:
        """What its other rules found for it; None when one doesn't hold."""
        found: dict[str, Any] = {}
        for check in self._others:
            result = await check(said)
            if isinstance(result, dict):
                found.update(result)
            elif not result:
                return None
        return {name: found[name] for name in self._takes & found.keys()}


class FirstFitting:
    """All handlers of the conversation in their order: the first that fits gets the message."""

    def __init__(self, made: Iterable[ABCHandler[Said]]) -> None:
        self._handlers = tuple(map(Prepared, made))
        self._fitting = lru_cache(_LOOKS)(self._may_fit)

    def _may_fit(self, look: Look) -> tuple[Prepared, ...]:
        return tuple(one for one in self._handlers if one.may_fit(look))

    async def __call__(self, said: Said) -> Any:
        """What the handler returned; None when none fits.

        Raises:
            Exception: whatever a rule or the handler raised. No other handler is asked then.
        """
        for handler in self._fitting(Look.at(said)):
            if (found := await handler.found(said)) is not None:
                return await handler.run(said, **found)
        return None
