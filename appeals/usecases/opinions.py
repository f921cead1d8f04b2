"""What a citizen thinks of the work: a mark from 1 to 5, and thanks. Neither starts a clock or moves a status."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from appeals.errors import AppealNotFound, WrongStatus
from appeals.model import Act, Appeal, Citizen, HistoryEntry, Status
from appeals.ports import Desk
from appeals.usecases.feedback import own_appeal
from appeals.value import dataclass

BEST = 5

THANKS_ARE_FRESH = timedelta(days=30)
"""How long after an answer «спасибо» is likely to be about it."""

_VERDICTS = frozenset({Act.ANSWERED, Act.RESOLVED, Act.PARTLY, Act.REOPENED})


@dataclass(frozen=True, slots=True)
class Rate:
    """The citizen gives a mark with «Решено» or «Частично». It can be changed while that verdict is the last word.

    Raises:
        AppealNotFound: it isn't the citizen's own, or this is no mark.
        WrongStatus: there is no such verdict, or there is a newer answer.
    """

    desk: Desk

    async def __call__(self, citizen: Citizen, appeal_id: int, mark: int, at: datetime) -> Appeal:
        appeal = await own_appeal(self.desk, citizen, appeal_id)
        if not 1 <= mark <= BEST:
            raise AppealNotFound
        acts = [entry.act for entry in await self.desk.history.of(appeal.id) if entry.act in _VERDICTS]
        if not acts or acts[-1] not in (Act.RESOLVED, Act.PARTLY):
            raise WrongStatus(appeal, Status.CLOSED)
        if appeal.rating == mark:
            return appeal
        rated = replace(appeal, rating=mark)
        await self.desk.appeals.save(rated)
        await self.desk.history.add(rated.id, HistoryEntry(Act.RATED, at, citizen.vk_id, str(mark)))
        return rated


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks that were heard: for which appeal, and whether for the first time since its last answer.

    `is_courtesy`: the citizen isn't content with that answer, so they mean that somebody listens.
    """

    appeal: Appeal
    is_first: bool
    is_courtesy: bool = False


@dataclass(frozen=True, slots=True)
class Thank:
    """The citizen says thanks. They are counted once an answer, on the appeal that was answered last.

    Returns None when there is nothing that the thanks can be about: no fresh answer, or something was filed since.
    """

    desk: Desk

    async def __call__(self, citizen: Citizen, at: datetime, appeal: Appeal | None = None) -> Thanks | None:
        about = appeal or await self.desk.appeals.last_answered(citizen.id)
        if about is None or about.is_erased or citizen.destroy_by is not None:
            return None
        history = await self.desk.history.of(about.id)
        answers = [index for index, entry in enumerate(history) if entry.act is Act.ANSWERED]
        if not answers or at - history[answers[-1]].at > THANKS_ARE_FRESH:
            return None
        newest = (await self.desk.appeals.of_citizen(citizen.id, limit=1, offset=0)).appeals[0]
        if appeal is None and newest.id != about.id and newest.filed_at >= history[answers[-1]].at:
            return None
        since = [entry.act for entry in history[answers[-1] :]]
        if [act for act in since if act in _VERDICTS][-1] is Act.REOPENED:
            return Thanks(about, is_first=False, is_courtesy=True)
        if Act.THANKED in since:
            return Thanks(about, is_first=False)
        await self.desk.history.add(about.id, HistoryEntry(Act.THANKED, at, citizen.vk_id))
        return Thanks(about, is_first=True)
