"""What people attach and what must last: its name, the types that are kept, when another attempt is made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from appeals.value import dataclass

_REFERENCE = re.compile(r"([a-z_]+?)(-?\d+)_(\d+)(?:_(\w+))?")

HEAD = 4096
"""Bytes from a file's beginning that tell its type."""

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600))
"""Between attempts to get a file; after the last one it has failed."""

EXPIRED_PAUSES = PAUSES[:3]
"""The same where VK says that the link leads nowhere any more: that rarely heals."""


class ContentStatus(StrEnum):
    """How far the keeping of one attachment is."""

    WAITING = "waiting"
    STORED = "stored"
    TOO_BIG = "too_big"
    WRONG_TYPE = "wrong_type"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reference:
    """VK's own form of an attachment, `photo1_2_key`, in its parts. The key differs by who looks, the rest doesn't."""

    kind: str
    owner_id: int
    id: int
    key: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}{self.owner_id}_{self.id}"

    def __str__(self) -> str:
        return f"{self.name}_{self.key}" if self.key else self.name


def parse_reference(text: str) -> Reference | None:
    """Read `photo1_2_key`; None for anything else."""
    match = _REFERENCE.fullmatch(text)
    return Reference(match[1], int(match[2]), int(match[3]), match[4] or "") if match else None


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is kept: as the web calls it, and the ending that its files get from us."""

    mime: str
    ending: str


_BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", FileType("image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", FileType("image/png", "png")),
    (b"GIF87a", FileType("image/gif", "gif")),
    (b"GIF89a", FileType("image/gif", "gif")),
    (b"II*\x00", FileType("image/tiff", "tif")),
    (b"MM\x00*", FileType("image/tiff", "tif")),
    (b"%PDF-", FileType("application/pdf", "pdf")),
    (b"{\\rtf", FileType("application/rtf", "rtf")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType("application/x-ole-storage", "doc")),
    (b"OggS", FileType("audio/ogg", "ogg")),
    (b"ID3", FileType("audio/mpeg", "mp3")),
    (b"\xff\xfb", FileType("audio/mpeg", "mp3")),
    (b"\xff\xf3", FileType("audio/mpeg", "mp3")),
    (b"#!AMR", FileType("audio/amr", "amr")),
)
_RIFF = {b"WEBP": FileType("image/webp", "webp"), b"WAVE": FileType("audio/wav", "wav")}
_BRANDS = {
    b"heic": FileType("image/heic", "heic"),
    b"heix": FileType("image/heic", "heic"),
    b"mif1": FileType("image/heic", "heic"),
    b"avif": FileType("image/avif", "avif"),
    b"M4A ": FileType("audio/mp4", "m4a"),
    b"isom": FileType("video/mp4", "mp4"),
    b"iso2": FileType("video/mp4", "mp4"),
    b"mp41": FileType("video/mp4", "mp4"),
    b"mp42": FileType("video/mp4", "mp4"),
    b"qt  ": FileType("video/quicktime", "mov"),
    b"3gp4": FileType("video/3gpp", "3gp"),
    b"3gp5": FileType("video/3gpp", "3gp"),
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_DOCUMENTS = {
    "word/": FileType(_OFFICE + "wordprocessingml.document", "docx"),
    "xl/": FileType(_OFFICE + "spreadsheetml.sheet", "xlsx"),
    "ppt/": FileType(_OFFICE + "presentationml.presentation", "pptx"),
}
_OPEN_DOCUMENTS = {
    b"text": FileType(_OPEN_DOCUMENT + "text", "odt"),
    b"spreadsheet": FileType(_OPEN_DOCUMENT + "spreadsheet", "ods"),
}
_ZIP = b"PK\x03\x04"
_MACROS = ("vbaproject", "macrosheets/", "basic/")
"""What the parts of a document that hold programs are called."""

_TEXT = FileType("text/plain", "txt")
_KEPT = (
    *(kind for _, kind in _BEGINNINGS),
    *_RIFF.values(),
    *_BRANDS.values(),
    *_DOCUMENTS.values(),
    *_OPEN_DOCUMENTS.values(),
    _TEXT,
)
_CODE = (b"#!", b"<", b"@echo", b"MZ")
"""How programs and pages begin that are text, or look like it."""


def type_of(head: bytes) -> FileType | None:
    """The type of a file that is no archive by its first `HEAD` bytes, never by its name; None for what isn't kept."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    return _TEXT if _is_text(head) else None


def is_archive(head: bytes) -> bool:
    """Whether the names of what is inside tell the type."""
    return head.startswith(_ZIP)


def type_of_archive(head: bytes, names: Iterable[str]) -> FileType | None:
    """The type of an archive by the names of its parts: an office document is one; any other hides what it brings."""
    parts = {name.lower() for name in names}
    if any(mark in part for part in parts for mark in _MACROS):
        return None
    if "[content_types].xml" in parts:
        kinds = (kind for folder, kind in _DOCUMENTS.items() if any(part.startswith(folder) for part in parts))
        return next(kinds, None)
    if "mimetype" in parts:
        kinds = (kind for name, kind in _OPEN_DOCUMENTS.items() if f"mimetype{_OPEN_DOCUMENT}".encode() + name in head)
        return next(kinds, None)
    return None


def type_named(mime: str | None) -> FileType | None:
    """A type that is kept, by its name."""
    return next((kind for kind in _KEPT if kind.mime == mime), None)


def _is_text(head: bytes) -> bool:
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not bare or bare.lower().startswith(tuple(mark.lower() for mark in _CODE)):
        return False
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in head):
        return False
    for encoding in ("utf-8", "cp1251"):
        try:
            # The last character may be cut in two.
            text = head.decode(encoding) if len(head) < HEAD else head[:-3].decode(encoding, "ignore")
        except UnicodeDecodeError:
            continue
        return sum(letter.isprintable() or letter.isspace() for letter in text) >= len(text) * 0.95
    return False


def pause_after(attempts: int, *, expired: bool) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it was the last."""
    pauses = EXPIRED_PAUSES if expired else PAUSES
    return pauses[attempts - 1] if attempts <= len(pauses) else None
