"""What one administration sets for itself: name, contacts, consent, categories, working time, deadlines.

Plain frozen dataclasses. `bot.administration_file` reads them from `administration.toml` and reports mistakes with
the line; the checks that belong to the trade stand here and raise `ValueError` with a Russian reason, because the
operator reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
_PERIOD = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_STRICT: dict[str, str] = {"extra": "forbid"}

LABEL_LIMIT = 40
"""Characters of a button's label (VK)."""

UNKNOWN_CATEGORY = "unknown"
"""Stored when a citizen answers «Не знаю»; a moderator chooses the category later."""


class WrongValue(ValueError):
    """A value that the trade forbids. `where` leads from the section to the field: `("exceptions", "2026-12-31")`."""

    def __init__(self, reason: str, *where: str | int) -> None:
        super().__init__(reason)
        self.where = where


def _check(condition: bool, reason: str, *where: str | int) -> None:
    if not condition:
        raise WrongValue(reason, *where)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who answers. `genitive` is the name after «приёмная …»; `answer_tag` heads every answer."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: str
    genitive: str
    timezone: str = "Europe/Moscow"
    answer_tag: str = "Ответ администрации"
    hashtag: str = ""
    official_url: str = "https://www.gosuslugi.ru"
    emergency_phone: str = "112"

    def __post_init__(self) -> None:
        _check(bool(self.name.strip()), "название администрации не может быть пустым", "name")
        _check(bool(self.genitive.strip()), "название в родительном падеже не может быть пустым", "genitive")
        _check(bool(self.answer_tag.strip()), "метка ответа не может быть пустой", "answer_tag")
        _check(self.timezone in available_timezones(), f"часового пояса «{self.timezone}» нет", "timezone")
        _check(not self.hashtag or bool(re.fullmatch(r"#\w+", self.hashtag)), "хештег пишется как #слово", "hashtag")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """The separate document on personal data (152-ФЗ, ст. 9 as in force since 01.09.2025)."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    version: str
    url: str

    def __post_init__(self) -> None:
        _check(bool(self.version.strip()), "версия согласия не может быть пустой", "version")
        _check(self.url.startswith("https://"), "ссылка на согласие должна начинаться с https://", "url")


@dataclass(frozen=True, slots=True)
class Contacts:
    """What «Контакты» shows. An empty field isn't shown."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A topic a citizen can choose. `solution_days` overrides the general deadline, in working days."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    title: str
    solution_days: int | None = None

    def __post_init__(self) -> None:
        _check(bool(_ID.fullmatch(self.id)), "id темы: латинские строчные буквы, цифры и _, начинается с буквы", "id")
        _check(self.id != UNKNOWN_CATEGORY, f"id «{UNKNOWN_CATEGORY}» занят темой «Не знаю»", "id")
        _check(
            0 < len(self.title.strip()) <= LABEL_LIMIT,
            f"название темы: от 1 до {LABEL_LIMIT} знаков (предел кнопки VK)",
            "title",
        )
        in_limits = self.solution_days is None or 1 <= self.solution_days <= 30
        _check(in_limits, "срок темы: от 1 до 30 рабочих дней", "solution_days")


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of «Частые вопросы». `title` stands on the button."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    title: str
    answer: str

    def __post_init__(self) -> None:
        _check(
            0 < len(self.title.strip()) <= LABEL_LIMIT,
            f"вопрос: от 1 до {LABEL_LIMIT} знаков (предел кнопки VK)",
            "title",
        )
        _check(0 < len(self.answer.strip()) <= 3500, "ответ: от 1 до 3500 знаков", "answer")


