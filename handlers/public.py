"""Comments under posts and messages of discussions: read from VK's events, told apart, turned into appeals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from appeals.draft import MAX_TEXT
from appeals.leaks import leaks_in, masked
from appeals.model import Act, Attachment
from appeals.remarks import (
    Remark,
    RemarkStatus,
    Spot,
    Venue,
    addresses_only,
    looks_like_candidate,
    mentions,
    readable,
    tagged,
    without_address,
)
from appeals.textcheck import has_meaning
from appeals.usecases.remarks import MarkDeleted, Reword
from appeals.value import dataclass
from handlers import auto_answers, candidates, thread
from handlers.cards import show_card
from handlers.content import content_of, visible
from handlers.incoming import UnreadableEventError, identity
from handlers.known_outages import outage_of_words
from handlers.turn import Turn
from texts import autoreplies, public


class Deed(StrEnum):
    """What happened to a remark."""

    NEW = "new"
    EDIT = "edit"
    DELETE = "delete"
    RESTORE = "restore"


DEEDS: Mapping[str, tuple[Venue, Deed]] = {
    f"{prefix}_{deed}": (venue, deed)
    for prefix, venue in (("wall_reply", Venue.WALL), ("board_post", Venue.BOARD))
    for deed in Deed
}
"""VK's types of events."""


@dataclass(frozen=True, slots=True)
class Published:
    """The readable part of such an event. `author_id` is negative for a community, `by` is who deleted.

    It is nobody's event when no person speaks in it: then `user_id` is 0.
    """

    deed: Deed
    spot: Spot
    author_id: int = 0
    by: int = 0
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    thread_id: int = 0
    answers_community: bool = False

    @property
    def peer_id(self) -> int:
        return self.spot.owner_id

    @property
    def user_id(self) -> int:
        return max(self.author_id, 0)


def read_published(kind: str, update: Mapping[str, Any]) -> Published:
    """Read one of `DEEDS`.

    Raises:
        UnreadableEventError: which remark it is, or who wrote it, is missing.
    """
    venue, deed = DEEDS[kind]
    obj = update.get("object")
    if not isinstance(obj, Mapping):
        raise UnreadableEventError("object")
    owner = _number(obj, "topic_owner_id") or _number(obj, "owner_id") or -_number(update, "group_id")
    post_id = _number(obj, "post_id" if venue is Venue.WALL else "topic_id")
    comment_id = identity(obj, "id")
    if comment_id <= 0 or not owner or owner >= 2**63 or post_id < 0 or (post_id == 0 and deed is not Deed.DELETE):
        raise UnreadableEventError("object")
    spot = Spot(venue, -abs(owner) if venue is Venue.BOARD else owner, post_id, comment_id)
    if deed is Deed.DELETE:
        return Published(deed, spot, by=_number(obj, "deleter_id") or _number(obj, "user_id"))
    author, text, stack = identity(obj, "from_id"), obj.get("text"), obj.get("parents_stack")
    first = _number({"first": stack[0]}, "first") if isinstance(stack, list) and stack else 0
    return Published(
        deed,
        spot,
        author,
        text=visible(text)[:MAX_TEXT] if isinstance(text, str) else "",
        attachments=content_of(obj).attachments,
        thread_id=first or _number(obj, "reply_to_comment") or comment_id,
        answers_community=_number(obj, "reply_to_user") == owner,
    )


async def published(turn: Turn, event: Published) -> None:
    """Handle one event of a public place. One that changes nothing any more does nothing."""
    if not turn.administration.comments.enabled or event.spot.owner_id != -turn.office.community_id:
        return
    known = await turn.desk.remarks.at(event.spot)
    match event.deed:
        case Deed.NEW if known is None:
            await _appeared(turn, event)
        case Deed.EDIT | Deed.RESTORE if event.author_id > 0:
            await _changed(turn, event, known)
        case Deed.DELETE:
            await _deleted(turn, event, known)


async def _appeared(turn: Turn, event: Published) -> None:
    if event.author_id > 0:
        await _judge(turn, event, _remark(turn, event))
    elif event.author_id == event.spot.owner_id:
        await thread.colleague_wrote(turn, event.spot, event.thread_id, event.text, event.attachments)


async def _changed(turn: Turn, event: Published, known: Remark | None) -> None:
    """An edit or a restoration. One of a remark that nobody has told of is the remark itself, and leaves a trace."""
    remark = _remark(turn, event)
    if known is None:
        trace = await turn.desk.remarks.put(replace(remark, text="", attachments=()))
        await _judge(turn, event, replace(remark, id=trace.id))
        return
    if known.appeal_id is None:
        # A trace of a deletion may not know its post.
        back = replace(known, spot=event.spot, text=remark.text, attachments=remark.attachments)
        back = replace(back, thread_id=remark.thread_id)
        await _judge(turn, event, replace(back, author_id=event.author_id, deleted=False))
        return
    known = await _warn(turn, event, known)
    if event.deed is Deed.RESTORE or known.deleted:
        await _mark(turn, known, event.author_id, deleted=False)
        known = replace(known, deleted=False)
    appeal = await Reword(turn.desk)(known, remark.text, remark.attachments, turn.now)
    if appeal is not None:
        if appeal.is_open:
            words = masked(remark.text, turn.administration.contacts)
            await turn.tell_desk(
                public.changed(appeal, turn.citizen, Act.EDITED, event.spot, words), appeal, person=True
            )
        await show_card(turn, appeal)


