"""A lead form in `administration.toml`: each limit of VK is told with its line, and a section says what VK is told."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import LeadForm
from appeals.checking import WrongValue
from appeals.form_design import CHOSEN, STANDARD_QUESTIONS, TEXT_LIMITS, WRITTEN, FormDesign, FormQuestion
from bot.administration_file import line_of
from bot.lead_forms.cover import MAX_BYTES, read_cover
from bot.lead_forms.forms import parameters, read_form
from bot.lead_forms.section import section_of
from tests.unit.strategies import json as any_json
from tests.unit.test_administration_file import GOOD, load, refusal

BEGIN = GOOD.index("[[lead_forms]]")
FORM = (
    GOOD[:BEGIN]
    + """\
[[lead_forms]]
name = "Яма"
title = "Сообщить о яме"
description = "Расскажите, где яма."
category = "snow"
text = "Что случилось?"
address = "where"
contact = "phone_number"
policy_url = "https://example.ru/politika"
confirmation = "Спасибо!"
site_link_url = "https://example.ru"
pixel_code = "VK-RTRG-000000-AbC1"
notify_admins = [1, 2]
notify_emails = ["a@example.ru"]

[[lead_forms.questions]]
type = "first_name"

[[lead_forms.questions]]
type = "phone_number"

[[lead_forms.questions]]
type = "textarea"
label = "Что случилось?"

[[lead_forms.questions]]
type = "input"
key = "where"
label = "Где это?"

[[lead_forms.questions]]
type = "radio"
label = "Опасно?"
options = ["Да", "Нет"]

