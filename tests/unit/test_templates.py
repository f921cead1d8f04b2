"""Templates of answers: what may be one, and how its fields are filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.errors import TemplateRefused
from appeals.templates import MAX_BODY, MAX_NAME, Fault, Field, check_template, fill, template_key

BODY = "Здравствуйте, {имя}! Фонарь по адресу { Адрес } починили {дата}."
VALUES = {Field.NAME: "Анна", Field.ADDRESS: "ул. Садовая, 5", Field.DATE: "7 апреля"}


def test_fields_are_filled_whatever_their_case() -> None:
    assert fill(BODY, VALUES) == ("Здравствуйте, Анна! Фонарь по адресу ул. Садовая, 5 починили 7 апреля.", ())


def test_what_the_appeal_lacks_stays_visible_and_is_named_once() -> None:
    text, missing = fill("{отдел}: {имя}, {отдел}", {**VALUES, Field.DEPARTMENT: ""})
    assert (text, missing) == ("{отдел}: Анна, {отдел}", (Field.DEPARTMENT,))


def test_a_value_is_no_template() -> None:
    assert fill("{имя}", {Field.NAME: "{адрес}"}) == ("{адрес}", ())


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [
        ("", BODY, Fault.NO_NAME),
        ("добавить", BODY, Fault.NO_NAME),
        ("Фонарь: да", BODY, Fault.NO_NAME),
        ("Ш" * (MAX_NAME + 1), BODY, Fault.LONG_NAME),
        ("Фонарь", "  !", Fault.NO_BODY),
        ("Фонарь", "а" * (MAX_BODY + 1), Fault.LONG_BODY),
        ("Фонарь", "Здравствуйте, {имена}!", Fault.FIELD),
        ("Фонарь", "Здравствуйте, {имя!", Fault.BRACES),
        ("Фонарь", "Здравствуйте, {}!", Fault.BRACES),
    ],
)
def test_what_is_refused(name: str, body: str, fault: Fault) -> None:
    with pytest.raises(TemplateRefused) as refused:
        check_template(name, body)
    assert refused.value.fault is fault


def test_a_field_that_may_have_been_meant_is_named() -> None:
    with pytest.raises(TemplateRefused) as refused:
        check_template("Фонарь", "По адресу {Адресс} починили")
    assert (refused.value.word, refused.value.nearest) == ("Адресс", "адрес")


def test_names_that_read_alike_are_one() -> None:
    assert template_key("  Тёплая   ВОДА ") == template_key("теплая вода")


@given(st.text(max_size=60), st.text(alphabet="{} имяадресотд:\n", max_size=60))
def test_no_text_breaks_it(name: str, body: str) -> None:
    try:
        check_template(name, body)
    except TemplateRefused:
        return
    text, missing = fill(body, dict.fromkeys(Field, "слово"))
    assert missing == ()
    assert not set("{}") & set(text)
