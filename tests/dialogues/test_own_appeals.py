"""«Мои обращения»: questions first, pages, the whole story with dates, answers and their photos."""

from tests.dialogues.office import Office
from tests.dialogues.people import Person


async def asks(office: Office, number: int) -> None:
    await office.moderator("Мария").does(f"/уточнить {number} Который дом?")


async def several(office: Office, count: int) -> Person:
    anna = office.citizen("Анна")
    for number in range(1, count + 1):
        await anna.files(f"Яма номер {number} на Садовой.")
    return anna


async def test_waiting_questions_come_first_and_are_counted(office: Office) -> None:
    anna = await several(office, 6)
    await asks(office, 1)
    await anna.sees("Который дом?")
    await office.plays("""
        Анна:
        [Мои обращения]
        < Ждём вашего ответа на 1 вопрос … № 2026-000001 от 7 апреля: ждём … № 2026-000006 … № 2026-000003 [Дальше ›]
        [Дальше ›]
        < № 2026-000002 [‹ Раньше]
        [‹ Раньше]
        < № 2026-000001
        [№ 2026-000001]
        < Который дом? [Ответить на вопрос]
        [Ответить на вопрос]
        < Напишите ответ
        > Пятый.
        < Передали
    """)


async def test_an_open_one_can_be_added_to(office: Office) -> None:
    await several(office, 1)
    await office.plays("""
        Анна:
        [Мои обращения]
        < от 7 апреля: принято
        [№ 2026-000001]
        < ответим не позднее 17 апреля … 7 апреля, 10:00 — обращение принято [Дополнить обращение]
        [Дополнить обращение]
        < Что добавить
        > Она глубокая.
        < добавили
    """)


async def test_the_photos_of_the_answer_are_shown_again(office: Office) -> None:
    anna = await several(office, 1)
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.says("/ответ 1 Яму засыпали.", photos=2)
    await mary.sees("увидит житель")
    await mary.presses("Отправить")
    await anna.sees("Яму засыпали.")
    office.clock.moves(days=1)
    await anna.presses("Мои обращения")
    await anna.sees("есть ответ")
    await anna.presses("№ 2026-000001")
    shown = await anna.sees("7 апреля, 10:00 — ответ администрации (2 фото):", "Яму засыпали.", buttons=["Частично"])
    assert len(shown.attachments) == 2


async def test_a_long_story_has_pages(office: Office) -> None:
    anna = await several(office, 1)
    for number in range(1, 10):
        await anna.presses("Мои обращения")
        await anna.sees("№ 2026-000001")
        await anna.presses("№ 2026-000001")
        await anna.sees("Что было:")
        await anna.presses("Дополнить обращение")
        await anna.sees("Что добавить")
        await anna.says(f"Дополнение {number}.")
        await anna.sees("добавили")
    await anna.presses("Мои обращения")
    await anna.sees("№ 2026-000001")
    await anna.presses("№ 2026-000001")
    newest = await anna.sees("Дополнение 2.", "Дополнение 9.", buttons=["‹ Раньше"])
    assert "обращение принято" not in newest.text
    await anna.presses("‹ Раньше", under=newest)
    older = await anna.sees("страница 2 из 2", "обращение принято", "Дополнение 1.", buttons=["Дальше ›"])
    await anna.presses("Дальше ›", under=older)
    await anna.sees("Дополнение 9.")


async def test_somebody_elses_is_not_shown(office: Office) -> None:
    await several(office, 1)
    peter = office.citizen("Пётр")
    await peter.says("№", payload='{"do":"open","n":1,"page":1}')
    await peter.sees("Такого обращения среди ваших нет")


async def test_an_old_button_to_add_leads_on_when_there_is_an_answer(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await anna.presses("Мои обращения")
    await anna.sees("Ваши обращения")
    await anna.presses("№ 2026-000001")
    await anna.sees("Статус: принято", buttons=["Дополнить обращение"])
    await office.moderator("Мария").sends("/ответ 1 Фонарь починили 6 апреля.")
    await anna.sees("Фонарь починили")
    await anna.presses("Дополнить обращение")
    await anna.sees("уже есть ответ", "решён ли вопрос", buttons=["Решено", "Не решено"])
    await anna.presses("Решено")
    await anna.sees("закрыто")
    await anna.presses("Дополнить обращение")
    await anna.sees("решено. Если дело не решено", buttons=["Не решено"])
    await anna.presses("Не решено")
    await anna.sees("снова у сотрудника")
