"""`/обращения` with its filters and `/поиск`: what each role finds, in words of any form, typed and by buttons."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from appeals.administration import Department
from sandbox.model import Message
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

OBSERVER = 302
ROADS_CHAT, SECRET_CHAT = MODERATORS_CHAT + 1, MODERATORS_CHAT + 2
DEPARTMENTS = (
    Department("roads", "Отдел дорог", ROADS_CHAT, (104,)),
    Department("secret", "Подрядчик", SECRET_CHAT, (103,), personal_data=False),
)


TYPED = [
    ("", "Открытые обращения: 3", "Из них новых: 2", "000001 · в работе", "000002 · новое", "000003 · новое"),
    ("новые", "Новые обращения: 2", "000002", "000003"),
    ("МОИ", "Открытые обращения: 1", "Исполнитель: Мария Модераторова", "000001"),
    ("  за сегодня   новых ", "Новые обращения: 1", "Поданы 10 апреля", "000003"),
    ("дороги, в работе", "Обращения в работе: 1", "Тема: Дороги и тротуары", "000001"),
    ("из личных сообщений", "Открытые обращения: 3", "Канал: личные сообщения"),
    ("горячая линия", "Открытые обращения: ничего нет.", "Канал: горячая линия"),
    ("просроченные", "Просроченные обращения: ничего нет."),
    ("новыи", "Новые обращения: 2"),
    ("жителя 1", "Обращения этого жителя: 2", "000002", "000001"),
]

SOUGHT = [
    ("фонарей", "нашлось: 1", "000001 · в работе", "не горит фонарь"),
    ("ФОНАРЁМ ДВОРЫ", "нашлось: 1", "000001"),
    ("фон", "нашлось: 1", "000001"),
    ("снега", "нашлось: 1", "000003"),
    ("ул. Садовой 5", "нашлось: 3", "000003", "Адрес: ул. Садовая, 5", "000002", "000001"),
    ("ямы на садовой", "нашлось: 1", "000002"),
    ("2", "нашлось: 1", "000002"),
    ("2026-000003", "нашлось: 1", "000003"),
    ("Примеровой", "нашлось: 2", "000002", "Житель: Анна Примерова", "000001"),
    ("фонтан", "ничего не нашлось", "нет ли опечатки", "фамилию, телефон"),
    ("", "Напишите после команды, что искать", "/поиск фонарь"),
    ("на и в", "Напишите после команды, что искать"),
]


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator; Anna has filed of a lantern and a pit, Pyotr of snow, and Maria has taken the lantern."""
    anna, pyotr = office.citizen("Анна"), office.citizen("Пётр")
    await anna.files("Во дворе нашего дома не горит фонарь.")
    await anna.files("На дороге яма.")
    office.clock.moves(days=3)
    await pyotr.files("Снег не убирают.")
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.says("/взять 1")
    await mary.sees("у вас в работе")
    await anna.looks_away()
    return mary


async def turned(office: Office, message: Message) -> Message:
    """The same message as it stands now."""
    await office.settles()
    now = office.world.conversation(MODERATORS_CHAT).by_cmid(message.conversation_message_id)
    assert now is not None
    return now


