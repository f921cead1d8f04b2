"""Who may work with appeals: the community's managers as VK knows them, and `ADMIN_IDS` of the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from loguru import logger

from appeals.administration import Department
from appeals.model import Role, StaffMember
from appeals.ports import Clock
from bot.vk.client import VkApi
from bot.vk.errors import VkError, VkUnavailableError
from bot.vk.numbers import integer
from storage.database import Database
from storage.staff import staff_of
from storage.unit import Session, Standing, UnitOfWork

_ROLES = {
    "creator": Role.ADMINISTRATOR,
    "administrator": Role.ADMINISTRATOR,
    "editor": Role.MODERATOR,
    "moderator": Role.MODERATOR,
}
"""VK's roles of managers. An advertiser has no business with appeals."""


class StaffList:
    """Keeps the list of staff true."""

    def __init__(
        self,
        database: Database,
        community_id: int,
        api: VkApi,
        clock: Clock,
        admin_ids: Sequence[int],
        departments: Sequence[Department] = (),
    ) -> None:
        self._database = database
        self._community_id = community_id
        self._api = api
        self._clock = clock
        self._admin_ids = admin_ids
        self._departments = departments

    async def set_administrators(self) -> None:
        """Take `ADMIN_IDS` and the executors of the departments; works without VK."""
        await self._take_settings({})

    async def sync(self) -> None:
        """Take the managers from VK. When VK doesn't answer, the last known list stays."""
        try:
            answer = await self._api.ask(
                "groups.getMembers", group_id=self._community_id, filter="managers", count=1000
            )
            if (roles := _managers(answer)) is None:
                logger.warning("Список руководителей сообщества не прочитан: остаётся прежний")
                return
            executors = [one for department in self._departments for one in department.executors]
            unnamed = await self._unnamed()
            names = await self._names([*roles, *self._admin_ids, *executors, *unnamed])
        except (VkError, VkUnavailableError) as error:
            logger.warning("Список руководителей сообщества не обновлён: {}", error)
            return
        await self._take_settings(names)
        await self._replace("vk", [StaffMember(one, role, names.get(one, "")) for one, role in roles.items()])
        await self._name({one: names[one] for one in unnamed if names.get(one)})

    async def _unnamed(self) -> list[int]:
        """Those who work here and whose name nobody knows: a colleague gave them a role before they wrote anything."""
        members = await staff_of(self._database.read, self._community_id)
        return [vk_id for vk_id, member in members.items() if not member.name]

    async def _name(self, names: Mapping[int, str]) -> None:
        if names:
            async with self._session() as session:
                for vk_id, name in names.items():
                    await session.staff.name(vk_id, name)

    async def _take_settings(self, names: Mapping[int, str]) -> None:
        """What the settings name: administrators, and executors with their departments."""
        administrators = [StaffMember(one, Role.ADMINISTRATOR, names.get(one, "")) for one in self._admin_ids]
        executors = {
            one: StaffMember(one, Role.EXECUTOR, names.get(one, ""), department.id)
            for department in self._departments
            for one in department.executors
        }
        await self._replace("settings", administrators)
        await self._replace("file", list(executors.values()))

    async def _names(self, people: Sequence[int]) -> dict[int, str]:
        if not people:
            return {}
        answer = await self._api.ask("users.get", user_ids=list(dict.fromkeys(people)))
        found = [item for item in answer if isinstance(item, dict)] if isinstance(answer, list) else []
        return {
            one: f"{item.get('first_name', '')} {item.get('last_name', '')}".strip()
            for item in found
            if (one := integer(item.get("id"))) is not None
        }

    async def _replace(self, source: str, members: Sequence[StaffMember]) -> None:
        async with self._session() as session:
            await session.staff.replace(source, members)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        """A unit of work that is committed at the end."""
        async with self._database.transaction() as transaction:
            unit = await UnitOfWork.begin(transaction, self._community_id, self._clock.now())
            session = unit.session(Standing(0, 0))
            yield session
            await unit.keep(session, None)
            await unit.commit()


def _managers(answer: Any) -> dict[int, Role] | None:
    """The managers by VK id; None when the answer holds no list: then nobody loses a role by it."""
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        return None
    return {
        one: _ROLES[item["role"]]
        for item in items
        if isinstance(item, dict) and (one := integer(item.get("id"))) is not None and item.get("role") in _ROLES
    }
