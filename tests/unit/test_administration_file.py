"""`administration.toml`: each kind of mistake is told with its line and its reason, in Russian."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import Administration, parse_period
from appeals.calendar import WorkingCalendar
from appeals.reminder_rules import ReminderRules, Step
from bot.administration_file import load_administration
from bot.clock import RussianCalendar
from bot.deadlines_told import deadlines_told
from bot.errors import StartError

SHIPPED = Path(__file__).parents[2] / "administration.toml"

GOOD = """\
[administration]
name = "Администрация города Примерска"
genitive = "администрации города Примерска"
timezone = "Asia/Omsk"

[consent]
version = "1.0"
url = "https://example.ru/soglasie"

[deadlines]
solution_days = 8

[working_time]
monday = ["08:00-12:00", "13:00-17:00"]

[working_time.exceptions]
2026-12-30 = ["08:00-12:00"]

[[categories]]
id = "roads"
title = "Дороги"

[[categories]]
id = "snow"
title = "Снег"
solution_days = 2

[[questions]]
title = "Когда приём?"
answer = "Во вторник."

[[lead_forms]]
form_id = 7
category = "snow"
text = "Что случилось?"

[[lead_forms]]
form_id = 8

[digest]
morning = "9:15"
weekly = false

[notices]
busy_per_hour = 10

