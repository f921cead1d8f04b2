"""«Назад», «Отмена», «Изменить» and old buttons: nobody gets lost in the filing dialog."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person

STEPS = ["category", "text", "address", "attachments", "contact", "summary", "edit"]
ASKS = {
    "category": "О чём обращение?",
    "text": "что случилось",
    "address": "Где это?",
    "attachments": "Приложите",
    "contact": "Как с вами связаться",
    "summary": "Проверьте, пожалуйста",
    "edit": "Что изменить?",
}
ANSWERS = {
    "category": "Дороги и тротуары",
    "text": "На Садовой улице глубокая яма.",
    "address": "ул. Садовая, 5",
    "attachments": "Пропустить",
    "contact": "anna@example.ru",
    "summary": "Изменить",
}


async def walk_to(anna: Person, step: str) -> None:
    """Answer everything before `step`."""
    await anna.agrees()
    for number, passed in enumerate(STEPS[: STEPS.index(step)]):
        await anna.says(ANSWERS[passed])
        await anna.sees(ASKS[STEPS[number + 1]])


@pytest.mark.parametrize("step", STEPS)
async def test_cancel_ends_it_and_forgets_the_draft(office: Office, step: str) -> None:
    anna = office.citizen("Анна")
    await walk_to(anna, step)
    await anna.presses("Отмена")
    await anna.sees("Хорошо, черновик удалён", buttons=["Подать обращение"], without=["Отмена"])
    assert office.database("SELECT * FROM drafts") == []
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")


@pytest.mark.parametrize("step", STEPS[1:])
async def test_back_asks_the_question_before_and_keeps_the_answers(office: Office, step: str) -> None:
    anna = office.citizen("Анна")
    await walk_to(anna, step)
    await anna.presses("Назад")
    await anna.sees(ASKS[STEPS[STEPS.index(step) - 1]], buttons=["Назад", "Отмена"])


async def test_back_from_the_first_question_leads_to_the_menu(office: Office) -> None:
    await office.citizen("Анна").agrees()
    await office.plays("""
        Анна:
        [Назад]
        < Чем помочь? [Подать обращение]
        [Подать обращение]
        < О чём обращение?
        [Дороги и тротуары]
        < что случилось
        [Назад]
        < О чём обращение?
        [Назад]
        < Начатое обращение сохранено … «Подать обращение» [Подать обращение]
    """)


async def test_all_the_way_back_and_forth_nothing_is_asked_twice(office: Office) -> None:
    anna = office.citizen("Анна")
    await walk_to(anna, "summary")
    for step in ("contact", "attachments", "address", "text", "category"):
        await anna.says("назад")
        await anna.sees(ASKS[step])
    await anna.presses("Транспорт")
    await anna.sees("Проверьте", "Транспорт", "ул. Садовая, 5", "anna@example.ru", "глубокая яма")


async def test_every_field_can_be_changed(office: Office) -> None:
    await walk_to(office.citizen("Анна"), "summary")
    await office.plays("""
        Анна:
        [Изменить]
        < Что изменить? [Тему] [Текст] [Адрес] [Фото и документы] [Контакт] [Назад] [Отмена]
        [Тему]
        < О чём обращение?
        [Снег и наледь]
        < Тема: Снег и наледь [Отправить]
        [Изменить]
        < Что изменить?
        [Текст]
        < что случилось
        > Не чистят тротуар вторую неделю.
        < Не чистят тротуар
        [Изменить]
        < Что изменить?
        [Адрес]
        < Где это?
        > пр. Мира, 1
        < Адрес: пр. Мира, 1
        [Изменить]
        < Что изменить?
        [Фото и документы]
        < Приложите
        > (фото: 1)
        < Приложено: 1 фото
        [Готово]
        < Вложения: 1 фото
        [Изменить]
        < Что изменить?
        [Контакт]
        < Как с вами связаться
        [Пропустить]
        < Снег и наледь … пр. Мира, 1 … 1 фото … Контакт: не указан … Не чистят тротуар
        [Отправить]
        < Обращение принято
    """)
    card = office.card("2026-000001").text
    assert "глубокая яма" not in card
    assert "anna@example.ru" not in card


async def test_back_from_a_change_leaves_the_answer_as_it_was(office: Office) -> None:
    await walk_to(office.citizen("Анна"), "summary")
    await office.plays("""
        Анна:
        [Изменить]
        < Что изменить?
        > (стикер)
        < Выберите, пожалуйста, одну из кнопок … Что изменить?
        [Адрес]
        < Где это?
        [Назад]
        < Проверьте … ул. Садовая, 5 [Отправить]
    """)


@pytest.mark.parametrize(
    ("label", "from_step"),
    [("Дороги и тротуары", "text"), ("Согласен", "address"), ("Отправить", "edit"), ("Изменить", "edit")],
)
async def test_an_old_button_repeats_the_present_question(office: Office, label: str, from_step: str) -> None:
    anna = office.citizen("Анна")
    await walk_to(anna, from_step)
    await anna.presses_old(label)
    await anna.sees(ASKS[from_step])


OLD_BUTTONS: dict[str, dict[str, object]] = {
    "Согласен": {"do": "agree"},
    "Транспорт": {"do": "category", "id": "transport"},
    "Пропустить": {"do": "skip"},
    "Готово": {"do": "done"},
    "Убрать вложения": {"do": "clear"},
    "Продолжить": {"do": "resume"},
    "Отправить": {"do": "confirm", "d": 999},
}
ANSWERING = {
    "category": {"Транспорт"},
    "address": {"Пропустить"},
    "attachments": {"Пропустить", "Готово", "Убрать вложения"},
    "contact": {"Пропустить"},
}


@pytest.mark.parametrize("step", STEPS)
async def test_a_button_of_another_step_never_answers_this_one(office: Office, step: str) -> None:
    anna = office.citizen("Анна")
    await walk_to(anna, step)
    before = office.database("SELECT body FROM drafts")
    for label in OLD_BUTTONS.keys() - ANSWERING.get(step, set()):
        await anna.says(label, payload=OLD_BUTTONS[label])
        await anna.sees(ASKS[step], buttons=["Назад", "Отмена"])
        assert office.database("SELECT body FROM drafts") == before, label


@pytest.mark.parametrize(
    "payload",
    [
        {"do": "agree"},
        {"do": "category", "id": "roads"},
        {"do": "skip"},
        {"do": "done"},
        {"do": "confirm", "d": 1},
        {"do": "edit"},
        {"do": "field", "step": "text"},
        {"do": "resume"},
        {"do": "no_such_thing"},
        {"do": "take", "n": 1},
    ],
)
async def test_in_the_menu_a_button_of_a_finished_dialog_is_explained(
    office: Office, payload: dict[str, object]
) -> None:
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await anna.says("кнопка", payload=payload)
    await anna.sees("Эта кнопка из прежнего разговора", buttons=["Подать обращение"])
