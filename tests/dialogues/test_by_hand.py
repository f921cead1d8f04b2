"""`/новое`: calls, receptions, letters become appeals; their answers are told by the desk."""

from pathlib import Path

import orjson
import pytest

from bot.export import export_lines
from tests.dialogues.office import Office

NUMBER = "2026-000001"
CALL = """
    Мария:
    > /новое
    < Как человек обратился? [Горячая линия] [Личный приём] [Электронная почта] [Письмо] [Отмена]
    [Горячая линия]
    < Как зовут [Не назвал имени] [Назад] [Отмена]
    > Примерова Зоя Ивановна
    < Как передать ответ? [Нет контакта]
    > 8 900 000-00-02
    < О чём обращение? [ЖКХ и дома] [Не знаю]
    [ЖКХ и дома]
    < Где это? [Без адреса]
    > ул. Полевая, 7
    < Что сообщил человек?
    > В подъезде третий день нет света.
    < Записано … «Дальше» [Дальше]
    > И не вывозят мусор.
    < Записано
    [Дальше]
    < Сколько разных вопросов [1] [5]
    [2]
    < Проверьте … горячая линия … Примерова Зоя Ивановна … +7 900 000-00-02 … ЖКХ и дома … ул. Полевая, 7 … Вопросов: 2
"""


async def registered(office: Office) -> None:
    await office.plays(CALL + "[Зарегистрировать]\n")
    await office.moderator("Мария").sees(f"Номер для жителя: {NUMBER}", "17 апреля")


async def test_a_call_becomes_an_appeal(office: Office) -> None:
    await registered(office)
    card = office.card(NUMBER).text.splitlines()
    for line in (
        f"№ {NUMBER} · новое",
        "Тема: ЖКХ и дома",
        "Житель: Примерова Зоя Ивановна",
        "Контакт: +7 900 000-00-02",
        "Адрес: ул. Полевая, 7",
        "Вопросов: 2",
        "Канал: горячая линия, 7 апреля, 10:00",
        "В подъезде третий день нет света.",
        "И не вывозят мусор.",
    ):
        assert line in card
    assert office.history(NUMBER) == [("filed", 201, ""), ("informed", 201, "")]
    assert not any("id0" in message.text for chat in office.world.conversations.values() for message in chat.messages)
    assert not any(send.peer_id == 0 for send in office.world.sends)


async def test_its_answer_is_told_by_the_desk(office: Office) -> None:
    await registered(office)
    await office.plays(f"""
        Мария:
        [Взять]
        ! у вас в работе
        > /ответ 1 Свет включили 8 апреля.
        < увидит житель
        [Отправить]
        < {NUMBER} · ответ нужно передать. Примерова Зоя Ивановна, горячая линия. … Позвоните: +7 900 000-00-02
        < Ответ администрации … Свет включили 8 апреля. [Передано]
        < записан
        [Передано]
        ! записано, что передано
        [Передано]
        ! уже передано
    """)
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "informed", "taken", "answered", "passed_on"]
    await office.plays("""
        Мария:
        [Не решено]
        ! открыто снова
        > /ответ 1 Теперь включили и в подвале 9 апреля.
        < увидит житель
        [Отправить]
        < нужно передать
        [Частично]
        ! открыто снова
        > /ответ 1 Включили и на лестнице 10 апреля.
        < увидит житель
        [Отправить]
        < нужно передать
        [Решено]
        ! решено
    """)
    assert "решено" in office.card(NUMBER).text.splitlines()[0]


async def test_a_question_is_asked_and_its_reply_written_down(office: Office) -> None:
    await registered(office)
    await office.plays(f"""
        Мария:
        > /уточнить 1 Какой подъезд?
        < увидит житель
        [Отправить]
        < вопрос нужно передать
        < Вопрос по обращению № {NUMBER} … Какой подъезд? [Передано]
    """)
    assert "ждёт ответа жителя" in office.card(NUMBER).text
    await office.plays("""
        Мария:
        [Записать ответ жителя]
        ! следующим сообщением
        < что ответил житель
        > Третий.
        < Ответ жителя записан
        > /записать 1 И четвёртый.
        < Сейчас так сделать нельзя
    """)
    assert ("clarified", office.moderator("Мария").vk_id, "Третий.") in office.history(NUMBER)
    assert "в работе" in office.card(NUMBER).text.splitlines()[0]


