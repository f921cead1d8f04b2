"""Kept files on the disk: each under the sha256 of its bytes, equal bytes once, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from appeals.contents import HEAD

RESERVE = 200 * 2**20
"""Bytes of the disk that files never take: the database needs room for appeals."""

_PARTS = ".part"

_LISTED, _LIST_ENDS = b"PK\x01\x02", b"PK\x05\x06"
_ENTRY, _ENDING = 46, 22
"""Bytes of what stands before a name in the list of a zip archive, and of what ends the list."""

_LONGEST_TAIL = _ENDING + 2**16
_LONGEST_LIST = 2**20
"""An office document has some dozens of parts; a longer list is no document's."""


def folder_beside(database_path: Path) -> Path:
    """Where the files of a database lie."""
    return database_path.parent / "contents"


class ContentFiles:
    """The folder of kept files. Every call may block: run it in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path_of(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it isn't there, or can't be read.
        """
        return self.path_of(sha256).read_bytes()

    def open(self, key: int) -> Part:
        """Begin a file. `key` names what is being written: begun again, it starts anew.

        Raises:
            OSError: the folder can't be written.
        """
        parts = self.folder / _PARTS
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # `parents` would give it wider rights
        parts.mkdir(mode=0o700, exist_ok=True)
        return Part(self, parts / str(key))

    def has_room(self, size: int = 0) -> bool:
        """Whether so many bytes fit and the database still has its reserve."""
        return self.free() - size >= RESERVE

    def free(self) -> int:
        """Free bytes of the disk, whether the folder is there already or not."""
        place = self.folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return shutil.disk_usage(place).free

    def measure(self) -> tuple[int, int]:
        """How many files there are, and their bytes."""
        sizes = [file.stat().st_size for folder in self._hashed() for file in self._listed(folder)]
        return len(sizes), sum(sizes)

    def clear_parts(self) -> None:
        """Delete what a killed process left half written."""
        for part in self._listed(self.folder / _PARTS):
            part.unlink(missing_ok=True)

    def sweep(self, needed: Iterable[str]) -> int:
        """Delete the files that nobody needs; return how many went."""
        kept, gone = set(needed), 0
        for folder in self._hashed():
            for file in self._listed(folder):
                if file.name not in kept:
                    file.unlink(missing_ok=True)
                    gone += 1
        return gone

    def check_writable(self) -> None:
        """Write and delete a file, where the folder, or what will hold it, is.

        Raises:
            OSError: it can't be written.
        """
        place = self.folder if self.folder.exists() else self.folder.parent
        probe = place / ".check"
        try:
            probe.write_bytes(b"")
        finally:
            probe.unlink(missing_ok=True)

    def _hashed(self) -> list[Path]:
        """The folders that hold files."""
        return [folder for folder in self._listed(self.folder) if len(folder.name) == 2 and folder.is_dir()]

    @staticmethod
    def _listed(folder: Path) -> list[Path]:
        return sorted(folder.iterdir()) if folder.is_dir() else []


class Part:
    """A file being written. Leaving it without `keep` deletes what was written."""

    def __init__(self, files: ContentFiles, path: Path) -> None:
        self._files = files
        self._path = path
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file: IO[bytes] = os.fdopen(descriptor, "wb")
        self._hash = hashlib.sha256()
        self.size = 0
        self.head = b""

    def write(self, data: bytes) -> None:
        """Add bytes.

        Raises:
            OSError: the disk takes no more.
        """
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        self.head += data[: max(0, HEAD - len(self.head))]

    def names(self) -> list[str]:
        """The names of what an archive holds, by its list at the end; none where that can't be read."""
        self._file.flush()
        with self._path.open("rb") as file:
            file.seek(max(0, self.size - _LONGEST_TAIL))
            tail = file.read()
            if (at := tail.rfind(_LIST_ENDS)) < 0 or len(tail) - at < _ENDING:
                return []
            length, start = struct.unpack_from("<II", tail, at + 12)
            if length > _LONGEST_LIST:
                return []
            file.seek(start)
            return list(_names(file.read(length)))

    def keep(self) -> str:
        """Make the file durable under its hash and return that.

        Raises:
            OSError: the disk takes no more.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        sha256 = self._hash.hexdigest()
        target = self._files.path_of(sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        self._path.replace(target)  # equal bytes: the same file again
        _sync_folder(target.parent)
        return sha256

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    def drop(self) -> None:
        """Forget what was written, unless it is kept."""
        try:
            self._file.close()
        finally:
            self._path.unlink(missing_ok=True)


def _names(listed: bytes) -> Iterator[str]:
    at = 0
    while listed.startswith(_LISTED, at) and len(listed) - at >= _ENTRY:
        name, extra, comment = struct.unpack_from("<HHH", listed, at + 28)
        yield listed[at + _ENTRY : at + _ENTRY + name].decode("utf-8", "replace")
        at += _ENTRY + name + extra + comment


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
