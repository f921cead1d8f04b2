"""Fetching people's files from servers that misbehave, onto disks that do."""

import asyncio
import gzip
import io
import os
import threading
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from appeals.contents import PAUSES
from appeals.model import Attachment
from bot.contents import download
from bot.contents.addresses import Addresses
from bot.contents.download import Downloads
from bot.contents.keeping import Keeping
from bot.signals import Bell
from storage import content_files
from storage.content_files import ContentFiles
from storage.contents import Contents, Wanted, want
from storage.database import Row
from tests.storage.other_vk import Handler, OtherVk, talking_to
from tests.storage.store import SqliteStore
from tests.unit.samples import COMMUNITY

PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)
MAX = 2**20
PATIENCE = 20.0
PERSON, MESSAGE = 101, 5


def whole(data: bytes, **headers: str) -> Handler:
    async def give(request: web.Request) -> web.StreamResponse:
        return web.Response(body=data, headers={"Content-Type": "image/png", **headers})

    return give


def status(code: int, **headers: str) -> Handler:
    async def give(request: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers)

    return give


class Keeper:
    """The part that keeps files, beside a VK of the test."""

    def __init__(self, store: SqliteStore, vk: OtherVk, folder: Path) -> None:
        self.store, self.vk, self.folder = store, vk, folder
        self.full = 0
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        api = await self._stack.enter_async_context(talking_to(self.vk))
        session = await self._stack.enter_async_context(aiohttp.ClientSession())
        files = ContentFiles(self.folder)
        self.keeping = Keeping(
            Contents(self.store.database, COMMUNITY),
            files,
            Downloads(session, Addresses(f"{self.vk.address}/method/"), files, max_size=MAX),
            api,
            self.store.clock,
            news=Bell(),
            report=self._nothing,
            on_no_room=self._no_room,
        )

    async def close(self) -> None:
        await self._stack.aclose()

    async def _nothing(self) -> None:
        pass

    async def _no_room(self) -> None:
        self.full += 1

    def link(self, name: str = "a") -> str:
        return f"{self.vk.address}/files/{name}"

    async def wants(self, link: str, kind: str = "photo") -> None:
        """A person has sent a file."""
        wanted = Wanted(Attachment(kind, f"{kind}101_1_key", "", link), PERSON, MESSAGE)
        async with self.store.database.transaction() as transaction:
            await want(transaction, COMMUNITY, [wanted], self.store.clock.now())
            await transaction.commit()

    async def row(self, what: str = "status, attempts") -> Row:
        (row,) = await self.store.database.read(f"SELECT {what} FROM contents")  # noqa: S608 - the test's own
        return tuple(row)

    async def tries(self, link: str | None = None, handler: Handler | None = None) -> Row:
        """Try once what is due; the row afterwards."""
        if handler is not None:
            self.vk.files["a"] = handler
        if link is not None or not await self.store.database.read("SELECT 1 FROM contents"):
            await self.wants(link or self.link())
        before = await self.row("attempts, next_at, status")
        async with asyncio.timeout(8), asyncio.TaskGroup() as group:
            running = group.create_task(self.keeping.run())
            while await self.row("attempts, next_at, status") == before:  # noqa: ASYNC110 - the row is awaited
                await asyncio.sleep(0.005)
            running.cancel()
        return await self.row()

    def left(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


@pytest.fixture
async def keeper(store: SqliteStore, tmp_path: Path) -> AsyncIterator[Keeper]:
    keeper = Keeper(store, OtherVk(), tmp_path / "contents")
    await keeper.open()
    yield keeper
    await keeper.close()


async def test_a_whole_file(keeper: Keeper) -> None:
    assert await keeper.tries(handler=whole(PNG)) == ("stored", 1)
    (file,) = keeper.left()
    assert file.read_bytes() == PNG


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    await response.prepare(request)
    await response.write(PNG)
    try:
        while True:
            await response.write(bytes(2**16))
    except ConnectionError:
        return response


async def slow(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    await response.prepare(request)
    await response.write(PNG)
    await asyncio.sleep(30)
    return response


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "image/png", "Content-Length": "5000"})
    await response.prepare(request)
    await response.write(PNG)
    assert request.transport is not None
    request.transport.close()
    return response


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (endless, "too_big"),
        (whole(PNG + bytes(MAX)), "too_big"),
        (whole(b"MZ\x90\x00" + bytes(60)), "wrong_type"),
        (status(302, Location="https://example.org/a.png"), "wrong_type"),
        (status(302, Location="http://127.0.0.1:1/a.png"), "wrong_type"),
        (status(302, Location="file:///etc/passwd"), "wrong_type"),
    ],
)
async def test_what_is_never_kept(keeper: Keeper, handler: Handler, expected: str) -> None:
    assert await keeper.tries(handler=handler) == (expected, 1)
    assert keeper.left() == []


