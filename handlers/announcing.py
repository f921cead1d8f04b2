"""`/объявление`: the text, to whom, when; shown as people will see it, and planned after the last word alone.

Everything can be told in one line; what is missing, or can't be read, is asked for step by step. Buttons belong to one
announcement of one person. Typed words are taken only from that person, and only for a while: in the chat colleagues
talk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from vkbottle.bot import BotLabeler

from appeals.announcements import Audience, Circle, Fault
from appeals.announcing import MAX_HEAD, Head, read_audience, read_head, split_head
from appeals.draft import MAX_ATTACHMENTS
from appeals.errors import AnnouncementRefused, AppealsError
from appeals.model import Attachment, Role
from appeals.moments import When
from appeals.rights import Right, require
from appeals.textcheck import has_meaning
from appeals.usecases.announcements import PlanAnnouncement, check_start
from appeals.value import dataclass
from handlers.incoming import Action, Pressed, Said
from handlers.refusals import explain
from handlers.registry import PlainCommand, Press
from handlers.rules import At, Typed
from handlers.states import Announcing, Visitor
from handlers.turn import Turn
from handlers.words import Words
from handlers.writing import PROMPT_LIFE
from texts import announcements, announcing, buttons, desk

STEPS = {
    Announcing.TEXT: announcing.TEXT,
    Announcing.AUDIENCE: announcing.AUDIENCE,
    Announcing.WHEN: announcing.WHEN,
    Announcing.SUMMARY: announcing.SUMMARY,
}
ORDER = tuple(STEPS)
SUGGESTED = (time(10), time(18))
"""Hours that are offered, today's and tomorrow's."""

labeler = BotLabeler()
"""Typed answers."""


NO_WORDS = Words("")


@dataclass(frozen=True, slots=True)
class _Draft:
    """What has been told so far."""

    key: int
    words: Words = NO_WORDS
    audience: Audience | None = None
    when: When | None = None
    is_urgent: bool = False

    def as_payload(self) -> dict[str, Any]:
        return {
            "k": self.key,
            "to": [self.audience.circle, self.audience.value] if self.audience else None,
            "when": None if self.when is None else int(self.when.at.timestamp()) if self.when.at else "now",
            "urgent": self.is_urgent,
            **self.words.as_payload(),
        }

    @classmethod
    def kept(cls, payload: dict[str, Any]) -> _Draft:
        to, when = payload["to"], payload["when"]
        return cls(
            payload["k"],
            Words.kept(payload),
            Audience(Circle(to[0]), to[1]) if to else None,
            None if when is None else When(None if when == "now" else datetime.fromtimestamp(when, UTC)),
            payload["urgent"],
        )


async def begin(said: Said, words: str) -> None:
    """`/объявление`, or with everything in one line: `/объявление завтра в 10:00 всем: текст`."""
    turn = said.turn
    head, text = split_head(turn.administration, words, turn.now)
    draft = _Draft(
        turn.office.ids.random_id(), Words(text, _sendable(said.attachments)), head.audience, None, head.is_urgent
    )
    fault = _fault(turn, text) if text or said.attachments else ""
    if fault:
        draft = replace(draft, words=Words("", draft.words.attachments))
    if head.when is not None and not fault:
        await _timed(turn, draft, head.when)
    else:
        await _ask(turn, replace(draft, when=head.when if head.when and not head.when.needs_time else None), head=fault)


def is_open(turn: Turn) -> bool:
    """Whether this person is making an announcement here."""
    return turn.stands_in(Announcing)


def drop(turn: Turn) -> None:
    """Announce nothing."""
    _leave(turn)
    turn.say(announcing.dropped())


@labeler.message(At(Announcing), Typed())
async def typed(said: Said) -> None:
    """An answer in words."""
    turn = said.turn
    step, draft = _step(turn), _Draft.kept(turn.dialog.payload)
    try:
        await require(turn.desk, turn.user_id, Right.ANNOUNCE)
        if said.does == buttons.CANCEL:
            drop(turn)
        elif step is Announcing.SUMMARY and said.is_chat:
            return  # colleagues talk in the chat while the preview waits for its button
        elif turn.now.timestamp() - turn.dialog.payload["at"] > PROMPT_LIFE:
            await _ask(turn, draft, step, announcing.not_done())
        elif said.does == buttons.BACK:
            await _back(turn, draft, step)
        else:
            await _answered(said, step, draft)
    except AppealsError as refusal:
        _leave(turn)
        turn.say(await explain(turn, refusal, "объявление"))


async def press(pressed: Pressed) -> str:
    """A button of an announcement, while its own question is asked."""
    turn, action = pressed.turn, pressed.action
    if not turn.stands_in(Announcing):
        return desk.STALE_PRESS
    step, draft = _step(turn), _Draft.kept(turn.dialog.payload)
    if action.number("k") != draft.key or action.params.get("s") != STEPS[step]:
        return desk.STALE_PRESS
    verb = str(action.params.get(buttons.VERB))
    if verb == "cancel":
        drop(turn)
    elif verb == "back":
        await _back(turn, draft, step)
    elif pressed_here := _PRESSED.get((step, verb)):
        await pressed_here(turn, draft, action)
    else:
        return desk.STALE_PRESS
    return desk.DONE_PRESS


async def _plan(turn: Turn, draft: _Draft, _action: Action) -> None:
    assert draft.audience is not None, "the summary stands behind every question"
    assert draft.when is not None, "the summary stands behind every question"
    try:
        one, number = await PlanAnnouncement(turn.desk, turn.office.hours)(
            draft.words.text,
            draft.words.attachments,
            draft.audience,
            draft.when.at,
            turn.user_id,
            turn.peer_id,
            turn.now,
            is_urgent=draft.is_urgent,
        )
    except AnnouncementRefused as refusal:
        await _refused(turn, draft, refusal)
        return
    _leave(turn)
    is_now = one.start_at <= turn.now
    turn.say(announcements.starting(one, number) if is_now else announcements.planned(turn.administration, one, number))


async def _refused(turn: Turn, draft: _Draft, refusal: AnnouncementRefused) -> None:
    """What was chosen can't be, or can't be any more: that question is asked anew."""
    if refusal.fault is Fault.NOBODY and draft.audience is not None:
        why = announcing.nobody(turn.administration, draft.audience)
        await _ask(turn, replace(draft, audience=None), head=why)
    elif refusal.fault is Fault.QUIET and refusal.better is not None:
        _stand(turn, replace(draft, is_urgent=False), Announcing.WHEN)
        member = await require(turn.desk, turn.user_id, Right.ANNOUNCE)
        may_hurry = member.role is Role.ADMINISTRATOR
        turn.say(announcing.quiet_step(turn.administration, draft.key, refusal.better, turn.now, may_hurry=may_hurry))
    else:
        why = announcements.refused(turn.administration, refusal)
        await _ask(turn, replace(draft, when=None, is_urgent=False), head=why)


async def _answered(said: Said, step: Announcing, draft: _Draft) -> None:
    turn = said.turn
    if step is Announcing.TEXT:
        words = Words.of(said)
        words = replace(words, attachments=_sendable(draft.words.attachments + words.attachments), pieces=())
        if fault := _fault(turn, words.text):
            await _ask(turn, replace(draft, words=Words("", words.attachments)), step, fault)
        else:
            await _ask(turn, replace(draft, words=words))
    elif step is Announcing.AUDIENCE:
        if (audience := read_audience(turn.administration, said.text)) is None:
            await _ask(turn, draft, step, announcing.no_such_audience(turn.administration))
        else:
            await _addressed(turn, draft, audience)
    elif step is Announcing.WHEN:
        head = read_head(turn.administration, said.text[:MAX_HEAD], turn.now) or Head()
        when = head.when or (draft.when if head.is_urgent else None)  # «срочно» after what falls into the night
        if when is None or head.audience is not None:
            await _ask(turn, draft, step, announcing.no_such_moment())
        else:
            await _timed(turn, replace(draft, is_urgent=draft.is_urgent or head.is_urgent), when)
    else:
        await _ask(turn, draft, step)


async def _addressed(turn: Turn, draft: _Draft, audience: Audience) -> None:
    if await turn.desk.announcements.count(audience):
        await _ask(turn, replace(draft, audience=audience))
    else:
        why = announcing.nobody(turn.administration, audience)
        await _ask(turn, replace(draft, audience=None), Announcing.AUDIENCE, why)


async def _timed(turn: Turn, draft: _Draft, when: When) -> None:
    """Take the moment if it will do."""
    if when.needs_time and when.at is not None and when.at.astimezone(turn.administration.zone).date() >= turn.today:
        why = announcing.hour_needed(turn.administration, when.at)
        await _ask(turn, replace(draft, when=None), head=why)
        return
    member = await require(turn.desk, turn.user_id, Right.ANNOUNCE)
    try:
        check_start(member, when.at, turn.now, turn.office.hours, is_urgent=draft.is_urgent)
    except AnnouncementRefused as refusal:
        if draft.words.text and draft.audience is not None:
            await _refused(turn, replace(draft, when=when), refusal)
        else:
            why = announcements.refused(turn.administration, refusal)
            await _ask(turn, replace(draft, when=None, is_urgent=False), head=why)
        return
    await _ask(turn, replace(draft, when=when))


async def _change(turn: Turn, draft: _Draft, what: Any) -> None:
    match what:
        case announcing.TEXT:
            await _ask(turn, replace(draft, words=Words("")))
        case announcing.AUDIENCE:
            await _ask(turn, replace(draft, audience=None))
        case announcing.WHEN:
            await _ask(turn, replace(draft, when=None, is_urgent=False))


async def _back(turn: Turn, draft: _Draft, step: Announcing) -> None:
    """Ask the question before."""
    before = ORDER[max(0, ORDER.index(step) - 1)]
    await _change(turn, draft, STEPS[before])


def _missing(draft: _Draft) -> Announcing:
    """The first question that has no answer yet."""
    unanswered = {
        Announcing.TEXT: not draft.words.text,
        Announcing.AUDIENCE: draft.audience is None,
        Announcing.WHEN: draft.when is None,
    }
    return next((step for step, is_open in unanswered.items() if is_open), Announcing.SUMMARY)


async def _ask(turn: Turn, draft: _Draft, step: Announcing | None = None, head: str = "") -> None:
    step = step or _missing(draft)
    _stand(turn, draft, step)
    administration, key = turn.administration, draft.key
    match step:
        case Announcing.TEXT:
            question = announcing.text_step(administration, key)
        case Announcing.AUDIENCE:
            question = announcing.audience_step(administration, key)
        case Announcing.WHEN:
            question = announcing.when_step(administration, key, turn.now, _suggested(turn))
        case _:
            assert draft.audience is not None, "nothing is missing"
            assert draft.when is not None, "nothing is missing"
            if not (number := await turn.desk.announcements.count(draft.audience)):
                why = announcing.nobody(administration, draft.audience)
                await _ask(turn, replace(draft, audience=None), head=why)
                return
            turn.say(announcements.preview(administration, draft.words.text, draft.words.attachments))
            question = announcing.preview_summary(
                administration, key, draft.audience, draft.when.at, number, is_urgent=draft.is_urgent
            )
    turn.say(replace(question, text=f"{head}\n\n{question.text}") if head else question)


def _suggested(turn: Turn) -> list[datetime]:
    """The next two of the hours that people choose most."""
    zone, hours = turn.administration.zone, turn.office.hours
    today = turn.now.astimezone(zone).date()
    moments = [
        datetime.combine(today + timedelta(days=days), hour, zone).astimezone(UTC)
        for days in (0, 1)
        for hour in SUGGESTED
    ]
    return [one for one in moments if one > turn.now and hours.is_open(one)][:2]


def _sendable(items: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """What an announcement brings; a voice message is somebody's slip."""
    return tuple(one for one in items if one.kind != "audio_message")[:MAX_ATTACHMENTS]


