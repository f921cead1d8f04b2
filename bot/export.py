"""`python -m bot export`: appeals with their history, or failed events, as JSON lines. Needs neither VK nor asyncio."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from appeals.model import Number
from storage.moments import from_ms

_APPEALS = """
SELECT a.id, a.year, a.sequence, a.channel, a.status, a.category, a.text, a.address, a.latitude, a.longitude, a.contact,
       a.attachments, a.told_name, a.answers, a.source, a.number_told, a.questions, a.rating,
       a.erased_at, a.filed_at, a.due_at, a.assignee_id,
       a.priority, a.extended_to, a.extension_reason, a.forwarded_to, a.legal_due_at,
       c.vk_id, c.first_name, c.last_name
FROM appeals a JOIN citizens c ON c.id = a.citizen_id ORDER BY a.id
"""
_HISTORY = "SELECT act, at, actor_id, text, attachments FROM history WHERE appeal_id = ? ORDER BY id"
_FILES = """
SELECT c.name, c.kind, c.title, c.status, c.sha256, c.size, c.mime FROM contents c
JOIN appeal_contents n ON n.content_id = c.id WHERE n.appeal_id = ? ORDER BY c.id
"""
_FAILED = "SELECT id, type, received_at, error, body FROM inbox WHERE status = 'failed' ORDER BY id"


def export_lines(path: Path, *, failed: bool) -> Iterator[str]:
    """One JSON object a line. The file is opened read-only; the bot may be running."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(_FAILED if failed else _APPEALS)
        for row in rows:
            yield orjson.dumps(_event(row) if failed else _appeal(connection, row)).decode()


def _event(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "received_at": from_ms(row["received_at"]).isoformat()}


def _file(row: sqlite3.Row) -> dict[str, Any]:
    """A kept file, with its place in the folder of files; `file` is null for one that isn't kept."""
    found = dict(row)
    sha256 = found["sha256"]
    return {**found, "file": f"{sha256[:2]}/{sha256}" if sha256 else None}


def _iso(value: int | None) -> str | None:
    return None if value is None else from_ms(value).isoformat()


def _appeal(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    appeal = dict(row)
    number = Number(appeal.pop("year"), appeal.pop("sequence"))
    appeal_id = appeal.pop("id")
    story = [
        {**dict(entry), "at": from_ms(entry["at"]).isoformat(), "attachments": orjson.loads(entry["attachments"])}
        for entry in connection.execute(_HISTORY, (appeal_id,))
    ]
    return {
        "number": str(number),
        **appeal,
        "attachments": orjson.loads(appeal["attachments"]),
        "files": [_file(entry) for entry in connection.execute(_FILES, (appeal_id,))],
        "answers": orjson.loads(appeal["answers"]),
        "number_told": bool(appeal["number_told"]),
        "erased_at": from_ms(appeal["erased_at"]).isoformat() if appeal["erased_at"] is not None else None,
        "filed_at": from_ms(appeal["filed_at"]).isoformat(),
        **{name: _iso(appeal[name]) for name in ("due_at", "extended_to", "legal_due_at")},
        "history": story,
    }
