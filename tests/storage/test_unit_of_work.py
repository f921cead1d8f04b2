"""The unit of work: what belongs together commits together, or not at all."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.draft import Draft
from appeals.model import Place
from storage.outbox import Finished
from storage.unit import Standing
from tests.storage.people import file
from tests.storage.store import SqliteStore, event, message
from tests.unit.samples import ANNA, NOW, PHOTO, new_appeal

DRAFT = Draft(555, NOW, "roads", "Яма\n«🙂»", Place("Садовая", 55.5, 37.5), (PHOTO,), True, "", editing=True)


class Boom(Exception):
    pass


async def leave_traces(store: SqliteStore, *, commit: bool) -> None:
    async with store.work() as unit:
        (stored,) = await store.waiting_events()
        session = unit.session(await store.standing(unit))
        assert session.standing.citizen is not None
        filed = await session.appeals.add(new_appeal(await session.appeals.next_number(2026), session.standing.citizen))
        session.state, session.payload, session.draft = "Filing:text", {"n": 1}, DRAFT
        session.card_shown(filed.id, 2_000_000_001, session.call(message("Принято")))
        await unit.keep(session, stored.id)
        if commit:
            await unit.commit()


@pytest.mark.parametrize("commit", [True, False])
async def test_all_or_nothing(store: SqliteStore, commit: bool) -> None:
    await store.introduce(ANNA.vk_id)
    await store.inbox().accept([event(1)], "1", NOW)
    await leave_traces(store, commit=commit)
    await store.reopen()
    stands = await store.stands()
    traces = (
        stands.state,
        stands.payload,
        stands.draft,
        await store.said(),
        await store.inbox().counts(),
        await tables(store),
    )
    if commit:
        assert traces == ("Filing:text", {"n": 1}, DRAFT, ["Принято"], {"done": 1}, (1, 1, 1))
    else:
        assert traces == (None, {}, None, [], {"waiting": 1}, (0, 0, 0))


async def tables(store: SqliteStore) -> tuple[int, ...]:
    rows = await store.database.read(
        "SELECT (SELECT count(*) FROM appeals), (SELECT count(*) FROM cards), (SELECT count(*) FROM counters)"
    )
    return tuple(rows[0])


async def test_an_error_undoes_everything(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)

    async def fail() -> None:
        async with store.desk() as session:
            await session.appeals.next_number(2026)
            session.call(message("Принято"))
            raise Boom

    with pytest.raises(Boom):
        await fail()
    assert await store.said() == []
    async with store.desk() as session:
        assert (await session.appeals.next_number(2026)).sequence == 1, "a number that was undone is given again"


async def test_one_event_undone_leaves_the_others(store: SqliteStore) -> None:
    people = (101, 102, 103)
    await store.introduce(*people)
    await store.inbox().accept([event(number, lane=number) for number in people], "1", NOW)
    async with store.work() as unit:
        for stored in await store.waiting_events():
            session = unit.session(await store.standing(unit, stored.lane))
            session.call(message(f"Здравствуйте, {stored.lane}", stored.lane))
            session.state = "Visitor:menu"
            citizen = session.standing.citizen
            assert citizen is not None
            await session.citizens.give_consent(citizen, "1.0", "https://example.ru", NOW)
            if stored.lane == 102:
                await unit.undo(session)
                unit.fail(stored, "Boom", final=False)
            else:
                await unit.keep(session, stored.id)
        calls = await unit.commit()
    assert [call.peer_id for call in calls] == [101, 103]
    assert await store.said() == ["Здравствуйте, 101", "Здравствуйте, 103"]
    assert [(one.lane, one.attempts) for one in await store.waiting_events()] == [(102, 1)]
    stands = [await store.stands(person) for person in people]
    assert [one.state for one in stands] == ["Visitor:menu", None, "Visitor:menu"]
    assert [one.citizen and one.citizen.consent_version for one in stands] == ["1.0", None, "1.0"]


async def test_two_events_of_one_batch_share_the_card(store: SqliteStore) -> None:
    """Each would send a card of its own if what the first has shown were known only after the commit."""
    chat, later = 2_000_000_001, NOW - timedelta(hours=23)
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        filed = await file(session)
    async with store.work() as unit:
        first = unit.session(Standing(ANNA.vk_id, ANNA.vk_id))
        shown = first.call(message("карточка", chat))
        first.card_shown(filed.id, chat, shown)
        undone = unit.session(Standing(102, 102))
        undone.card_shown(filed.id, chat, undone.call(message("другая", chat)))
        await unit.keep(first, None)
        await unit.undo(undone)
        second = unit.session(Standing(103, 103))
        assert await second.card_of(filed.id, chat, later) == shown
        second.card_gone(filed.id, chat)
        await unit.keep(second, None)
        third = unit.session(Standing(104, 104))
        assert await third.card_of(filed.id, chat, later) is None
        assert await third.card_peers(filed.id) == []
        await unit.commit()
    async with store.desk() as session:
        assert await session.card_peers(filed.id) == []


BROKEN = "INSERT INTO settings (community_id, name, value) VALUES (1, NULL, '1')"
SETTING = "INSERT INTO settings (community_id, name, value) VALUES (1, ?, '1')"


async def test_a_write_that_is_refused_blames_its_own_event(store: SqliteStore) -> None:
    """It goes with the next statement that returns rows, or when the event is kept, never with somebody else's."""
    async with store.work() as unit:
        for name in ("first", "refused at once", "refused when kept", "last"):
            session = unit.session(await store.standing(unit))
            await session.write(SETTING, (name,))
            if name.startswith("refused"):
                await session.write(BROKEN)
                with pytest.raises(sqlite3.IntegrityError):
                    await (session.read("SELECT 1") if name.endswith("once") else unit.keep(session, None))
                await unit.undo(session)
            else:
                await unit.keep(session, None)
        await unit.commit()
    assert [row[0] for row in await store.database.read("SELECT name FROM settings ORDER BY name")] == [
        "first",
        "last",
    ]