class TestSelections:
    async def test_typed(self, mary: Person) -> None:
        for words, *parts in TYPED:
            await mary.says(f"/обращения {words}")
            await mary.sees(*parts)

    async def test_overdue_and_closed(self, office: Office, mary: Person) -> None:
        await mary.sends("/ответ 1 Фонарь заменили 10 апреля.")
        await mary.sees("отправлен жителю")
        office.clock.moves(days=13)
        await mary.says("/обращения просроченные")
        await mary.sees("Просроченные обращения: 2", "000002 · новое · до 17 апреля (просрочено)", "000003")
        await mary.says("/обращения закрытые за месяц")
        await mary.sees("Закрытые обращения: 1", "За месяц, с 25 марта", "000001 · ответ отправлен · подано 7 апреля")

    async def test_by_buttons_in_place_and_after_a_restart(self, office: Office, mary: Person) -> None:
        await mary.says("/обращения")
        page = await mary.sees("Открытые обращения: 3", buttons=["Новые", "Просроченные", "Мои", "Тема", "Когда"])
        await mary.presses("Новые", under=page)
        await mary.is_told("Готово")
        assert (await turned(office, page)).text.startswith("Новые обращения: 2")
        await office.restarts()
        await mary.looks_away()  # three days have passed: the digest and the reminders are there
        await mary.presses("Тема", under=await turned(office, page))
        await mary.is_told("Готово")
        assert (await turned(office, page)).text == "По какой теме?"
        await mary.presses("Ещё ›", under=await turned(office, page))
        await mary.presses("Ещё ›", under=await turned(office, page))
        await mary.presses("Дороги и тротуары", under=await turned(office, page))
        shown = await turned(office, page)
        assert shown.text.startswith("Новые обращения: 2\nТема: Дороги и тротуары")
        await mary.presses("Мои", under=shown)
        assert (await turned(office, page)).text.startswith("Новые обращения: ничего нет.")
        await mary.sees_nothing()
        office.clock.moves(days=2)
        await mary.presses("Мои", under=await turned(office, page))
        await mary.sees("Новые обращения: 2", "Тема: Дороги и тротуары")  # too old to be rewritten

    async def test_a_note_is_found_as_a_note(self, office: Office, mary: Person) -> None:
        await mary.says("/заметка 2 Подрядчик обещал щебень.")
        await mary.sees("заметка сохранена")
        await mary.says("/поиск щебня")
        await mary.sees("нашлось: 1", "000002", "Заметка: Подрядчик обещал щебень.")

    async def test_words_that_select_nothing(self, mary: Person) -> None:
        await mary.says("/обращения фонарь")
        await mary.sees("Такого отбора нет: «фонарь».", "/поиск", buttons=["Найти: фонарь"])
        await mary.presses("Найти: фонарь")
        await mary.sees("По словам «фонарь» нашлось: 1", "000001")

    async def test_earlier_appeals_on_the_card(self, office: Office, mary: Person) -> None:
        assert "Раньше обращений" not in office.card("2026-000001").text
        card = office.card("2026-000002")
        assert "Раньше обращений: 1, последнее № 2026-000001 «Во дворе нашего дома не горит фонарь.»" in card.text
        await mary.presses("Ещё…", under=card)
        await mary.sees("№ 2026-000002 · что ещё можно сделать")  # the card is too old to be rewritten
        await mary.presses("Ещё ›")
        await mary.presses("Обращения жителя")
        await mary.sees("Обращения этого жителя: 2", "000002", "000001")


class TestSearch:
    async def test_words(self, mary: Person) -> None:
        for words, *parts in SOUGHT:
            await mary.says(f"/поиск {words}")
            await mary.sees(*parts)

    async def test_a_typo_in_the_command(self, mary: Person) -> None:
        await mary.says("/пойск фонарь")
        await mary.sees("Команды /пойск нет. Может быть, /поиск?")
        await mary.says("/ПОИСК   фонарь")
        await mary.sees("нашлось: 1")

    async def test_answers_and_pages(self, office: Office, mary: Person) -> None:
        await mary.sends("/ответ 1 Фонарь заменили 10 апреля.")
        await mary.sees("отправлен жителю")
        await mary.says("/поиск заменили")
        await mary.sees("нашлось: 1", "Ответ: Фонарь заменили 10 апреля.")
        anna = office.citizen("Анна")
        await anna.looks_away()
        for number in range(9):
            await anna.files(f"Яма номер {number}.")
        await mary.looks_away()
        await mary.says("/поиск садовая")
        page = await mary.sees("нашлось: 12", buttons=["Дальше ›"])
        assert page.text.count("№ 2026-") == 10
        await office.restarts()
        await mary.presses("Дальше ›", under=page)
        await mary.is_told("Готово")
        shown = await turned(office, page)
        assert shown.text.count("№ 2026-") == 2
        assert shown.labels == [["‹ Раньше"]]

    async def test_names_that_were_shown_stand_in_the_journal(self, office: Office, mary: Person) -> None:
        await mary.says("/поиск фонарь")
        await mary.sees("нашлось: 1")
        assert office.database("SELECT 1 FROM audit WHERE deed = 'found_person'") == []
        await mary.says("/поиск Примерова яма")
        await mary.sees("нашлось: 1")
        await mary.says("/поиск Примерова")
        await mary.sees("нашлось: 2")
        seen = office.database("SELECT actor_id, appeal_id FROM audit WHERE deed = 'found_person'")
        assert sorted(seen)[-2:] == [(201, 1), (201, 2)]

    async def test_forged_buttons(self, mary: Person) -> None:
        pressed: tuple[dict[str, Any], ...] = (
            {"q": 7},
            {"q": ""},
            {"q": '"*" OR (', "page": -1},
            {"q": "яма", "page": 2**40},
        )
        for forged in pressed:
            await mary.forges(do="find", **forged)
        pressed = ({"s": "нет,new", "m": "я", "t": "9/9", "c": ["x"]}, {"page": 99999, "i": 1})
        for forged in pressed:
            await mary.forges(do="list", **forged)
        await mary.forges(do="choose", w="нет")
        await mary.is_told("уже не действует")