[outages]
kinds = ["паром переправа", "свет"]
"""


def refusal(folder: Path, text: str | bytes) -> str:
    """What the operator is told of a file with this text."""
    path = folder / "administration.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StartError) as refused:
        load_administration(path)
    return str(refused.value).replace(str(path), "administration.toml")


def load(folder: Path, text: str | bytes) -> Administration:
    path = folder / "administration.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_administration(path)


def test_a_good_file(tmp_path: Path) -> None:
    read = load(tmp_path, GOOD)
    assert [category.id for category in read.categories] == ["roads", "snow"]
    assert read.zone.key == "Asia/Omsk"
    assert read.working_time.exceptions == {date(2026, 12, 30): ("08:00-12:00",)}
    form = read.lead_form(7)
    assert form is not None
    assert (form.category, form.text, form.address) == ("snow", "Что случилось?", "")
    assert read.lead_form(9) is None
    assert (read.digest.enabled, read.digest.at, read.digest.weekly, read.digest.monthly) == (
        True,
        time(9, 15),
        False,
        True,
    )
    assert (read.notices.out_of_hours, read.notices.busy_per_hour, read.notices.busy_untaken) == (True, 10, 300)
    assert read.outages.kinds == ("паром переправа", "свет")


def test_the_mark_that_notepad_writes_does_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("was", "now", "line", "reason"),
    [
        ('name = "Администрация города Примерска"', 'name = " "', 2, "не может быть пустым"),
        ('name = "Администрация города Примерска"', "name = 5", 2, "нужна строка"),
        ('genitive = "администрации города Примерска"\n', "", 1, "не хватает этого поля"),
        ("busy_per_hour = 10", "busy_per_hour = -1", 45, "от 0 (никогда)"),
        ("busy_per_hour = 10", "ask_again_minutes = 5", 45, "переспрашивать об аварии"),
        ("busy_per_hour = 10", "overload = 5", 45, "такого поля нет"),
        ('"паром переправа"', '"паром, переправа"', 48, "«паром,»: слова пишутся через пробел"),
        ('"паром переправа"', '"вай-фай"', 48, "русскими буквами"),
        ('"паром переправа"', '""', 48, "нужны слова через пробел"),
        ('"паром переправа"', '"паром света"', 48, "слово «свет» есть в двух строках: «паром света»"),
        ('kinds = ["паром переправа", "свет"]', 'types = ["паром"]', 48, "такого поля нет"),
        ('timezone = "Asia/Omsk"', 'timezone = "Asia/Omskk"', 4, "часового пояса «Asia/Omskk» нет"),
        ('timezone = "Asia/Omsk"', 'time_zone = "Asia/Omsk"', 4, "такого поля нет"),
        ('timezone = "Asia/Omsk"', 'hashtag = "намневсеравно"', 4, "#слово"),
        ('version = "1.0"', 'version = ""', 7, "версия согласия"),
        ('url = "https://example.ru/soglasie"', 'url = "http://example.ru"', 8, "https://"),
        ('[consent]\nversion = "1.0"\nurl = "https://example.ru/soglasie"\n', "", 1, "не хватает этого поля"),
        ("solution_days = 8", "solution_days = 0", 11, "от 1 до 30"),
        ("solution_days = 8", "solution_days = 31", 11, "от 1 до 30"),
        ("solution_days = 8", "limit_days = 31", 11, "59-ФЗ"),
        ("solution_days = 8", 'solution_days = "восемь"', 11, "нужно целое число"),
        ("solution_days = 8", "solution_days = 8.5", 11, "нужно целое число"),
        ("solution_days = 8", "first_reaction_hours = 81", 11, "рабочих часов"),
        ("solution_days = 8", "interim_days = 31", 11, "промежуточный ответ"),
        ("solution_days = 8", "[deadlines.fast]\nsolution_days = 31", 12, "от 1 до 30"),
        ("solution_days = 8", "[deadlines.fast]\ndays = 3", 12, "такого поля нет"),
        ("solution_days = 8", "[deadlines.emergency]\nfirst_reaction_minutes = 0", 12, "от 1 до 1440"),
        ("solution_days = 8", "[deadlines.emergency]\nsolution_hours = 721", 12, "от 1 до 720"),
        ("solution_days = 8", "[deadlines.law]\nforward_days = 0", 12, "от 1 до 90"),
        ("solution_days = 8", "[deadlines.law]\nextension_days = 91", 12, "от 0 до 90"),
        ("solution_days = 8", "[autoreplies]\nconfidence = 10", 12, "от 60 до 100"),
        ("solution_days = 2", "[categories.fast]\nsolution_days = 0", 27, "от 1 до 30"),
        ("solution_days = 2", "forwarded_days = 0", 26, "от 1 до 90"),
        ('monday = ["08:00-12:00"', 'monday = ["8-12"', 14, "пишутся как 08:00-12:00"),
        ('monday = ["08:00-12:00"', 'monday = ["08:00-25:00"', 14, "нет такого времени"),
        ('monday = ["08:00-12:00"', 'monday = ["12:00-08:00"', 14, "начало должно быть раньше"),
        ('monday = ["08:00-12:00"', 'monday = ["08:00-14:00"', 14, "не пересекаться"),
        ('monday = ["08:00-12:00", "13:00-17:00"]', 'monday = "08:00-12:00"', 14, "нужен список"),
        ('2026-12-30 = ["08:00-12:00"]', '2026-12-30 = ["полдня"]', 17, "пишутся как 08:00-12:00"),
        ('2026-12-30 = ["08:00-12:00"]', '"30 декабря" = []', 17, "нужна дата"),
        ('id = "roads"', 'id = "Дороги"', 20, "латинские строчные буквы"),
        ('id = "snow"', 'id = "unknown"', 24, "занят"),
        ('id = "snow"', 'id = "roads"', 24, "id темы повторяется: roads"),
        ('title = "Снег"', 'title = "дороги"', 25, "название темы повторяется: дороги"),
        ('title = "Снег"', f'title = "{"С" * 41}"', 25, "от 1 до 40 знаков"),
        ('title = "Снег"\n', "", 23, "не хватает этого поля"),
        ("solution_days = 2", "solution_days = 31", 26, "от 1 до 30"),
        ("solution_days = 2", "days = 2", 26, "такого поля нет"),
        ('title = "Когда приём?"', 'title = ""', 29, "от 1 до 40 знаков"),
        ('answer = "Во вторник."', f'answer = "{"я" * 3501}"', 30, "от 1 до 3500 знаков"),
        ("[[questions]]", "[[question]]", 28, "такого поля нет"),
        ("form_id = 7", "form_id = 0", 33, "больше нуля"),
        ("form_id = 7", 'form_id = "форма"', 33, "нужно целое число"),
        ("form_id = 7\n", "", 32, "нужен номер формы"),
        ('category = "snow"', 'category = "roadss"', 34, "темы с id «roadss» нет"),
        ('text = "Что случилось?"', 'texts = "Что случилось?"', 35, "такого поля нет"),
        ('text = "Что случилось?"', 'text = "Что?"\naddress = "Что?"', 33, "один вопрос"),
        ('text = "Что случилось?"', 'policy_url = "http://example.ru"', 35, "https://"),
        ("form_id = 8", "form_id = 7", 38, "номер формы повторяется: 7"),
        ('morning = "9:15"', 'morning = "9.15"', 41, "пишется как 08:30"),
        ('morning = "9:15"', 'morning = "24:00"', 41, "пишется как 08:30"),
        ('morning = "9:15"', "morning = 9", 41, "нужна строка"),
        ("weekly = false", 'weekly = "по понедельникам"', 42, "нужно true или false"),
        ("weekly = false", "daily = false", 42, "такого поля нет"),
        ("[deadlines]\n", "[deadlines\n", 10, "TOML"),
        ('version = "1.0"', "version = 1.0.0", 7, "TOML"),
        ('version = "1.0"', 'version = "1.0"\nversion = "2.0"', 8, "TOML"),
        ('answer = "Во вторник."', 'answer = "Во вторник.', 30, "TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, was: str, now: str, line: int, reason: str) -> None:
    assert GOOD.count(was) == 1
    told = refusal(tmp_path, GOOD.replace(was, now))
    assert told.startswith(f"administration.toml, строка {line}:"), told
    assert reason in told
    assert "\n" not in told
    if reason != "TOML":
        words = re.sub(r"https://|VK|\bid\b|\btrue\b|\bfalse\b|Asia/\w+|roadss?|unknown", "", told.split(": ", 2)[-1])
        assert not re.search("[A-Za-z]", words), f"the operator reads Russian: {told}"


def test_a_section_of_the_wrong_kind(tmp_path: Path) -> None:
    told = refusal(tmp_path, "deadlines = 5\n" + GOOD.replace("[deadlines]\nsolution_days = 8\n", ""))
    assert (
        told == "administration.toml, строка 1: deadlines: нужен раздел: имя в квадратных скобках на отдельной строке"
    )


def test_without_categories(tmp_path: Path) -> None:
    empty = "categories = []\n" + re.sub(r"\[\[categories]](?:\n\w.*)*\n", "", GOOD)
    assert "нужна хотя бы одна тема" in refusal(tmp_path, empty)


def test_a_week_without_work(tmp_path: Path) -> None:
    days = "\n".join(f"{day} = []" for day in ("tuesday", "wednesday", "thursday", "friday"))
    idle = GOOD.replace('monday = ["08:00-12:00", "13:00-17:00"]', f"monday = []\n{days}")
    assert "в неделе нет ни одного рабочего часа" in refusal(tmp_path, idle)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="ADMINISTRATION_FILE"):
        load_administration(tmp_path / "нет такого.toml")
    with pytest.raises(StartError, match="ADMINISTRATION_FILE"):
        load_administration(tmp_path)
    assert "сохраните administration.toml в кодировке UTF-8" in refusal(tmp_path, GOOD.encode("cp1251"))


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ('half = ["moderator"]', 'подходит только одно из: "assignee", "department" или "head"'),
        ('half = "assignee"', "нужен список в квадратных скобках"),
        ('half = ["head", "head"]', "один адресат назван дважды"),
        ("reaction_hours = 0", "от 1 до 100 рабочих часов"),
        ('halfs = ["head"]', "такого поля нет"),
        ("[reminders.emergency]\nrepeat_minutes = 0", "раз в 1–60 минут"),
        ("[reminders.emergency]\nduty = [201, 201]", "дежурный назван дважды"),
        ("[reminders.emergency]\nduty = [-1]", "номера страниц VK"),
        ("[reminders.emergency]\nhead_after = 101", "после 0–100 повторов"),
    ],
)
def test_a_mistake_in_reminders(tmp_path: Path, section: str, reason: str) -> None:
    told = refusal(tmp_path, f"{GOOD}\n[reminders]\n{section}\n")
    line = GOOD.count("\n") + 2 + section.count("\n") + 1
    assert told.startswith(f"administration.toml, строка {line}:"), told
    assert reason in told


def test_the_rungs_of_reminders(tmp_path: Path) -> None:
    rules = load(tmp_path, f'{GOOD}\n[reminders]\nhalf = []\noverdue = ["head", "assignee"]\n').reminders
    assert (rules.half, rules.overdue) == ((), (Step.HEAD, Step.ASSIGNEE))
    assert load(tmp_path, GOOD).reminders == load_administration(SHIPPED).reminders == ReminderRules()


@given(st.text() | st.binary())
def test_any_file_is_an_administration_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str | bytes) -> None:
    told = refusal(tmp_path_factory.getbasetemp(), text if isinstance(text, bytes) else text.encode())
    assert "administration.toml" in told


@given(st.text() | st.from_regex(r"\d\d?:\d\d ?[-–] ?\d\d?:\d\d"))
def test_any_hours_are_a_period_or_refused(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError:
        return
    assert period.start < period.end


def test_the_shipped_example_is_valid() -> None:
    example = load_administration(SHIPPED)
    assert len(example.categories) > 12, "the example shows the paging of topics"
    assert example.questions
    assert example.administration.hashtag


def test_the_shipped_exceptions_fit_the_production_calendar() -> None:
    """A shortened day on a holiday, or a day off that is one anyway, would teach the operator the wrong thing."""
    example = load_administration(SHIPPED)
    russia = RussianCalendar()
    plain = WorkingCalendar(type(example.working_time)(), russia, example.zone)
    for day, hours in example.working_time.exceptions.items():
        assert plain.hours_of(day) or not hours, f"{day} is a day off"


def test_every_priority_and_category_has_its_clocks(tmp_path: Path) -> None:
    more = """