async def test_what_was_written_is_read_in_the_same_event(store: SqliteStore) -> None:
    async with store.desk() as session:
        await session.write(SETTING, ("a",))
        await session.write(SETTING, ("b",))
        assert [row[0] for row in await session.read("SELECT name FROM settings ORDER BY name")] == ["a", "b"]
        await session.write("DELETE FROM settings WHERE name = 'a'")
    assert [row[0] for row in await store.database.read("SELECT name FROM settings")] == ["b"]


@pytest.mark.parametrize("run", [True, False])
async def test_a_part_inside_a_part_is_undone_alone(store: SqliteStore, run: bool) -> None:
    """Whether it had been run by then or not."""
    async with store.work() as unit:
        whole = unit.session(await store.standing(unit))
        await whole.write(SETTING, ("whole",))
        part = unit.session(Standing(0, 0))
        await part.write(SETTING, ("part",))
        if run:
            await part.read("SELECT 1")
        await unit.undo(part)
        await unit.keep(whole, None)
        await unit.commit()
    assert [row[0] for row in await store.database.read("SELECT name FROM settings")] == ["whole"]


async def test_an_undone_event_that_wrote_nothing_itself(store: SqliteStore) -> None:
    async with store.work() as unit:
        undone = unit.session(await store.standing(unit, 101))
        kept = unit.session(await store.standing(unit, 102))
        undone.call(message("нет"))
        await unit.undo(undone)
        kept.call(message("да"))
        await unit.keep(kept, None)
        await unit.commit()
    assert await store.said() == ["да"]


async def test_a_savepoint_after_an_undone_one(store: SqliteStore) -> None:
    """What is undone in the middle takes nothing of what was kept before and after."""
    await store.introduce(ANNA.vk_id)
    numbers = []
    async with store.work() as unit:
        for undone in (False, True, False, True, False):
            session = unit.session(await store.standing(unit))
            numbers.append((await session.appeals.next_number(2026)).sequence)
            await (unit.undo(session) if undone else unit.keep(session, None))
        await unit.commit()
    assert numbers == [1, 2, 2, 3, 3]


