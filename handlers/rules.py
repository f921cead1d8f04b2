"""vkbottle rules on our own models."""

from __future__ import annotations

from vkbottle import ABCRule, BaseStateGroup

from handlers.commands import Command, parse_command
from handlers.incoming import Said


class Private(ABCRule[Said]):
    """A private conversation with the community."""

    async def check(self, event: Said) -> bool:
        return not event.is_chat


class Typed(ABCRule[Said]):
    """No button: the person wrote it."""

    async def check(self, event: Said) -> bool:
        return not event.pressed


class Does(ABCRule[Said]):
    """A button was pressed, or its words were typed."""

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)

    async def check(self, event: Said) -> bool:
        return event.does in self._names


class At(ABCRule[Said]):
    """The person stands in one of these states."""

    def __init__(self, *states: BaseStateGroup) -> None:
        self._states = frozenset(map(str, states))

    async def check(self, event: Said) -> bool:
        return event.state_peer is not None and event.state_peer.state in self._states


class In(ABCRule[Said]):
    """The person stands in any state of the group."""

    def __init__(self, group: type[BaseStateGroup]) -> None:
        self._states = frozenset(map(str, group))

    async def check(self, event: Said) -> bool:
        return event.state_peer is not None and event.state_peer.state in self._states


class Commanded(ABCRule[Said]):
    """The message is a command; the handler gets it as `command`."""

    async def check(self, event: Said) -> dict[str, Command] | bool:
        command = parse_command(event.text)
        return {"command": command} if command else False
