"""The menu: own appeals, frequent questions, contacts."""

from dataclasses import replace

import pytest

from appeals.administration import Administration, Contacts, Question
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office


async def test_the_start_button_of_a_new_conversation_greets(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("Начать", payload={"command": "start"})
    await anna.sees("Здравствуйте, Анна!", buttons=["Подать обращение"])
    await anna.says("Start", payload={"command": "start"})
    await anna.sees("Здравствуйте, Анна!")


async def test_somebody_whose_name_vk_does_not_tell_is_greeted_without_it(office: Office) -> None:
    office.sandbox.faults.add("error", code=10, method="users.get")
    await office.plays("""
        Анна:
        > Добрый вечер
        < Здравствуйте! Это приёмная
    """)


async def test_nobodys_appeals_yet(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте
        [Мои обращения]
        < пока нет обращений … «Подать обращение» [Подать обращение]
    """)


async def test_one_appeal_with_its_story(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.", photos=1)
    office.clock.moves(minutes=20)
    await office.plays("""
        Мария:
        [Взять]
        ! у вас в работе
        Анна:
        < № 2026-000001 взяли в работу
        [Мои обращения]
        < № 2026-000001 от 7 апреля: в работе … Дороги и тротуары. Фонарь не горит. [№ 2026-000001]
        [№ 2026-000001]
        < Статус: в работе, ответим не позднее 17 апреля … Дороги … ул. Садовая, 5 … 1 фото … Фонарь не горит.
    """)
    anna_sees = office.world.seen_by(101, -1)[-1].text
    assert "7 апреля, 10:00 — обращение принято\n7 апреля, 10:20 — взято в работу" in anna_sees


async def test_many_are_paged_newest_first(office: Office) -> None:
    anna = office.citizen("Анна")
    for number in range(1, 7):
        await anna.files(f"Обращение номер {number}.")
    await anna.presses("Мои обращения")
    page = ["№ 2026-000006", "№ 2026-000002", "Дальше ›"]
    await anna.sees("номер 6.", "номер 2.", buttons=page, without=["№ 2026-000001", "‹ Раньше"])
    await anna.presses("Дальше ›")
    await anna.sees("номер 1.", buttons=["№ 2026-000001", "‹ Раньше"], without=["Дальше ›", "№ 2026-000002"])
    await anna.presses("‹ Раньше")
    await anna.sees("номер 6.")
    await anna.says("страница", payload={"do": "mine", "page": 10**6})
    await anna.sees("Ваши обращения")


@pytest.mark.parametrize("number", [1, 2, 0, -1, 2**40, 2**63, "1", None, True])
async def test_somebody_elses_appeal_does_not_exist(office: Office, number: object) -> None:
    await office.citizen("Анна").files("Это личное дело Анны.")
    pyotr = office.citizen("Пётр")
    await pyotr.says("Начать")
    await pyotr.sees("Здравствуйте, Пётр!")
    for action in ("open", "clarify", "resolved", "unresolved"):
        await pyotr.says("кнопка", payload={"do": action, "n": number})
        told = await pyotr.sees("Такого обращения среди ваших нет")
        assert "Анн" not in told.text
    assert office.history("2026-000001") == [("filed", 101, "")]


@pytest.mark.parametrize("payload", ["", "не json", "[]", '"open"', '{"do": 5}', '{"do": null}', "{", '{"do": "open"'])
async def test_a_broken_payload_is_only_words(office: Office, payload: str) -> None:
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await anna.says("ну", payload=payload)
    await anna.sees("«Подать обращение»")


async def test_frequent_questions(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте
        [Частые вопросы]
        < Что вас интересует? [Когда приём у главы?] [Куда звонить, если нет воды?]
        [Куда звонить, если нет воды?]
        < Куда звонить … Аварийная служба водоканала [Частые вопросы]
    """)


async def test_many_questions_are_paged(open_office: OpenOffice, administration: Administration) -> None:
    many = tuple(Question(f"Вопрос {n}", f"Ответ {n}") for n in range(1, 8))
    office = await open_office(administration=replace(administration, questions=many))
    await office.plays("""
        Анна:
        > частые вопросы
        < Что вас интересует? [Вопрос 1] [Вопрос 5] [Дальше ›]
        [Дальше ›]
        < Что вас интересует? [Вопрос 6] [Вопрос 7] [‹ Раньше]
        [Вопрос 7]
        < Ответ 7
    """)
    anna = office.citizen("Анна")
    for forged in ({"q": 99}, {"page": 99}, {"page": 2**62}, {"q": -1}):
        await anna.says("вопрос", payload={"do": "faq", **forged})
        await anna.sees("Что вас интересует?")


async def test_no_questions(open_office: OpenOffice, administration: Administration) -> None:
    office = await open_office(administration=replace(administration, questions=()))
    await office.plays("""
        Анна:
        > частые вопросы
        < Частых вопросов пока нет [Подать обращение]
    """)


async def test_contacts_show_what_is_set(open_office: OpenOffice, administration: Administration) -> None:
    few = Contacts(phone="+7 (000) 000-00-00")
    office = await open_office(administration=replace(administration, contacts=few))
    await office.plays("""
        Анна:
        > Контакты
        < Администрация города Примерска … Телефон: +7 (000) 000-00-00 … Экстренные службы: 112 [Контакты]
    """)
    told = office.world.seen_by(101, -1)[-1].text
    assert "Почта" not in told
    assert "Адрес" not in told
