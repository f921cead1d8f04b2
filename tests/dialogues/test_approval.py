"""The head approves answers before they go, or returns them."""

import pytest

from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

OLGA = 103
NUMBER = "2026-000001"


async def heads(office: Office, *, writes: bool = True) -> Person:
    """Olga is the head of the administration; the bot may write to her if she has written to it."""
    olga = office.citizen("Ольга")
    if writes:
        await olga.says("Начать")
    ivan = office.moderator("Иван")
    await ivan.says("/сотрудник @id103 глава")
    await ivan.sees("глава")
    await olga.looks_away()
    return olga


@pytest.fixture
async def olga(office: Office) -> Person:
    """The head, who has switched approval on, and an appeal on the desk."""
    olga = await heads(office)
    await olga.says("/настройки")
    await olga.sees("Согласование ответов главой: выключено", buttons=["Включить"])
    await olga.presses("Включить")
    await olga.is_told("включено")
    await olga.sees("Согласование ответов главой: включено")
    await office.citizen("Анна").files("Фонарь не горит.")
    return olga


async def test_an_answer_goes_after_the_heads_word_alone(office: Office, olga: Person) -> None:
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await mary.sees("отправлен на согласование")
    assert "Ответ ждёт согласования с 7 апреля" in office.card(NUMBER).text
    anna = office.citizen("Анна")
    await anna.sees_nothing()
    await office.restarts()
    shown = await olga.sees(
        f"Ответ на № {NUMBER} ждёт согласования, автор: Мария Модераторова",
        "Житель пишет: Фонарь не горит.",
        "Фонарь починили 6 апреля.",
        buttons=["Согласовать", "Вернуть"],
    )
    await olga.presses("Согласовать", under=shown)
    await olga.is_told("Согласовано, ответ отправлен")
    await anna.sees("Ответ администрации", "Фонарь починили 6 апреля.", buttons=["Решено"])
    await mary.sees("согласован и отправлен жителю")
    assert "ответ отправлен" in office.card(NUMBER).text
    assert "ждёт согласования" not in office.card(NUMBER).text
    await olga.presses("Согласовать", under=shown)
    await olga.is_told("уже не ждёт согласования")
    await olga.presses("Вернуть", under=shown)
    await olga.is_told("уже не ждёт согласования")
    await anna.sees_nothing()
    assert office.history(NUMBER)[1:] == [
        ("submitted", 201, ""),
        ("approved", OLGA, ""),
        ("answered", 201, "Фонарь починили 6 апреля."),
    ]


async def test_returned_with_a_reason_and_written_anew(office: Office, olga: Person) -> None:
    mary = office.moderator("Мария")
    await mary.says("/ответ 1 Фонарь починили.", photos=1)
    await mary.sees("увидит житель")
    await mary.presses("Отправить")
    await olga.sees("ждёт согласования")
    await olga.presses("Вернуть")
    await olga.is_told("Напишите причину")
    await olga.sees("Что исправить в ответе")
    await olga.says("…")
    await olga.sees("Напишите словами")
    await olga.says("Добавьте, когда починили.")
    await olga.sees("возвращён автору")
    await mary.sees(f"Ответ на № {NUMBER} вернули: Добавьте, когда починили.", "Ваш текст:", "Фонарь починили.")
    assert "ждёт согласования" not in office.card(NUMBER).text
    await mary.presses("Ответить заново")
    await mary.sees("напишите следующим сообщением", "Приложенное останется: 1 фото")
    await mary.says("Фонарь починили 6 апреля.")
    await mary.sees("увидит житель")
    await mary.presses("Отправить")
    shown = await olga.sees("Фонарь починили 6 апреля.")
    assert len(shown.attachments) == 1
    await olga.presses("Согласовать")
    await office.citizen("Анна").sees("Фонарь починили 6 апреля.")
    await olga.looks_away()
    await olga.says("/согласование")
    await olga.sees("Согласования ничего не ждёт")


async def test_a_newer_answer_takes_the_place_of_the_one_that_waits(office: Office, olga: Person) -> None:
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Фонарь починили 5 апреля.")
    first = await olga.sees("5 апреля")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await olga.sees("6 апреля")
    await olga.presses("Согласовать", under=first)
    await olga.is_told("уже не ждёт")
    await office.citizen("Анна").sees_nothing()
    await olga.says("/согласование")
    await olga.sees("Ждут согласования: 1")
    await olga.sees("Фонарь починили 6 апреля.", buttons=["Согласовать"])
    seen = office.database("SELECT deed FROM audit WHERE actor_id = ? AND deed = 'viewed'", olga.vk_id)
    assert seen == [("viewed",)], "who reads a citizen's words stands in the journal"