class TestRoles:
    @pytest.mark.parametrize("command", ["/поиск фонарь", "/обращения новые"])
    async def test_a_citizen_is_refused(self, office: Office, mary: Person, command: str) -> None:
        pyotr = office.citizen("Пётр").in_chat(mary.peer_id)
        await pyotr.looks_away()
        await pyotr.says(command)
        told = await pyotr.sees("только для сотрудников")
        assert "000001" not in told.text

    @pytest.mark.parametrize("deed", ["find", "choose", "list"])
    async def test_a_citizens_forged_press_is_refused(self, office: Office, mary: Person, deed: str) -> None:
        anna = office.citizen("Анна")
        await anna.forges(do=deed, q="снег", w="s", z=2, i=1)
        await anna.is_told("только для сотрудников")
        await anna.sees_nothing()

    async def test_departments_find_what_is_theirs_and_no_more_of_the_person_than_they_may_know(
        self, open_office: OpenOffice
    ) -> None:
        office = await open_office(departments=DEPARTMENTS)
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files("Яма у подъезда, звоните 8 900 000-00-00.")
        await anna.files("Яма за домом.")
        nikolay, olga = office.person(104, ROADS_CHAT), office.person(103, SECRET_CHAT)
        await mary.looks_away()
        await mary.says("/передать 1 дорог")
        await mary.sees("передано")
        for person in (nikolay, olga):
            await person.looks_away()
            await person.says("/обращения")
        await nikolay.sees("Открытые обращения: 1", "000001")
        await olga.sees("Открытых обращений нет.")
        assert "Раньше обращений" not in office.card("2026-000001", ROADS_CHAT).text
        for words in ("яма", "Примеровой", "8 900 000 00 00"):
            await nikolay.says(f"/поиск {words}")
            await nikolay.sees("нашлось: 1", "000001")
        await mary.says("/передать 1 подрядчик")
        await mary.sees("передано")
        for person in (nikolay, mary.in_chat(ROADS_CHAT)):
            await person.looks_away()
            await person.says("/поиск яма")
            await person.sees("ничего не нашлось")
        await olga.looks_away()
        await olga.says("/поиск звоните яма")
        shown = await olga.sees("нашлось: 1", "Яма у подъезда, звоните •••")
        assert "900" not in shown.text
        for words in ("Примерова", "8 900 000 00 00"):
            await olga.says(f"/поиск {words}")
            await olga.sees("ничего не нашлось")
        await olga.says("/обращения жителя 1")
        assert "000001" not in (await olga.sees("отдел работает без имён жителей")).text

    async def test_an_observer_finds_no_people(self, office: Office) -> None:
        await office.citizen("Анна").files("Фонарь не горит.")
        office.world.add_user("Вера", "Сотрудникова", id=OBSERVER)
        with closing(sqlite3.connect(office.database_path)) as connection, connection:
            connection.execute(
                "INSERT INTO staff (community_id, vk_id, source, role) VALUES (?, ?, 'given', 'observer')",
                (office.group_id, OBSERVER),
            )
        vera = office.person(OBSERVER, MODERATORS_CHAT).in_chat(MODERATORS_CHAT)
        await vera.looks_away()
        await vera.says("/поиск фонарь")
        shown = await vera.sees("нашлось: 1", "Фонарь не горит")
        assert "Примерова" not in shown.text
        await vera.says("/поиск Примерова")
        shown = await vera.sees("ничего не нашлось")
        assert "фамилию" not in shown.text
        await vera.says("/обращения жителя 1")
        told = await vera.sees("")
        assert "000001" not in told.text
        await vera.forges(do="list", z=1)
        await vera.sees_nothing()

    async def test_an_observer_is_not_told_the_name_that_the_citizen_has_written(self, office: Office) -> None:
        await office.citizen("Анна").files("Фонарь не горит, жду мастера. Анна Примерова.")
        ivan = office.moderator("Иван")
        await ivan.looks_away()
        office.world.add_user("Вера", "Сотрудникова", id=OBSERVER)
        await ivan.says(f"/сотрудник @id{OBSERVER} наблюдатель")
        await ivan.sees("теперь наблюдатель")
        vera = office.person(OBSERVER, MODERATORS_CHAT).in_chat(MODERATORS_CHAT)
        for command in ("/обращения", "/поиск мастера"):
            await vera.looks_away()
            await vera.says(command)
            shown = await vera.sees("Фонарь не горит, жду мастера. •••")
            assert "Примеров" not in shown.text
        for words in ("Примерова", "мастера Примеров"):
            await vera.says(f"/поиск {words}")
            await vera.sees("ничего не нашлось")
            await ivan.says(f"/поиск {words}")
            await ivan.sees("№ 2026-000001")
