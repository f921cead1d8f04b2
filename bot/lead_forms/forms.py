"""Lead forms as VK keeps them, read leniently, and the calls that show and make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import aiohttp
import orjson

from appeals.checking import WrongValue
from appeals.form_design import STANDARD_QUESTIONS, FormDesign, FormQuestion
from appeals.value import dataclass
from bot.events import read_json
from bot.vk.client import TIMEOUT, VkApi
from bot.vk.errors import VkUnavailableError
from bot.vk.numbers import integer


@dataclass(frozen=True, slots=True)
class VkForm:
    """A form of the community. `content` is VK's own, of any shape."""

    id: int
    name: str
    active: bool
    leads: int
    url: str
    content: Mapping[str, Any]

    @property
    def policy_url(self) -> str:
        return _text(self.content.get("policy_link_url"))

    @property
    def photo(self) -> str:
        """The cover, as `leadForms.create` takes it for another form."""
        return _text(self.content.get("photo"))

    def design(self, name: str) -> FormDesign:
        """What stands in it, as the settings' file would describe it under that name.

        Raises:
            WrongValue: VK's answer can't be understood, or holds what VK itself wouldn't take.
        """
        content = self.content
        return FormDesign(
            name=name,
            title=_text(content.get("title")),
            description=_text(content.get("description")),
            questions=_questions(content.get("questions")),
            confirmation=_text(content.get("confirmation")),
            site_link_url=_text(content.get("site_link_url")),
            active=self.active,
            once_per_user=integer(content.get("once_per_user")) == 1,
            notify_admins=tuple(
                number for one in _listed(content.get("notify_admins")) if (number := integer(one)) is not None
            ),
            notify_emails=tuple(str(one) for one in _listed(content.get("notify_emails"))),
            pixel_code=_text(content.get("pixel_code")),
        )


def listed_forms(answer: Any) -> Iterator[Mapping[str, Any]]:
    """The forms of `leadForms.list`; VK's lists stand in `items` in most other places."""
    forms = answer.get("items") if isinstance(answer, Mapping) else answer
    return (form for form in (forms if isinstance(forms, list) else []) if isinstance(form, Mapping))


def read_form(form: Any) -> VkForm | None:
    """A form of an answer of VK; None when it has no number, so that nothing can be done with it."""
    form_id = integer(form.get("form_id")) if isinstance(form, Mapping) else None
    if form_id is None:
        return None
    return VkForm(
        id=form_id,
        name=_text(form.get("name")),
        active=integer(form.get("active")) == 1,
        leads=integer(form.get("leads_count")) or 0,
        url=_text(form.get("url")),
        content=form,
    )


def parameters(design: FormDesign, policy_url: str, photo: str = "") -> dict[str, Any]:
    """A form as `leadForms.create` takes it."""
    return {
        "name": design.name,
        "title": design.title,
        "description": design.description,
        "questions": orjson.dumps([_asked(question) for question in design.questions]).decode(),
        "policy_link_url": policy_url,
        "photo": photo or None,
        "confirmation": design.confirmation or None,
        "site_link_url": design.site_link_url or None,
        "active": design.active,
        "once_per_user": design.once_per_user,
        "pixel_code": design.pixel_code or None,
        "notify_admins": design.notify_admins or None,
        "notify_emails": design.notify_emails or None,
    }


class Forms:
    """The forms of one community. Every method raises VkError and VkUnavailableError."""

    def __init__(self, user: VkApi, community_id: int) -> None:
        self._user = user
        self._community_id = community_id

    async def all(self) -> list[VkForm]:
        answer = await self._user.ask("leadForms.list", group_id=self._community_id)
        forms = [read_form(form) for form in listed_forms(answer)]
        return [form for form in forms if form is not None]

    async def one(self, form_id: int) -> VkForm:
        form = read_form(await self._user.ask("leadForms.get", group_id=self._community_id, form_id=form_id))
        if form is None:
            raise VkUnavailableError("leadForms.get: no form")
        return form

    async def create(self, content: Mapping[str, Any]) -> tuple[int, str]:
        """Make a form; its number and its address."""
        answer = await self._user.ask("leadForms.create", group_id=self._community_id, **content)
        made = read_form(answer)
        if made is None:
            raise VkUnavailableError("leadForms.create: no number")
        return made.id, made.url

    async def upload_cover(self, picture: bytes, file_name: str) -> str | None:
        """Hand a picture over; what `create` takes for `photo`, or None when VK doesn't take the picture."""
        url = await self._user.ask("leadForms.getUploadURL")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise VkUnavailableError("leadForms.getUploadURL: no address")
        form = aiohttp.FormData()
        form.add_field("file", picture, filename=file_name)
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session,
                session.post(url, data=form) as response,
            ):
                answer = read_json(await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise VkUnavailableError(f"upload: {type(error).__name__}") from None
        except ValueError:
            raise VkUnavailableError("upload: not JSON") from None
        photo = answer.get("photo") if isinstance(answer, Mapping) else None
        return photo if isinstance(photo, str) and photo and not answer.get("errcode") else None


def _asked(question: FormQuestion) -> dict[str, Any]:
    if question.is_standard:
        return {"type": question.type}
    asked: dict[str, Any] = {"type": question.type, "label": question.label}
    if question.key:
        asked["key"] = question.key
    if question.options:
        asked["options"] = [{"label": option} for option in question.options]
    return asked


def _questions(items: Any) -> tuple[FormQuestion, ...]:
    questions = []
    for index, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, Mapping):
            raise WrongValue("вопрос непонятен", "questions", index)
        kind, key = _text(item.get("type")), _text(item.get("key"))
        standard = next((name for name in (key, kind) if name in STANDARD_QUESTIONS), None)
        options = item.get("options")
        labels = [_text(one.get("label")) for one in options if isinstance(one, Mapping)] if options else []
        try:
            questions.append(
                FormQuestion(standard) if standard else FormQuestion(kind, _text(item.get("label")), key, tuple(labels))
            )
        except WrongValue as error:
            raise WrongValue(str(error), "questions", index, *error.where) from None
    return tuple(questions)


def _listed(value: Any) -> list[Any]:
    """A list, which VK also writes as one text with commas."""
    if isinstance(value, list):
        return value
    return [part.strip() for part in _text(value).split(",") if part.strip()]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
