"""A citizen changes a message whose words stand in an appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.draft import Piece, reworded
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry
from appeals.ports import Desk
from appeals.remarks import spot_of
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

ARROW = "\n→ "
"""Stands in the history between what was said before and what is said now."""


@dataclass(frozen=True, slots=True)
class EditMessage:
    """Put the new words of a message where its old ones stand; these stay in the history.

    The text of an appeal that was a public remark is that remark's: a message was added to it, and stands beside it.

    Returns the appeal, or None when the message is in none, or nothing has changed.
    """

    desk: Desk

    async def __call__(
        self, citizen: Citizen, edited: Piece, attachments: tuple[Attachment, ...], at: datetime
    ) -> Appeal | None:
        found = await self.desk.appeals.piece(citizen, edited.number)
        if found is None:
            return None
        appeal_id, before = found
        appeal = await get_appeal(self.desk, appeal_id)
        known = {one.reference for entry in await self.desk.history.of(appeal.id) for one in entry.attachments}
        known |= {one.reference for one in appeal.attachments}
        added = tuple(one for one in attachments if one.reference and one.reference not in known)
        if before.text == edited.text and not added:
            return None
        words = f"{before.text}{ARROW}{edited.text}" if before.text != edited.text else ""
        await self.desk.history.add(appeal.id, HistoryEntry(Act.EDITED, at, citizen.vk_id, words, added))
        await self.desk.appeals.remember(citizen, appeal.id, [edited])
        is_message = bool(before.text) and spot_of(appeal.origin) is None
        text = reworded(appeal.text, before.text, edited.text) if is_message else None
        if text is not None:
            appeal = replace(appeal, text=text)
            await self.desk.appeals.reword(appeal)
        return appeal
