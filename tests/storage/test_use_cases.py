"""The use cases one by one, on the real store."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from appeals.errors import (
    AlreadyFiled,
    AlreadyTaken,
    AmbiguousNumber,
    AppealNotFound,
    ConsentMissing,
    IncompleteDraft,
    NotStaff,
    WrongStatus,
)
from appeals.model import Act, Appeal, Status
from appeals.numbers import NumberReference
from appeals.rights import Right, require
from appeals.usecases.filing import FileAppeal
from appeals.usecases.work import (
    RejectAppeal,
    TakeAppeal,
    check_move,
    find_appeal,
)
from tests.storage.store import SqliteStore
from tests.storage.town import CALENDAR, CLOCKS, DRAFT, MARIA, OLGA, filing, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, NOW, PHOTO, appeal


@pytest.fixture
async def ready(store: SqliteStore) -> SqliteStore:
    await prepare(store)
    return store


async def filed(store: SqliteStore, **changes: object) -> Appeal:
    async with store.desk() as session:
        return await filing(session, **changes)


async def test_filing(ready: SqliteStore) -> None:
    appeal = await filed(ready)
    assert (str(appeal.number), appeal.status, appeal.text) == ("2026-000001", Status.NEW, DRAFT.text)
    assert (appeal.contact, appeal.place, appeal.attachments) == ("", DRAFT.place, (PHOTO,))
    assert appeal.filed_at < appeal.react_by <= appeal.due_at
    async with ready.desk() as session:
        assert [(one.act, one.actor_id) for one in await session.history.of(appeal.id)] == [(Act.FILED, ANNA.vk_id)]


async def test_the_year_of_a_number_is_the_administrations(ready: SqliteStore) -> None:
    """New Year comes to Moscow three hours before it comes to UTC."""
    async with ready.desk() as session:
        new_year = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
        appeal = await FileAppeal(session, ADMINISTRATION, CALENDAR)(person_of(session), DRAFT, new_year)
    assert appeal.number.year == 2027


async def test_a_draft_filed_twice_is_one_appeal(ready: SqliteStore) -> None:
    appeal = await filed(ready)
    async with ready.desk() as session:
        with pytest.raises(AlreadyFiled) as twice:
            await filing(session)
    assert twice.value.appeal == appeal


@pytest.mark.parametrize(
    "changes",
    [{"category": None}, {"text": None}, {"text": ""}, {"place": None}, {"attachments_done": False}, {"contact": None}],
)
async def test_a_draft_with_an_open_question(ready: SqliteStore, changes: dict[str, object]) -> None:
    async with ready.desk() as session:
        with pytest.raises(IncompleteDraft):
            await filing(session, **changes)


async def test_without_consent_to_this_very_version(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        with pytest.raises(ConsentMissing):
            await filing(session)
        await session.citizens.give_consent(person_of(session), "0.9", "https://example.ru", NOW)
    async with store.desk() as session:
        with pytest.raises(ConsentMissing):
            await filing(session)


async def test_of_two_who_take_at_once_one_wins(ready: SqliteStore) -> None:
    appeal = await filed(ready)

    async def take(by: int) -> int | None:
        async with ready.desk() as session:
            try:
                return (await TakeAppeal(session, CLOCKS)(appeal.id, by, NOW)).assignee_id
            except AlreadyTaken as taken:
                return -(taken.appeal.assignee_id or 0)

    first, second = await asyncio.gather(take(MARIA), take(OLGA))
    assert {first, second} in ({MARIA, -MARIA}, {OLGA, -OLGA})


async def test_finding_by_a_tail(ready: SqliteStore) -> None:
    """A tail that fits several years means the open one, else the newest; two open ones need the whole number."""
    first = await filed(ready)
    async with ready.desk() as session:
        later = datetime(2027, 3, 1, 9, tzinfo=UTC)
        second = await FileAppeal(session, ADMINISTRATION, CALENDAR)(person_of(session), replace(DRAFT, id=2), later)
        with pytest.raises(AmbiguousNumber):
            await find_appeal(session, NumberReference(1))
        assert await find_appeal(session, NumberReference(1, 2026)) == first
        rejected = await RejectAppeal(session, CLOCKS)(second.id, MARIA, "…", NOW)
        assert await find_appeal(session, NumberReference(1)) == first
        await RejectAppeal(session, CLOCKS)(first.id, MARIA, "…", NOW)
        assert await find_appeal(session, NumberReference(1)) == rejected
        with pytest.raises(AppealNotFound):
            await find_appeal(session, NumberReference(2))


async def test_a_dismissed_moderator_may_nothing_at_once(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        assert (await require(session, MARIA, Right.WORK)).name == "Мария"
        await session.staff.replace("vk", [])
        with pytest.raises(NotStaff):
            await require(session, MARIA, Right.WORK)


def test_a_text_that_could_not_be_sent_is_refused_before_it_is_typed() -> None:
    check_move(appeal(Status.NEW), Status.ANSWERED)
    check_move(appeal(Status.WAITING_CITIZEN), Status.REJECTED)
    for status in (Status.CLOSED, Status.ANSWERED):
        with pytest.raises(WrongStatus):
            check_move(appeal(status), Status.ANSWERED)
