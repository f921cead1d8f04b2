"""A moderator answers: the prompt, the preview, what the citizen gets."""

from dataclasses import replace

import pytest

from appeals.administration import Administration
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with one new appeal on the desk."""
    await office.citizen("Анна").files("Фонарь не горит.")
    mary = office.moderator("Мария")
    await mary.sees("№ 2026-000001 · новое")
    return mary


async def test_by_button_with_a_preview(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        [Ответить]
        ! Напишите текст следующим сообщением
        < Мария Модераторова, напишите следующим сообщением ответ на № 2026-000001 … /отмена
        > Фонарь починили 6 апреля. (фото: 2)
        < Так ответ на № 2026-000001 увидит житель … Ответ администрации … починили [Отправить] [Изменить] [Отмена]
        Анна:
        <
        Мария:
        [Отправить]
        ! Готово
        < Ответ на № 2026-000001 отправлен
        Анна:
        < Ответ администрации … Обращение № 2026-000001 … Фонарь починили 6 апреля. … Вопрос решён? [Решено] [Не решено]
    """)
    got = office.world.seen_by(101, -1)[-1]
    assert got.text.startswith("Ответ администрации\n")
    assert "#намневсеравно" in got.text
    assert len(got.attachments) == 2
    card = office.card("2026-000001")
    assert "№ 2026-000001 · ответ отправлен" in card.text
    assert card.labels == [["Ещё…"]], "an answer can still be taken up again"
    assert office.history("2026-000001") == [("filed", 101, ""), ("answered", 201, "Фонарь починили 6 апреля.")]


async def test_by_command_photos_go_along(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /ответ 1 Фонарь починили. (фото: 1)
        < увидит житель … Фонарь починили. [Отправить]
        [Отправить]
        < отправлен жителю
        Анна:
        < Ответ администрации … Фонарь починили.
    """)
    assert len(office.world.seen_by(101, -1)[-1].attachments) == 1


async def test_a_command_without_text_asks_for_it(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /ответ 1
        < напишите следующим сообщением ответ на № 2026-000001
        > Фонарь починили.
        < увидит житель
    """)


async def test_the_text_keeps_its_lines_and_spaces(office: Office, mary: Person) -> None:
    await mary.says("/ответ 2026-000001   Первая строка.\n\n  — пункт один\n  — пункт два ё")
    await mary.sees("Первая строка.\n\n  — пункт один\n  — пункт два ё")
    await mary.presses("Отправить")
    await office.citizen("Анна").sees("Первая строка.\n\n  — пункт один\n  — пункт два ё")


