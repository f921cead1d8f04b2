"""Beside the number: that nobody is at work, or that there is much to do. At most one line, and not again and again."""

from dataclasses import replace

import pytest

from appeals.administration import Administration
from appeals.model import Priority
from appeals.notices import NoticeRules
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_leads import allowed

CLOSED, BUSY = "Сейчас нерабочее время", "Сейчас обращений очень много"


async def sent(person: Person) -> str:
    """File an appeal; return the message with the number, after which nothing comes."""
    await person.agrees()
    await person.answers_all()
    await person.presses("Отправить")
    message = await person.sees("Обращение принято, номер")
    await person.sees_nothing()
    return message.text


async def test_by_day_and_at_lunch_nothing_is_said(office: Office) -> None:
    by_day = await sent(office.citizen("Анна"))
    office.clock.moves(minutes=150)  # 12:30
    at_lunch = await sent(office.citizen("Пётр"))
    for text in (by_day, at_lunch):
        assert CLOSED not in text
        assert BUSY not in text
    assert at_lunch == by_day.replace("000001", "000002")


async def test_once_an_evening_in_the_message_with_the_number(office: Office) -> None:
    anna = office.citizen("Анна")
    by_day = await sent(office.citizen("Пётр"))
    office.clock.moves(minutes=10 * 60)  # 20:00
    line = f"\n{CLOSED}: сотрудники прочтут обращение завтра после 08:00. Если ждать нельзя, звоните 112.\n"
    text = await sent(anna)
    assert line in text
    assert text.replace(line, "\n") == by_day.replace("000001", "000002").replace("17 апреля", "17 апреля")
    await anna.files("И фонарь не горит у дома.")
    assert CLOSED not in anna.transcript().rpartition("номер 2026-000003")[2]
    assert office.database("SELECT DISTINCT status FROM appeals") == [("new",)]
    office.clock.moves(days=1)
    await anna.presses("Мои обращения")
    await anna.sees("№ 2026-000003")
    await anna.presses("№ 2026-000003")
    await anna.sees("Статус")
    await anna.presses("Дополнить обращение")
    await anna.sees("Что добавить")
    await anna.says("Темно уже неделю.")
    await anna.sees("добавили к обращению № 2026-000003", CLOSED)
    await anna.says("Очень темно, правда.")
    added = await anna.sees("добавили к обращению")
    assert CLOSED not in added.text


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (3 * 24 + 12, "в понедельник, 13 апреля, после 08:00"),
        (24 * 24, "Сегодня выходной: сотрудники прочтут обращение в понедельник, 4 мая, после 08:00"),
        (2 * 24 - 4, "сегодня после 08:00"),
    ],
    ids=["Friday night", "a holiday", "before dawn"],
)
async def test_when_people_are_back(office: Office, hours: float, told: str) -> None:
    office.clock.moves(minutes=hours * 60)
    assert told in await sent(office.citizen("Анна"))


async def test_a_filled_form_tells_it_too(office: Office) -> None:
    anna = await allowed(office, "Анна")
    office.clock.moves(minutes=10 * 60)
    await anna.fills_form({"custom_0: Что случилось?": "Яма."})
    await anna.sees("его номер: 2026-000001", CLOSED)


async def test_an_emergency_and_who_has_switched_it_off(
    open_office: OpenOffice, administration: Administration
) -> None:
    roads, *others = (
        replace(one, priority=Priority.EMERGENCY) for one in administration.categories if one.id == "roads"
    )
    every = tuple(roads if one.id == "roads" else one for one in administration.categories)
    assert not others
    office = await open_office(administration=replace(administration, categories=every))
    office.clock.moves(minutes=10 * 60)
    assert CLOSED not in await sent(office.citizen("Анна"))
    await office.restarts(replace(administration, notices=NoticeRules(out_of_hours=False)))
    assert CLOSED not in await sent(office.citizen("Пётр"))


async def test_busy_by_number_and_by_hand(open_office: OpenOffice, administration: Administration) -> None:
    office = await open_office(administration=replace(administration, notices=NoticeRules(busy_per_hour=2)))
    anna, mary = office.citizen("Анна"), office.moderator("Мария")
    assert BUSY not in await sent(anna)
    told = await sent(office.citizen("Пётр"))
    assert f"\n{BUSY}, поэтому отвечаем дольше обычного. Ваше не потеряется.\n" in told
    await mary.says("/перегрузка")
    await mary.sees(
        "ответ займёт больше времени. Бот решает сам", "за час пришло 2 обращения или не взятых в работу накопилось 300"
    )
    await mary.presses("Как обычно")
    await mary.is_told("Жителям не говорим")
    await anna.files("Ещё одна яма на Садовой.")
    assert BUSY not in anna.transcript()
    await mary.says("/перегрузка авто")
    await mary.sees("Бот решает сам")
    office.clock.moves(minutes=90)
    await mary.says("/перегрузка")
    await mary.sees("Всё как обычно, жителям ничего не говорим. Бот решает сам")
    await mary.says("/перегрузка включить")
    await mary.sees("ответ займёт больше времени. Так включено вручную до конца дня")
    await mary.says("/перегрузка может быть")
    await mary.sees("/перегрузка включить, /перегрузка выключить")
    await anna.files("Третья яма на Садовой.")
    assert BUSY in anna.transcript()
    office.clock.moves(days=1)
    await mary.says("/перегрузка")
    await mary.sees("Всё как обычно")
    assert office.database("SELECT actor_id, after FROM audit WHERE deed = 'busy_switched'") == [
        (201, '{"value":"off"}'),
        (201, '{"value":"auto"}'),
        (201, '{"value":"on"}'),
    ]


async def test_who_tells_of_peril_is_not_told_to_be_patient(
    open_office: OpenOffice, administration: Administration
) -> None:
    office = await open_office(administration=replace(administration, notices=NoticeRules(busy_per_hour=1)))
    anna = office.citizen("Анна")
    await anna.files("У подъезда искрит щиток и пахнет гарью!")
    assert BUSY not in anna.transcript()
    await anna.files("И скамейка у подъезда сломана.")
    assert BUSY in anna.transcript()


async def test_untaken_appeals_count_too_and_one_line_is_enough(
    open_office: OpenOffice, administration: Administration
) -> None:
    office = await open_office(administration=replace(administration, notices=NoticeRules(busy_untaken=1)))
    assert BUSY in await sent(office.citizen("Анна"))
    office.clock.moves(minutes=10 * 60)
    text = await sent(office.citizen("Пётр"))
    assert CLOSED in text
    assert BUSY not in text


async def test_an_observer_looks_and_switches_nothing(open_office: OpenOffice) -> None:
    office = await open_office(admin_ids=(202,))
    mary, admin = office.moderator("Мария"), office.person(202, office.moderator("Мария").peer_id)
    await admin.says("/сотрудник @id201 наблюдатель")
    await admin.sees("Мария")
    await mary.says("/перегрузка")
    await mary.sees("Всё как обычно")
    await mary.says("/перегрузка включить")
    await mary.sees("наблюдател")
    await mary.forges(do="busy", v=1)
    await mary.is_told("наблюдател")
    assert office.database("SELECT count(*) FROM audit WHERE deed = 'busy_switched'") == [(0,)]
