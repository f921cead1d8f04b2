"""The staff on SQLite: by several sources, one of which stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import groupby

from appeals.model import Role, StaffMember
from storage.database import Row
from storage.repositories import Statements

_SOURCES = ("settings", "given", "vk", "file")
"""The strongest first. `given` may say that there is no role; `file` is the executors of administration.toml."""

_STAFF = (
    "SELECT s.vk_id, s.source, s.role, coalesce(nullif(s.name, ''), trim(c.first_name || ' ' || c.last_name), ''),"
    " s.department FROM staff s LEFT JOIN citizens c ON c.community_id = s.community_id AND c.vk_id = s.vk_id"
    " WHERE s.community_id = ?"
)
"""A colleague whom the source doesn't name may be known as somebody who has written."""


class SqliteStaff:
    """`appeals.ports.Staff` on SQLite."""

    def __init__(self, session: Statements) -> None:
        self._session = session

    async def get(self, vk_id: int) -> StaffMember | None:
        rows = await self._session.read(f"{_STAFF} AND s.vk_id = ?", (self._session.community_id, vk_id))
        return _standing(rows)

    async def administrators(self) -> Sequence[StaffMember]:
        return [member for member in await self.members() if member.role is Role.ADMINISTRATOR]

    async def members(self) -> Sequence[StaffMember]:
        rows = await self._session.read(f"{_STAFF} ORDER BY s.vk_id", (self._session.community_id,))
        return _members(rows)

    async def set_manager(self, vk_id: int, role: Role | None) -> None:
        await self._put(vk_id, "vk", None)
        if role is not None:
            await self._put(vk_id, "vk", StaffMember(vk_id, role, await self._name(vk_id)))

    async def is_of_settings(self, vk_id: int) -> bool:
        rows = await self._session.read(
            "SELECT 1 FROM staff WHERE community_id = ? AND vk_id = ? AND source = 'settings'",
            (self._session.community_id, vk_id),
        )
        return bool(rows)

    async def give(self, member: StaffMember) -> None:
        await self._put(member.vk_id, "given", member)

    async def withdraw(self, vk_id: int) -> None:
        await self._put(vk_id, "given", None)
        await self._session.write(
            "INSERT INTO staff (community_id, vk_id, source) VALUES (?, ?, 'given')",
            (self._session.community_id, vk_id),
        )

    async def replace(self, source: str, members: Sequence[StaffMember]) -> None:
        """Make `members` the whole staff known from `source`. What other sources say stays."""
        await self._session.write(
            "DELETE FROM staff WHERE community_id = ? AND source = ?", (self._session.community_id, source)
        )
        for member in members:
            await self._put(member.vk_id, source, member)

    async def name(self, vk_id: int, name: str) -> None:
        """Note the name of somebody who has a role, where none is noted yet."""
        await self._session.write(
            "UPDATE staff SET name = ? WHERE community_id = ? AND vk_id = ? AND name = ''",
            (name, self._session.community_id, vk_id),
        )

    async def _put(self, vk_id: int, source: str, member: StaffMember | None) -> None:
        own = (self._session.community_id, vk_id, source)
        await self._session.write("DELETE FROM staff WHERE community_id = ? AND vk_id = ? AND source = ?", own)
        if member is not None:
            await self._session.write(
                "INSERT INTO staff (community_id, vk_id, source, role, department, name) VALUES (?, ?, ?, ?, ?, ?)",
                (*own, member.role, member.department, member.name),
            )

    async def _name(self, vk_id: int) -> str:
        rows = await self._session.read(
            "SELECT trim(first_name || ' ' || last_name) FROM citizens WHERE community_id = ? AND vk_id = ?",
            (self._session.community_id, vk_id),
        )
        return str(rows[0][0]) if rows else ""


async def staff_of(
    read: Callable[[str, Sequence[object]], Awaitable[list[Row]]], community_id: int
) -> dict[int, StaffMember]:
    """The staff as it is now, by their VK ids."""
    rows = await read(f"{_STAFF} ORDER BY s.vk_id", (community_id,))
    return {member.vk_id: member for member in _members(rows)}


def _members(rows: Iterable[Row]) -> list[StaffMember]:
    found = (_standing(own) for _, own in groupby(rows, key=lambda row: row[0]))
    return [member for member in found if member is not None]


def _standing(rows: Iterable[Row]) -> StaffMember | None:
    """What stands of all that the sources say of one person: the strongest one's role, and a name and a department
    wherever they come from.
    """
    said = sorted(rows, key=lambda row: _SOURCES.index(row[1]))
    if not said or said[0][2] is None:
        return None
    name = next((row[3] for row in said if row[3]), "")
    department = next((row[4] for row in said if row[4]), "")
    return StaffMember(said[0][0], Role(said[0][2]), name, department)
