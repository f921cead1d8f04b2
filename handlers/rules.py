"""vkbottle rules on our own models."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

from vkbottle import ABCRule, BaseStateGroup

from appeals.model import Appeal
from handlers.commands import Command, parse_command
from handlers.incoming import Said
from handlers.states import names


class Look(NamedTuple):
    """What most rules ask of a message."""

    is_chat: bool
    pressed: bool
    does: str | None
    state: str | None
    is_quiet: bool
    has_slash: bool
    has_link: bool
    is_reply: bool

    @classmethod
    def at(cls, said: Said) -> Look:
        turn = said.turn
        return cls(
            said.is_chat,
            said.pressed,
            said.does,
            turn.dialog.state,
            turn.is_quiet,
            said.text.lstrip().startswith("/"),
            bool(said.ref),
            said.replied is not None,
        )


class Plain(ABCRule[Said]):
    """A rule that needs no more than a look."""

    @abstractmethod
    def holds(self, look: Look) -> bool:
        """Whether the message fits."""

    async def check(self, event: Said) -> bool:
        return self.holds(Look.at(event))


class Private(Plain):
    """A private conversation with the community."""

    def holds(self, look: Look) -> bool:
        return not look.is_chat


class Typed(Plain):
    """No button: the person wrote it."""

    def holds(self, look: Look) -> bool:
        return not look.pressed


class Does(Plain):
    """A button was pressed, or its words were typed."""

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)

    def holds(self, look: Look) -> bool:
        return look.does in self._names


class At(Plain):
    """The person stands in one of these states, or in any state of these groups."""

    def __init__(self, *places: BaseStateGroup | type[BaseStateGroup]) -> None:
        self._states = names(*places)

    def holds(self, look: Look) -> bool:
        return look.state in self._states


class InSilence(Plain):
    """A human had the conversation when this was written."""

    def holds(self, look: Look) -> bool:
        return look.is_quiet


class Slashed(Plain):
    """It begins as commands do."""

    def holds(self, look: Look) -> bool:
        return look.has_slash


class ByLink(Plain):
    """VK tells by which link the person came."""

    def holds(self, look: Look) -> bool:
        return look.has_link


class Replying(Plain):
    """VK's «Ответить» was used on a message of ours that tells of one appeal."""

    def holds(self, look: Look) -> bool:
        return look.is_reply


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
