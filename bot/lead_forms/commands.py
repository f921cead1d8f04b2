"""`python -m bot lead-form create|copy|list`: what they do and say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import typer

from appeals.administration import Administration, LeadForm
from appeals.checking import WrongValue
from appeals.form_design import REQUIRED, TEXT_LIMITS
from bot.administration_file import place_in
from bot.app import Surroundings, open_clients
from bot.community import identify
from bot.errors import StartError
from bot.lead_forms.access import KEY, NEEDED, PARAMETER, refusal
from bot.lead_forms.cover import read_cover
from bot.lead_forms.forms import Forms, VkForm, parameters
from bot.lead_forms.section import section_of
from bot.settings import Settings
from bot.vk.errors import VkError, VkUnavailableError

AGAIN = "Если нужна ещё одна, добавьте --again"
HOW_IT_LOOKS = "как он пишется, показано в примере administration.toml"


async def list_forms(around: Surroundings) -> None:
    """Show the community's forms, and where they and the settings' file don't know of each other."""
    settings, described = around.settings, around.administration.lead_forms
    async with _forms(settings) as forms:
        known = await forms.all()
    for form in known:
        typer.echo(_line(form, _section_place(settings, described, form.id)))
    if not known:
        typer.echo("В сообществе нет форм сбора заявок")
    for index, section in enumerate(described):
        place = place_in(settings.administration_file, ("lead_forms", index))
        if section.form_id is None:
            same = _of_name(section.name, known)
            typer.echo(
                f"{place}: у формы «{section.name}» нет номера, а в VK такая есть. Впишите: form_id = {same.id}"
                if same
                else f"{place}: форма «{section.name}» ещё не создана: python -m bot lead-form create"
            )
        elif all(form.id != section.form_id for form in known):
            typer.echo(f"{place}: формы № {section.form_id} в сообществе нет")


async def create_form(around: Surroundings, name: str | None, *, again: bool) -> None:
    """Make the form that a section of the settings' file describes.

    Raises:
        StartError: nothing was made; the text tells why and where.
    """
    settings = around.settings
    index = _chosen(around.administration, name)
    section = around.administration.lead_forms[index]
    _refuse_incomplete(settings, index, section, again=again)
    picture = _cover(settings, index, section)
    async with _forms(settings) as forms:
        _refuse_same_name(section.name, await forms.all(), again=again)
        photo = ""
        if picture is not None:
            taken = await forms.upload_cover(picture, settings.administration_file.parent.joinpath(section.cover).name)
            if taken is None:
                raise StartError(f"{_place(settings, index, 'cover')}: VK не принял картинку, попробуйте другую")
            photo = taken
        form_id = await _make(forms, parameters(section, section.policy_url, photo))
    typer.echo(f"Впишите её номер под [[lead_forms]] ({_place(settings, index)}):\nform_id = {form_id}")


async def copy_form(
    around: Surroundings, form_id: int, name: str | None, *, again: bool, active: bool, as_section: bool
) -> None:
    """Make a copy of a form under a new name, or show the section that describes the form.

    Raises:
        StartError: nothing was made; the text tells why.
    """
    async with _forms(around.settings) as forms:
        form = await forms.one(form_id)
        try:
            design = form.design(form.name if as_section else (name or ""))
        except WrongValue as error:
            where = ".".join(str(part + 1) if isinstance(part, int) else part for part in error.where)
            raise StartError(f"форму № {form_id} не скопировать: {where}: {error}") from None
        if as_section:
            typer.echo(section_of(design, form.policy_url, form.id), nl=False)
            return
        if not design.name.strip():
            raise StartError("назовите копию: python -m bot lead-form copy НОМЕР «Новое название»")
        _refuse_same_name(design.name, await forms.all(), again=again)
        content = {**parameters(design, form.policy_url, form.photo), "active": active}
        try:
            made = await _make(forms, content)
        except VkError as error:
            # VK doesn't say whether what it shows of a cover can be given to another form.
            if error.code != PARAMETER or not form.photo:
                raise
            made = await _make(forms, {**content, "photo": None})
            typer.echo("Обложку VK не скопировал: добавьте её в VK")
    typer.echo(f"Её раздел для administration.toml покажет: python -m bot lead-form copy {made} --section")
    if not active:
        typer.echo("Копия выключена. Проверьте её и включите в VK: Формы сбора заявок")