@pytest.mark.parametrize(
    "handler",
    [
        slow,
        cut,
        whole(b""),
        status(500),
        status(302),
        status(302, Location="a"),
        status(302, Location="http://["),
        status(204),
        status(206),
        whole(PNG, **{"Content-Encoding": "gzip"}),
    ],
)
async def test_what_is_tried_again(keeper: Keeper, handler: Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "TIMEOUT", 0.5)
    assert await keeper.tries(handler=handler) == ("waiting", 1)
    assert keeper.left() == []
    keeper.store.clock.moment += timedelta(minutes=1)
    assert await keeper.tries(handler=whole(PNG)) == ("stored", 2)


async def test_a_packed_bomb_is_not_unpacked(keeper: Keeper) -> None:
    bomb = gzip.compress(PNG + bytes(200 * MAX))
    assert len(bomb) < MAX
    assert (await keeper.tries(handler=whole(bomb, **{"Content-Encoding": "gzip"})))[0] in ("too_big", "waiting")
    assert keeper.left() == []


async def test_a_link_that_expired_while_the_network_was_down_is_asked_for_anew(keeper: Keeper) -> None:
    """Whatever failed before: VK still has the file, under another link."""
    vk = keeper.vk
    vk.files["fresh"] = whole(PNG)
    fresh = {"owner_id": 101, "id": 1, "sizes": [{"width": 9, "url": keeper.link("fresh")}]}
    message = {"peer_id": PERSON, "from_id": PERSON, "attachments": [{"type": "photo", "photo": fresh}]}
    vk.answers["messages.getByConversationMessageId"] = lambda _: {"items": [message]}
    for pause in PAUSES[:5]:
        assert (await keeper.tries(handler=status(502)))[0] == "waiting"
        keeper.store.clock.moment += pause
    row = await keeper.tries(handler=status(403))
    if row[0] == "waiting":  # the fresh link is due at once: it may have been fetched before anybody looks
        row = await keeper.tries()
    assert row[0] == "stored"


