"""Several colleagues keep one base of automatic answers (`/автоответ`) at the same moment."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person

ADD = "/автоответ добавить Баня\nВопросы: когда работает баня\nОтвет: С 9:00 до 21:00."
ENTRY = "SELECT answer, source, removed_at IS NULL FROM autoreplies WHERE name = 'Баня'"


@pytest.fixture
async def mary(office: Office) -> Person:
    mary = office.moderator("Мария")
    await mary.says(ADD)
    await mary.sees("Баня")
    await office.moderator("Иван").looks_away()
    return mary


def told(office: Office, since: int) -> list[str]:
    messages = office.world.conversation(office.moderator("Мария").peer_id).messages
    return [one.text for one in messages if one.out][since:]


async def both_say(office: Office, mary: Person, hers: str, his: str) -> list[str]:
    """At the same moment, hers a blink earlier; what the chat reads then."""
    since = len(told(office, 0))
    with office.at_once():
        await mary.says(hers)
        await office.moderator("Иван").says(his)
    await office.settles()
    return told(office, since)


async def test_two_parts_both_stay(office: Office, mary: Person) -> None:
    await both_say(
        office,
        mary,
        "/автоответ изменить Баня\nОтвет: С 10:00 до 22:00.",
        "/автоответ изменить Баня\nИсточник: https://example.ru/banya",
    )
    assert office.database(ENTRY) == [("С 10:00 до 22:00.", "https://example.ru/banya", 1)]


async def test_of_one_part_the_last_word_stands_and_the_journal_has_both(office: Office, mary: Person) -> None:
    said = await both_say(
        office,
        mary,
        "/автоответ изменить Баня\nОтвет: С 10:00 до 22:00.",
        "/автоответ изменить Баня\nОтвет: С 11:00 до 23:00.",
    )
    assert office.database(ENTRY) == [("С 11:00 до 23:00.", "", 1)]
    assert ["С 10:00" in said[0], "С 11:00" in said[1]] == [True, True], "each reads what there is after their words"
    journal = office.database("SELECT actor_id, before, after FROM audit WHERE deed = 'autoreply_changed' ORDER BY id")
    assert [("С 9:00" in before, "С 10:00" in before) for _, before, _ in journal] == [(True, False), (False, True)]
    assert [actor for actor, *_ in journal] == [201, 202]


async def test_taken_away_while_it_is_edited(office: Office, mary: Person) -> None:
    """Whoever edits learns that it is gone; their words stand in the chat, and nothing comes back by itself."""
    said = await both_say(office, mary, "/автоответ удалить Баня", "/автоответ изменить Баня\nОтвет: С 11:00 до 23:00.")
    assert office.database(ENTRY) == [("С 9:00 до 21:00.", "", 0)]
    assert "Баня" in said[0]
    assert "нет" in said[1]


async def test_edited_a_blink_before_it_is_taken_away(office: Office, mary: Person) -> None:
    """Whoever takes it away reads what they took, the newest words."""
    said = await both_say(office, mary, "/автоответ изменить Баня\nОтвет: С 11:00 до 23:00.", "/автоответ удалить Баня")
    assert office.database(ENTRY) == [("С 11:00 до 23:00.", "", 0)]
    assert "С 11:00" in said[1], said


async def test_added_twice_is_one(office: Office, mary: Person) -> None:
    other = "/автоответ добавить Каток\nВопросы: когда работает каток\nОтвет: С 8 до 20."
    said = await both_say(office, mary, other, other.replace("20", "22"))
    assert office.database("SELECT answer FROM autoreplies WHERE name = 'Каток'") == [("С 8 до 20.",)]
    assert "уже есть" in said[1]


async def test_a_citizen_asks_at_that_moment(office: Office, mary: Person) -> None:
    """Before or after, but never half of it."""
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.looks_away()
    with office.at_once():
        await mary.says("/автоответ удалить Баня")
        await anna.says("Когда работает баня?")
    await office.settles()
    heard = anna._unseen()
    assert len(heard) == 1
    assert "С 9:00 до 21:00" in heard[0].text or "Подать обращение" in heard[0].text
