"""A citizen files an appeal, by buttons or in words of their own."""

from tests.dialogues.office import Office


async def test_from_the_first_word_to_the_number_and_the_card(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте, Анна! … приёмная администрации города Примерска … за 8 рабочих дней … gosuslugi.ru … 112
        [Подать обращение]
        < согласие … версия 1.0 … https://example.ru/soglasie [Согласен] [Не согласен] [Назад] [Отмена]
        [Согласен]
        < О чём обращение? [Освещение улиц] [Не знаю] [Назад] [Отмена]
        [Освещение улиц]
        < Расскажите, что случилось [Назад] [Отмена]
        > Не горит фонарь у третьего подъезда, темно.
        < Где это? … ул. Садовая, 5 [(место)] [Пропустить] [Назад] [Отмена]
        > ул. Лесная, 12
        < Приложите фото или документы, до 10 [Пропустить] [Назад] [Отмена]
        > (фото: 2)
        < Приложено: 2 фото … ещё 8 [Готово] [Убрать вложения] [Назад] [Отмена]
        [Готово]
        < Как с вами связаться [Пропустить] [Назад] [Отмена]
        > 8 900 123-45-67
        < Тема: Освещение улиц … Адрес: ул. Лесная, 12 … 2 фото … Контакт: +7 900 123-45-67 … Не горит [Отправить]
        [Отправить]
        < номер 2026-000001 … не позднее 14 апреля … Мои обращения [Подать обращение] [Мои обращения]

        Мария:
        < № 2026-000001 · новое … Освещение улиц … [id101|Анна Примерова] … +7 900 123-45-67 … ул. Лесная, 12 … Ответить до: 14 апреля, 17:00 … Не горит фонарь [Взять] [Ответить] [Уточнить] [Отклонить]
        <
    """)  # noqa: E501 - the card is one message
    assert len(office.card("2026-000001").attachments) == 2
    assert office.history("2026-000001") == [("filed", 101, "")]


async def test_everything_that_can_be_skipped_is_skipped(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Не знаю]
        < что случилось
        > Куда обратиться за справкой о составе семьи?
        < Где это?
        [Пропустить]
        < Приложите
        [Пропустить]
        < Как с вами связаться
        [Пропустить]
        < Тема: не выбрана … Адрес: не указан … Вложения: нет … Контакт: не указан … Куда обратиться
        [Отправить]
        < 2026-000001 … не позднее 17 апреля
        Мария:
        < Тема: не выбрана
    """)
    card = office.card("2026-000001")
    assert "Адрес" not in card.text
    assert "Контакт" not in card.text
    assert "Вложения" not in card.text


async def test_a_long_first_message_with_a_photo_is_not_asked_again(office: Office) -> None:
    await office.plays("""
        Анна:
        > У дома 5 на Садовой прорвало трубу, вода течёт по дороге. (фото: 1)
        < Здравствуйте, Анна!
        < Всё записали, повторять не нужно … согласие на обработку
        [Согласен]
        < О чём обращение?
        [Вода и отопление]
        < Где это?
        > Садовая, 5
        < Как с вами связаться
        [Пропустить]
        < Вода и отопление … Садовая, 5 … 1 фото … прорвало трубу
        [Отправить]
        < 2026-000001 … не позднее 10 апреля
    """)


async def test_a_photo_alone_begins_an_appeal_that_still_wants_words(office: Office) -> None:
    await office.plays("""
        Анна:
        > (фото: 3)
        < Здравствуйте, Анна!
        < Фото получили … согласие
        [Согласен]
        < О чём обращение?
        [Мусор и свалки]
        < что случилось
        > Свалка за гаражами растёт.
        < Где это?
        [Пропустить]
        < Как с вами связаться
        [Пропустить]
        < 3 фото … Свалка за гаражами
    """)


async def test_words_typed_instead_of_buttons(office: Office) -> None:
    await office.plays("""
        Анна:
        > начать
        < Здравствуйте, Анна!
        > ПОДАТЬ ОБРАЩЕНИЕ!
        < согласие
        > Согласна
        < О чём обращение?
        > дороги и тротуары
        < что случилось
        > Яма у светофора, пробил колесо.
        < Где это?
        > Пропустить.
        < Приложите
        > без фото
        < Как с вами связаться
        > нет
        < Дороги и тротуары … Яма у светофора [Отправить]
        > изменить
        < Что изменить?
        > контакт
        < Как с вами связаться
        > anna@example.ru
        < Контакт: anna@example.ru
        > отправить
        < 2026-000001
        > мои обращения
        < № 2026-000001
        > контакты
        < пл. Центральная, 1
        > частые вопросы
        < Что вас интересует?
    """)


async def test_pressed_send_twice_is_one_appeal(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.answers_all()
    with office.at_once():
        await anna.presses("Отправить")
        await anna.presses_old("Отправить")
    await anna.sees("Обращение принято", "2026-000001")
    await anna.sees("уже принято, номер 2026-000001: второй раз отправлять не нужно")
    assert office.appeals() == ["2026-000001"]


async def test_an_old_send_button_does_not_send_the_next_appeal(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("На Садовой улице глубокая яма.")
    old = anna.known_payload("Отправить")
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")
    await anna.answers_all("А это я ещё не дописала.")
    await anna.says("Отправить", payload=old)
    await anna.sees("Эта кнопка из прежнего шага", "Проверьте", "не дописала")
    assert office.appeals() == ["2026-000001"]
    await anna.presses("Отправить")
    await anna.sees("2026-000002")


async def test_a_place_that_comes_with_the_text_is_not_asked_again(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("На этом перекрёстке опять не работает светофор.", geo=(55.5, 37.25), photos=1)
    await office.plays("""
        Анна:
        < Здравствуйте, Анна!
        < Всё записали … согласие
        [Согласен]
        < О чём обращение?
        [Дороги и тротуары]
        < Как с вами связаться
        [Пропустить]
        < Адрес: точка на карте … 1 фото … светофор
        [Отправить]
        < Обращение принято
    """)
    assert "На карте: 55.50000, 37.25000" in office.card("2026-000001").text


async def test_a_place_sent_at_another_question_is_kept_with_the_typed_address(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.answers_all()
    await anna.says(geo=(55.5, 37.25))
    await anna.sees("Проверьте", "ул. Садовая, 5")
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")
    assert "Адрес: ул. Садовая, 5\nНа карте: 55.50000, 37.25000" in office.card("2026-000001").text
