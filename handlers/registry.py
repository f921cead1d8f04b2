"""What the desk's commands and buttons are made of: each part of the desk lists its own as data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from appeals.model import Appeal
from appeals.rights import Right
from appeals.value import dataclass
from handlers.incoming import Pressed, Said


@dataclass(frozen=True, slots=True)
class PlainCommand:
    """`/name words`. `begins` tells that it opens a dialog of its own, for which what is open has to be over."""

    name: str
    right: Right
    run: Callable[[Said, str], Awaitable[None]]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class AppealCommand:
    """`/name N text`: about one appeal."""

    name: str
    right: Right
    run: Callable[[Said, Appeal, str], Awaitable[None]]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A callback button, by the name of its action. `run` returns the snackbar.

    The right is asked for without an appeal: the deed asks again for the appeal that it finds.
    """

    name: str
    right: Right
    run: Callable[[Pressed], Awaitable[str]]


DeskCommand = PlainCommand | AppealCommand
