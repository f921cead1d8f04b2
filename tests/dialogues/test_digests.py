"""The morning digest, the summaries and personal control, as the desk and the head read them."""

from dataclasses import replace
from datetime import datetime

import pytest

from appeals.administration import Digest
from bot import ticking
from tests.dialogues.office import Office
from tests.dialogues.people import Person

ANNA, OLGA = 101, 103
MORNING, SUMMARIES, CONTROL = "утренняя сводка", "итоги недели и месяца", "сообщить о личном контроле"
NUMBER = "2026-000001"


@pytest.fixture
async def office(office: Office) -> Office:
    """An office that has begun to count: it is Tuesday, 7 April, 10:00."""
    await office.ticks(MORNING)
    await office.ticks(SUMMARIES)
    assert len(digests(office)) == 3
    return office


def digests(office: Office) -> list[tuple[str, str]]:
    return office.database("SELECT kind, day FROM digests ORDER BY id")


def mornings(office: Office) -> list[str]:
    """The days whose digests were sent."""
    return [day for kind, day in digests(office) if kind == "morning"][1:]


def the_clock_shows(office: Office, moment: str) -> None:
    """It is that time in Moscow."""
    wanted = datetime.fromisoformat(f"{moment}+03:00")
    office.clock.moves(minutes=(wanted - office.clock.now()).total_seconds() / 60)


async def it_is(office: Office, moment: str) -> None:
    """It is that time in Moscow, and what is due by then is looked for."""
    the_clock_shows(office, moment)
    await office.ticks(MORNING)
    await office.ticks(SUMMARIES)


async def test_a_working_week(office: Office) -> None:
    """Each working morning one digest; weekends and holidays are quiet; Monday tells of the week."""
    anna, maria = office.citizen("Анна"), office.moderator("Мария")
    await anna.files()
    await maria.looks_away()
    await it_is(office, "2026-04-08 08:29")
    await maria.sees_nothing()
    await it_is(office, "2026-04-08 08:30")
    await maria.sees("Доброе утро! Сегодня среда, 8 апреля.", "С прошлой сводки (7 апреля, 10:00): 1 новое обращение.")
    await it_is(office, "2026-04-09 08:30")
    await maria.sees("Сегодня четверг, 9 апреля.", "не взято в работу, срок был 8 апреля", buttons=["На контроль № 1"])
    for moment in ("2026-04-09 16:00", "2026-04-11 08:30", "2026-04-12 12:00"):
        await it_is(office, moment)
        await maria.sees_nothing()
    await it_is(office, "2026-04-13 08:30")
    await maria.sees("Сегодня понедельник, 13 апреля.", "новых обращений нет")
    await maria.sees("Итоги недели: с 6 апреля по 12 апреля.", "Обращений: 1")
    await it_is(office, "2026-05-01 12:00")
    await maria.sees_nothing()
    await it_is(office, "2026-05-04 08:30")
    await maria.sees("Сегодня понедельник, 4 мая.")
    await maria.sees("Итоги недели: с 27 апреля по 3 мая.")
    await maria.sees("Итоги месяца: апрель 2026 года.", "Обращений: 1")
    assert mornings(office) == ["2026-04-08", "2026-04-09", "2026-04-13", "2026-05-04"]


