"""`/сотрудник`: who works at the desk."""

from dataclasses import replace

import pytest

from appeals.administration import Department
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

DEPARTMENTS = (Department("roads", "Отдел дорог", executors=(104,)), Department("water", "Водоканал"))


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    return await open_office(departments=DEPARTMENTS, admin_ids=(301,))


@pytest.fixture
def ivan(office: Office) -> Person:
    """An administrator of the community, in the moderators' chat."""
    return office.moderator("Иван")


def role(office: Office, vk_id: int) -> list[tuple[str | None, str]]:
    return office.database("SELECT role, department FROM staff WHERE source = 'given' AND vk_id = ?", vk_id)


class TestList:
    async def test_names_everybody_with_role_and_department(self, ivan: Person) -> None:
        await ivan.says("/сотрудник")
        seen = await ivan.sees("Сотрудников: 4", "Администраторы:", "[id202|Иван Дежурный]", "Модераторы:")
        assert "[id201|Мария Модераторова]" in seen.text
        assert "[id104|Николай Эталонов] (Отдел дорог)" in seen.text

    async def test_only_an_administrator_may_give_roles(self, office: Office) -> None:
        mary = office.moderator("Мария")
        await mary.says("/сотрудник @id102 глава")
        await mary.sees("Это может сделать администратор. Ваша роль: модератор")
        assert role(office, 102) == []
        assert office.database("SELECT deed, refused FROM audit") == [("/сотрудник", "not_allowed")]

    async def test_a_citizen_may_not_even_in_private(self, office: Office) -> None:
        pyotr = office.citizen("Пётр")
        await pyotr.says("/сотрудник @id102 администратор")
        await pyotr.looks_away()
        assert role(office, 102) == []


