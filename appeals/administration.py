"""What one administration sets for itself: name, contacts, consent, categories, working time, deadlines.

Plain frozen dataclasses. `bot.administration_file` reads them from `administration.toml` and reports mistakes with
the line; the checks that belong to the trade stand here and raise `ValueError` with a Russian reason, because the
operator reads it.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date, time
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from appeals.checking import WrongValue, check, check_no_repetition
from appeals.citizen_reminders import CitizenReminders
from appeals.deadline_rules import Deadlines, Emergency, FastTrack, check_days, check_hours, check_interim
from appeals.form_design import MAX_LINK, FormDesign, check_length
from appeals.model import Priority
from appeals.notices import NoticeRules
from appeals.outage_kinds import OutageRules
from appeals.reminder_rules import ReminderRules
from appeals.value import dataclass

_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
_PERIOD = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_STRICT: dict[str, str] = {"extra": "forbid"}

LABEL_LIMIT = 40
"""Characters of a button's label (VK)."""

FIRST_CHAT = 2_000_000_000
"""Peer ids of chats are above it (VK)."""

UNKNOWN_CATEGORY = "unknown"
"""Stored when a citizen answers «Не знаю»; a moderator chooses the category later."""


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
        check(bool(self.name.strip()), "название администрации не может быть пустым", "name")
        check(bool(self.genitive.strip()), "название в родительном падеже не может быть пустым", "genitive")
        check(bool(self.answer_tag.strip()), "метка ответа не может быть пустой", "answer_tag")
        check(self.timezone in available_timezones(), f"часового пояса «{self.timezone}» нет", "timezone")
        check(not self.hashtag or bool(re.fullmatch(r"#\w+", self.hashtag)), "хештег пишется как #слово", "hashtag")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """The separate document on personal data (152-ФЗ, ст. 9 as in force since 01.09.2025).

    `responsible` answers for the processing, by post and name: an act of destruction names them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    version: str
    url: str
    responsible: str = ""

    def __post_init__(self) -> None:
        check(bool(self.version.strip()), "версия согласия не может быть пустой", "version")
        check(self.url.startswith("https://"), "ссылка на согласие должна начинаться с https://", "url")


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
    """A topic a citizen can choose.

    `priority` is what its appeals begin with. The terms override those of `[deadlines]`: its own ones for what is
    usual, `fast` and `emergency` for the rest; `forwarded_days` is how long another body may take, in calendar days.
    `photo_required`: an answer has to show how it is now.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    title: str
    solution_days: int | None = None
    priority: Priority = Priority.USUAL
    first_reaction_hours: int | None = None
    interim_days: int | None = None
    fast: FastTrack = field(default_factory=FastTrack)
    emergency: Emergency = field(default_factory=Emergency)
    forwarded_days: int | None = None
    photo_required: bool = False

    def __post_init__(self) -> None:
        check(bool(_ID.fullmatch(self.id)), "id темы: латинские строчные буквы, цифры и _, начинается с буквы", "id")
        check(self.id != UNKNOWN_CATEGORY, f"id «{UNKNOWN_CATEGORY}» занят темой «Не знаю»", "id")
        check(
            0 < len(self.title.strip()) <= LABEL_LIMIT,
            f"название темы: от 1 до {LABEL_LIMIT} знаков (предел кнопки VK)",
            "title",
        )
        check_days(self.solution_days, "срок темы", "solution_days")
        check_hours(self.first_reaction_hours)
        check_interim(self.interim_days)
        in_limits = self.forwarded_days is None or 1 <= self.forwarded_days <= 90
        check(in_limits, "срок другого ведомства: от 1 до 90 календарных дней", "forwarded_days")


