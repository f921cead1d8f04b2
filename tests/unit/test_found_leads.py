"""`leadForms.getLeads`: any answer gives leads that the bot can read, or none."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comparisons.leads import MAX_ID, read_leads
from handlers.leads import read_lead
from tests.unit.strategies import ids, json, shaped

FORM = {"form_id": 7, "name": "Яма", "questions": [{"key": "custom_0", "label": "Что случилось?"}, {"key": []}, None]}

values = shaped("key", "value") | st.lists(shaped("key", "value") | json, max_size=3) | json
answers = st.lists(shaped(key=st.sampled_from(["custom_0", "email"]) | json, answer=values) | json, max_size=4) | json
found = shaped(lead_id=ids, user_id=ids, date=st.integers(0, 2**34) | ids, answers=answers)
pages = shaped("next_page_token", leads=st.lists(found | json, max_size=5) | json) | json
forms = shaped(form_id=ids, name=json, questions=st.lists(shaped("key", "label") | json, max_size=3) | json)


@given(pages, forms)
def test_any_answer_gives_leads_that_can_be_read(page: Any, form: dict[str, Any]) -> None:
    for lead in read_leads(page, form, 1):
        assert lead.event.type == "lead_forms_new"
        assert lead.event.event_id == f"lead:{lead.id}"
        assert 0 < lead.id <= MAX_ID
        assert lead.event.lane > 0, "the person's lane"
        told = read_lead(orjson.loads(lead.event.body)["object"])
        assert told.lead.id == lead.id


def read(answer: Any) -> tuple[str, str, str]:
    page = {"leads": [{"lead_id": 5, "user_id": 101, "date": 0, "answers": [{"key": "custom_0", "answer": answer}]}]}
    (lead,) = read_leads(page, FORM, 1)
    (read,) = read_lead(orjson.loads(lead.event.body)["object"]).lead.answers
    return read.key, read.question, read.text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"value": "Яма"}, "Яма"),
        ({"key": "1", "value": "Яма"}, "Яма"),
        ([{"key": "1", "value": "Яма"}, {"value": "Темно"}], "Яма, Темно"),
        ([{"key": "1"}, {"value": "Темно"}, [], None, "Скользко"], "Темно, Скользко"),
        ("Яма", "Яма"),
        (None, ""),
        ({}, ""),
    ],
)
def test_the_words_of_an_answer(answer: Any, text: str) -> None:
    assert read(answer) == ("custom_0", "Что случилось?", text)


def test_a_question_that_the_form_no_longer_has() -> None:
    page = {
        "leads": [{"lead_id": 5, "user_id": 101, "date": 0, "answers": [{"key": "gone", "answer": {"value": "1"}}]}]
    }
    (lead,) = read_leads(page, FORM, 1)
    (answer,) = read_lead(orjson.loads(lead.event.body)["object"]).lead.answers
    assert (answer.key, answer.question, answer.text) == ("gone", "", "1")
