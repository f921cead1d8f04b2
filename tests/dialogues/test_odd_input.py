"""Odd input gets a helpful answer and loses nothing."""

import orjson
import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person


async def walk_to_text(anna: Person) -> None:
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")


async def walk_to_address(anna: Person) -> None:
    await walk_to_text(anna)
    await anna.says("На Садовой улице глубокая яма.")
    await anna.sees("Где это?")


async def test_out_of_the_blue(office: Office) -> None:
    await office.plays("""
        Анна:
        > (стикер)
        < Здравствуйте, Анна! … приёмная [Подать обращение]
        > (стикер)
        < прочитать не сможем. Напишите, пожалуйста, словами [Подать обращение]
        > (пусто)
        < «Подать обращение»
        > ???
        < «Подать обращение» … опишите подробнее [Подать обращение]
        > спасибо!
        < Пожалуйста!
        > привет
        < «Подать обращение»
    """)
    assert office.appeals() == []


@pytest.mark.parametrize("manner", ["(стикер)", "(пусто)", "!!!", "Здравствуйте"])
async def test_no_words_where_a_text_is_needed(office: Office, manner: str) -> None:
    await walk_to_text(office.citizen("Анна"))
    await office.plays(f"""
        Анна:
        > {manner}
        < что случилось [Назад] [Отмена]
        > На Садовой улице глубокая яма.
        < Где это?
    """)


async def test_a_voice_message_is_kept_and_words_are_asked_for(office: Office) -> None:
    await walk_to_text(office.citizen("Анна"))
    await office.plays("""
        Анна:
        > (голосовое)
        < Голосовое приложим … словами
        > Соседи сверху залили квартиру.
        < Где это?
        [Пропустить]
        < Приложено: 1 голосовое сообщение
        [Готово]
        < Как с вами связаться
        [Пропустить]
        < 1 голосовое сообщение
        [Отправить]
        < Обращение принято
    """)
    assert len(office.card("2026-000001").attachments) == 1


@pytest.mark.parametrize("manner", ["(стикер)", "(пусто)", "Спасибо!"])
async def test_no_answer_to_a_later_question_asks_it_again(office: Office, manner: str) -> None:
    anna = office.citizen("Анна")
    await walk_to_address(anna)
    for label, question in (
        ("Пропустить", "Где это?"),
        ("Пропустить", "Приложите"),
        ("Пропустить", "Как с вами связаться"),
        ("Отправить", "Проверьте"),
    ):
        await office.plays(f"""
            Анна:
            > {manner}
            < {question} [{label}]
            [{label}]
        """)
        await anna.looks_away()
    assert "Спасибо" not in office.card("2026-000001").text


async def test_a_text_over_vks_length_comes_in_two_messages_and_is_one_text(office: Office) -> None:
    anna = office.citizen("Анна")
    await walk_to_text(anna)
    with office.at_once():
        await anna.says("начало " + "а" * 4000)
        await anna.says("б" * 1500 + " конец")
    await anna.sees("Где это?")
    await anna.sees("Добавили это к тексту")
    await anna.says("ул. Садовая, 5")
    await anna.sees("Приложите")
    await anna.presses("Пропустить")
    await anna.sees("Как с вами связаться")
    await anna.presses("Пропустить")
    await anna.sees("Адрес: ул. Садовая, 5", "начало")
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")
    (text,) = office.database("SELECT text FROM appeals")[0]
    assert text == "начало " + "а" * 4000 + "\n" + "б" * 1500 + " конец"
    assert "Целиком: /обращение 1" in office.card("2026-000001").text
    mary = office.moderator("Мария")
    await mary.says("/обращение 1")
    await mary.sees("начало")
    await mary.sees("конец", "История:", buttons=["Взять"])


async def test_over_ten_thousand_characters_the_person_is_told_what_is_kept(office: Office) -> None:
    anna = office.citizen("Анна")
    await walk_to_text(anna)
    await anna.says("в" * 10_500)
    await anna.sees("длиннее 10 000 знаков, сохранили только начало", "приложите документ", "Где это?")
    await anna.presses("Пропустить")
    await anna.sees("Приложите")
    await anna.presses("Пропустить")
    await anna.sees("Как с вами связаться")
    await anna.presses("Пропустить")
    await anna.sees("Проверьте")
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")
    assert office.database("SELECT length(text) FROM appeals") == [(10_000,)]


async def test_fifty_messages_at_once(office: Office) -> None:
    anna = office.citizen("Анна")
    await walk_to_text(anna)
    with office.at_once():
        for number in range(50):
            await anna.says(f"Строка {number:02d} о яме.")
    await anna.sees("Где это?")
    await anna.sees("Добавили это к тексту")
    await anna.looks_away()
    await anna.says("ул. Садовая, 5")
    await anna.sees("Приложите")
    await anna.presses("Пропустить")
    await anna.sees("Как с вами связаться")
    await anna.presses("Пропустить")
    await anna.sees("Проверьте")
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")
    (text,) = office.database("SELECT text FROM appeals")[0]
    assert text == "\n".join(f"Строка {number:02d} о яме." for number in range(50))


