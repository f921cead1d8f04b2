"""Events that can't be read or handled end as failed with their JSON and reason, told once; nobody else waits."""

import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any

import pytest

import bot.delivery.verdicts
from bot import ticking
from sandbox import Sandbox, World
from tests.e2e.audit import rows
from tests.e2e.inside import at_work
from tests.e2e.people import PRIVATE, Citizen
from tests.e2e.process import CHAT, eventually

UNREADABLE: list[tuple[str, Any]] = [
    ("message_new", {"message": {"text": "Нет отправителя"}}),
    ("message_new", {"message": {"from_id": "кто-то", "peer_id": 101, "text": "Имя вместо номера"}}),
    ("message_new", None),
    ("message_new", [1, 2, 3]),
    ("message_event", {"user_id": 101, "peer_id": 101}),
    ("message_event", {"user_id": 101, "peer_id": None, "event_id": "x"}),
    ("message_allow", {"user_id": None}),
    ("message_new", {"message": {"from_id": True, "peer_id": 101, "text": "Не номер"}}),
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "priemnaya.db"


def office(sandbox: Sandbox, database: Path) -> AbstractAsyncContextManager[None]:
    return at_work(sandbox.api_url, sandbox.token, database)


@pytest.fixture(autouse=True)
def _quick_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "REPORT_EVERY", 0.2)
    monkeypatch.setattr(bot.delivery.verdicts, "_RETRY_LATER", (0.5, 1.0))


def told(world: World, peer: int, what: str) -> list[str]:
    conversation = world.conversations.get(peer)
    return [message.text for message in conversation.messages if what in message.text] if conversation else []


@pytest.mark.parametrize("written", [True, False], ids=["to the administrator", "to the chat"])
async def test_unreadable_events(written: bool, sandbox: Sandbox, database: Path) -> None:
    world, anna = sandbox.world, Citizen(sandbox, 101)
    administrator = 202
    async with office(sandbox, database):
        await anna.say("Здравствуйте", "Это приёмная")
        if written:
            await Citizen(sandbox, administrator).say("Здравствуйте", "Это приёмная")
        for kind, body in UNREADABLE:
            world.inject(kind, body)
        await anna.press("Контакты", "Администрация")
        peer = administrator if written else CHAT
        await world.wait_for(lambda: told(world, peer, "Не удалось обработать"), 10)
        # Two further ticks say nothing more of the same.
        await anna.press("Частые вопросы", "интересует")
        await eventually(lambda: rows(database, "SELECT 1 FROM inbox WHERE status = 'waiting'") == [])
        reports = told(world, administrator, "Не удалось обработать") + told(world, CHAT, "Не удалось обработать")
    counted = sum(int(report.split("событий: ")[1].split()[0]) for report in reports)
    failed = rows(database, "SELECT type, error, body FROM inbox WHERE status = 'failed' ORDER BY id")
    assert [kind for kind, _, _ in failed] == [kind for kind, _ in UNREADABLE]
    assert all(error and body for _, error, body in failed)
    assert counted == len(UNREADABLE)
    assert rows(database, "SELECT 1 FROM inbox WHERE status = 'failed' AND reported_at IS NULL") == []


async def test_a_draft_that_cannot_be_read_stops_only_its_own_person(sandbox: Sandbox, database: Path) -> None:
    anna, pyotr = Citizen(sandbox, 101), Citizen(sandbox, 102)
    async with office(sandbox, database):
        for one in (anna, pyotr):
            await one.say("Здравствуйте", "Это приёмная")
            await one.press("Подать обращение", "согласие")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute('UPDATE drafts SET body = \'{"from": "another version"}\' WHERE vk_id = 101')
    sandbox.world.say(101, PRIVATE, "Что-нибудь")
    sandbox.world.say(102, PRIVATE, "Согласен")
    async with office(sandbox, database):
        await pyotr.answered("О чём обращение?", 3)
        await eventually(lambda: rows(database, "SELECT lane FROM inbox WHERE status = 'failed'") == [(101,)])
        await pyotr.press("Дороги и тротуары", "что случилось")


async def test_a_call_that_vk_refuses_is_told_once(sandbox: Sandbox, database: Path) -> None:
    world, anna, pyotr = sandbox.world, Citizen(sandbox, 101), Citizen(sandbox, 102)
    async with office(sandbox, database):
        await pyotr.say("Здравствуйте", "Это приёмная")
        sandbox.faults.add("error", code=100, times=1, method="messages.send")
        world.say(anna.id, PRIVATE, "Здравствуйте")
        await world.wait_for(lambda: told(world, CHAT, "ВКонтакте не принял сообщений: 1"), 10)
        await pyotr.press("Контакты", "Администрация")
        # What was refused is over: the next words to the same person go out.
        world.say(anna.id, PRIVATE, "Контакты")
        await anna.answered("Администрация", 1)
    assert len(told(world, CHAT, "ВКонтакте не принял сообщений")) == 1
    assert rows(database, "SELECT error FROM outbox WHERE status = 'failed'") == [("VK 100",)]
    assert sandbox.faults.active() == []


async def test_vk_asks_to_come_again(sandbox: Sandbox, database: Path) -> None:
    async with office(sandbox, database):
        for person, code in ((101, 6), (102, 9), (103, 10)):
            sandbox.faults.add("error", code=code, times=1, method="messages.send")
            sandbox.world.say(person, PRIVATE, "Здравствуйте")
            await sandbox.world.wait_for(lambda: not sandbox.faults.active(), 10)
        for person in (101, 102, 103):
            await Citizen(sandbox, person).answered("Это приёмная", 1)
        await eventually(lambda: not rows(database, "SELECT 1 FROM outbox WHERE status = 'waiting'"))
    assert sorted(send.peer_id for send in sandbox.world.sends) == [101, 102, 103]


async def test_one_message_that_vk_never_takes_stops_nobody_else(sandbox: Sandbox, database: Path) -> None:
    """Each request that holds the one message fails: the others must find their way around it."""
    others = [Citizen(sandbox, id) for id in (102, 103, 104)]

    def poisoned(form: dict[str, str]) -> bool:
        return "Анна" in form.get("message", "") or "Анна" in form.get("code", "")

    answer = sandbox.api.answer

    def broken(method: str, form: dict[str, str]) -> dict[str, object]:
        if poisoned(form):
            sandbox.faults.add("lost_response", times=1, method=method)
            return {}
        return answer(method, form)

    sandbox.api.answer = broken  # type: ignore[method-assign] # a VK that dies of one message
    async with office(sandbox, database):
        sandbox.world.say(101, PRIVATE, "Здравствуйте")
        for other in others:
            sandbox.world.say(other.id, PRIVATE, "Здравствуйте")
        for other in others:
            await other.answered("Это приёмная", 1)
        await others[0].press("Контакты", "Администрация")
    assert rows(database, "SELECT peer_id FROM outbox WHERE status = 'waiting'") == [(101,)]
