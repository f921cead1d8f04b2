"""What must hold of every database, whatever has happened."""

from collections.abc import Callable
from typing import Any

import orjson

from appeals.model import Status
from appeals.status import MOVES

Read = Callable[..., list[tuple[Any, ...]]]

BACK = frozenset({"parted", "undone"})
"""Deeds that lead back to where an appeal stood, whatever the table says."""


def statuses_agree_with_the_journal(read: Read) -> None:
    """Each change begins where the one before it ended, is allowed by the table, and the last one is what stands."""
    stood = {appeal_id: Status.NEW for (appeal_id,) in read("SELECT id FROM appeals")}
    for appeal_id, deed, before, after in read(
        "SELECT appeal_id, deed, before, after FROM audit WHERE appeal_id IS NOT NULL ORDER BY id"
    ):
        was, became = orjson.loads(before).get("status"), orjson.loads(after).get("status")
        if became is None:
            continue
        assert was == stood[appeal_id], f"{appeal_id}: {deed} began at {was}, it stood at {stood[appeal_id]}"
        allowed = deed in BACK or _is_allowed(Status(was), Status(became))
        assert allowed, f"{appeal_id}: {deed} went from {was} to {became}"
        stood[appeal_id] = Status(became)
    assert stood == dict(read("SELECT id, status FROM appeals"))
    acts = read("SELECT appeal_id, act FROM history ORDER BY id")
    told = read(
        "SELECT appeal_id, deed FROM audit WHERE deed IN (SELECT act FROM history) AND refused = '' ORDER BY id"
    )
    assert acts == told, "the history and the journal tell the same"


def _is_allowed(was: Status, became: Status) -> bool:
    """In one move, or in the two of a question about an appeal that nobody has taken."""
    return became in MOVES[was] or any(became in MOVES[between] for between in MOVES[was])