@pytest.mark.parametrize(
    ("begun", "seen"),
    [
        ("/новое горячая линия", "Как зовут"),
        ("/НОВОЕ Личный приём", "Как зовут"),
        ("/новое письмо", "Как зовут"),
        ("/новое Электронная почта", "Как зовут"),
        ("/новое 5 ям на дороге", "Как человек обратился"),
    ],
)
async def test_a_registration_may_jump_ahead(office: Office, begun: str, seen: str) -> None:
    maria = office.moderator("Мария")
    await maria.says(begun)
    await maria.sees(seen)


async def test_back_and_cancel_in_every_step(office: Office) -> None:
    await office.plays(
        CALL
        + """
        [Назад]
        < Сколько разных вопросов
        [Назад]
        < Записано
        [Назад]
        < Где это?
        [Назад]
        < О чём обращение?
        [Назад]
        < Как передать ответ?
        [Назад]
        < Как зовут
        [Назад]
        < Как человек обратился?
        [Личный приём]
        < Как зовут
        [Не назвал имени]
        < Как передать ответ?
        > позвоните вечером
        < Не похоже на телефон
        [Нет контакта]
        < О чём обращение?
        [Не знаю]
        < Где это?
        [Без адреса]
        < Записано
        > Благодарит дворника.
        < Записано
        [Дальше]
        < Сколько разных вопросов
        > сто
        < Нужно число
        > 12
        < Проверьте … личный приём … не назвал имени … Контакт: нет … Вопросов: 12
        [Отмена]
        < Регистрация отменена
        > Благодарит дворника.
        <
        > /отмена
        < Отменять нечего
    """
    )
    assert office.appeals() == []


async def test_it_survives_a_restart_and_is_registered_once(office: Office) -> None:
    await office.plays(CALL)
    await office.restarts()
    maria = office.moderator("Мария")
    with office.at_once():
        await maria.presses("Зарегистрировать")
        await maria.presses("Зарегистрировать")
    await maria.sees(f"Номер для жителя: {NUMBER}")
    told = sorted(snackbar.text for snackbar in office.world.snackbars(maria.vk_id)[-2:])
    assert told == ["Готово", f"Уже зарегистрировано: № {NUMBER}"]
    assert office.appeals() == [NUMBER]


async def test_colleagues_talk_and_register_at_the_same_time(office: Office) -> None:
    """Everybody's registration is their own, and what others say in the chat isn't taken for an answer."""
    sergey = next(user for user in office.world.users.values() if user.role and user.first_name != "Мария")
    await office.plays(f"""
        Мария:
        > /новое горячая линия
        < Как зовут
        {sergey.first_name}:
        > /новое письмо
        < Как зовут
        > Образцов Иван
        < Как передать ответ?
        Мария:
        > Примерова Зоя
        < Как передать ответ?
        [Нет контакта]
        < О чём обращение?
        > Коллеги, кто на обед?
        <
        {sergey.first_name}:
        > /ответ 1 Текст
        < Сначала закончите регистрацию
    """)


async def test_a_press_of_another_persons_registration_does_nothing(office: Office) -> None:
    sergey = next(user for user in office.world.users.values() if user.role and user.first_name != "Мария")
    await office.plays(f"""
        Мария:
        > /новое
        < Как человек обратился?
        {sergey.first_name}:
        [Горячая линия]
        ! уже не действует
        Мария:
        [Письмо]
        < Как зовут
    """)


