"""Deeds that were taken back, in SQL: `appeals.undo.without_undone` for those who count and search."""

from __future__ import annotations

from appeals.model import Act
from appeals.undo import FOLLOWS_BY_ITSELF

BY_ITSELF = ", ".join(f"'{act}'" for act in sorted(FOLLOWS_BY_ITSELF))
"""The acts that the bot adds to a deed."""

STANDS = f"""
coalesce((SELECT u.act || ':' || u.text FROM history u WHERE u.appeal_id = h.appeal_id AND u.id > h.id
          AND u.act NOT IN ({BY_ITSELF}) ORDER BY u.id LIMIT 1), '')
NOT IN ('{Act.UNDONE}:' || h.act, iif(h.act = '{Act.ANSWERED}', '{Act.UNDONE}:{Act.APPROVED}', '-'))
"""  # noqa: S608 - names of acts
"""Whether the deed in `history h` wasn't taken back."""
