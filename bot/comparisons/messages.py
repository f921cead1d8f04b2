"""Finding what the long poll did not bring: VK's conversations are compared with the inbox.

After a stop longer than VK keeps its events, and after `failed` 1 or 3, messages exist that no event told of. They are
read from the history and put into the inbox through the usual door, where a message that is known already is ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from loguru import logger

from appeals.ports import Clock
from appeals.value import dataclass
from bot.comparisons.conversations import goes_on, items_of, last_message_id, moment, number_of, seen, told_by
from bot.comparisons.loop import FIRST_MARGIN, Comparison, looks_back, vk_time
from bot.events import in_order
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge
from bot.vk.execute import MAX_CALLS, CallResult, code_of, results, script
from storage.compared import Compared, Seen
from storage.inbox import Inbox, NewEvent
from texts.reply import CHAT_PEERS

PAGE = 200
"""Conversations, or messages of one, in a page (VK's maximum)."""

KNOWN_FOR = timedelta(days=29)
"""Older messages may have left the inbox: nothing follows from their not being there."""

GRACE = timedelta(minutes=1)
"""While the bot works and VK has told of no gap, so young a message may still come by the long poll."""

CLOSING_ROUNDS = 3
"""How often the top of the list is looked at again: conversations move there while the list is read."""

PATIENCE = 20
"""How often one conversation is asked for anew that VK can't show just now, while it shows others."""

HISTORY = "messages.getHistory"
_FILTERS = ("unanswered", "unread", "all")
_OF_ONE = frozenset({0, 1, 10, 36})
"""Errors that may be one conversation's own trouble. The others that pass ask to wait with everything."""


@dataclass(frozen=True, slots=True)
class _Span:
    """What a comparison looks at: conversations that changed `since`, others down to `floor`, nothing after `until`.

    `young` are those compared but for what came after `until`, up to which message; `put_off` those that VK doesn't
    show just now.
    """

    since: datetime
    floor: datetime
    until: datetime
    young: dict[int, int] = field(default_factory=dict)
    put_off: set[int] = field(default_factory=set)

    def unlooked(self, conversations: Sequence[Seen]) -> list[Seen]:
        """Those that this comparison has yet to look at."""
        return [
            one
            for one in conversations
            if one.peer_id not in self.put_off and self.young.get(one.peer_id, -1) < one.number
        ]


class MessageComparison(Comparison):
    """Compares when asked to.

    Where it stands is kept in the database conversation by conversation: a stop in the middle costs nothing, and only
    a comparison that came to its end moves the time from which the next one looks.

    Args:
        api: a client with a modest share of the token's requests.
        on_found: called when something was missing and is in the inbox now.
        on_marks: called when marks wait to be sent.
    """

    name = "Сверка сообщений с VK"

    def __init__(
        self,
        api: VkApi,
        inbox: Inbox,
        compared: Compared,
        clock: Clock,
        *,
        on_found: Callable[[], None],
        on_marks: Callable[[], None],
    ) -> None:
        super().__init__()
        self._api = api
        self._inbox = inbox
        self._compared = compared
        self._clock = clock
        self._on_found = on_found
        self._on_marks = on_marks
        self._is_urgent = False
        self._attempts: Counter[int] = Counter()

    def request(self) -> None:
        """Have a comparison made soon, of everything: the bot starts, or VK has told of a gap."""
        self._is_urgent = True
        super().request()

    async def requested(self) -> None:
        """A comparison as a tick: what may still be on its way is left for the next one."""
        super().request()

    async def compare(self) -> int:
        """Compare once; return how many messages were missing.

        The first time it looks back but a little: what was written before the bot began isn't its business, what
        came while it was starting is.

        Raises:
            VkError, VkUnavailableError
        """
        urgent, self._is_urgent = self._is_urgent, False
        try:
            found = await self._compare(urgent)
        except BaseException:
            self._is_urgent |= urgent
            raise
        self._came_to_end(found)
        return found

    async def _compare(self, urgent: bool) -> int:
        began = await vk_time(self._api, self._clock)
        stored = await self._compared.span(began - FIRST_MARGIN)
        since = max(stored.first, looks_back(stored.before, began)) if stored.before else stored.first
        until = began + KNOWN_FOR if urgent else began - GRACE
        span = _Span(since, min(since, max(stored.first, began - KNOWN_FOR)), until)
        found = sum([(await self._round(which, span))[1] for which in _FILTERS])
        for _ in range(CLOSING_ROUNDS):
            looked_at, missing = await self._round("all", span, closing=True)
            found += missing
            if not looked_at:
                break
        if span.put_off:
            raise VkUnavailableError(f"{HISTORY}: VK не показал разговоров: {len(span.put_off)}")
        await self._compared.finish(began)
        return found

    async def _round(self, which: str, span: _Span, *, closing: bool = False) -> tuple[int, int]:
        """Go through one list; return how many conversations were compared and how many messages were missing.

        A closing round ends where all has been compared: below stands only what hasn't changed since.
        """
        looked_at = found = 0
        async for page in self._pages(which, span):
            wanted = span.unlooked(await self._compared.undone(await self._wanted(which, page, span)))
            if closing and not wanted:
                break
            for index in range(0, len(wanted), MAX_CALLS):
                found += await self._compare_some(wanted[index : index + MAX_CALLS], span)
            looked_at += len(wanted)
            handled = [one for one in page if 0 < one.peer_id < CHAT_PEERS]
            if which == "unanswered" and handled and await self._compared.mark_answered(handled, self._clock.now()):
                self._on_marks()
        return looked_at, found

    async def _wanted(self, which: str, page: Sequence[Seen], span: _Span) -> list[Seen]:
        """Conversations that changed; of those that wait, also older ones whose last message never came in."""
        changed = [one for one in page if one.date is None or one.date >= span.since]
        older = [one for one in page if one.date and span.floor <= one.date < span.since and one.by_person]
        if which == "all" or not older:
            return changed
        unknown = await self._compared.unknown(older)
        return [*changed, *(one for one in older if one.peer_id in unknown)]

    async def _pages(self, which: str, span: _Span) -> AsyncIterator[list[Seen]]:
        """A list of conversations, newest first, down to those that are too old.

        Every page goes on from a message, not from a place in the list, which changes while it is read. Where that
        brings nothing new although VK tells of more, the place in the list has to do.
        """
        limit = span.since if which == "all" else span.floor
        listed: set[int] = set()
        place: dict[str, int] = {}
        while True:
            answer = await self._api.ask("messages.getConversations", count=PAGE, filter=which, **place)
            items = items_of(answer)
            page = [one for item in items if (one := seen(item)) is not None and one.peer_id not in listed]
            if page:
                yield page
            listed.update(one.peer_id for one in page)
            # Pinned conversations come first whatever their age: only a page of old ones is the end.
            is_old = bool(page) and all(one.date is not None and one.date < limit for one in page)
            if is_old or not items or not goes_on(answer, len(listed), PAGE):
                return
            last = next((number for item in reversed(items) if (number := last_message_id(item))), 0)
            if "offset" in place:
                if not page:
                    return
                place = {"offset": place["offset"] + len(items)}
            else:
                place = {"start_message_id": last} if page and last else {"offset": len(listed)}

    async def _compare_some(self, conversations: Sequence[Seen], span: _Span) -> int:
        """Compare up to 25 conversations; return how many messages were missing."""
        sinces = {
            one.peer_id: span.since if not one.date or one.date >= span.since else span.floor for one in conversations
        }
        missing, put_off = await self._missing(sinces, span.until)
        now, expected = self._clock.now(), not self._has_compared
        found = await self._inbox.recover(missing, "message", now, expected=expected) if missing else 0
        if found:
            self._on_found()
        span.put_off.update(put_off)
        looked_at = [one for one in conversations if one.peer_id not in put_off]
        # What is left for the next comparison must not count as compared, should this one break off.
        young = [one for one in looked_at if one.date is not None and one.date > span.until]
        span.young.update((one.peer_id, one.number) for one in young)
        await self._compared.done([one for one in looked_at if one.peer_id not in span.young])
        return found

    async def _missing(self, sinces: Mapping[int, datetime], until: datetime) -> tuple[list[NewEvent], set[int]]:
        """The messages that the inbox lacks, each conversation's in order; and whose history VK can't show just now.

        Raises:
            VkError, VkUnavailableError: VK didn't answer, or asks to wait: nothing may be taken for compared.
        """
        histories = {peer: _History(since) for peer, since in sinces.items()}
        put_off: set[int] = set()
        left = list(sinces)
        while left:
            answers = await self._histories(left, [histories[peer].read for peer in left])
            put_off |= self._failing(dict(zip(left, answers, strict=True)))
            further = []
            for peer, answer in zip(left, answers, strict=True):
                history = histories[peer]
                events = list(told_by(answer.response, peer, history.since, until))
                numbers = [event.conversation_message_id or 0 for event in events]
                known = await self._inbox.known_messages(peer, numbers) if numbers else set()
                history.missing += [event for event in events if event.conversation_message_id not in known]
                if peer not in put_off and history.goes_on(answer.response):
                    further.append(peer)
            left = further
        # Half of a history is the newer half: it would come in before the older.
        whole = [
            event for peer, history in sorted(histories.items()) if peer not in put_off for event in history.missing
        ]
        return in_order(whole), put_off

    def _failing(self, answers: Mapping[int, CallResult]) -> set[int]:
        """Those that VK can't show just now. What it keeps failing to show while it shows others is passed over."""
        failing = {peer for peer, answer in answers.items() if answer.error in _OF_ONE}
        for peer in answers.keys() - failing:
            del self._attempts[peer]
        if len(failing) < len(answers) or any(peer in self._attempts for peer in failing):
            self._attempts.update(failing)
        passed_over = {peer for peer in failing if self._attempts[peer] >= PATIENCE}
        if passed_over:
            logger.warning("{}: VK не показывает разговоров: {}, пропускаю их", self.name, len(passed_over))
        return failing - passed_over

    async def _histories(self, peers: Sequence[int], offsets: Sequence[int]) -> list[CallResult]:
        """A page of each conversation, newest first, or VK's error.

        Raises:
            VkError, VkUnavailableError: VK didn't answer, or asks to wait with everything.
        """
        calls = [
            {"peer_id": peer, "count": PAGE, "offset": offset} for peer, offset in zip(peers, offsets, strict=True)
        ]
        try:
            code = script([code_of(HISTORY, call) for call in calls])
            answers = results(await self._api.request("execute", {"code": code}), len(calls))
        except VkError as error:
            if _is_passing(error.code):
                raise
            answers = None
        if answers is None:
            answers = [await self._history(call) for call in calls]
        if any(answer.error is not None and _asks_to_wait(answer.error) for answer in answers):
            raise VkUnavailableError(f"{HISTORY}: VK просит подождать")
        return answers

    async def _history(self, call: dict[str, int]) -> CallResult:
        try:
            return CallResult(await self._api.ask(HISTORY, **call))
        except VkError as error:
            return CallResult(error=error.code)


@dataclass(slots=True)
class _History:
    """How far a conversation's history is read, and what of it the inbox lacks."""

    since: datetime
    read: int = 0
    missing: list[NewEvent] = field(default_factory=list)
    _numbers: set[int] = field(default_factory=set)

    def goes_on(self, page: Any) -> bool:
        """Whether older messages may be wanted too, after this page."""
        items = items_of(page)
        numbers = {number for item in items if (number := number_of(item))} - self._numbers
        self._numbers |= numbers
        self.read += len(items)
        dates = [date for item in items if isinstance(item, Mapping) and (date := moment(item.get("date")))]
        return bool(numbers and dates) and min(dates) >= self.since and goes_on(page, self.read, PAGE)


def _is_passing(code: int) -> bool:
    return judge(code, HISTORY) in (Verdict.RETRY, Verdict.RETRY_LATER)


def _asks_to_wait(code: int) -> bool:
    return _is_passing(code) and code not in _OF_ONE
