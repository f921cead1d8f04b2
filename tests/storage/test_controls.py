"""Personal control on a real file: what is told of it, to whom, and once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.errors import AlreadyControlled, NotAllowed, NotControlled, WrongStatus
from appeals.model import Act, Appeal, HistoryEntry, Role, StaffMember, Status
from appeals.usecases.control import ReleaseControl, TakeControl
from scheduler.controls import TellControllers
from tests.storage.people import file
from tests.storage.store import SqliteStore
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY

CHAT = 2_000_000_001
HEAD, OLGA, MARIA = 203, 202, 201


@pytest.fixture
async def appeal(store: SqliteStore) -> Appeal:
    """An appeal, a head and an administrator who have written to the community, a moderator who has not."""
    await store.introduce(ANNA.vk_id, HEAD, OLGA)
    async with store.desk() as session:
        members = [
            StaffMember(HEAD, Role.HEAD, "Иван Первый"),
            StaffMember(OLGA, Role.ADMINISTRATOR, "Ольга"),
            StaffMember(MARIA, Role.MODERATOR, "Мария"),
        ]
        await session.staff.replace("vk", members)
        return await file(session)


def tick(store: SqliteStore) -> TellControllers:
    return TellControllers(
        store.database,
        COMMUNITY,
        store.clock,
        ADMINISTRATION,
        store.voice(CHAT),
    )


async def take(store: SqliteStore, appeal: Appeal, by: int = HEAD) -> bool:
    async with store.desk() as session:
        return (await TakeControl(session)(appeal.id, by, store.clock.now()))[1]


async def happens(store: SqliteStore, appeal: Appeal, act: Act, by: int = MARIA, text: str = "Сделали.") -> None:
    async with store.desk() as session:
        await session.history.add(appeal.id, HistoryEntry(act, store.clock.now(), by, text))


async def told(store: SqliteStore) -> list[tuple[int, str]]:
    return [(call.peer_id, str(call.params["message"])) for call in await store.waiting_calls()]


async def test_what_happens_is_told_once(store: SqliteStore, appeal: Appeal) -> None:
    await happens(store, appeal, Act.REOPENED)
    assert await take(store, appeal)
    assert await tick(store)() == 0, "what was before is known"
    await happens(store, appeal, Act.COMMENTED)
    assert await tick(store)() == 0, "not everything is told"
    await happens(store, appeal, Act.ANSWERED)
    await happens(store, appeal, Act.PARTLY)
    assert await tick(store)() == 2
    assert [peer for peer, _ in await told(store)] == [HEAD, HEAD]
    await store.reopen()
    assert await tick(store)() == 0


async def test_a_restart_loses_nothing(store: SqliteStore, appeal: Appeal) -> None:
    await take(store, appeal)
    await happens(store, appeal, Act.ANSWERED)
    await store.reopen()
    assert await tick(store)() == 1


async def test_own_deeds_are_no_news(store: SqliteStore, appeal: Appeal) -> None:
    await take(store, appeal)
    await happens(store, appeal, Act.ANSWERED, by=HEAD)
    assert await tick(store)() == 0
    assert await told(store) == []


async def test_a_head_is_shown_what_is_not_settled_once(store: SqliteStore, appeal: Appeal) -> None:
    """Every head is, whether it is under control or not; an administrator hears of it by the control."""
    await take(store, appeal)
    await happens(store, appeal, Act.REOPENED)
    assert await tick(store)() == 0
    async with store.desk() as session:
        await ReleaseControl(session)(appeal.id, OLGA, store.clock.now())
    await take(store, appeal, OLGA)
    await happens(store, appeal, Act.REOPENED)
    assert await tick(store)() == 1
    assert [peer for peer, _ in await told(store)] == [OLGA]


async def test_whoever_has_no_say_any_more_hears_nothing(store: SqliteStore, appeal: Appeal) -> None:
    await take(store, appeal)
    async with store.desk() as session:
        await session.staff.replace("vk", [StaffMember(HEAD, Role.MODERATOR)])
    await happens(store, appeal, Act.ANSWERED)
    assert await tick(store)() == 0
    assert await told(store) == []


async def test_whoever_can_not_be_written_to_is_told_in_the_chat(store: SqliteStore, appeal: Appeal) -> None:
    await take(store, appeal)
    async with store.desk() as session:
        await session.citizens.set_reachable(HEAD, False)
    await happens(store, appeal, Act.REJECTED)
    assert await tick(store)() == 1
    ((peer, text),) = await told(store)
    assert peer == CHAT
    assert text.startswith("Иван Первый, на вашем личном контроле")


async def test_after_the_end_nothing_is_told(store: SqliteStore, appeal: Appeal) -> None:
    await take(store, appeal)
    async with store.desk() as session:
        await ReleaseControl(session)(appeal.id, OLGA, store.clock.now())
    await happens(store, appeal, Act.ANSWERED)
    assert await tick(store)() == 0
    async with store.desk() as session:
        assert [entry.act for entry in await session.history.of(appeal.id)] == [
            Act.CONTROLLED,
            Act.RELEASED,
            Act.ANSWERED,
        ]
        with pytest.raises(NotControlled):
            await ReleaseControl(session)(appeal.id, HEAD, store.clock.now())


async def test_one_person_an_appeal(store: SqliteStore, appeal: Appeal) -> None:
    assert await take(store, appeal)
    since = store.clock.now()
    store.clock.moment += timedelta(hours=1)
    assert not await take(store, appeal), "one's own again changes nothing"
    with pytest.raises(AlreadyControlled) as refused:
        await take(store, appeal, OLGA)
    assert (refused.value.control.by_id, refused.value.control.since) == (HEAD, since)
    async with store.desk() as session:
        assert [control.since for control in await session.controls.all()] == [since]
        assert len(await session.history.of(appeal.id)) == 1


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED, Status.REJECTED])
async def test_what_has_ended_needs_no_control(store: SqliteStore, appeal: Appeal, status: Status) -> None:
    async with store.desk() as session:
        await session.appeals.save(replace(appeal, status=status))
    with pytest.raises(WrongStatus):
        await take(store, appeal)


async def test_a_moderator_may_not(store: SqliteStore, appeal: Appeal) -> None:
    with pytest.raises(NotAllowed):
        await take(store, appeal, MARIA)
    await take(store, appeal)
    async with store.desk() as session:
        with pytest.raises(NotAllowed):
            await ReleaseControl(session)(appeal.id, MARIA, store.clock.now())


async def test_controls_belong_to_a_community(store: SqliteStore, appeal: Appeal) -> None:
    await take(store, appeal)
    async with store.desk(community=2) as session:
        assert await session.controls.get(appeal.id) is None
        assert await session.controls.all() == []
        await session.controls.remove(appeal.id)
    async with store.desk() as session:
        assert await session.controls.get(appeal.id) is not None
