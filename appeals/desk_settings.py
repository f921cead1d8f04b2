"""How one desk works, as its staff set it: `administration.toml` is the operator's, this is theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Setting(StrEnum):
    """A switch. `APPROVAL`: the head approves each answer before it goes."""

    APPROVAL = "approval"


class Settings(Protocol):
    """The switches of one community; all are off until somebody switches them on."""

    async def is_on(self, setting: Setting) -> bool: ...

    async def switch(self, setting: Setting, on: bool) -> None: ...
