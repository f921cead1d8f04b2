"""Speaking where everybody reads: in the thread of a comment, or, by a moderator's hand, in a discussion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appeals.errors import WrongStatus
from appeals.leaks import Leak, masked
from appeals.model import Act, Appeal, Attachment, HistoryEntry, Status, Telling
from appeals.remarks import Remark, RemarkStatus, Spot, Venue, digest, readable, says_settled, spot_of
from appeals.sharing import as_told
from appeals.textcheck import is_courtesy, is_thanks
from appeals.usecases.feedback import Clarify, Comment, Reopen, Resolve
from appeals.usecases.opinions import Thank
from handlers.cards import show_card, tell_news
from handlers.heads import show_heads
from handlers.turn import Turn
from handlers.words import Words
from texts import clocks, public
from texts.reply import Reply

_ADDRESSED = re.compile(r"\[id(\d+)[:|]")

_PRIVATE = frozenset({Leak.FLAT, Leak.PASSPORT, Leak.SNILS, Leak.CARD})
"""Never the administration's own: hidden from an answer that everybody reads, whoever wrote it."""

_OF_CITIZEN = frozenset({Act.CLARIFIED, Act.COMMENTED, Act.EDITED})
"""What in an appeal's history is the citizen's words."""

_UNTOLD_IN_PUBLIC = frozenset({Telling.DEADLINE, Telling.UPDATE, Telling.PROMISE})
"""Between us and the citizen; what ends an appeal is told where it began."""

LOOK_BACK = 50
"""The citizen's newest appeals whose contacts are kept out of public words."""


async def reply_in_public(turn: Turn, spot: Spot, reply: Reply, appeal: Appeal | None = None) -> None:
    """Answer a remark: in its thread, or, where the bot may not write, by the moderators' hands."""
    await turn.desk.remarks.said(spot, digest(reply.text))
    if spot.venue is Venue.WALL:
        turn.speaker.comment(spot, reply, appeal_id=appeal.id if appeal else None)
    else:
        await _hand_over(turn, spot, reply, appeal)


def link_to(turn: Turn, appeal: Appeal) -> str:
    """The deep link to the private conversation about an appeal."""
    return public.deep_link(turn.office.names.link_name, appeal)


async def tell_thread(turn: Turn, appeal: Appeal, what: Telling, words: Words) -> None:
    """Tell in public what a citizen has been told in private, as far as everybody may read it.

    Nothing is told there about appeals that came another way, or whose comment is gone.
    """
    spot = await public_spot(turn, appeal)
    if spot is None:
        return
    text, _ = await _for_everybody(turn, appeal, words.text)
    match what:
        case Telling.ANSWER:
            reply = public.answered(turn.administration, appeal, text, words.attachments)
        case Telling.REFUSAL:
            reply = public.rejected(turn.administration, appeal, text)
        case Telling.FORWARDING:
            body, _, rest = text.partition("\n")
            reply = clocks.forwarded_in_public(turn.administration, appeal, body, rest)
        case Telling.QUESTION:
            citizen = await turn.desk.citizens.with_vk_id(appeal.citizen_vk_id)
            reply = public.question_waits(citizen, appeal, link_to(turn, appeal))
        case _:
            return
    await reply_in_public(turn, spot, reply, appeal)


async def with_note(turn: Turn, appeal: Appeal, what: Telling, words: Words, preview: Reply) -> Reply:
    """The preview of an answer, with a word about who will read it where that isn't the citizen alone."""
    if what in _UNTOLD_IN_PUBLIC or (spot := await public_spot(turn, appeal)) is None:
        return preview
    if what is Telling.QUESTION:
        note = public.question_note()
    else:
        _, hidden = await _for_everybody(turn, appeal, words.text)
        note = public.everybody_will_see(spot.venue, hidden)
    return replace(preview, text=f"{note}\n\n{preview.text}")


async def _for_everybody(turn: Turn, appeal: Appeal, text: str) -> tuple[str, set[Leak]]:
    """A text without the data of the person, wherever they told them, and without what is never public; and what was
    hidden.
    """
    told = await _told(turn, appeal)
    hidden: set[Leak] = set()

    def is_private(leak: Leak, found: str) -> bool:
        if leak not in _PRIVATE and not _same(found, told):
            return False
        hidden.add(leak)
        return True

    return masked(text, turn.administration.contacts, only=is_private), hidden


async def _told(turn: Turn, appeal: Appeal) -> str:
    """All that the person has told: in this appeal, first and later, and in those before it."""
    known = [appeal, *(await turn.desk.appeals.of_citizen(appeal.citizen_id, limit=LOOK_BACK, offset=0)).appeals]
    words = [part for one in known for part in (one.contact, one.text)]
    words += [entry.text for entry in await turn.desk.history.of(appeal.id) if entry.act in _OF_CITIZEN]
    return "\n".join(words)


def _same(found: str, told: str) -> bool:
    digits = "".join(filter(str.isdecimal, found))[-10:]
    if len(digits) >= 5:
        return digits in "".join(filter(str.isdecimal, told))
    return found.casefold() in told.casefold()


async def public_spot(turn: Turn, appeal: Appeal) -> Spot | None:
    """The remark that an appeal came from, while everybody can see it."""
    spot = spot_of(appeal.origin)
    remark = await turn.desk.remarks.at(spot) if spot else None
    return None if remark is None or remark.deleted else spot