[[lead_forms]]
form_id = 8
"""
)
FIRST = GOOD[:BEGIN].count("\n") + 1
MORE = "".join(f'\n[[lead_forms.questions]]\ntype = "input"\nlabel = "Ещё {n}?"\n' for n in range(3))
"""Three questions more than VK takes."""


def test_a_described_form(tmp_path: Path) -> None:
    form = load(tmp_path, FORM).lead_forms[0]
    assert (form.form_id, form.name, form.active, form.is_described) == (None, "Яма", True, True)
    assert [question.type for question in form.questions][2:] == ["textarea", "input", "radio"]
    assert form.questions[4].options == ("Да", "Нет")
    assert not load(tmp_path, GOOD).lead_forms[0].is_described


@pytest.mark.parametrize(
    ("was", "now", "line", "reason"),
    [
        ('name = "Яма"\n', "", 0, "нужен номер формы"),
        ('name = "Яма"', f'name = "{"я" * 101}"', 1, "не длиннее 100 знаков (предел VK), сейчас 101"),
        ('title = "Сообщить о яме"', f'title = "{"я" * 61}"', 2, "не длиннее 60"),
        ('"Расскажите, где яма."', f'"{"я" * 601}"', 3, "не длиннее 600"),
        ('text = "Что случилось?"', 'text = "Что стряслось?"', 5, "нет вопроса «Что стряслось?»"),
        ('address = "where"', 'address = "place"', 6, "нет вопроса «place»"),
        ('contact = "phone_number"', 'contact = "email"', 7, "нет вопроса «email»"),
        ('"https://example.ru/politika"', f'"https://example.ru/{"p" * 200}"', 8, "не длиннее 200"),
        ('confirmation = "Спасибо!"', f'confirmation = "{"я" * 301}"', 9, "не длиннее 300"),
        ('"https://example.ru"\npixel', '"example.ru"\npixel', 10, "https://"),
        ('"https://example.ru"\npixel', f'"https://example.ru/{"p" * 200}"\npixel', 10, "не длиннее 200"),
        ('"VK-RTRG-000000-AbC1"', '"000000"', 11, "VK-RTRG-000000-XXXXX"),
        ("[1, 2]", "[1, 0]", 12, "номер страницы больше нуля"),
        ('["a@example.ru"]', '["a@example.ru", "example.ru"]', 13, "не адрес почты: example.ru"),
        ('["a@example.ru"]', str([f"a{n}@example.ru" for n in range(11)]), 13, "не больше 10 адресов"),
        ('type = "first_name"', 'type = "name"', 16, "такого вида вопроса нет"),
        ('type = "first_name"', 'type = "first_name"\nlabel = "Имя"', 17, "только type"),
        ('type = "phone_number"', 'type = "first_name"', 19, "вопрос повторяется: first_name"),
        ('label = "Что случилось?"\n', "", 21, "должны быть слова"),
        ('key = "where"', 'key = "где"', 27, "латинские буквы"),
        ('key = "where"', 'key = "email"', 27, "занят готовым вопросом"),
        ('key = "where"', 'key = "where"\noptions = ["Тут"]', 28, "варианты ему не нужны"),
        ('label = "Где это?"', 'label = "что случилось"', 28, "вопрос повторяется"),
        ('label = "Опасно?"', 'label = "Опасно?"\nkey = "where"', 33, "ключ вопроса повторяется: where"),
        ('options = ["Да", "Нет"]\n', "", 30, "перечислите варианты"),
        ('["Да", "Нет"]', '["Да", " "]', 33, "не может быть пустым"),
        ('["Да", "Нет"]', '["Да", "Да"]', 33, "варианты ответа повторяются"),
        ('["Да", "Нет"]\n', '["Да", "Нет"]\n' + MORE, 43, "своих вопросов не больше 5"),
        ("form_id = 8", 'name = "Яма"', 36, "название формы повторяется: Яма"),
    ],
)
def test_a_limit_is_told_with_its_line(tmp_path: Path, was: str, now: str, line: int, reason: str) -> None:
    assert FORM.count(was) == 1
    told = refusal(tmp_path, FORM.replace(was, now))
    assert told.startswith(f"administration.toml, строка {FIRST + line}:"), told
    assert reason in told
    assert "\n" not in told


def test_lines_of_lists_in_lists() -> None:
    text = "[[a]]\nb = 1\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[[a]]\n[[a.b]]\nc = 3\n[a.d]\ne = 1\n"
    places = {("a", 0, "b", 1, "c"): 6, ("a", 1, "b", 0, "c"): 9, ("a", 1, "b", 0): 8, ("a", 1, "d", "e"): 11}
    assert {place: line_of(text, place) for place in places} == places


# ----------------------------------------------------------------------------------------------------- to VK and back

words = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
keys = st.from_regex(r"[a-z]{1,8}_[0-9]", fullmatch=True)
own = st.builds(FormQuestion, st.sampled_from(sorted(WRITTEN)), words, keys) | st.builds(
    FormQuestion, st.sampled_from(sorted(CHOSEN)), words, keys, st.lists(words, min_size=1, unique=True).map(tuple)
)
standard = st.lists(st.sampled_from(sorted(STANDARD_QUESTIONS)), unique=True).map(
    lambda names: [FormQuestion(name) for name in names]
)


@st.composite
def designs(draw: st.DrawFn) -> FormDesign:
    """Any form that VK takes."""
    texts: dict[str, Any] = {name: draw(words) for name in TEXT_LIMITS if name != "site_link_url"}
    questions = tuple(draw(standard) + draw(st.lists(own, max_size=5)))
    try:
        return FormDesign(**texts, questions=questions, active=draw(st.booleans()), notify_admins=(1, 2))
    except WrongValue:  # two questions of one key or of the same words
        return FormDesign(**texts, questions=questions[:1])


@given(designs())
def test_what_vk_is_told_it_tells_back(design: FormDesign) -> None:
    """VK shows what it was given; its lists it writes as one text."""
    asked = parameters(design, "https://example.ru")
    shown = {**asked, "questions": json.loads(asked["questions"]), "form_id": 5, "active": int(asked["active"])}
    shown["notify_admins"] = ",".join(map(str, asked["notify_admins"] or ()))
    form = read_form(shown)
    assert form is not None
    assert form.design(design.name) == design


@given(designs())
def test_a_section_reads_as_the_same_form(tmp_path_factory: pytest.TempPathFactory, design: FormDesign) -> None:
    text = GOOD[:BEGIN] + section_of(design, "https://example.ru/politika", 5)
    (form,) = load(tmp_path_factory.getbasetemp(), text).lead_forms
    described = {name: getattr(design, name) for name in FormDesign.__dataclass_fields__}
    assert form == replace(LeadForm(5, policy_url="https://example.ru/politika"), **described)


@given(any_json | st.fixed_dictionaries({"form_id": any_json}, optional={"questions": any_json, "name": any_json}))
def test_any_form_is_read_or_refused(shown: Any) -> None:
    form = read_form(shown)
    if form is None:
        return
    with suppress(WrongValue):
        assert form.design(form.name).name == form.name


# ------------------------------------------------------------------------------------------------------------- covers


def test_a_cover_is_a_picture(tmp_path: Path) -> None:
    cover = tmp_path / "cover.png"
    with pytest.raises(ValueError, match="такого файла или папки нет"):
        read_cover(cover)
    cover.write_bytes(b"not a picture")
    with pytest.raises(ValueError, match="это не картинка"):
        read_cover(cover)
    cover.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES))
    with pytest.raises(ValueError, match="больше 5 МБ"):
        read_cover(cover)
    cover.write_bytes(b"\xff\xd8\xff" + bytes(10))
    assert read_cover(cover)[:2] == b"\xff\xd8"
