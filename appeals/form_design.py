"""What stands in one of VK's lead forms, within VK's limits.

The limits are those of VK's `leadForms.create`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from appeals.checking import check, check_no_repetition
from appeals.value import dataclass

STANDARD_QUESTIONS = frozenset(
    {"first_name", "patronymic_name", "last_name", "email", "phone_number", "age", "birthday", "location"}
)
"""Questions that VK words and, where it can, answers itself."""

WRITTEN, CHOSEN = frozenset({"input", "textarea"}), frozenset({"radio", "checkbox", "select"})
"""Kinds of a community's own questions: answered in one's own words, and by a choice."""

MAX_OWN_QUESTIONS = 5
MAX_EMAILS = 10
MAX_LINK = 200
TEXT_LIMITS = {"name": 100, "title": 60, "description": 600, "confirmation": 300, "site_link_url": MAX_LINK}
"""Characters of each text."""

REQUIRED = ("name", "title", "description", "questions", "policy_url")
"""What a form can't be made without."""

_KEY = re.compile(r"[A-Za-z0-9_]{1,64}")
_EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,.]+")
_PIXEL = re.compile(r"VK-RTRG-\d+-\w+")


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question of a form: one of VK's own, named by `type` alone, or the community's with its words in `label`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    type: str
    label: str = ""
    key: str = ""
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check(
            self.type in STANDARD_QUESTIONS | WRITTEN | CHOSEN,
            f"такого вида вопроса нет, есть: {', '.join(sorted(STANDARD_QUESTIONS | WRITTEN | CHOSEN))}",
            "type",
        )
        if self.is_standard:
            for name in ("label", "key", "options"):
                check(not getattr(self, name), "у готового вопроса VK указывают только type", name)
            return
        check(bool(self.label.strip()), "у своего вопроса должны быть слова", "label")
        check(not self.key or bool(_KEY.fullmatch(self.key)), "ключ: латинские буквы, цифры и _", "key")
        check(self.key not in STANDARD_QUESTIONS, f"ключ «{self.key}» занят готовым вопросом VK", "key")
        if self.type in WRITTEN:
            check(not self.options, "на этот вопрос отвечают своими словами, варианты ему не нужны", "options")
            return
        check(bool(self.options), "перечислите варианты ответа", "options")
        check(all(option.strip() for option in self.options), "вариант ответа не может быть пустым", "options")
        check(len(set(self.options)) == len(self.options), "варианты ответа повторяются", "options")

    @property
    def is_standard(self) -> bool:
        return self.type in STANDARD_QUESTIONS

    def is_named(self, name: str) -> bool:
        """Whether a setting means this question: by its key or by its own words."""
        if self.is_standard:
            return name == self.type
        return name == self.key or folded(name) == folded(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDesign:
    """A form as its maker describes it; all is optional as long as the form isn't to be made.

    `cover` is the file of a picture, its path as seen from the settings' file.
    """

    name: str = ""
    title: str = ""
    description: str = ""
    cover: str = ""
    questions: tuple[FormQuestion, ...] = ()
    confirmation: str = ""
    site_link_url: str = ""
    active: bool = True
    once_per_user: bool = False
    notify_admins: tuple[int, ...] = ()
    notify_emails: tuple[str, ...] = ()
    pixel_code: str = ""

    def __post_init__(self) -> None:
        for name, limit in TEXT_LIMITS.items():
            check_length(getattr(self, name), limit, name)
        linked = self.site_link_url.startswith(("https://", "http://")) or not self.site_link_url
        check(linked, "ссылка должна начинаться с https://", "site_link_url")
        self._check_questions()
        for index, admin in enumerate(self.notify_admins):
            check(admin > 0, "номер страницы больше нуля", "notify_admins", index)
        check(len(self.notify_emails) <= MAX_EMAILS, f"не больше {MAX_EMAILS} адресов (предел VK)", "notify_emails")
        for index, email in enumerate(self.notify_emails):
            check(bool(_EMAIL.fullmatch(email)), f"это не адрес почты: {email}", "notify_emails", index)
        pixel = not self.pixel_code or bool(_PIXEL.fullmatch(self.pixel_code))
        check(pixel, "код пикселя пишется как VK-RTRG-000000-XXXXX", "pixel_code")

    def _check_questions(self) -> None:
        own = [index for index, question in enumerate(self.questions) if not question.is_standard]
        if len(own) > MAX_OWN_QUESTIONS:
            reason = f"своих вопросов не больше {MAX_OWN_QUESTIONS} (предел VK), готовых это не касается"
            check(False, reason, "questions", own[MAX_OWN_QUESTIONS])
        standard = [question.type if question.is_standard else "" for question in self.questions]
        check_no_repetition("вопрос", standard, "questions", field="type")
        check_no_repetition("ключ вопроса", [question.key for question in self.questions], "questions", field="key")
        labels = [folded(question.label) for question in self.questions]
        check_no_repetition("вопрос", labels, "questions", field="label")

    @property
    def is_described(self) -> bool:
        """Whether the section tells what stands in the form, not only what its answers mean."""
        return bool(self.name or self.title or self.description or self.questions)


def check_length(text: str, limit: int, *where: str) -> None:
    """Refuse a text that VK would refuse for its length.

    Raises:
        WrongValue
    """
    check(len(text) <= limit, f"не длиннее {limit} знаков (предел VK), сейчас {len(text)}", *where)


def folded(text: str) -> str:
    """A question without what people change when they copy it: case, ё, spaces, the mark at its end."""
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip("?:. ")