async def _deleted(turn: Turn, event: Published, known: Remark | None) -> None:
    """A remark is gone. One that wasn't known leaves a trace, so that its late arrival starts nothing."""
    if known is None:
        await turn.desk.remarks.put(Remark(0, event.spot, event.spot.comment_id, 0, turn.now, deleted=True))
    elif known.appeal_id is None:
        await candidates.withdraw(turn, known)
    else:
        await _mark(turn, known, event.by, deleted=True)


async def _mark(turn: Turn, remark: Remark, by: int, *, deleted: bool) -> None:
    appeal = await MarkDeleted(turn.desk)(remark, by, turn.now, deleted=deleted)
    if appeal is None:
        return
    if appeal.is_open and remark.author_id > 0:  # what colleagues take back they know themselves
        act = Act.REMOVED if deleted else Act.RESTORED
        author = await turn.desk.citizens.with_vk_id(remark.author_id)
        is_addition = remark.status is RemarkStatus.ADDITION
        told = public.changed(appeal, author, act, remark.spot, "", is_addition=is_addition)
        await turn.tell_desk(told, appeal, person=True)
    await show_card(turn, appeal)


async def _judge(turn: Turn, event: Published, remark: Remark) -> None:
    """What a remark asks for: it goes on with an appeal, is one, may be one, or is none."""
    settings = turn.administration.comments
    remark = await _warn(turn, event, remark)
    quiet = settings.quiet_posts if remark.spot.venue is Venue.WALL else settings.quiet_topics
    if remark.spot.post_id in quiet:
        return
    calls = tagged(event.text, settings.hashtag) or (settings.mentions and _is_mention(turn, event))
    own = await turn.desk.remarks.appeal_in_thread(remark)
    if own is not None and await thread.go_on(turn, remark, own, calls=calls):
        return
    if calls and not (has_meaning(remark.text) or remark.attachments):
        if event.deed is Deed.NEW:  # once is enough, whatever becomes of it
            await thread.ask_for_words(turn, remark)
    elif calls:
        await candidates.file(turn, remark, turn.citizen, by=None)
    elif event.deed is Deed.NEW and own is None and (entry := await auto_answers.answer_in_public(turn, remark)):
        if settings.candidates and await _may_be_appeal(turn, remark):
            await candidates.offer(turn, remark, autoreplies.already_told(entry))
        else:
            await turn.tell_desk(autoreplies.told_in_public(entry, remark.spot.url))
    elif remark.status is RemarkStatus.CANDIDATE or (settings.candidates and await _may_be_appeal(turn, remark)):
        await candidates.offer(turn, remark)


async def _may_be_appeal(turn: Turn, remark: Remark) -> bool:
    """Whether the moderators should look at it; not at what a colleague has written, nor at what they dismissed."""
    if remark.status is RemarkStatus.DISMISSED:
        return False
    if not looks_like_candidate(remark.text) and await outage_of_words(turn, remark.text) is None:
        return False
    return await turn.desk.staff.get(remark.author_id) is None


async def _warn(turn: Turn, event: Published, remark: Remark) -> Remark:
    """Warn the desk of personal data that it hasn't been warned of; the trace of that is kept without the words."""
    if not turn.administration.comments.personal_data:
        return remark
    contacts = turn.administration.contacts
    found = leaks_in(readable(event.text), contacts)
    if not found - remark.leaks:
        return remark
    await turn.tell_desk(public.leak(event.spot, found, masked(readable(event.text), contacts)))
    warned = replace(remark, leaks=remark.leaks | found)
    wordless = replace(warned, text="", attachments=()) if warned.status is RemarkStatus.SEEN else warned
    return replace(warned, id=(await turn.desk.remarks.put(wordless)).id)


def _is_mention(turn: Turn, event: Published) -> bool:
    """Whether the community is meant: VK itself puts its name before a reply to its comments."""
    names = turn.office.names
    return mentions(event.text, names) and not (event.answers_community and addresses_only(event.text, names))


def _remark(turn: Turn, event: Published) -> Remark:
    told = without_address(event.text, turn.office.names, turn.administration.comments.hashtag)
    return Remark(0, event.spot, event.thread_id, event.author_id, turn.now, told, event.attachments)


def _number(source: Mapping[str, Any], name: str) -> int:
    value = source.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        return 0
    return value
