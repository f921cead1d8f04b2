"""A moderator asks the citizen, or refuses the appeal with a reason."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with one new appeal on the desk."""
    await office.citizen("Анна").files("Фонарь не горит.")
    mary = office.moderator("Мария")
    await mary.sees("№ 2026-000001 · новое")
    return mary


class TestAsking:
    async def test_the_citizens_reply_comes_back_to_the_card(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            [Уточнить]
            ! Напишите текст
            < Мария Модераторова, напишите следующим сообщением вопрос жителю по № 2026-000001
            > У какого подъезда?
            < Вопрос по № 2026-000001 отправлен
            Анна:
            < Вопрос по обращению № 2026-000001 … У какого подъезда? … Можно с фото [Ответить на вопрос]
        """)
        card = office.card("2026-000001")
        assert "ждёт ответа жителя" in card.text
        assert "Спросили у жителя: У какого подъезда?" in card.text
        await office.plays("""
            Анна:
            [Ответить на вопрос]
            < № 2026-000001. Вопрос: … У какого подъезда? … Напишите ответ
            > У третьего, слева. (фото: 1)
            < Передали сотруднику … № 2026-000001 снова в работе [Подать обращение]
            Мария:
            < № 2026-000001 … житель ответил … У третьего, слева. … фото: 1 [Ответить]
        """)
        news = office.world.seen_by(201, mary.peer_id)[-1]
        assert len(news.attachments) == 1
        card = office.card("2026-000001")
        assert "№ 2026-000001 · в работе" in card.text
        assert "Спросили у жителя" not in card.text
        assert office.history("2026-000001") == [
            ("filed", 101, ""),
            ("asked", 201, "У какого подъезда?"),
            ("clarified", 101, "У третьего, слева."),
        ]

    async def test_a_reply_without_the_button_is_a_reply_too(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            < отправлен
            Анна:
            < У какого подъезда?
            > Третий
            < Передали сотруднику
            Мария:
            < житель ответил … Третий
        """)

    async def test_thanks_are_no_reply(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            < отправлен
            Анна:
            < У какого подъезда?
            > Спасибо!
            < Пожалуйста
            Мария:
            <
        """)

    async def test_of_two_questions_the_button_tells_which_is_meant(self, office: Office, mary: Person) -> None:
        await office.citizen("Анна").files("Яма на дороге.")
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            > /уточнить 2 Какой глубины?
            Анна:
            < У какого подъезда?
            < Какой глубины?
            > мои обращения
            < № 2026-000002 … ждём вашего ответа … № 2026-000001 … ждём вашего ответа
            [№ 2026-000001]
            < У какого подъезда? [Ответить на вопрос]
        """)
        anna = office.citizen("Анна")
        await anna.presses("Ответить на вопрос", under=office.world.seen_by(101, -1)[-1])
        await anna.sees("2026-000001", "У какого подъезда?")
        await anna.says("Третий")
        await anna.sees("Передали", "2026-000001")
        assert "в работе" in office.card("2026-000001").text
        assert "ждёт ответа жителя" in office.card("2026-000002").text

    async def test_a_second_question_adds_to_the_first(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            < отправлен
            > /уточнить 1 И с какой стороны?
            < отправлен
            Анна:
            < У какого подъезда?
            < И с какой стороны?
            [Ответить на вопрос]
            < У какого подъезда? … И с какой стороны?
            > Третий, слева
            < Передали
            [Ответить на вопрос]
            < Вопрос по обращению № 2026-000001 уже снят
        """)

    async def test_back_and_sticker_at_the_reply(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            < отправлен
            Анна:
            < У какого подъезда?
            [Ответить на вопрос]
            < Напишите ответ [Назад] [Отмена]
            > (стикер)
            < Напишите, пожалуйста, словами
            [Отмена]
            < Чем помочь?
            [Ответить на вопрос]
            < Напишите ответ
            > Третий
            < Передали
        """)

    async def test_answered_while_the_citizen_was_typing(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            < отправлен
            Анна:
            < У какого подъезда?
            [Ответить на вопрос]
            < Напишите ответ
            Мария:
            > /ответ 1 Нашли сами и починили.
            [Отправить]
            Анна:
            < Ответ администрации
            > Третий
            < уже снят
        """)

    async def test_a_moderator_may_cancel_the_question(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            [Уточнить]
            < вопрос жителю
            > (стикер)
            < только слова
            > /отмена
            < Ничего не отправлено
            Анна:
            <
        """)

    async def test_whoever_asks_has_the_appeal(self, office: Office, mary: Person) -> None:
        await mary.says("/уточнить 1 У какого подъезда?")
        await mary.sees("отправлен")
        assert "Исполнитель: Мария Модераторова" in office.card("2026-000001").text


class TestRejecting:
    async def test_with_a_reason_that_the_citizen_reads(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            [Отклонить]
            ! Напишите текст
            < почему № 2026-000001 отклоняется: житель увидит этот текст
            > Этот фонарь принадлежит железной дороге.
            < № 2026-000001 отклонено, житель получил объяснение
            Анна:
            < Ответ администрации … № 2026-000001 отклонено … железной дороге. … Госуслуги [Подать обращение]
            [Мои обращения]
            < № 2026-000001 … отклонено
            [№ 2026-000001]
            < Статус: отклонено … обращение отклонено: … железной дороге
        """)
        card = office.card("2026-000001")
        assert "№ 2026-000001 · отклонено" in card.text
        assert card.labels == []
        assert office.history("2026-000001")[-1] == ("rejected", 201, "Этот фонарь принадлежит железной дороге.")

    async def test_a_command_without_a_reason_asks_for_it(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /отклонить 1
            < почему № 2026-000001 отклоняется
            > нет
            < № 2026-000001 отклонено
            > /отклонить 1 Ещё раз.
            < отклонено. Сейчас это действие невозможно
            > /уточнить 1 Что?
            < отклонено. Сейчас это действие невозможно
        """)

    async def test_a_rejected_appeal_cannot_be_resolved(self, office: Office, mary: Person) -> None:
        await mary.says("/отклонить 1 Не наш фонарь.")
        anna = office.citizen("Анна")
        await anna.sees("отклонено")
        for action in ("resolved", "unresolved"):
            await anna.says("кнопка", payload={"do": action, "n": 1})
            await anna.sees("отклонено. Отмечать ещё раз ничего не нужно")

    async def test_a_refusal_does_not_disturb_the_dialog_of_the_next_appeal(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Анна:
            [Подать обращение]
            < О чём обращение?
            Мария:
            > /отклонить 1 Не наш фонарь.
            < отклонено
            Анна:
            < Ответ администрации … отклонено … Причина: Не наш фонарь. [Транспорт] [Назад] [Отмена]
            [Транспорт]
            < что случилось
        """)