async def test_ids_of_the_outbox_skip_what_was_undone(store: SqliteStore) -> None:
    async with store.work() as unit:
        undone, kept = unit.session(await store.standing(unit)), unit.session(await store.standing(unit))
        lost, first = undone.call(message("нет")), kept.call(message("да"))
        await unit.undo(undone)
        await unit.keep(kept, None)
        await unit.commit()
    async with store.desk() as session:
        second = session.call(message("и ещё"))
    assert [call.id for call in await store.waiting_calls()] == [first, second]
    assert len({lost, first, second}) == 3


async def test_a_message_is_rewritten_by_the_id_it_will_have(store: SqliteStore) -> None:
    async with store.desk() as session:
        shown = session.call(message("карточка"))
        session.call(replace(message("новая карточка"), method="messages.edit", edits_id=shown))
    assert [call.edits_id for call in await store.waiting_calls()] == [None, shown]


async def test_a_state_is_kept_by_person_and_conversation(store: SqliteStore) -> None:
    chat = 2_000_000_001
    async with store.work() as unit:
        for peer_id, vk_id, state in ((chat, 201, "AtDesk:answering"), (chat, 202, "AtDesk:asking"), (201, 201, "m")):
            session = unit.session(await store.standing(unit, vk_id, peer_id))
            session.state = state
            await unit.keep(session, None)
        await unit.commit()
    assert (await store.stands(201, chat)).state == "AtDesk:answering"
    assert (await store.stands(202, chat)).state == "AtDesk:asking"
    assert (await store.stands(201)).state == "m"
    assert (await store.stands(203, chat)).state is None


async def test_leaving_a_state_and_dropping_a_draft(store: SqliteStore) -> None:
    async with store.desk() as session:
        session.state, session.draft = "Filing:text", DRAFT
    async with store.desk() as session:
        assert (session.state, session.draft) == ("Filing:text", DRAFT)
        session.state, session.draft = None, None
    stands = await store.stands()
    assert (stands.state, stands.draft) == (None, None)


async def test_many_standings_at_once(store: SqliteStore) -> None:
    await store.introduce(101)
    async with store.work() as unit:
        known = await unit.load([(101, 101), (2_000_000_001, 101), (102, 102), (-1, 5)])
        assert await unit.load([]) == {}
    assert list(known) == [(101, 101), (2_000_000_001, 101), (102, 102), (-1, 5)]
    assert [one.citizen is not None for one in known.values()] == [True, True, False, False]


async def test_what_was_said_last(store: SqliteStore) -> None:
    assert (await store.stands()).last_message is None
    async with store.desk() as session:
        first = session.call(message("один"))
    waiting = (await store.stands()).last_message
    assert waiting is not None
    assert not waiting.sent
    await store.outbox().finish([Finished(first, "sent", None, 12)], [], [], NOW)
    async with store.desk() as session:
        session.call(replace(message("правка"), method="messages.edit"))
    sent = (await store.stands()).last_message
    assert sent is not None
    assert (sent.sent, sent.conversation_message_id, sent.finished_at) == (True, 12, NOW)
    assert (await store.stands(ANNA.vk_id, 2_000_000_001)).last_message is None


async def test_writers_wait_in_line(store: SqliteStore) -> None:
    """Read, think, write, twenty at once: nobody's work is lost."""

    async def count() -> int:
        async with store.desk() as session:
            return (await session.appeals.next_number(2026)).sequence

    assert sorted(await asyncio.gather(*(count() for _ in range(20)))) == list(range(1, 21))


async def test_readers_see_the_last_commit_and_do_not_wait(store: SqliteStore) -> None:
    async with store.desk() as session:
        session.call(message("один"))
        await session.appeals.next_number(2026)
        async with asyncio.timeout(5):
            assert await store.said() == []
    assert await store.said() == ["один"]


async def test_the_communitys_own_ids(store: SqliteStore) -> None:
    async with store.desk(community=1) as session:
        session.state = "Visitor:menu"
        assert str(await session.appeals.next_number(2026)) == "2026-000001"
    async with store.desk(community=2) as session:
        assert session.state is None
        assert str(await session.appeals.next_number(2026)) == "2026-000001"
        assert str(await session.appeals.next_number(2027)) == "2027-000001"