async def test_fifty_first_messages_at_once(office: Office) -> None:
    anna = office.citizen("Анна")
    with office.at_once():
        for number in range(50):
            await anna.says(f"Строка {number:02d} о яме на Садовой улице.")
    await anna.sees("Здравствуйте, Анна!")
    await anna.sees("согласие")
    await anna.looks_away()
    await anna.presses("Согласен")
    await anna.sees("О чём обращение?")
    (body,) = office.database("SELECT body FROM drafts")[0]
    text = orjson.loads(body)["text"]
    assert [text.count(f"Строка {number:02d}") for number in range(50)] == [1] * 50


async def test_words_before_the_question_could_be_seen_are_no_address(office: Office) -> None:
    anna = office.citizen("Анна")
    await walk_to_text(anna)
    with office.at_once():
        await anna.says("На Садовой улице глубокая яма.")
        await anna.says("Она там с прошлой весны.")
    await anna.sees("Где это?")
    await anna.sees("Добавили это к тексту")
    await anna.says("ул. Садовая, 5")
    await anna.sees("Приложите")
    await anna.presses("Пропустить")
    await anna.sees("Как с вами связаться")
    await anna.presses("Пропустить")
    await anna.sees("Адрес: ул. Садовая, 5", "глубокая яма.\nОна там с прошлой весны.")


async def test_news_of_an_earlier_appeal_on_its_way_does_not_make_an_address_a_text(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")
    await anna.presses("Транспорт")
    await anna.sees("что случилось")
    await anna.says("Автобус не пришёл.")
    await anna.sees("Где это?")
    office.sandbox.faults.add("slow", seconds=0.3, times=1)
    with office.at_once():
        await office.moderator("Мария").says("/взять 1")
        await office.comes_to(lambda: bool(office.database("SELECT 1 FROM outbox WHERE status = 'waiting'")))
        await anna.says("остановка Рынок")
    await anna.sees("взяли в работу")
    await anna.sees("Приложите")


async def test_two_devices_answer_the_same_question(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    with office.at_once():
        await anna.presses("Дороги и тротуары")
        await anna.presses("Транспорт")
    await anna.sees("что случилось")
    await anna.sees("Эта кнопка из прежнего шага", "что случилось")


async def test_yes_to_consent_is_no_consent_and_no_text(office: Office) -> None:
    await office.plays("""
        Анна:
        > подать обращение
        < Здравствуйте, Анна!
        < согласие
        > да, хорошо
        < вопрос о согласии [Согласен]
        [Согласен]
        < О чём обращение?
        [Транспорт]
        < что случилось
    """)


class TestSlash:
    """For citizens «/» begins nothing: a command is a word like any other."""

    @pytest.mark.parametrize("command", ["/start", "/начать", "/Start", "/меню"])
    async def test_a_start_greets(self, office: Office, command: str) -> None:
        anna = office.citizen("Анна")
        await anna.says(command)
        await anna.sees("Здравствуйте, Анна!", buttons=["Подать обращение"])
        assert office.log == []

    async def test_a_start_in_a_draft_offers_it(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await walk_to_address(anna)
        await anna.says("/start")
        await anna.sees("незаконченное обращение", buttons=["Продолжить"])

    async def test_a_cancel_cancels(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await walk_to_address(anna)
        await anna.says("/отмена")
        await anna.sees("черновик удалён")
        assert office.database("SELECT * FROM drafts") == []

    @pytest.mark.parametrize("command", ["/помощь", "/"])
    async def test_what_says_nothing_asks_again(self, office: Office, command: str) -> None:
        anna = office.citizen("Анна")
        await walk_to_address(anna)
        await anna.says(command)
        await anna.sees("Где это?")
        await anna.says("ул. Садовая, 5")
        await anna.sees("Приложите")

    async def test_other_words_are_kept_as_they_are(self, office: Office) -> None:
        await walk_to_text(office.citizen("Анна"))
        await office.plays("""
            Анна:
            > /ответ 1 Вы обещали засыпать яму на Садовой улице.
            < Где это?
            [Пропустить]
            < Приложите
            [Пропустить]
            < Как с вами связаться
            [Пропустить]
            < /ответ 1 Вы обещали засыпать яму
        """)
        assert office.log == []


async def test_a_message_that_is_deleted_changes_nothing(office: Office) -> None:
    anna = office.citizen("Анна")
    await walk_to_address(anna)
    said = office.world.seen_by(anna.vk_id, anna.peer_id)[-2]
    office.world.delete(anna.vk_id, anna.peer_id, said.conversation_message_id)
    await anna.sees_nothing()
    await anna.says("ул. Садовая, 5")
    await anna.sees("Приложите")
