"""After the answer: «Решено», «Не решено», and people whom VK doesn't let us reach."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person

ANSWERED = """
    Мария:
    > /ответ 1 Фонарь починили.
    < увидит житель
    [Отправить]
    ! Готово
    < отправлен
    Анна:
    < Ответ администрации [Решено] [Не решено]
"""


@pytest.fixture
async def anna(office: Office) -> Person:
    """A citizen whose appeal has been answered."""
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await office.moderator("Мария").sees("новое")
    await office.plays(ANSWERED)
    return anna


async def test_settled(office: Office, anna: Person) -> None:
    await office.plays("""
        Анна:
        [Решено]
        < № 2026-000001 закрыто [Подать обращение]
        Мария:
        < № 2026-000001 · житель подтвердил: решено · [id101|Анна Примерова]
        Анна:
        [Решено]
        < уже знаем. Обращение № 2026-000001: решено
        > спасибо
        < спасибо за добрые слова
    """)
    assert "№ 2026-000001 · решено" in office.card("2026-000001").text
    assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered", "resolved", "thanked"]


@pytest.mark.parametrize(("words", "told"), [("Решено!", "закрыто"), ("не решено", "снова у сотрудника")])
async def test_typed_instead_of_pressed(office: Office, anna: Person, words: str, told: str) -> None:
    await anna.says(words)
    await anna.sees("№ 2026-000001", told)


async def test_not_settled_and_why(office: Office, anna: Person) -> None:
    await office.plays("""
        Анна:
        [Не решено]
        < № 2026-000001 снова у сотрудника … что осталось не так
        Мария:
        < № 2026-000001 · житель сообщил: не решено [Взять] [Ответить]
        Анна:
        > Горит через раз. (фото: 1)
        < добавили к обращению № 2026-000001
        Мария:
        < № 2026-000001 · житель дополнил … Горит через раз. … 1 фото
    """)
    assert "№ 2026-000001 · открыто снова" in office.card("2026-000001").text
    assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered", "reopened", "commented"]
    assert office.history("2026-000001")[-1] == ("commented", 101, "Горит через раз.")
    await office.plays("""
        Мария:
        > /ответ 1 Поменяли лампу.
        < увидит житель
        [Отправить]
        Анна:
        < Поменяли лампу. [Решено]
        [Решено]
        < закрыто
    """)


async def test_not_settled_without_a_word_more(office: Office, anna: Person) -> None:
    await office.plays("""
        Анна:
        [Не решено]
        < снова у сотрудника
        [Мои обращения]
        < снова в работе
        [Контакты]
        < пл. Центральная
    """)
    assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered", "reopened"]


async def test_settled_and_then_not_after_all(office: Office, anna: Person) -> None:
    await office.plays("""
        Анна:
        [Решено]
        < закрыто
        [Не решено]
        < снова у сотрудника
    """)
    assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered", "resolved", "reopened"]


async def test_both_pressed_at_once_one_counts(office: Office, anna: Person) -> None:
    with office.at_once():
        await anna.presses("Решено")
        await anna.presses("Решено")
    await anna.sees("закрыто")
    await anna.sees("уже знаем. Обращение № 2026-000001: решено")
    assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered", "resolved"]


async def test_decided_with_nothing_answered(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте
        > Решено
        < Чем помочь?
    """)


async def test_an_answer_after_the_dialog_moved_on_does_not_disturb_it(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")
    await anna.presses("Транспорт")
    await anna.sees("что случилось")
    await office.moderator("Мария").sees("новое")
    await office.plays(ANSWERED)
    await office.plays("""
        Анна:
        > Автобус не пришёл.
        < Где это?
        [Решено]
        < № 2026-000001 закрыто
        > подать обращение
        < незаконченное обращение … Автобус не пришёл.
        [Продолжить]
        < Где это?
    """)


class TestReach:
    async def test_a_citizen_who_forbade_messages_is_told_of_at_the_desk(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        office.world.deny(101)
        await office.plays("""
            Мария:
            < новое
            > /ответ 1 Фонарь починили.
            < увидит житель
            [Отправить]
            < отправлен
            < № 2026-000001 · житель не получил сообщение: он запретил сообщения … [id101|Анна Примерова] … «Передано»
            < Ответ администрации … Фонарь починили. [Передано]
        """)
        assert "Житель сейчас не принимает сообщения" in office.card("2026-000001").text
        assert office.history("2026-000001")[-1] == ("undelivered", 0, "")
        await anna.sees_nothing()
        await anna.says("Ну что там?")
        await anna.sees("Ответ администрации", "Фонарь починили.", buttons=["Решено", "Не решено"])
        await anna.sees("«Подать обращение»")
        assert office.history("2026-000001")[-1] == ("delivered_later", 0, "")
        await anna.presses("Мои обращения")
        await anna.sees("№ 2026-000001", "есть ответ")
        await anna.presses("№ 2026-000001")
        await anna.sees("ответ администрации", "Фонарь починили.", buttons=["Решено", "Не решено"])

    async def test_the_contact_that_was_left_is_named(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.answers_all("Фонарь не горит.")
        await office.plays("""
            Анна:
            [Изменить]
            < Что изменить?
            [Контакт]
            < Как с вами
            > 8 900 123 45 67
            < Контакт
            [Отправить]
            < Обращение принято
        """)
        office.world.users[101].privacy = True
        await office.plays("""
            Мария:
            < новое
            > /уточнить 1 У какого подъезда?
            < увидит житель
            [Отправить]
            < отправлен
            < не получил сообщение: он запретил … Свяжитесь иначе: +7 900 123-45-67
        """)

    async def test_allowed_again_the_card_says_nothing_of_it(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        office.world.deny(101)
        mary = office.moderator("Мария")
        await mary.says("/обращение 1")
        await mary.sees("Житель сейчас не принимает")
        office.world.allow(101)
        await mary.says("/обращение 1")
        seen = await mary.sees("История")
        assert "не принимает" not in seen.text


async def test_the_history_tells_who_when_and_what(office: Office, anna: Person) -> None:
    office.clock.moves(minutes=90)
    await anna.presses("Не решено")
    await anna.sees("снова у сотрудника")
    rows = office.database("SELECT act, actor_id, at FROM history ORDER BY id")
    filed = 1775545200000
    assert rows == [("filed", 101, filed), ("answered", 201, filed), ("reopened", 101, filed + 90 * 60_000)]
    mary = office.moderator("Мария")
    await mary.says("/обращение 1")
    await mary.sees(
        "7 апреля, 10:00 — подано",
        "7 апреля, 10:00 — ответ отправлен, [id201|Мария Модераторова]: Фонарь починили.",
        "7 апреля, 11:30 — житель сообщил: не решено",
    )


async def test_reopened_it_has_new_deadlines(office: Office, anna: Person) -> None:
    office.clock.moves(days=21)
    await anna.presses("Не решено")
    await anna.sees("снова у сотрудника")
    card = office.card("2026-000001").text
    assert "Взять в работу до: 29 апреля, 10:00" in card
    assert "Ответить до: 12 мая" in card
    await anna.presses("Мои обращения")
    await anna.sees("№ 2026-000001")
    await anna.presses("№ 2026-000001")
    await anna.sees("не позднее 12 мая")