async def _make(forms: Forms, content: dict[str, Any]) -> int:
    try:
        form_id, url = await forms.create(content)
    except VkUnavailableError as error:
        asked = "Форма могла появиться: посмотрите python -m bot lead-form list, прежде чем повторять"
        raise StartError(f"VK не ответил ({error}). {asked}") from None
    typer.echo(f"Форма «{content['name']}» создана, её номер {form_id}. {url}".rstrip())
    return form_id


@asynccontextmanager
async def _forms(settings: Settings) -> AsyncIterator[Forms]:
    """The community's forms; what VK refuses is told to the operator.

    Raises:
        StartError
    """
    if settings.vk_user_token is None:
        raise StartError(f"{KEY}: не задан. Чтобы видеть и создавать формы, {NEEDED}. Впишите его в файл .env")
    async with open_clients(settings) as clients:
        with _told():
            community = await identify(clients.api, settings.vk_group_id)
            assert clients.user is not None  # its token is set
            yield Forms(clients.user, community.id)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except VkError as error:
        raise StartError(refusal(error)) from None
    except VkUnavailableError as error:
        raise StartError(f"VK_API_URL: VK не отвечает ({error})") from None


def _chosen(administration: Administration, name: str | None) -> int:
    """The section that is meant: by its name, or the only one that isn't in VK yet."""
    described = {index: form for index, form in enumerate(administration.lead_forms) if form.name}
    names = ", ".join(f"«{form.name}»" for form in described.values()) or "ни одного"
    if name is not None:
        wanted = name.strip().casefold()
        found = [index for index, form in described.items() if form.name.strip().casefold() == wanted]
        if not found:
            raise StartError(f"раздела [[lead_forms]] с name = «{name}» нет, есть: {names}; {HOW_IT_LOOKS}")
        return found[0]
    new = [index for index, form in described.items() if form.form_id is None]
    if not new:
        raise StartError(f"раздела [[lead_forms]] с name и без form_id нет: создавать нечего; {HOW_IT_LOOKS}")
    if len(new) > 1:
        several = ", ".join(f"«{described[index].name}»" for index in new)
        raise StartError(f"какую форму создать? Назовите её: lead-form create «Название». Ждут: {several}")
    return new[0]


def _refuse_incomplete(settings: Settings, index: int, section: LeadForm, *, again: bool) -> None:
    if section.form_id is not None and not again:
        told = f"форма «{section.name}» уже создана, её номер {section.form_id}. {AGAIN}"
        raise StartError(f"{_place(settings, index, 'form_id')}: {told}")
    missing = [name for name in REQUIRED if not _is_given(getattr(section, name))]
    if missing:
        raise StartError(f"{_place(settings, index)}: чтобы создать форму, не хватает: {', '.join(missing)}")


def _is_given(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _refuse_same_name(name: str, known: Sequence[VkForm], *, again: bool) -> None:
    same = _of_name(name, known)
    if same is not None and not again:
        raise StartError(f"форма с названием «{same.name}» в сообществе уже есть, её номер {same.id}. {AGAIN}")


def _of_name(name: str, known: Sequence[VkForm]) -> VkForm | None:
    wanted = name.strip().casefold()
    return next((form for form in known if form.name.strip().casefold() == wanted), None)


def _cover(settings: Settings, index: int, section: LeadForm) -> bytes | None:
    if not section.cover:
        return None
    try:
        return read_cover(settings.administration_file.parent / section.cover)
    except ValueError as error:
        raise StartError(f"{_place(settings, index, 'cover')}: {error}") from None


def _place(settings: Settings, index: int, *field: str) -> str:
    return place_in(settings.administration_file, ("lead_forms", index, *field))


def _section_place(settings: Settings, described: Sequence[LeadForm], form_id: int) -> str:
    index = next((index for index, section in enumerate(described) if section.form_id == form_id), None)
    return _place(settings, index) if index is not None else "раздела в administration.toml нет"


def _line(form: VkForm, section: str) -> str:
    state = "включена" if form.active else "выключена"
    return f"№ {form.id} «{form.name[: TEXT_LIMITS['name']]}»: {state}, заявок {form.leads}; {section}"
