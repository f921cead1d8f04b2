"""What the desk is reminded of, as it reads it; and an emergency, until somebody accepts it."""

from dataclasses import replace
from datetime import datetime

import pytest

from appeals.administration import Administration, Department
from appeals.reminder_rules import EmergencyRules, ReminderRules
from bot import ticking
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

REMINDERS = "напомнить о сроках"
ROADS_CHAT = 2_000_000_005
PYOTR, DUTY = 102, 201
NUMBER = "2026-000001"


async def it_is(office: Office, moment: str) -> None:
    """It is that time in Moscow, and what is due by then is looked for."""
    wanted = datetime.fromisoformat(f"{moment}+03:00")
    office.clock.moves(minutes=(wanted - office.clock.now()).total_seconds() / 60)
    await office.ticks(REMINDERS)


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with a new appeal: taken by 8 April, 10:00, answered by 17 April, 16:00."""
    await office.citizen("Анна").files("Яма во всю полосу.")
    mary = office.moderator("Мария")
    await mary.sees(f"№ {NUMBER} · новое", "Взять в работу до: 8 апреля, 10:00")
    await office.ticks(REMINDERS)
    return mary


async def test_the_ladder_of_an_appeal_that_nobody_takes(office: Office, mary: Person) -> None:
    await it_is(office, "2026-04-07 17:30")
    await mary.sees_nothing()
    await it_is(office, "2026-04-08 08:00")
    await mary.sees("Скоро срок взять в работу:", f"№ {NUMBER}", "до 8 апреля, 10:00", buttons=["Открыть № 1"])
    await it_is(office, "2026-04-08 10:00")
    await mary.sees("Никто не взял в работу, срок вышел:", "срок был 8 апреля, 10:00")
    await it_is(office, "2026-04-08 10:01")
    await it_is(office, "2026-04-09 03:00")
    await mary.sees_nothing()
    await it_is(office, "2026-04-09 08:00")
    await mary.sees("Всё ещё просрочено:", "не взято в работу")
    await mary.presses("Открыть № 1")
    await mary.is_told("Готово")
    await mary.sees(f"№ {NUMBER} · новое", "История:")


async def test_the_ladder_of_one_in_work(office: Office, mary: Person) -> None:
    """First whoever has it, then the chat too; nobody is the head here."""
    await mary.in_private.says("Здравствуйте")
    await mary.in_private.looks_away()
    await mary.presses("Взять")
    await mary.looks_away()
    await it_is(office, "2026-04-13 13:59")
    await mary.in_private.sees_nothing()
    await it_is(office, "2026-04-13 14:00")
    await mary.in_private.sees("Прошла половина срока:", "ответить до 17 апреля")
    await mary.sees_nothing()
    await it_is(office, "2026-04-17 08:00")
    for one in (mary, mary.in_private):
        await one.sees("Ответить сегодня:", "до 16:00")
    await it_is(office, "2026-04-17 16:00")
    await it_is(office, "2026-04-19 12:00")
    await mary.sees_nothing()
    await it_is(office, "2026-04-20 08:00")
    await mary.sees("Ответ просрочен:", "ответ был нужен до 17 апреля")
    await it_is(office, "2026-04-21 08:00")
    await mary.sees("Всё ещё просрочено:", "ответ был нужен до 17 апреля")
    await mary.sends("/ответ 1 Яму засыпали 20 апреля.")
    await mary.looks_away()
    await mary.in_private.looks_away()
    await it_is(office, "2026-04-22 08:00")
    await mary.sees_nothing()
    await mary.in_private.sees_nothing()


async def test_whoever_cannot_be_written_to_is_stood_in_for(office: Office, mary: Person) -> None:
    """Mary has never let the community write to her: only VK knows, and says so when it is tried."""
    await mary.presses("Взять")
    await mary.looks_away()
    await it_is(office, "2026-04-13 14:00")
    await mary.sees_nothing()
    await office.ticks(REMINDERS)
    await mary.sees("Прошла половина срока:")
    await office.ticks(REMINDERS)
    await mary.sees_nothing()


async def test_one_message_for_many(office: Office, mary: Person) -> None:
    for _ in range(7):
        await office.citizen("Борис").files("Сломана лавочка.")
    await mary.looks_away()
    await it_is(office, "2026-04-08 10:30")
    told = await mary.sees("Никто не взял в работу, срок вышел: 8", "и ещё 3: /обращения просроченные")
    assert "Борис" not in told.text
    await mary.sees_nothing()


async def test_what_came_due_while_the_bot_was_down(
    office: Office, mary: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "REMINDERS_EVERY", 0.05)
    await office.stops()
    wanted = datetime.fromisoformat("2026-04-09 09:00+03:00")
    office.clock.moves(minutes=(wanted - office.clock.now()).total_seconds() / 60)
    await office.starts()
    await office.comes_to(lambda: office.database("SELECT count(*) FROM reminders WHERE status = 'done'") == [(1,)])
    told = await mary.sees("Бот напоминает с опозданием: он не работал с 7 апреля, 10:00 до 9 апреля, 09:00.")
    assert "Всё ещё просрочено" in told.text
    await office.ticks(REMINDERS)
    await mary.sees_nothing()


async def test_what_came_due_while_the_machine_slept(office: Office, mary: Person) -> None:
    await it_is(office, "2026-04-07 10:00")
    await office.ticks(REMINDERS)
    office.clock.is_suspended(minutes=47 * 60)
    await office.ticks(REMINDERS)
    await mary.sees("Бот напоминает с опозданием: он не работал с 7 апреля, 10:00 до 9 апреля, 09:00.")


async def test_an_emergency_until_it_is_accepted(office: Office, mary: Person) -> None:
    """Night or day; the chat is called again and again, then everybody knows who has it."""
    await it_is(office, "2026-04-07 22:00")
    await mary.says("/срочность 1 чп")
    await mary.looks_away()
    assert "ЧП пока никто не принял" in office.card(NUMBER).text
    await office.ticks(REMINDERS)
    await mary.sees("ЧП, никто ещё не принял:", f"№ {NUMBER}", "ЧП с 7 апреля, 22:00", buttons=["Принял № 1"])
    await it_is(office, "2026-04-07 22:04")
    await mary.sees_nothing()
    await it_is(office, "2026-04-07 22:05")
    called = await mary.sees("ЧП, никто ещё не принял:", "ждёт 5 минут")
    await mary.presses("Принял № 1", under=called)
    await mary.is_told("Вы приняли ЧП")
    await mary.sees("ЧП № 2026-000001 принято: Мария Модераторова. Больше не зовём.")
    assert "ЧП принято 7 апреля, 22:05: Мария Модераторова" in office.card(NUMBER).text
    assert office.history(NUMBER)[-1] == ("accepted", mary.vk_id, "")
    await it_is(office, "2026-04-07 22:30")
    await mary.sees_nothing()
    ivan = office.moderator("Иван")
    await ivan.presses("Принял № 1", under=called)
    await ivan.is_told("уже принято: Мария Модераторова")
    await mary.presses("Принял № 1", under=called)
    await mary.is_told("Вы приняли ЧП")
    assert [act for act, *_ in office.history(NUMBER)].count("accepted") == 1


async def test_taking_it_is_accepting_it(office: Office, mary: Person) -> None:
    await mary.says("/срочность 1 чп")
    await it_is(office, "2026-04-07 10:06")
    await mary.looks_away()
    await mary.says("/взять 1")
    await mary.looks_away()
    await it_is(office, "2026-04-07 10:30")
    await mary.sees_nothing()
    assert "ЧП принято" in office.card(NUMBER).text
    await it_is(office, "2026-04-08 10:06")
    await mary.sees("ЧП, ответ просрочен:")


async def test_the_duty_and_the_head_are_called(open_office: OpenOffice, administration: Administration) -> None:
    """Who is on duty at once, in private; the head after the repetitions that the settings name."""
    rules = ReminderRules(emergency=EmergencyRules(duty=(DUTY,), repeat_minutes=10, head_after=2))
    office = await open_office(administration=replace(administration, reminders=rules), admin_ids=(202,))
    await office.citizen("Анна").files("Упал столб с проводами.")
    duty, head = office.moderator("Мария"), office.citizen("Ольга")
    for one in (duty.in_private, head):
        await one.says("Здравствуйте")
    ivan = office.moderator("Иван")
    await ivan.says(f"/сотрудник @id{head.vk_id} глава")
    await duty.says("/срочность 1 чп")
    for one in (duty, duty.in_private, head):
        await one.looks_away()
    await office.ticks(REMINDERS)
    await duty.in_private.sees("ЧП, никто ещё не принял:", buttons=["Принял № 1"])
    await duty.sees("ЧП, никто ещё не принял:")
    await head.sees_nothing()
    await it_is(office, "2026-04-07 10:10")
    await head.sees_nothing()
    await it_is(office, "2026-04-07 10:20")
    await head.sees("ЧП, никто ещё не принял:", "ждёт 20 минут")
    await duty.in_private.looks_away()
    await duty.in_private.presses("Принял № 1")
    await duty.in_private.is_told("Вы приняли ЧП")
    await duty.sees("ЧП, никто ещё не принял:")


async def test_the_departments_chat_is_reminded(open_office: OpenOffice) -> None:
    """The desk of a department, and the executor in person; the moderators' chat stays quiet."""
    departments = (Department("roads", "Отдел дорог", ROADS_CHAT, (PYOTR,), personal_data=False),)
    office = await open_office(departments=departments)
    await office.citizen("Анна").files("Яма во всю полосу.")
    mary = office.moderator("Мария")
    await mary.says("/передать 1 дороги")
    pyotr = office.person(PYOTR, PYOTR)
    await pyotr.says("Здравствуйте")
    chat = pyotr.in_chat(ROADS_CHAT)
    await chat.says("/взять 1")
    for one in (mary, pyotr, chat):
        await one.looks_away()
    await office.ticks(REMINDERS)
    await it_is(office, "2026-04-13 14:00")
    await pyotr.sees("Прошла половина срока:")
    await chat.sees_nothing()
    await it_is(office, "2026-04-17 08:00")
    await pyotr.sees("Ответить сегодня:")
    await chat.sees("Ответить сегодня:")
    await mary.sees_nothing()
    await it_is(office, "2026-04-21 08:00")
    await chat.sees("Ответ просрочен:")
    await it_is(office, "2026-04-22 08:00")
    await chat.sees("Всё ещё просрочено:")
    await mary.sees("Всё ещё просрочено:")


