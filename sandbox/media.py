"""Files and what VK makes of them: photos, documents, voice messages with owners and access keys."""

from __future__ import annotations

import mimetypes
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sandbox.errors import VkError
from sandbox.images import image_size, image_type
from sandbox.model import Json

# Longest side of each size that VK makes of a photo.
PHOTO_SIZES = (("s", 75), ("m", 130), ("x", 604), ("y", 807), ("z", 1080), ("w", 2560))
FIRST_MEDIA_ID = 457239017
DOC_TYPES = {
    "txt": 1,
    "doc": 1,
    "docx": 1,
    "pdf": 1,
    "xls": 1,
    "xlsx": 1,
    "zip": 2,
    "rar": 2,
    "gif": 3,
    "jpg": 4,
    "png": 4,
}
DOC_OTHER = 8
ATTACHMENT = re.compile(r"^([a-z_]+?)(-?\d+)_(\d+)(?:_(\w+))?$")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that somebody uploaded; ``id`` is its upload id and part of its address."""

    id: str
    name: str
    content_type: str
    data: bytes
    kind: str = "doc"


class MediaStore:
    """Uploaded files and the attachments made of them."""

    def __init__(self, chance: random.Random, now: Callable[[], int]) -> None:
        self.base_url = ""
        self.files: dict[str, StoredFile] = {}
        self._chance = chance
        self._now = now
        self._next_id = FIRST_MEDIA_ID
        self._attachments: dict[tuple[str, int, int], Json] = {}
        self._forgotten: set[tuple[str, int, int]] = set()
        self._links = 0
        self.gives_files = True

    def put(self, data: bytes, name: str, kind: str = "doc") -> StoredFile:
        """Keep a file; ``kind`` is what it was uploaded as: photo, doc or voice."""
        name = PurePosixPath(name.replace("\\", "/")).name or "file"
        content_type = image_type(data) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = StoredFile(f"{self._chance.getrandbits(64):016x}", name, content_type, data, kind)
        self.files[file.id] = file
        return file

    def photo(self, file: StoredFile, owner_id: int) -> Json:
        """A photo attachment; raises ValueError when the file is no picture."""
        size = image_size(file.data)
        if size is None:
            raise ValueError(f"{file.name} is no picture")
        sizes = [self._photo_size(file, kind, longest, size) for kind, longest in PHOTO_SIZES]
        body = {"album_id": -3, "sizes": sizes, "text": "", "has_tags": False}
        return self._keep("photo", owner_id, body)

    def doc(self, file: StoredFile, owner_id: int, title: str = "") -> Json:
        """A document attachment."""
        ext = PurePosixPath(file.name).suffix.lstrip(".").lower()
        body = {
            "title": title or file.name,
            "size": len(file.data),
            "ext": ext,
            "type": DOC_TYPES.get(ext, DOC_OTHER),
            "url": self.url(file),
        }
        return self._keep("doc", owner_id, body)

    def audio_message(self, file: StoredFile, owner_id: int) -> Json:
        """A voice message attachment."""
        url = self.url(file)
        body = {"duration": 3, "waveform": [0, 5, 12, 18, 9, 3, 0], "link_ogg": url, "link_mp3": url}
        return self._keep("audio_message", owner_id, body)

    def sticker(self, sticker_id: int) -> Json:
        """A sticker attachment; stickers have no owner and can't be sent on by attachment."""
        images = [
            {"url": f"{self.base_url}/files/sticker/{sticker_id}.svg", "width": size, "height": size}
            for size in (64, 128, 256, 352, 512)
        ]
        body = {
            "inner_type": "base_sticker_new",
            "sticker_id": sticker_id,
            "product_id": 1,
            "images": images,
            "images_with_background": images,
            "is_allowed": True,
        }
        return {"type": "sticker", "sticker": body}

    def url(self, file: StoredFile) -> str:
        """A link to the file; it works until the links expire."""
        until = f"?until={self._links}" if self._links else ""
        return f"{self.base_url}/files/{file.id}/{file.name}{until}"

    def is_fresh(self, until: str | None) -> bool:
        """Whether a link with this mark still works."""
        return self.gives_files and (until or "0") == str(self._links)

    def expire_links(self) -> None:
        """From now on the links given out before lead nowhere; who asks for a message again gets new ones."""
        old, self._links = self._links, self._links + 1
        for key, attachment in self._attachments.items():
            self._attachments[key].update(_relinked(attachment, old, self._links))

    def forget(self, attachments: Iterable[Json] | None = None) -> None:
        """From now on a message with one of these attachments, or with any made before, is refused with error 100."""
        bodies = None if attachments is None else [(one["type"], one[one["type"]]) for one in attachments]
        self._forgotten |= (
            set(self._attachments)
            if bodies is None
            else {(kind, body["owner_id"], body["id"]) for kind, body in bodies}
        )

    def find(self, kind: str, owner_id: int, media_id: int) -> Json | None:
        """The attachment of that name, if it was ever made. A voice message is a document of its own kind to VK."""
        names = [(kind, owner_id, media_id), *([("audio_message", owner_id, media_id)] if kind == "doc" else [])]
        if any(name in self._forgotten for name in names):
            raise VkError(100, "attachment is invalid")
        return next((self._attachments[name] for name in names if name in self._attachments), None)

    def _keep(self, kind: str, owner_id: int, body: dict[str, Any]) -> Json:
        media_id = self._next_id
        self._next_id += 1
        common = {
            "id": media_id,
            "owner_id": owner_id,
            "date": self._now(),
            "access_key": f"{self._chance.getrandbits(72):018x}",
        }
        attachment = {"type": kind, kind: {**common, **body}}
        self._attachments[kind, owner_id, media_id] = attachment
        return attachment

    def _photo_size(self, file: StoredFile, kind: str, longest: int, size: tuple[int, int]) -> Json:
        scale = min(1.0, longest / max(*size, 1))
        width, height = (max(1, round(side * scale)) for side in size)
        return {"type": kind, "width": width, "height": height, "url": self.url(file)}


def _relinked(part: Any, old: int, new: int) -> Any:
    """The same JSON with new links."""
    if isinstance(part, dict):
        return {key: _relinked(value, old, new) for key, value in part.items()}
    if isinstance(part, list):
        return [_relinked(value, old, new) for value in part]
    if isinstance(part, str) and "/files/" in part:
        return f"{part.removesuffix(f'?until={old}')}?until={new}"
    return part


def parse_attachment(name: str) -> tuple[str, int, int, str | None] | None:
    """``photo-1_2_key`` → (type, owner, id, access key or None)."""
    match = ATTACHMENT.match(name)
    if match is None:
        return None
    kind, owner, media_id, key = match.groups()
    return kind, int(owner), int(media_id), key
