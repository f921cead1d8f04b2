"""Every button that people have in a busy office, sent by somebody whose role isn't enough for it."""

from typing import Any

import orjson
import pytest

from appeals.model import Role
from appeals.rights import RIGHTS, Right
from handlers.desk import PRESSES
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_desk_rights import REFUSED
from tests.dialogues.test_outages import DECLARATION, NO_LIGHT
from tests.dialogues.test_reminders import REMINDERS
from tests.dialogues.test_routing import DEPARTMENTS, WORDS

Payload = dict[str, Any]

AT_ONCE = 25
"""Payloads that are sent without waiting for what comes of them: quick, and still soon at rest."""

OF_CITIZENS = (
    *("clarify", "resolved", "partly", "unresolved", "rate", "nowords", "about", "add", "open", "other"),
    *("other_matter", "auto_helped", "auto_send", "confirm", "draft_drop", "draft_resume"),
)
"""Buttons of citizens that are about something of theirs."""

OF_WORDS = (
    *("answer_send", "answer_edit", "answer_drop", "template_use", "photos_citizen", "photos_after", "correct"),
    *("correct_drop", "split_more", "reg", "announce"),
)
"""Buttons under what somebody is writing: nobody else's."""


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """A busy office: everything that can be pressed stands somewhere, and three colleagues are writing."""
    office = await open_office(departments=DEPARTMENTS)
    mary, ivan, anna = office.moderator("Мария"), office.moderator("Иван"), office.citizen("Анна")
    nikolay = office.person(104, MODERATORS_CHAT + 1)
    await anna.files("Яма у подъезда, звоните 8 900 000-00-00.", photos=1)
    for text in ("Фонарь не горит.", "Лавка сломана.", "Урны нет."):
        await anna.files(text)
    post = office.world.publish("С добрым утром!")
    office.world.comment(102, post.id, "Третью неделю на Садовой темно, когда почините?")
    await said(mary, "/передать 1 дороги", "/шаблон добавить Яма: Засыпали.", DECLARATION)
    await said(mary, "/автоответ добавить Баня\nВопросы: когда работает баня\nОтвет: С 9 до 21.", "/перегрузка")
    await office.citizen("Борис").files(NO_LIGHT)
    await said(mary, "/авария 1 закончилась Свет есть.")
    await said(ivan, "/настройки", "/контроль 2")
    await ivan.does("/ответ 3 Починим до 20 апреля.")
    await said(ivan, "/обещания", "/обращения", "/поиск яма")
    await ivan.presses("Включить")
    await mary.does("/ответ 2 Фонарь починили 6 апреля.")
    await said(mary, "/срочность 4 чп", "/отклонить 4", "/тема 4", "/передать 4", "/отдать 4", "/заметка 4 Звонили.")
    await office.ticks(REMINDERS)
    await said(ivan, "/объявление завтра в 12:00 всем: Первое.")
    await ivan.presses("Запланировать")
    await said(ivan, "/объявление завтра в 13:00 всем: Второе.")
    await said(mary, "/ответ 4 Урну поставили 6 апреля.")
    await said(nikolay, "/уточнить 1 Какой подъезд?")
    for vk_id, words in ((103, "/объединить 4 2"), (102, "/новое")):
        await said(ivan, f"/сотрудник @id{vk_id} модератор")
        await said(office.person(vk_id, -office.group_id).in_chat(MODERATORS_CHAT), words)
    for one in (mary, ivan, anna, nikolay):
        await one.looks_away()
    return office


async def said(person: Person, *words: str) -> None:
    for one in words:
        await person.looks_away()
        await person.says(one)
    await person.looks_away()


async def semyon(office: Office, role: Role | None) -> Person:
    """Somebody who has had nothing to do with any of that, in the moderators' chat."""
    person = office.citizen("Семён")
    await person.says("Начать")
    await person.looks_away()
    if role is not None:
        words = "исполнитель водоканал" if role is Role.EXECUTOR else WORDS[role]
        await office.moderator("Иван").says(f"/сотрудник @id{person.vk_id} {words}")
    await person.looks_away()
    return person.in_chat(MODERATORS_CHAT)


def real_payloads(office: Office) -> list[Payload]:
    """What stands behind every button that anybody has."""
    found = {}
    for conversation in office.world.conversations.values():
        for message in conversation.messages:
            for row in (message.keyboard or {"buttons": []})["buttons"]:
                for button in row:
                    if payload := button["action"].get("payload"):
                        found[str(payload)] = orjson.loads(payload)
    return list(found.values())


def guessed(names: tuple[str, ...] | list[str]) -> list[Payload]:
    """What a person may guess: every button with every number that means something."""
    given = {"to": 102, "d": "roads", "c": "light", "p": 1, "a": 1, "o": 1, "s": "approval", "v": 1, "t": 1, "u": 1}
    return [
        {**given, "do": name, "n": n, "r": 0 if n == 1 else 1, "m": 5, "f": "", "k": n, "w": "1"}
        for name in names
        for n in range(1, 6)
    ]


