"""Lead forms: reading whatever VK sends, sorting the answers into an appeal's fields."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import LeadForm
from appeals.contact import parse_contact
from appeals.draft import MAX_TEXT
from appeals.errors import BadContact
from appeals.leads import Lead, LeadAnswer, Told, told
from appeals.model import Answer
from handlers.incoming import UnreadableEventError
from handlers.leads import MAX_ANSWERS, FilledForm, read_lead
from tests.unit.strategies import json, leads
from texts import words

STANDARD = ("first_name", "last_name", "patronymic_name", "email", "phone_number", "location", "age", "birthday")
FORM = LeadForm(7, "roads", text="Что случилось?", address="custom_1", contact="Как с вами связаться")


def lead_of(*answers: LeadAnswer) -> Lead:
    return Lead(1, 7, "Сообщить о проблеме", answers)


def read(**changes: Any) -> Lead:
    obj = {"lead_id": 5, "user_id": 101, "form_id": 7, "form_name": "Яма", "answers": [], **changes}
    return read_lead(obj).lead


# ----------------------------------------------------------------------------------------------------------- reading


@given(leads | json)
def test_any_object_is_a_lead_or_unreadable(obj: Any) -> None:
    try:
        form = read_lead(obj)
    except UnreadableEventError as error:
        field = str(error)
    else:
        is_within_limits(form)
        return
    assert field in {"object", "user_id", "object.user_id", "lead_id"}


def test_ids_that_are_texts() -> None:
    form = read_lead({"lead_id": "5", "user_id": "101", "form_id": "7"})
    assert (form.lead.id, form.user_id, form.lead.form_id) == (5, 101, 7)


@pytest.mark.parametrize("broken", ["", "-5", "5.0", "٥", "5" * 30, True, None, [5], 2**70])
def test_what_is_no_id(broken: Any) -> None:
    with pytest.raises(UnreadableEventError, match="lead_id"):
        read(lead_id=broken)


def is_within_limits(form: FilledForm) -> None:
    assert 0 < form.user_id < 2**63
    assert -(2**63) <= form.lead.id < 2**63
    assert 0 <= form.lead.form_id < 2**63
    assert len(form.lead.answers) <= MAX_ANSWERS
    assert all(len(answer.text) <= MAX_TEXT for answer in form.lead.answers)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (None, ""),
        ("", ""),
        ("  Яма ", "Яма"),
        (35, "35"),
        (True, ""),
        (["Темно", "Скользко"], "Темно, Скользко"),
        (["Темно", None, "", ["ещё"], 5], "Темно, 5"),
        ([], ""),
        ({"key": "a", "value": "Темно"}, "Темно"),
        ([{"key": "a", "value": "Темно"}, {"value": "Скользко"}, {}], "Темно, Скользко"),
        ({"value": ["Темно"]}, ""),
        ("ш" * (MAX_TEXT + 1), "ш" * MAX_TEXT),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_answers_of_any_shape(answer: Any, text: str) -> None:
    (found,) = read(answers=[{"key": "custom_0", "question": "Что?", "answer": answer}]).answers
    assert found == LeadAnswer("custom_0", "Что?", text)


@pytest.mark.parametrize(
    ("form_id", "expected"), [(7, 7), ("7", 7), (None, 0), ("форма", 0), (-7, 0), (7.5, 0), ("9" * 30, 0), (True, 0)]
)
def test_the_form(form_id: Any, expected: int) -> None:
    assert read(form_id=form_id).form_id == expected


def test_what_may_be_missing() -> None:
    assert read_lead({"lead_id": 5, "user_id": 101}).lead == Lead(5, 0, "", ())
    assert read(answers=["?", None, {}, {"answer": "Да"}]).answers == (LeadAnswer("", "", ""), LeadAnswer("", "", "Да"))


@pytest.mark.parametrize("user_id", [None, 0, -1, True])
def test_nobody_filled_it_in(user_id: Any) -> None:
    with pytest.raises(UnreadableEventError, match="user_id"):
        read(user_id=user_id)


# ----------------------------------------------------------------------------------------------------------- sorting


def test_standard_keys_go_to_their_fields() -> None:
    answers = {
        "first_name": "Анна",
        "patronymic_name": "Сергеевна",
        "last_name": "Примерова",
        "email": "Anna@Example.ru",
        "phone_number": "8 (900) 000-00-00",
        "location": "Примерск,\nцентр",
        "age": "35",
        "birthday": "01.02.1991",
    }
    lead = lead_of(*(LeadAnswer(key, f"О {key}", text) for key, text in answers.items()))
    assert told(lead, None) == Told(
        name="Примерова Анна Сергеевна",
        text="",
        address="Примерск, центр",
        contact="+7 900 000-00-00, anna@example.ru",
        further=(Answer("О age", "35"), Answer("О birthday", "01.02.1991")),
    )


def test_own_questions_are_named_by_their_words_or_by_their_key() -> None:
    lead = lead_of(
        LeadAnswer("custom_0", "  что   СЛУЧИЛОСЬ ", "Яма"),
        LeadAnswer("custom_1", "Где?", "ул. Садовая, 5"),
        LeadAnswer("location", "Город", "Примерск"),
        LeadAnswer("custom_2", "Как с вами связаться?", "через соседа"),
        LeadAnswer("custom_3", "Вопрос 1", "один"),
        LeadAnswer("custom_4", "Вопрос 2", "два"),
    )
    assert told(lead, FORM) == Told(
        name="",
        text="Яма",
        address="Примерск, ул. Садовая, 5",
        contact="через соседа",
        further=(Answer("Вопрос 1", "один"), Answer("Вопрос 2", "два")),
    )
    numbered = told(lead, replace(FORM, text="Вопрос 2"))
    assert (numbered.text, numbered.further[-1]) == ("два", Answer("Вопрос 1", "один"))


def test_a_second_answer_and_one_that_is_too_long_are_kept_under_their_question() -> None:
    address = "ул. Садовая " * 40
    lead = lead_of(
        LeadAnswer("custom_0", "Что случилось?", "Яма"),
        LeadAnswer("custom_0", "Что случилось?", "И фонарь"),
        LeadAnswer("custom_1", "Где?", address),
        LeadAnswer("first_name", "", "ш" * 101),
    )
    content = told(lead, FORM)
    assert (content.name, content.text, content.address) == ("", "Яма", "")
    assert content.further == (
        Answer("Что случилось?", "И фонарь"),
        Answer("Где?", address),
        Answer("first_name", "ш" * 101),
    )


def test_the_same_contact_twice_is_told_once() -> None:
    lead = lead_of(
        LeadAnswer("phone_number", "Телефон", "89000000000"),
        LeadAnswer("custom_2", "Как с вами связаться", "+7 900 000-00-00"),
    )
    assert told(lead, FORM).contact == "+7 900 000-00-00"


any_answer = st.builds(
    LeadAnswer,
    st.sampled_from([*STANDARD, "custom_0", "custom_1", "custom_2", ""]),
    st.sampled_from(["Что случилось?", "Как с вами связаться", ""]) | st.text(max_size=20),
    st.text(max_size=400).map(str.strip),
)


def pressed(text: str) -> str:
    return "".join(text.casefold().split())


def as_contact(text: str) -> str:
    try:
        return parse_contact(text)
    except BadContact:
        return text


@given(st.lists(any_answer, max_size=12), st.sampled_from([None, FORM]))
def test_nothing_that_was_told_is_dropped(answers: list[LeadAnswer], form: LeadForm | None) -> None:
    content = told(lead_of(*answers), form)
    further = [answer.text for answer in content.further]
    fields = [pressed(text) for text in (content.name, content.text, content.address, content.contact)]
    for answer in filter(lambda one: one.text, answers):
        forms = {pressed(answer.text), pressed(as_contact(answer.text))}
        assert answer.text in further or any(form in field for form in forms for field in fields)


def test_questions_without_words_have_a_name() -> None:
    assert set(words.STANDARD_QUESTIONS) == set(STANDARD)
    lines = words.answers((Answer("age", "35"), Answer("Что случилось?", "Яма"), Answer("", "Да")))
    assert lines == ["Возраст: 35", "Что случилось? Яма", "Ответ: Да"]
