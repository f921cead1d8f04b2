"""vkbottle rules on our own models."""

from __future__ import annotations

from vkbottle import ABCRule, BaseStateGroup

from appeals.model import Appeal
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
    """The person stands in one of these states, or in any state of these groups."""

    def __init__(self, *places: BaseStateGroup | type[BaseStateGroup]) -> None:
        self._places = places

    async def check(self, event: Said) -> bool:
        return event.turn.stands_in(*self._places)


class RepliesToUs(ABCRule[Said]):
    """VK's «Ответить» on a message of ours that tells of one appeal of the person; the handler gets it as `appeal`."""

    async def check(self, event: Said) -> dict[str, Appeal] | bool:
        if event.replied is None or event.action is not None or not (event.text or event.attachments or event.place):
            return False
        found = await event.turn.desk.appeals.find(event.replied)
        own = [appeal for appeal in found if appeal.citizen_id == event.turn.citizen.id]
        return {"appeal": own[0]} if len(own) == 1 else False


class Commanded(ABCRule[Said]):
    """The message is a command; the handler gets it as `command`.

    In private, words of a person without a role are never one: whoever writes `/start` there is a citizen.
    """

    async def check(self, event: Said) -> dict[str, Command] | bool:
        command = parse_command(event.text)
        if command is None or not (event.is_chat or await event.turn.desk.staff.get(event.turn.user_id)):
            return False
        return {"command": command}
