"""VK's Callback API: events that VK brings by itself go through the same door as those of the long poll.

VK repeats a delivery until it gets `ok`, so `ok` is said only after the commit; what comes twice, or over both
transports, is ignored by the inbox.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from traceback import format_tb
from typing import Any

from aiohttp import web
from loguru import logger
from pydantic import SecretStr

from appeals.ports import Clock
from appeals.value import dataclass
from bot.errors import StartError
from bot.events import is_echo, read_json, store_form
from bot.settings import Settings
from bot.vk.numbers import integer
from storage.inbox import Inbox

MAX_BODY = 1024 * 1024
"""Bytes of one delivery; VK's largest events are far smaller."""

PATIENCE = 10.0
"""Seconds for the body of one delivery to arrive."""

CLOSING = 2.0
"""Seconds that a delivery under way gets when the process stops; VK brings it again."""

OPTION = "--callback"

_SILENT = logging.Logger("callback")
"""For aiohttp, which would log what it can't parse, with its bytes: strangers would fill the journal."""
_SILENT.addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class CallbackServer:
    """Where to listen, and what VK's settings page shows for this server.

    `confirmation` is the string to confirm the server with, `secret` comes with every event.
    """

    host: str
    port: int
    confirmation: str
    secret: SecretStr


def callback_server(address: str, settings: Settings) -> CallbackServer:
    """Read `HOST:PORT` and the settings that go with it.

    Raises:
        StartError: the address is malformed, or a setting is missing; the text names it.
    """
    host, _, port = address.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise StartError(f"{OPTION} {address}: нужен адрес вида 127.0.0.1:8080")
    for name, value in (
        ("VK_CALLBACK_CONFIRMATION", settings.vk_callback_confirmation),
        ("VK_CALLBACK_SECRET", settings.vk_callback_secret),
    ):
        if value is None:
            raise StartError(f"{name}: не задано, а без этого {OPTION} не работает. Возьмите в настройках Callback API")
    assert settings.vk_callback_confirmation is not None
    assert settings.vk_callback_secret is not None
    return CallbackServer(host, int(port), settings.vk_callback_confirmation, settings.vk_callback_secret)


class CallbackDoor:
    """Takes deliveries for one community.

    Args:
        on_stored: called after every commit that brought something new.
    """

    def __init__(
        self,
        inbox: Inbox,
        community_id: int,
        server: CallbackServer,
        clock: Clock,
        *,
        on_stored: Callable[[], None],
    ) -> None:
        self._inbox = inbox
        self._community_id = community_id
        self.server = server
        self._clock = clock
        self._on_stored = on_stored

    async def take(self, request: web.Request) -> web.Response:
        """Answer one delivery; whatever isn't VK's own for this community is refused, and nothing of it is stored."""
        try:
            return web.Response(text=await self._answer(await _read(request)))
        except _Refused as refusal:
            logger.warning("Callback API: запрос отклонён, {}", refusal)
            return web.Response(status=refusal.status, text="no")
        except Exception as error:  # noqa: BLE001 - VK brings it again; aiohttp's own log would show people's words
            name = getattr(error, "sqlite_errorname", type(error).__name__)
            logger.error(
                "Callback API: {}, VK принесёт событие ещё раз\n{}", name, "".join(format_tb(error.__traceback__))
            )
            return web.Response(status=503, text="later")

    async def _answer(self, update: Mapping[str, Any]) -> str:
        confirming = update.get("type") == "confirmation"
        # VK confirms a server before its secret is set as well as after.
        if not (self._knows_secret(update.get("secret")) or (confirming and "secret" not in update)):
            raise _Refused(403, "чужой секрет")
        if integer(update.get("group_id")) != self._community_id:
            raise _Refused(403, "чужое сообщество")
        if confirming:
            return self.server.confirmation
        # The secret has done its work here: it isn't kept with the event.
        if is_echo(update):
            return "ok"
        event = store_form({key: value for key, value in update.items() if key != "secret"})
        if event.type == "unreadable" or "object" not in update:
            raise _Refused(400, "не событие")
        if await self._inbox.accept([event], None, self._clock.now()):
            self._on_stored()
        return "ok"

    def _knows_secret(self, given: Any) -> bool:
        told = given if isinstance(given, str) else ""
        return hmac.compare_digest(told.encode(), self.server.secret.get_secret_value().encode())


@asynccontextmanager
async def listening(door: CallbackDoor) -> AsyncIterator[int]:
    """Serve the door, at any path; gives the port that was taken (another than asked only for 0).

    Raises:
        StartError: the address can't be listened on.
    """
    host, port = door.server.host, door.server.port
    app = web.Application(client_max_size=MAX_BODY)
    app.router.add_post("/{path:.*}", door.take)
    runner = web.AppRunner(app, access_log=None, logger=_SILENT, shutdown_timeout=CLOSING)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise StartError(f"{OPTION} {host}:{port}: адрес занять не удалось, {_reason(error)}") from None
        taken: int = runner.addresses[0][1]
        logger.info("Callback API: жду событий на {}:{}", host, taken)
        yield taken
    finally:
        await runner.cleanup()


class _Refused(Exception):
    """The request isn't a delivery of VK's for us. The text is for the journal and holds nothing of the request."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


async def _read(request: web.Request) -> Mapping[str, Any]:
    try:
        async with asyncio.timeout(PATIENCE):
            update = read_json(await request.read())
    except (web.RequestPayloadError, ConnectionError):
        raise _Refused(400, "не дошёл целиком") from None
    except web.HTTPRequestEntityTooLarge:
        raise _Refused(413, "слишком большой") from None
    except TimeoutError:
        raise _Refused(408, "слишком медленный") from None
    except ValueError:
        raise _Refused(400, "не JSON") from None
    if not isinstance(update, Mapping):
        raise _Refused(400, "не событие")
    return update


def _reason(error: OSError) -> str:
    reasons = {errno.EADDRINUSE: "им уже пользуется другая программа", errno.EACCES: "нет прав"}
    return reasons.get(error.errno or 0, "на этой машине его нет")
