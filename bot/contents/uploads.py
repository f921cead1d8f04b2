"""A kept file to VK again, when VK has forgotten the one that a person sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from appeals.contents import FileType, type_named
from bot.events import read_json
from bot.vk.client import VkApi
from bot.vk.errors import VkUnavailableError
from storage.content_files import ContentFiles
from storage.contents import Content

TIMEOUT = 120.0
"""Seconds for one file."""

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif"})


class Uploads:
    """Uploads kept files to messages."""

    def __init__(self, api: VkApi, session: aiohttp.ClientSession, files: ContentFiles) -> None:
        self._api = api
        self._session = session
        self._files = files

    async def upload(self, content: Content, peer_id: int) -> str | None:
        """Upload a file for a conversation; return VK's new reference, or None when there is no file to upload.

        Raises:
            VkError, VkUnavailableError
        """
        if content.sha256 is None or content.kind == "video":  # of a video only its picture is kept
            return None
        try:
            data = await asyncio.to_thread(self._files.read, content.sha256)
        except OSError:
            return None
        kind = type_named(content.mime) or FileType(content.mime or "application/octet-stream", "bin")
        if content.kind == "photo" and kind.mime in _PHOTOS:
            return await self._photo(data, kind, peer_id)
        is_voice = content.kind == "audio_message" and kind.mime == "audio/ogg"
        return await self._document("audio_message" if is_voice else "doc", content.title, data, kind, peer_id)

    async def upload_text(self, data: bytes, title: str, kind: FileType, peer_id: int) -> str:
        """Upload a document of ours for a conversation; return VK's reference.

        Raises:
            VkError, VkUnavailableError
        """
        return await self._document("doc", title, data, kind, peer_id)

    async def _photo(self, data: bytes, kind: FileType, peer_id: int) -> str:
        server = await self._api.ask("photos.getMessagesUploadServer", peer_id=peer_id)
        posted = await self._post(server, "photo", data, kind)
        fields = {name: posted.get(name) for name in ("server", "photo", "hash")}
        saved = await self._api.ask("photos.saveMessagesPhoto", **fields)
        return _reference("photo", saved[0] if isinstance(saved, list) and saved else None)

    async def _document(self, what: str, title: str, data: bytes, kind: FileType, peer_id: int) -> str:
        server = await self._api.ask("docs.getMessagesUploadServer", type=what, peer_id=peer_id)
        posted = await self._post(server, "file", data, kind)
        saved = await self._api.ask("docs.save", file=posted.get("file"), title=title or None)
        inner = saved.get(str(saved.get("type"))) if isinstance(saved, Mapping) else None
        return _reference("doc", inner)

    async def _post(self, server: Any, field: str, data: bytes, kind: FileType) -> Mapping[str, Any]:
        """Post the bytes where VK told. The name is ours: what a person called the file is no file name to trust."""
        url = server.get("upload_url") if isinstance(server, Mapping) else None
        if not isinstance(url, str):
            raise VkUnavailableError("upload: no address")
        form = aiohttp.FormData()
        form.add_field(field, data, filename=f"file.{kind.ending}", content_type=kind.mime)
        try:
            async with self._session.post(
                url, data=form, timeout=aiohttp.ClientTimeout(total=TIMEOUT), allow_redirects=False
            ) as response:
                answer = read_json(await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise VkUnavailableError(f"upload: {type(error).__name__}") from None
        if not isinstance(answer, Mapping) or not answer.get(field):
            raise VkUnavailableError("upload: nothing taken")
        return answer


def _reference(kind: str, saved: Any) -> str:
    owner, own_id = (saved.get("owner_id"), saved.get("id")) if isinstance(saved, Mapping) else (None, None)
    if not isinstance(owner, int) or not isinstance(own_id, int):
        raise VkUnavailableError("upload: nothing saved")
    key = saved.get("access_key")
    return f"{kind}{owner}_{own_id}" + (f"_{key}" if isinstance(key, str) and key else "")
