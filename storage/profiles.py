"""What VK told of people: names for greetings and cards. A row exists for everyone whose event is handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from appeals.value import dataclass
from storage.database import Database
from storage.moments import to_ms


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's public profile. `sex`: 1 female, 2 male, 0 unknown."""

    vk_id: int
    first_name: str = ""
    last_name: str = ""
    sex: int = 0


class Profiles:
    """The profiles of one community's citizens."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self._community_id = community_id

    async def save(self, profiles: Sequence[Profile], at: datetime) -> None:
        """Store profiles; a nameless one (VK didn't answer) never wipes a name that is known."""
        async with self._database.transaction() as transaction:
            transaction.put_many(
                "INSERT INTO citizens (community_id, vk_id, first_name, last_name, sex, profile_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (community_id, vk_id) DO UPDATE SET"
                " first_name = excluded.first_name, last_name = excluded.last_name, sex = excluded.sex,"
                " profile_at = excluded.profile_at WHERE excluded.first_name <> ''",
                [(self._community_id, p.vk_id, p.first_name, p.last_name, p.sex, to_ms(at)) for p in profiles],
            )
            await transaction.commit()

    async def nameless(self, limit: int) -> list[int]:
        """VK ids of people whose names VK hasn't told yet."""
        rows = await self._database.read(
            "SELECT vk_id FROM citizens WHERE community_id = ? AND first_name = '' AND vk_id IS NOT NULL"
            " ORDER BY id DESC LIMIT ?",
            (self._community_id, limit),
        )
        return [int(row[0]) for row in rows]
