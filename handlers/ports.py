"""What a conversation needs beside the trade's own ports."""

from __future__ import annotations

from typing import Any, Protocol

from appeals.draft import Draft


class Dialog(Protocol):
    """Where a person stands in a conversation; kept with the transaction."""

    state: str | None
    payload: dict[str, Any]
    draft: Draft | None
