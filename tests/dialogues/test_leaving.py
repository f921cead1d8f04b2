"""Citizens who leave and come back: what VK refuses goes to the desk, and to them as soon as VK allows it, once."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person

NUMBER = "2026-000001"
LEAD = {"first_name": "Анна", "phone_number": "8 900 000-00-00", "custom_0: Что случилось?": "Яма."}


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator; Anna has one appeal and forbids messages."""
    await office.citizen("Анна").files("Фонарь не горит.")
    office.world.deny(101)
    mary = office.moderator("Мария")
    await mary.sees("новое")
    return mary


def acts(office: Office) -> list[str]:
    return [act for act, _, _ in office.history(NUMBER)]


@pytest.mark.parametrize(
    ("command", "told", "words"),
    [
        ("/уточнить 1 Какой столб?", "Вопрос по обращению", "Какой столб?"),
        ("/ответ 1 Фонарь починили.", "Ответ администрации", "Фонарь починили."),
        ("/отклонить 1 Это частный фонарь.", "помочь не сможем", "Это частный фонарь."),
    ],
    ids=["question", "answer", "refusal"],
)
@pytest.mark.parametrize("by_writing", [True, False], ids=["writes", "allows"])
async def test_each_kind_of_words_comes_once_when_the_citizen_is_back(
    office: Office, mary: Person, command: str, told: str, words: str, by_writing: bool
) -> None:
    anna = office.citizen("Анна")
    await mary.sends(command)
    await mary.sees("житель не получил")
    await mary.sees(words, buttons=["Передано"])
    await anna.sees_nothing()
    if by_writing:
        await anna.says("Начать")
        await anna.sees(told, words)
        await anna.sees("Здравствуйте")
    else:
        office.world.allow(101)
        await anna.sees(told, words)
    office.world.allow(101)
    await anna.sees_nothing()
    await mary.presses("Передано")
    await mary.is_told("бот отправил")
    assert "passed_on" not in acts(office)


async def test_a_courtesy_is_spared_and_never_comes_later(office: Office, mary: Person) -> None:
    await mary.presses("Взять")
    await mary.is_told("у вас в работе")
    await mary.sees_nothing()
    office.world.allow(101)
    await office.citizen("Анна").sees_nothing()


async def test_each_text_is_passed_on_for_itself(office: Office, mary: Person) -> None:
    """«Передано» under the question says nothing about the answer."""
    anna = office.citizen("Анна")
    await mary.sends("/уточнить 1 Какой столб?")
    question = await mary.sees("Какой столб?", buttons=["Передано"])
    await mary.sends("/ответ 1 Фонарь починили.")
    answer = await mary.sees("Фонарь починили.", buttons=["Передано"])
    await mary.presses("Передано", under=question)
    await mary.is_told("записано")
    await mary.presses("Передано", under=question)
    await mary.is_told("уже")
    assert acts(office).count("passed_on") == 1
    office.world.allow(101)
    await anna.sees("Ответ администрации", "Фонарь починили.")
    await anna.sees_nothing()
    await mary.presses("Передано", under=answer)
    await mary.is_told("бот отправил")


async def test_several_texts_come_in_their_order(office: Office, mary: Person) -> None:
    await mary.sends("/уточнить 1 Какой столб?")
    await mary.sends("/уточнить 1 И на какой улице?")
    await mary.sees("на какой улице", buttons=["Передано"])
    office.world.allow(101)
    anna = office.citizen("Анна")
    await anna.sees("Какой столб?")
    await anna.sees("И на какой улице?")
    await anna.sees_nothing()


async def test_a_question_that_is_settled_is_not_asked_any_more(office: Office, mary: Person) -> None:
    await mary.sends("/уточнить 1 Какой столб?")
    await mary.sends("/ответ 1 Фонарь починили.")
    office.world.allow(101)
    anna = office.citizen("Анна")
    await anna.sees("Фонарь починили.")
    await anna.sees_nothing()


async def test_refused_again_the_desk_is_not_told_twice_and_may_still_pass_it_on(office: Office, mary: Person) -> None:
    anna = office.citizen("Анна")
    office.world.allow(101)
    office.world.users[101].privacy = True
    await mary.sends("/ответ 1 Фонарь починили.")
    await mary.sees("в настройках приватности")
    text = await mary.sees("Фонарь починили.", buttons=["Передано"])
    await anna.says("Ну что там?")
    await anna.says("Ответьте!")
    await anna.sees_nothing()
    await mary.sees_nothing()
    await mary.presses("Передано", under=text)
    await mary.is_told("записано")
    office.world.users[101].privacy = False
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await anna.sees_nothing()


async def test_what_was_refused_survives_a_restart(office: Office, mary: Person) -> None:
    await mary.sends("/ответ 1 Фонарь починили.")
    await mary.sees("житель не получил")
    await office.restarts()
    office.world.allow(101)
    await office.restarts()
    anna = office.citizen("Анна")
    await anna.sees("Фонарь починили.")
    await anna.sees_nothing()


async def test_a_number_comes_to_the_desk_as_a_text_too(office: Office) -> None:
    anna, mary = office.citizen("Анна"), office.moderator("Мария")
    await anna.fills_form(LEAD)
    await mary.sees("номер жителю не передан", "+7 900 000-00-00")
    await mary.sees(f"номер: {NUMBER}", "17 апреля", buttons=["Передано"])
    await mary.presses("Передано")
    await mary.is_told("записано")
    assert "Номер жителю не передан" not in office.card(NUMBER).text
    await mary.presses("Передано")
    await mary.is_told("уже")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await anna.sees_nothing()


async def test_a_mistake_of_ours_is_not_blamed_on_the_citizen(office: Office) -> None:
    office.expects_failures = True
    anna, mary = office.citizen("Анна"), office.moderator("Мария")
    await anna.files("Фонарь не горит.")
    await mary.says("/ответ 1 Фонарь починили.")
    await mary.sees("увидит житель")
    office.sandbox.faults.add("error", code=914, method="messages.send", times=1)
    await mary.presses("Отправить")
    told = await mary.sees("житель не получил", "ВКонтакте его не принял", "914")
    assert "запретил" not in told.text
    await mary.sees("Фонарь починили.", buttons=["Передано"])
    await mary.presses("Передано")
    await mary.is_told("записано")


async def test_forged_presses_pass_nothing_on(office: Office, mary: Person) -> None:
    for forged in ({"n": 1}, {"o": 1}, {"o": 10**6}, {"n": 1, "w": 1}, {}, {"o": "1"}):
        await mary.forges(do="passed_on", **forged)
        await mary.is_told("")
    assert acts(office) == ["filed"]
