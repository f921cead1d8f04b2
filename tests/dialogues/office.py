"""The whole product in this process: a sandbox instead of VK, the real composition, a file of SQLite, a clock that
stands still until it is moved."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from loguru import logger
from pydantic import SecretStr

from appeals.administration import Administration
from bot.app import Process, Surroundings, find_community, open_clients, open_database
from bot.callback import CallbackServer
from bot.settings import Settings
from sandbox import Sandbox, World
from sandbox.model import Message
from sandbox.scenes import MODERATORS_CHAT
from scheduler.ticks import Tick
from tests.dialogues.people import Person
from tests.dialogues.story import play
from tests.ready import put_ready

TUESDAY_MORNING = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
"""10 o'clock in Moscow on a day without holidays near; the general deadline is then 17 April."""

PATIENCE = 20.0
"""Seconds until an office that doesn't come to rest is a failure."""


class StoppedClock:
    """Shows the same moment until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._suspended = timedelta()

    def now(self) -> datetime:
        return self._at

    def running(self) -> float:
        return (self._at - self._suspended).timestamp()

    def seconds(self) -> float:
        return self._at.timestamp()

    def moves(self, *, minutes: float = 0, days: float = 0) -> None:
        self._at += timedelta(minutes=minutes, days=days)

    def is_suspended(self, *, minutes: float) -> None:
        """The machine sleeps: the day goes on without it."""
        self._suspended += timedelta(minutes=minutes)
        self.moves(minutes=minutes)


class CountedIds:
    """1, 2, 3 and so on."""

    def __init__(self) -> None:
        self._last = 0

    def random_id(self) -> int:
        self._last += 1
        return self._last


class Office:
    """One community with its bot. It can be stopped and started again on the same database."""

    def __init__(
        self,
        tasks: asyncio.TaskGroup,
        sandbox: Sandbox,
        clock: StoppedClock,
        administration: Administration,
        database_path: Path,
        *,
        moderator_chat: int | None = MODERATORS_CHAT,
        admin_ids: tuple[int, ...] = (),
        callback: CallbackServer | None = None,
        user_token: str | None = None,
        service_token: str | None = None,
    ) -> None:
        self._tasks = tasks
        self.sandbox = sandbox
        self.clock = clock
        self.administration = administration
        self._callback = callback
        self.log: list[str] = []
        self.expects_failures = False
        self._settings = Settings(
            _env_file=None,
            vk_token=SecretStr(sandbox.token),
            vk_api_url=sandbox.api_url,
            database_path=database_path,
            moderator_chat=moderator_chat,
            admin_ids=admin_ids,
            vk_user_token=SecretStr(user_token) if user_token else None,
            vk_service_token=SecretStr(service_token) if service_token else None,
        )
        self._ids = CountedIds()
        self._people: dict[tuple[int, int], Person] = {}
        self._quick = False
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._process: Process | None = None
        self._to_look: set[str] = set()
        self._reading: sqlite3.Connection | None = None
        self._sink = logger.add(lambda message: self.log.append(str(message)), level="WARNING", format="{message}")

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def database_path(self) -> Path:
        return self._settings.database_path

    @property
    def group_id(self) -> int:
        return self.world.group_id

    # The process

    async def starts(self) -> None:
        """Start the bot and wait until it listens and has done what was due already."""
        await put_ready(self.database_path)
        opened = asyncio.Event()
        self._to_look = {"everything"}
        self._stop = asyncio.Event()
        self._running = self._tasks.create_task(self._work(opened))
        await self.comes_to(opened.is_set)
        if self._reading is None:
            self._reading = sqlite3.connect(self._settings.database_path, isolation_level=None)
        await self.comes_to(lambda: not self._to_look)
        await self.settles()

    async def stops(self) -> None:
        """Stop the bot as SIGTERM does."""
        assert self._running is not None
        self._stop.set()
        async with asyncio.timeout(PATIENCE):
            await self._running
        self._running = self._process = None

    def use_user_token(self, token: str) -> None:
        """Set VK_USER_TOKEN for the next start."""
        self._settings = self._settings.model_copy(update={"vk_user_token": SecretStr(token)})

    async def restarts(self, administration: Administration | None = None) -> None:
        """Stop and start on the same database, with a changed administration.toml if one is given."""
        await self.stops()
        self.administration = administration or self.administration
        await self.starts()

    async def closes(self) -> None:
        """Stop for good; nothing may have failed behind the scenes."""
        try:
            if self._running is not None:
                await self.stops()
            if not self.expects_failures:
                broken = self.database("SELECT type, error FROM inbox WHERE error IS NOT NULL")
                refused = self.database("SELECT method, error FROM outbox WHERE status = 'failed'")
                assert not broken, f"Events that failed: {broken}"
                assert not refused, f"Calls that VK refused: {refused}"
        finally:
            logger.remove(self._sink)
            if self._reading is not None:
                self._reading.close()

    async def _work(self, opened: asyncio.Event) -> None:
        """What `bot.app.run` does, without its signal handlers and without the pace of a real token."""
        settings = self._settings
        async with open_database(settings) as database, open_clients(settings, spacing=0, user_spacing=0) as clients:
            opened.set()
            community = await find_community(clients.api, settings)
            around = Surroundings(settings, self.administration, self.clock, self._ids, self._callback)
            self._process = Process(around, database, community, clients)
            self._to_look = {tick.name for tick in self._process.ticks if tick.at_start}
            self._process.ticks = [replace(tick, deed=self._noted(tick)) for tick in self._process.ticks]
            await self._process.run(self._stop)

    def _noted(self, tick: Tick) -> Callable[[], Awaitable[object]]:
        """Note when a tick has looked for the first time."""

        async def look() -> object:
            try:
                return await tick.deed()
            finally:
                self._to_look.discard(tick.name)

        return look

    async def ticks(self, name: str) -> None:
        """What is done every so often is due now."""
        await self.comes_to(lambda: self._process is not None)
        await self.settles()
        assert self._process is not None
        await next(tick for tick in self._process.ticks if tick.name == name).deed()
        await self.settles()

    # Rest

    async def settles(self) -> None:
        """Wait until all that was said is handled, and all that follows from it is delivered."""
        if not self._quick:
            await self.comes_to(self._at_rest)

    async def comes_to(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition, as long as the bot runs."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while self._running is not None and not condition():
            if self._running.done():
                await self._running
            if loop.time() > deadline:
                pytest.fail(f"The office doesn't come to rest. {self._unrest()}\n{self.conversations()}")
            await asyncio.sleep(0.002)

    def _at_rest(self) -> bool:
        assert self._reading is not None
        position, waiting, unsent = self._reading.execute(
            "SELECT (SELECT long_poll_ts FROM communities), EXISTS (SELECT 1 FROM inbox WHERE status = 'waiting'),"
            " EXISTS (SELECT 1 FROM outbox WHERE status = 'waiting')"
            # An act of destruction is given out once the disk is clean.
            " OR (SELECT count(*) FROM destructions) > (SELECT count(*) FROM destruction_log WHERE what = 'disk')"
        ).fetchone()
        told = position == str(self.world.events.ts) and not len(self.world.callback)
        return told and not waiting and not unsent

    def _unrest(self) -> str:
        if self._reading is None:
            return "It didn't even open its database."
        waiting = self.database("SELECT type, attempts, error FROM inbox WHERE status = 'waiting'")
        unsent = self.database("SELECT peer_id, method, attempts, error FROM outbox WHERE status = 'waiting'")
        return f"Inbox: {waiting}. Outbox: {unsent}. Log: {self.log}"

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """People act without waiting for what the bot says."""
        self._quick = True
        try:
            yield
        finally:
            self._quick = False

    # People

    def citizen(self, first_name: str) -> Person:
        """A citizen of that first name, in private; a new one when the town has nobody of that name."""
        known = next((u for u in self.world.users.values() if u.first_name == first_name), None)
        user = known or self.world.add_user(first_name, "Новосёлова", city="Примерск")
        return self.person(user.id, -self.group_id)

    def moderator(self, first_name: str) -> Person:
        """A manager of the community, in the moderators' chat."""
        user = next(u for u in self.world.users.values() if u.first_name == first_name)
        return self.person(user.id, MODERATORS_CHAT)

    def person(self, vk_id: int, peer_id: int) -> Person:
        """Somebody in one conversation."""
        return self._people.setdefault((vk_id, peer_id), Person(self, vk_id, peer_id))

    async def plays(self, story: str) -> None:
        """Play a written conversation; its form is told in `story.py`."""
        await play(self, story)

    # What is kept and what is shown

    def database(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Read the database."""
        assert self._reading is not None
        return self._reading.execute(sql, parameters).fetchall()

    def kept_words(self) -> str:
        """Everything that the database holds, as one text."""
        tables = [row[0] for row in self.database("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (row for table in tables for row in self.database(f"SELECT * FROM {table}"))  # noqa: S608 - own tables
        return "\n".join(str(value) for row in rows for value in row)

    def on_disk(self) -> bytes:
        """Everything that lies in the office's folder: the database with its log, and the kept files."""
        folder = self._settings.database_path.parent
        return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())

    def history(self, number: str) -> list[tuple[str, int, str]]:
        """The history of an appeal: what, who, the words."""
        return self.database(
            "SELECT h.act, h.actor_id, h.text FROM history h JOIN appeals a ON a.id = h.appeal_id"
            " WHERE printf('%d-%06d', a.year, a.sequence) = ? ORDER BY h.id",
            number,
        )

    def appeals(self) -> list[str]:
        """The numbers of all appeals."""
        return [row[0] for row in self.database("SELECT printf('%d-%06d', year, sequence) FROM appeals ORDER BY id")]

    def card(self, number: str, peer_id: int = MODERATORS_CHAT) -> Message:
        """The message that shows the appeal in a chat, as it stands now."""
        found = self.database(
            "SELECT o.conversation_message_id FROM cards c JOIN outbox o ON o.id = c.outbox_id"
            " JOIN appeals a ON a.id = c.appeal_id"
            " WHERE printf('%d-%06d', a.year, a.sequence) = ? AND c.peer_id = ?",
            number,
            peer_id,
        )
        message = self.world.conversation(peer_id).by_cmid(found[0][0]) if found else None
        if message is None:
            pytest.fail(f"№ {number} has no card in {peer_id}\n{self.conversations()}")
        return message

    def conversations(self) -> str:
        """All that everybody has said and seen so far."""
        return "\n".join(person.transcript() for person in self._people.values())
