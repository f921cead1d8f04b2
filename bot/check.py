"""`python -m bot check`: everything that is missing, in words that tell what to do."""

from __future__ import annotations

from asyncio import to_thread
from datetime import datetime

import typer

from appeals.calendar import WorkingCalendar
from appeals.digest_times import Timetable
from bot.app import Clients, Process, Surroundings, open_clients
from bot.clock import RussianCalendar
from bot.community import Community, Finding, Mark, identify, inspect
from bot.deadlines_told import deadlines_told, years_without_decree
from bot.errors import StartError
from bot.lead_forms.access import find_access
from bot.vk.errors import HINTS, VkUnavailableError
from storage.content_files import ContentFiles, folder_beside
from storage.database import Database
from storage.errors import StorageError, reason_of
from storage.inbox import Inbox
from storage.migrations import is_current
from storage.outbox import Outbox
from storage.reminders import PULSE, ReminderRows
from texts import digest, reminders, ticking

ALIVE_WITHIN = 3 * PULSE
"""A process that works has noted so within this time."""


async def run_check(around: Surroundings) -> int:
    """Print what was looked at; return the exit code: 0 when nothing is missing, 1 otherwise.

    Changes nothing: the database is neither made nor migrated, so it may run beside the working bot.

    Raises:
        StartError: the database, the token or the connection to VK can't be used at all.
    """
    settings = around.settings
    typer.echo(f"{Mark.GOOD} {settings.administration_file}: {around.administration.administration.name}")
    _tell_deadlines(around)
    missing = 0
    async with open_clients(settings) as clients:
        try:
            community = await identify(clients.api, settings.vk_group_id)
            typer.echo(f"{Mark.GOOD} сообщество «{community.name}» ({community.id})")
            chat, admins = settings.moderator_chat, settings.admin_ids
            comments = around.administration.comments.enabled
            looks = inspect(
                clients.api,
                community,
                moderator_chat=chat,
                admin_ids=admins,
                departments=around.administration.departments,
                comments=comments,
            )
            async for finding in looks:
                missing += _tell(finding)
            missing += _tell(await find_access(clients.user, community.id))
        except VkUnavailableError as error:
            raise StartError(f"VK_API_URL: VK не отвечает ({error})") from None
        _tell_of_digests(around)
        missing += await to_thread(_look_at_files, ContentFiles(folder_beside(settings.database_path)))
        try:
            missing += await _look_at_database(around, community, clients)
        except StorageError as error:
            raise StartError(str(error)) from None
    typer.echo("Всё готово: python -m bot run" if not missing else f"Нужно исправить: {missing}")
    return 1 if missing else 0


def _tell_of_digests(around: Surroundings) -> None:
    """Print when the next digests are due."""
    administration = around.administration
    calendar = WorkingCalendar(
        administration.working_time, RussianCalendar.beside(administration.working_time), administration.zone
    )
    timetable = Timetable(administration.digest, calendar, administration.zone)
    if not timetable.kinds:
        typer.echo(f"{Mark.ASK} сводки выключены: [digest] enabled")
        return
    upcoming = [timetable.following(kind, around.clock.now()) for kind in timetable.kinds]
    typer.echo(f"{Mark.GOOD} {digest.next_digests(administration, [slot for slot in upcoming if slot is not None])}")


async def _tell_of_reminders(around: Surroundings, database: Database, community_id: int) -> None:
    """Print when the next reminder of each kind is due."""
    if not around.administration.reminders.enabled:
        typer.echo(f"{Mark.ASK} напоминания выключены: [reminders] enabled")
        return
    rows = ReminderRows(database, community_id)
    typer.echo(f"{Mark.GOOD} {reminders.next_reminders(around.administration, await rows.upcoming())}")
    duty = around.administration.reminders.emergency.duty
    if uncalled := await rows.uncalled_among(duty):
        typer.echo(f"{Mark.ASK} {reminders.not_called(uncalled)}")


async def _tell_of_ticks(around: Surroundings, process: Process, alive_at: datetime | None) -> None:
    """Print when each tick looks next, whether or not the bot runs now, and what it will find then."""
    now, administration = around.clock.now(), around.administration
    is_alive = alive_at is not None and now - alive_at < ALIVE_WITHIN
    typer.echo(f"{Mark.GOOD if is_alive else Mark.ASK} {ticking.alive(administration, alive_at, is_alive=is_alive)}")
    for tick in process.ticks:
        look = ticking.Look(tick.name, tick.seconds, tick.following(now))
        waits = ticking.waits(administration, await tick.due(), now) if tick.due is not None else ""
        typer.echo(f"  {ticking.look(administration, look, now)}{waits}")


def _tell(finding: Finding) -> bool:
    """Print what was found; tell whether something is missing."""
    typer.echo(f"{finding.mark} {finding.what}")
    return finding.mark is Mark.MISSING


def _tell_deadlines(around: Surroundings) -> None:
    """Print what is due when, and for which year the calendar has no decree: deadlines there may change yet."""
    for line in deadlines_told(around.administration):
        typer.echo(f"{Mark.GOOD} сроки, {line}")
    calendar = RussianCalendar.beside(around.administration.working_time)
    for year in years_without_decree(calendar, around.clock.now()):
        typer.echo(
            f"{Mark.ASK} в производственном календаре нет переносов за {year} год: сроки считаются без них. Обновите "
            "бота или впишите переносы в [working_time.exceptions], а год — в transfers_entered"
        )


def _look_at_files(files: ContentFiles) -> int:
    """Print whether people's files can be kept; return how much is missing."""
    if not files.folder.parent.exists():
        return 0  # the database's folder isn't there yet: it comes with the first start
    try:
        files.check_writable()
    except OSError as error:
        typer.echo(f"{Mark.MISSING} папка файлов {files.folder} не пишется: {reason_of(error)}")
        return 1
    free = files.free() // 2**20
    if not files.has_room():
        typer.echo(f"{Mark.MISSING} на диске свободно {free} МБ: файлы жителей не сохраняются, нужно место")
        return 1
    typer.echo(f"{Mark.GOOD} папка файлов {files.folder}, на диске свободно {free} МБ")
    return 0


async def _look_at_database(around: Surroundings, community: Community, clients: Clients) -> int:
    """Print what is in the database, and what is due when; return how much is missing."""
    path = around.settings.database_path
    if not await to_thread(path.exists):
        typer.echo(f"{Mark.ASK} базы {path} ещё нет: она появится при первом запуске")
        return 0
    database = await Database.open(path)
    try:
        if not await is_current(database):
            typer.echo(f"{Mark.ASK} база {path} от прежней версии: она обновится при запуске, с копией")
            return 0
        typer.echo(f"{Mark.GOOD} база {path}")
        await _tell_of_reminders(around, database, community.id)
        alive_at = await ReminderRows(database, community.id).alive_at()
        await _tell_of_ticks(around, Process(around, database, community, clients), alive_at)
        inbox, outbox = Inbox(database, community.id), Outbox(database, community.id)
        typer.echo(f"События: {_counts(await inbox.counts())}. Сообщения: {_counts(await outbox.counts())}")
        refusal = await outbox.last_refusal()
    finally:
        await database.close()
    if refusal is None:
        return 0
    code = refusal.removeprefix("VK ")
    hint = HINTS.get(int(code), "") if code.isdecimal() else ""
    typer.echo(f"{Mark.MISSING} VK не принимает сообщения ({refusal}). {hint}".rstrip())
    return 1


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