@dataclass(frozen=True, slots=True)
class LeadForm:
    """How one of VK's lead forms becomes an appeal.

    `text`, `address` and `contact` name the question whose answer goes there, by its key or by its own words.
    `policy_url` is the link that stands in the form: with it the consent is recorded.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    form_id: int
    category: str = UNKNOWN_CATEGORY
    text: str = ""
    address: str = ""
    contact: str = ""
    policy_url: str = ""

    def __post_init__(self) -> None:
        _check(self.form_id > 0, "номер формы больше нуля", "form_id")
        named = [name for name in (self.text, self.address, self.contact) if name]
        _check(len(set(named)) == len(named), "один вопрос не может идти в два поля", "form_id")
        secure = not self.policy_url or self.policy_url.startswith("https://")
        _check(secure, "ссылка на политику должна начинаться с https://", "policy_url")


@dataclass(frozen=True, slots=True)
class Comments:
    """What happens to comments under posts and to messages of discussions.

    `enabled` is off where staff read them all. A comment with `hashtag`, or, with `mentions`, one that mentions the
    community becomes an appeal. `candidates` offers the others that look like a complaint or a question to the
    moderators, `personal_data` warns them of what must be hidden. In `quiet_posts` and `quiet_topics` (numbers from
    their addresses) only personal data is watched.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    enabled: bool = True
    hashtag: str = ""
    mentions: bool = True
    candidates: bool = True
    personal_data: bool = True
    quiet_posts: tuple[int, ...] = ()
    quiet_topics: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check(not self.hashtag or bool(re.fullmatch(r"#\w+", self.hashtag)), "хештег пишется как #слово", "hashtag")
        for name in ("quiet_posts", "quiet_topics"):
            positive = all(number > 0 for number in getattr(self, name))
            _check(positive, "номер больше нуля: он стоит в адресе после знака _", name)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of working time within one day, local time, `start` before `end`."""

    start: time
    end: time


def parse_period(text: str) -> Period:
    """Read `08:00-12:00`.

    Raises:
        ValueError: with a Russian reason.
    """
    match = _PERIOD.fullmatch(text.replace(" ", "").replace("–", "-"))
    _check(match is not None, f"часы «{text}» пишутся как 08:00-12:00")
    assert match is not None
    try:
        start, end = (time.fromisoformat(part.zfill(5)) for part in match.groups())
    except ValueError:
        raise ValueError(f"в часах «{text}» нет такого времени") from None
    _check(start < end, f"в часах «{text}» начало должно быть раньше конца")
    return Period(start, end)


def _periods(texts: tuple[str, ...], *where: str) -> tuple[Period, ...]:
    try:
        periods = tuple(parse_period(text) for text in texts)
    except ValueError as error:
        raise WrongValue(str(error), *where) from None
    for before, after in pairwise(periods):
        _check(before.end <= after.start, "часы должны идти по порядку и не пересекаться", *where)
    return periods


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Hours by weekday, local time. `exceptions` corrects single dates: shortened days, a decree's changes."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    monday: tuple[str, ...] = ("08:00-12:00", "13:00-17:00")
    tuesday: tuple[str, ...] = ("08:00-12:00", "13:00-17:00")
    wednesday: tuple[str, ...] = ("08:00-12:00", "13:00-17:00")
    thursday: tuple[str, ...] = ("08:00-12:00", "13:00-17:00")
    friday: tuple[str, ...] = ("08:00-12:00", "13:00-17:00")
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()
    exceptions: dict[date, tuple[str, ...]] = field(default_factory=dict)
    region: str | None = None

    def __post_init__(self) -> None:
        week = [_periods(getattr(self, name), name) for name in WEEKDAYS]
        _check(any(week), "в неделе нет ни одного рабочего часа")
        for day, texts in self.exceptions.items():
            _periods(texts, "exceptions", day.isoformat())


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Defaults after the practice of «Инцидент» and 59-ФЗ; every administration may set its own.

    `first_reaction_hours` are working hours, `solution_days` working days, `limit_days` calendar days.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    first_reaction_hours: int = 8
    solution_days: int = 8
    limit_days: int = 30

    def __post_init__(self) -> None:
        _check(1 <= self.first_reaction_hours <= 80, "первая реакция: от 1 до 80 рабочих часов", "first_reaction_hours")
        _check(1 <= self.solution_days <= 30, "срок ответа: от 1 до 30 рабочих дней", "solution_days")
        _check(1 <= self.limit_days <= 30, "предельный срок: от 1 до 30 дней (59-ФЗ, ст. 12)", "limit_days")


@dataclass(frozen=True, slots=True)
class Administration:
    """Everything in `administration.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    administration: Identity
    consent: ConsentDocument
    categories: tuple[Category, ...]
    contacts: Contacts = field(default_factory=Contacts)
    questions: tuple[Question, ...] = ()
    working_time: WorkingTime = field(default_factory=WorkingTime)
    deadlines: Deadlines = field(default_factory=Deadlines)
    lead_forms: tuple[LeadForm, ...] = ()
    comments: Comments = field(default_factory=Comments)

    def __post_init__(self) -> None:
        _check(bool(self.categories), "нужна хотя бы одна тема ([[categories]])", "categories")
        for what, section, key, names in (
            ("id темы", "categories", "id", [category.id for category in self.categories]),
            ("название темы", "categories", "title", [category.title.casefold() for category in self.categories]),
            ("вопрос", "questions", "title", [question.title.casefold() for question in self.questions]),
            ("номер формы", "lead_forms", "form_id", [str(form.form_id) for form in self.lead_forms]),
        ):
            for index, name in enumerate(names):
                _check(name not in names[:index], f"{what} повторяется: {name}", section, index, key)
        for index, form in enumerate(self.lead_forms):
            known = form.category == UNKNOWN_CATEGORY or self.category(form.category) is not None
            _check(known, f"темы с id «{form.category}» нет", "lead_forms", index, "category")

    @property
    def zone(self) -> ZoneInfo:
        return self.administration.zone

    def category(self, category_id: str) -> Category | None:
        return next((category for category in self.categories if category.id == category_id), None)

    def lead_form(self, form_id: int) -> LeadForm | None:
        return next((form for form in self.lead_forms if form.form_id == form_id), None)
