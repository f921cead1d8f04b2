"""Leads that no event told of are found by an administrator's token, each once, in their order."""

import pytest

from bot import app
from sandbox.model import USER_TOKEN
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office


def silently(office: Office, *, off: bool = True) -> None:
    """VK sends no events of leads, or does so again."""
    office.world.events.switches["lead_forms_new"] = not off


async def test_leads_of_a_stop_are_found_at_the_start(open_office: OpenOffice) -> None:
    office = await open_office(user_token=USER_TOKEN)
    anna, pyotr = office.citizen("Анна"), office.citizen("Пётр")
    for one in (anna, pyotr):
        await one.says("Начать")
        await one.sees("Здравствуйте")
    await office.stops()
    silently(office)
    office.world.fill_form(
        anna.vk_id,
        [
            {"key": "first_name", "question": "Имя", "answer": "Анна"},
            {"key": "custom_0", "question": "Что случилось?", "answer": "Яма на Садовой улице."},
            {"key": "custom_1", "question": "Что ещё?", "answer": ["Темно", "Скользко"]},
            {"key": "custom_2", "question": "Комментарий", "answer": None},
        ],
    )
    office.clock.moves(minutes=3)
    office.world.fill_form(pyotr.vk_id, [{"key": "phone_number", "question": "Телефон", "answer": "8 900 000-00-01"}])
    silently(office, off=False)
    await office.starts()
    await office.comes_to(lambda: len(office.appeals()) == 2)
    await anna.sees("номер: 2026-000001")
    await pyotr.sees("номер: 2026-000002")
    card = office.card("2026-000001").text.splitlines()
    assert "Имя в форме: Анна" in card
    assert "Яма на Садовой улице." in card
    assert "Что ещё? Темно, Скользко" in card
    assert not any("Комментарий" in line for line in card)
    assert "Контакт: +7 900 000-00-01" in office.card("2026-000002").text
    assert office.database("SELECT what, count, expected FROM recoveries") == [("lead", 2, 1)]
    await office.restarts()
    await anna.sees_nothing()
    assert office.appeals() == ["2026-000001", "2026-000002"]


async def test_a_lead_that_an_event_brought_is_not_found_again(open_office: OpenOffice) -> None:
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await anna.fills_form({"custom_0: Что случилось?": "Яма на Садовой улице."})
    await anna.sees("номер: 2026-000001")
    await office.restarts()
    assert office.database("SELECT what FROM recoveries") == []
    # And the other way round: what was found may still be told of later.
    lead = office.world.lead_forms.leads_of(1)[0]
    late = {"lead_id": lead["lead_id"], "user_id": anna.vk_id, "form_id": 1, "group_id": 1, "answers": []}
    office.world.inject("lead_forms_new", late, "told:late")
    await anna.sees_nothing()
    assert office.appeals() == ["2026-000001"]


async def test_leads_are_looked_for_while_the_bot_works(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LEADS_COMPARED_EVERY", 0.1)
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    silently(office)
    office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что случилось?", "answer": "Яма на дороге."}])
    await office.comes_to(lambda: office.appeals() == ["2026-000001"])
    await anna.sees("номер: 2026-000001")
    assert office.database("SELECT what, count, expected FROM recoveries") == [("lead", 1, 0)]


async def test_older_leads_are_not_the_bots_business(open_office: OpenOffice) -> None:
    office = await open_office()
    await office.stops()
    silently(office)
    office.world.fill_form(101, [{"key": "age", "question": "Возраст", "answer": "35"}])
    office.clock.moves(minutes=30)
    silently(office, off=False)
    office.use_user_token(USER_TOKEN)
    await office.starts()
    assert office.appeals() == []


async def test_a_refused_token_is_named_and_stops_nothing(open_office: OpenOffice) -> None:
    office = await open_office(user_token="not-a-token")
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await office.comes_to(lambda: any("VK_USER_TOKEN" in line for line in office.log))
