"""Answers that wait for the head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from appeals.model import Attachment
from appeals.value import dataclass


class Decision(StrEnum):
    """What became of an answer that was shown to the head. `WITHDRAWN`: another took its place, or its appeal ended."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """An answer before the head has seen it. `author_id` is a VK id, `peer_id` where it was written."""

    id: int
    appeal_id: int
    author_id: int
    peer_id: int
    text: str
    attachments: tuple[Attachment, ...]
    submitted_at: datetime
    decision: Decision = Decision.WAITING


class Approvals(Protocol):
    """The answers of one community that wait, or waited, for the head; an appeal has one that waits at most."""

    async def submit(self, answer: SubmittedAnswer) -> SubmittedAnswer:
        """Store an answer, whose id is ours to give; one that waited before for the same appeal is withdrawn."""
        ...

    async def withdraw(self, appeal_id: int) -> None:
        """Whatever waits for this appeal waits no more."""
        ...

    async def reopen(self, appeal_id: int) -> None:
        """The answer to this appeal that was decided last waits again."""
        ...

    async def get(self, answer_id: int) -> SubmittedAnswer | None: ...

    async def waiting_for(self, appeal_id: int) -> SubmittedAnswer | None: ...

    async def waiting(self, *, limit: int) -> Sequence[SubmittedAnswer]:
        """All that wait, the oldest first."""
        ...

    async def decide(self, answer_id: int, decision: Decision, by: int, at: datetime) -> None: ...
