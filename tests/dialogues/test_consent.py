"""Consent to personal data comes before anything else, and without it nothing is kept."""

from dataclasses import replace

from appeals.administration import Administration, ConsentDocument
from tests.dialogues.office import Office


async def test_refused_it_ends_kindly_and_keeps_nothing(office: Office) -> None:
    await office.plays("""
        Анна:
        > У подъезда течёт крыша, заливает пятый этаж. (фото: 1)
        < Здравствуйте, Анна!
        < Всё записали … согласие
        > Мой телефон 8 900 123-45-67
        < Ваши слова не пропадут … согласие [Согласен] [Не согласен]
        [Не согласен]
        < ваше сообщение удалено … Госуслуги … под кнопкой «Контакты» … Если передумаете [Подать обращение] [Контакты]
    """)
    kept = office.kept_words().casefold()
    for word in ("крыша", "этаж", "900", "123-45", "анна", "примеров", "photo", "согласие"):
        assert word not in kept, word
    assert office.database("SELECT * FROM citizens") == []
    assert office.database("SELECT * FROM drafts") == []
    assert office.database("SELECT * FROM dialogs") == []
    assert office.database("SELECT * FROM consents") == []
    assert office.database("SELECT body FROM inbox WHERE body IS NOT NULL") == []
    assert office.database("SELECT params FROM outbox WHERE params IS NOT NULL") == []


async def test_refused_and_changed_their_mind(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте
        [Подать обращение]
        < согласие
        [Не согласен]
        < ничего не сохраняем
        [Подать обращение]
        < согласие
        [Согласен]
        < О чём обращение?
    """)


async def test_it_is_recorded_with_its_version_and_time_and_asked_once(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files()
    now = int(office.clock.now().timestamp() * 1000)
    consents = office.database("SELECT vk_id, version, url, given_at FROM consents")
    assert consents == [(101, "1.0", "https://example.ru/soglasie", now)]
    office.clock.moves(days=3)
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")


async def test_a_new_version_is_asked_for_again(office: Office, administration: Administration) -> None:
    anna = office.citizen("Анна")
    await anna.files()
    document = ConsentDocument("2.0", "https://example.ru/soglasie-2")
    await office.restarts(replace(administration, consent=document))
    await office.plays("""
        Анна:
        [Подать обращение]
        < согласие … версия 2.0 … soglasie-2
        [Согласен]
        < О чём обращение?
    """)
    assert [row[0] for row in office.database("SELECT version FROM consents ORDER BY id")] == ["1.0", "2.0"]


async def test_a_changed_version_in_the_middle_of_a_draft_is_asked_for_and_the_draft_goes_on(
    office: Office, administration: Administration
) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.answers_all("Крыша течёт прямо в подъезд.")
    document = ConsentDocument("2.0", "https://example.ru/soglasie-2")
    await office.restarts(replace(administration, consent=document))
    await office.plays("""
        Анна:
        [Отправить]
        < согласие … версия 2.0
        [Согласен]
        < Проверьте … Крыша течёт [Отправить]
        [Отправить]
        < 2026-000001
    """)


async def test_refusing_a_new_version_keeps_what_was_filed_under_the_old_one(
    office: Office, administration: Administration
) -> None:
    anna = office.citizen("Анна")
    await anna.files("Первое обращение: разбита дорога.")
    await office.restarts(replace(administration, consent=ConsentDocument("2.0", "https://example.ru/2")))
    await office.plays("""
        Анна:
        > А ещё во дворе спилили старую липу без спроса.
        < Всё записали … версия 2.0
        [Не согласен]
        < ваше сообщение удалено
        > мои обращения
        < № 2026-000001
    """)
    assert "липу" not in office.kept_words()


async def test_other_words_than_an_answer_ask_again_and_back_and_cancel_lead_out(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте
        [Подать обращение]
        < согласие
        > (стикер)
        < сначала ответьте, пожалуйста, на вопрос о согласии
        [Назад]
        < Чем помочь? [Подать обращение]
        [Подать обращение]
        < согласие
        [Отмена]
        < черновик удалён [Подать обращение]
    """)
    assert office.database("SELECT * FROM drafts") == []
