"""Announcements: made, shown, planned, sent, stopped, refused, and gone on with after a restart."""

import pytest

from scheduler import announcements
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

TICK = "объявления"
TEXT = "Завтра с 12:00 до 16:00 на Садовой не будет воды."
SEEN = f"Администрация города Примерска сообщает:\n\n{TEXT}"


async def writes(office: Office, *names: str) -> list[Person]:
    """People who have written to the community."""
    people = [office.citizen(name) for name in names]
    for person in people:
        await person.says("Начать")
        await person.sees("Здравствуйте")
    return people


async def announces(ivan: Person, command: str) -> None:
    """An announcement that goes at once."""
    await ivan.says(command)
    await ivan.sees("Получат:", buttons=["Отправить"])
    await ivan.presses("Отправить")
    await ivan.is_told("Готово")


async def test_the_whole_story(office: Office) -> None:
    anna, pyotr = await writes(office, "Анна", "Пётр")
    ivan = office.moderator("Иван")
    await ivan.says("/объявление")
    await ivan.sees("Пришлите текст объявления", buttons=["Отмена"])
    await ivan.says(TEXT, photos=1)
    await ivan.sees("Кому отправить?", buttons=["Всем", "С открытыми обращениями", "Назад", "Отмена"])
    await ivan.presses("Всем")
    await ivan.sees("Когда отправить?", buttons=["Сейчас", "Сегодня в 18:00", "Завтра в 10:00"])
    await ivan.presses("Завтра в 10:00")
    shown = await ivan.sees(SEEN)
    assert len(shown.attachments) == 1
    await ivan.sees("Кому: всем", "Получат: 2 человека", "8 апреля, 10:00", buttons=["Запланировать", "Изменить"])
    await ivan.presses("Запланировать")
    await ivan.sees("Объявление № 1 запланировано: 8 апреля, 10:00", buttons=["Отменить № 1"])
    await office.ticks(TICK)
    await anna.sees_nothing()
    await office.restarts()
    office.clock.moves(days=1)
    await office.ticks(TICK)
    for person in (anna, pyotr):
        message = await person.sees(SEEN, buttons=["Не присылать объявления"])
        assert len(message.attachments) == 1
    await office.ticks(TICK)
    await ivan.sees("Объявление № 1 отправлено.", "Доставлено: 2")
    await office.ticks(TICK)
    await anna.sees_nothing()
    deeds = office.database("SELECT deed, actor_id, subject FROM audit WHERE deed LIKE 'announcement%' ORDER BY id")
    assert deeds == [
        ("announcement_planned", ivan.vk_id, "1"),
        ("announcement_began", 0, "1"),
        ("announcement_finished", 0, "1"),
    ]


async def test_in_one_line_and_at_once(office: Office) -> None:
    (anna,) = await writes(office, "Анна")
    ivan = office.moderator("Иван")
    await ivan.says(f"/Объявление сейчас всем: {TEXT}")
    await ivan.sees(SEEN)
    await ivan.sees("Получат: 1 человек", "сразу после", buttons=["Отправить", "Изменить", "Отмена"])
    await ivan.presses("Отправить")
    await ivan.sees("Объявление № 1 отправляем")
    await ivan.presses("Отправить")
    await ivan.is_told("не действует")
    await office.ticks(TICK)
    await anna.sees(SEEN)
    await office.ticks(TICK)
    await ivan.sees("Доставлено: 1")
    assert office.database("SELECT count(*) FROM announcements") == [(1,)]


