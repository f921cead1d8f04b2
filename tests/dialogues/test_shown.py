"""What the bot itself sends staff of a citizen stands in the journal: who was shown it, in private."""

from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

NUMBER = "2026-000001"
IVAN, OLGA = 202, 103


def shown(office: Office) -> list[tuple[int, int, int]]:
    """Who was shown which appeal, and where."""
    return office.database("SELECT actor_id, peer_id, appeal_id FROM audit WHERE deed = 'shown' ORDER BY id")


async def head(office: Office) -> Person:
    """Olga is the head of the administration, wants to see answers before they go, and can be written to."""
    olga = office.citizen("Ольга")
    await olga.says("Начать")
    ivan = office.moderator("Иван")
    await ivan.says(f"/сотрудник @id{OLGA} глава")
    await ivan.sees("глава")
    await olga.looks_away()
    await olga.says("/настройки")
    await olga.sees("выключено")
    await olga.presses("Включить")
    await olga.sees("включено")
    return olga


async def test_an_answer_before_the_head(office: Office) -> None:
    olga, anna, mary = await head(office), office.citizen("Анна"), office.moderator("Мария")
    await anna.files("Фонарь не горит.")
    assert shown(office) == [], "the card stands in a chat"
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await olga.sees("ждёт согласования", "Житель пишет: Фонарь не горит.")
    assert shown(office) == [(OLGA, OLGA, 1)]
    await olga.presses("Согласовать")
    await anna.sees("Фонарь починили")
    await anna.presses("Не решено")
    await anna.looks_away()
    await olga.sees("Житель сообщил: не решено", "Ему отвечали:")
    assert shown(office) == [(OLGA, OLGA, 1)] * 2
    await olga.says("/журнал 1")
    await olga.sees("бот прислал в личные сообщения")


async def test_an_answer_is_shown_to_nobody_when_it_is_taken_to_the_chat(open_office: OpenOffice) -> None:
    """Where no head can be written to, the chat reads it: a place, like that of the cards."""
    office = await open_office()
    ivan, mary = office.moderator("Иван"), office.moderator("Мария")
    await ivan.says(f"/сотрудник @id{OLGA} глава")
    await ivan.sees("глава")
    await ivan.says("/настройки")
    await ivan.sees("выключено")
    await ivan.presses("Включить")
    await ivan.sees("включено")
    await office.citizen("Анна").files("Фонарь не горит.")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await mary.sees("ждёт согласования", "Житель пишет")
    assert shown(office) == []


async def test_an_office_without_a_chat(open_office: OpenOffice) -> None:
    """Cards and news go to the administrator in private: a row for each message, and none for a card rewritten."""
    office = await open_office(moderator_chat=None, admin_ids=(IVAN,))
    ivan = office.person(IVAN, -office.group_id)
    await ivan.says("Начать")
    await ivan.looks_away()
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    assert shown(office) == [(IVAN, IVAN, 1)]
    await ivan.looks_away()
    await ivan.says("/взять 1")
    await ivan.looks_away()
    await anna.looks_away()
    assert shown(office) == [(IVAN, IVAN, 1)]
    await ivan.does("/уточнить 1 Какой подъезд?")
    await anna.sees("Какой подъезд?")
    await anna.presses("Ответить на вопрос")
    await anna.looks_away()
    await anna.says("Второй.")
    await ivan.sees("Второй.")
    assert shown(office) == [(IVAN, IVAN, 1)] * 2
