"""Announcements whose hours passed while the bot didn't work: they wait for one tap."""

from datetime import datetime

import pytest

from appeals.model import Role
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_announcements import SEEN, TEXT, TICK, writes
from tests.dialogues.test_forged_presses import semyon


async def it_is(office: Office, moment: str) -> None:
    wanted = datetime.fromisoformat(f"{moment}+03:00")
    office.clock.moves(minutes=(wanted - office.clock.now()).total_seconds() / 60)
    await office.ticks(TICK)


@pytest.fixture
async def anna(office: Office) -> Person:
    (anna,) = await writes(office, "Анна")
    return anna


async def misses(office: Office, planned: str, starts: str) -> Person:
    """Planned for the last minute of its hours, with the process down then."""
    ivan = office.moderator("Иван")
    await ivan.says(f"/объявление {planned} всем: {TEXT}")
    await ivan.presses("Запланировать")
    await ivan.sees("запланировано")
    await office.stops()
    wanted = datetime.fromisoformat(f"{starts}+03:00")
    office.clock.moves(minutes=(wanted - office.clock.now()).total_seconds() / 60)
    await office.starts()
    await office.ticks(TICK)
    return ivan


async def test_at_night_its_author_is_asked_at_once_and_it_goes_in_the_morning(office: Office, anna: Person) -> None:
    ivan = await misses(office, "сегодня в 20:59", "2026-04-07 21:05")
    asked = await ivan.sees(
        "Объявление № 1 не отправлено: его время, 7 апреля, 20:59, прошло",
        "уйдёт 8 апреля, 09:00",
        TEXT,
        buttons=["Отправить № 1", "Отменить № 1"],
    )
    await office.ticks(TICK)
    await ivan.sees_nothing()
    await ivan.presses("Отправить № 1", under=asked)
    await ivan.sees("Объявление № 1 запланировано: 8 апреля, 09:00")
    await ivan.presses("Отправить № 1", under=asked)
    await ivan.is_told("и так запланировано")
    await it_is(office, "2026-04-08 08:59")
    await anna.sees_nothing()
    await it_is(office, "2026-04-08 09:00")
    await anna.sees(SEEN)
    await office.ticks(TICK)
    await ivan.sees("Объявление № 1 отправлено.", "Доставлено: 1")
    await ivan.presses("Отправить № 1", under=asked)
    await ivan.is_told("уже завершено")
    await anna.sees_nothing()


async def test_by_day_it_goes_at_once(office: Office, anna: Person) -> None:
    """After a night and half a day; until somebody says so, a restart changes nothing."""
    ivan = await misses(office, "сегодня в 20:59", "2026-04-08 14:00")
    asked = await ivan.sees("не отправлено", "уйдёт сразу")
    await ivan.looks_away()
    await office.restarts()
    await office.ticks(TICK)
    assert not [one for one in ivan._unseen() if "не отправлено" in one.text]
    await anna.sees_nothing()
    await ivan.looks_away()
    await ivan.says("/объявления")
    await ivan.sees("№ 1 · не ушло вовремя", buttons=["Отправить № 1", "Отменить № 1"])
    await ivan.presses("Отправить № 1", under=asked)
    await ivan.sees("Объявление № 1 отправляем")
    await office.ticks(TICK)
    await anna.sees(SEEN)


async def test_cancelled_it_never_goes(office: Office, anna: Person) -> None:
    ivan = await misses(office, "сегодня в 20:59", "2026-04-07 21:05")
    asked = await ivan.sees("не отправлено")
    await ivan.presses("Отменить № 1", under=asked)
    await ivan.sees("Объявление № 1 отменено")
    await ivan.presses("Отправить № 1", under=asked)
    await ivan.is_told("уже завершено")
    await it_is(office, "2026-04-08 09:00")
    await anna.sees_nothing()


async def test_a_short_break_by_day_needs_nobody(office: Office, anna: Person) -> None:
    ivan = await misses(office, "сегодня в 12:00", "2026-04-07 13:00")
    await anna.sees(SEEN)
    await office.ticks(TICK)
    await ivan.sees("Доставлено: 1")


async def test_only_who_may_announce_sends_it(office: Office, anna: Person) -> None:
    ivan = await misses(office, "сегодня в 20:59", "2026-04-08 14:00")
    asked = await ivan.sees("не отправлено")
    mary = office.moderator("Мария")
    await mary.presses("Отправить № 1", under=asked)
    await mary.is_told("Это может")
    person = await semyon(office, Role.OBSERVER)
    await person.forges(do="announce_send", n=1)
    await person.is_told("Это может")
    await office.ticks(TICK)
    await anna.sees_nothing()