async def test_everything_can_be_changed_before_it_goes(office: Office) -> None:
    await writes(office, "Анна", "Пётр")
    await office.citizen("Анна").looks_away()
    ivan = office.moderator("Иван")
    await ivan.says("/объявление завтра в 12:00 всем: Опечатка")
    await ivan.sees("Получат: 2 человека")
    await ivan.presses("Изменить")
    await ivan.sees("Что изменить?", buttons=["Текст и фото", "Кому", "Когда"])
    await ivan.presses("Текст и фото")
    await ivan.sees("Пришлите текст")
    await ivan.says(TEXT)
    await ivan.sees(SEEN)
    await ivan.sees("8 апреля, 12:00")
    await ivan.presses("Изменить")
    await ivan.presses("Когда")
    await ivan.sees("Когда отправить?")
    await ivan.says("9 апреля")
    await ivan.sees("Во сколько?", "09.04 10:00")
    await ivan.says("не знаю")
    await ivan.sees("Непонятно, когда")
    for passed in ("вчера в 10:00", "вчера"):
        await ivan.says(passed)
        await ivan.sees("уже прошло")
    await ivan.says("09.04 10:00")
    await ivan.sees("9 апреля, 10:00", buttons=["Запланировать"])
    await ivan.presses("Изменить")
    await ivan.presses("Кому")
    await ivan.sees("Кому отправить?")
    await ivan.says("соседям")
    await ivan.sees("Непонятно, кому", "Дороги и тротуары")
    await ivan.says("улица Садовая")
    await ivan.sees("таких жителей нет")
    await ivan.presses("Назад")
    await ivan.sees("Пришлите текст")
    await ivan.says("/отмена")
    await ivan.sees("объявление не отправлено")
    assert office.database("SELECT count(*) FROM announcements") == [(0,)]


async def test_cancelled_and_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "AHEAD", 1)
    monkeypatch.setattr(announcements, "PORTION", 1)
    people = await writes(office, "Анна", "Пётр", "Ольга")
    ivan = office.moderator("Иван")
    await ivan.says("/объявление завтра в 12:00 всем: Первое.")
    await ivan.presses("Запланировать")
    planned = await ivan.sees("запланировано")
    await ivan.presses("Отменить № 1", under=planned)
    await ivan.sees("Объявление № 1 отменено", "Первое.")
    await ivan.presses("Отменить № 1", under=planned)
    await ivan.is_told("уже завершено")
    office.clock.moves(days=1, minutes=180)
    await office.ticks(TICK)
    await announces(ivan, f"/объявление сейчас всем: {TEXT}")
    await office.ticks(TICK)
    await ivan.sees("Объявление № 2: доставлено 0 из 3", buttons=["Остановить № 2"])
    await ivan.says("/объявления")
    await ivan.sees("№ 2 · отправляется", "№ 1 · отменено", buttons=["Остановить № 2"])
    await ivan.presses("Остановить № 2")
    await ivan.sees("останавливаем")
    await office.ticks(TICK)
    await ivan.sees("Объявление № 2 остановлено.", "Доставлено: 1", "Не успели получить: 2")
    await ivan.presses("Остановить № 2")
    await ivan.is_told("уже завершено")
    await people[0].sees(SEEN)
    for person in people[1:]:
        await person.sees_nothing()


async def test_gone_on_with_after_a_restart(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "AHEAD", 1)
    people = await writes(office, "Анна", "Пётр", "Ольга")
    ivan = office.moderator("Иван")
    await announces(ivan, f"/объявление сейчас всем: {TEXT}")
    for _ in range(3):
        await office.ticks(TICK)
        await office.restarts()
    await office.ticks(TICK)
    await ivan.sees("Объявление № 1 отправлено.", "Доставлено: 3")
    for person in people:
        await person.sees(SEEN)
        await person.sees_nothing()


async def test_who_wants_none_gets_none_until_they_do(office: Office) -> None:
    anna, pyotr = await writes(office, "Анна", "Пётр")
    ivan = office.moderator("Иван")
    await announces(ivan, "/объявление сейчас всем: Первое.")
    await office.ticks(TICK)
    await pyotr.sees("Первое.")
    await anna.sees("Первое.")
    await anna.presses("Не присылать объявления")
    await anna.sees("объявления больше не присылаем", buttons=["Присылать объявления"])
    await ivan.says("/объявление сейчас всем: Второе.")
    await ivan.sees("Получат: 1 человек")
    await ivan.presses("Отправить")
    await office.ticks(TICK)
    await pyotr.sees("Второе.")
    await anna.sees_nothing()
    await anna.presses("Мои данные")
    await anna.sees("Вы отказались от объявлений", buttons=["Присылать объявления"])
    await anna.presses("Присылать объявления")
    await anna.sees("будем присылать")
    await anna.presses("Мои данные")
    await anna.sees("Вот что мы о вас храним", buttons=["Не присылать объявления"])
    for words in ("отписаться", "Отпишите меня", "Не присылайте мне больше объявления!"):
        await anna.says(words)
        await anna.sees("больше не присылаем")


