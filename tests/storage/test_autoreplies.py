"""The base of answers in the database: versions, the settings' part, what was told to whom."""

import pytest

from appeals.administration import Question
from appeals.autoreplies.entries import MAX_ENTRIES, Entry, Fault, Knowledge, Uses, Where
from appeals.autoreplies.typed import Part
from appeals.errors import AutoReplyRefused, NotAllowed
from appeals.model import Role, StaffMember
from appeals.personal import Reason
from appeals.remarks import Spot, Venue
from appeals.usecases.autoreplies import AddEntry, ChangeEntry, RemoveEntry, find_entry
from appeals.usecases.personal import DestroyData
from storage.unit import Session
from tests.storage.store import SqliteStore
from tests.storage.town import BORIS, MARIA, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW

OTHER = COMMUNITY + 1
OBSERVER = 205
TODAY = NOW.date()
FIRST, SECOND = Question("Когда приём?", "По вторникам."), Question("Где МФЦ?", "На Садовой.")


@pytest.fixture(autouse=True)
async def town(store: SqliteStore) -> None:
    await prepare(store)
    async with store.desk() as session:
        await session.staff.give(StaffMember(OBSERVER, Role.OBSERVER, "Ольга"))


async def add(session: Session, name: str = "Баня", answer: str = "С девяти.") -> Entry:
    return await AddEntry(session)(name, {Part.ANSWER: answer}, MARIA, NOW, TODAY)


async def names(session: Session) -> list[tuple[str, str, int | None]]:
    return [(one.name, one.answer, one.place) for one in await session.autoreplies.all()]


async def test_an_entry_from_the_first_to_the_last(store: SqliteStore) -> None:
    async with store.desk() as session:
        before = await session.autoreplies.version()
        entry = await add(session)
        assert await session.autoreplies.get(entry.id) == entry
        changed = await ChangeEntry(session)(
            "бан", {Part.UNTIL: "31.12.2026", Part.WHERE: "комментарии"}, MARIA, NOW, TODAY
        )
        assert (changed.id, changed.answer, changed.where) == (entry.id, entry.answer, frozenset({Where.COMMENTS}))
        assert await session.autoreplies.all() == [changed]
        with pytest.raises(AutoReplyRefused) as refused:
            await add(session, "баня")
        assert refused.value.fault is Fault.TAKEN
    async with store.desk(community=OTHER) as session:
        assert await session.autoreplies.all() == []
        assert await session.autoreplies.version() == before
    async with store.desk() as session:
        after = await session.autoreplies.version()
        await RemoveEntry(session)("Баня", MARIA, NOW)
        assert await session.autoreplies.all() == []
        assert await session.autoreplies.get(entry.id) is None
        assert len({before, after, await session.autoreplies.version()}) == 3
        again = await add(session)
        assert again.id != entry.id
        with pytest.raises(AutoReplyRefused):
            await find_entry(session, "Каток")


async def test_who_may_only_read_changes_nothing(store: SqliteStore) -> None:
    async with store.desk() as session:
        entry = await add(session)
        with pytest.raises(NotAllowed):
            await RemoveEntry(session)("Баня", OBSERVER, NOW)
        with pytest.raises(NotAllowed):
            await AddEntry(session)("Каток", {Part.ANSWER: "С десяти."}, OBSERVER, NOW, TODAY)
        assert await session.autoreplies.all() == [entry]


async def test_there_may_not_be_too_many(store: SqliteStore) -> None:
    async with store.desk() as session:
        for number in range(MAX_ENTRIES):
            await session.autoreplies.put(Entry(0, f"Вопрос {number}", "Ответ"), NOW)
        with pytest.raises(AutoReplyRefused) as refused:
            await add(session)
        assert refused.value.fault is Fault.TOO_MANY


