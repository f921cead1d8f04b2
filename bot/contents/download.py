"""One file from VK's link to the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from yarl import URL

from appeals.contents import FileType, is_archive, type_of, type_of_archive
from bot.contents.addresses import Addresses, ForbiddenAddressError
from bot.contents.threads import to_its_end
from storage.content_files import ContentFiles, Part

TIMEOUT = 120.0
"""Seconds for one file."""

MAX_REDIRECTS = 3
CHUNK = 2**18
AS_IT_IS = {"Accept-Encoding": "identity"}
"""What is packed for the way could be anything of any size once it is unpacked."""

Take = Callable[[Part, FileType], Awaitable[None]]
"""Gets the written file and its type."""

_EXPIRED = frozenset({401, 403, 404, 410})


class NotFetchedError(Exception):
    """The file could not be fetched this time."""


class ExpiredError(NotFetchedError):
    """The link leads nowhere any more."""


class TooBigError(Exception):
    """The file is bigger than what is kept."""


class WrongTypeError(Exception):
    """The file is of a type that isn't kept, or its link doesn't lead to VK."""


class NoRoomError(Exception):
    """The disk has no room. That blames no file."""


class Downloads:
    """Fetches files within the limits.

    Args:
        max_size: bytes of one file at most.
    """

    def __init__(
        self, session: aiohttp.ClientSession, addresses: Addresses, files: ContentFiles, *, max_size: int
    ) -> None:
        self._session = session
        self._addresses = addresses
        self._files = files
        self._max_size = max_size

    async def fetch(self, key: int, link: str, take: Take) -> None:
        """Fetch a file and let `take` have it. `key` names the file while it is being written.

        Raises:
            NotFetchedError, ExpiredError: not this time.
            TooBigError, WrongTypeError: never.
            NoRoomError: the disk is full or can't be written.
        """
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._fetch(key, link, take)
        except ForbiddenAddressError as error:
            raise WrongTypeError(str(error)) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotFetchedError(type(error).__name__) from None
        except OSError as error:
            raise NoRoomError(f"OSError {error.errno}") from None

    async def _fetch(self, key: int, link: str, take: Take) -> None:
        url = self._addresses.check(link)
        for _ in range(MAX_REDIRECTS + 1):
            async with self._session.get(url, headers=AS_IT_IS, allow_redirects=False) as response:
                if response.status in (301, 302, 303, 307, 308):
                    url = self._next(url, response)
                    continue
                self._judge(response)
                await self._save(key, response, take)
                return
        raise NotFetchedError("redirects")

    def _next(self, url: URL, response: aiohttp.ClientResponse) -> URL:
        """Where a redirect leads: looked at like the first address."""
        try:
            return self._addresses.check(str(url.join(URL(response.headers.get("Location", "")))))
        except ValueError:
            raise NotFetchedError("a broken redirect") from None

    def _judge(self, response: aiohttp.ClientResponse) -> None:
        if response.status in _EXPIRED:
            raise ExpiredError(f"HTTP {response.status}")
        if response.status != 200:
            raise NotFetchedError(f"HTTP {response.status}")
        if (response.content_length or 0) > self._max_size:
            raise TooBigError

    async def _save(self, key: int, response: aiohttp.ClientResponse, take: Take) -> None:
        if not await asyncio.to_thread(self._files.has_room, response.content_length or 0):
            raise NoRoomError("no room")
        opened: list[Part] = []
        try:
            await to_its_end(lambda: opened.append(self._files.open(key)))
            await take(opened[0], await self._stream(opened[0], response))
        finally:
            for part in opened:
                await to_its_end(part.drop)

    async def _stream(self, part: Part, response: aiohttp.ClientResponse) -> FileType:
        async for data in response.content.iter_chunked(CHUNK):
            await to_its_end(part.write, data)
            if part.size > self._max_size:
                raise TooBigError
        if not part.size:
            raise NotFetchedError("empty")
        kind = type_of(part.head)
        if is_archive(part.head):
            kind = type_of_archive(part.head, await to_its_end(part.names))
        if kind is None:
            # VK shows a page of its own where a file is gone: that isn't what the person attached.
            raise ExpiredError("a page") if response.content_type == "text/html" else WrongTypeError("type")
        return kind
