"""`/журнал N`: who did what with an appeal, from where, what was before and after."""

from __future__ import annotations

from appeals.audit import JOURNAL_READ
from appeals.model import Appeal
from appeals.rights import Right
from handlers.incoming import Said
from handlers.registry import AppealCommand, Press
from texts import audit


async def _show(said: Said, appeal: Appeal, _text: str) -> None:
    turn = said.turn
    rows = await turn.desk.audit.of(appeal.id)
    members = {member.vk_id: member for member in await turn.desk.staff.members()}
    turn.desk.audit.add(JOURNAL_READ, appeal_id=appeal.id)
    turn.say(audit.journal(turn.administration, appeal, rows, members))


COMMANDS = (AppealCommand("журнал", Right.AUDIT, _show),)
PRESSES: tuple[Press, ...] = ()
