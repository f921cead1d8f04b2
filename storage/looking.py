"""Looking things up outside any transaction: on the connection that only reads, while others write."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, NoReturn

from storage.database import Database, Row
from storage.finding import SqliteFinding
from storage.repositories import SqliteCitizens
from storage.staff import SqliteStaff


class Looking:
    """`appeals.ports.Lookups` on the last committed state. What was found is in `looked_up`."""

    def __init__(self, database: Database, community_id: int) -> None:
        self._database = database
        self.community_id = community_id
        self.looked_up: dict[Hashable, Any] = {}
        self.staff = SqliteStaff(self)
        self.citizens = SqliteCitizens(self)
        self.finding = SqliteFinding(self)

    async def read(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        return await self._database.read(sql, parameters)

    async def write(self, sql: str, parameters: Iterable[Any] = ()) -> NoReturn:
        raise self._refusal()

    async def write_returning(self, sql: str, parameters: Iterable[Any] = ()) -> NoReturn:
        raise self._refusal()

    def has_looked_up(self, key: Hashable, found: object) -> None:
        self.looked_up[key] = found

    def needs(self, appeal_id: int, attachments: object) -> NoReturn:
        raise self._refusal()

    def filed(self, appeal_id: int) -> NoReturn:
        raise self._refusal()

    def reworded(self, appeal_id: int) -> NoReturn:
        raise self._refusal()

    @staticmethod
    def _refusal() -> RuntimeError:
        return RuntimeError("who only looks can't write")
