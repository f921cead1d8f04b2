"""A lead form becomes an appeal; the citizen gets the number, at once or as soon as VK allows."""

import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from pydantic import SecretStr

from appeals.administration import Administration, LeadForm
from bot.callback import CallbackServer
from sandbox.callback import CallbackTarget
from tests.dialogues.office import Office
from tests.dialogues.people import Person

PIT = {
    "last_name": "Примерова",
    "first_name": "Анна",
    "patronymic_name": "Сергеевна",
    "phone_number": "8 900 000-00-00",
    "email": "Anna@example.ru",
    "location": "Примерск",
    "age": "35",
    "custom_0: Что случилось?": "На Садовой улице глубокая яма.",
    "custom_1: Где это?": "ул. Садовая, 5",
    "custom_2: Что ещё неладно?": ["Темно", "Скользко"],
    "custom_3: Комментарий": None,
}
NUMBER = "2026-000001"


async def allowed(office: Office, name: str) -> Person:
    """Somebody who has written to the community before, so that it may write to them."""
    person = office.citizen(name)
    await person.says("Начать")
    await person.sees("Здравствуйте")
    return person


async def test_a_lead_becomes_an_appeal_with_a_number(office: Office) -> None:
    anna = await allowed(office, "Анна")
    await anna.fills_form(PIT)
    await anna.sees(
        "Вы заполнили форму «Сообщить о проблеме»", f"номер: {NUMBER}", "17 апреля", buttons=["Посмотреть обращение"]
    )
    card = office.card(NUMBER).text
    for line in (
        f"№ {NUMBER} · новое",
        "Тема: Дороги и тротуары",
        "Житель: [id101|Анна Примерова]",
        "Имя в форме: Примерова Анна Сергеевна",
        "Контакт: +7 900 000-00-00, anna@example.ru",
        "Адрес: Примерск, ул. Садовая, 5",
        "Канал: форма заявки «Сообщить о проблеме», 7 апреля, 10:00",
        "На Садовой улице глубокая яма.",
        "Возраст: 35",
        "Что ещё неладно? Темно, Скользко",
    ):
        assert line in card.splitlines()
    assert "Номер жителю не передан" not in card
    assert "Комментарий" not in card
    assert office.history(NUMBER) == [("filed", 101, "")]


async def test_the_consent_of_the_form_is_recorded_and_the_dialog_asks_for_its_own(office: Office) -> None:
    anna = await allowed(office, "Анна")
    await anna.fills_form(PIT, form_id=1)
    await anna.sees(NUMBER)
    now = int(office.clock.now().timestamp() * 1000)
    assert office.database("SELECT vk_id, version, url, given_at FROM consents") == [
        (101, "lead_form:1", "https://example.ru/politika", now)
    ]
    await office.plays("""
        Анна:
        [Подать обращение]
        < согласие … версия 1.0
    """)


async def test_a_form_that_the_settings_do_not_know_keeps_its_answers_under_their_questions(office: Office) -> None:
    anna = await allowed(office, "Анна")
    await anna.fills_form({"custom_0: Ваш вопрос": "Когда починят фонарь?"}, form_id=99, form_name="Вопрос мэру")
    await anna.sees("«Вопрос мэру»", NUMBER)
    card = office.card(NUMBER).text
    assert "Тема: не выбрана" in card
    assert "Ваш вопрос: Когда починят фонарь?" in card
    await office.plays(f"""
        Мария:
        > /обращение 1
        < № {NUMBER} … форма заявки «Вопрос мэру» … Ваш вопрос: Когда починят фонарь? … подано
        > /обращения
        < Открытые обращения: 1 … Ваш вопрос: Когда починят фонарь?
        Анна:
        [Посмотреть обращение]
        < Обращение № {NUMBER} … принято … Ваш вопрос: Когда починят фонарь? … обращение принято
    """)


async def test_a_number_that_may_not_be_told_is_handed_over_once_when_the_person_writes(office: Office) -> None:
    """Anna has never written: VK answers 901."""
    anna = office.citizen("Анна")
    await anna.fills_form(PIT)
    await anna.sees_nothing()
    assert "Номер жителю не передан: бот передаст его, когда житель напишет" in office.card(NUMBER).text
    assert office.history(NUMBER) == [("filed", 101, ""), ("undelivered", 0, "")]
    await office.plays(f"""
        Мария:
        < № {NUMBER} … номер жителю не передан … Связаться: +7 900 000-00-00
        > /обращение 1
        < Номер жителю не передан … сообщение жителю не доставлено
        Анна:
        > Здравствуйте
        < Вы заполнили форму «Сообщить о проблеме» … {NUMBER} [Посмотреть обращение]
        < Здравствуйте, Анна! [Подать обращение]
        > Спасибо
        < Пожалуйста
    """)
    assert "Номер жителю не передан" not in office.card(NUMBER).text
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "undelivered", "number_told"]


