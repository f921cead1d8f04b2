"""What becomes of the reminders of an appeal that something happens to: only what is still so is told, in its hour."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from appeals.administration import Administration
from appeals.reminder_rules import ReminderRules, Step
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_reminders import REMINDERS, it_is
from tests.dialogues.test_routing import DEPARTMENTS, ROADS_CHAT

NUMBER = "2026-000001"
OLGA, NIKOLAY = 103, 104
HOURS = ("03:00", "08:00", "08:31", "09:31", "10:00", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00", "20:00")
"""By night, over lunch (from 12 to 13), and at every hour at which something may come due."""
DAYS = [f"2026-04-{day:02} {hour}" for day in range(7, 23) for hour in HOURS]


async def heard(office: Office, person: Person, moments: Sequence[str], about: str = NUMBER) -> list[str]:
    """What reminds this person of an appeal as time goes by: when, and under which words."""
    await person.looks_away()
    told = []
    for moment in moments:
        await it_is(office, moment)
        for message in person._unseen():
            sections = [one.splitlines() for one in message.text.split("\n\n")]
            told += [f"{moment[8:]} {lines[0].split(':')[0]}" for lines in sections if about in "\n".join(lines[1:])]
        await person.looks_away()
    return told


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    return await open_office(departments=DEPARTMENTS, admin_ids=(202,))


@pytest.fixture
async def anna(office: Office) -> Person:
    """A citizen with an appeal of Tuesday, 7 April, 10:00: taken by the 8th, 10:00, answered by the 17th, 16:00."""
    anna = office.citizen("Анна")
    await anna.files("Яма во всю полосу.")
    await office.ticks(REMINDERS)
    return anna


@pytest.fixture
async def mary(office: Office, anna: Person) -> Person:
    """A moderator who may be written to."""
    mary = office.moderator("Мария")
    await mary.in_private.says("Здравствуйте")
    await mary.in_private.looks_away()
    return mary


USUAL = [
    "08 08:00 Скоро срок взять в работу",
    "08 10:00 Никто не взял в работу, срок вышел",
    *(f"{day:02} 08:00 Всё ещё просрочено" for day in (9, 10)),
    "13 08:00 Всё ещё просрочено",
    "13 14:00 Прошла половина срока",
    *(f"{day:02} 08:00 Всё ещё просрочено" for day in (14, 15, 16, 17)),
    "20 08:00 Ответ просрочен",
    *(f"{day:02} 08:00 Всё ещё просрочено" for day in (21, 22)),
]


async def test_nothing_happens(office: Office, mary: Person) -> None:
    assert await heard(office, mary, DAYS) == USUAL


async def test_withdrawn_by_the_citizen(office: Office, mary: Person, anna: Person) -> None:
    await anna.says("Отозвать согласие")
    await anna.looks_away()
    await anna.presses("Да, отозвать")
    await anna.looks_away()
    assert office.database("SELECT status FROM appeals") == [("withdrawn",)]
    assert await heard(office, mary, DAYS) == []


@pytest.mark.parametrize("command", ["/отклонить 1 Не наша дорога.", "/ответ 1 Яму засыпали 7 апреля."])
async def test_ended(office: Office, mary: Person, command: str) -> None:
    await mary.does(command)
    assert await heard(office, mary, [one for one in DAYS if one < "2026-04-21"]) == []  # then silence closes it


async def test_forwarded(office: Office, mary: Person) -> None:
    """Our clocks are over; once the law's days for the other body are, the desk hears of it, once."""
    await mary.does("/переслать 1 Росавтодор: дорога федеральная.")
    assert await heard(office, mary, DAYS) == []
    later = [f"2026-05-{day:02} {hour:02}:00" for day in range(8, 19) for hour in (0, 9, 12)]
    assert len(await heard(office, mary, later)) == 1


