"""The picture over a lead form, within VK's limits."""

from __future__ import annotations

from pathlib import Path

from storage.errors import reason_of

MAX_BYTES = 5 * 2**20
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
"""JPEG, PNG, GIF, BMP, TIFF."""


def read_cover(path: Path) -> bytes:
    """The picture's bytes.

    Raises:
        ValueError: VK won't take it; the text is a Russian reason.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"картинка больше {MAX_BYTES // 2**20} МБ (предел VK)")
        picture = path.read_bytes()
    except OSError as error:
        raise ValueError(f"картинка {path} не читается: {reason_of(error)}") from None
    if not picture.startswith(SIGNATURES):
        raise ValueError("это не картинка: VK берёт JPG, PNG, GIF, BMP и TIFF, лучше всего 1200×300")
    return picture