def _fault(turn: Turn, text: str) -> str:
    """What is wrong with the text."""
    if not has_meaning(text):
        return announcing.text_needed()
    if len(text) > announcements.longest(turn.administration):
        return announcing.too_long(turn.administration, len(text))
    return ""


def _step(turn: Turn) -> Announcing:
    return Announcing((turn.dialog.state or "").partition(":")[2])


def _stand(turn: Turn, draft: _Draft, step: Announcing) -> None:
    turn.enter(step, at=int(turn.now.timestamp()), **draft.as_payload())


def _leave(turn: Turn) -> None:
    """A member of staff in private is a citizen too and stands in the menu again."""
    if turn.peer_id == turn.user_id:
        turn.enter(Visitor.MENU)
    else:
        turn.leave()


async def _choose_change(turn: Turn, draft: _Draft, _action: Action) -> None:
    turn.say(announcing.what_to_change(draft.key))


async def _chosen_moment(turn: Turn, draft: _Draft, action: Action) -> None:
    await _timed(turn, draft, When(datetime.fromtimestamp(action.number("w") or 0, UTC)))


_PRESSED: dict[tuple[Announcing, str], Callable[[Turn, _Draft, Action], Awaitable[None]]] = {
    (Announcing.AUDIENCE, "all"): lambda turn, draft, _: _addressed(turn, draft, Audience(Circle.EVERYBODY)),
    (Announcing.AUDIENCE, "open"): lambda turn, draft, _: _addressed(turn, draft, Audience(Circle.OPEN)),
    (Announcing.WHEN, "now"): lambda turn, draft, _: _timed(turn, draft, When(None)),
    (Announcing.WHEN, "at"): _chosen_moment,
    (Announcing.WHEN, "urgent"): lambda turn, draft, _: _timed(
        turn, replace(draft, is_urgent=True), draft.when or When(None)
    ),
    (Announcing.SUMMARY, "edit"): _choose_change,
    (Announcing.SUMMARY, "change"): lambda turn, draft, action: _change(turn, draft, action.params.get("c")),
    (Announcing.SUMMARY, "plan"): _plan,
}

COMMANDS = (PlainCommand("объявление", Right.ANNOUNCE, begin, begins=True),)
PRESSES = (Press(buttons.ANNOUNCE, Right.ANNOUNCE, press),)
