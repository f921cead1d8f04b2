"""Version 2 from a version-1 file with people in it: nothing changes for what is there, leads find their place."""

import sqlite3
from contextlib import closing
from pathlib import Path

import orjson

from appeals.model import Answer, Channel, Telling
from appeals.usecases.leads import HandOverNumbers, OweNumber
from bot.export import export_lines
from storage import migrations
from storage.outbox import Call, Finished
from tests.storage.store import SqliteStore
from tests.unit.samples import ANNA, NOW, new_appeal

OLD_ROWS = """
INSERT INTO citizens (id, community_id, vk_id, first_name, last_name, consent_version)
VALUES (1, 1, 101, 'Анна', 'Примерова', '1.0');
INSERT INTO appeals (id, community_id, year, sequence, citizen_id, channel, status, category, text, contact, filed_at,
                     react_by, due_at, origin)
VALUES (7, 1, 2026, 123, 1, 'dialog', 'new', 'roads', 'Яма', '', 1, 2, 3, 'draft:1:555');
INSERT INTO history (community_id, appeal_id, act, at, actor_id) VALUES (1, 7, 'filed', 1, 101);
INSERT INTO outbox (id, community_id, peer_id, priority, method, params, appeal_id, created_at)
VALUES (5, 1, 101, 1, 'messages.send', '{"message": "Взяли в работу"}', 7, 1);
"""


def version_1(path: Path) -> None:
    """The file that the first version of the program leaves behind."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(migrations.migrations()[1] + OLD_ROWS + "PRAGMA user_version = 1;")


async def test_an_older_file_goes_on(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    version_1(store.path)
    await store.open()
    try:
        async with store.desk() as session:
            appeal = await session.appeals.get(7)
            assert appeal is not None
            assert (appeal.text, appeal.number_told, appeal.told_name, appeal.answers, appeal.source) == (
                *("Яма", True, "", (), ""),
            )
            assert [entry.act for entry in await session.history.of(7)] == ["filed"]
            assert not session.standing.is_owed_number
            lead = new_appeal(
                await session.appeals.next_number(2026),
                channel=Channel.LEAD_FORM,
                origin="lead:1",
                told_name="Примерова Анна",
                answers=(Answer("Возраст", "35"),),
                source="Яма на дороге",
            )
            assert (await session.appeals.add(lead)).answers == lead.answers
        # What waited to be sent is sent, and its refusal is no debt of a number.
        (call,) = await store.waiting_calls()
        await store.outbox().finish([Finished(call.id, "unreachable", "VK 901")], [], [ANNA.vk_id], NOW)
        (event,) = await store.waiting_events()
        assert event.body.endswith('"tells":null}')
    finally:
        await store.close()
    assert store.path.with_name(f"{store.path.name}.v1.bak").exists()
    old, lead_line = (orjson.loads(line) for line in export_lines(store.path, failed=False))
    assert (old["told_name"], old["answers"], old["source"], old["number_told"]) == ("", [], "", True)
    assert (lead_line["told_name"], lead_line["source"]) == ("Примерова Анна", "Яма на дороге")
    assert lead_line["answers"] == [{"question": "Возраст", "text": "35"}]


async def test_a_number_is_owed_until_it_is_told(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        appeal = await session.appeals.add(new_appeal(await session.appeals.next_number(2026), origin="lead:1"))
        call = Call(ANNA.vk_id, 1, "messages.send", {"message": "№"}, appeal.id, tells=Telling.NUMBER)
        session.call(call)
    assert not (await store.stands()).is_owed_number, "on its way"
    (waiting,) = await store.waiting_calls()
    await store.outbox().finish([Finished(waiting.id, "unreachable", "VK 901")], [], [ANNA.vk_id], NOW)
    (event,) = await store.waiting_events()
    assert event.body.endswith('"tells":"number"}')
    async with store.desk() as session:
        await OweNumber(session)(appeal, NOW)
    assert (await store.stands()).is_owed_number
    assert not (await store.stands(102)).is_owed_number
    async with store.desk() as session:
        (handed,) = await HandOverNumbers(session)(session.standing.citizen or ANNA, NOW)
        assert (handed.id, handed.number_told) == (appeal.id, True)
    assert not (await store.stands()).is_owed_number
    async with store.desk() as session:
        assert await HandOverNumbers(session)(session.standing.citizen or ANNA, NOW) == []
        acts = [entry.act for entry in await session.history.of(appeal.id)]
        assert acts == ["undelivered", "number_told"]


async def test_a_number_on_its_way_is_still_one_after_the_update(tmp_path: Path) -> None:
    """Version 3 marked what tells a number; later ones mark what tells anything."""
    store = SqliteStore(tmp_path)
    version_1(store.path)
    scripts = migrations.migrations()
    with closing(sqlite3.connect(store.path)) as connection:
        marked = "UPDATE outbox SET tells_number = 1; PRAGMA user_version = 3;"
        connection.executescript(scripts[2] + scripts[3] + marked)
    await store.open()
    try:
        (call,) = await store.waiting_calls()
        await store.outbox().finish([Finished(call.id, "unreachable", "VK 901")], [], [ANNA.vk_id], NOW)
        (event,) = await store.waiting_events()
        body = orjson.loads(event.body)
        assert (body["tells"], body["message_id"], body["again"]) == ("number", call.id, 0)
    finally:
        await store.close()
