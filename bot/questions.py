"""«Частые вопросы» of administration.toml go into the base of answers, where staff may change them."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.administration import Question
from appeals.autoreplies.entries import Knowledge
from appeals.ports import Clock
from storage.database import Database
from storage.unit import Standing, UnitOfWork


async def take_over_questions(
    database: Database, community_id: int, clock: Clock, questions: Sequence[Question], knowledge: Knowledge
) -> None:
    """Have the base say what the file says, unless staff have changed it, and have it read before anybody asks."""
    async with database.transaction() as transaction:
        unit = await UnitOfWork.begin(transaction, community_id, clock.now())
        session = unit.session(Standing(0, 0))
        await session.autoreplies.follow(questions, clock.now())
        await knowledge.read(session.autoreplies)
        await unit.keep(session, None)
        await unit.commit()
