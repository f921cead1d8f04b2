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
            < Так вопрос по № 2026-000001 увидит житель: … У какого подъезда? [Отправить] [Изменить] [Отмена]
            Анна:
            <
            Мария:
            [Отправить]
            ! Готово
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
            < № 2026-000001 … житель ответил … У третьего, слева. … 1 фото [Ответить]
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

    async def test_of_two_open_questions_the_citizen_says_which_and_writes_once(
        self, office: Office, mary: Person
    ) -> None:
        await office.citizen("Анна").files("Лавочку сломали.")
        await office.plays("""
            Мария:
            < № 2026-000002 · новое
            > /уточнить 1 У какого подъезда?
            < увидит житель
            [Отправить]
            < отправлен
            > /уточнить 2 Какого цвета?
            < увидит житель
            [Отправить]
            < отправлен
            Анна:
            < Вопрос по обращению № 2026-000001
            < Вопрос по обращению № 2026-000002
            > У третьего
            < несколько вопросов … № 2026-000001: У какого подъезда? [№ 2026-000002] [№ 2026-000001]
            [№ 2026-000001]
            < № 2026-000001 снова в работе
            > Зелёная
            < № 2026-000002 снова в работе
        """)
        assert office.history("2026-000001")[-1] == ("clarified", 101, "У третьего")
        assert office.history("2026-000002")[-1] == ("clarified", 101, "Зелёная")

    @pytest.mark.parametrize("detour", ["Мои обращения", "Контакты", "Частые вопросы"])
    async def test_words_that_wait_for_their_question_survive_a_detour(
        self, office: Office, mary: Person, detour: str
    ) -> None:
        anna = office.citizen("Анна")
        await self.two_questions(office, mary)
        await anna.says("У третьего")
        await anna.sees("несколько вопросов")
        await anna.presses(detour)
        await anna.looks_away()
        await anna.says("Спасибо")
        await anna.looks_away()
        await anna.says("№ 2026-000001", payload={"do": "clarify", "n": 1})
        await anna.sees("№ 2026-000001 снова в работе")
        assert office.history("2026-000001")[-1] == ("clarified", 101, "У третьего")

    async def test_when_the_chosen_question_is_over_the_words_go_to_the_other(
        self, office: Office, mary: Person
    ) -> None:
        anna = office.citizen("Анна")
        await self.two_questions(office, mary)
        await anna.says("У третьего")
        await anna.sees("несколько вопросов")
        await mary.sends("/отклонить 2 Не наше.")
        await anna.looks_away()
        await anna.says("№ 2026-000002", payload={"do": "clarify", "n": 2})
        await anna.sees("уже снят")
        await anna.sees("№ 2026-000001 снова в работе")
        assert office.history("2026-000001")[-1] == ("clarified", 101, "У третьего")

    async def two_questions(self, office: Office, mary: Person) -> None:
        await office.citizen("Анна").files("Лавочку сломали.")
        await mary.looks_away()
        await mary.sends("/уточнить 1 У какого подъезда?")
        await mary.looks_away()
        await mary.sends("/уточнить 2 Какого цвета?")
        await mary.looks_away()
        await office.citizen("Анна").looks_away()

    async def test_a_photo_goes_with_a_question(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 (фото: 1)
            < отправлять нечего
            > Это та яма?
            < увидит житель
            [Отправить]
            < отправлен
        """)
        assert len(office.world.seen_by(101, -1)[-1].attachments) == 1

    async def test_a_reply_without_the_button_is_a_reply_too(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /уточнить 1 У какого подъезда?
            < увидит житель
            [Отправить]
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
            < увидит житель
            [Отправить]
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
            < увидит житель
            [Отправить]
            > /уточнить 2 Какой глубины?
            < увидит житель
            [Отправить]
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
            < увидит житель
            [Отправить]
            < отправлен
            > /уточнить 1 И с какой стороны?
            < увидит житель
            [Отправить]
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
            < увидит житель
            [Отправить]
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
            < увидит житель
            [Отправить]
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
            < Здесь нет слов
            > /отмена
            < ничего не отправлено
            Анна:
            <
        """)

    async def test_whoever_asks_has_the_appeal(self, office: Office, mary: Person) -> None:
        await mary.sends("/уточнить 1 У какого подъезда?")
        await mary.sees("отправлен")
        assert "Исполнитель: Мария Модераторова" in office.card("2026-000001").text