async def unsaid(turn: Turn, appeal: Appeal, call: Mapping[str, Any]) -> None:
    """VK refused an answer in the thread: the moderators get the words and the place, while there is one."""
    spot, text = spot_of(appeal.origin), call.get("message")
    if spot is None or not isinstance(text, str):
        return
    await turn.desk.history.add(appeal.id, HistoryEntry(Act.UNDELIVERED, turn.now, 0))
    if await public_spot(turn, appeal) is not None:
        await _hand_over(turn, spot, Reply(text), appeal)
    await show_card(turn, appeal)


async def _hand_over(turn: Turn, spot: Spot, reply: Reply, appeal: Appeal | None) -> None:
    """The words alone in a message of their own: so they can be copied on a phone."""
    await turn.tell_desk(public.paste(appeal, spot))
    await turn.tell_desk(Reply(reply.text, None, reply.attachments))


async def ask_for_words(turn: Turn, remark: Remark) -> None:
    """The hashtag alone tells nothing."""
    if remark.spot.venue is Venue.WALL:
        await reply_in_public(turn, remark.spot, public.words_needed(turn.citizen))


async def colleague_wrote(
    turn: Turn, spot: Spot, thread_id: int, text: str, attachments: tuple[Attachment, ...]
) -> None:
    """The community has written. What the bot said is known; a human's words in an appeal's thread are recorded."""
    if await turn.desk.remarks.is_said(spot, digest(text)):
        return
    # The name before the words tells whom they answer; in a discussion nothing else does.
    named = _ADDRESSED.match(text.lstrip())
    about = Remark(0, spot, thread_id, int(named[1]) if named and len(named[1]) < 19 else 0, turn.now)
    appeal_id = await turn.desk.remarks.appeal_in_thread(about)
    if appeal_id is None and spot.venue is Venue.WALL:
        appeal_id = await turn.desk.remarks.thread_of_appeal(spot, thread_id)
    appeal = await turn.desk.appeals.get(appeal_id) if appeal_id is not None else None
    if appeal is None:
        return
    entry = HistoryEntry(Act.REPLIED_IN_PUBLIC, turn.now, 0, readable(text), attachments)
    await turn.desk.history.add(appeal.id, entry)
    await turn.desk.remarks.put(
        Remark(0, spot, thread_id, spot.owner_id, turn.now, status=RemarkStatus.ADDITION, appeal_id=appeal.id)
    )
    await show_card(turn, appeal)


async def go_on(turn: Turn, remark: Remark, appeal_id: int, *, calls: bool) -> bool:
    """The author writes on in the thread of their appeal; false when the words are none of its business.

    `calls`: they carry the hashtag or the mention. In a discussion, which has no threads, and after the answer that
    begins a new appeal.
    """
    found = await turn.desk.appeals.get(appeal_id)
    appeal = await as_told(turn.desk, found) if found is not None else None
    if appeal is None or (not appeal.is_open and appeal.status not in (Status.ANSWERED, Status.CLOSED)):
        return False
    settled = says_settled(remark.text) if not remark.attachments else None
    try:
        if settled is not None and not appeal.is_open:
            act, appeal = await _verdict(turn, remark, appeal, settled)
        elif (calls or not appeal.is_open) and (remark.spot.venue is Venue.BOARD or (calls and not appeal.is_open)):
            return False
        elif is_courtesy(remark.text) and not remark.attachments:
            if is_thanks(remark.text):
                await Thank(turn.desk)(turn.citizen, turn.now, appeal)
            return True  # «Спасибо!» starts nothing
        else:
            act, appeal = await _more(turn, remark, appeal)
    except WrongStatus:
        return True
    await turn.desk.remarks.put(replace(remark, status=RemarkStatus.ADDITION, appeal_id=appeal.id))
    words = masked(remark.text, turn.administration.contacts)
    await tell_news(turn, appeal, act, words, remark.attachments)
    return True


async def _verdict(turn: Turn, remark: Remark, appeal: Appeal, settled: bool) -> tuple[Act, Appeal]:
    if settled:
        closed = await Resolve(turn.desk)(turn.citizen, appeal.id, turn.now)
        await reply_in_public(turn, remark.spot, public.resolved(closed), closed)
        return Act.RESOLVED, closed
    reopen = Reopen(turn.desk, turn.administration, turn.office.calendar)
    reopened = await reopen(turn.citizen, appeal.id, turn.now)
    await show_heads(turn, reopened)
    await reply_in_public(turn, remark.spot, public.reopened(reopened, link_to(turn, reopened)), reopened)
    return Act.REOPENED, reopened


async def _more(turn: Turn, remark: Remark, appeal: Appeal) -> tuple[Act, Appeal]:
    """Words in the thread are the reply to an open question, or an addition."""
    if appeal.awaits_reply and turn.citizen.destroy_by is None:
        add, act = Clarify(turn.desk, turn.clocks), Act.CLARIFIED
        return act, await add(turn.citizen, appeal.id, remark.text, remark.attachments, turn.now)
    add_comment = Comment(turn.desk)
    told = await add_comment(turn.citizen, appeal.id, remark.text, remark.attachments, turn.now)
    return Act.COMMENTED, told
