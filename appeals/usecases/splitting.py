"""One message that asks several questions becomes as many appeals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from appeals.administration import Administration
from appeals.draft import MAX_TEXT
from appeals.errors import WrongStatus
from appeals.model import Act, Appeal, HistoryEntry, Status
from appeals.ports import Desk, NewAppeal
from appeals.rights import Right, require
from appeals.usecases.work import get_appeal
from appeals.value import dataclass

MIN_QUESTIONS = 2
MAX_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Split:
    """The appeal keeps the first question, each of the others becomes an appeal of the same citizen with a number.

    Where it is, what was attached and until when an answer is owed hold for all of them. Returns them all.

    Raises:
        NotStaff, NotAllowed, AppealNotFound
        WrongStatus: the appeal is answered or ended.
    """

    desk: Desk
    administration: Administration

    async def __call__(self, appeal_id: int, by: int, questions: Sequence[str], at: datetime) -> Sequence[Appeal]:
        assert MIN_QUESTIONS <= len(questions) <= MAX_QUESTIONS, "the dialog asks until there are enough"
        appeal = await get_appeal(self.desk, appeal_id)
        await require(self.desk, by, Right.ROUTE, appeal)
        if not appeal.is_open:
            raise WrongStatus(appeal, Status.IN_PROGRESS)
        first = replace(appeal, text=questions[0][:MAX_TEXT], questions=1)
        await self.desk.appeals.reword(first)
        await self.desk.history.add(first.id, HistoryEntry(Act.SPLIT, at, by, appeal.text))
        parts = [await self._part(first, text, by, at) for text in questions[1:]]
        await self.desk.deeds.remember(Act.SPLIT, by, at, (appeal,), parts)
        return [first, *parts]

    async def _part(self, whole: Appeal, text: str, by: int, at: datetime) -> Appeal:
        added = await self.desk.appeals.add(
            NewAppeal(
                number=await self.desk.appeals.next_number(at.astimezone(self.administration.zone).year),
                citizen_id=whole.citizen_id,
                channel=whole.channel,
                category=whole.category,
                text=text[:MAX_TEXT],
                place=whole.place,
                contact=whole.contact,
                attachments=whole.attachments,
                filed_at=whole.filed_at,
                react_by=whole.react_by,
                due_at=whole.due_at,
                origin=await self._free_origin(whole),
                told_name=whole.told_name,
                source=whole.source,
            )
        )
        part = replace(
            added,
            department=whole.department,
            number_told=whole.number_told,
            priority=whole.priority,
            clock=replace(whole.clock, pauses=tuple(one for one in whole.clock.pauses if one.until is not None)),
            interim_by=whole.interim_by,
        )
        await self.desk.appeals.save(part)
        await self.desk.history.add(whole.id, HistoryEntry(Act.PART_MADE, at, by, str(part.number)))
        await self.desk.history.add(part.id, HistoryEntry(Act.SPLIT_FROM, at, by, str(whole.number)))
        return part

    async def _free_origin(self, whole: Appeal) -> str:
        number = 1
        while await self.desk.appeals.by_origin(origin := f"split:{whole.id}:{number}"):
            number += 1
        return origin