async def test_extended(office: Office, mary: Person) -> None:
    """Half of the time that is left, the new last day; nothing at the old ones."""
    await mary.says("/взять 1")
    await mary.does("/продлить 1 30 апреля ждём поставку плитки")
    april = [*DAYS, *(f"2026-04-{day:02} {hour:02}:00" for day in range(23, 31) for hour in (8, 17, 20))]
    assert await heard(office, mary.in_private, april) == [
        "20 09:31 Прошла половина срока",
        "30 08:00 Ответить сегодня",
    ]


@pytest.mark.parametrize("who", ["Анна", "Мария"])
async def test_reopened(office: Office, mary: Person, anna: Person, who: str) -> None:
    """Everything anew, from the moment: by «Не решено» and by a moderator."""
    await mary.does("/ответ 1 Яму засыпали 7 апреля.")
    await it_is(office, "2026-04-09 12:00")
    await anna.looks_away()
    if who == "Анна":
        await anna.presses("Не решено")
        await anna.looks_away()
        await anna.says("Яма на месте.")
        await anna.looks_away()
    else:
        await mary.says("/открыть 1 Ответили не на то.")
        await mary.looks_away()
        await mary.presses("Открыть снова")
    await mary.looks_away()
    left = [one for one in DAYS if one > "2026-04-09 12:00"]
    assert (await heard(office, mary, left))[:4] == [
        "10 10:00 Скоро срок взять в работу",
        "10 13:00 Никто не взял в работу, срок вышел",
        "13 08:00 Всё ещё просрочено",
        "14 08:00 Всё ещё просрочено",
    ]


async def test_split_each_part_has_its_own(office: Office, mary: Person) -> None:
    """An answer to one of them leaves the other."""
    await mary.says("/разделить 1")
    await mary.looks_away()
    await mary.says("Яма во всю полосу.\nНет ливнёвки.")
    await mary.looks_away()
    await mary.presses("Разделить")
    await mary.looks_away()
    await mary.does("/ответ 1 Яму засыпали 7 апреля.")
    assert await heard(office, mary, DAYS, "2026-000002") == USUAL


async def test_joined_and_parted(office: Office, mary: Person) -> None:
    """While it is joined only the other one is told of; parted, it is where it stood, and nothing is told twice."""
    await office.citizen("Пётр").files("Яма.")
    await mary.says("/объединить 2 1")
    await mary.looks_away()
    await mary.presses("Объединить")
    await mary.looks_away()
    second = [one for one in DAYS if one < "2026-04-09 12:00"]
    for moment in second:
        await it_is(office, moment)
    assert not [one for one in mary._unseen() if "2026-000002" in one.text]
    assert [one for one in mary._unseen() if NUMBER in one.text]
    await mary.says("/разъединить 2")
    await mary.looks_away()
    left = [one for one in DAYS if one >= "2026-04-09 12:00"]
    assert (await heard(office, mary, left, "2026-000002"))[:3] == [
        "09 13:00 Всё ещё просрочено",
        "10 08:00 Всё ещё просрочено",
        "13 08:00 Всё ещё просрочено",
    ]


async def test_joining_that_was_undone(office: Office, mary: Person, anna: Person) -> None:
    await anna.files("Ещё одна яма.")
    await mary.says("/объединить 2 1")
    await mary.looks_away()
    await mary.presses("Объединить")
    await mary.looks_away()
    await mary.says("/отменить 2")
    await mary.looks_away()
    if office.database("SELECT status FROM appeals WHERE id = 2") != [("new",)]:
        await mary.says("/разъединить 2")  # the citizen knew already
        await mary.looks_away()
    assert await heard(office, mary, DAYS, "2026-000002") == USUAL


