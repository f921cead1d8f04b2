"""The HTTP server: VK's API, its long poll and uploads, the control API and the page."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from aiohttp import web

from sandbox.api import REQUESTS_A_SECOND, Api, RateLimit
from sandbox.callback import CallbackDeliverer
from sandbox.control import Control
from sandbox.control_public import PublicControl
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.gate import Gate
from sandbox.longpoll import LongPoll
from sandbox.model import DEFAULT_TOKEN, Community
from sandbox.scenes import Scene, example_town
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
MAX_BODY = 64 * 2**20


class Sandbox:
    """A VK at ``http://host:port`` for as long as the context lasts.

    ``port`` 0: any free one; ``port_tries``: how many ports from there on are tried; ``rate_limit``: requests a
    second of the token, None: no limit; ``seed`` makes event ids, keys and faults repeatable; ``clock`` gives UTC
    seconds; ``scene`` brings the first people.
    """

    def __init__(  # noqa: PLR0913 – all have a default, each is what some user of the sandbox sets
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        port_tries: int = 1,
        group_id: int = 1,
        token: str = DEFAULT_TOKEN,
        rate_limit: int | None = REQUESTS_A_SECOND,
        seed: int | None = None,
        clock: Callable[[], float] = time.time,
        scene: Scene = example_town,
    ) -> None:
        self._host = host
        self._ports = range(port, port + port_tries)
        self.world = World(Community(group_id, token), clock, seed, scene)
        self.faults = Faults(self.world.feed, seed)
        self.rate = RateLimit(rate_limit)
        self.api = Api(self.world, self.faults, self.rate)
        self.callback = CallbackDeliverer(self.world)
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def api_url(self) -> str:
        """Where VK's methods are, with the slash at the end."""
        return f"{self.url}/method/"

    @property
    def token(self) -> str:
        return self.world.community.token

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Begin to listen; raises OSError when every port is taken."""
        self._runner = web.AppRunner(self._app(), access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await self._listen(self._runner)
        except OSError:
            await self._runner.cleanup()
            raise
        port = self._runner.addresses[0][1]
        self.url = self.world.media.base_url = f"http://{self._host}:{port}"

    async def stop(self) -> None:
        """Answer whoever waits and close."""
        self.world.feed.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _listen(self, runner: web.AppRunner) -> None:
        for port in self._ports:
            try:
                await web.TCPSite(runner, self._host, port).start()
            except OSError as error:
                if error.errno != errno.EADDRINUSE or port == self._ports[-1]:
                    raise
            else:
                return

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY)
        Gate(self.api, LongPoll(self.world, self.faults), self.faults).add_routes(app.router)
        Files(self.world).add_routes(app.router)
        Control(self.world, self.faults, self.rate, self.callback).add_routes(app.router)
        PublicControl(self.world).add_routes(app.router)
        app.cleanup_ctx.append(self.callback.running)
        app.router.add_get("/", _index)
        app.router.add_static("/page", PAGE)
        return app


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html")