async def test_in_the_middle_of_an_appeal_nothing_is_lost(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")
    await announces(office.moderator("Иван"), f"/объявление сейчас всем: {TEXT}")
    await office.ticks(TICK)
    await anna.sees(SEEN)
    await anna.presses("Не присылать объявления")
    await anna.sees("больше не присылаем")
    await anna.says("На Садовой улице глубокая яма.")
    await anna.sees("Где это?")


async def test_who_cannot_be_written_to_is_counted(office: Office) -> None:
    anna, pyotr = await writes(office, "Анна", "Пётр")
    office.world.deny(pyotr.vk_id)
    ivan = office.moderator("Иван")
    await announces(ivan, f"/объявление сейчас всем: {TEXT}")
    await office.ticks(TICK)
    await office.ticks(TICK)
    await anna.sees(SEEN)
    await ivan.sees("Доставлено: 1")


async def test_the_night_is_for_urgent_ones_of_an_administrator(office: Office) -> None:
    (anna,) = await writes(office, "Анна")
    office.clock.moves(minutes=12 * 60)  # 22:00
    ivan = office.moderator("Иван")
    await ivan.says("/сотрудник @id103 глава")
    olga = office.citizen("Ольга")
    await olga.says("/объявление сейчас всем: Ночью.")
    await olga.sees("с 09:00 до 21:00", "отправляет администратор", buttons=["Завтра в 09:00"])
    await olga.presses("Завтра в 09:00")
    await olga.sees("Ночью.")
    await olga.sees("8 апреля, 09:00", buttons=["Запланировать"])
    await olga.presses("Отмена")
    await olga.sees("не отправлено")
    await olga.says("/объявление срочно сейчас всем: Ночью.")
    await olga.sees("только администратор")
    await olga.says("/отмена")
    await olga.sees("не отправлено")
    await ivan.says("/объявление сейчас всем: Прорвало трубу.")
    await ivan.sees("с 09:00 до 21:00", "срочно", buttons=["Отправить срочно"])
    await ivan.presses("Отправить срочно")
    await ivan.sees("Срочное: придёт и ночью", buttons=["Отправить"])
    await ivan.presses("Отправить")
    await office.ticks(TICK)
    await anna.sees("Прорвало трубу.")


async def test_what_does_not_fit_and_what_says_nothing(office: Office) -> None:
    await writes(office, "Анна")
    ivan = office.moderator("Иван").in_private
    await ivan.says("/объявление сейчас всем: " + "а" * 4060)
    await ivan.sees("Текст не поместится", "уберите 6 знаков", "Пришлите текст")
    await ivan.says(voice=True)
    await ivan.sees("нет слов")
    await ivan.says(photos=1)
    await ivan.sees("нет слов")
    await ivan.says("Коротко о воде.")
    assert len((await ivan.sees("Коротко о воде.")).attachments) == 1
    await ivan.sees("Кому: всем")
    await ivan.says("Отмена")
    await ivan.sees("не отправлено")


async def test_nobody_has_written_yet(office: Office) -> None:
    ivan = office.moderator("Иван")
    await ivan.says(f"/объявление сейчас всем: {TEXT}")
    await ivan.sees("таких жителей нет", "Кому отправить?")
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await ivan.presses("Всем")
    await ivan.sees("Получат: 1 человек")
    office.world.deny(anna.vk_id)
    await office.settles()
    await ivan.presses("Отправить")
    await ivan.sees("таких жителей нет", "Кому отправить?")


async def test_who_may(open_office: OpenOffice) -> None:
    office = await open_office()
    (anna,) = await writes(office, "Анна")
    mary, ivan = office.moderator("Мария"), office.moderator("Иван")
    for command in ("/объявление", "/объявления"):
        await mary.says(command)
        await mary.sees("Это может сделать глава или администратор")
    await announces(ivan, f"/объявление сейчас всем: {TEXT}")
    for payload in (
        {"do": "announce", "v": "plan", "k": 1, "s": "summary"},
        {"do": "announce_cancel", "n": 1},
        {"do": "announce_stop", "n": 1},
    ):
        await mary.forges(**payload)
        await mary.is_told("Это может сделать глава")
        await anna.forges(**payload)
        await anna.is_told("только для сотрудников")
        await ivan.forges(**{**payload, "n": 999})
        await ivan.is_told("уже" if "n" in payload else "не действует")
    await anna.says("/объявление")
    await anna.looks_away()
    await office.ticks(TICK)
    await anna.sees(SEEN)


async def test_in_the_chat_colleagues_talk(office: Office) -> None:
    await writes(office, "Анна")
    ivan, mary = office.moderator("Иван"), office.moderator("Мария")
    await ivan.says(f"/объявление завтра в 12:00 всем: {TEXT}")
    await ivan.sees("Получат: 1 человек")
    await mary.looks_away()
    await mary.says("Хорошо написал")
    await ivan.says("Спасибо")
    await mary.sees_nothing()
    await mary.presses("Запланировать")
    await mary.is_told("Это может сделать")
    await ivan.presses("Запланировать")
    await ivan.sees("запланировано")


async def test_what_is_forgotten_for_an_hour_is_shown_anew(office: Office) -> None:
    await writes(office, "Анна")
    ivan = office.moderator("Иван")
    await ivan.says("/объявление")
    await ivan.sees("Пришлите текст")
    office.clock.moves(minutes=60)
    await ivan.says("Коллеги, кто сегодня дежурит?")
    await ivan.sees("Объявление ещё не отправлено", "Пришлите текст")
    await ivan.says(TEXT)
    old = await ivan.sees("Кому отправить?")
    await ivan.presses("Всем")
    await ivan.sees("Когда отправить?")
    await ivan.presses("Всем", under=old)
    await ivan.is_told("не действует")
    await office.restarts()
    await ivan.presses("Завтра в 10:00")
    await ivan.sees("8 апреля, 10:00")
    office.clock.moves(days=2)
    await ivan.presses("Запланировать")
    await ivan.sees("уже прошло", "Когда отправить?")


async def test_a_wish_is_heard_beside_the_silent_bot(office: Office) -> None:
    (anna,) = await writes(office, "Анна")
    office.world.answer_by_hand(office.moderator("Мария").vk_id, anna.vk_id, "Какой это дом?")
    await anna.looks_away()
    await anna.says("Не присылать объявления")
    await anna.sees("больше не присылаем")
    await anna.says("Дом пять")
    await anna.sees_nothing()


async def test_urgent_in_one_word(office: Office) -> None:
    await writes(office, "Анна")
    office.clock.moves(minutes=12 * 60)  # 22:00
    ivan = office.moderator("Иван")
    await ivan.says("/объявление сейчас всем:\nПрорвало трубу.\n\nВоды не будет до утра.")
    await ivan.sees("Если дело не ждёт")
    await ivan.says("срочно")
    await ivan.sees("Прорвало трубу.\n\nВоды не будет до утра.")
    await ivan.sees("Срочное", buttons=["Отправить"])


async def test_its_photo_comes_even_when_vk_has_forgotten_it(office: Office) -> None:
    anna, pyotr = await writes(office, "Анна", "Пётр")
    ivan = office.moderator("Иван")
    await ivan.says(f"/объявление завтра в 12:00 всем: {TEXT}", photos=1)
    await ivan.presses("Запланировать")
    await ivan.sees("запланировано")
    await office.comes_to(lambda: office.database("SELECT status FROM contents") == [("stored",)])
    office.clock.moves(days=1, minutes=130)
    await office.ticks("убрать ненужные вложения")
    office.world.media.forget()
    await office.ticks(TICK)
    for person in (anna, pyotr):
        (photo,) = (await person.sees(SEEN)).attachments
        assert photo["photo"]["owner_id"] == -office.group_id