async def test_what_comes_due_one_by_one_is_told_together(office: Office, mary: Person) -> None:
    """Eight people write within a quarter of an hour: the chat doesn't ring eight times a day later."""
    for number in range(7):
        office.clock.moves(minutes=2)
        await office.citizen(f"Имя{number}").files("Сломана лавочка.")
    await it_is(office, "2026-04-08 08:00")
    await mary.looks_away()
    await it_is(office, "2026-04-08 10:00")
    await mary.sees("Никто не взял в работу, срок вышел:", "Скоро срок взять в работу: 7")
    for minute in range(1, 30, 4):
        await it_is(office, f"2026-04-08 10:{minute:02}")
    await mary.sees_nothing()
    await it_is(office, "2026-04-08 10:30")
    await mary.sees("Никто не взял в работу, срок вышел: 7")
    await mary.sees_nothing()


async def test_who_has_accepted_it_leaves(office: Office, mary: Person) -> None:
    await mary.says("/срочность 1 чп")
    await office.ticks(REMINDERS)
    await mary.sees("ЧП, никто ещё не принял:")
    await mary.presses("Принял № 1")
    await mary.sees("Больше не зовём.")
    ivan = office.moderator("Иван")
    await ivan.says(f"/сотрудник @id{mary.vk_id} убрать")
    await it_is(office, "2026-04-07 10:06")
    called = await ivan.sees("ЧП, никто ещё не принял:", "ждёт 6 минут")
    await ivan.presses("Принял № 1", under=called)
    await ivan.sees("принято: Иван")
    assert "ЧП принято 7 апреля, 10:06: Иван" in office.card(NUMBER).text
    await it_is(office, "2026-04-07 10:30")
    await ivan.sees_nothing()


