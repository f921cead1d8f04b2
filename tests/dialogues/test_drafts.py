"""An unfinished appeal: it survives a restart, a pause, a look at something else, and is offered again."""

from tests.dialogues.office import Office


async def test_the_dialog_goes_on_after_a_restart_in_its_middle(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Вода и отопление]
        < что случилось
        > Батареи холодные третий день. (фото: 1)
        < Где это?
    """)
    await office.restarts()
    await office.plays("""
        Анна:
        > ул. Лесная, 3
        < Приложено: 1 фото
    """)
    await office.restarts()
    await office.plays("""
        Анна:
        [Готово]
        < Как с вами связаться
        [Пропустить]
        < Вода и отопление … ул. Лесная, 3 … 1 фото … Батареи холодные
        [Отправить]
        < 2026-000001
    """)


async def test_what_was_said_while_the_bot_was_down_is_answered_when_it_is_up(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await office.stops()
    await anna.presses("Вода и отопление")
    await office.starts()
    await anna.sees("что случилось")


async def test_it_is_offered_from_the_menu(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > Разметку на переходе стёрли.
        < Где это?
        > контакты
        < пл. Центральная, 1
        [Подать обращение]
        < незаконченное обращение … «Разметку на переходе стёрли.» [Продолжить] [Начать заново] [Назад] [Отмена]
        [Продолжить]
        < Где это?
        > начать
        < незаконченное обращение [Продолжить]
        > да
        < одну из кнопок … незаконченное обращение
        > и знак упал
        < Добавили это к тексту … Где это?
        [Пропустить]
        < Приложите
        [Пропустить]
        < Как с вами связаться
        [Пропустить]
        < Разметку на переходе стёрли.
        [Отправить]
        < Обращение принято
    """)
    assert "Разметку на переходе стёрли.\nи знак упал" in office.card("2026-000001").text


async def test_begun_anew_the_old_words_are_gone(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > Разметку на переходе стёрли.
        < Где это?
        > подать обращение
        < незаконченное обращение
        [Начать заново]
        < О чём обращение?
    """)
    assert "Разметку" not in office.kept_words()


async def test_cancelled_at_the_offer_it_is_forgotten_and_back_keeps_it(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > подать обращение
        < незаконченное обращение … «Дороги и тротуары»
        [Назад]
        < обращение сохранено
        [Подать обращение]
        < незаконченное обращение
        [Отмена]
        < черновик удалён
        [Подать обращение]
        < О чём обращение?
    """)


async def test_after_a_pause_a_greeting_brings_the_question_back(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > Разметку на переходе стёрли.
        < Где это?
    """)
    office.clock.moves(minutes=45)
    await office.plays("""
        Анна:
        > Добрый день!
        < Продолжаем ваше обращение. … Где это?
        > Добрый день!
        < Где это? Напишите адрес
    """)


async def test_after_a_pause_in_the_menu_it_is_offered_again(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > Разметку на переходе стёрли.
        < Где это?
        > контакты
        < пл. Центральная, 1
        > Спасибо
        < Пожалуйста!
    """)
    office.clock.moves(minutes=31)
    await office.plays("""
        Анна:
        > Здравствуйте
        < незаконченное обращение … «Разметку на переходе стёрли.» [Продолжить]
        [Продолжить]
        < Где это?
    """)


async def test_who_writes_on_from_the_menu_loses_neither_the_draft_nor_the_new_words(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > Разметку на переходе стёрли.
        < Где это?
        > контакты
        < пл. Центральная, 1
        > Там же вчера сбили велосипедиста, очень опасное место.
        < незаконченное обращение, добавили ваши слова … Где это?
        [Пропустить]
        < Приложите
        [Пропустить]
        < Как с вами связаться
        [Пропустить]
        < Дороги и тротуары … Разметку на переходе стёрли. … сбили велосипедиста
    """)
