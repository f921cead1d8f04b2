"""Delivery's loop: packages of calls in flight, each conversation's own in order."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Hashable, Sequence
from dataclasses import replace
from typing import Any

from loguru import logger

from appeals.ports import Clock
from bot.delivery.copies import Copies, CopyRefusedError, NobodyToCopyError
from bot.delivery.renewal import Renewal
from bot.delivery.suspects import NO_ANSWER, Suspects
from bot.delivery.verdicts import ATTACHMENT, Retry, is_refused_attachment, outcome, unreachable_people
from bot.lanes import Lanes
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.errors import HINTS, Verdict, VkError, VkUnavailableError, judge
from bot.vk.execute import MAX_CALLS, MAX_CODE, CallResult, code_of, results, script
from storage.errors import STORAGE_PAUSE, is_storage_trouble
from storage.outbox import DOCUMENTS, MARK_ANSWERED, Finished, Outbox, WaitingCall

WINDOW = 2000
"""Calls read ahead into memory."""

FLIGHTS = 8
"""Requests under way at once: at 20 a second it carries answers that take 0.4 s."""

FLUSH = 5.0
"""Seconds that a stop waits for the requests under way and for what is still to be sent."""

ONE_CALL_ONLY = frozenset({1, 9, 10, 15, 29, 36, 203})
"""Errors that may concern a single call sent alone: one that keeps being refused must not stop all others."""

NO_EXECUTE = frozenset({3, 15, 27, 203})
"""Errors of `execute` that may mean no more than that this token, or this server, has no `execute`."""

TOO_MANY_REQUESTS = 6
_TOO_MANY_PAUSE = 1.0
"""Seconds: the limit counts by the second, so the next one is free again. It is no sign of an outage."""

_WHOLE_REQUEST = frozenset({Verdict.RETRY, Verdict.RETRY_LATER, Verdict.STOP})
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
_ALARM_PAUSE = 60.0
_Lane = tuple[Hashable, WaitingCall]


class Delivery:
    """Sends the outbox of one community.

    A request whose answer was lost is repeated under the same `random_id`: VK delivers it once.

    Args:
        news: rung when the outbox has something new.
        on_events: called when a refusal put an event into the inbox.
        renewal: uploads anew what VK has forgotten; without it such attachments are left out.
        copies: makes the files of a person's data; without it they come as messages.
    """

    def __init__(
        self,
        outbox: Outbox,
        api: VkApi,
        clock: Clock,
        *,
        news: Bell,
        on_events: Callable[[], None],
        renewal: Renewal | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._outbox = outbox
        self._api = api
        self._clock = clock
        self._on_events = on_events
        self._lanes: Lanes[WaitingCall] = Lanes(lambda call: (call.priority, call.id))
        self._read_to = 0
        self._more = True
        self._bell = news
        self._flights: set[asyncio.Task[None]] = set()
        self._suspects = Suspects()
        self._renewal = renewal
        self._copies = copies
        self._renewing: set[asyncio.Task[None]] = set()
        self._tasks: asyncio.TaskGroup | None = None
        self._failures = 0
        self._paused_until = 0.0
        self._stop_at: float | None = None

    def stop(self) -> None:
        """Send what is waiting, but no longer than `FLUSH` seconds; then `run` returns."""
        self._stop_at = asyncio.get_running_loop().time() + FLUSH
        self._more = True
        self._bell.ring()

    async def run(self) -> None:
        """Send until stopped."""
        async with asyncio.TaskGroup() as flights:
            self._tasks = flights
            while not self._is_over():
                now = asyncio.get_running_loop().time()
                until = self._lanes.release_due(now)
                self._more |= self._bell.heard()
                may_start = now >= self._paused_until and len(self._flights) < FLIGHTS
                if may_start and (package := await self._next()):
                    flight = flights.create_task(self._fly(package))
                    self._flights.add(flight)
                    flight.add_done_callback(self._landed)
                    continue
                if self._paused_until > asyncio.get_running_loop().time():
                    until = self._paused_until  # also when the look for more has just failed
                if not self._is_over():  # the look for more may have found that there is none
                    await self._bell.wait(min((t for t in (until, self._stop_at) if t is not None), default=None))
            for flight in self._flights | self._renewing:
                flight.cancel()  # VK is slow; at the next start it is sent again under the same random_id

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._renewing.discard(flight)
        self._bell.ring()

    async def _next(self) -> list[_Lane]:
        """The next package; nothing when there is none, or while the database can't be read."""
        try:
            await self._refill()
            return await self._pack() if self._lanes.has_free else []
        except sqlite3.Error as error:
            self._storage_failed([], error)
            return []

    def _is_over(self) -> bool:
        if self._stop_at is None:
            return False
        idle = not self._flights and not self._renewing and not self._lanes.has_free and not self._more
        down = self._failures > 0 and not self._flights
        return idle or down or asyncio.get_running_loop().time() >= self._stop_at

    async def _refill(self) -> None:
        while self._more and self._lanes.has_room(WINDOW):
            calls = await self._outbox.waiting(self._read_to, WINDOW)
            self._more = len(calls) == WINDOW  # not before: a look that fails is made again
            for call in calls:
                self._read_to = call.id
                self._lanes.add(_lane(call), call)

    async def _pack(self) -> list[_Lane]:
        """Take the most urgent calls that fit one request."""
        package: list[_Lane] = []
        size = 0
        # While VK doesn't answer, calls go alone: one that it never answers must not take others along.
        for lane, call in self._lanes.take(1 if self._failures else MAX_CALLS):
            size += len(code_of(call.method, call.params).encode())
            if package and size > MAX_CODE:
                self._lanes.release([lane])
            else:
                package.append((lane, call))
        return package

    async def _fly(self, package: Sequence[_Lane]) -> None:
        """Send one package and record what came of it."""
        try:
            if ready := await self._aim(package):
                await self._deliver(ready)
        except sqlite3.Error as error:
            self._storage_failed(package, error)

    async def _aim(self, package: Sequence[_Lane]) -> list[_Lane]:
        """The calls that can be sent now; those that never will be are recorded as such."""
        package = await self._claimed(package)
        aimed = [(lane, await self._aimed(call)) for lane, call in package]
        if late := {lane: call for lane, call in aimed if isinstance(call, Finished)}:
            await self._outbox.finish(list(late.values()), [], [], self._clock.now())
            for lane in late:
                self._lanes.done(lane)
            self._on_events()
        ready = [(lane, call) for lane, call in aimed if isinstance(call, WaitingCall)]
        return [one for one in [await self._attached(*one) for one in ready] if one is not None]

    async def _claimed(self, package: Sequence[_Lane]) -> Sequence[_Lane]:
        """The package without what has been called back meanwhile."""
        if not (revocable := [call.id for _, call in package if call.is_revocable]):
            return package
        claimed = await self._outbox.claim(revocable, self._clock.now())
        gone = [one for one in package if one[1].is_revocable and one[1].id not in claimed]
        for lane, _ in gone:
            self._lanes.done(lane)
        return [one for one in package if one not in gone]

    async def _attached(self, lane: Hashable, call: WaitingCall) -> _Lane | None:
        """The call with the newest names of its attachments; None while a file is being uploaded for it."""
        if DOCUMENTS in call.params:
            self._start(self._copied(lane, call), call)
            return None
        if self._renewal is None or call.is_renewed or call.is_bare or ATTACHMENT not in call.params:
            return lane, call
        looked = await self._renewal.looked(call)
        if not looked.keyless:
            return lane, looked.call
        self._renew(lane, looked.call, refused=False)
        return None

    def _renew(self, lane: Hashable, call: WaitingCall, *, refused: bool) -> None:
        """Upload a call's files; its conversation waits for them, and nobody else."""
        self._start(self._renewed(lane, call, refused=refused), call)

    def _start(self, work: Coroutine[Any, Any, None], call: WaitingCall) -> None:
        assert self._tasks is not None, "calls are sent only while `run` works"
        task = self._tasks.create_task(work, name=f"files of {call.id}")
        self._renewing.add(task)
        task.add_done_callback(self._landed)

    async def _renewed(self, lane: Hashable, call: WaitingCall, *, refused: bool) -> None:
        assert self._renewal is not None
        try:
            head, pause = await self._renewal.renewed(call, refused=refused)
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            head, pause = call, STORAGE_PAUSE
        self._lanes.hold(lane, asyncio.get_running_loop().time() + pause, head)

    async def _copied(self, lane: Hashable, call: WaitingCall) -> None:
        """Make the files of a person's data and upload them; where VK takes none, the data come as messages."""
        try:
            if self._copies is None:
                raise CopyRefusedError
            head, pause = await self._copies.attached(call)
        except CopyRefusedError:
            await self._refuse_copy(lane, call, tell=True)
            return
        except NobodyToCopyError:
            await self._refuse_copy(lane, call, tell=False)
            return
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            head, pause = call, STORAGE_PAUSE
        self._lanes.hold(lane, asyncio.get_running_loop().time() + pause, head)

    async def _refuse_copy(self, lane: Hashable, call: WaitingCall, *, tell: bool) -> None:
        try:
            await self._outbox.refuse_copy(call.id, self._clock.now(), tell=tell)
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            self._lanes.hold(lane, asyncio.get_running_loop().time() + STORAGE_PAUSE, call)
            return
        self._lanes.done(lane)
        self._on_events()

    async def _aimed(self, call: WaitingCall) -> WaitingCall | Finished:
        """The call as it can be sent now, or why it never will be: it is too late, or what it edits was never sent."""
        if call.expires_at is not None and call.expires_at <= self._clock.now():
            return Finished(call.id, "expired", "поздно")
        if call.edits_id is None:
            return call
        number = await self._outbox.message_of(call.edits_id)
        if number is None:
            return Finished(call.id, "expired", "нечего изменять")
        # VK's documentation calls it `conversation_message_id`, its schema `cmid`.
        return replace(call, params={**call.params, "conversation_message_id": number, "cmid": number})

    async def _deliver(self, package: Sequence[_Lane]) -> None:
        """Send and record; whatever fails, every lane of the package is free, held or done afterwards."""
        try:
            answers = await self._answers([call for _, call in package])
            if answers is None:
                await self._one_by_one(package, "ответ не по запросу")
            else:
                await self._record(package, answers)
        except VkUnavailableError as error:
            await self._unanswered(package, f"нет ответа ({error})")
        except VkError as error:
            await self._refused(package, error)
        except sqlite3.Error as error:
            # Not recorded, so it will be sent again under the same random_id: VK won't deliver it twice.
            self._storage_failed(package, error)

    def _storage_failed(self, package: Sequence[_Lane], error: sqlite3.Error) -> None:
        if not is_storage_trouble(error):
            raise error
        self._back_off(package, f"база не отвечает ({error.sqlite_errorname})", STORAGE_PAUSE)

    async def _answers(self, calls: Sequence[WaitingCall]) -> list[CallResult] | None:
        """What VK answered to each call; None when that can't be told from the answer to all.

        Raises:
            VkError: VK refused the request as a whole.
            VkUnavailableError: VK didn't answer.
        """
        if len(calls) == 1:
            return [await self._answer(calls[0])]
        code = script([code_of(call.method, call.params) for call in calls])
        return results(await self._api.request("execute", {"code": code}), len(calls))

    async def _answer(self, call: WaitingCall) -> CallResult:
        try:
            return CallResult((await self._api.request(call.method, call.params))["response"])
        except VkError as error:
            if error.code in ONE_CALL_ONLY or judge(error.code, call.method) not in _WHOLE_REQUEST:
                return CallResult(error=error.code)
            raise

    async def _refused(self, package: Sequence[_Lane], error: VkError) -> None:
        """VK refused the request as a whole."""
        verdict = judge(error.code, error.method)
        if len(package) > 1 and error.code in NO_EXECUTE:
            await self._one_by_one(package, f"ошибка VK {error.code}")
        elif verdict is Verdict.STOP:
            logger.critical("Отправка остановлена: VK отвечает ошибкой {}. {}", error.code, HINTS.get(error.code, ""))
            self._back_off(package, f"VK {error.code}", _ALARM_PAUSE)
        elif error.code == TOO_MANY_REQUESTS:
            self._lanes.release([lane for lane, _ in package])
            self._paused_until = asyncio.get_running_loop().time() + _TOO_MANY_PAUSE
        elif verdict in _WHOLE_REQUEST:
            self._back_off(package, f"VK {error.code}")
        else:
            # One call spoils the program for all: find it by halves.
            middle = len(package) // 2
            logger.warning("execute: ошибка VK {}, делим пополам", error.code)
            await self._deliver(package[:middle])
            await self._deliver(package[middle:])

    async def _one_by_one(self, package: Sequence[_Lane], reason: str) -> None:
        logger.warning("execute: {}, отправляем по одному", reason)
        for one in package:
            await self._deliver([one])

    async def _unanswered(self, package: Sequence[_Lane], reason: str) -> None:
        """VK is down; or, should it answer everything else, this very call is to blame."""
        if len(package) > 1:
            self._back_off(package, reason)
            return
        lane, call = package[0]
        pause = self._suspects.pause_for(call.id)
        if pause is None:
            await self._record(package, [CallResult(error=NO_ANSWER)])
            return
        self._lanes.hold(lane, asyncio.get_running_loop().time() + pause, call)
        self._back_off([], reason)

    async def _record(self, package: Sequence[_Lane], answers: Sequence[CallResult]) -> None:
        self._failures = 0
        self._suspects.answered(call.id for _, call in package)
        calls = {call.id: call for _, call in package}
        answered = list(zip(package, answers, strict=True))
        copies = [one for one, answer in answered if one[1].brings_copy and is_refused_attachment(one[1], answer)]
        for lane, call in copies:
            await self._refuse_copy(lane, call, tell=True)
        forgotten = [one for one, answer in answered if self._may_renew(one[1], answer)]
        others = [(one, answer) for one, answer in answered if one not in forgotten and one not in copies]
        ends = [(*one, outcome(one[1], answer)) for one, answer in others]
        for lane, call in forgotten:
            self._renew(lane, call, refused=True)
        finished = [end for _, _, end in ends if isinstance(end, Finished)]
        postponed = [end.row for _, _, end in ends if isinstance(end, Retry)]
        people = unreachable_people(calls, finished)
        # What VK has taken must be marked as sent even when this task is cancelled meanwhile.
        await asyncio.shield(self._outbox.finish(finished, postponed, people, self._clock.now()))
        now = asyncio.get_running_loop().time()
        for lane, call, end in ends:
            if isinstance(end, Finished):
                self._lanes.done(lane)
            else:
                logger.warning("Вызов {} ({}): {}, повтор через {} с", call.id, call.method, end.row.error, end.pause)
                if end.hint:
                    logger.critical("Нужна настройка: {}", end.hint)
                head = replace(end.head or call, attempts=call.attempts + 1)
                self._lanes.hold(lane, now + end.pause, head)
        if any(end.outcome != "sent" or end.is_bare for end in finished):
            self._on_events()

    def _may_renew(self, call: WaitingCall, answer: CallResult) -> bool:
        is_new = self._renewal is not None and not call.is_renewed
        return is_new and not call.is_bare and is_refused_attachment(call, answer)

    def _back_off(self, package: Sequence[_Lane], reason: str, pause: float | None = None) -> None:
        """Send nothing for a while: VK is down, or asks to slow down. The calls stay at the head of their lanes."""
        self._lanes.release([lane for lane, _ in package])
        now = asyncio.get_running_loop().time()
        if now < self._paused_until:
            return  # requests that were under way together fail together: one failure, one pause
        pause = pause or _PAUSES[min(self._failures, len(_PAUSES) - 1)]
        self._failures += 1
        self._paused_until = now + pause
        logger.warning("Отправка: {}, пауза {} с", reason, pause)


def _lane(call: WaitingCall) -> Hashable:
    """Whose order a call belongs to. The answer to a press and the mark «answered» stand outside any order."""
    if call.method == MARK_ANSWERED:
        return ("mark", call.peer_id)
    return ("press", call.id) if call.method == "messages.sendMessageEventAnswer" else call.peer_id
