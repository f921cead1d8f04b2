"""A photo for the sample conversation, drawn here so that the repository needs none."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 320, 200


def pothole() -> bytes:
    """A PNG: a grey road with a dark pit."""
    rows = b"".join(b"\0" + b"".join(_pixel(x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _pixel(x: int, y: int) -> bytes:
    if y < HEIGHT // 4:
        return bytes((150, 190, 225))
    grain = (x * 7919 + y * 104729) % 17
    depth = ((x - 170) / 80) ** 2 + ((y - 130) / 32) ** 2
    if depth < 1:
        return bytes((45 + int(30 * depth) + grain // 3,) * 3)
    if abs(x - 40 - (HEIGHT - y) // 4) < 4 and (y // 20) % 2:
        return bytes((225, 225, 220))
    return bytes((112 + grain, 112 + grain, 118 + grain))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
