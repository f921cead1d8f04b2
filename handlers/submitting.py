"""An answer goes to the head before it goes to the citizen."""

from __future__ import annotations

from appeals.approvals import SubmittedAnswer
from appeals.model import Appeal, Telling
from appeals.usecases.approval import SubmitAnswer
from appeals.usecases.work import get_appeal
from handlers import composing, prompts
from handlers.cards import show_card
from handlers.heads import reachable_heads
from handlers.sending import answer_as_seen, told_besides
from handlers.turn import Turn
from handlers.words import Words
from texts import approval, quality
from texts.reply import Reply


async def submit(turn: Turn, appeal_id: int, words: Words) -> None:
    """Put an answer before the heads who can be written to; while there are none, before the desk."""
    submit_answer = SubmitAnswer(turn.desk)
    answer = await submit_answer(
        appeal_id, turn.user_id, turn.peer_id, words.text, words.attachments, turn.now, overruled=words.overruled
    )
    appeal = await get_appeal(turn.desk, appeal_id)
    shown = await to_approve(turn, appeal, answer)
    for peer_id in await reachable_heads(turn) or await turn.desk_peers():
        turn.show(peer_id, shown, appeal)
    await prompts.say_done(turn, appeal, approval.submitted(appeal))
    await show_card(turn, appeal)


async def to_approve(turn: Turn, appeal: Appeal, answer: SubmittedAnswer) -> Reply:
    """An answer as the head sees it, with what the check says of it now."""
    words = Words(answer.text, answer.attachments)
    findings = await composing.findings_of(turn, appeal, words)
    author = await turn.desk.staff.get(answer.author_id)
    others = len(await told_besides(turn, appeal, Telling.ANSWER))
    seen, remarks = answer_as_seen(turn, appeal, words), quality.overruled(findings)
    return approval.to_approve(seen, appeal, answer, author, remarks, others)