async def test_changed_before_it_is_sent(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /ответ 1 Фонарь починят.
        < увидит житель … починят.
        [Изменить]
        ! Напишите текст
        < напишите следующим сообщением ответ
        > Фонарь починили.
        < увидит житель … починили.
        [Отправить]
        ! Готово
        < отправлен
        Анна:
        < Фонарь починили.
        <
    """)


@pytest.mark.parametrize("way", ["button", "command"])
async def test_dropped_nothing_is_sent(office: Office, mary: Person, way: str) -> None:
    await mary.says("/ответ 1 Фонарь починят.")
    await mary.sees("увидит житель")
    await (mary.presses("Отмена") if way == "button" else mary.says("/отмена"))
    await mary.sees("ничего не отправлено")
    await mary.says("Ну и ладно.")
    await mary.sees_nothing()
    await office.citizen("Анна").sees_nothing()
    assert office.history("2026-000001") == [("filed", 101, "")]


@pytest.mark.parametrize("words", ["/отмена", "Отмена", "отменить"])
async def test_dropped_at_the_prompt(office: Office, mary: Person, words: str) -> None:
    await mary.presses("Ответить")
    await mary.sees("следующим сообщением")
    await mary.says(words)
    await mary.sees("ничего не отправлено")
    await mary.says("Фонарь починили.")
    await mary.sees_nothing()


async def test_nothing_to_drop(mary: Person) -> None:
    await mary.says("/отмена")
    await mary.sees("Отменять нечего")


async def test_a_preview_that_was_replaced_is_stale(office: Office, mary: Person) -> None:
    await mary.says("/ответ 1 Первый вариант.")
    first = await mary.sees("Первый вариант.")
    await mary.says("/ответ 1 Второй вариант.")
    second = await mary.sees("Второй вариант.")
    for label in ("Отправить", "Изменить", "Отмена"):
        await mary.presses(label, under=first)
        await mary.is_told("предпросмотр устарел")
    await mary.presses("Отправить", under=second)
    await mary.is_told("Готово")
    await office.citizen("Анна").sees("Второй вариант.")
    await mary.presses("Отправить", under=second)
    await mary.is_told("предпросмотр устарел")
    await office.citizen("Анна").sees_nothing()


async def test_a_colleagues_preview_is_not_mine_to_send(office: Office, mary: Person) -> None:
    await mary.says("/ответ 1 Фонарь починили.")
    preview = await mary.sees("увидит житель")
    ivan = office.moderator("Иван")
    await ivan.presses("Отправить", under=preview)
    await ivan.is_told("предпросмотр устарел")
    await office.citizen("Анна").sees_nothing()


async def test_the_prompt_takes_only_that_moderators_next_message(office: Office, mary: Person) -> None:
    ivan = office.moderator("Иван")
    await mary.presses("Ответить")
    await mary.sees("Мария Модераторова, напишите")
    await ivan.looks_away()
    await ivan.says("Коллеги, кто едет на Садовую?")
    await ivan.sees_nothing()
    await mary.says("Фонарь починили.")
    await mary.sees("увидит житель", "Фонарь починили.")
    await mary.says("Иван, я еду.")
    await mary.sees_nothing()
    await mary.presses("Отправить")
    await office.citizen("Анна").sees("Фонарь починили.")


async def test_two_answers_at_once_each_to_its_own_number(office: Office, mary: Person) -> None:
    ivan = office.moderator("Иван")
    await office.citizen("Пётр").files("Яма на дороге.")
    first, second = office.card("2026-000001"), office.card("2026-000002")
    await mary.presses("Ответить", under=first)
    await ivan.presses("Ответить", under=second)
    await ivan.sees("Иван Дежурный, напишите", "2026-000002")
    await ivan.says("Яму засыпали.")
    await ivan.sees("2026-000002", "Яму засыпали.")
    await mary.says("Фонарь починили.")
    preview = await mary.sees("Так ответ", "2026-000001", "Фонарь починили.")
    await mary.presses("Отправить", under=preview)
    await ivan.presses("Отправить")
    await ivan.is_told("предпросмотр устарел")  # the latest preview in the chat is Maria's
    await office.citizen("Анна").sees("2026-000001", "Фонарь починили.")
    await office.citizen("Пётр").sees_nothing()


async def test_what_was_answered_meanwhile_is_not_answered_again(office: Office, mary: Person) -> None:
    ivan = office.moderator("Иван")
    await mary.says("/ответ 1 Ответ Марии.")
    marys = await mary.sees("Ответ Марии.")
    await ivan.says("/ответ 1 Ответ Ивана.")
    await ivan.sees("Ответ Ивана.")
    await ivan.presses("Отправить")
    await ivan.is_told("Готово")
    await mary.presses("Отправить", under=marys)
    await mary.is_told("№ 2026-000001: ответ уже отправлен")
    anna = office.citizen("Анна")
    await anna.sees("Ответ Ивана.")
    await anna.sees_nothing()
    await mary.looks_away()
    await mary.says("/ответ 1 И ещё раз.")
    await mary.sees("ответ уже отправлен")
    assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered"]


async def test_old_buttons_of_a_card_that_is_over(office: Office, mary: Person) -> None:
    for deed in ("answer", "ask", "reject", "take"):
        if deed == "answer":
            await mary.sends("/отклонить 1 Не наш фонарь.")
            await mary.sees("отклонено")
        await mary.forges(do=deed, n=1)
        await mary.is_told("№ 2026-000001: уже отклонено")


@pytest.mark.parametrize("manner", ["(стикер)", "(фото: 1)", "!!", "(пусто)"])
async def test_an_answer_needs_words(office: Office, mary: Person, manner: str) -> None:
    await office.plays(f"""
        Мария:
        [Ответить]
        < напишите следующим сообщением
        > {manner}
        < Здесь нет слов, отправлять нечего
        > Фонарь починили.
        < увидит житель
    """)


async def test_an_answer_too_long_for_one_message_is_refused_and_may_be_shortened(office: Office, mary: Person) -> None:
    await mary.says("/ответ 1 " + "а" * 3600)
    await mary.sees("длиннее 3500 знаков")
    await mary.says("Фонарь починили.")
    await mary.sees("увидит житель", "Фонарь починили.")


async def test_the_longest_answer_arrives_whole_in_one_message(office: Office, mary: Person) -> None:
    await mary.says("/ответ 1 " + "а" * 3500)
    await mary.presses("Отправить")
    await office.citizen("Анна").sees("а" * 3500, "Вопрос решён?")
    await office.citizen("Анна").sees_nothing()


async def test_a_preview_survives_a_restart(office: Office, mary: Person) -> None:
    await mary.says("/ответ 1 Фонарь починили.", photos=1)
    await mary.sees("увидит житель")
    await office.restarts()
    await mary.presses("Отправить")
    await mary.is_told("Готово")
    answer = await office.citizen("Анна").sees("Фонарь починили.")
    assert len(answer.attachments) == 1


async def test_the_tag_is_the_administrations_own(open_office: OpenOffice, administration: Administration) -> None:
    identity = replace(administration.administration, answer_tag="Отвечает мэрия", hashtag="")
    office = await open_office(administration=replace(administration, administration=identity))
    await office.citizen("Анна").files("Фонарь не горит.")
    await office.plays("""
        Мария:
        > /ответ 1 Починили.
        [Отправить]
        Анна:
        < Отвечает мэрия … Обращение № 2026-000001 … Починили.
    """)
    assert "#" not in office.world.seen_by(101, -1)[-1].text


@pytest.mark.parametrize("label", ["Ответить", "Уточнить", "Отклонить"])
async def test_a_prompt_forgotten_for_half_an_hour_takes_no_talk_for_the_citizen(
    office: Office, mary: Person, label: str
) -> None:
    await mary.presses(label)
    await mary.sees("следующим сообщением")
    office.clock.moves(minutes=31)
    await mary.says("Доброе утро, коллеги! Кто сегодня на планёрке?")
    await mary.sees("прошло больше получаса, поэтому это сообщение житель не получит")
    await mary.says("Все здесь?")
    await mary.sees_nothing()
    await office.citizen("Анна").sees_nothing()
    assert office.history("2026-000001") == [("filed", 101, "")]


async def test_a_command_between_prompt_and_text_is_a_command(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        [Ответить]
        < напишите следующим сообщением
        > /обращения
        < Открытые обращения: 1
        > Фонарь починили.
        < увидит житель … Фонарь починили.
    """)


async def test_a_card_older_than_a_day_is_shown_anew(office: Office, mary: Person) -> None:
    old = office.card("2026-000001")
    office.clock.moves(days=1)
    await mary.presses("Взять", under=old)
    await mary.is_told("у вас в работе")
    await mary.sees("№ 2026-000001 · в работе", "Фонарь не горит", buttons=["Ответить"])
    assert office.card("2026-000001") is not old
    assert "новое" in old.text  # VK lets nobody rewrite it any more
    await mary.presses("Взять", under=old)
    await mary.is_told("у вас в работе")
