"""Appeals that are joined, split and opened again: what their citizens read, and what the desk can do."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with two appeals on one matter on the desk: Anna's and, later, Pyotr's."""
    await office.citizen("Анна").files("Фонарь не горит.")
    await office.citizen("Пётр").files("Темно у подъезда, фонарь перегорел.")
    mary = office.moderator("Мария")
    await mary.sees("№ 2026-000002 · новое")
    return mary


async def join(mary: Person, command: str = "/объединить 2 1") -> None:
    await mary.says(command)
    await mary.sees("№ 2026-000002 присоединится к № 2026-000001", "Житель прочтёт")
    await mary.presses("Объединить")
    done = "№ 2026-000002 присоединено к № 2026-000001. Вернуть: /разъединить 2"
    await mary.sees(done, without=["Отменить действие"])


class TestDuplicates:
    async def test_nobodys_name_reaches_a_neighbour_who_joins_while_an_answer_is_looked_at(
        self, office: Office, mary: Person
    ) -> None:
        await mary.says("/ответ 1 Здравствуйте, Анна! Фонарь починили 6 апреля.")
        await mary.sees("увидит житель")
        ivan = office.moderator("Иван")
        await ivan.looks_away()
        await join(ivan)
        await office.citizen("Пётр").looks_away()
        await mary.presses("Отправить")
        await mary.is_told("пока ничего не отправлено")
        await mary.sees("не называйте в нём имён", "увидит житель")
        await office.citizen("Пётр").sees_nothing()
        await mary.presses("Отправить")
        await office.citizen("Пётр").sees("Фонарь починили")

    async def test_who_answers_a_duplicate_learns_where_the_work_goes_on(self, office: Office, mary: Person) -> None:
        await join(mary)
        await mary.says("/ответ 2 Фонарь починили 6 апреля.")
        await mary.sees("№ 2026-000002 объединено с № 2026-000001: работайте с ним")

    async def test_one_answer_for_both_and_the_neighbours_verdict(self, office: Office, mary: Person) -> None:
        await join(mary, "/объединить 2 с № 1.")
        pyotr, anna = office.citizen("Пётр"), office.citizen("Анна")
        await pyotr.sees("О том же, что и в вашем обращении № 2026-000002", "объединили его с № 2026-000001")
        await anna.sees_nothing()
        assert "К нему присоединены: № 2026-000002" in office.card("2026-000001").text
        assert "Объединено с № 2026-000001 (новое)" in office.card("2026-000002").text
        await mary.says("/уточнить 1 Какой подъезд?")
        await mary.sees("увидит житель")
        await mary.presses("Отправить")
        await anna.sees("Какой подъезд?")
        await pyotr.sees_nothing()
        await pyotr.presses("Мои обращения")
        await pyotr.sees("№ 2026-000002 от 7 апреля: в работе")
        await pyotr.presses("№ 2026-000002")
        story = await pyotr.sees(
            "Статус: в работе", "объединено с обращением № 2026-000001", buttons=["Дополнить обращение"]
        )
        assert "подъезд?" not in story.text
        await mary.says("/ответ 1 Заменили лампу 7 апреля.")
        await mary.sees("текст прочтут все авторы (ещё 1 житель)", "увидит житель")
        await mary.presses("Отправить")
        await anna.sees("Обращение № 2026-000001", "Заменили лампу")
        await pyotr.sees("Обращение № 2026-000002", "Заменили лампу", buttons=["Решено", "Не решено"])
        await pyotr.presses("Не решено")
        await pyotr.sees("Обращение № 2026-000002 снова у сотрудника")
        assert "№ 2026-000001 · открыто снова" in office.card("2026-000001").text
        await pyotr.says("Мигает.")
        await pyotr.sees("добавили к обращению № 2026-000002")
        assert office.history("2026-000001")[-1] == ("back_in_work", 0, "2026-000002")
        await mary.says("/разъединить 2")
        await mary.sees("общий ответ уже отправлен, разъединить нельзя")
        await mary.sends("/ответ 1 Заменили ещё раз 7 апреля.")
        await pyotr.sees("№ 2026-000002", "Заменили ещё раз")
        await pyotr.presses("Решено")
        await pyotr.sees("Обращение № 2026-000002 закрыто")
        await anna.sees("№ 2026-000001", "Заменили ещё раз")
        assert office.database("SELECT status FROM appeals ORDER BY id") == [("answered",), ("duplicate",)]

    async def test_one_neighbour_does_not_close_what_another_is_not_content_with(
        self, office: Office, mary: Person
    ) -> None:
        await join(mary)
        await office.citizen("Ольга").files("Фонарь у подъезда не работает.")
        await mary.says("/объединить 3 1")
        await mary.sees("присоединится")
        await mary.presses("Объединить")
        await mary.sends("/ответ 1 Заменили лампу 7 апреля.")
        pyotr, anna, olga = (office.citizen(name) for name in ("Пётр", "Анна", "Ольга"))
        for person in (pyotr, anna, olga):
            await person.looks_away()
        await pyotr.presses("Не решено")
        await pyotr.sees("№ 2026-000002 снова у сотрудника")
        await olga.presses("Частично")
        await olga.sees("№ 2026-000003 вернули сотруднику")
        await anna.presses("Решено")
        await anna.sees("Спасибо, что сообщили!", "№ 2026-000001 ещё в работе", "от 1 до 5")
        await anna.says("5")
        await anna.sees("вашу оценку: 5")
        assert "№ 2026-000001 · открыто снова" in office.card("2026-000001").text
        await pyotr.presses("Мои обращения")
        await pyotr.sees("№ 2026-000002 от 7 апреля: снова в работе")
        for person in (pyotr, olga):
            await person.presses("Решено")
            await person.sees("ещё в работе")
        await anna.presses("Решено")
        await anna.sees("Обращение № 2026-000001 закрыто")

    async def test_the_main_card_tells_what_a_neighbour_said(self, office: Office, mary: Person) -> None:
        await join(mary)
        await mary.sends("/ответ 1 Заменили лампу 7 апреля.")
        pyotr = office.citizen("Пётр")
        await pyotr.looks_away()
        await pyotr.presses("Частично")
        await pyotr.sees("№ 2026-000002 вернули сотруднику")
        assert "Последнее: житель сообщил: решено частично присоединённое обращение № 2026-000002" in (
            office.card("2026-000001").text
        )

    async def test_parted_again(self, office: Office, mary: Person) -> None:
        await mary.says("/взять 2")
        await mary.sees("у вас в работе")
        await join(mary)
        await mary.says("/отменить 2")
        await mary.sees("житель уже знает")
        await mary.says("/разъединить 2")
        await mary.sees("№ 2026-000002 снова само по себе, отдельно от № 2026-000001")
        await office.plays("""
            Пётр:
            < взяли в работу
            < объединили
            < ваше обращение № 2026-000002 не о том же, что № 2026-000001
        """)
        assert "№ 2026-000002 · в работе" in office.card("2026-000002").text
        assert "рисоединены" not in office.card("2026-000001").text
        await mary.says("/разъединить 2")
        await mary.sees("ни с чем не объединено")

    async def test_what_cannot_be_joined(self, office: Office, mary: Person) -> None:
        await mary.says("/объединить 1 1")
        await mary.sees("это одно и то же обращение")
        await mary.says("/объединить 1 77")
        await mary.sees("Обращения с таким номером нет")
        await mary.says("/объединить 1 второе")
        await mary.sees("Нужны два номера")
        await join(mary)
        await mary.says("/объединить 1 2")
        await mary.sees("это одно и то же обращение")
        await mary.says("/взять 2")
        await mary.sees("№ 2026-000002 объединено с № 2026-000001")
        await mary.sends("/отклонить 1 Не наш фонарь.")
        await mary.sees("отклонено")
        await office.citizen("Пётр").looks_away()
        await mary.says("/объединить 2 1")
        await mary.sees("уже объединено")

    async def test_a_preview_is_used_once_and_can_be_dropped(self, office: Office, mary: Person) -> None:
        await mary.says("/объединить 2")
        await mary.sees("напишите номер обращения, к которому присоединить")
        await mary.says("1")
        await mary.sees("присоединится")
        await mary.presses("Отмена")
        await mary.sees("ничего не меняем")
        await mary.presses("Объединить")
        await mary.is_told("устарел")
        await office.citizen("Пётр").sees_nothing()