@dataclass(frozen=True, slots=True)
class Department:
    """Who works on appeals of a kind. `chat` is the peer id of its own chat, where the cards of its appeals go; without
    one they stay in the moderators' chat. `executors` are VK ids. With `personal_data` off it works without names and
    contacts of citizens.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    title: str
    chat: int | None = None
    executors: tuple[int, ...] = ()
    personal_data: bool = True

    def __post_init__(self) -> None:
        check(bool(_ID.fullmatch(self.id)), "id отдела: латинские строчные буквы, цифры и _, начинается с буквы", "id")
        check(
            0 < len(self.title.strip()) <= LABEL_LIMIT,
            f"название отдела: от 1 до {LABEL_LIMIT} знаков (предел кнопки VK)",
            "title",
        )
        is_chat = self.chat is None or self.chat > FIRST_CHAT
        check(is_chat, "номер чата больше 2000000000: его назовёт бот, если написать в чате /помощь", "chat")
        check(all(one > 0 for one in self.executors), "исполнители — номера страниц VK, больше нуля", "executors")
        check(len(set(self.executors)) == len(self.executors), "исполнитель назван дважды", "executors")


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of «Частые вопросы». `title` stands on the button."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    title: str
    answer: str

    def __post_init__(self) -> None:
        check(
            0 < len(self.title.strip()) <= LABEL_LIMIT,
            f"вопрос: от 1 до {LABEL_LIMIT} знаков (предел кнопки VK)",
            "title",
        )
        check(0 < len(self.answer.strip()) <= 3500, "ответ: от 1 до 3500 знаков", "answer")


@dataclass(frozen=True, slots=True)
class LeadForm(FormDesign):
    """One of VK's lead forms: how its leads become appeals and, where it is described, what stands in it.

    `form_id` is missing until the form is made. `text`, `address` and `contact` name the question whose answer goes
    there, by its key or by its own words. `policy_url` is the link that stands in the form: with it the consent is
    recorded.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    form_id: int | None = None
    category: str = UNKNOWN_CATEGORY
    text: str = ""
    address: str = ""
    contact: str = ""
    policy_url: str = ""

    def __post_init__(self) -> None:
        FormDesign.__post_init__(self)  # a class with slots is made anew, which `super()` doesn't know
        if self.form_id is None:
            check(bool(self.name.strip()), "нужен номер формы, а если её в VK ещё нет, её название")
        else:
            check(self.form_id > 0, "номер формы больше нуля", "form_id")
        named = {part: name for part in ("text", "address", "contact") if (name := getattr(self, part))}
        twice = "form_id" if self.form_id is not None else "name"
        check(len(set(named.values())) == len(named), "один вопрос не может идти в два поля", twice)
        secure = not self.policy_url or self.policy_url.startswith("https://")
        check(secure, "ссылка на политику должна начинаться с https://", "policy_url")
        check_length(self.policy_url, MAX_LINK, "policy_url")
        for part, name in named.items():
            asked = not self.questions or any(question.is_named(name) for question in self.questions)
            check(asked, f"в форме нет вопроса «{name}»", part)


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
        check(not self.hashtag or bool(re.fullmatch(r"#\w+", self.hashtag)), "хештег пишется как #слово", "hashtag")
        for name in ("quiet_posts", "quiet_topics"):
            positive = all(number > 0 for number in getattr(self, name))
            check(positive, "номер больше нуля: он стоит в адресе после знака _", name)


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
    check(match is not None, f"часы «{text}» пишутся как 08:00-12:00")
    assert match is not None
    try:
        start, end = (time.fromisoformat(part.zfill(5)) for part in match.groups())
    except ValueError:
        raise ValueError(f"в часах «{text}» нет такого времени") from None
    check(start < end, f"в часах «{text}» начало должно быть раньше конца")
    return Period(start, end)


def _periods(texts: tuple[str, ...], *where: str) -> tuple[Period, ...]:
    try:
        periods = tuple(parse_period(text) for text in texts)
    except ValueError as error:
        raise WrongValue(str(error), *where) from None
    for before, after in pairwise(periods):
        check(before.end <= after.start, "часы должны идти по порядку и не пересекаться", *where)
    return periods


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Hours by weekday, local time. `exceptions` corrects single dates: shortened days, a decree's changes.

    `transfers_entered` are years whose transferred days the operator has written into `exceptions`.
    """

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
    transfers_entered: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        week = [_periods(getattr(self, name), name) for name in WEEKDAYS]
        check(any(week), "в неделе нет ни одного рабочего часа")
        for day, texts in self.exceptions.items():
            _periods(texts, "exceptions", day.isoformat())


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class ManualReplies:
    """Replies that managers write by hand: for how many minutes after each the bot keeps quiet; 0: it never does."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    quiet_minutes: int = 120

    def __post_init__(self) -> None:
        check(0 <= self.quiet_minutes <= 7 * 24 * 60, "молчание бота: от 0 до 10080 минут (неделя)", "quiet_minutes")


