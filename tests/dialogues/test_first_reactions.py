"""`[autoreplies] first_reaction = true`: an automatic answer was the first reaction, whatever comes later."""

from dataclasses import replace

import pytest

from appeals.administration import Administration, AutoReplyRules
from appeals.model import Priority
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_autoreplies import ASKED
from tests.dialogues.test_reminders import REMINDERS, it_is

NUMBER = "2026-000001"
REACTED = "Первая реакция: автоответ «Когда приём у главы?», 7 апреля, 10:00"
OWED = "Взять в работу до:"


@pytest.fixture
async def office(open_office: OpenOffice, administration: Administration) -> Office:
    return await open_office(administration=replace(administration, autoreplies=AutoReplyRules(first_reaction=True)))


async def files_a_question(anna: Person, category: str = "Дороги и тротуары") -> None:
    """Anna is answered by the base on her way, and sends her question to people all the same."""
    await anna.agrees()
    await anna.presses(category)
    await anna.sees("что случилось")
    await anna.says(ASKED)
    await anna.sees("просто продолжайте")
    await anna.sees("Где это?")
    for question in ("Приложите", "связаться", "Проверьте"):
        await anna.presses("Пропустить")
        await anna.sees(question)
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with Anna's appeal, which the base has answered, on the desk."""
    await files_a_question(office.citizen("Анна"))
    mary = office.moderator("Мария")
    await mary.sees(f"№ {NUMBER} · новое", REACTED, "Ответить до: 17 апреля, 16:00")
    return mary


def keeps_it(office: Office, number: str = NUMBER) -> None:
    """The appeal knows its first reaction: its card tells it, and no other deadline is left but that of the answer."""
    told = office.card(number).text
    assert REACTED in told
    assert OWED not in told
    rows = office.database(
        "SELECT react_by = due_at, reacted_by FROM appeals WHERE printf('%d-%06d', year, sequence) = ?", number
    )
    assert rows == [(1, "Когда приём у главы?")]


async def test_the_story_tells_it_and_nobody_is_urged_to_react(office: Office, mary: Person) -> None:
    await mary.says("/обращение 1")
    await mary.sees(f"№ {NUMBER} · новое", REACTED, "автоответ не помог: Когда приём у главы?")
    keeps_it(office)
    await office.ticks(REMINDERS)
    for moment in ("2026-04-08 08:00", "2026-04-08 10:00", "2026-04-09 08:00"):
        await it_is(office, moment)
    await mary.sees_nothing()
    await it_is(office, "2026-04-13 14:00")
    await mary.sees("Прошла половина срока:", "ответить до 17 апреля")
    await it_is(office, "2026-04-17 08:00")
    told = await mary.sees("Ответить сегодня:", "до 16:00")
    assert "взять" not in told.text
    await it_is(office, "2026-04-20 08:00")
    await mary.sees("Ответ просрочен:")


@pytest.mark.parametrize("command", ["/тема 1 Освещение улиц", "/срочность 1 срочно", "/адрес 1 ул. Садовая, 7"])
async def test_a_change_keeps_it(office: Office, mary: Person, command: str) -> None:
    await mary.says(command)
    await mary.looks_away()
    keeps_it(office)
    await mary.says("/отменить 1")
    await mary.looks_away()
    keeps_it(office)


async def test_an_extension_keeps_it(office: Office, mary: Person) -> None:
    await mary.does("/продлить 1 30 апреля ждём поставку плитки")
    keeps_it(office)
    assert "Ответить до: 30 апреля, 17:00" in office.card(NUMBER).text


async def test_to_an_emergency_only_a_person_reacts(office: Office, mary: Person) -> None:
    """A day later it becomes one: it has an hour of its own, is called of, and isn't late from the beginning."""
    await it_is(office, "2026-04-08 15:00")
    await mary.says("/срочность 1 чп")
    await mary.looks_away()
    told = office.card(NUMBER).text
    assert f"{OWED} 8 апреля, 16:00" in told
    assert "Первая реакция" not in told
    assert "просрочено" not in told
    await office.ticks(REMINDERS)
    await mary.sees("ЧП, никто ещё не принял:")
    await mary.says("/срочность 1 обычно")
    await mary.looks_away()
    keeps_it(office)


