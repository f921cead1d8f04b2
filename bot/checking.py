"""`python -m bot check`: everything that is missing, in words that tell what to do."""

from __future__ import annotations

import typer

from bot.app import Surroundings, open_api, open_database
from bot.check import identify, inspect
from bot.vk.errors import HINTS, VkError, VkUnavailableError
from bot.vk.pace import Pace
from storage.inbox import Inbox
from storage.outbox import Outbox


async def run_check(around: Surroundings) -> int:
    """Print what was looked at; return the exit code: 0 when nothing is missing, 1 otherwise.

    Raises:
        StartError: the database can't be used.
    """
    settings = around.settings
    typer.echo(f"✓ {settings.administration_file}: {around.administration.administration.name}")
    missing = 0
    async with open_database(settings) as database, open_api(settings, Pace(), connections=2) as api:
        typer.echo(f"✓ база {settings.database_path}")
        try:
            community = await identify(api, settings.vk_group_id)
            typer.echo(f"✓ сообщество «{community.name}» ({community.id})")
            async for finding in inspect(api, community, settings.moderator_chat):
                sign = "✓" if finding.good else "·" if finding.optional else "✗"
                typer.echo(f"{sign} {finding.what}")
                missing += sign == "✗"
        except VkUnavailableError as error:
            typer.echo(f"✗ VK_API_URL: VK не отвечает ({error})")
            return 1
        except VkError as error:
            typer.echo(f"✗ VK_TOKEN: VK не принимает ключ (ошибка {error.code})")
            return 1
        except LookupError as error:
            typer.echo(f"✗ {error}")
            return 1
        inbox, outbox = Inbox(database, community.id), Outbox(database, community.id)
        typer.echo(f"События: {_counts(await inbox.counts())}. Сообщения: {_counts(await outbox.counts())}")
        if refusal := await outbox.last_refusal():
            hint = HINTS.get(int(refusal.removeprefix("VK ")), "") if refusal.startswith("VK ") else ""
            typer.echo(f"✗ VK не принимает сообщения ({refusal}). {hint}".rstrip())
            missing += 1
    typer.echo("Всё готово: python -m bot run" if not missing else f"Нужно исправить: {missing}")
    return 1 if missing else 0


_NAMES = {
    "waiting": "ждут",
    "done": "обработано",
    "failed": "с ошибкой",
    "sent": "отправлено",
    "unreachable": "адресат недоступен",
    "expired": "устарело",
}


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{_NAMES.get(name, name)} {count}" for name, count in counts.items()) or "нет"