[[categories]]
id = "water"
title = "Вода"
priority = "fast"
interim_days = 2
forwarded_days = 15

[categories.fast]
solution_days = 2

[categories.emergency]
first_reaction_minutes = 30
"""
    rules = "[deadlines.fast]\nfirst_reaction_hours = 4\n\n[deadlines.emergency]\ninterim_hours = 3\n"
    path = tmp_path / "administration.toml"
    path.write_text(GOOD.replace("[working_time]", f"{rules}\n[working_time]", 1) + more, encoding="utf-8")
    assert list(deadlines_told(load_administration(path))) == [
        "обычно: первая реакция 8 рабочих часов, ответ 8 рабочих дней, не дольше 30 дней",
        "срочно: первая реакция 4 рабочих часа, ответ 3 рабочих дня",
        "ЧП: первая реакция 1 час круглосуточно, промежуточный ответ 3 часа круглосуточно, ответ 24 часа круглосуточно",
        "тема «Снег»: обычно — ответ 2 рабочих дня",
        "тема «Вода»: сразу срочно; обычно — промежуточный ответ 2 рабочих дня; срочно — ответ 2 рабочих дня; "
        "ЧП — первая реакция 30 минут круглосуточно; другому ведомству на ответ 15 дней",
        "переслать за 7 дней; другому ведомству на регистрацию 3 дня и на ответ 30 дней; "
        "продлить можно на 30 дней сверх 30",
    ]


def test_an_unknown_priority_is_told(tmp_path: Path) -> None:
    told = refusal(tmp_path, GOOD.replace("solution_days = 2", 'priority = "срочно"'))
    assert told == (
        "administration.toml, строка 26: categories.2.priority: "
        'подходит только одно из: "emergency", "fast" или "usual"'
    )
