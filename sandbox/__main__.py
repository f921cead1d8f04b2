"""``python -m sandbox``: a VK on this machine for anyone who writes a community bot."""

from __future__ import annotations

import argparse
import asyncio
import signal

from sandbox.model import DEFAULT_TOKEN
from sandbox.server import Sandbox

DEFAULT_PORT = 8650
TRIED_PORTS = 50


def main() -> None:
    """Serve until Ctrl+C or SIGTERM."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="ВКонтакте на этом компьютере для ботов сообществ"
    )
    parser.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать (127.0.0.1)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="порт; если занят — следующий свободный (8650)")
    parser.add_argument("--group-id", type=int, default=1, help="номер сообщества (1)")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help=f"ключ доступа сообщества ({DEFAULT_TOKEN})")
    asyncio.run(serve(parser.parse_args()))


async def serve(arguments: argparse.Namespace) -> None:
    """Print where everything is and stay until a signal."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Sandbox(
        host=arguments.host,
        port=arguments.port,
        port_tries=TRIED_PORTS,
        group_id=arguments.group_id,
        token=arguments.token,
    ) as sandbox:
        print(
            f"Страница:   {sandbox.url}/\n"
            f"VK API:     {sandbox.api_url}\n"
            f"Токен:      {sandbox.token}\n"
            f"Сообщество: {sandbox.world.group_id}\n"
            "Ctrl+C — остановить",
            flush=True,
        )
        await stop.wait()


if __name__ == "__main__":
    main()
