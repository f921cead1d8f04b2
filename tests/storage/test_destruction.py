"""Destroying a person's data: the history's one narrow door, everybody else's words, and acts that nobody changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import Act, HistoryEntry, Status
from appeals.personal import Reason
from appeals.usecases.personal import DestroyData
from scheduler.destructions import DestroyWhatIsDue
from storage.destructions import Destructions
from storage.inbox import NewEvent
from storage.personal import HOLDS_WORDS, WORDLESS, DataAtRest
from tests.storage.store import SqliteStore, message
from tests.storage.town import BORIS, MARIA, filing, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW

BLANK = "UPDATE history SET text = '', attachments = '[]'"
STORY = [
    HistoryEntry(Act.COMMENTED, NOW, ANNA.vk_id, "Яма глубокая"),
    HistoryEntry(Act.ANSWERED, NOW, MARIA, "Засыпали"),
]


@pytest.fixture
async def town(store: SqliteStore) -> None:
    """Anna and Boris have an appeal each, with a story."""
    await prepare(store)
    for person in (ANNA.vk_id, BORIS):
        async with store.desk(person) as session:
            appeal = await filing(session)
            for entry in STORY:
                await session.history.add(appeal.id, replace(entry, actor_id=entry.actor_id and person))


async def destroy(store: SqliteStore, vk_id: int = ANNA.vk_id, reason: Reason = Reason.DEMAND) -> None:
    async with store.desk(vk_id) as session:
        await DestroyData(session, ADMINISTRATION)(person_of(session), reason, store.clock.now())


async def run(store: SqliteStore, sql: str) -> None:
    async with store.database.transaction() as transaction:
        await transaction.run(sql)
        await transaction.commit()


@pytest.mark.usefixtures("town")
class TestTheDoor:
    @pytest.mark.parametrize("sql", [BLANK, "UPDATE history SET text = 'x'", "DELETE FROM history"])
    async def test_without_an_act_it_is_shut(self, store: SqliteStore, sql: str) -> None:
        with pytest.raises(Exception, match="append-only"):
            await run(store, sql)

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM history",
            "DELETE FROM history WHERE text = ''",
            "UPDATE history SET text = 'Другое'",
            "UPDATE history SET text = ' '",
            """UPDATE history SET attachments = '[{"kind": "photo"}]'""",
            f"{BLANK}, act = 'taken'",
            f"{BLANK}, at = at + 1",
            f"{BLANK}, actor_id = 999",
            f"{BLANK}, actor_id = 0",
            f"{BLANK}, appeal_id = 2 WHERE appeal_id = 1",
            f"{BLANK}, id = id + 100",
            f"{BLANK}, community_id = 2",
            f"{BLANK} WHERE appeal_id = 2",
            "INSERT OR REPLACE INTO history SELECT * FROM history WHERE appeal_id = 2 AND text <> ''",
        ],
    )
    async def test_with_an_act_nothing_else_passes(self, store: SqliteStore, sql: str) -> None:
        await destroy(store)
        before = await store.database.read("SELECT * FROM history ORDER BY id")
        with pytest.raises(Exception, match=r"append-only|UNIQUE"):
            await run(store, sql)
        assert await store.database.read("SELECT * FROM history ORDER BY id") == before

    async def test_what_happens_after_the_act_stays(self, store: SqliteStore) -> None:
        await destroy(store)
        store.clock.moment += timedelta(minutes=1)
        async with store.desk(BORIS) as session:
            await session.history.add(1, HistoryEntry(Act.UNDELIVERED, store.clock.now(), 0, "после"))
        with pytest.raises(Exception, match="append-only"):
            await run(store, BLANK + " WHERE text = 'после'")

    @pytest.mark.parametrize("table", ["destructions", "destruction_log", "audit"])
    async def test_acts_and_the_journal_are_final(self, store: SqliteStore, table: str) -> None:
        await destroy(store)
        again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 - three constants
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET at = 0", again):  # noqa: S608 - three constants
            with pytest.raises(Exception, match=r"final|append-only"):
                await run(store, sql)


async def test_every_table_is_thought_of(store: SqliteStore) -> None:
    """A new table holds people's words, and `destroy` takes them out of it, or it holds none."""
    rows = await store.database.read("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {row[0] for row in rows} == HOLDS_WORDS | WORDLESS
    assert not HOLDS_WORDS & WORDLESS


@pytest.mark.usefixtures("town")
class TestDestroy:
    async def test_the_neighbour_keeps_everything(self, store: SqliteStore) -> None:
        before = [await _neighbour(store, sql) for sql in _NEIGHBOUR]
        await destroy(store)
        assert [await _neighbour(store, sql) for sql in _NEIGHBOUR] == before

    async def test_it_is_one_transaction(self, store: SqliteStore) -> None:
        before = await store.database.read("SELECT * FROM appeals")
        async with store.work() as unit:
            session = unit.session(await store.standing(unit))
            await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
            await unit.keep(session, None)  # killed before the commit
        assert await store.database.read("SELECT * FROM appeals") == before
        assert await store.database.read("SELECT * FROM destructions") == []
        assert await Destructions(store.database, COMMUNITY).unfinished() == []

    async def test_open_appeals_end_and_others_keep_their_status(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            second = await filing(session, id=2)
            await session.appeals.save(replace(second, status=Status.ANSWERED, rating=None))
        await destroy(store)
        rows = await store.database.read("SELECT status, erased_at IS NOT NULL FROM appeals ORDER BY id")
        assert [tuple(row) for row in rows] == [("withdrawn", 1), ("new", 0), ("answered", 1)]

    async def test_others_read_in_the_same_transaction_begin_anew(self, store: SqliteStore) -> None:
        async with store.work() as unit:
            session = unit.session(await store.standing(unit))
            await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
            assert unit.forgotten == {ANNA.vk_id}

    async def test_queues_lose_what_is_about_the_person_and_nothing_else(self, store: SqliteStore) -> None:
        await store.inbox().accept(
            [
                NewEvent(f"e{lane}", "message_new", lane, f'{{"object": {{"from_id": {lane}}}}}')
                for lane in (101, BORIS)
            ],
            None,
            NOW,
        )
        await run(store, "UPDATE inbox SET status = 'failed', error = 'сломалось'")
        async with store.desk(BORIS) as session:
            for text in ("№ 2026-000002", f"[id{ANNA.vk_id}|Анна] пишет", "Анна Примерова пишет"):
                session.call(message(text, MARIA))
        await destroy(store)
        assert [row[0] for row in await store.database.read("SELECT body FROM inbox ORDER BY id")] == [
            "{}",
            f'{{"object": {{"from_id": {BORIS}}}}}',
        ]
        # A namesake may be meant by a name alone: what is still to be sent isn't taken for that.
        assert [one for one in await store.said() if "Данные" not in str(one)] == [
            "№ 2026-000002",
            "Анна Примерова пишет",
        ]

    async def test_the_copy_of_somebody_forgotten_is_none(self, store: SqliteStore) -> None:
        data = DataAtRest(store.database, COMMUNITY)
        held = await data.of(ANNA.vk_id)
        assert held is not None
        assert [told.appeal.number.sequence for told in held.appeals] == [1]
        await destroy(store)
        assert await data.of(ANNA.vk_id) is None


@pytest.mark.usefixtures("town")
async def test_a_withdrawn_consent_runs_out(store: SqliteStore) -> None:
    async with store.desk() as session:
        await session.personal.withdraw(person_of(session), NOW, NOW + timedelta(days=30))
    rung: list[str] = []
    tick = DestroyWhatIsDue(
        store.database,
        COMMUNITY,
        store.clock,
        store.voice(MARIA, lambda: rung.append("calls")),
        administration=ADMINISTRATION,
        on_destroyed=lambda: rung.append("destroyed"),
    )
    assert await tick() == 0
    store.clock.moment = NOW + timedelta(days=30)
    assert await tick() == 1
    assert await tick() == 0
    assert rung == ["calls", "destroyed"]
    rows = await store.database.read("SELECT vk_id, reason, asked_at, at - asked_at FROM destructions")
    assert [tuple(row) for row in rows] == [(ANNA.vk_id, "withdrawal", 1795510800000, 30 * 86_400_000)]
    assert len(await store.said()) == 1


_NEIGHBOUR = (
    "SELECT * FROM appeals WHERE citizen_id = 2",
    "SELECT * FROM history WHERE appeal_id = 2",
    "SELECT * FROM citizens WHERE id = 2",
    "SELECT * FROM consents WHERE vk_id = 102",
    "SELECT * FROM contents WHERE id IN (SELECT content_id FROM appeal_contents WHERE appeal_id = 2)",
    "SELECT * FROM appeal_contents WHERE appeal_id = 2",
)


async def _neighbour(store: SqliteStore, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await store.database.read(sql)]