def stands(office: Office, besides: Person) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the office knows and does, but for what this person has in hand and what is on its way."""
    tables = [row[0] for row in office.database("SELECT name FROM sqlite_master WHERE type = 'table'")]
    moving = {
        "inbox",
        "outbox",
        "audit",
        "communities",
        "sqlite_sequence",
        "citizens",
        "drafts",
        "unindexed",
        "unplanned",
        "dialogs",
    }
    told = {table: office.database(f"SELECT * FROM {table}") for table in tables if table not in moving}  # noqa: S608
    own = "SELECT * FROM {} WHERE vk_id <> ?"
    told["drafts"] = office.database(own.format("drafts"), besides.vk_id)
    told["reminders"] = office.database("SELECT * FROM reminders WHERE kind <> 'draft'")
    told["dialogs"] = office.database("SELECT * FROM dialogs WHERE user_id <> ?", besides.vk_id)
    return told


async def forge(office: Office, person: Person, payloads: list[Payload]) -> list[str]:
    """Press all of it, in the chat and in private, as a callback and as words; what the presses were answered."""
    await office.settles()
    before, world = len(office.world.snackbars(person.vk_id)), office.world
    for number, payload in enumerate(payloads):
        for peer_id in (person.peer_id, person.vk_id):
            world._press_callback(person.vk_id, peer_id, orjson.dumps(payload).decode(), None)
        for peer_id in (person.peer_id, -office.group_id):
            world.say(person.vk_id, peer_id, "кнопка", payload=payload)
        if number % AT_ONCE == 0:
            await office.settles()
    await office.settles()
    told = [one.text for one in world.snackbars(person.vk_id)[before:]]
    assert len(told) == 2 * len(payloads)
    return told


def refused(told: list[str]) -> int:
    return sum(any(word in words for word in REFUSED) for words in told)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXECUTOR, None])
async def test_who_may_do_nothing_here_does_nothing(office: Office, role: Role | None) -> None:
    """Who only reads, who works in another department, a citizen."""
    person = await semyon(office, role)
    rights = RIGHTS[role] if role is not None else frozenset()
    real = real_payloads(office)
    assert len(PRESSES.keys() - {one.get("do") for one in real}) < len(PRESSES) / 2, "the office isn't that busy"
    payloads = [*real, *guessed([*PRESSES, *OF_CITIZENS])]
    before, sends = stands(office, person), len(office.world.sends)
    told = await forge(office, person, payloads)
    after = stands(office, person)
    for table, rows in before.items():
        assert after[table] == rows, table
    forbidden = [one for one in payloads if (press := PRESSES.get(one.get("do", ""))) and press.right not in rights]
    assert refused(told) >= 2 * len(forbidden)
    to_others = {peer for one in office.world.sends[sends:] for peer in [one.peer_id]} - {person.vk_id, MODERATORS_CHAT}
    assert to_others == set()


async def test_a_moderator_does_not_do_what_is_the_heads(office: Office) -> None:
    person = await semyon(office, Role.MODERATOR)
    names = [one.name for one in PRESSES.values() if one.right not in RIGHTS[Role.MODERATOR]]
    assert {PRESSES[name].right for name in names} == {Right.APPROVE, Right.CONTROL, Right.SETTINGS, Right.ANNOUNCE}
    payloads = [one for one in real_payloads(office) if one.get("do") in names]
    assert {one["do"] for one in payloads} >= {
        "approve",
        "return",
        "switch",
        "announce",
        "announce_cancel",
    }
    before = stands(office, person)
    told = await forge(office, person, [*payloads, *guessed(names)])
    assert stands(office, person) == before
    assert refused(told) == len(told)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
async def test_nobody_sends_what_somebody_else_is_writing(office: Office, role: Role) -> None:
    """The right is there, the words are a colleague's."""
    person = await semyon(office, role)
    payloads = [one for one in real_payloads(office) if one.get("do") in OF_WORDS]
    assert {one["do"] for one in payloads} >= {"answer_send", "answer_edit", "answer_drop", "announce"}
    before = stands(office, person)
    await forge(office, person, payloads)
    after = stands(office, person)
    for table, rows in before.items():
        assert after[table] == rows, table
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.presses("Отправить")
    await mary.sees("на согласование")


COMMANDS = (
    *("/авария 1 закончилась Свет есть.", "/авария 1 до 23:00", "/авария Нет воды; весь город; до 23:00"),
    *("/автоответ удалить Баня", "/автоответ изменить Баня\nОтвет: Закрыта.", "/автоответ добавить Каток\nОтвет: Да."),
    *("/шаблон удалить Яма", "/шаблон добавить Лужа: Откачали.", "/настройки", "/перегрузка включить", "/новое"),
    *("/объявление сейчас всем: Чужое.", "/объявления", "/сотрудник @id102 администратор", "/контроль 2", "/журнал 2"),
    *("/ответ 1 Чужое.", "/ответ 4 Чужое.", "/уточнить 1 Где?", "/отклонить 1 Нет.", "/передать 1 водоканал"),
    *("/взять 1", "/срочность 1 чп", "/продлить 1 30 апреля ждём", "/переслать 1 Росавтодор: не наше", "/отменить 4"),
    *("/объединить 1 4", "/разделить 1", "/открыть 3 Снова.", "/заметка 1 Чужое.", "/адрес 1 ул. Ленина, 1"),
)
"""What changes something, in one line, about what is another's."""


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXECUTOR, None])
async def test_no_command_changes_what_is_anothers(office: Office, role: Role | None) -> None:
    person = await semyon(office, role)
    before, sends = stands(office, person), len(office.world.sends)
    for command in COMMANDS:
        await said(person, command)
        for conversation in (person, person.in_private):
            await said(conversation, "/отмена" if role else "Отмена")
    after = stands(office, person)
    for table, rows in before.items():
        assert after[table] == rows, table
    assert {one.peer_id for one in office.world.sends[sends:]} <= {person.vk_id, MODERATORS_CHAT}
