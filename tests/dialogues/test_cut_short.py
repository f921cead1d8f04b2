"""What a member of staff writes when everything has changed meanwhile: it reaches nobody, and they are told so."""

from collections.abc import Awaitable, Callable

import pytest

from appeals.personal import CUT_SHORT
from handlers.states import AT_WORK, CutShort, Filing, Linked, Visitor, names
from storage.personal import OF_CITIZENS
from tests.dialogues.office import Office
from tests.dialogues.people import Person

Change = Callable[[Office], Awaitable[str]]

NUMBER = "2026-000001"
ANSWER = "Фонарь у дома починили 6 апреля."
WHERE = pytest.mark.parametrize("in_private", [False, True], ids=["chat", "private"])


async def desk_of(office: Office, *, in_private: bool) -> Person:
    """Maria at the desk, in the chat or in private; Anna has filed an appeal."""
    await office.citizen("Анна").files("Фонарь не горит.")
    mary = office.moderator("Мария")
    if in_private:
        mary = mary.in_private
        await mary.says("Начать")
    await mary.looks_away()
    return mary


async def erases(anna: Person) -> None:
    """Anna has her data deleted."""
    for said, pressed in (("Мои данные", "Удалить мои данные"), ("", "Да, удалить"), ("", "Удалить навсегда")):
        if said:
            await anna.says(said)
        await anna.looks_away()
        await anna.presses(pressed)
    await anna.looks_away()


def sent_to(office: Office, person: Person) -> int:
    return len(office.world.conversation(person.vk_id).messages)


def test_the_stored_names() -> None:
    assert str(CutShort.ERASED) == CUT_SHORT
    assert {group.__name__ for group in (Visitor, Filing, Linked)} == OF_CITIZENS
    assert not names(*AT_WORK) & names(Visitor, Filing, Linked)


@WHERE
@pytest.mark.parametrize(
    "command",
    ["/ответ 1", "/уточнить 1", "/отклонить 1", "/сообщить 1", "/продлить 1", "/переслать 1", "/заметка 1", "/адрес 1"],
)
async def test_asked_for_words_when_the_data_are_deleted(office: Office, in_private: bool, command: str) -> None:
    """In private they would have begun an appeal of the moderator's own, in the chat nobody would have noticed."""
    mary, anna = await desk_of(office, in_private=in_private), office.citizen("Анна")
    await mary.says(command)
    await mary.looks_away()
    await erases(anna)
    await mary.looks_away()
    heard = sent_to(office, anna)
    await mary.says(ANSWER)
    await mary.sees("житель удалил свои данные", "никуда не ушёл")
    assert sent_to(office, anna) == heard
    assert office.appeals() == [NUMBER]
    assert ANSWER not in office.kept_words()
    await mary.says("Спасибо!")
    await mary.looks_away()
    assert office.appeals() == [NUMBER]


@WHERE
async def test_looked_at_when_the_data_are_deleted(office: Office, in_private: bool) -> None:
    mary, anna = await desk_of(office, in_private=in_private), office.citizen("Анна")
    await mary.says(f"/ответ 1 {ANSWER}")
    shown = await mary.sees("увидит житель")
    await erases(anna)
    await mary.looks_away()
    heard = sent_to(office, anna)
    await mary.presses("Отправить", under=shown)
    await mary.is_told("Житель удалил свои данные")
    assert sent_to(office, anna) == heard
    assert ANSWER not in office.kept_words()
    await mary.presses("Отправить", under=shown)
    await mary.is_told("устарел")


@WHERE
async def test_given_up_when_the_data_are_deleted(office: Office, in_private: bool) -> None:
    mary = await desk_of(office, in_private=in_private)
    await mary.says("/ответ 1")
    await mary.looks_away()
    await erases(office.citizen("Анна"))
    await mary.looks_away()
    await mary.says("/отмена")
    await mary.sees("житель удалил свои данные")
    await mary.says("/отмена")
    await mary.sees("Отменять нечего")


async def test_at_the_same_moment(office: Office) -> None:
    """What is said in the very transaction of the deletion must not outlast it."""
    mary, anna = await desk_of(office, in_private=True), office.citizen("Анна")
    await anna.says("Мои данные")
    await anna.looks_away()
    await anna.presses("Удалить мои данные")
    await anna.looks_away()
    await anna.presses("Да, удалить")
    await anna.looks_away()
    with office.at_once():
        await mary.says("/ответ 1 Анна Примерова, фонарь починили 6 апреля.")
        await anna.presses("Удалить навсегда")
        await office.moderator("Мария").says("/обращение 1")
    await office.settles()
    assert "Примерова, фонарь" not in office.kept_words()
    assert "Фонарь не горит" not in office.kept_words()


async def answered(office: Office) -> str:
    await office.moderator("Иван").does(f"/ответ 1 {ANSWER}")
    return "ответ уже отправлен"


async def refused(office: Office) -> str:
    await office.moderator("Иван").does("/отклонить 1 Дом на частной земле.")
    return "уже отклонено"


async def joined(office: Office) -> str:
    await office.citizen("Борис").files("Там же не горит фонарь.")
    ivan = office.moderator("Иван")
    await ivan.says("/объединить 1 2")
    await ivan.looks_away()
    await ivan.presses("Объединить")
    await office.settles()
    return "объединено с № 2026-000002"


async def withdrawn(office: Office) -> str:
    anna = office.citizen("Анна")
    for label in ("Мои данные", "Отозвать согласие", "Да, отозвать"):
        await anna.looks_away()
        await anna.says(label)
    await anna.looks_away()
    return "Сейчас так сделать нельзя"


async def without_role(office: Office) -> str:
    ivan = office.moderator("Иван")
    await ivan.says("/сотрудник @id201 снять")
    await office.settles()
    return "только для сотрудников"


@WHERE
@pytest.mark.parametrize("previewed", [False, True], ids=["typed", "sent"])
@pytest.mark.parametrize("change", [answered, refused, joined, withdrawn, without_role])
async def test_another_change(office: Office, in_private: bool, previewed: bool, change: Change) -> None:
    mary, anna = await desk_of(office, in_private=in_private), office.citizen("Анна")
    words = "Лампу у подъезда заменили сегодня, 7 апреля."
    await mary.says(f"/ответ 1 {words}" if previewed else "/ответ 1")
    shown = await mary.sees("увидит житель" if previewed else "напишите следующим сообщением")
    why = await change(office)
    await anna.looks_away()
    await mary.looks_away()
    if previewed:
        await mary.presses("Отправить", under=shown)
        await mary.is_told(why)
    else:
        await mary.says(words)
        await mary.sees(why)
    await office.settles()
    await anna.sees_nothing()
    assert words not in str(office.database("SELECT text FROM history UNION ALL SELECT text FROM appeals"))