@dataclass(frozen=True, slots=True)
class AutoReplyRules:
    """Questions that the bot answers by itself, from the base of `/автоответ`.

    `enabled`: in private messages; `comments`: under posts too. `confidence` is how sure it has to be, of 100.
    `first_reaction`: to an appeal that is sent all the same, such an answer counts as the first reaction.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    enabled: bool = True
    comments: bool = False
    confidence: int = 70
    first_reaction: bool = False

    def __post_init__(self) -> None:
        check(60 <= self.confidence <= 100, "уверенность бота: от 60 до 100", "confidence")


_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Digest:
    """The morning digest and the summaries of a week and a month: whether and when, local time, on working days."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    enabled: bool = True
    morning: str = "08:30"
    weekly: bool = True
    monthly: bool = True

    def __post_init__(self) -> None:
        check(bool(_TIME.fullmatch(self.morning)), f"время «{self.morning}» пишется как 08:30", "morning")

    @property
    def at(self) -> time:
        """The hour and the minute of `morning`."""
        return time.fromisoformat(self.morning.zfill(5))


@dataclass(frozen=True, slots=True)
class AnnouncementRules:
    """`hours`: when announcements may come, local time, every day; urgent ones come at any time."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    hours: str = "09:00-21:00"

    def __post_init__(self) -> None:
        _periods((self.hours,), "hours")

    @property
    def period(self) -> Period:
        return parse_period(self.hours)


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
    manual_replies: ManualReplies = field(default_factory=ManualReplies)
    comments: Comments = field(default_factory=Comments)
    departments: tuple[Department, ...] = ()
    digest: Digest = field(default_factory=Digest)
    notices: NoticeRules = field(default_factory=NoticeRules)
    outages: OutageRules = field(default_factory=OutageRules)
    announcements: AnnouncementRules = field(default_factory=AnnouncementRules)
    autoreplies: AutoReplyRules = field(default_factory=AutoReplyRules)
    reminders: ReminderRules = field(default_factory=ReminderRules)
    citizen_reminders: CitizenReminders = field(default_factory=CitizenReminders)

    def __post_init__(self) -> None:
        check(bool(self.categories), "нужна хотя бы одна тема ([[categories]])", "categories")
        form_ids = [str(form.form_id or "") for form in self.lead_forms]
        for what, section, key, names in (
            ("id темы", "categories", "id", [category.id for category in self.categories]),
            ("название темы", "categories", "title", [category.title.casefold() for category in self.categories]),
            ("id отдела", "departments", "id", [department.id for department in self.departments]),
            ("название отдела", "departments", "title", [one.title.casefold() for one in self.departments]),
            ("чат отдела", "departments", "chat", [str(department.chat or "") for department in self.departments]),
            ("вопрос", "questions", "title", [question.title.casefold() for question in self.questions]),
            ("номер формы", "lead_forms", "form_id", form_ids),
            ("название формы", "lead_forms", "name", [form.name for form in self.lead_forms]),
        ):
            check_no_repetition(what, names, section, field=key)
        for index, form in enumerate(self.lead_forms):
            known = form.category == UNKNOWN_CATEGORY or self.category(form.category) is not None
            check(known, f"темы с id «{form.category}» нет", "lead_forms", index, "category")

    @property
    def zone(self) -> ZoneInfo:
        return self.administration.zone

    def category(self, category_id: str) -> Category | None:
        return next((category for category in self.categories if category.id == category_id), None)

    def department(self, department_id: str) -> Department | None:
        return next((one for one in self.departments if one.id == department_id), None)

    def lead_form(self, form_id: int) -> LeadForm | None:
        return next((form for form in self.lead_forms if form.form_id == form_id), None)