async def test_nobody_has_taken_it_and_the_answer_is_due_today(office: Office, mary: Person) -> None:
    """One line of an appeal tells both."""
    await it_is(office, "2026-04-17 08:00")
    await mary.sees("Всё ещё просрочено:", "не взято в работу, ответить сегодня до 16:00")


async def test_what_was_destroyed_is_nobodys_reminder(office: Office, mary: Person) -> None:
    """The other body's day comes after the citizen has had their data destroyed."""
    await mary.sends("/переслать 1 Водоканал: ваше дело")
    anna = office.citizen("Анна")
    await anna.looks_away()
    await anna.says("Удалить мои данные")
    for label in ("Да, удалить", "Удалить навсегда"):
        await anna.looks_away()
        await anna.presses(label)
    await office.settles()
    await mary.looks_away()
    await it_is(office, "2026-05-12 10:00")
    await mary.sees_nothing()


async def test_a_clock_that_was_ahead_silences_no_emergency(office: Office, mary: Person) -> None:
    """The machine's clock is put back by three hours: the bot calls on."""
    await mary.says("/срочность 1 чп")
    await office.settles()
    await it_is(office, "2026-04-07 13:00")
    await mary.sees("ЧП, никто ещё не принял:", "ждёт 3 часа")
    await it_is(office, "2026-04-07 10:06")
    await mary.sees("ЧП, никто ещё не принял:", "ждёт 6 минут")
    await it_is(office, "2026-04-07 10:10")
    await mary.sees("ЧП, никто ещё не принял:", "ждёт 10 минут")
