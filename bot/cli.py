"""The command line. Everything heavy is imported only by the command that needs it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Callable, Coroutine
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.app import Surroundings

app = typer.Typer(
    help="Приёмная: бот официального сообщества VK, который доводит каждое обращение до ответа.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

lead_form = typer.Typer(help="Формы сбора заявок в VK: создать, скопировать, посмотреть.", no_args_is_help=True)
app.add_typer(lead_form, name="lead-form")

Again = Annotated[bool, typer.Option("--again", help="Создать, даже если форма с таким названием уже есть.")]


@app.command()
def run(
    callback: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Слушать ещё и Callback API по этому адресу."),
    ] = None,
) -> None:
    """Запустить бота: принимать обращения и отвечать. Остановка: Ctrl+C."""
    around = _surroundings(callback=callback)

    async def work() -> None:
        from bot.app import run as work_until_stopped

        await work_until_stopped(around)

    _run(work())


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Показать пример разговора и выйти.")] = False,
    port: Annotated[int, typer.Option(help="Порт страницы; занят — будет взят следующий свободный.")] = 8650,
) -> None:
    """Показать бота без токена: песочница VK на этом компьютере, пример разговора и страница."""
    _set_up_logging("WARNING")
    from bot.demo import run_demo

    raise SystemExit(_run(run_demo(once=once, port=port)))


@app.command()
def check() -> None:
    """Проверить настройки: файлы, базу, ключ и настройки сообщества в VK."""
    around = _surroundings("WARNING")
    from bot.check import run_check

    raise SystemExit(_run(run_check(around)))


@app.command()
def backup(
    target: Annotated[
        Path | None, typer.Argument(help="Куда записать копию. По умолчанию — рядом с базой, с датой в имени.")
    ] = None,
) -> None:
    """Сделать проверенную копию базы; бота останавливать не нужно."""
    from bot.clock import SystemClock
    from storage.backup import copy_file
    from storage.content_files import ContentFiles, folder_beside
    from storage.errors import StorageError

    settings = _settings()
    source = settings.database_path
    if not source.exists():
        _fail(f"DATABASE_PATH: базы {source} ещё нет")
    stamp = SystemClock().now().strftime("%Y%m%d-%H%M%S")
    target = target or source.with_name(f"{source.stem}-{stamp}.db")
    try:
        copy_file(source, target)
    except StorageError as error:
        _fail(str(error))
    typer.echo(f"Копия записана и проверена: {target}")
    count, size = ContentFiles(folder_beside(source)).measure()
    if count:
        typer.echo(
            f"Файлы жителей в неё не входят: {count}, {size / 2**20:.1f} МБ. "
            f"Скопируйте и папку {folder_beside(source)}: файлы в ней не меняются, только добавляются и удаляются"
        )


@app.command()
def restore(copy: Annotated[Path, typer.Argument(help="Файл копии.")]) -> None:
    """Вернуть базу из копии. Бот должен быть остановлен; прежняя база переезжает в папку рядом."""
    from bot.clock import SystemClock
    from bot.lock import only_process
    from storage.backup import restore_file
    from storage.errors import StorageError

    target = _settings().database_path
    aside = target.with_name(f"{target.stem}-old-{SystemClock().now().strftime('%Y%m%d-%H%M%S')}")
    with only_process(target):
        try:
            moved = restore_file(copy, target, aside)
        except StorageError as error:
            _fail(str(error))
    typer.echo(f"База {target} восстановлена из {copy} и проверена")
    if moved:
        typer.echo(f"Прежняя база лежит в {aside}: удалите её, когда убедитесь, что всё на месте")
    typer.echo("Запустите бота: пришедшее после копии он найдёт в истории VK")


@app.command()
def export(
    target: Annotated[Path | None, typer.Argument(help="Файл. Без него — на экран.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Необработанные события вместо обращений.")] = False,
) -> None:
    """Выгрузить обращения с историей (или необработанные события) строками JSON."""
    from bot.export import export_lines
    from storage.errors import reason_of

    settings = _settings()
    if not settings.database_path.exists():
        _fail(f"DATABASE_PATH: базы {settings.database_path} ещё нет")
    lines = export_lines(settings.database_path, failed=failed)
    try:
        if target is None:
            for line in lines:
                typer.echo(line)
            return
        with target.open("w", encoding="utf-8") as file:
            count = sum(bool(file.write(line + "\n")) for line in lines)
    except sqlite3.Error as error:
        _fail(f"база {settings.database_path} (DATABASE_PATH) не выгружается: {reason_of(error)}")
    except OSError as error:
        _fail(f"файл {target} не записывается: {reason_of(error)}")
    typer.echo(f"Записано строк: {count}, файл {target}")


@lead_form.command("list")
def list_lead_forms() -> None:
    """Показать формы: номер, название, сколько заявок, есть ли раздел в administration.toml."""
    around = _surroundings("WARNING")
    from bot.lead_forms.commands import list_forms

    _run(list_forms(around))


@lead_form.command("create")
def create_lead_form(
    name: Annotated[str | None, typer.Argument(help="Название формы (name), если новых несколько.")] = None,
    again: Again = False,
) -> None:
    """Создать форму по разделу [[lead_forms]] файла administration.toml."""
    around = _surroundings("WARNING")
    from bot.lead_forms.commands import create_form

    _run(create_form(around, name, again=again))


@lead_form.command("copy")
def copy_lead_form(
    form_id: Annotated[int, typer.Argument(help="Номер формы: его показывает lead-form list.")],
    name: Annotated[str | None, typer.Argument(help="Название копии.")] = None,
    again: Again = False,
    active: Annotated[bool, typer.Option("--active", help="Сразу включить копию.")] = False,
    section: Annotated[
        bool, typer.Option("--section", help="Не копировать, а показать раздел для administration.toml.")
    ] = False,
) -> None:
    """Скопировать форму под новым названием или показать её раздел для administration.toml."""
    around = _surroundings("WARNING")
    from bot.lead_forms.commands import copy_form

    _run(copy_form(around, form_id, name, again=again, active=active, as_section=section))


def main() -> None:
    """The entry point: a mistake of the set-up is one line and a non-zero exit code."""
    from bot.errors import StartError

    os.umask(0o077)  # the database, its copies and exports hold personal data
    try:
        app()
    except StartError as error:
        _fail(str(error))


def _settings() -> Any:
    from bot.settings import load_settings

    return load_settings()


def _surroundings(level: str | None = None, *, callback: str | None = None) -> Surroundings:
    settings = _settings()
    _set_up_logging(level or settings.log_level)
    from bot.administration_file import load_administration
    from bot.app import Surroundings
    from bot.callback import callback_server
    from bot.clock import SystemClock, SystemIds

    server = callback_server(callback, settings) if callback is not None else None
    administration = load_administration(settings.administration_file)
    return Surroundings(settings, administration, SystemClock(), SystemIds(), server)


def _set_up_logging(level: str) -> None:
    from bot.logs import set_up_logging

    set_up_logging(level)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run on uvloop where it exists."""
    loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
    if find_spec("uvloop"):
        import uvloop

        loop_factory = uvloop.new_event_loop
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            return runner.run(work)
    except KeyboardInterrupt:
        return 130
    except ExceptionGroup as broken:
        _report_crash(broken)


def _report_crash(broken: ExceptionGroup[Exception]) -> NoReturn:
    """Say what broke and where, without values: they may hold people's words. The supervisor restarts the process."""
    from traceback import format_tb

    from loguru import logger

    from bot.errors import StartError
    from storage.errors import is_broken_file, reason_of

    for error in broken.exceptions:
        if isinstance(error, StartError):
            raise error from None
        if isinstance(error, sqlite3.Error) and is_broken_file(error):
            raise StartError(f"база (DATABASE_PATH): {reason_of(error)}") from None
        if isinstance(error, ExceptionGroup):
            _report_crash(error)
        logger.critical("Сбой: {}\n{}", type(error).__name__, "".join(format_tb(error.__traceback__)))
    sys.exit(1)


def _fail(reason: str) -> NoReturn:
    typer.echo(f"Ошибка: {reason}", err=True)
    sys.exit(1)