async def test_allowing_messages_is_enough(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.fills_form(PIT)
    await anna.sees_nothing()
    office.world.allow(101)
    await anna.sees(NUMBER)
    await anna.sees_nothing()


async def test_refused_again_it_is_still_owed(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.fills_form(PIT)
    await anna.sees_nothing()
    office.world.users[101].privacy = True
    await anna.says("Начать")
    await anna.sees_nothing()
    assert "Номер жителю не передан" in office.card(NUMBER).text
    office.world.users[101].privacy = False
    await office.plays(f"""
        Анна:
        > Начать
        < {NUMBER}
        < Здравствуйте
        > Начать
        < Здравствуйте
    """)


async def test_another_refused_message_does_not_make_the_number_owed(office: Office) -> None:
    anna = await allowed(office, "Анна")
    await anna.fills_form(PIT)
    await anna.sees(NUMBER)
    office.world.deny(101)
    await office.plays(f"""
        Мария:
        < № {NUMBER}
        [Взять]
        ! у вас в работе
        > /уточнить 1 Где это?
        < увидит житель
        [Отправить]
        < № {NUMBER} · житель не получил сообщение
        < Вопрос по обращению … Где это? [Передано]
        Анна:
        > Начать
        < Вопрос по обращению … Где это?
        < Здравствуйте
    """)


async def test_several_numbers_are_handed_over_together(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.fills_form(PIT)
    await anna.fills_form({}, form_id=5, form_name="")
    await anna.sees_nothing()
    await office.plays("""
        Анна:
        > Начать
        < форму «Сообщить о проблеме» … 2026-000001
        < Вы заполнили форму. Обращение принято … 2026-000002
        > Мои обращения
        < № 2026-000002 … Без текста … № 2026-000001
    """)


async def test_beside_two_messages_that_were_owed_nobody_is_greeted(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.fills_form(PIT)
    await anna.sees_nothing()
    mary = office.moderator("Мария")
    await mary.does("/уточнить 1 Где это?")
    await anna.says("Начать")
    await anna.sees("Вопрос по обращению", "Где это?")
    await anna.sees("Вы заполнили форму", NUMBER)
    await anna.sees_nothing()
    await anna.says("У дома 5")
    await anna.sees(NUMBER)


async def test_a_dialog_in_progress_is_not_disturbed(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.fills_form(PIT)
    await anna.sees(NUMBER, buttons=["Посмотреть обращение", "Дороги и тротуары", "Отмена"])
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")


async def test_a_question_to_somebody_who_only_filled_in_a_form_is_answered_by_a_plain_message(office: Office) -> None:
    anna = await allowed(office, "Анна")
    await anna.fills_form(PIT)
    await anna.sees(NUMBER)
    await office.plays(f"""
        Мария:
        < № {NUMBER}
        > /уточнить 1 У какого подъезда?
        < увидит житель
        [Отправить]
        < отправлен жителю
        Анна:
        < У какого подъезда?
        > У второго подъезда, прямо у ступеней.
        < Передали сотруднику
    """)
    assert office.history(NUMBER)[-1] == ("clarified", 101, "У второго подъезда, прямо у ступеней.")


async def test_a_lead_that_comes_twice_is_one_appeal(office: Office) -> None:
    """VK repeats a lead under another event's name."""
    anna = await allowed(office, "Анна")
    with office.at_once():
        await anna.fills_form(PIT)
        lead = office.world.events.after(office.world.events.ts - 1)[0]["object"]
        office.world.inject("lead_forms_new", lead)
    await anna.sees(NUMBER)
    await anna.sees_nothing()
    assert office.appeals() == [NUMBER]
    assert office.database("SELECT count(*) FROM consents") == [(1,)]


@pytest.mark.parametrize("same_name", [True, False], ids=["one event_id", "two event_ids"])
async def test_both_transports_at_once(open_office: Callable[..., Awaitable[Office]], same_name: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = CallbackServer("127.0.0.1", port, "a1b2c3d4", SecretStr("s3cret"))
    office = await open_office(callback=server)
    target = CallbackTarget(f"http://127.0.0.1:{port}/vk", "s3cret", "a1b2c3d4")
    await office.sandbox.callback.set_target(target)
    anna = await allowed(office, "Анна")
    if same_name:
        await anna.fills_form(PIT)
    else:
        office.world.events.switches["lead_forms_new"] = False
        await anna.fills_form(PIT)
        update = office.world.callback.head
        assert update is not None
        office.world.events.append(office.world.events.event("lead_forms_new", update["object"]))
        office.world.feed.publish("event")
    await anna.sees(NUMBER)
    await anna.sees_nothing()
    assert office.appeals() == [NUMBER]
    assert all(delivery.taken for delivery in office.world.callback.deliveries)
    names = [row[0] for row in office.database("SELECT event_id FROM inbox WHERE type = 'lead_forms_new'")]
    assert len(names) == (1 if same_name else 2)


async def test_a_lead_that_cannot_be_read_fails_with_its_reason_and_stops_nobody(office: Office) -> None:
    office.expects_failures = True
    anna = await allowed(office, "Анна")
    office.world.inject("lead_forms_new", {"user_id": 101, "answers": "?"})
    await anna.fills_form(PIT)
    await anna.sees(NUMBER)
    assert office.database("SELECT error FROM inbox WHERE status = 'failed'") == [("не читается: lead_id",)]


async def test_settings_name_a_question_by_its_key(office: Office, administration: Administration) -> None:
    forms = (LeadForm(3, "snow", text="custom_2", contact="custom_1"),)
    await office.restarts(replace(administration, lead_forms=forms))
    anna = await allowed(office, "Анна")
    await anna.fills_form({"custom_1: Телефон": "нет", "custom_2: Беда": "Сосульки над входом."}, form_id=3)
    await anna.sees(NUMBER, "9 апреля")
    card = office.card(NUMBER).text
    assert "Тема: Снег и наледь" in card
    assert "Контакт: нет" in card
    assert card.endswith("Сосульки над входом.")
