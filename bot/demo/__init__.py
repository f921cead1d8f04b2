"""`python -m bot demo`: the whole bot against a VK on this machine, with an example town."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.administration_file import load_administration
from bot.app import Surroundings, run
from bot.clock import SystemClock, SystemIds
from bot.demo.story import Story, Unheard
from bot.demo.town import with_department
from bot.settings import Settings
from sandbox import Sandbox
from sandbox.scenes import MODERATORS_CHAT

PORTS_TRIED = 50
INTERRUPTED = 130
"""What a shell expects of a command that Ctrl+C ended."""

_EXAMPLE = Path(__file__).parents[2] / "administration.toml"


async def run_demo(*, once: bool, port: int) -> int:
    """Play the sample conversation, then, unless `once`, serve the page until Ctrl+C.

    Returns the exit code: 0 when every expected message of the sample arrived.
    """
    with tempfile.TemporaryDirectory(prefix="priemnaya-demo-") as folder:
        async with Sandbox(port=port, port_tries=PORTS_TRIED) as sandbox:
            settings = Settings(
                _env_file=None,
                vk_token=SecretStr(sandbox.token),
                vk_api_url=sandbox.api_url,
                vk_group_id=None,
                database_path=Path(folder) / "demo.db",
                moderator_chat=MODERATORS_CHAT,
                admin_ids=(),
            )
            administration = with_department(sandbox.world, load_administration(_EXAMPLE))
            around = Surroundings(settings, administration, SystemClock(), SystemIds())
            stop = asyncio.Event()
            async with asyncio.TaskGroup() as group:
                bot = group.create_task(run(around, stop=stop))
                sample = group.create_task(_show(sandbox, once=once))
                await asyncio.wait({bot, sample}, return_when=asyncio.FIRST_COMPLETED)
                interrupted = sample.cancel()  # the bot was stopped in the middle: nobody will answer any more
                if interrupted or once or sample.result():
                    stop.set()
            return INTERRUPTED if interrupted else sample.result()


async def _show(sandbox: Sandbox, *, once: bool) -> int:
    typer.echo("Пример разговора: жительница подаёт обращение, сотрудник отвечает.\n")
    try:
        await Story(sandbox.world, typer.echo).play()
    except Unheard as missing:
        typer.echo(f"\nНе дождались сообщения: {missing}", err=True)
        return 1
    if once:
        typer.echo("\nВсе сообщения дошли.")
        return 0
    typer.echo(
        f"\nСтраница, на которой можно сыграть любую роль: {sandbox.url}\n"
        "Слева выберите человека: жителя или сотрудника. Обращение, которое передали в отдел, придёт в "
        "чат отдела: его читает Степан Дорожный. Остановить: Ctrl+C."
    )
    return 0