async def test_what_has_ended_needs_no_approval(office: Office, olga: Person) -> None:
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await olga.sees("ждёт согласования")
    await mary.sends("/отклонить 1 Фонарь стоит на частной земле.")
    await office.citizen("Анна").sees("помочь не сможем")
    await olga.presses("Согласовать")
    await olga.is_told("уже не ждёт согласования")
    await office.citizen("Анна").sees_nothing()


async def test_an_approved_answer_reaches_everybody_who_joined(office: Office, olga: Person) -> None:
    pyotr, mary = office.citizen("Пётр"), office.moderator("Мария")
    await pyotr.files("На Садовой темно.")
    await mary.says("/объединить 2 1")
    await mary.sees("№ 2026-000002 присоединится к № 2026-000001")
    await mary.presses("Объединить")
    await pyotr.sees("О том же")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await olga.looks_away()
    await olga.presses("Согласовать")
    await olga.is_told("Согласовано")
    await office.citizen("Анна").sees("№ 2026-000001", "Фонарь починили 6 апреля.")
    await pyotr.sees("№ 2026-000002", "Фонарь починили 6 апреля.")


async def test_nobody_else_may_approve_or_switch(office: Office, olga: Person) -> None:
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await olga.looks_away()
    for payload in ({"do": "approve", "a": 1}, {"do": "return", "a": 1}, {"do": "switch", "s": "approval", "v": 0}):
        await mary.forges(**payload)
        await mary.is_told("Это может сделать")
        await office.citizen("Анна").forges(**payload)
        await office.citizen("Анна").is_told("только для сотрудников")
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "submitted"]
    assert office.database("SELECT value FROM settings") == [("on",)]
    assert office.database("SELECT deed, subject, before, after FROM audit WHERE deed LIKE 'setting%'") == [
        ("setting_switched", "approval", '{"value":"off"}', '{"value":"on"}')
    ]


async def test_the_heads_own_answer_goes_at_once(office: Office, olga: Person) -> None:
    await olga.sends("/ответ 1 Фонарь починили 6 апреля.")
    await olga.sees("отправлен жителю")
    await office.citizen("Анна").sees("Фонарь починили 6 апреля.")


async def test_a_head_who_cannot_be_written_to_is_asked_in_the_chat(open_office: OpenOffice) -> None:
    office = await open_office()
    await heads(office, writes=False)
    ivan = office.moderator("Иван")
    await ivan.says("/настройки")
    await ivan.presses("Включить")
    await ivan.is_told("включено")
    await office.citizen("Анна").files("Фонарь не горит.")
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await mary.sees("ждёт согласования", buttons=["Согласовать"])
    await mary.presses("Согласовать")
    await mary.is_told("Это может сделать")
    olga = office.citizen("Ольга").in_chat(mary.peer_id)
    await olga.presses("Согласовать")
    await olga.is_told("Согласовано")
    await office.citizen("Анна").sees("Фонарь починили 6 апреля.")


async def test_the_head_learns_of_neighbours_who_have_joined_meanwhile(office: Office, olga: Person) -> None:
    pyotr = office.citizen("Пётр")
    await pyotr.files("Темно.")
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.sends("/ответ 1 Здравствуйте, Анна! Фонарь починили 6 апреля.")
    first = await olga.sees("ждёт согласования")
    await mary.says("/объединить 2 1")
    await mary.sees("присоединится")
    await mary.presses("Объединить")
    await pyotr.looks_away()
    await olga.presses("Согласовать", under=first)
    await olga.is_told("посмотрите ещё раз")
    second = await olga.sees("ждёт согласования", "не называйте в нём имён", buttons=["Согласовать"])
    await pyotr.sees_nothing()
    await olga.presses("Согласовать", under=second)
    await olga.is_told("Согласовано")
    await pyotr.sees("Фонарь починили")


async def test_an_author_learns_that_a_joined_appeal_needs_no_answer_of_its_own(office: Office, olga: Person) -> None:
    await office.citizen("Пётр").files("Темно.")
    mary, ivan = office.moderator("Мария"), office.moderator("Иван")
    await mary.looks_away()
    await mary.in_private.says("/ответ 2 Фонарь починили 6 апреля.")
    await mary.in_private.sees("увидит житель")
    await mary.in_private.presses("Отправить")
    await mary.in_private.sees("отправлен на согласование")
    await ivan.says("/объединить 2 1")
    await ivan.sees("присоединится")
    await ivan.presses("Объединить")
    await mary.in_private.sees("№ 2026-000002 объединили с № 2026-000001", "Ваш текст:", "Фонарь починили 6 апреля.")
