"""`python -m bot run --callback`: the real process confirms its server, says `ok` after the commit, refuses others."""

import asyncio
import io
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from sandbox import Sandbox
from sandbox.callback import CallbackTarget

ROOT = Path(__file__).parents[2]
SECRET, CONFIRMATION = "s3cret", "a1b2c3d4"
SECONDS = 20.0


class Served:
    """An installation with a Callback API server."""

    def __init__(self, folder: Path, sandbox: Sandbox, port: int) -> None:
        self.folder = folder
        self.sandbox = sandbox
        self.address = f"127.0.0.1:{port}"
        self.database = folder / "priemnaya.db"
        self.settings = {
            "VK_TOKEN": sandbox.token,
            "VK_API_URL": sandbox.api_url,
            "DATABASE_PATH": str(self.database),
            "ADMINISTRATION_FILE": str(ROOT / "administration.toml"),
            "MODERATOR_CHAT": "2000000001",
            "VK_CALLBACK_SECRET": SECRET,
            "VK_CALLBACK_CONFIRMATION": CONFIRMATION,
        }

    async def runs(self, *words: str, **settings: str) -> asyncio.subprocess.Process:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", *words),
            cwd=self.folder,
            env={**inherited, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **self.settings, **settings},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    def events(self) -> list[tuple[str, str]]:
        """What the inbox holds, by another connection than the bot's: committed, then."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT type, event_id FROM inbox").fetchall()

    def appeals(self) -> list[str]:
        """The texts of all appeals."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            return [row[0] for row in connection.execute("SELECT text FROM appeals")]

    async def listens(self) -> None:
        host, port = self.address.split(":")
        async with asyncio.timeout(SECONDS):
            while True:
                try:
                    _, writer = await asyncio.open_connection(host, int(port))
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    await writer.wait_closed()
                    return


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with Sandbox(seed=1) as sandbox:
        yield Served(tmp_path, sandbox, port)


def event(name: str, **changes: Any) -> dict[str, Any]:
    base = {"type": "message_allow", "group_id": 1, "event_id": name, "v": "5.199", "secret": SECRET}
    return {**base, "object": {"user_id": 101}, **changes}


async def test_deliveries(served: Served) -> None:
    process = await served.runs("--callback", served.address)
    try:
        await served.listens()
        async with aiohttp.ClientSession(f"http://{served.address}") as vk:

            async def brings(update: Any) -> tuple[int, str]:
                async with vk.post("/vk", data=io.BytesIO(orjson.dumps(update))) as answer:
                    return answer.status, await answer.text()

            assert await brings({"type": "confirmation", "group_id": 1}) == (200, CONFIRMATION)
            assert (await brings(event("foreign", secret="other")))[0] == 403
            assert (await brings(event("elsewhere", group_id=2)))[0] == 403
            assert (await brings(["broken"]))[0] == 400
            assert (await brings(event("big", object="x" * 1_100_000)))[0] == 413
            async with vk.get("/vk") as answer:
                assert answer.status == 405
            assert served.events() == []
            assert await brings(event("first")) == (200, "ok")
            assert served.events() == [("message_allow", "first")], "said ok before the commit"
            assert await brings(event("first")) == (200, "ok")
            assert len(served.events()) == 1
        # The long poll goes on beside it.
        served.sandbox.world.say(102, -1, "Здравствуйте")
        await served.sandbox.world.wait_for(lambda: served.sandbox.world.sends, SECONDS)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(SECONDS):
            assert process.stderr is not None
            said = (await process.stderr.read()).decode()
            assert await process.wait() == 0, said
        assert SECRET not in said
        assert "Traceback" not in said
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize(
    ("address", "settings", "named"),
    [
        ("8080", {}, "--callback"),
        ("127.0.0.1:порт", {}, "--callback"),
        ("127.0.0.1:8080", {"VK_CALLBACK_SECRET": ""}, "VK_CALLBACK_SECRET"),
        ("127.0.0.1:8080", {"VK_CALLBACK_CONFIRMATION": ""}, "VK_CALLBACK_CONFIRMATION"),
    ],
)
async def test_one_clear_line(served: Served, address: str, settings: dict[str, str], named: str) -> None:
    await refused(await served.runs("--callback", address, **settings), named)


async def test_an_address_that_is_taken(served: Served) -> None:
    host, port = served.address.split(":")
    with socket.create_server((host, int(port))):
        await refused(await served.runs("--callback", served.address), f"--callback {served.address}")


async def refused(process: asyncio.subprocess.Process, named: str) -> None:
    async with asyncio.timeout(SECONDS):
        _, said = await process.communicate()
    assert process.returncode == 1
    lines = said.decode().splitlines()
    assert lines[-1].startswith("Ошибка: ")
    assert named in lines[-1]
    assert "Traceback" not in said.decode()


async def test_leads_brought_while_the_bot_is_killed_and_started_again_are_appeals_once(served: Served) -> None:
    """VK brings a lead until it hears `ok`: nothing is lost with the process, and nothing is filed twice."""
    world = served.sandbox.world
    world.events.switches["lead_forms_new"] = False
    process = await served.runs("--callback", served.address)
    try:
        await served.listens()
        target = CallbackTarget(f"http://{served.address}/vk", SECRET, CONFIRMATION, pauses=(0.05,))
        await served.sandbox.callback.set_target(target)
        for user in (101, 102, 103):
            world.fill_form(user, [{"key": "custom_0", "question": "Что случилось?", "answer": f"Яма {user}"}])
        await world.wait_for(lambda: world.callback.deliveries, SECONDS)
        process.kill()
        await process.wait()
        for user in (101, 102, 104):
            world.fill_form(user, [{"key": "custom_0", "question": "Что случилось?", "answer": f"Лужа {user}"}])
        await world.wait_for(lambda: any(not one.taken for one in world.callback.deliveries), SECONDS)
        process = await served.runs("--callback", served.address)
        await world.wait_for(lambda: len(world.callback) == 0, SECONDS)
        async with asyncio.timeout(SECONDS):
            while len(served.appeals()) < 6:  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.05)
        expected = [f"Яма {user}" for user in (101, 102, 103)] + [f"Лужа {user}" for user in (101, 102, 104)]
        assert sorted(served.appeals()) == sorted(expected)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
