"""The loop that fetches what messages brought, a few files at once, after the commit that wants them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from loguru import logger

from appeals.contents import ContentStatus, FileType, pause_after
from appeals.ports import Clock
from bot.contents.download import Downloads, ExpiredError, NoRoomError, NotFetchedError, TooBigError, WrongTypeError
from bot.contents.threads import to_its_end
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge
from handlers.incoming import UnreadableEventError, read_message
from storage.content_files import ContentFiles, Part
from storage.contents import Content, Contents
from storage.errors import STORAGE_PAUSE, is_storage_trouble
from storage.moments import from_ms

AT_ONCE = 3
"""Files under way at once."""

NO_ROOM_PAUSE = timedelta(minutes=5)
LOOK_EVERY = 60.0
"""Seconds after which the table is looked at, whatever was heard."""


class Keeping:
    """Fetches files and tidies their folder.

    Args:
        news: rung when there may be something to fetch or to tell.
        report: called at every look: what could not be kept is told, what was destroyed is finished.
        on_no_room: tells the administrators once that the disk is full.
    """

    def __init__(
        self,
        contents: Contents,
        files: ContentFiles,
        downloads: Downloads,
        api: VkApi,
        clock: Clock,
        *,
        news: Bell,
        report: Callable[[], Awaitable[object]],
        on_no_room: Callable[[], Awaitable[object]],
    ) -> None:
        self._contents = contents
        self._files = files
        self._downloads = downloads
        self._api = api
        self._clock = clock
        self._bell = news
        self._report = report
        self._on_no_room = on_no_room
        self._under_way: dict[int, asyncio.Task[None]] = {}
        # Between a file's appearance and its row nobody may look for files without rows.
        self._settling = asyncio.Lock()
        self._is_full = False

    async def run(self) -> None:
        """Fetch until cancelled."""
        try:
            await asyncio.to_thread(self._files.clear_parts)
        except OSError as error:
            logger.error("Папка вложений {}: ошибка системы {}", self._files.folder, error.errno)
        async with asyncio.TaskGroup() as fetching:
            while True:
                self._bell.heard()
                try:
                    await self._report()
                    until = await self._start(fetching)
                except sqlite3.Error as error:
                    if not is_storage_trouble(error):
                        raise
                    until = STORAGE_PAUSE
                await self._bell.wait(asyncio.get_running_loop().time() + until)

    async def tidy(self) -> int:
        """Delete what nobody needs any more: rows first, then files without a row; return how many files went."""
        await self._contents.drop_unneeded(self._clock.now())
        return await self.sweep()

    async def sweep(self) -> int:
        """Delete the files that no row names; return how many went.

        Raises:
            OSError: they can't be deleted.
        """
        async with self._settling:
            return await self._sweep()

    async def _sweep(self) -> int:
        return await asyncio.to_thread(self._files.sweep, await self._contents.hashes())

    async def _start(self, fetching: asyncio.TaskGroup) -> float:
        """Start what is due; return the seconds until the next look."""
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return LOOK_EVERY
        for content in await self._contents.due(self._clock.now(), free, self._under_way):
            task = fetching.create_task(self._keep(content), name=f"content {content.id}")
            self._under_way[content.id] = task
            task.add_done_callback(partial(self._landed, content.id))
        due = await self._contents.next_due(self._under_way)
        if due is None or len(self._under_way) >= AT_ONCE:
            return LOOK_EVERY
        return min(LOOK_EVERY, max(0.1, (from_ms(due) - self._clock.now()).total_seconds()))

    def _landed(self, content_id: int, _task: asyncio.Task[None]) -> None:
        del self._under_way[content_id]
        self._bell.ring()

    async def _keep(self, content: Content) -> None:
        try:
            await self._attempt(content)
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            await asyncio.sleep(STORAGE_PAUSE)  # not recorded, so it is due again

    async def _attempt(self, content: Content) -> None:
        now = self._clock.now()
        try:
            await self._downloads.fetch(content.id, content.url, partial(self._settle, content.id))
            self._is_full = False
        except TooBigError:
            await self._contents.given_up(content, ContentStatus.TOO_BIG, "размер", now)
        except WrongTypeError as error:
            await self._contents.given_up(content, ContentStatus.WRONG_TYPE, str(error), now)
        except NoRoomError as error:
            await self._contents.later(content, str(error), now + NO_ROOM_PAUSE, counts=False)
            logger.error("Вложение не сохранено: на диске нет места или он не пишется ({})", error)
            if not self._is_full:
                self._is_full = True
                await self._on_no_room()
        except NotFetchedError as error:
            await self._failed(content, error)

    async def _failed(self, content: Content, error: NotFetchedError) -> None:
        """Ask VK for a fresh link, or wait, or give up."""
        now, attempts, expired = self._clock.now(), content.attempts + 1, isinstance(error, ExpiredError)
        try:
            fresh = await self._fresh_link(content) if expired else None
        except VkUnavailableError:
            fresh, expired = None, False  # only VK can say that there is no other link
        pause = pause_after(attempts, expired=expired and fresh is None)
        if pause is None:
            status = ContentStatus.GONE if expired else ContentStatus.FAILED
            await self._contents.given_up(content, status, str(error), now)
            return
        await self._contents.later(content, str(error), now if fresh else now + pause, url=fresh)

    async def _fresh_link(self, content: Content) -> str | None:
        """The link that VK has for the file now, when it has another.

        Raises:
            VkUnavailableError: VK doesn't answer, or not now.
        """
        if content.peer_id is None or content.message is None:
            return None
        try:
            answer: Any = await self._api.ask(
                "messages.getByConversationMessageId",
                peer_id=content.peer_id,
                conversation_message_ids=content.message,
            )
        except VkError as error:
            if judge(error.code, error.method) in (Verdict.RETRY, Verdict.RETRY_LATER, Verdict.STOP):
                raise VkUnavailableError(str(error)) from None
            return None
        items = answer.get("items") if isinstance(answer, dict) else None
        for item in items if isinstance(items, list) else []:
            try:
                found = read_message(item).attachments
            except UnreadableEventError:
                continue
            for one in found:
                same = one.reference == content.name or one.reference.startswith(f"{content.name}_")
                if same and one.url and one.url != content.url:
                    return one.url
        return None

    async def _settle(self, content_id: int, part: Part, kind: FileType) -> None:
        """The bytes are here: the file appears, and its row says so."""
        async with self._settling:
            sha256 = await to_its_end(part.keep)
            if not await self._contents.stored(content_id, sha256, part.size, kind, self._clock.now()):
                await self._sweep()
