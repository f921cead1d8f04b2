"""The Callback API's door: what it stores, and what it refuses with nothing stored."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
from pydantic import SecretStr

from bot.callback import MAX_BODY, CallbackDoor, CallbackServer, callback_server, listening
from bot.errors import StartError
from bot.settings import Settings
from tests.storage.store import SqliteStore
from tests.unit.samples import COMMUNITY

SECRET, CONFIRMATION = "s3cret-Слово", "a1b2c3d4"
LEAD: dict[str, Any] = {
    "type": "lead_forms_new",
    "group_id": COMMUNITY,
    "event_id": "e1",
    "v": "5.199",
    "secret": SECRET,
    "object": {"lead_id": 1, "group_id": COMMUNITY, "user_id": 101, "form_id": 2, "answers": []},
}


class Vk:
    """What brings deliveries."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self.port = 0
        self.rings = 0

    async def brings(self, update: Any, path: str = "") -> tuple[int, str]:
        body = update if isinstance(update, bytes) else orjson.dumps(update)
        async with self._http.post(f"http://127.0.0.1:{self.port}/{path}", data=io.BytesIO(body)) as answer:
            return answer.status, await answer.text()

    def rung(self) -> None:
        self.rings += 1


@pytest.fixture
async def vk(store: SqliteStore) -> AsyncIterator[Vk]:
    async with aiohttp.ClientSession() as http:
        vk = Vk(http)
        server = CallbackServer("127.0.0.1", 0, CONFIRMATION, SecretStr(SECRET))
        door = CallbackDoor(store.inbox(), COMMUNITY, server, store.clock, on_stored=vk.rung)
        async with listening(door) as port:
            vk.port = port
            yield vk


async def test_an_event_is_stored_without_the_secret(vk: Vk, store: SqliteStore) -> None:
    assert await vk.brings(LEAD) == (200, "ok")
    (event,) = await store.waiting_events()
    assert (event.type, event.lane) == ("lead_forms_new", 101)
    assert orjson.loads(event.body) == {key: value for key, value in LEAD.items() if key != "secret"}
    assert vk.rings == 1


async def test_a_repeated_delivery_is_taken_once(vk: Vk, store: SqliteStore) -> None:
    answers = [await vk.brings(LEAD, path) for path in ("", "callback", "vk/callback")]
    assert answers == [(200, "ok")] * 3
    assert len(await store.waiting_events()) == 1
    assert vk.rings == 1


async def test_a_message_over_both_transports_is_one(vk: Vk, store: SqliteStore) -> None:
    """VK may call the same message's event by another name on the other transport."""
    message = {"peer_id": 101, "from_id": 101, "conversation_message_id": 7, "text": "Яма"}
    for event_id in ("of the long poll", "of the callback"):
        update = {**LEAD, "type": "message_new", "event_id": event_id, "object": {"message": message}}
        assert await vk.brings(update) == (200, "ok")
    assert len(await store.waiting_events()) == 1


async def test_the_confirmation(vk: Vk, store: SqliteStore) -> None:
    """VK asks for it before the secret is set, and after."""
    asked = {"type": "confirmation", "group_id": COMMUNITY}
    assert await vk.brings(asked) == (200, CONFIRMATION)
    assert await vk.brings({**asked, "secret": SECRET}) == (200, CONFIRMATION)
    assert (await vk.brings({**asked, "secret": "чужой"}))[0] == 403
    assert (await vk.brings({**asked, "group_id": 2}))[0] == 403
    assert await store.waiting_events() == []


@pytest.mark.parametrize(
    ("update", "status"),
    [
        ({**LEAD, "secret": "чужой"}, 403),
        ({**LEAD, "secret": ""}, 403),
        ({**LEAD, "secret": None}, 403),
        ({**LEAD, "secret": [SECRET]}, 403),
        ({key: value for key, value in LEAD.items() if key != "secret"}, 403),
        ({**LEAD, "group_id": 2}, 403),
        ({**LEAD, "group_id": None}, 403),
        ({key: value for key, value in LEAD.items() if key != "object"}, 400),
        ({**LEAD, "type": 5}, 400),
        ({**LEAD, "type": ""}, 400),
        ({**LEAD, "type": "t" * 200}, 400),
        ([LEAD], 400),
        ("confirmation", 400),
        (b"", 400),
        (b"\xff\xfe{", 400),
        (b'{"secret": "\\ud800"}', 403),
        (b"[" * 100_000, 400),
        (orjson.dumps(LEAD)[:-1], 400),
        (orjson.dumps({**LEAD, "object": "ш" * MAX_BODY}), 413),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, bytes) else None,
)
async def test_refused_with_nothing_stored(vk: Vk, store: SqliteStore, update: Any, status: int) -> None:
    assert await vk.brings(update) == (status, "no")
    assert await store.waiting_events() == []
    assert vk.rings == 0


