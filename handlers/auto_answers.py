"""What the bot answers by itself, from the base of `/автоответ`: to a citizen in private, and under posts.

It never comes between a person and the desk: words that it doesn't answer go their ordinary way, and those that it has
answered are kept, so that one press sends them.
"""

from __future__ import annotations

from collections.abc import Sequence

from appeals.autoreplies.entries import Entry, Use, Where
from appeals.autoreplies.matching import NOTHING, Found, is_answerable
from appeals.draft import Draft
from appeals.model import Priority
from appeals.outage_matching import outage_named
from appeals.remarks import Remark, Venue
from handlers import thread
from handlers.incoming import Said
from handlers.turn import Turn
from handlers.words import Words
from texts import autoreplies, outages

USE, DRAFT, TEXT = "use", "d", "text"
"""Keys of what is kept of a question: the use of its answer, the draft that its words have gone into, the words."""


async def answer(said: Said) -> bool:
    """Answer free words by the base; false when they have to go their ordinary way."""
    turn = said.turn
    if turn.unfinished is not None or (entry := (await _search(said))[0]) is None:
        return False
    use_id = await turn.desk.autoreplies.told(entry, turn.user_id, turn.now)
    turn.put_asked({**Words.of(said).as_payload(), USE: use_id})
    turn.say(autoreplies.answered(turn.administration, entry, use_id, await _known(turn, said.text)))
    return True


async def hint(said: Said, draft: Draft) -> None:
    """The text of an appeal that is being written has an answer: it is told beside the next question."""
    turn = said.turn
    category = turn.administration.category(draft.category or "")
    if category is not None and category.priority is Priority.EMERGENCY:
        return
    if draft.editing or draft.text or (entry := (await _search(said))[0]) is None:
        return
    use_id = await turn.desk.autoreplies.told(entry, turn.user_id, turn.now)
    turn.put_asked({TEXT: said.text, USE: use_id, DRAFT: draft.id})
    turn.say(autoreplies.hint(turn.administration, entry, use_id))


async def suggest(said: Said, *, instead: bool, head: str = "") -> bool:
    """Show what may be meant, under `head`; `instead`: too few words for an appeal, they wait for a press."""
    turn = said.turn
    if turn.unfinished is not None or not (likely := (await _search(said))[1]):
        return False
    if instead:
        turn.put_asked(Words.of(said).as_payload())
    turn.say(autoreplies.meant(likely) if instead else autoreplies.likely(likely, head))
    return True


async def unhelpful(turn: Turn, draft: Draft) -> Use | None:
    """The automatic answer after which this appeal is sent all the same."""
    asked = turn.asked
    if asked.get(DRAFT) != draft.id or not asked.get(USE):
        return None
    return await turn.desk.autoreplies.use(asked[USE], turn.user_id)


async def answer_in_public(turn: Turn, remark: Remark) -> Entry | None:
    """Answer a question under a post where that is allowed; the entry by which it was answered.

    Only a comment that begins a thread: further down people talk to each other, or to a colleague.
    """
    begins_thread = remark.spot.venue is Venue.WALL and remark.thread_id == remark.spot.comment_id
    if not turn.administration.autoreplies.comments or not begins_thread or remark.attachments or remark.leaks:
        return None
    if await turn.desk.staff.get(remark.author_id) is not None:
        return None
    found, entries = await _find(turn, remark.text, Where.COMMENTS)
    if found.answer is None:
        return None
    entry = entries[found.answer]
    noted = turn.desk.autoreplies.told_in_public
    if not await noted(entry, remark.author_id, turn.now, remark.spot, remark.thread_id):
        return None
    reply = autoreplies.in_public(turn.administration, entry, turn.office.names.link_name)
    await thread.reply_in_public(turn, remark.spot, reply)
    return entry


async def foresee(turn: Turn, question: str) -> tuple[Entry | None, Sequence[Entry]]:
    """What a citizen would get for a question in private."""
    found, entries = await _find(turn, question, Where.MESSAGES)
    return (entries[found.answer] if found.answer is not None else None), [entries[one] for one in found.likely]


async def _search(said: Said) -> tuple[Entry | None, Sequence[Entry]]:
    """What the base has for a message that holds nothing but words. Never two answers in a row."""
    turn = said.turn
    is_more = said.action is not None or said.attachments or said.unsupported or said.place is not None
    if not turn.administration.autoreplies.enabled or is_more or turn.asked.get(USE) or not is_answerable(said.text):
        return None, ()
    return await foresee(turn, said.text)


async def _known(turn: Turn, text: str) -> str:
    """What is known of the outage that a question names: the base may be older than that."""
    outage = outage_named(await turn.desk.outages.open(), text, turn.now, turn.administration.outages.kinds)
    return outages.about(turn.administration, outage, turn.now) if outage is not None else ""


async def _find(turn: Turn, text: str, where: Where) -> tuple[Found, dict[int, Entry]]:
    index, entries = await turn.office.knowledge.read(turn.desk.autoreplies)
    among = {one.id: one for one in entries.values() if where in one.where and one.holds(turn.today)}
    confident = turn.administration.autoreplies.confidence / 100
    return (index.find(text, among.keys(), confident) if among else NOTHING), among