async def test_an_emergency_and_back(office: Office, mary: Person) -> None:
    """While it is one it rings; afterwards the usual ladder, and what rang before is no reason to keep silent."""
    await mary.says("/срочность 1 чп")
    await mary.looks_away()
    rung = await heard(office, mary, ["2026-04-07 10:00", "2026-04-07 10:05", "2026-04-07 23:30"])
    assert rung == [f"07 {at} ЧП, никто ещё не принял" for at in ("10:00", "10:05", "23:30")]
    await mary.says("/срочность 1 обычно")
    left = [one for one in DAYS if one > "2026-04-07 23:30"]
    # Counted from the change two hours are all that is left to react, and half of the time ends with the 13th: in the
    # morning it isn't the gravest any more.
    assert await heard(office, mary, left) == [one for one in USUAL if "Скоро" not in one and "половина" not in one]


async def test_another_category(office: Office, mary: Person) -> None:
    """Water has three working days: its last day is Friday the 10th."""
    await mary.says("/взять 1")
    await mary.says("/тема 1 Вода и отопление")
    await mary.looks_away()
    told = await heard(office, mary.in_private, DAYS)
    assert told[:3] == ["09 08:31 Прошла половина срока", "10 08:00 Ответить сегодня", "13 08:00 Ответ просрочен"]


async def test_another_department(office: Office, mary: Person) -> None:
    """From then on the department's chat is told; the moderators no more."""
    await it_is(office, "2026-04-08 08:00")
    await mary.says("/передать 1 дороги")
    await mary.looks_away()
    nikolay = office.person(NIKOLAY, ROADS_CHAT)
    left = [one for one in DAYS if "2026-04-08 08:00" < one < "2026-04-10"]
    told = await heard(office, nikolay, left)
    assert told == ["08 10:00 Никто не взял в работу, срок вышел", "09 08:00 Всё ещё просрочено"]
    await mary.says("/передать 1 водоканал")  # which has no chat of its own
    await nikolay.looks_away()
    assert await heard(office, mary, ["2026-04-10 08:00"]) == ["10 08:00 Всё ещё просрочено"]
    await nikolay.sees_nothing()


async def head(office: Office) -> Person:
    """Olga is the head now."""
    await office.moderator("Иван").says(f"/сотрудник @id{OLGA} глава")
    await office.moderator("Иван").looks_away()
    return office.person(OLGA, -office.group_id)