async def test_a_database_that_does_not_answer_gets_it_again(vk: Vk, store: SqliteStore) -> None:
    async with store.database.transaction() as transaction:
        await transaction.run("PRAGMA max_page_count = 1")
    update = {**LEAD, "object": {**LEAD["object"], "form_name": "ш" * 400_000}}
    assert (await vk.brings(update))[0] == 503
    assert await store.waiting_events() == []
    async with store.database.transaction() as transaction:
        await transaction.run("PRAGMA max_page_count = 1000000")
    assert await vk.brings(update) == (200, "ok")
    assert len(await store.waiting_events()) == 1


@pytest.mark.parametrize(
    "request_",
    [
        b"GARBAGE WITH WORDS\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\nWORDS\r\n",
        b"POST / HTTP/1.1\r\nHost: bot\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nWORDS",
        b"POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\nWORDS",
    ],
    ids=["no request", "broken chunk", "broken encoding", "cut off"],
)
async def test_what_is_no_http_leaves_no_trace(
    vk: Vk, store: SqliteStore, request_: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", vk.port)
    writer.write(request_)
    writer.write_eof()
    answer = await reader.read()
    assert answer == b"" or b" 400 " in answer.splitlines()[0]
    writer.close()
    await writer.wait_closed()
    assert await vk.brings(LEAD) == (200, "ok"), "the next one is taken"
    assert len(await store.waiting_events()) == 1
    assert "WORDS" not in "".join(capfd.readouterr())


async def test_a_body_that_does_not_come_is_not_waited_for(vk: Vk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.callback.PATIENCE", 0.01)
    reader, writer = await asyncio.open_connection("127.0.0.1", vk.port)
    writer.write(b"POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\n{")
    assert b"408" in await reader.readline()
    writer.close()
    await writer.wait_closed()


# ------------------------------------------------------------------------------------------------------- the settings


def settings(**given: str) -> Settings:
    return Settings(_env_file=None, vk_token=SecretStr("token"), **given)  # type: ignore[arg-type]  # as the environment gives them


@pytest.mark.parametrize(
    ("address", "host", "port"), [("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:80", "::1", 80), ("bot:1", "bot", 1)]
)
def test_addresses(address: str, host: str, port: int) -> None:
    server = callback_server(address, settings(vk_callback_confirmation=CONFIRMATION, vk_callback_secret=SECRET))
    assert (server.host, server.port, server.confirmation) == (host, port, CONFIRMATION)
    assert SECRET not in repr(server)


@pytest.mark.parametrize("address", ["", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "bot:0", "bot:65536", "bot:порт"])
def test_a_malformed_address(address: str) -> None:
    with pytest.raises(StartError, match=r"^--callback .*127\.0\.0\.1:8080"):
        callback_server(address, settings(vk_callback_confirmation=CONFIRMATION, vk_callback_secret=SECRET))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"vk_callback_secret": SECRET}, "VK_CALLBACK_CONFIRMATION"),
        ({"vk_callback_confirmation": CONFIRMATION}, "VK_CALLBACK_SECRET"),
    ],
)
def test_a_missing_setting(given: dict[str, str], named: str) -> None:
    with pytest.raises(StartError, match=f"^{named}: не задано.*--callback"):
        callback_server("127.0.0.1:8080", settings(**given))


async def test_an_address_that_is_taken(store: SqliteStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = CallbackServer("127.0.0.1", taken.getsockname()[1], CONFIRMATION, SecretStr(SECRET))
        door = CallbackDoor(store.inbox(), COMMUNITY, server, store.clock, on_stored=lambda: None)
        with pytest.raises(StartError, match=r"--callback 127\.0\.0\.1:\d+: .*другая программа"):
            async with listening(door):
                pytest.fail("it listens where somebody else does")
