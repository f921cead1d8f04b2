"""Nothing of personal data is ever asked in a group chat."""

import pytest

from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office

NEIGHBOURS = 2_000_000_007


def add_chat(office: Office) -> None:
    office.world.add_chat(NEIGHBOURS, "Соседи", [102])


PLAIN_TALK = [
    "Кто знает, когда дадут воду?",
    "Подать обращение",
    "Начать",
    "Отмена",
    "[club1|@primersk] На Садовой улице прорвало трубу, вода течёт по дороге!",
    "[club1|@primersk] Начать",
    "8 900 123-45-67",
]


@pytest.mark.parametrize("chat", [NEIGHBOURS, MODERATORS_CHAT])
async def test_plain_talk_and_mentions_are_left_alone(office: Office, chat: int) -> None:
    add_chat(office)
    anna = office.citizen("Анна").in_chat(chat)
    for words in PLAIN_TALK:
        await anna.says(words)
        await anna.sees_nothing()
    await anna.says("Смотрите", photos=2)
    await anna.says(voice=True)
    await anna.says(geo=(55.0, 37.0))
    await anna.says("Подать обращение", payload={"do": "file"})
    await anna.says("Согласен", payload={"do": "agree"})
    await anna.sees_nothing()
    await anna.in_private.sees_nothing()
    assert office.database("SELECT * FROM drafts") == []
    assert office.database("SELECT * FROM dialogs") == []


async def test_moderators_talk_in_their_chat_undisturbed(office: Office) -> None:
    mary = office.moderator("Мария")
    for words in PLAIN_TALK:
        await mary.says(words)
    await mary.says("Решено", payload={"do": "resolved", "n": 1})
    await mary.sees_nothing()


@pytest.mark.parametrize("command", ["/помощь", "/start", "[club1|@primersk] /обращения", "/ответ 1 текст"])
async def test_a_citizens_command_in_a_foreign_chat_is_led_to_private(office: Office, command: str) -> None:
    add_chat(office)
    anna = office.citizen("Анна").in_chat(NEIGHBOURS)
    await anna.says(command)
    await anna.sees("в личные сообщения сообщества")
    await anna.sees_nothing()


async def test_a_moderators_command_in_a_foreign_chat_tells_its_number_and_no_appeal(office: Office) -> None:
    add_chat(office)
    await office.citizen("Анна").files("Тайна Анны")
    mary = office.moderator("Мария").in_chat(NEIGHBOURS)
    await mary.says("/обращение 1")
    told = await mary.sees(f"MODERATOR_CHAT={NEIGHBOURS}")
    assert "Тайна" not in told.text


async def test_a_draft_in_private_is_not_touched_by_talk_in_a_chat(office: Office) -> None:
    add_chat(office)
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.presses("Транспорт")
    await anna.sees("что случилось")
    await anna.in_chat(NEIGHBOURS).says("Автобус опять не пришёл, стоим час.")
    await anna.sees_nothing()
    await anna.says("Автобус не пришёл.")
    await anna.sees("Где это?")


async def test_without_a_moderators_chat_administrators_work_in_private(open_office: OpenOffice) -> None:
    office = await open_office(moderator_chat=None, admin_ids=(104,))
    ivan, nikolay, mary = (office.citizen(name) for name in ("Иван", "Николай", "Мария"))
    for person in (ivan, nikolay, mary):  # VK lets a community write only to those who have written to it
        await person.says("Начать")
        await person.sees("Здравствуйте")
    await office.citizen("Анна").files("Фонарь не горит.")
    await ivan.sees("№ 2026-000001 · новое", "Фонарь не горит", buttons=["Взять", "Ответить"])
    await nikolay.sees("№ 2026-000001 · новое", buttons=["Взять"])
    await mary.sees_nothing()
    await office.plays("""
        Иван (лично):
        [Взять]
        ! у вас в работе
        [Ответить]
        ! Напишите текст
        < напишите следующим сообщением ответ на № 2026-000001
        > Фонарь починили вчера.
        < Так ответ на № 2026-000001 увидит житель … Ответ администрации … Фонарь починили [Отправить]
        [Отправить]
        ! Готово
        < Ответ на № 2026-000001 отправлен
        Анна:
        < взяли в работу
        < Ответ администрации … Фонарь починили вчера.
    """)
    assert "ответ отправлен" in office.card("2026-000001", 104).text
    assert "ответ отправлен" in office.card("2026-000001", 202).text


async def test_a_moderator_in_private_is_a_citizen_too(office: Office) -> None:
    await office.plays("""
        Мария (лично):
        > Начать
        < Здравствуйте, Мария! [Подать обращение]
        > /помощь
        < /ответ 123
        > /обращения
        < Открытых обращений нет
    """)
    assert await office.moderator("Мария").in_private.files("У меня дома нет воды.") == "2026-000001"