async def test_a_fetch_that_is_broken_off_lets_go_of_its_file_first(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may be slow: its thread must not go on with the file beside whoever fetches it again."""
    loop, begun, goes_on, ended_early = asyncio.get_running_loop(), asyncio.Event(), threading.Event(), []
    opens = os.open

    def slow(path: Any, *rest: Any) -> int:
        if ".part" in str(path):
            loop.call_soon_threadsafe(begun.set)
            goes_on.wait(PATIENCE)
        return opens(path, *rest)

    keeper.vk.files["a"] = whole(PNG)
    await keeper.wants(keeper.link())
    async with asyncio.TaskGroup() as group:
        with monkeypatch.context() as disk:
            disk.setattr(os, "open", slow)
            running = group.create_task(keeper.keeping.run())
            await begun.wait()
        running.add_done_callback(lambda _: ended_early.append(not goes_on.is_set()))
        running.cancel()
        for _ in range(10):
            assert await keeper.row() == ("waiting", 0)
        goes_on.set()
    assert (ended_early, keeper.left()) == ([False], [])
    assert await keeper.tries() == ("stored", 1)


async def test_links_that_are_fresh_and_dead_end_some_time(keeper: Keeper) -> None:
    vk, given = keeper.vk, 0

    def message(_: dict[str, str]) -> Any:
        nonlocal given
        given += 1
        photo = {"owner_id": 101, "id": 1, "sizes": [{"width": 9, "url": keeper.link("a") + f"?{given}"}]}
        attachments = [{"type": "photo", "photo": photo}]
        return {"items": [{"peer_id": PERSON, "from_id": PERSON, "attachments": attachments}]}

    vk.answers["messages.getByConversationMessageId"] = message
    for _ in range(2 * len(PAUSES)):
        if (await keeper.tries(handler=status(404)))[0] == "gone":
            break
        keeper.store.clock.moment += timedelta(hours=7)
    assert (await keeper.row())[0] == "gone"


async def test_an_expired_link_waits_for_a_vk_that_does_not_answer(keeper: Keeper) -> None:
    """Only VK can say that it has no other link."""

    def breaks(_: dict[str, str]) -> Any:
        return object()

    keeper.vk.answers["messages.getByConversationMessageId"] = breaks
    for pause in PAUSES[:5]:
        assert (await keeper.tries(handler=status(403)))[0] == "waiting"
        keeper.store.clock.moment += pause


async def test_a_file_that_was_sent_again_meanwhile_is_not_given_up(keeper: Keeper) -> None:
    """The person sends the photo anew while the dead link is still being asked."""
    vk = keeper.vk
    vk.answers["messages.getByConversationMessageId"] = lambda _: {"items": []}

    async def dead(request: web.Request) -> web.StreamResponse:
        if (await keeper.row("attempts"))[0] == 3:
            await keeper.wants(keeper.link("fresh"))
        return web.Response(status=404)

    vk.files["fresh"] = whole(PNG)
    for pause in PAUSES[:4]:
        if (await keeper.tries(handler=dead))[0] != "waiting":
            break
        keeper.store.clock.moment += pause
    assert "fresh" in (await keeper.row("url"))[0]
    while (await keeper.row())[0] == "waiting":
        await keeper.tries()
        keeper.store.clock.moment += PAUSES[3]
    assert (await keeper.row())[0] == "stored"


def broken_folder(keeper: Keeper) -> None:
    keeper.folder.parent.mkdir(parents=True, exist_ok=True)
    keeper.folder.write_bytes(b"a file where the folder should be")


def full_disk(keeper: Keeper) -> None:
    content_files.RESERVE = 2**80


@pytest.mark.parametrize("trouble", [broken_folder, full_disk])
async def test_a_disk_in_trouble_blames_no_file(
    keeper: Keeper, trouble: Callable[[Keeper], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_files, "RESERVE", content_files.RESERVE)
    trouble(keeper)
    for _ in range(3):
        assert await keeper.tries(handler=whole(PNG)) == ("waiting", 0)
        keeper.store.clock.moment += timedelta(minutes=6)
    assert keeper.full == 1, "told once"
    monkeypatch.undo()
    if keeper.folder.is_file():
        keeper.folder.unlink()
    assert await keeper.tries() == ("stored", 1)


async def test_a_folder_that_vanishes(keeper: Keeper) -> None:
    await keeper.tries(handler=whole(PNG))
    for path in sorted(keeper.folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    keeper.folder.rmdir()
    assert await keeper.keeping.tidy() == 0


def office(entries: Sequence[tuple[str, bytes]]) -> bytes:
    """An office document as programs write it: its parts in this order."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


LONG = bytes(range(256)) * 60


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")], "docx"),
        ([("docProps/thumbnail.jpeg", LONG), ("word/document.xml", LONG), ("[Content_Types].xml", b"")], "docx"),
        ([("docProps/app.xml", LONG), ("xl/workbook.xml", LONG), ("[Content_Types].xml", b"<a/>")], "xlsx"),
        ([("[Content_Types].xml", b"<a/>"), ("word/document.xml", LONG), ("word/vbaProject.bin", LONG)], None),
        ([("[Content_Types].xml", LONG), ("word/document.xml", LONG), ("word/VBAPROJECT.BIN", LONG)], None),
        ([("[Content_Types].xml", LONG), ("virus.exe", LONG)], None),
        ([("word/document.xml", LONG)], None),
    ],
)
async def test_office_documents(keeper: Keeper, entries: list[tuple[str, bytes]], expected: str | None) -> None:
    await keeper.tries(handler=whole(office(entries)))
    state, mime = await keeper.row("status, mime")
    assert state == ("stored" if expected else "wrong_type")
    assert {None: mime is None, "docx": mime and "word" in mime, "xlsx": mime and "sheet" in mime}[expected]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(40) + b"word/a", b"PK\x03\x04"]
)
async def test_an_archive_that_can_not_be_read_is_not_kept(keeper: Keeper, data: bytes) -> None:
    await keeper.tries(handler=whole(data))
    assert (await keeper.row())[0] == "wrong_type"