class TestGiving:
    @pytest.mark.parametrize(
        ("words", "given"),
        [
            ("@id102 модератор", ("moderator", "")),
            ("[id102|Пётр] исполнителем в отдел дорог", ("executor", "roads")),
            ("vk.com/id102 исполнитель water", ("executor", "water")),
            ("https://vk.ru/id102 Главой", ("head", "")),
            ("102 наблюдатель", ("observer", "")),
        ],
    )
    async def test_by_any_way_to_name_a_person(
        self, office: Office, ivan: Person, words: str, given: tuple[str, str]
    ) -> None:
        await ivan.says(f"/сотрудник {words}")
        await ivan.sees("[id102|", "теперь")
        assert role(office, 102) == [given]
        assert office.database("SELECT deed, actor_id, subject, after ->> 'role' FROM audit") == [
            ("role_given", 202, "102", given[0])
        ]

    async def test_to_the_author_of_a_message_that_is_replied_to(self, office: Office, ivan: Person) -> None:
        pyotr = office.citizen("Пётр").in_chat(ivan.peer_id)
        await pyotr.says("Я на месте.")
        await office.settles()
        said = office.world.seen_by(202, ivan.peer_id)[-1]
        await ivan.says("/сотрудник модератор", reply_to=said.conversation_message_id)
        await ivan.sees("[id102|Пётр Образцов] теперь модератор")
        await pyotr.says("/обращения")
        await pyotr.sees("Открытых обращений нет")

    async def test_a_colleague_who_has_never_written_soon_has_a_name(self, office: Office, ivan: Person) -> None:
        await ivan.says("/сотрудник @id102 глава")
        await ivan.sees("теперь глава")
        await office.ticks("обновить список сотрудников")
        await ivan.says("/сотрудник")
        await ivan.sees("Глава:\n[id102|Пётр Образцов]")
        await ivan.says("/сотрудник @id102 убрать")
        await ivan.sees("[id102|Пётр Образцов] больше не работает")
        await office.ticks("обновить список сотрудников")
        assert role(office, 102) == [(None, "")]

    async def test_twice_changes_nothing_more(self, office: Office, ivan: Person) -> None:
        await ivan.says("/сотрудник @id102 модератор")
        await ivan.sees("теперь модератор")
        await ivan.says("/сотрудник @id102 модератор")
        await ivan.sees("и так модератор")
        assert len(office.database("SELECT 1 FROM audit")) == 1

    async def test_the_person_is_told_only_where_they_can_be_written_to(self, office: Office, ivan: Person) -> None:
        pyotr = office.citizen("Пётр")
        await pyotr.says("Начать")
        await pyotr.looks_away()
        await ivan.says("/сотрудник @id102 исполнитель дороги")
        await pyotr.sees("Ваша роль в приёмной", "исполнитель (Отдел дорог)", "/помощь")
        await ivan.says("/сотрудник @id103 модератор")
        await office.citizen("Ольга").sees_nothing()
        await ivan.says("/сотрудник @id102 убрать")
        await pyotr.sees("Вы больше не работаете с обращениями")

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("@id102 исполнитель", "В каком отделе?"),
            ("@id102 исполнитель культура", "В каком отделе?"),
            ("@id102 начальник", "Роли «начальник» нет"),
            ("@id102 модератор дороги", "Роли «модератор дороги» нет"),
            ("@durov модератор", "По короткому имени (@durov) человек не нашёлся"),
            ("модератор", "Кто это?"),
            ("@id102", "нет роли"),
        ],
    )
    async def test_what_is_not_understood_is_told(self, office: Office, ivan: Person, words: str, told: str) -> None:
        await ivan.says(f"/сотрудник {words}")
        await ivan.sees(told)
        assert role(office, 102) == []

    @pytest.mark.parametrize("name", ["@durov", "vk.com/durov", "https://vk.ru/Durov"])
    async def test_a_short_name_is_asked_of_vk(self, office: Office, ivan: Person, name: str) -> None:
        office.world.users[102].screen_name = "durov"
        await ivan.says(f"/сотрудник {name} модератор")
        await ivan.sees("[id102|", "теперь модератор")
        assert role(office, 102)

    async def test_vk_does_not_tell_whose_it_is(self, office: Office, ivan: Person) -> None:
        office.world.users[102].screen_name = "durov"
        office.sandbox.faults.add("error", method="utils.resolveScreenName", code=10)
        await ivan.says("/сотрудник @durov модератор")
        await ivan.sees("По короткому имени (@durov) человек не нашёлся")
        office.sandbox.faults.clear()
        office.clock.moves(minutes=2)
        await ivan.says("/сотрудник @durov модератор")
        await ivan.sees("теперь модератор")

    @pytest.mark.parametrize("person", ["@id999999", "999999", "[id999999|Кто-то]", "@gone", "@id102"])
    async def test_nobody_gets_a_role(self, office: Office, ivan: Person, person: str) -> None:
        office.world.users[102].screen_name = "gone"
        office.world.users[102].deactivated = "banned"
        await ivan.says(f"/сотрудник {person} модератор")
        await ivan.sees("человек не нашёлся" if person == "@gone" else "ВКонтакте нет")
        assert not office.database("SELECT 1 FROM staff WHERE source = 'given'")

    async def test_who_has_left_vk_can_still_lose_the_role(self, office: Office, ivan: Person) -> None:
        await ivan.says("/сотрудник @id102 модератор")
        await ivan.sees("[id102|Пётр Образцов] теперь модератор.")
        office.world.users[102].deactivated = "deleted"
        await ivan.says("/сотрудник @id102 убрать")
        await ivan.sees("больше не работает")

    async def test_while_vk_does_not_answer_the_name_comes_later(self, office: Office, ivan: Person) -> None:
        office.sandbox.faults.add("error", method="users.get", code=10)
        await ivan.says("/сотрудник @id102 модератор")
        await ivan.sees("[id102|id102] теперь модератор. Имя ВКонтакте пока не сообщил")
        assert role(office, 102) == [("moderator", "")]

    async def test_a_citizen_has_nothing_asked(self, office: Office) -> None:
        office.sandbox.faults.add("error", method="utils.resolveScreenName", code=10)
        anna = office.citizen("Анна")
        await anna.says("/сотрудник @durov модератор")
        await anna.looks_away()
        assert not any("чья это страница" in line for line in office.log)


class TestTaking:
    async def test_a_manager_of_the_community_loses_the_role(self, office: Office, ivan: Person) -> None:
        await ivan.says("/сотрудник @id201 убрать")
        await ivan.sees("[id201|Мария Модераторова] больше не работает с обращениями")
        mary = office.moderator("Мария")
        await mary.says("/обращения")
        await mary.sees("только для сотрудников")
        await office.restarts()
        await mary.says("/обращения")
        await mary.sees("только для сотрудников")

    async def test_an_administrator_of_the_settings_stays(self, office: Office, ivan: Person) -> None:
        office.world.users[301] = replace(office.world.users[102], id=301)
        for word in ("убрать", "модератор"):
            await ivan.says(f"/сотрудник @id301 {word}")
            await ivan.sees("по настройкам сервера (ADMIN_IDS)")
        assert role(office, 301) == []

    async def test_ones_own_while_another_administrator_is_left(self, ivan: Person) -> None:
        await ivan.says("/сотрудник @id202 убрать")
        await ivan.sees("больше не работает с обращениями")

    async def test_not_the_last_administrators_own(self, open_office: OpenOffice) -> None:
        office = await open_office()
        ivan = office.moderator("Иван")
        for word in ("убрать", "модератор"):
            await ivan.says(f"/сотрудник @id202 {word}")
            await ivan.sees("Вы — последний администратор")
        await ivan.says("/сотрудник")
        await ivan.sees("Администраторы:", "Иван Дежурный")