class TestRemarks:
    """What a moderator says to colleagues goes to no citizen."""

    @pytest.mark.parametrize(("label", "kind"), [("Уточнить", "вопрос по"), ("Отклонить", "отказ по")])
    async def test_a_remark_after_the_button_stops_at_the_preview(
        self, office: Office, mary: Person, label: str, kind: str
    ) -> None:
        await mary.presses(label)
        await mary.sees("следующим сообщением")
        await mary.says("Иван, это же твой участок?")
        await mary.sees(f"Так {kind} № 2026-000001 увидит житель", "твой участок?", buttons=["Отправить", "Отмена"])
        await mary.says("Ой, это я не туда.")
        await mary.sees_nothing()
        await mary.presses("Отмена")
        await mary.sees("ничего не отправлено")
        await office.citizen("Анна").sees_nothing()
        assert "№ 2026-000001 · новое" in office.card("2026-000001").text
        assert office.history("2026-000001") == [("filed", 101, "")]

    @pytest.mark.parametrize(
        ("command", "prompted", "sent"),
        [
            ("/уточнить 1 Что?", "вопрос жителю", "У какого подъезда?"),
            ("/отклонить 1 Нет.", "отклоняется", "Фонарь не наш."),
        ],
    )
    async def test_changed_before_it_is_sent_it_stays_of_its_kind(
        self, office: Office, mary: Person, command: str, prompted: str, sent: str
    ) -> None:
        await mary.says(command)
        await mary.sees("увидит житель")
        await mary.presses("Изменить")
        await mary.is_told("Напишите текст")
        await mary.sees(prompted)
        await mary.says(sent)
        await mary.sees("увидит житель", sent)
        await mary.presses("Отправить")
        await office.citizen("Анна").sees("2026-000001", sent)
        assert office.history("2026-000001")[-1][0] in {"asked", "rejected"}

    @pytest.mark.parametrize("command", ["уточнить", "отклонить"])
    async def test_words_are_needed_and_not_too_many(self, office: Office, mary: Person, command: str) -> None:
        await mary.says(f"/{command} 1 !!")
        await mary.sees("Здесь нет слов")
        await mary.says("а" * 3600)
        await mary.sees("длиннее 3500 знаков")
        await mary.says("Короче некуда.")
        await mary.sees("увидит житель", "Короче некуда.")

    async def test_answered_meanwhile_it_is_not_sent(self, office: Office, mary: Person) -> None:
        await mary.says("/отклонить 1 Не наш фонарь.")
        preview = await mary.sees("увидит житель")
        ivan = office.moderator("Иван")
        await ivan.sends("/ответ 1 Фонарь починили.")
        await ivan.sees("отправлен")
        await mary.presses("Отправить", under=preview)
        await mary.is_told("ответ уже отправлен")
        assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered"]


class TestRejecting:
    async def test_with_a_reason_that_the_citizen_reads(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            [Отклонить]
            ! Напишите текст
            < почему № 2026-000001 отклоняется? … житель увидит этот текст
            > Этот фонарь принадлежит железной дороге.
            < Так отказ по № 2026-000001 увидит житель: … железной дороге. [Отправить] [Изменить] [Отмена]
            [Отправить]
            ! Готово
            < № 2026-000001 отклонено, житель получил объяснение
            Анна:
            < Ответ администрации … № 2026-000001 … помочь не сможем … железной дороге. … Госуслуги [Подать обращение]
            [Мои обращения]
            < № 2026-000001 … отклонено
            [№ 2026-000001]
            < Статус: отклонено … обращение отклонено: … железной дороге
        """)
        card = office.card("2026-000001")
        assert "№ 2026-000001 · отклонено" in card.text
        assert card.labels == [["Ещё…"]], "it can still be taken up again"
        assert office.history("2026-000001")[-1] == ("rejected", 201, "Этот фонарь принадлежит железной дороге.")

    async def test_a_command_without_a_reason_asks_for_it(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /отклонить 1
            < почему № 2026-000001 отклоняется
            > нет
            < увидит житель … нет
            [Отправить]
            < № 2026-000001 отклонено
            > /отклонить 1 Ещё раз.
            < уже отклонено
            > /уточнить 1 Что?
            < уже отклонено
        """)

    async def test_a_rejected_appeal_cannot_be_resolved(self, office: Office, mary: Person) -> None:
        await mary.sends("/отклонить 1 Не наш фонарь.")
        anna = office.citizen("Анна")
        await anna.sees("помочь не сможем")
        for action in ("resolved", "unresolved"):
            await anna.says("кнопка", payload={"do": action, "n": 1})
            await anna.sees("Обращение № 2026-000001: отклонено")

    async def test_a_refusal_does_not_disturb_the_dialog_of_the_next_appeal(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Анна:
            [Подать обращение]
            < О чём обращение?
            Мария:
            > /отклонить 1 Не наш фонарь.
            < увидит житель
            [Отправить]
            < отклонено
            Анна:
            < Ответ администрации … помочь не сможем … Причина: Не наш фонарь. [Транспорт] [Назад] [Отмена]
            [Транспорт]
            < что случилось
        """)
