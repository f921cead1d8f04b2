"""Finding what the long poll did not bring: VK's conversations are compared with the inbox.

After a stop longer than VK keeps its events, and after `failed` 1 or 3, messages exist that no event told of. They are
read from the history and put into the inbox through the usual door, where a message that is known already is ignored.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from loguru import logger

from appeals.ports import Clock
from bot.comparisons.loop import FIRST_MARGIN, MARGIN, Comparison, vk_time
from bot.events import in_order, store_form
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge
from bot.vk.execute import MAX_CALLS, CallResult, code_of, results, script
from bot.vk.numbers import integer
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

HISTORY = "messages.getHistory"
_FILTERS = ("unanswered", "unread", "all")


@dataclass(frozen=True, slots=True)
class _Span:
    """What a comparison looks at: conversations that changed `since`, others down to `floor`, nothing after `until`."""

    since: datetime
    floor: datetime
    until: datetime


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
        self._has_compared = False
        self._is_urgent = False

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
        self._has_compared = True
        if found:
            logger.warning("{}: найдено пропущенных: {}", self.name, found)
        return found

    async def _compare(self, urgent: bool) -> int:
        began = await vk_time(self._api, self._clock)
        stored = await self._compared.span(began - FIRST_MARGIN)
        since = max(stored.first, stored.before - MARGIN) if stored.before is not None else stored.first
        until = began + KNOWN_FOR if urgent else began - GRACE
        span = _Span(since, min(since, max(stored.first, began - KNOWN_FOR)), until)
        found = sum([(await self._round(which, span))[1] for which in _FILTERS])
        for _ in range(CLOSING_ROUNDS):
            looked_at, missing = await self._round("all", span, closing=True)
            found += missing
            if not looked_at:
                break
        await self._compared.finish(began)
        return found

    async def _round(self, which: str, span: _Span, *, closing: bool = False) -> tuple[int, int]:
        """Go through one list; return how many conversations were compared and how many messages were missing.

        A closing round ends where all has been compared: below stands only what hasn't changed since.
        """
        looked_at = found = 0
        async for page in self._pages(which, span):
            wanted = await self._compared.undone(await self._wanted(which, page, span))
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
        changed = [one for one in page if one.date >= span.since]
        older = [one for one in page if span.floor <= one.date < span.since and one.by_person]
        if which == "all" or not older:
            return changed
        unknown = await self._compared.unknown(older)
        return [*changed, *(one for one in older if one.peer_id in unknown)]

    async def _pages(self, which: str, span: _Span) -> AsyncIterator[list[Seen]]:
        """A list of conversations, newest first, down to those that are too old.

        Every page goes on from a message, not from a place in the list, which changes while it is read.
        """
        limit = span.since if which == "all" else span.floor
        listed: set[int] = set()
        place: dict[str, int] = {}
        while True:
            answer = await self._api.ask("messages.getConversations", count=PAGE, filter=which, **place)
            items = _items(answer)
            page = [one for item in items if (one := _seen(item)) is not None and one.peer_id not in listed]
            if page:
                yield page
            listed.update(one.peer_id for one in page)
            # Pinned conversations come first whatever their age: only a page of old ones is the end.
            last = next((number for item in reversed(items) if (number := _message_id(item)) > 0), 0)
            if len(items) < PAGE or not last or not any(one.date >= limit for one in page):
                return
            place = {"start_message_id": last}

    async def _compare_some(self, conversations: Sequence[Seen], span: _Span) -> int:
        """Compare up to 25 conversations; return how many messages were missing."""
        sinces = {one.peer_id: span.since if one.date >= span.since else span.floor for one in conversations}
        missing = await self._missing(sinces, span.until)
        now, expected = self._clock.now(), not self._has_compared
        found = await self._inbox.recover(missing, "message", now, expected=expected) if missing else 0
        await self._compared.done(conversations)
        if found:
            self._on_found()
        return found

    async def _missing(self, sinces: Mapping[int, datetime], until: datetime) -> list[NewEvent]:
        missing: list[NewEvent] = []
        offset, left = 0, list(sinces)
        while left:
            further = []
            for peer, answer in zip(left, await self._histories(left, offset), strict=True):
                events = list(_told_by(answer, sinces[peer], until))
                numbers = [event.conversation_message_id or 0 for event in events]
                known = await self._inbox.known_messages(peer, numbers) if numbers else set()
                missing += [event for event in events if event.conversation_message_id not in known]
                if _goes_on(answer, sinces[peer]):
                    further.append(peer)
            offset, left = offset + PAGE, further
        return in_order(sorted(missing, key=lambda event: event.lane))

    async def _histories(self, peers: Sequence[int], offset: int) -> list[Any]:
        """A page of each conversation, newest first; None for one that VK refuses to show.

        Raises:
            VkError, VkUnavailableError: VK didn't answer, or only for now: nothing may be taken for compared.
        """
        calls = [{"peer_id": peer, "count": PAGE, "offset": offset} for peer in peers]
        try:
            code = script([code_of(HISTORY, call) for call in calls])
            answers = results(await self._api.request("execute", {"code": code}), len(calls))
        except VkError as error:
            if _is_passing(error.code):
                raise
            answers = None
        if answers is None:
            answers = [await self._history(call) for call in calls]
        if any(answer.error is not None and _is_passing(answer.error) for answer in answers):
            raise VkUnavailableError(f"{HISTORY}: VK просит подождать")
        return [answer.response for answer in answers]

    async def _history(self, call: dict[str, int]) -> CallResult:
        try:
            return CallResult(await self._api.ask(HISTORY, **call))
        except VkError as error:
            return CallResult(error=error.code)


def _is_passing(code: int) -> bool:
    return judge(code, HISTORY) in (Verdict.RETRY, Verdict.RETRY_LATER)


def _items(answer: Any) -> list[Any]:
    items = answer.get("items") if isinstance(answer, Mapping) else None
    return items if isinstance(items, list) else []


def _moment(value: Any) -> datetime | None:
    seconds = integer(value)
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None and 0 <= seconds < 2**33 else None


def _goes_on(history: Any, since: datetime) -> bool:
    """Whether older messages of this conversation may be wanted too."""
    items = _items(history)
    date = _moment(items[-1].get("date")) if len(items) >= PAGE and isinstance(items[-1], Mapping) else None
    return date is not None and date >= since


def _seen(item: Any) -> Seen | None:
    try:
        last, peer = item["last_message"], integer(item["conversation"]["peer"]["id"])
        number, date = integer(last.get("conversation_message_id")), _moment(last["date"])
    except (KeyError, TypeError, AttributeError):
        return None
    if peer is None or date is None:
        return None
    return Seen(peer, number or 0, date, (integer(last.get("from_id")) or 0) > 0)


def _message_id(item: Any) -> int:
    last = item.get("last_message") if isinstance(item, Mapping) else None
    return (integer(last.get("id")) or 0) if isinstance(last, Mapping) else 0


def _told_by(history: Any, since: datetime, until: datetime) -> Iterator[NewEvent]:
    """People's messages of a history, and managers' replies by hand, as the events that should have told of them."""
    for message in _items(history):
        if not isinstance(message, Mapping):
            continue
        number, date = integer(message.get("conversation_message_id")), _moment(message.get("date"))
        if number is None or date is None or not since <= date <= until:
            continue
        kind = _kind(message)
        if kind is None:
            continue
        update = {"type": kind, "event_id": f"history:{message.get('peer_id')}:{number}"}
        event = store_form({**update, "object": {"message": message} if kind == "message_new" else message})
        if event.lane:
            yield event


def _kind(message: Mapping[str, Any]) -> str | None:
    """The event that tells of a message; None for the bot's own words."""
    sender = message.get("from_id")
    if not isinstance(sender, int):
        return None
    if sender > 0 and message.get("out") not in (1, True):
        return "message_new"
    return "message_reply" if (integer(message.get("admin_author_id")) or 0) > 0 else None
