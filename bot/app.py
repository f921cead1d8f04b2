"""The composition root: one readable place where everything is made and connected."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from itertools import chain, repeat
from typing import Any, TypeVar

import aiohttp
from loguru import logger
from pydantic import SecretStr

from appeals.administration import Administration, Department
from appeals.calendar import WorkingCalendar
from appeals.ports import Clock, Ids
from appeals.value import dataclass
from bot import collector
from bot.callback import CallbackDoor, CallbackServer, listening
from bot.clock import RussianCalendar
from bot.community import Community, Mark, identify, inspect
from bot.comparisons.comments import CommentComparison
from bot.comparisons.leads import LeadComparison
from bot.comparisons.loop import Comparison
from bot.comparisons.messages import MessageComparison
from bot.contents.addresses import Addresses, PublicResolver
from bot.contents.download import Downloads
from bot.contents.finishing import FinishDestructions
from bot.contents.keeping import Keeping
from bot.contents.reports import ContentReports
from bot.contents.uploads import Uploads
from bot.delivery.breaker import FLIGHTS
from bot.delivery.copies import Copies
from bot.delivery.delivery import Delivery
from bot.delivery.renewal import Renewal
from bot.errors import StartError
from bot.first_look import caught_up
from bot.intake import Intake
from bot.lock import only_process
from bot.questions import take_over_questions
from bot.settings import Settings
from bot.signals import Bell
from bot.staff import StaffList
from bot.ticking import NAMES_EVERY, STAFF_EVERY, Ground, comparing, looking_after, telling
from bot.vk.client import VkApi
from bot.vk.errors import VkUnavailableError
from bot.vk.pace import SPACING, Pace, Share
from bot.vk.questions import Questions
from bot.worker.handling import Handling
from bot.worker.short_names import NamesAsked
from bot.worker.strangers import Strangers
from bot.worker.worker import Worker
from handlers.turn import Office
from scheduler.ticks import Tick, build_scheduler, keep_ticking
from storage.compared import Compared
from storage.content_files import ContentFiles, folder_beside
from storage.contents import Contents
from storage.database import Database
from storage.errors import StorageError, reason_of
from storage.inbox import Inbox
from storage.migrations import migrate
from storage.outbox import Outbox
from storage.personal import DataAtRest
from storage.profiles import Profiles

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts to reach VK at start."""

USER_SPACING = 0.4
"""Seconds between requests of a user's or a service token: VK allows three a second."""

NAMES_PATIENCE = 16
"""Requests that go before one for the names of people who write for the first time."""

COMPARING_SHARE = 4
"""One request in so many is a comparison's at most."""

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the process gets from outside: settings, rules, time, chance, and where to serve VK's Callback API."""

    settings: Settings
    administration: Administration
    clock: Clock
    ids: Ids
    callback: CallbackServer | None = None


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, brought up to this version.

    Raises:
        StartError: it can't be used.
    """
    try:
        database = await Database.open(settings.database_path)
    except StorageError as error:
        raise StartError(str(error)) from None
    try:
        with _storage_at_start(settings):
            await migrate(database)
        yield database
    finally:
        await database.close()


@contextmanager
def _storage_at_start(settings: Settings) -> Iterator[None]:
    """A database that can't be used while the process starts is a mistake of the set-up."""
    try:
        yield
    except StorageError as error:
        raise StartError(str(error)) from None
    except sqlite3.Error as error:
        raise StartError(f"база {settings.database_path} (DATABASE_PATH): {reason_of(error)}") from None


@asynccontextmanager
async def open_api(
    settings: Settings, pace: Pace | Share, *, connections: int, token: SecretStr | None = None
) -> AsyncIterator[VkApi]:
    """A client of VK's API with a pool of its own; `token` is the community's unless another is given."""
    secret = (token or settings.vk_token).get_secret_value()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections)) as session:
        yield VkApi(secret, settings.vk_api_url, pace=pace, session=session)


@dataclass(frozen=True, slots=True)
class Clients:
    """The clients of VK's API.

    `api` and `polling` have the community's token; the long poll has a client of its own, so that slow sends can't
    starve it. `names` lets replies go first for most of a second: when thousands write for the first time, they are
    asked about in large portions. `comparing` may make a quarter of the requests at most, and lets the others go first.
    `files` fetches and uploads people's files, without a token. `user` and `service` are there where their tokens are
    set: they see what a community's token doesn't.
    """

    api: VkApi
    polling: VkApi
    files: aiohttp.ClientSession
    names: VkApi
    comparing: VkApi
    user: VkApi | None = None
    service: VkApi | None = None


