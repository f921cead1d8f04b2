"""Delivery's loop: requests in flight, each conversation's own in order, the most urgent first."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from loguru import logger

from appeals.ports import Clock
from bot.delivery.attaching import Attaching
from bot.delivery.breaker import FLIGHTS, Breaker
from bot.delivery.copies import Copies
from bot.delivery.express import NO_EXECUTE, WHOLE_REQUEST, Express
from bot.delivery.parcels import Parcel, Settled, scattered, settle
from bot.delivery.queue import Queue
from bot.delivery.renewal import Renewal
from bot.delivery.suspects import NO_ANSWER, Suspects
from bot.delivery.verdicts import error_of, is_refused_attachment, unreachable_people
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.errors import HINTS, TOO_MANY_REQUESTS, Verdict, VkError, VkUnavailableError, judge
from bot.vk.execute import MAX_CALLS, CallResult
from bot.vk.questions import Questions
from storage.errors import STORAGE_PAUSE, is_storage_trouble
from storage.outbox import SEND, Finished, Outbox, WaitingCall

FLUSH = 5.0
"""Seconds that a stop waits for the requests under way and for what is still to be sent."""

MASS_FLIGHTS = FLIGHTS // 2
"""Requests under way that carry nothing but mass sending: the others are kept for what people wait for."""

OTHERS_FIRST = 0.5
"""Seconds after a pause during which the call that began it waits: VK may answer the others."""

MAX_UNANSWERED_TOGETHER = 3
"""Times that a batch may stay without an answer while VK answers others; then everybody in it goes alone."""

ONE_CALL_ONLY = frozenset({1, 9, 10, 15, 29, 36, 203})
"""Errors that may concern a single call sent alone: one that keeps being refused must not stop all others."""

_ALARM_PAUSE = 60.0


class Delivery:
    """Sends the outbox of one community.

    A request whose answer was lost is repeated under the same `random_id`: VK delivers it once.

    Args:
        news: rung when the outbox has something new.
        on_events: called when a refusal put an event into the inbox.
        renewal: uploads anew what VK has forgotten; without it such attachments are left out.
        copies: makes the files of a person's data; without it they come as messages.
        questions: what is asked of VK and may ride along.
        chance: spreads the pauses after failures.
    """

    def __init__(  # noqa: PLR0913 – the parts of the process it works with; most may be missing
        self,
        outbox: Outbox,
        api: VkApi,
        clock: Clock,
        *,
        news: Bell,
        on_events: Callable[[], None],
        renewal: Renewal | None = None,
        copies: Copies | None = None,
        questions: Questions | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._outbox = outbox
        self._api = api
        self._clock = clock
        self._on_events = on_events
        self._bell = news
        self._queue = Queue(outbox)
        self._breaker = Breaker(chance or random.Random())
        self._suspects = Suspects()
        self._questions = questions or Questions(api)
        self._express = Express(api, self._questions)
        self._attaching = Attaching(
            outbox, self._queue, clock, start=self._start, on_events=on_events, renewal=renewal, copies=copies
        )
        self._flights: dict[asyncio.Task[None], bool] = {}
        self._uploading: set[asyncio.Task[None]] = set()
        self._tasks: asyncio.TaskGroup | None = None
        self._stop_at: float | None = None
        self._left_since: float | None = None

    def stop(self) -> None:
        """Send what is waiting, but no longer than `FLUSH` seconds; then `run` returns."""
        self._stop_at = asyncio.get_running_loop().time() + FLUSH
        self._queue.look()
        self._bell.ring()

    async def run(self) -> None:
        """Send until stopped."""
        async with asyncio.TaskGroup() as flights:
            self._tasks = flights
            while not self._is_over():
                now = asyncio.get_running_loop().time()
                until = self._queue.release_due(now)
                self._listen()
                if package := await self._next():
                    flight = flights.create_task(self._fly(package))
                    self._flights[flight] = all(parcel.is_mass for parcel in package)
                    flight.add_done_callback(self._landed)
                    continue
                moments = [until, self._stop_at]
                if self._queue.has_mass and self._queue.mass_from > now:
                    moments.append(self._queue.mass_from)
                # By the time before the look: a pause that ends during the look must be woken from too.
                if self._breaker.paused_until > now:
                    moments = [self._breaker.paused_until, self._stop_at]
                if not self._is_over():  # the look for more may have found that there is none
                    await self._bell.wait(min((t for t in moments if t is not None), default=None))
            for task in self._flights.keys() | self._uploading:
                task.cancel()  # VK is slow; at the next start it is sent again under the same random_id

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flights.pop(task, None)
        self._uploading.discard(task)
        self._bell.ring()

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        assert self._tasks is not None, "files are uploaded only while `run` works"
        task = self._tasks.create_task(work, name=name)
        self._uploading.add(task)
        task.add_done_callback(self._landed)

    def _is_over(self) -> bool:
        if self._stop_at is None:
            return False
        now = asyncio.get_running_loop().time()
        waits = self._queue.has_urgent or (self._queue.has_mass and self._queue.floods.rests_until <= now)
        idle = not self._flights and not self._uploading and not waits and not self._queue.has_more
        down = self._breaker.is_troubled and not self._flights
        return idle or down or now >= self._stop_at

    # What goes next

    async def _next(self) -> list[Parcel]:
        """The next package; nothing when there is none, or while VK or the database rest.

        It is packed when its moment has come, not before: what was written meanwhile goes with it.
        """
        since, self._left_since = self._left_since, None
        if not self._may_start():
            return []
        try:
            if not self._queue.has_urgent:  # else there is work, and what is new is read when its moment has come
                await self._queue.refill()
            await self._queue.gather(self._clock.now())
            if not self._has_work():
                return []
            await self._api.turn(since)
            self._listen()
            await self._queue.refill()
        except sqlite3.Error as error:
            self._storage_failed([], error)
            return []
        if not self._may_start():
            return []
        now = asyncio.get_running_loop().time()
        is_suspect = self._suspects.__contains__
        calls = self._breaker.calls - (self._is_roomy and self._questions.leave_place())
        package = self._queue.take(calls, now, mass=self._may_send_mass(), is_suspect=is_suspect)
        self._left_since = now if self._queue.has_urgent else None
        return package

    @property
    def _is_roomy(self) -> bool:
        """Whether all is well, so that a request may take a question along."""
        return self._breaker.calls == MAX_CALLS

    def _listen(self) -> None:
        if self._bell.heard():
            self._queue.look()

    def _may_start(self) -> bool:
        now = asyncio.get_running_loop().time()
        return now >= self._breaker.paused_until and len(self._flights) < self._breaker.flights

    def _may_send_mass(self) -> bool:
        rests = self._queue.mass_from > asyncio.get_running_loop().time()
        return not rests and sum(self._flights.values()) < MASS_FLIGHTS

    def _has_work(self) -> bool:
        return self._queue.has_urgent or (self._queue.has_mass and self._may_send_mass())

    # One request

    async def _fly(self, package: Sequence[Parcel]) -> None:
        """Send one package and record what came of it."""
        try:
            if ready := await self._aim(package):
                await self._deliver(ready, in_turn=True)
        except sqlite3.Error as error:
            self._storage_failed(package, error)

    async def _aim(self, package: Sequence[Parcel]) -> list[Parcel]:
        """The parcels that can be sent now; those that never will be are recorded as such."""
        package = await self._claimed(package)
        aimed = [(parcel, await self._aimed(parcel.first)) for parcel in package]
        if late := [(parcel, end) for parcel, end in aimed if isinstance(end, Finished)]:
            await self._outbox.finish([end for _, end in late], [], [], self._clock.now())
            for parcel, _ in late:
                self._queue.done(parcel)
            self._on_events()
        ready = [parcel.changed(call) for parcel, call in aimed if isinstance(call, WaitingCall)]
        return [one for one in [await self._attaching.attached(parcel) for parcel in ready] if one is not None]

    async def _claimed(self, package: Sequence[Parcel]) -> Sequence[Parcel]:
        """The package without what has been called back meanwhile. A batch was claimed as it was gathered."""
        revocable = [one.id for one in package if one.first.is_revocable and one.first.batch is None]
        if not revocable:
            return package
        gone = set(revocable) - await self._outbox.claim(revocable, self._clock.now())
        for parcel in package:
            if parcel.id in gone:
                self._queue.done(parcel)
        return [parcel for parcel in package if parcel.id not in gone]

    async def _aimed(self, call: WaitingCall) -> WaitingCall | Finished:
        """The call as it can be sent now, or why it never will be: it is too late, or what it edits was never sent."""
        if call.batch is None and call.expires_at is not None and call.expires_at <= self._clock.now():
            return Finished(call.id, "expired", "поздно")
        if call.edits_id is None:
            return call
        number = await self._outbox.message_of(call.edits_id)
        if number is None:
            return Finished(call.id, "expired", "нечего изменять")
        # VK's documentation calls it `conversation_message_id`, its schema `cmid`.
        return replace(call, params={**call.params, "conversation_message_id": number, "cmid": number})

    async def _deliver(self, package: Sequence[Parcel], *, in_turn: bool = False) -> None:
        """Send and record; whatever fails, every parcel of the package is free, held or done afterwards."""
        try:
            answers = await self._answers(package, in_turn=in_turn)
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

    async def _answers(self, package: Sequence[Parcel], *, in_turn: bool) -> list[CallResult] | None:
        """What VK answered to each call; None when that can't be told from the answer to all.

        Raises:
            VkError: VK refused the request as a whole.
            VkUnavailableError: VK didn't answer.
        """
        if len(package) == 1:
            return [await self._answer(package[0], in_turn=in_turn)]
        codes = [parcel.code for parcel in package]
        return await self._express.send(codes, in_turn=in_turn, roomy=in_turn and self._is_roomy)

    async def _answer(self, parcel: Parcel, *, in_turn: bool) -> CallResult:
        method = parcel.first.method
        try:
            return CallResult((await self._api.request(method, parcel.params, in_turn=in_turn))["response"])
        except VkError as error:
            if error.code in ONE_CALL_ONLY or judge(error.code, method) not in WHOLE_REQUEST:
                return CallResult(error=error.code)
            raise

    # What came of it

    async def _refused(self, package: Sequence[Parcel], error: VkError) -> None:
        """VK refused the request as a whole."""
        verdict = judge(error.code, error.method)
        if len(package) > 1 and error.code in NO_EXECUTE:
            await self._one_by_one(package, f"ошибка VK {error.code}")
        elif verdict is Verdict.STOP:
            logger.critical("Отправка остановлена: VK отвечает ошибкой {}. {}", error.code, HINTS.get(error.code, ""))
            self._back_off(package, f"VK {error.code}", _ALARM_PAUSE)
        elif error.code == TOO_MANY_REQUESTS:
            self._queue.release(package)  # the pace has learned of it: it is no sign of an outage
        elif verdict in WHOLE_REQUEST:
            self._back_off(package, f"VK {error.code}")
        else:
            # One call spoils the program for all: find it by halves.
            middle = len(package) // 2
            logger.warning("execute: ошибка VK {}, делим пополам", error.code)
            await self._deliver(package[:middle])
            await self._deliver(package[middle:])

    async def _one_by_one(self, package: Sequence[Parcel], reason: str) -> None:
        logger.warning("execute: {}, отправляем по одному", reason)
        for one in package:
            await self._deliver([one])

    async def _unanswered(self, package: Sequence[Parcel], reason: str) -> None:
        """VK is down; or, should it answer everything else, this very call is to blame."""
        if len(package) > 1:
            self._back_off(package, reason)
            return
        (parcel,) = package
        times, pause = self._suspects.unanswered(parcel.id)
        if pause is None:
            await self._record(package, [CallResult(error=NO_ANSWER)])
        elif len(parcel.calls) > 1 and times >= MAX_UNANSWERED_TOGETHER:
            await self._keep([(parcel, scattered(parcel, "нет ответа"))])
        else:
            if not times:
                self._back_off([], reason)
                pause = self._breaker.paused_until - asyncio.get_running_loop().time() + OTHERS_FIRST
            self._queue.hold(parcel, asyncio.get_running_loop().time() + pause)

    async def _record(self, package: Sequence[Parcel], answers: Sequence[CallResult]) -> None:
        self._breaker.answered()
        self._suspects.answered(parcel.id for parcel in package)
        self._learn_of_floods(package, answers)
        settled: list[tuple[Parcel, Settled]] = []
        for parcel, answer in zip(package, answers, strict=True):
            if parcel.first.brings_copy and is_refused_attachment(parcel.first, answer):
                await self._attaching.refuse_copy(parcel, tell=True)
            elif self._attaching.may_renew(parcel, answer):
                self._attaching.renew(parcel, refused=True)
            else:
                settled.append((parcel, settle(parcel, answer)))
        await self._keep(settled)

    def _learn_of_floods(self, package: Sequence[Parcel], answers: Sequence[CallResult]) -> None:
        errors: list[int | None] = []
        for parcel, answer in zip(package, answers, strict=True):
            if parcel.first.method == SEND:
                told = parcel.results(answer)
                errors += [answer.error] if told is None else map(error_of, parcel.calls, told)
        resting = self._queue.floods.rests_until
        self._queue.floods.heard(errors, asyncio.get_running_loop().time())
        if self._queue.floods.rests_until > resting:
            logger.warning("VK считает отправку слишком частой: рассылка ждёт, ответы идут")

    async def _keep(self, settled: Sequence[tuple[Parcel, Settled]]) -> None:
        """Write down what came of parcels, then let go on what goes on."""
        finished = [end for _, one in settled for end in one.finished]
        postponed = [row for _, one in settled for row in one.postponed]
        calls = {call.id: call for parcel, _ in settled for call in parcel.calls}
        people = unreachable_people(calls, finished)
        # What VK has taken must be marked as sent even when this task is cancelled meanwhile.
        await asyncio.shield(self._outbox.finish(finished, postponed, people, self._clock.now()))
        now = asyncio.get_running_loop().time()
        for parcel, one in settled:
            self._queue.settled(parcel, one.again, now)
            if one.again:
                pause = max(pause for _, pause in one.again)
                error, count = one.postponed[0].error, len(one.postponed)
                name = parcel.first.method
                logger.warning("Вызов {} ({}): {}, строк: {}, повтор через {} с", parcel.id, name, error, count, pause)
            for hint in one.hints[:1]:
                logger.critical("Нужна настройка: {}", hint)
        if any(end.outcome != "sent" or end.is_bare for end in finished):
            self._on_events()

    def _storage_failed(self, package: Sequence[Parcel], error: sqlite3.Error) -> None:
        if not is_storage_trouble(error):
            raise error
        self._back_off(package, f"база не отвечает ({error.sqlite_errorname})", STORAGE_PAUSE)

    def _back_off(self, package: Sequence[Parcel], reason: str, pause: float | None = None) -> None:
        """Send nothing for a while: VK is down, or asks to slow down. The parcels stay at the head of their lanes."""
        self._queue.release(package)
        begun = self._breaker.failed(len(package), asyncio.get_running_loop().time(), pause)
        if begun is not None:
            logger.warning("Отправка: {}, пауза {:.1f} с", reason, begun)
