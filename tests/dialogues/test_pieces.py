"""People write in pieces: what follows a reply belongs to the same appeal."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person

FIRST = ["filed", "asked", "clarified"]


@pytest.fixture
async def anna(office: Office) -> Person:
    """A citizen who has just answered a moderator's question."""
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    mary = office.moderator("Мария")
    await mary.sends("/уточнить 1 У какого подъезда?")
    await anna.sees("У какого подъезда?")
    await anna.says("У третьего")
    await anna.sees("Передали сотруднику")
    await mary.sees("житель ответил", "У третьего")
    return anna


def acts(office: Office) -> list[str]:
    return [act for act, _, _ in office.history("2026-000001")]


async def test_further_words_and_photos_are_added(office: Office, anna: Person) -> None:
    await office.plays("""
        Анна:
        > А ещё там же второй фонарь мигает всю ночь, спать невозможно.
        < добавили к обращению № 2026-000001
        Мария:
        < № 2026-000001 · житель дополнил … второй фонарь мигает
        Анна:
        > (фото: 1)
        < добавили к обращению № 2026-000001
        Мария:
        < № 2026-000001 · житель дополнил … 1 фото
    """)
    assert acts(office) == [*FIRST, "commented", "commented"]
    assert office.appeals() == ["2026-000001"]


async def test_the_half_hour_begins_anew_with_every_piece(office: Office, anna: Person) -> None:
    for minutes in (29, 29):
        office.clock.moves(minutes=minutes)
        await anna.says("И скамейка рядом сломана.")
        await anna.sees("добавили к обращению")
    office.clock.moves(minutes=31)
    await anna.says("На Садовой улице появилась глубокая яма.")
    await anna.sees("Всё записали", "О чём обращение?")
    assert acts(office) == [*FIRST, "commented", "commented"]


async def test_a_few_words_count_as_well_and_thanks_do_not(office: Office, anna: Person) -> None:
    await office.plays("""
        Анна:
        > Спасибо!
        < Пожалуйста
        > Слева
        < добавили к обращению
        > (стикер)
        < Напишите, пожалуйста, словами
    """)
    assert office.history("2026-000001")[-1] == ("commented", 101, "Слева")


async def test_after_not_settled_too(office: Office, anna: Person) -> None:
    await office.moderator("Мария").sends("/ответ 1 Починили.")
    await office.plays("""
        Анна:
        < Починили.
        [Не решено]
        < что осталось не так
        > Горит через раз.
        < добавили к обращению
        > Вот он (фото: 1)
        < добавили к обращению
    """)
    assert acts(office)[-3:] == ["reopened", "commented", "commented"]


@pytest.mark.parametrize("button", ["Мои обращения", "Контакты", "Частые вопросы"])
async def test_a_button_of_the_menu_ends_it(office: Office, anna: Person, button: str) -> None:
    await anna.presses(button)
    await anna.looks_away()
    await anna.says("На Садовой улице появилась глубокая яма.")
    await anna.sees("Всё записали", "О чём обращение?")
    assert acts(office) == FIRST


async def test_a_new_question_gets_the_next_words(office: Office, anna: Person) -> None:
    await office.moderator("Мария").sends("/уточнить 1 А с какой стороны?")
    await office.plays("""
        Анна:
        < А с какой стороны?
        > Слева
        < Передали сотруднику
    """)
    assert acts(office) == [*FIRST, "asked", "clarified"]


async def test_once_it_is_answered_further_words_are_ordinary(office: Office, anna: Person) -> None:
    await office.moderator("Мария").sends("/ответ 1 Починили.")
    await anna.sees("Починили.")
    await anna.says("На Садовой улице появилась глубокая яма.")
    await anna.sees("Всё записали", "О чём обращение?")
    assert acts(office) == [*FIRST, "answered"]


async def test_what_was_not_said_before_the_next_answer_is_no_comment_to_it(office: Office, anna: Person) -> None:
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Починили.")
    await anna.sees("Починили.")
    await anna.presses("Не решено")
    await anna.sees("что осталось не так")
    await mary.sends("/ответ 1 Поменяли лампу.")
    await anna.sees("Поменяли лампу.")
    await anna.says("На Садовой улице появилась глубокая яма.")
    await anna.sees("Всё записали", "О чём обращение?")
    assert acts(office)[-2:] == ["reopened", "answered"]
