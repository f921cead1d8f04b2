"""The nightly copy of the database, and the end of old copies."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from loguru import logger

from appeals.due import Due
from appeals.ports import Clock
from appeals.value import dataclass
from scheduler.reporting import Reporting, Voice
from storage.backup import copy_to
from storage.database import Database
from storage.errors import StorageError
from texts import notices
from texts.reply import Reply
from texts.speaker import Priority

NIGHT = timedelta(hours=3, minutes=30)
"""When the copy of a day is due, by the administration's clock. A process that didn't run then makes it later."""

ROOM = 200 * 2**20
"""Bytes that must stay free beside a copy: appeals come before copies."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where copies stand: the newest `keep` of them, none with 0."""

    folder: Path
    keep: int
    stem: str

    def of(self, day: date) -> Path:
        """The copy of this day."""
        return self.folder / f"{self.stem}-{day.isoformat()}.db"

    def copies(self) -> list[Path]:
        """The copies that were made here, the oldest first. What somebody else put here isn't ours to delete."""
        return sorted(self.folder.glob(f"{self.stem}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"))

    def has_room_for(self, source: Path) -> bool:
        """Whether another copy leaves the database room to grow."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.folder).free > source.stat().st_size + ROOM

    def rotate(self) -> None:
        """Delete the oldest beyond those that are kept."""
        for old in self.copies()[: -self.keep]:
            old.unlink(missing_ok=True)


class BackUp(Reporting):
    """Looks whether the copy of this day is there, and makes it. The administrators learn of a failure once a day."""

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        shelf: Shelf,
        zone: ZoneInfo,
        voice: Voice,
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._shelf = shelf
        self._zone = zone
        self._told: date | None = None

    async def __call__(self) -> bool:
        """Make the copy, if it is wanted and missing; return whether one was made."""
        day = self._day(self._clock.now())
        target = self._shelf.of(day)
        if not self._shelf.keep or await asyncio.to_thread(target.exists):
            return False
        try:
            if not await asyncio.to_thread(self._shelf.has_room_for, self._database.path):
                await self._tell(day, notices.no_room_for_copies())
                return False
            await copy_to(self._database, target)
            await asyncio.to_thread(self._shelf.rotate)
        except (OSError, StorageError) as error:
            logger.error("Копия базы не записалась: {}", error)
            await self._tell(day, notices.copy_failed())
            return False
        logger.info("Копия базы записана и проверена: {}", target)
        return True

    async def due(self) -> Due | None:
        """When the next copy is to be made: that of this day, if it is missing."""
        if not self._shelf.keep:
            return None
        day = self._day(self._clock.now())
        if await asyncio.to_thread(self._shelf.of(day).exists):
            day += timedelta(days=1)
        night = datetime(day.year, day.month, day.day, tzinfo=self._zone) + NIGHT
        return Due(night.astimezone(UTC))

    def _day(self, now: datetime) -> date:
        """The day whose copy is due: yesterday's until the small hours."""
        return (now.astimezone(self._zone) - NIGHT).date()

    async def _tell(self, day: date, reply: Reply) -> None:
        if self._told == day:
            return
        async with self._work() as session:
            for peer_id in await self._administrators(session):
                self._speaker(session).say(peer_id, reply, priority=Priority.NOTICE)
        self._told = day
