"""What the head and administrators set."""

from __future__ import annotations

from appeals.desk_settings import Setting
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.value import dataclass

SWITCHED = "setting_switched"
"""The deed in the journal; its subject is the setting."""

_SAID = {True: "on", False: "off"}


@dataclass(frozen=True, slots=True)
class SwitchSetting:
    """Switch a setting; as it is already, nothing changes. Returns whether anything did.

    Raises:
        NotStaff, NotAllowed
    """

    desk: Desk

    async def __call__(self, setting: Setting, on: bool, by: int) -> bool:
        await require(self.desk, by, Right.SETTINGS)
        was = await self.desk.settings.is_on(setting)
        if was == on:
            return False
        await self.desk.settings.switch(setting, on)
        self.desk.audit.add(SWITCHED, subject=setting, before={"value": _SAID[was]}, after={"value": _SAID[on]})
        return True
