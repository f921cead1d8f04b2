"""Leads that no event told of are found by an administrator's token, each once, in their order."""

from typing import Any

import pytest

from bot import ticking
from bot.comparisons import leads, loop
from sandbox.model import USER_TOKEN, Call
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office


def silently(office: Office, *, off: bool = True) -> None:
    """VK sends no events of leads, or does so again."""
    office.world.events.switches["lead_forms_new"] = not off


async def compared(office: Office) -> None:
    """The comparison of the latest start is over."""
    await office.comes_to(
        lambda: office.database("SELECT leads_compared_at FROM communities") == [(int(office.clock.seconds() * 1000),)]
    )


async def test_leads_of_a_stop_are_found_at_the_start(open_office: OpenOffice) -> None:
    office = await open_office(user_token=USER_TOKEN)
    anna, pyotr = office.citizen("Анна"), office.citizen("Пётр")
    for one in (anna, pyotr):
        await one.says("Начать")
        await one.sees("Здравствуйте")
    await compared(office)
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
    office.clock.moves(minutes=2)
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
    office.clock.moves(minutes=2)
    await office.restarts()
    await compared(office)
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
    monkeypatch.setattr(ticking, "LEADS_COMPARED_EVERY", 0.1)
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    silently(office)
    office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что случилось?", "answer": "Яма на дороге."}])
    office.clock.moves(minutes=2)
    await office.comes_to(lambda: office.appeals() == ["2026-000001"])
    await anna.sees("номер: 2026-000001")
    assert office.database("SELECT what, count, expected FROM recoveries") == [("lead", 1, 0)]


async def test_a_token_that_is_set_during_the_stop_finds_what_came_in_it(open_office: OpenOffice) -> None:
    office = await open_office()
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await office.comes_to(lambda: office.database("SELECT reconciled_at > 0 FROM communities") == [(1,)])
    await office.stops()
    silently(office)
    office.clock.moves(minutes=20)
    office.world.fill_form(anna.vk_id, [{"key": "age", "question": "Возраст", "answer": "35"}])
    office.clock.moves(minutes=30)
    silently(office, off=False)
    office.use_user_token(USER_TOKEN)
    await office.starts()
    await office.comes_to(lambda: office.appeals() == ["2026-000001"])
    await anna.sees("номер: 2026-000001")


async def test_a_gap_has_leads_looked_for_at_once(open_office: OpenOffice) -> None:
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await compared(office)
    with office.at_once():
        office.sandbox.faults.add("lost_history", times=1)
        office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что?", "answer": "Яма на дороге."}])
        before = len(asked(office))
        await office.comes_to(lambda: len(asked(office)) > before)


async def test_a_refused_token_is_named_and_stops_nothing(open_office: OpenOffice) -> None:
    office = await open_office(user_token="not-a-token")
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await office.comes_to(lambda: any("VK_USER_TOKEN" in line for line in office.log))


async def test_one_that_may_still_be_on_its_way_is_left_to_its_event(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "LEADS_COMPARED_EVERY", 0.05)
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    silently(office)
    lead = office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что?", "answer": "Яма на дороге."}])
    before = len(asked(office))
    await office.comes_to(lambda: len(asked(office)) >= before + 3)
    assert office.appeals() == []
    office.world.inject("lead_forms_new", lead, "late")
    await anna.sees("номер: 2026-000001")
    office.clock.moves(minutes=2)
    before = len(asked(office))
    await office.comes_to(lambda: len(asked(office)) >= before + 3)
    assert office.database("SELECT what FROM recoveries") == []
    await anna.sees_nothing()


async def test_many_leads_of_several_forms_keep_their_order(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leads, "PAGE", 3)
    office = await open_office(user_token=USER_TOKEN)
    await compared(office)
    await office.stops()
    silently(office)
    for number in range(10):
        office.clock.moves(minutes=1)
        answer = {"key": "custom_0", "question": "Что?", "answer": f"Беда номер {number}."}
        office.world.fill_form(101 + number % 2, [answer], form_id=1 + number % 3)
    silently(office, off=False)
    office.clock.moves(minutes=2)
    await office.starts()
    await office.comes_to(lambda: len(office.appeals()) == 10)
    told = [row[0] for row in office.database("SELECT answers FROM appeals ORDER BY sequence")]
    assert [f"Беда номер {number}." in answers for number, answers in enumerate(told)] == [True] * 10
    assert office.database("SELECT what, count, expected FROM recoveries") == [("lead", 10, 1)]
    pages = [call.params for call in office.world.calls if call.method == "leadForms.getLeads"]
    assert any("next_page_token" in page for page in pages)


async def test_broken_leads_stop_no_other(open_office: OpenOffice) -> None:
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await compared(office)
    await office.stops()
    silently(office)
    office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что?", "answer": "Яма на дороге."}])
    now = office.world.now()
    shapes: tuple[dict[str, Any], ...] = (
        {},
        {"lead_id": None, "user_id": 101, "date": now, "answers": []},
        {"lead_id": 2**70, "user_id": 101, "date": now, "answers": []},
        {"lead_id": 50, "user_id": -7, "date": now, "answers": []},
        {"lead_id": 51, "user_id": 101, "date": 10**30, "answers": []},
    )
    for broken in shapes:
        office.world.lead_forms.leads.append((1, broken))
    office.world.lead_forms.forms[2] = {"form_id": None, "questions": "?"}
    office.clock.moves(minutes=2)
    await office.starts()
    await office.comes_to(lambda: office.appeals() == ["2026-000001"])
    await anna.sees("номер: 2026-000001")
    assert office.database("SELECT count FROM recoveries") == [(1,)]


async def test_a_form_that_vk_does_not_show_stops_no_other(open_office: OpenOffice) -> None:
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await compared(office)
    await office.stops()
    silently(office)
    office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что?", "answer": "Яма."}], form_id=1)
    office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что?", "answer": "Лужа."}], form_id=2)
    office.clock.moves(minutes=2)
    office.sandbox.faults.add("error", code=104, method="leadForms.getLeads", times=1)
    await office.starts()
    await office.comes_to(lambda: office.appeals() == ["2026-000001"])
    await anna.sees("номер: 2026-000001")
    assert any("форму № 1" in line for line in office.log)


async def test_what_vk_refuses_for_now_is_compared_later(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "RETRY_PAUSE", 0.05)
    office = await open_office(user_token=USER_TOKEN)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await compared(office)
    await office.stops()
    silently(office)
    office.world.fill_form(anna.vk_id, [{"key": "custom_0", "question": "Что?", "answer": "Яма на дороге."}])
    office.clock.moves(minutes=2)
    office.sandbox.faults.add("error", code=10, method="leadForms.getLeads", times=2)
    await office.starts()
    await office.comes_to(lambda: office.appeals() == ["2026-000001"])
    await anna.sees("номер: 2026-000001")
    assert office.database("SELECT count, expected FROM recoveries") == [(1, 1)]


def asked(office: Office) -> list[Call]:
    """The comparisons so far."""
    return [call for call in office.world.calls if call.method == "leadForms.list"]