@asynccontextmanager
async def open_clients(
    settings: Settings, *, spacing: float = SPACING, user_spacing: float = USER_SPACING
) -> AsyncIterator[Clients]:
    """All clients that the settings allow; requests of each token are `spacing` seconds apart."""
    pace = Pace(spacing)
    async with AsyncExitStack() as stack:

        async def opened(token: SecretStr | None, own: Pace | Share, connections: int) -> VkApi:
            return await stack.enter_async_context(open_api(settings, own, connections=connections, token=token))

        user, service = settings.vk_user_token, settings.vk_service_token
        yield Clients(
            api=await opened(None, pace, FLIGHTS + 4),
            polling=await opened(None, pace, 4),
            files=await stack.enter_async_context(_open_files(settings)),
            names=await opened(None, Share(pace, 0, NAMES_PATIENCE), 1),
            comparing=await opened(None, Share(pace, spacing * COMPARING_SHARE), 1),
            user=await opened(user, Pace(user_spacing), 1) if user else None,
            service=await opened(service, Pace(user_spacing), 1) if service else None,
        )


def _open_files(settings: Settings) -> aiohttp.ClientSession:
    """The client for people's files: only the open internet, unless VK itself is a sandbox on this machine."""
    resolver = None if Addresses(settings.vk_api_url).is_sandbox else PublicResolver()
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=8, resolver=resolver), cookie_jar=aiohttp.DummyCookieJar()
    )


async def find_community(api: VkApi, settings: Settings, departments: Sequence[Department] = ()) -> Community:
    """The token's community, checked for all without which the bot can't work. Waits while VK can't be reached.

    Raises:
        StartError: the token, a right or a setting is wrong; the text names it.
    """
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            return await _checked_community(api, settings, departments)
        except VkUnavailableError as error:
            logger.warning("VK недоступен ({}; VK_API_URL), повтор через {} с", error, pause)
            await asyncio.sleep(pause)
    raise AssertionError("the pauses never end")


async def _checked_community(api: VkApi, settings: Settings, departments: Sequence[Department]) -> Community:
    community = await identify(api, settings.vk_group_id)
    chat, admins = settings.moderator_chat, settings.admin_ids
    async for finding in inspect(api, community, moderator_chat=chat, admin_ids=admins, departments=departments):
        if finding.fatal:
            raise StartError(finding.what)
        if finding.mark is Mark.MISSING:
            logger.warning("Настройка: {}", finding.what)
    return community


async def run(around: Surroundings, *, stop: asyncio.Event | None = None) -> None:
    """Work until SIGTERM, SIGINT or `stop`, then finish what is open and flush what is to be sent.

    Raises:
        StartError: the process can't work as it is set up.
    """
    stop = stop or asyncio.Event()
    _on_signals(stop.set)
    collector.calm()
    with only_process(around.settings.database_path):
        await _run(around, stop)


async def _run(around: Surroundings, stop: asyncio.Event) -> None:
    settings = around.settings
    async with open_database(settings) as database, open_clients(settings) as clients:
        # A stop during the start must not wait for VK to come back.
        community = await _unless(stop, find_community(clients.api, settings, around.administration.departments))
        if community is None:
            return
        logger.info("Сообщество: {} ({}), база {}", community.name, community.id, settings.database_path)
        await Process(around, database, community, clients).run(stop)