async def test_the_base_follows_the_settings_until_it_is_changed(store: SqliteStore) -> None:
    async with store.desk() as session:
        await session.autoreplies.follow([FIRST, SECOND], NOW)
        await add(session)
        assert await names(session) == [
            ("Когда приём?", "По вторникам.", 0),
            ("Где МФЦ?", "На Садовой.", 1),
            ("Баня", "С девяти.", None),
        ]
        version = await session.autoreplies.version()
        await session.autoreplies.follow([FIRST, SECOND], NOW)
        assert await session.autoreplies.version() == version
        await ChangeEntry(session)("Когда приём?", {Part.ANSWER: "По средам."}, MARIA, NOW, TODAY)
        with pytest.raises(AutoReplyRefused) as refused:
            await RemoveEntry(session)("Когда приём?", MARIA, NOW)
        assert refused.value.fault is Fault.OF_SETTINGS
        await session.autoreplies.follow([Question("Баня", "Закрыта."), SECOND, FIRST], NOW)
        assert await names(session) == [
            ("Баня", "С девяти.", 0),
            ("Где МФЦ?", "На Садовой.", 1),
            ("Когда приём?", "По средам.", 2),
        ]
        await session.autoreplies.follow([], NOW)
        assert await names(session) == [("Баня", "С девяти.", None), ("Когда приём?", "По средам.", None)]
        await RemoveEntry(session)("Когда приём?", MARIA, NOW)
        await session.autoreplies.follow([FIRST], NOW)
        assert ("Когда приём?", "По вторникам.", 0) in await names(session)


async def test_what_was_read_is_read_again_after_a_change(store: SqliteStore) -> None:
    knowledge = Knowledge()
    async with store.desk() as session:
        assert (await knowledge.read(session.autoreplies))[1] == {}
        entry = await add(session)
        index, entries = await knowledge.read(session.autoreplies)
        assert entries == {entry.id: entry}
        assert index.find("баня").answer == entry.id
        assert (await knowledge.read(session.autoreplies))[0] is index
        await RemoveEntry(session)("Баня", MARIA, NOW)
        assert (await knowledge.read(session.autoreplies))[1] == {}


async def test_what_was_told_is_counted_and_judged_by_its_person(store: SqliteStore) -> None:
    async with store.desk() as session:
        entry = await add(session)
        use_id = await session.autoreplies.told(entry, ANNA.vk_id, NOW)
        await session.autoreplies.told(entry, BORIS, NOW)
        await session.autoreplies.judge(use_id, BORIS, helped=True)
        assert await session.autoreplies.uses() == {entry.id: Uses(2, 0)}
        await session.autoreplies.judge(use_id, ANNA.vk_id, helped=True)
        await session.autoreplies.judge(use_id, ANNA.vk_id, helped=True)
        assert await session.autoreplies.uses() == {entry.id: Uses(2, 1)}
        assert await session.autoreplies.use(use_id, BORIS) is None
        await RemoveEntry(session)("Баня", MARIA, NOW)
        use = await session.autoreplies.use(use_id, ANNA.vk_id)
        assert use is not None
        assert use.name == "Баня"


async def test_in_public_once_a_thread_and_once_a_person(store: SqliteStore) -> None:
    async with store.desk() as session:
        entry = await add(session)
        told = session.autoreplies.told_in_public
        assert await told(entry, ANNA.vk_id, NOW, Spot(Venue.WALL, -1, 5, 7), 7)
        assert not await told(entry, BORIS, NOW, Spot(Venue.WALL, -1, 5, 8), 7)
        assert not await told(entry, ANNA.vk_id, NOW, Spot(Venue.WALL, -1, 6, 9), 9)
        assert await told(entry, BORIS, NOW, Spot(Venue.WALL, -1, 6, 10), 10)
        assert await session.autoreplies.uses() == {entry.id: Uses(2, 0)}


async def test_a_destroyed_person_is_counted_but_not_known(store: SqliteStore) -> None:
    async with store.desk(ANNA.vk_id) as session:
        entry = await add(session)
        await session.autoreplies.told(entry, ANNA.vk_id, NOW)
        await session.autoreplies.told_in_public(entry, ANNA.vk_id, NOW, Spot(Venue.WALL, -1, 5, 7), 7)
        await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
        rows = await session.read("SELECT DISTINCT vk_id FROM autoreply_uses")
        assert [tuple(row) for row in rows] == [(0,)]
        assert await session.autoreplies.uses() == {entry.id: Uses(2, 0)}
