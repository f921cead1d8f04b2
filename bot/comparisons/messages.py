"""Finding what the long poll did not bring: VK's conversations are compared with the inbox.

After a stop longer than VK keeps its events, and after `failed` 1 or 3, messages exist that no event told of. They are
read from the history and put into the inbox through the usual door, where a message that is known already is ignored.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from loguru import logger

from appeals.ports import Clock
from bot.comparisons.loop import FIRST_MARGIN, MARGIN, Comparison, vk_time
from bot.events import in_order, store_form
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge
from bot.vk.execute import MAX_CALLS, CallResult, code_of, results, script
from bot.vk.numbers import integer
from storage.inbox import Inbox, NewEvent

PAGE = 200
"""Conversations, or messages of one, in a page (VK's maximum)."""

MAX_PAGES = 50
"""Pages of conversations at most: a bound, so that a broken answer can't keep it going for ever."""

HISTORY = "messages.getHistory"


class MessageComparison(Comparison):
    """Compares when asked to.

    Args:
        on_found: called when something was missing and is in the inbox now.
    """

    name = "Сверка сообщений с VK"

    def __init__(self, api: VkApi, inbox: Inbox, clock: Clock, *, on_found: Callable[[], None]) -> None:
        super().__init__()
        self._api = api
        self._inbox = inbox
        self._clock = clock
        self._on_found = on_found
        self._has_compared = False

    async def compare(self) -> int:
        """Compare once; return how many messages were missing.

        The first time it looks back but a little: what was written before the bot began isn't its business, what
        came while it was starting is.

        Raises:
            VkError, VkUnavailableError
        """
        began = await vk_time(self._api, self._clock)
        before = await self._inbox.reconciled_at()
        since = before - MARGIN if before is not None else began - FIRST_MARGIN
        found = 0
        peers = [peer async for peer in self._changed(since)]
        for index in range(0, len(peers), MAX_CALLS):
            missing = await self._missing(peers[index : index + MAX_CALLS], since)
            now, expected = self._clock.now(), not self._has_compared
            found += await self._inbox.recover(missing, "message", now, expected=expected) if missing else 0
        await self._inbox.set_reconciled(began)
        self._has_compared = True
        if found:
            logger.warning("{}: найдено пропущенных: {}", self.name, found)
            self._on_found()
        return found

    async def _changed(self, since: datetime) -> AsyncIterator[int]:
        """Conversations with a message since then, newest first."""
        for page in range(MAX_PAGES):
            answer = await self._api.ask("messages.getConversations", count=PAGE, offset=page * PAGE, filter="all")
            items = answer.get("items") if isinstance(answer, dict) else None
            recent = [peer for item in items or [] if (peer := _peer_since(item, since)) is not None]
            for peer in recent:
                yield peer
            # Pinned conversations come first whatever their age: only a page of old ones is the end.
            if not recent or len(items or []) < PAGE:
                return

    async def _missing(self, peers: Sequence[int], since: datetime) -> list[NewEvent]:
        missing: list[NewEvent] = []
        offset, left = 0, list(peers)
        while left and offset < PAGE * MAX_PAGES:
            further = []
            for peer, answer in zip(left, await self._histories(left, offset), strict=True):
                events = list(_incoming(answer, since))
                numbers = [event.conversation_message_id or 0 for event in events]
                known = await self._inbox.known_messages(peer, numbers) if numbers else set()
                missing += [event for event in events if event.conversation_message_id not in known]
                if _goes_on(answer, since):
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


def _goes_on(history: Any, since: datetime) -> bool:
    """Whether older messages of this conversation may be wanted too."""
    items = history.get("items") if isinstance(history, dict) else None
    if not isinstance(items, list) or len(items) < PAGE:
        return False
    date = integer(items[-1].get("date")) if isinstance(items[-1], dict) else None
    return date is not None and datetime.fromtimestamp(date, UTC) >= since


def _peer_since(item: Any, since: datetime) -> int | None:
    try:
        date, peer = item["last_message"]["date"], item["conversation"]["peer"]["id"]
    except (KeyError, TypeError):
        return None
    fresh = isinstance(date, int) and datetime.fromtimestamp(date, UTC) >= since
    return peer if fresh and isinstance(peer, int) else None


def _incoming(history: Any, since: datetime) -> Iterator[NewEvent]:
    """People's messages of a history since then, in the form of the events that should have told of them."""
    items = history.get("items") if isinstance(history, dict) else None
    for message in items if isinstance(items, list) else []:
        if not isinstance(message, dict):
            continue
        sender, number, date = (message.get(name) for name in ("from_id", "conversation_message_id", "date"))
        if not isinstance(sender, int) or sender <= 0 or message.get("out") in (1, True):
            continue
        if not isinstance(number, int) or not isinstance(date, int) or datetime.fromtimestamp(date, UTC) < since:
            continue
        update = {"type": "message_new", "event_id": f"history:{message.get('peer_id')}:{number}"}
        event = store_form({**update, "object": {"message": message}})
        if event.lane:
            yield event
