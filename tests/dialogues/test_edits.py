"""A message is changed after it was sent: before the appeal is filed, and after."""

from tests.dialogues.office import Office
from tests.dialogues.people import Person

NUMBER = "2026-000001"


async def changes(person: Person, before: str, after: str) -> None:
    """Edit the message that said `before`."""
    await person.office.settles()
    said = next(
        one for one in reversed(person.office.world.seen_by(person.vk_id, person.peer_id)) if one.text == before
    )
    person.office.world.edit(person.vk_id, person.peer_id, said.conversation_message_id, after)


async def test_before_filing_the_words_are_replaced(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await office.plays("""
        Анна:
        [Дороги и тротуары]
        < что случилось
        > На Садовой яма.
        < Где это?
    """)
    await anna.says("Это у самой школы, дети обходят яму по проезжей части. " * 3)
    await anna.sees("Добавили это к тексту", "Где это?")
    await changes(anna, "На Садовой яма.", "На Полевой яма.")
    await anna.sees("Исправили текст обращения.")
    await office.plays("""
        Анна:
        > ул. Полевая, 7
        < Приложите
        [Пропустить]
        < Как с вами связаться
        [Пропустить]
        < Проверьте … На Полевой яма. … Это у самой школы
    """)
    await changes(anna, "На Полевой яма.", "На Полевой большая яма.")
    await anna.sees("Исправили", "Проверьте", "На Полевой большая яма.", "Это у самой школы", buttons=["Отправить"])
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")
    card = office.card(NUMBER).text
    assert "На Полевой большая яма.\nЭто у самой школы" in card


async def test_after_filing_the_history_keeps_both(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Яма у дома 5.")
    await changes(anna, "Яма у дома 5.", "Яма у дома 15.")
    await anna.sees(f"Исправили обращение № {NUMBER}")
    await office.moderator("Мария").sees(f"№ {NUMBER} · житель изменил текст", "Яма у дома 15.")
    assert "Яма у дома 15." in office.card(NUMBER).text
    assert office.history(NUMBER)[-1] == ("edited", anna.vk_id, "Яма у дома 5.\n→ Яма у дома 15.")
    # The same once more changes nothing.
    await changes(anna, "Яма у дома 15.", "Яма у дома 15.")
    await anna.sees_nothing()
    assert len(office.history(NUMBER)) == 2


async def test_a_reply_to_a_question_is_changed(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Не горит фонарь.")
    await office.plays("""
        Мария:
        > /уточнить 1 Какой столб?
        < увидит житель
        [Отправить]
        < отправлен
        Анна:
        < Какой столб?
        > Второй.
        < Спасибо! Передали
    """)
    await changes(anna, "Второй.", "Третий.")
    await anna.sees("Исправили обращение")
    assert office.history(NUMBER)[-1][2] == "Второй.\n→ Третий."
    assert "Не горит фонарь." in office.card(NUMBER).text


async def test_a_question_is_changed_after_the_bot_has_answered_it(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await anna.says("Подскажите, когда глава принимает граждан?")
    await anna.sees("Это помогло?")
    asked = "Подскажите, когда глава принимает граждан?"
    await changes(anna, asked, f"{asked} Мне 90 лет.")
    await anna.sees_nothing()
    await anna.presses("Всё равно отправить обращение")
    await anna.sees("согласие")
    assert office.database("SELECT json_extract(body, '$.text') FROM drafts") == [
        ("Подскажите, когда глава принимает граждан? Мне 90 лет.",)
    ]


async def test_edits_of_what_was_told_nowhere_are_let_pass(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await changes(anna, "Начать", "Конец")
    await anna.sees_nothing()
    maria = office.moderator("Мария")
    await maria.says("Всем привет")
    await changes(maria, "Всем привет", "/взять 1")
    await maria.sees_nothing()
    office.world.answer_by_hand(office.moderator("Мария").vk_id, anna.vk_id, "Это человек")
    await anna.looks_away()
    await anna.sees_nothing()