async def test_down_over_the_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came due meanwhile comes once at the start, and says that it is late."""
    monkeypatch.setattr(ticking, "DIGEST_EVERY", 0.05)
    maria = office.moderator("Мария")
    await office.citizen("Анна").files()
    await maria.looks_away()
    await office.stops()
    the_clock_shows(office, "2026-04-08 12:15")
    await office.starts()
    await office.comes_to(lambda: mornings(office) == ["2026-04-08"])
    await maria.sees("Утренняя сводка, 8 апреля. Она опоздала: 8 апреля в 08:30 бот не работал.", "1 новое обращение")
    await office.restarts()
    await office.ticks(MORNING)
    await maria.sees_nothing()


async def test_a_restart_at_the_moment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "DIGEST_EVERY", 0.05)
    maria = office.moderator("Мария")
    await maria.looks_away()
    the_clock_shows(office, "2026-04-08 08:30")
    with office.at_once():
        await office.restarts()
        await office.restarts()
    await office.comes_to(lambda: mornings(office) == ["2026-04-08"])
    await office.restarts()
    await office.ticks(MORNING)
    await maria.sees("Сегодня среда, 8 апреля.")
    await maria.sees_nothing()


async def test_what_was_found_and_what_did_not_arrive(office: Office) -> None:
    """A message that VK told nothing of, and an answer that VK refused, both stand in the digest."""
    anna, maria = office.citizen("Анна"), office.moderator("Мария")
    await anna.files()
    await office.stops()
    office.world.say(ANNA, -office.group_id, "Контакты")
    office.world.events.forget()
    await office.starts()
    await office.comes_to(lambda: bool(office.database("SELECT 1 FROM recoveries WHERE expected = 1")))
    await anna.sees("Администрация города")
    office.world.deny(ANNA)
    await maria.sends("/ответ 1 Яму засыпали 7 апреля.")
    await maria.sees("житель не получил")
    await maria.looks_away()
    await it_is(office, "2026-04-08 08:30")
    told = await maria.sees("Жители не получили сообщения по обращениям: № 2026-000001.", "бот нашёл сам: 1 сообщение.")
    assert "во время обычной работы" not in told.text, "the process was down"
    office.world.allow(ANNA)
    await anna.sees("Яму засыпали")
    await it_is(office, "2026-04-09 08:30")
    await maria.sees("Новых обращений нет, сроки соблюдены, всё доставлено. Хорошего дня!")


async def test_what_was_found_while_the_bot_worked_is_an_alarm(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "MESSAGES_COMPARED_EVERY", 0.1)
    await office.restarts()
    anna, maria = office.citizen("Анна"), office.moderator("Мария")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    office.world.events.switches["message_new"] = False
    await anna.says("Контакты")
    await it_is(office, "2026-04-07 10:30")
    await office.comes_to(lambda: bool(office.database("SELECT 1 FROM recoveries WHERE expected = 0")))
    await it_is(office, "2026-04-08 08:30")
    await maria.sees("бот нашёл сам:", "Из них во время обычной работы бота: 1.")


async def test_digests_can_be_switched_off(office: Office) -> None:
    maria = office.moderator("Мария")
    await office.restarts(replace(office.administration, digest=Digest(enabled=False)))
    await it_is(office, "2026-04-13 08:30")
    await maria.sees_nothing()
    await office.restarts(replace(office.administration, digest=Digest(morning="10:00", weekly=False)))
    await it_is(office, "2026-04-13 09:59")
    await maria.sees_nothing()
    await it_is(office, "2026-04-13 10:00")
    await maria.sees("Сегодня понедельник, 13 апреля.")
    await maria.sees_nothing()


# ----------------------------------------------------------------------------------------------------- personal control


@pytest.fixture
async def head(office: Office) -> Person:
    """Olga is the head and has written to the community once; Maria has an overdue appeal."""
    office.database(
        "INSERT INTO staff (community_id, vk_id, source, role, name) VALUES (?, ?, 'given', 'head', 'Ольга Тестова')",
        office.group_id,
        OLGA,
    )
    olga, maria = office.person(OLGA, -office.group_id), office.moderator("Мария")
    for person in (olga, maria.in_private):
        await person.says("Начать")
        await person.looks_away()
    await office.citizen("Анна").files()
    await maria.says("/взять 1")
    await it_is(office, "2026-04-20 08:30")
    await maria.looks_away()
    await maria.in_private.looks_away()
    return olga


async def test_the_head_keeps_an_appeal_under_control(office: Office, head: Person) -> None:
    anna, maria = office.citizen("Анна"), office.moderator("Мария")
    await head.sees("Сегодня понедельник, 20 апреля.", "Просрочено: 1", "ул. Садовая, 5", buttons=["На контроль № 1"])
    await head.looks_away()
    await head.presses("На контроль № 1")
    await head.is_told(f"№ {NUMBER} у вас на личном контроле")
    await maria.in_private.sees(f"№ {NUMBER} взято на личный контроль: Ольга Тестова. Исполнитель: Мария")
    assert "На личном контроле: Ольга Тестова, с 20 апреля" in office.card(NUMBER).text
    await head.presses("На контроль № 1")
    await head.is_told("у вас на личном контроле")
    await maria.in_private.sees_nothing()
    await maria.sends("/ответ 1 Яму засыпали 20 апреля.")
    await office.ticks(CONTROL)
    await head.sees(
        f"На вашем личном контроле № {NUMBER}", "ответ отправлен", "Яму засыпали", buttons=["Снять с контроля"]
    )
    await anna.looks_away()
    await anna.presses("Не решено")
    await anna.looks_away()
    await office.ticks(CONTROL)
    await head.sees("не решено")
    await head.sees_nothing()
    await head.presses("Снять с контроля")
    await head.is_told("снято с личного контроля")
    await maria.in_private.sees("снято с личного контроля: Ольга Тестова")
    assert "На личном контроле" not in office.card(NUMBER).text
    assert [act for act, by, _ in office.history(NUMBER) if by == OLGA] == ["controlled", "released"]
    await head.presses("Снять с контроля")
    await head.is_told("на личном контроле не стоит")


async def test_control_by_commands(office: Office, head: Person) -> None:
    await head.looks_away()
    await head.says("/контроль")
    await head.sees("На личном контроле ничего нет")
    await head.says("/контроль 1")
    await head.sees("у вас на личном контроле")
    ivan = office.moderator("Иван")
    await ivan.says("/контроль 1")
    await ivan.sees("уже на личном контроле: Ольга Тестова")
    await head.says("/контроль")
    await head.sees("На личном контроле: 1", f"№ {NUMBER}", "Ольга Тестова, с 20 апреля", buttons=[f"Снять № {NUMBER}"])
    await head.says("/контроль 1 снять")
    await head.sees("снято с личного контроля")
    await head.says("/контроль 77")
    await head.sees("Обращения с таким номером нет")


async def test_a_moderator_keeps_nothing_under_control(office: Office, head: Person) -> None:
    """The button stands in the chat for those in charge; whoever else presses it is told so."""
    maria = office.moderator("Мария")
    await maria.presses("На контроль № 1")
    await maria.is_told("Это может сделать глава или администратор")
    await maria.says("/контроль 1")
    await maria.sees("Это может сделать глава или администратор")
    citizen = office.citizen("Анна")
    await citizen.looks_away()
    for deed in ("control", "control_end"):
        await citizen.forges(do=deed, n=1)
        await citizen.is_told("только для сотрудников")
    assert office.database("SELECT * FROM controls") == []


async def test_a_head_who_can_not_be_written_to_hears_it_in_the_chat(office: Office, head: Person) -> None:
    maria = office.moderator("Мария")
    await head.looks_away()
    await head.presses("На контроль № 1")
    await head.is_told("у вас на личном контроле")
    office.world.deny(OLGA)
    await maria.looks_away()
    await maria.sends("/отклонить 1 Это дорога соседнего района.")
    await office.ticks(CONTROL)
    await maria.sees(f"Ольга Тестова, на вашем личном контроле № {NUMBER}", "отклонено", "соседнего района")


async def test_a_broken_promise_is_kept_under_control_until_it_is_kept(office: Office, head: Person) -> None:
    """The appeal has its answer, and somebody in charge still waits for what it promised."""
    maria = office.moderator("Мария")
    await maria.sends("/ответ 1 Яму засыплет бригада «Дорсервиса» до 21 апреля, асфальт уже заказан.")
    await head.looks_away()
    await it_is(office, "2026-04-22 08:30")
    await head.sees("Обещали и не сделали: 1", f"№ {NUMBER} · обещали 21 апреля", buttons=["На контроль № 1"])
    await head.presses("На контроль № 1")
    await head.is_told("у вас на личном контроле. Об обещанном бот сообщит")
    await maria.in_private.sees(f"№ {NUMBER} взято на личный контроль", "Как только обещанное будет сделано")
    await maria.sends("/перенести 1 до 23 апреля, ждём каток")
    await office.ticks(CONTROL)
    await head.sees(f"На вашем личном контроле № {NUMBER}", "обещание перенесено", "до 23 апреля, ждём каток")
    await it_is(office, "2026-04-24 08:30")
    await head.sees(f"№ {NUMBER} · обещали 23 апреля · на контроле")
    await maria.presses("Сделано", under=office.card(NUMBER))
    await office.ticks(CONTROL)
    await head.sees(f"На вашем личном контроле № {NUMBER}", "обещание выполнено", buttons=["Снять с контроля"])
    await head.presses("Снять с контроля")
    await head.is_told("снято с личного контроля")
    await head.says("/контроль 1")
    await head.sees("ответ уже отправлен")