class Process:
    """The running parts, wired together."""

    def __init__(self, around: Surroundings, database: Database, community: Community, clients: Clients) -> None:
        settings, clock, own, api = around.settings, around.clock, community.id, clients.api
        self._settings = settings
        working_time = around.administration.working_time
        calendar = WorkingCalendar(working_time, RussianCalendar.beside(working_time), around.administration.zone)
        office = Office(
            administration=around.administration,
            calendar=calendar,
            ids=around.ids,
            community_id=own,
            moderator_chat=settings.moderator_chat,
            screen_name=community.screen_name,
        )
        inbox, events, calls, news_of_files = Inbox(database, own), Bell(), Bell(), Bell()
        ground = Ground(
            database,
            own,
            office,
            clock,
            settings,
            on_calls=calls.ring,
            on_events=events.ring,
            on_files=news_of_files.ring,
        )
        self._staff = StaffList(database, own, api, clock, settings.admin_ids, around.administration.departments)
        self._take_over_questions = partial(
            take_over_questions, database, own, clock, around.administration.questions, office.knowledge
        )
        questions = Questions(clients.names)
        self._strangers = Strangers(
            questions, Profiles(database, own), clock, NamesAsked(api, clock, office.short_names)
        )
        self._worker = Worker(
            database,
            own,
            Handling(office),
            clock,
            news=events,
            introduce=self._strangers.introduce,
            on_calls=calls.ring,
            on_files=news_of_files.ring,
        )
        contents, files = Contents(database, own), ContentFiles(folder_beside(settings.database_path))
        uploads = Uploads(api, clients.files, files)
        self._delivery = Delivery(
            Outbox(database, own),
            api,
            clock,
            news=calls,
            on_events=events.ring,
            renewal=Renewal(contents, uploads, own),
            copies=Copies(DataAtRest(database, own), uploads, around.administration, clock),
            questions=questions,
        )
        self._content_reports = ContentReports(database, own, clock, ground.reporting)
        limit = settings.file_max_mb * 2**20
        self._keeping = Keeping(
            contents,
            files,
            Downloads(clients.files, Addresses(settings.vk_api_url), files, max_size=limit),
            api,
            clock,
            news=news_of_files,
            report=self._look_after_files,
            on_no_room=self._content_reports.no_room,
        )
        self._finishing = FinishDestructions(
            database,
            own,
            clock,
            ground.speaking,
            administration=around.administration,
            sweep=self._keeping.sweep,
        )
        messages = MessageComparison(
            clients.comparing, inbox, Compared(database, own), clock, on_found=events.ring, on_marks=calls.ring
        )
        leads = LeadComparison(clients.user, own, inbox, clock, on_found=events.ring) if clients.user else None
        comments = self._comment_comparison(around, clients, inbox, own, on_found=events.ring)
        self._caught_up = partial(caught_up, inbox, messages.has_tried)
        self._comparisons: list[Comparison] = [messages, *([leads] if leads else []), *([comments] if comments else [])]
        self._intake = Intake(
            clients.polling,
            own,
            inbox,
            clock,
            on_stored=events.ring,
            on_gap=self._compare_all,
            on_first_poll=lambda: logger.info("Long poll: жду событий"),
        )
        self._door = (
            CallbackDoor(inbox, own, around.callback, clock, on_stored=events.ring) if around.callback else None
        )
        self.ticks = [
            *telling(ground),
            Tick("обновить список сотрудников", STAFF_EVERY, self._staff.sync, at_start=False),
            Tick("узнать имена", NAMES_EVERY, self._strangers.learn_names),
            *comparing(messages, leads, comments),
            *looking_after(ground, tidy=self._keeping.tidy),
        ]

    @staticmethod
    def _comment_comparison(
        around: Surroundings, clients: Clients, inbox: Inbox, community_id: int, *, on_found: Callable[[], None]
    ) -> CommentComparison | None:
        """Where comments are taken and a token is set that VK shows them to."""
        reader = clients.user or clients.service
        if reader is None or not around.administration.comments.enabled:
            return None
        return CommentComparison(reader, community_id, inbox, around.clock, on_found=on_found)

    async def _look_after_files(self) -> None:
        """What the loop that keeps files does beside fetching, whenever it looks."""
        await self._content_reports.lost()
        await self._finishing()

    def _compare_all(self) -> None:
        """The process starts, or VK has told of a gap: what is missing may be anything."""
        for one in self._comparisons:
            one.request()

    async def run(self, stop: asyncio.Event) -> None:
        """Run every part under one watch; a part that breaks takes the process down, and a supervisor restarts it.

        Raises:
            StartError: the address of the Callback API can't be listened on.
        """
        async with AsyncExitStack() as stack:
            if self._door is not None:
                await stack.enter_async_context(listening(self._door))
            await self._run(stop)

    async def _run(self, stop: asyncio.Event) -> None:
        with _storage_at_start(self._settings):
            await self._staff.set_administrators()
            await self._take_over_questions()
        await _unless(stop, self._staff.sync())
        self._compare_all()
        async with asyncio.TaskGroup() as lasting:
            sending = lasting.create_task(self._delivery.run(), name="delivery")
            working = lasting.create_task(self._worker.run(), name="worker")
            listening = [
                lasting.create_task(self._intake.run(), name="intake"),
                lasting.create_task(self._strangers.run(), name="strangers"),
                lasting.create_task(self._strangers.names.run(), name="short names"),
                lasting.create_task(self._keeping.run(), name="files"),
                *(lasting.create_task(one.run(), name=one.name) for one in self._comparisons),
                lasting.create_task(self._tick(), name="ticks"),
            ]
            await stop.wait()
            logger.info("Останавливаюсь: заканчиваю начатое")
            for task in listening:
                task.cancel()
            self._worker.stop()
            await working
            self._delivery.stop()
            await sending
        logger.info("Остановлен")

    async def _tick(self) -> None:
        """Have every tick look at once when the process has caught up, and then by the clock, until cancelled."""
        await self._caught_up()
        scheduler = build_scheduler(self.ticks)
        scheduler.start()
        try:
            await keep_ticking(scheduler, self.ticks)
        finally:
            scheduler.shutdown(wait=False)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, ResultT]) -> ResultT | None:
    """The result of `work`, or None when a stop was asked for first.

    Raises:
        StartError: raised by `work`.
    """

    async def outcome() -> ResultT | StartError:
        try:
            return await work
        except StartError as error:
            return error  # as a result: out of a task group it would come wrapped

    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(stop.wait())
        working = group.create_task(outcome())
        await asyncio.wait({waiting, working}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        working.cancel()
    if working.cancelled():
        return None
    result = working.result()
    if isinstance(result, StartError):
        raise result
    return result


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop)
