"""Outages on a real file: who belongs to one, and that everybody is told of a change once, whatever happens."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from appeals.errors import NotAllowed
from appeals.model import Appeal, Place, Role, StaffMember
from appeals.notices import ByHand, NoticeKind, NoticeRules, load
from appeals.outage_kinds import DEFAULT_KINDS
from appeals.outages import MAX_OPEN, Declared, Fault, Outage, OutageRefused
from appeals.usecases.outages import DeclareOutage, EndOutage, ExtendOutage, JoinOutage, LeaveOutage, ProposeEnd
from scheduler.outages import PORTION, TellOfOutages
from storage.outages import NEWS, OutagesDue
from tests.storage.store import SqliteStore
from tests.storage.town import BORIS, MARIA, OLGA, filing, person_of, prepare
from tests.unit.samples import ANNA, COMMUNITY, NOW

HOUR = timedelta(hours=1)
LIGHT = Declared("Отключён свет", "ул. Садовая", NOW + 2 * HOUR, "бригада работает", "", "щиток")


@pytest.fixture
async def outage(store: SqliteStore) -> Outage:
    """An outage that goes on."""
    await prepare(store)
    async with store.desk(MARIA) as session:
        return await DeclareOutage(session)(LIGHT, MARIA, NOW)


async def join(store: SqliteStore, vk_id: int = ANNA.vk_id, key: int = 1) -> Appeal:
    async with store.desk(vk_id) as session:
        appeal = await filing(session, id=key, text="Нет света.", place=Place("ул. Садовая, 5"))
        await JoinOutage(session, DEFAULT_KINDS)(appeal, NOW)
        return appeal


async def hand_over(store: SqliteStore) -> int:
    return await TellOfOutages(store.database, COMMUNITY, store.clock, on_events=lambda: None)()


async def told(store: SqliteStore) -> list[tuple[int, int, bool]]:
    """Whom the waiting events tell of what."""
    events = [one for one in await store.waiting_events() if one.type == NEWS]
    bodies = [orjson.loads(one.body) for one in events]
    return [(body["appeal_id"], body["revision"], body["has_ended"]) for body in bodies]


async def longer(store: SqliteStore, outage: Outage, hours: int) -> Outage:
    async with store.desk(MARIA) as session:
        return await ExtendOutage(session)(outage.id, NOW + hours * HOUR, "", MARIA, NOW)


async def test_what_is_stored_comes_back(store: SqliteStore, outage: Outage) -> None:
    appeal = await join(store)
    async with store.desk(MARIA) as session:
        assert await session.outages.open() == [outage] == [await session.outages.of_appeal(appeal.id)]
        shown = replace(outage, shown=((5, 7),), shown_at=NOW, proposal="Свет есть.")
        await session.outages.save(shown)
        assert await session.outages.get(outage.id) == shown
        assert await session.outages.get(77) is None
        gathered = await session.outages.gathered(outage.id, limit=5)
        assert (gathered.numbers, gathered.total) == ((str(appeal.number),), 1)
    async with store.desk(MARIA, community=2) as session:
        assert await session.outages.open() == []
        assert await session.outages.get(outage.id) is None


async def test_a_citizen_joins_once(store: SqliteStore, outage: Outage) -> None:
    first, second = await join(store), await join(store, key=2)
    boris = await join(store, BORIS)
    async with store.desk() as session:
        assert await session.outages.of_appeal(second.id) is None
        assert await session.outages.appeal_of(first.citizen_id) == first.id
        assert (await LeaveOutage(session)(person_of(session), first.id, NOW))[1] == outage
        assert (await LeaveOutage(session)(person_of(session), first.id, NOW))[1] is None
    third = await join(store, key=3)
    async with store.desk() as session:
        assert await session.outages.of_appeal(third.id) is None
        assert (await session.outages.gathered(outage.id, limit=5)).numbers == (str(boris.number),)


async def test_everybody_is_told_once_of_the_newest_change(store: SqliteStore, outage: Outage) -> None:
    assert await hand_over(store) == 0
    anna, boris = await join(store), await join(store, BORIS)
    await longer(store, outage, 3)
    await longer(store, outage, 2)  # back to what it was: that is news, too
    assert await hand_over(store) == 2
    assert await told(store) == [(anna.id, 2, False), (boris.id, 2, False)]
    assert await hand_over(store) == 0
    async with store.desk() as session:
        await LeaveOutage(session)(person_of(session), anna.id, NOW)
    async with store.desk(MARIA) as session:
        await ProposeEnd(session)(outage.id, "Свет есть.", MARIA)
        await EndOutage(session)(outage.id, MARIA, NOW, answering=True, proposal="Свет есть.")
    assert await hand_over(store) == 1
    assert (await told(store))[2:] == [(boris.id, 2, True)]
    assert await hand_over(store) == 0


async def test_a_claim_that_was_not_committed_is_none(store: SqliteStore, outage: Outage) -> None:
    """The process dies between the claim and the commit."""
    anna = await join(store)
    await longer(store, outage, 3)
    async with store.database.transaction() as transaction:
        assert await OutagesDue(store.database, COMMUNITY).claim_news(transaction, NOW, 10) == 1
    await store.reopen()
    assert await told(store) == []
    assert await hand_over(store) == 1
    await store.reopen()
    assert await hand_over(store) == 0
    assert await told(store) == [(anna.id, 1, False)]


async def test_a_portion_at_a_time(store: SqliteStore, outage: Outage) -> None:
    people = list(range(1000, 1000 + PORTION + 5))
    await store.introduce(*people)
    async with store.work() as unit:
        for vk_id in people:
            session = unit.session(await store.standing(unit, vk_id))
            await session.citizens.give_consent(person_of(session), "1.0", "https://example.ru", NOW)
            await unit.keep(session, None)
        await unit.commit()
    async with store.work() as unit:
        for vk_id in people:
            session = unit.session(await store.standing(unit, vk_id))
            appeal = await filing(session, text="Нет света.", place=Place("Садовая"))
            await JoinOutage(session, DEFAULT_KINDS)(appeal, NOW)
            await unit.keep(session, None)
        await unit.commit()
    await longer(store, outage, 3)
    assert await hand_over(store) == PORTION
    assert await hand_over(store) == 0, "first those who are on the way"
    inbox, waiting = store.inbox(), await store.waiting_events()
    async with store.work() as unit:
        for one in waiting:
            await unit.keep(unit.session(await store.standing(unit)), one.id)
        await unit.commit()
    assert await hand_over(store) == 5
    assert (await inbox.counts())["waiting"] == 5


async def test_who_is_gone_is_told_nothing(store: SqliteStore, outage: Outage) -> None:
    await join(store)
    await longer(store, outage, 3)
    async with store.work() as unit:
        await unit.transaction.run("UPDATE citizens SET vk_id = NULL WHERE vk_id = ?", (ANNA.vk_id,))
        await unit.commit()
    assert await hand_over(store) == 1
    assert await told(store) == []
    assert await hand_over(store) == 0


@pytest.mark.parametrize("role", [Role.EXECUTOR, Role.OBSERVER])
async def test_who_may_not(store: SqliteStore, outage: Outage, role: Role) -> None:
    async with store.desk(OLGA) as session:
        await session.staff.give(StaffMember(OLGA, role, "Ольга"))
    async with store.desk(OLGA) as session:
        with pytest.raises(NotAllowed):
            await DeclareOutage(session)(LIGHT, OLGA, NOW)
        with pytest.raises(NotAllowed):
            await ExtendOutage(session)(outage.id, NOW + 3 * HOUR, "", OLGA, NOW)
        with pytest.raises(NotAllowed):
            await ProposeEnd(session)(outage.id, "Свет есть.", OLGA)
        with pytest.raises(NotAllowed):
            await EndOutage(session)(outage.id, OLGA, NOW, answering=False, proposal="")


async def test_limits(store: SqliteStore, outage: Outage) -> None:
    async with store.desk(MARIA) as session:
        for _ in range(MAX_OPEN - 1):
            await DeclareOutage(session)(LIGHT, MARIA, NOW)
        for fault, refused in (
            (Fault.TOO_MANY, DeclareOutage(session)(LIGHT, MARIA, NOW)),
            (Fault.PAST, ExtendOutage(session)(outage.id, NOW, "", MARIA, NOW)),
            (Fault.LONG, ExtendOutage(session)(outage.id, NOW + 3 * HOUR, "ш" * 301, MARIA, NOW)),
            (Fault.LONG, ProposeEnd(session)(outage.id, "ш" * 2501, MARIA)),
            (Fault.UNKNOWN, ProposeEnd(session)(777, "Свет есть.", MARIA)),
            (Fault.STALE, EndOutage(session)(outage.id, MARIA, NOW, answering=True, proposal="другое")),
        ):
            with pytest.raises(OutageRefused) as found:
                await refused
            assert found.value.fault is fault
        assert await ExtendOutage(session)(outage.id, LIGHT.until, "", MARIA, NOW) == outage, "the same changes nothing"


async def test_a_notice_is_not_repeated_before_its_time(store: SqliteStore) -> None:
    await prepare(store)
    async with store.desk() as session:
        anna = person_of(session).id

        async def is_told(kind: NoticeKind, hours: int) -> bool:
            return await session.notices.tell_once(anna, kind, NOW + hours * HOUR, NOW + (hours + 10) * HOUR)

        assert await is_told(NoticeKind.BUSY, 1)


async def test_busy_is_counted_or_said(store: SqliteStore) -> None:
    await prepare(store)
    async with store.desk() as session:
        for key in (1, 2, 3):
            await filing(session, id=key)
    async with store.desk() as session:

        async def is_busy(rules: NoticeRules, hours: float = 0) -> bool:
            return (await load(session.notices, rules, NOW + hours * HOUR)).is_busy

        assert await is_busy(NoticeRules(busy_per_hour=3, busy_untaken=0))
        assert not await is_busy(NoticeRules(busy_per_hour=4, busy_untaken=0))
        assert not await is_busy(NoticeRules(busy_per_hour=3, busy_untaken=0), hours=1.1)
        assert await is_busy(NoticeRules(busy_per_hour=0, busy_untaken=3), hours=50)
        assert not await is_busy(NoticeRules(busy_per_hour=0, busy_untaken=4))
        await session.notices.set_by_hand(ByHand(True, NOW + HOUR))
        assert await is_busy(NoticeRules())
        assert not await is_busy(NoticeRules(), hours=1)
        await session.notices.set_by_hand(ByHand(False, NOW + HOUR))
        assert not await is_busy(NoticeRules(busy_per_hour=3))
        await session.notices.set_by_hand(None)
        assert await is_busy(NoticeRules(busy_per_hour=3))
