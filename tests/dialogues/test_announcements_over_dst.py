"""Announcements planned over a change of the clocks, where a zone still has one: Berlin's hours are told and kept."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from appeals.administration import Administration, AnnouncementRules
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_announcements import SEEN, TEXT, TICK, writes

BERLIN = ZoneInfo("Europe/Berlin")


async def it_is(office: Office, moment: str, *, second: bool = False) -> None:
    """It is that time in Berlin, the second time if the hour comes twice, and announcements are looked for."""
    wanted = datetime.fromisoformat(moment).replace(tzinfo=BERLIN, fold=int(second))
    office.clock.moves(minutes=(wanted.timestamp() - office.clock.now().timestamp()) / 60)
    await office.ticks(TICK)


@pytest.fixture
async def office(open_office: OpenOffice, administration: Administration) -> Office:
    """A town in Berlin's zone that writes to its citizens around the clock."""
    town = replace(administration.administration, timezone="Europe/Berlin")
    rules = AnnouncementRules(hours="00:00-23:59")
    return await open_office(administration=replace(administration, administration=town, announcements=rules))


@pytest.fixture
async def anna(office: Office) -> Person:
    (anna,) = await writes(office, "Анна")
    return anna


async def plans(office: Office, when: str, shown: str) -> None:
    ivan = office.moderator("Иван")
    await ivan.says(f"/объявление {when} всем: {TEXT}")
    await ivan.sees("Получат: 1 человек", shown, buttons=["Запланировать"])
    await ivan.presses("Запланировать")
    await ivan.sees("запланировано", shown)


async def test_an_hour_that_does_not_exist(office: Office, anna: Person) -> None:
    """At two o'clock it is three: half past two is half past three, and is told so beforehand."""
    await it_is(office, "2027-03-27 12:00")
    await plans(office, "завтра в 2:30", "28 марта, 03:30")
    for before in ("2027-03-28 01:59", "2027-03-28 03:00", "2027-03-28 03:29"):
        await it_is(office, before)
    await anna.sees_nothing()
    await it_is(office, "2027-03-28 03:30")
    await anna.sees(SEEN)
    await it_is(office, "2027-03-28 04:30")
    await anna.sees_nothing()


async def test_an_hour_that_comes_twice(office: Office, anna: Person) -> None:
    """The first time it goes, the second time it has gone."""
    await it_is(office, "2026-10-24 12:00")
    await plans(office, "завтра в 2:30", "25 октября, 02:30")
    await it_is(office, "2026-10-25 02:29")
    await anna.sees_nothing()
    await it_is(office, "2026-10-25 02:30")
    await anna.sees(SEEN)
    await it_is(office, "2026-10-25 02:30", second=True)
    await it_is(office, "2026-10-25 03:30")
    await anna.sees_nothing()


async def test_planned_in_the_hour_that_comes_twice(office: Office, anna: Person) -> None:
    """At 02:50 for the second time «в 2:55» is in five minutes, not an hour ago."""
    await it_is(office, "2026-10-25 02:50", second=True)
    await plans(office, "в 2:55", "25 октября, 02:55")
    await anna.sees_nothing()
    await it_is(office, "2026-10-25 02:55", second=True)
    await anna.sees(SEEN)


@pytest.mark.parametrize(("eve", "day"), [("2027-03-27 12:00", "2027-03-28"), ("2026-10-24 12:00", "2026-10-25")])
async def test_the_same_hour_the_next_day(office: Office, anna: Person, eve: str, day: str) -> None:
    """The night was an hour shorter or longer; ten o'clock is ten o'clock."""
    await it_is(office, eve)
    await plans(office, "завтра в 10:00", "10:00")
    await it_is(office, f"{day} 09:59")
    await anna.sees_nothing()
    await it_is(office, f"{day} 10:00")
    await anna.sees(SEEN)


@pytest.mark.parametrize(("night", "morning"), [("2027-03-28 01:30", "2027-03-28"), ("2026-10-25 01:30", "2026-10-25")])
async def test_the_usual_hours_over_such_a_night(
    open_office: OpenOffice, administration: Administration, night: str, morning: str
) -> None:
    """«Сейчас» at night waits for nine o'clock of that morning."""
    town = replace(administration.administration, timezone="Europe/Berlin")
    office = await open_office(administration=replace(administration, administration=town))
    (anna,) = await writes(office, "Анна")
    await it_is(office, night)
    ivan = office.moderator("Иван")
    await ivan.says(f"/объявление сейчас всем: {TEXT}")
    await ivan.sees("с 09:00 до 21:00", buttons=["Сегодня в 09:00"])
    await ivan.presses("Сегодня в 09:00")
    await ivan.sees("09:00", buttons=["Запланировать"])
    await ivan.presses("Запланировать")
    await it_is(office, f"{morning} 08:59")
    await anna.sees_nothing()
    await it_is(office, f"{morning} 09:00")
    await anna.sees(SEEN)