async def test_a_topic_of_emergencies_owes_a_person(open_office: OpenOffice, administration: Administration) -> None:
    """The words were answered before anybody knew how urgent they are."""
    urgent = tuple(replace(one, priority=Priority.EMERGENCY) for one in administration.categories)
    office = await open_office(
        administration=replace(administration, categories=urgent, autoreplies=AutoReplyRules(first_reaction=True))
    )
    anna = office.citizen("Анна")
    await anna.says(ASKED)
    await anna.sees("Здравствуйте")
    await anna.sees("Ответ администрации")
    await anna.presses("Всё равно отправить обращение")
    await anna.sees("согласие на обработку")
    await anna.presses("Согласен")
    await anna.sees("О чём обращение?")
    await anna.presses("Дороги и тротуары")
    for question in ("Где это?", "Приложите", "связаться", "Проверьте"):
        await anna.sees(question)
        await anna.presses("Отправить" if question == "Проверьте" else "Пропустить")
    await anna.sees("Обращение принято")
    assert f"{OWED} 7 апреля, 11:00 · 1 час круглосуточно" in office.card(NUMBER).text


async def test_a_pause_keeps_it(office: Office, mary: Person) -> None:
    """The question is a reaction too; whatever comes back to the desk later has had its first one."""
    await mary.does("/уточнить 1 К какому главе?")
    office.clock.moves(days=2)
    anna = office.citizen("Анна")
    await anna.looks_away()
    await anna.says("К главе округа.")
    await anna.looks_away()
    assert office.database("SELECT react_by = due_at, reacted_by FROM appeals") == [(1, "Когда приём у главы?")]


async def test_split_all_parts_keep_it(office: Office, mary: Person) -> None:
    await mary.says("/разделить 1")
    await mary.looks_away()
    await mary.says("Когда приём?\nГде приём?")
    await mary.sees("разделится на 2")
    await mary.presses("Разделить")
    await mary.sees("Новые обращения: № 2026-000002")
    for number in (NUMBER, "2026-000002"):
        keeps_it(office, number)
    await mary.says("/тема 2 Освещение улиц")
    await mary.looks_away()
    keeps_it(office, "2026-000002")


async def test_joined_and_parted_it_is_as_before(office: Office, mary: Person) -> None:
    """The neighbour's appeal owes its own reaction; the one that comes back has had it."""
    await office.citizen("Пётр").files("К главе не дозвониться.")
    await mary.looks_away()
    await mary.says("/объединить 1 2")
    await mary.sees("присоединится")
    await mary.presses("Объединить")
    await mary.looks_away()
    assert OWED in office.card("2026-000002").text
    await mary.says("/разъединить 1")
    await mary.looks_away()
    keeps_it(office)
    await mary.says("/тема 1 Освещение улиц")
    await mary.looks_away()
    keeps_it(office)
    assert OWED in office.card("2026-000002").text


@pytest.mark.parametrize("who", ["Анна", "Мария"])
async def test_reopened_it_wants_a_person(office: Office, mary: Person, who: str) -> None:
    """The answer to the first question is over: whoever comes back is met by a person, in the usual time."""
    await mary.does("/ответ 1 Глава принимает по вторникам.")
    office.clock.moves(days=1)
    anna = office.citizen("Анна")
    await anna.looks_away()
    if who == "Анна":
        await anna.presses("Не решено")
        await anna.looks_away()
        await anna.says("Вторник отменили.")
        await anna.looks_away()
    else:
        await mary.says("/открыть 1 Ответили не на то.")
        await mary.looks_away()
        await mary.presses("Открыть снова")
        await mary.looks_away()
    told = office.card(NUMBER).text
    assert f"№ {NUMBER} · открыто снова" in told
    assert f"{OWED} 9 апреля, 10:00 · 8 рабочих часов" in told
    assert "Первая реакция" not in told
    await office.ticks(REMINDERS)
    await mary.looks_away()
    await it_is(office, "2026-04-09 10:00")
    await mary.sees("Никто не взял в работу, срок вышел:", "срок был 9 апреля, 10:00")


async def test_a_restart_and_another_rule_leave_what_was(
    office: Office, mary: Person, administration: Administration
) -> None:
    """A change of the settings is no change of an appeal."""
    await office.restarts(replace(administration, autoreplies=AutoReplyRules(first_reaction=False)))
    await mary.says("/тема 1 Освещение улиц")
    await mary.looks_away()
    keeps_it(office)


async def test_taken_it_is_told_no_more(office: Office, mary: Person) -> None:
    await mary.presses("Взять")
    await mary.looks_away()
    assert "Первая реакция" not in office.card(NUMBER).text
    await mary.says("/обращение 1")
    await mary.sees("автоответ не помог: Когда приём у главы?")