async def test_words_that_come_late_are_not_taken(office: Office) -> None:
    await office.plays("""
        Мария:
        > /новое горячая линия
        < Как зовут
    """)
    office.clock.moves(minutes=31)
    await office.plays("""
        Мария:
        > Всем до завтра!
        < не записано. Продолжаем … Как зовут
        > Примерова Зоя
        < Как передать ответ?
    """)


async def test_a_role_lost_in_the_middle_ends_it(office: Office) -> None:
    await office.plays(CALL)
    maria = office.moderator("Мария")
    office.world.set_role(maria.vk_id, None)
    await office.settles()
    await maria.presses("Зарегистрировать")
    await office.plays("Мария:\n! только для сотрудников")
    assert office.appeals() == []


async def test_a_citizen_cannot_register(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("/новое")
    await anna.sees("Здравствуйте")
    await anna.forges(do="reg", v="confirm", k=1)
    await anna.forges(do="passed_on", n=1)
    await anna.forges(do="told_resolved", n=1)
    await office.settles()
    assert office.appeals() == []


async def test_what_is_passed_on_by_phone_is_not_sent_later(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    office.world.deny(anna.vk_id)
    await office.plays("""
        Мария:
        > /ответ 1 Фонарь починили 8 апреля.
        < увидит житель
        [Отправить]
        < житель не получил сообщение
        < Фонарь починили 8 апреля. [Передано]
        [Передано]
        ! записано
    """)
    office.world.allow(anna.vk_id)
    await anna.sees_nothing()


async def test_what_was_refused_comes_when_messages_are_allowed(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    office.world.deny(anna.vk_id)
    await office.plays("""
        Мария:
        [Взять]
        ! у вас в работе
        > /уточнить 1 Какой столб?
        < увидит житель
        [Отправить]
        < житель не получил сообщение
    """)
    await anna.sees_nothing()
    office.world.allow(anna.vk_id)
    await anna.sees("Вопрос по обращению", "Какой столб?")
    assert office.history(NUMBER)[-1][0] == "delivered_later"
    office.world.allow(anna.vk_id)
    await anna.sees_nothing()
    await anna.says("Второй от школы.")
    await anna.sees("Спасибо! Передали сотруднику")


async def test_a_button_pressed_twice_answers_one_question(office: Office) -> None:
    maria = office.moderator("Мария")
    await maria.says("/новое горячая линия")
    name = await maria.sees("Как зовут")
    with office.at_once():
        await maria.presses("Не назвал имени", under=name)
        await maria.presses("Не назвал имени", under=name)
    await maria.sees("Как передать ответ?")
    await maria.sees_nothing()
    await maria.presses("Отмена", under=name)
    await maria.is_told("уже пройден")
    await maria.presses("Нет контакта")
    await maria.sees("О чём обращение?")


async def test_back_pressed_twice_goes_one_step(office: Office) -> None:
    maria = office.moderator("Мария")
    await office.plays(CALL)
    summary = next(m for m in reversed(office.world.seen_by(maria.vk_id, maria.peer_id)) if "Проверьте" in m.text)
    with office.at_once():
        await maria.presses("Назад", under=summary)
        await maria.presses("Назад", under=summary)
    await maria.sees("Сколько разных вопросов")
    await maria.sees_nothing()


async def test_back_keeps_the_text(office: Office) -> None:
    await office.plays(
        CALL
        + """
        [Назад]
        < Сколько разных вопросов
        [Назад]
        < Записано [Дальше] [Стереть]
        > Помогите.
        < Записано
        [Дальше]
        < Сколько разных вопросов
        [1]
        < Проверьте … нет света. … мусор. … Помогите.
    """
    )


async def test_a_text_may_be_wiped(office: Office) -> None:
    await office.plays(
        CALL
        + """
        [Назад]
        < Сколько разных вопросов
        [Назад]
        < Записано
        [Стереть]
        < Что сообщил человек?
        > Протекает крыша.
        < Записано
        [Дальше]
        < Сколько разных вопросов
        [1]
        < Проверьте … Протекает крыша.
        [Зарегистрировать]
        < Номер для жителя
    """
    )
    assert "нет света" not in office.card(NUMBER).text


async def test_other_buttons_do_not_end_a_registration(office: Office) -> None:
    await registered(office)
    await office.plays("""
        Мария:
        > /уточнить 1 Какой подъезд?
        < увидит житель
        [Отправить]
        < вопрос нужно передать
        > /новое личный приём
        < Как зовут
        [Записать ответ жителя]
        ! Сначала закончите регистрацию
        > Образцов Иван
        < Как передать ответ?
    """)


async def test_the_menu_in_private_does_not_end_a_registration(office: Office) -> None:
    maria = office.moderator("Мария").in_private
    await maria.says("Начать")
    await maria.sees("Здравствуйте")
    await maria.says("/новое горячая линия")
    await maria.sees("Как зовут")
    await maria.presses("Контакты")
    await maria.sees("Сначала закончите регистрацию", "Как зовут")
    await maria.says("Примерова Зоя")
    await maria.sees("Как передать ответ?")


async def test_the_words_and_photos_of_the_command_are_kept(office: Office) -> None:
    maria = office.moderator("Мария")
    await maria.says("/новое горячая линия Нет света.\nИ воды.", photos=1)
    await maria.sees("Как зовут")
    for label in ("Не назвал имени", "Нет контакта", "Не знаю", "Без адреса", "1"):
        await maria.presses(label)
    await maria.sees("Проверьте", "1 фото", "Нет света.\nИ воды.")
    await maria.presses("Зарегистрировать")
    await maria.sees("Номер для жителя")
    assert len(office.card(NUMBER).attachments) == 1


async def test_the_card_and_the_history_tell_who_registered_it(office: Office) -> None:
    await registered(office)
    assert "Зарегистрировано сотрудником: Мария Модераторова" in office.card(NUMBER).text
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "informed"]
    maria = office.moderator("Мария")
    await maria.says("/обращение 1")
    await maria.sees("подано, [id201|Мария Модераторова]", "сказали, зачем нужны данные")


async def test_nothing_is_said_to_be_sent_to_somebody_without_vk(office: Office) -> None:
    await registered(office)
    await office.plays("""
        Мария:
        > /ответ 1 Свет включили.
    """)
    maria = office.moderator("Мария")
    preview = await maria.sees("увидит житель", "Свет включили.")
    assert "Вопрос решён?" not in preview.text
    assert "#" not in preview.text
    await maria.presses("Отправить")
    await maria.sees("записан. Осталось передать")
    assert not any("отправлен жителю" in message.text for message in office.world.seen_by(maria.vk_id, maria.peer_id))


async def test_the_moderator_who_answers_in_private_gets_the_text_too(office: Office) -> None:
    await registered(office)
    maria = office.moderator("Мария").in_private
    await maria.says("/ответ 1 Свет включили.")
    await maria.sees("увидит житель")
    await maria.presses("Отправить")
    await maria.sees("ответ нужно передать")
    await maria.sees("Свет включили.", buttons=["Передано"])
    await maria.sees("записан")


async def test_an_older_text_is_not_taken_for_the_newer_one(office: Office) -> None:
    await registered(office)
    maria = office.moderator("Мария")
    await maria.sends("/уточнить 1 Какой подъезд?")
    question = await maria.sees("Вопрос по обращению", buttons=["Передано"])
    await maria.sends("/ответ 1 Свет включили.")
    answer = await maria.sees("Ответ администрации", "Свет включили.", buttons=["Передано"])
    await maria.presses("Передано", under=question)
    await maria.is_told("есть новее")
    await maria.presses("Передано", under=answer)
    await maria.is_told("записано")


async def test_the_export_counts_questions(office: Office, tmp_path: Path) -> None:
    await registered(office)
    (line,) = [orjson.loads(one) for one in export_lines(tmp_path / "office.db", failed=False)]
    assert (line["questions"], line["vk_id"], line["first_name"]) == (2, None, "Примерова Зоя Ивановна")