class TestSeveralQuestions:
    async def test_each_gets_its_number(self, office: Office, mary: Person) -> None:
        await mary.says("/разделить 1")
        await mary.sees("напишите вопросы из № 2026-000001")
        await mary.says("1. Не горит фонарь.")
        await mary.sees("Записано вопросов: 1")
        await mary.says("- Сломана лавка.\n- Нет урны.")
        await mary.sees("разделится на 3", "1. Не горит фонарь.", "2. Сломана лавка.", "3. Нет урны.")
        await mary.presses("Разделить")
        done = "№ 2026-000001 разделено. Новые обращения: № 2026-000003, № 2026-000004"
        await mary.sees(done, without=["Отменить действие"])
        anna = office.citizen("Анна")
        await anna.sees(
            "мы разделили его", "№ 2026-000001: Не горит", "№ 2026-000003: Сломана", "№ 2026-000004: Нет урны"
        )
        assert "Адрес: ул. Садовая, 5" in office.card("2026-000004").text
        assert office.history("2026-000001")[1:] == [
            ("split", 201, "Фонарь не горит."),
            ("part_made", 201, "2026-000003"),
            ("part_made", 201, "2026-000004"),
        ]
        assert office.history("2026-000003") == [("split_from", 201, "2026-000001")]
        await anna.presses("Мои обращения")
        await anna.sees("№ 2026-000004", "№ 2026-000003", "№ 2026-000001")
        await mary.says("/отменить 1")
        await mary.sees("житель уже знает")


class TestOpenedAgain:
    async def test_a_refused_appeal_is_taken_up(self, office: Office, mary: Person) -> None:
        await mary.sends("/отклонить 1 Не наш фонарь.")
        await mary.sees("отклонено")
        anna = office.citizen("Анна")
        await anna.sees("Не наш фонарь")
        office.clock.moves(days=1)
        await mary.says("/открыть 1 Фонарь всё-таки наш, простите.")
        await mary.sees("снова откроется. Житель прочтёт", "Фонарь всё-таки наш")
        await mary.presses("Открыть снова")
        await mary.sees("№ 2026-000001 снова открыто, ответить до 20 апреля")
        await anna.sees("Мы вернулись к вашему обращению № 2026-000001", "всё-таки наш", "не позднее 20 апреля")
        assert "№ 2026-000001 · открыто снова" in office.card("2026-000001").text
        await mary.says("/открыть 1 Ещё раз.")
        await mary.sees("открыто снова. Сейчас так сделать нельзя")