class TestWhoIsTold:
    """The ladder goes on to those who are there."""

    @pytest.mark.parametrize("words", ["убрать", "исполнитель водоканал"])
    async def test_an_assignee_who_may_not_work_on_it_any_more(self, office: Office, mary: Person, words: str) -> None:
        """The department's chat is told in their place, and in the end the head."""
        await mary.says("/передать 1 дороги")
        nikolay = office.person(NIKOLAY, -office.group_id)
        await nikolay.says("Здравствуйте")
        await nikolay.looks_away()
        chat = office.person(NIKOLAY, ROADS_CHAT)
        await chat.says("/взять 1")
        await chat.looks_away()
        olga = await head(office)
        await olga.says("Здравствуйте")
        await olga.looks_away()
        await it_is(office, "2026-04-13 13:00")
        await office.moderator("Иван").says(f"/сотрудник @id{NIKOLAY} {words}")
        await office.settles()
        for one in (nikolay, chat, olga):
            await one.looks_away()
        await it_is(office, "2026-04-13 14:00")
        await chat.sees("Прошла половина срока:", NUMBER)
        await it_is(office, "2026-04-17 08:00")
        await chat.sees("Ответить сегодня:", NUMBER)
        await it_is(office, "2026-04-20 08:00")
        await chat.sees("Ответ просрочен:", NUMBER)
        await olga.sees_nothing()
        await it_is(office, "2026-04-21 08:00")
        for one in (chat, olga):
            await one.sees("Всё ещё просрочено:", NUMBER)
        await nikolay.sees_nothing()

    async def test_a_head_who_never_wrote(self, office: Office, mary: Person) -> None:
        """Nothing is even tried: the administrators stand in, and the morning digest says whom VK keeps away."""
        ivan = office.moderator("Иван")
        await ivan.in_private.says("Здравствуйте")
        await ivan.in_private.looks_away()
        olga = await head(office)
        await it_is(office, "2026-04-09 08:00")
        await ivan.in_private.sees("Всё ещё просрочено:", NUMBER)
        await mary.sees("Всё ещё просрочено:", NUMBER)
        await olga.sees_nothing()

    async def test_a_head_whom_vk_refuses(self, open_office: OpenOffice, administration: Administration) -> None:
        """She has written in the chat alone, so VK's 901 is the first to tell: it goes to the others, who learn why."""
        rules = ReminderRules(unclaimed=(Step.HEAD,), reaction=(), daily=(Step.HEAD,))
        office = await open_office(administration=replace(administration, reminders=rules), admin_ids=(202,))
        await office.citizen("Анна").files("Яма во всю полосу.")
        await office.ticks(REMINDERS)
        ivan = office.moderator("Иван")
        await ivan.in_private.says("Здравствуйте")
        await head(office)
        await office.person(OLGA, -office.group_id).in_chat(MODERATORS_CHAT).says("Коллеги, добрый день")
        for one in (ivan, ivan.in_private):
            await one.looks_away()
        await it_is(office, "2026-04-08 10:00")
        assert office.database("SELECT error FROM outbox WHERE status = 'unreachable'") == [("VK 901",)]
        await ivan.in_private.sees_nothing()
        await office.ticks(REMINDERS)
        await ivan.in_private.sees("Никто не взял в работу, срок вышел:", NUMBER)
        await office.ticks("сообщить об ошибках")
        await ivan.in_private.sees("Бот не может написать", f"[id{OLGA}|")
        await office.ticks("сообщить об ошибках")
        await ivan.in_private.sees_nothing()
        await it_is(office, "2026-04-09 08:00")
        await ivan.in_private.sees("Всё ещё просрочено:", NUMBER)

    async def test_a_department_whose_chat_is_gone(self, office: Office, mary: Person) -> None:
        """What VK refused comes to the moderators, what follows goes there at once, until the chat is there again."""
        ivan = office.moderator("Иван")
        await ivan.in_private.says("Здравствуйте")
        await ivan.in_private.looks_away()
        await mary.says("/передать 1 дороги")
        await mary.looks_away()
        chat = office.world.chats.pop(ROADS_CHAT)
        await it_is(office, "2026-04-08 10:00")
        await office.ticks(REMINDERS)
        await mary.sees("Никто не взял в работу, срок вышел:", NUMBER)
        await office.ticks("сообщить об ошибках")
        await ivan.in_private.sees("Отдел дорог")
        await it_is(office, "2026-04-09 08:00")
        await mary.sees("Всё ещё просрочено:", NUMBER)
        await office.ticks(REMINDERS)
        await mary.sees_nothing()
        await mary.says("/срочность 1 чп")
        await mary.looks_away()
        await office.ticks(REMINDERS)
        await mary.sees("ЧП, никто ещё не принял:", NUMBER)
        await mary.says("/срочность 1 обычно")
        await mary.looks_away()
        office.world.chats[ROADS_CHAT] = chat
        nikolay = office.person(NIKOLAY, ROADS_CHAT)
        await nikolay.says("/обращение 1")
        await nikolay.looks_away()
        await it_is(office, "2026-04-10 08:00")
        await nikolay.sees("Всё ещё просрочено:", NUMBER)
        await mary.sees_nothing()

    async def test_the_moderators_chat_is_gone(self, office: Office, mary: Person) -> None:
        """Each administrator is told instead."""
        ivan = office.moderator("Иван").in_private
        await ivan.says("Здравствуйте")
        await ivan.looks_away()
        del office.world.chats[MODERATORS_CHAT]
        await it_is(office, "2026-04-08 10:00")
        await office.ticks(REMINDERS)
        await ivan.sees("Никто не взял в работу, срок вышел:", NUMBER)
