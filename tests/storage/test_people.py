"""Citizens with their consents, and staff, behind the ports of the trade."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from appeals.model import (
    Citizen,
    Role,
    StaffMember,
)
from storage.profiles import Profile
from tests.storage.people import BORIS, file, who
from tests.storage.store import SqliteStore
from tests.unit.samples import ANNA, NOW

# --------------------------------------------------------------------------------------------------------- citizens


async def citizen(store: SqliteStore, vk_id: int = ANNA.vk_id) -> Citizen | None:
    return (await store.stands(vk_id)).citizen


async def test_a_profile_makes_a_citizen(store: SqliteStore) -> None:
    assert await citizen(store) is None
    await store.profiles().save([Profile(ANNA.vk_id, "Анна", "Примерова", 1), Profile(BORIS)], NOW)
    anna, nameless = await citizen(store), await citizen(store, BORIS)
    assert anna is not None
    assert nameless is not None
    assert (anna.full_name, anna.sex, anna.reachable, anna.consent_version) == ("Анна Примерова", 1, True, None)
    assert (nameless.full_name, nameless.sex) == ("", 0)
    assert await store.profiles().nameless(10) == [BORIS]
    assert await store.profiles(2).nameless(10) == []


async def test_a_profile_is_renewed_but_never_wiped(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    before = await citizen(store)
    await store.profiles().save([Profile(ANNA.vk_id)], NOW)
    assert await citizen(store) == before, "VK didn't answer: the name that is known stays"
    await store.profiles().save([Profile(ANNA.vk_id, "Анна", "Образцова", 1)], NOW)
    after = await citizen(store)
    assert after is not None
    assert before is not None
    assert after == replace(before, last_name="Образцова"), "the person is the same one"
    await store.profiles().save([], NOW)


@pytest.mark.usefixtures("people")
async def test_consent_is_recorded_with_its_version_and_time(store: SqliteStore) -> None:
    for days, version in enumerate(("1.0", "1.1")):
        async with store.desk() as session:
            at = NOW + timedelta(days=days)
            await session.citizens.give_consent(who(session), version, f"https://example.ru/{version}", at)
    anna, boris = await citizen(store), await citizen(store, BORIS)
    assert (anna and anna.consent_version, boris and boris.consent_version) == ("1.1", None)
    assert await consents(store) == [
        (ANNA.vk_id, "1.0", "https://example.ru/1.0", ms(NOW)),
        (ANNA.vk_id, "1.1", "https://example.ru/1.1", ms(NOW + timedelta(days=1))),
    ]


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


async def consents(store: SqliteStore) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in await store.database.read("SELECT vk_id, version, url, given_at FROM consents ORDER BY id")
    ]


@pytest.mark.usefixtures("people")
async def test_who_refused_leaves_nothing(store: SqliteStore) -> None:
    async with store.desk() as session:
        session.state = "Filing:consent"
    async with store.desk() as session:
        await session.citizens.forget(who(session))
        session.state = session.draft = None
    rows = await store.database.read(
        "SELECT (SELECT count(*) FROM citizens WHERE vk_id = ?1), (SELECT count(*) FROM dialogs WHERE user_id = ?1),"
        " (SELECT count(*) FROM drafts WHERE vk_id = ?1)",
        (ANNA.vk_id,),
    )
    assert tuple(rows[0]) == (0, 0, 0)
    assert await citizen(store, BORIS) is not None


@pytest.mark.usefixtures("people")
async def test_who_has_appeals_is_not_forgotten(store: SqliteStore) -> None:
    async with store.desk() as session:
        filed = await file(session)
    async with store.desk() as session:
        await session.citizens.forget(who(session))
    async with store.desk() as session:
        assert await session.citizens.get(filed.citizen_id) == who(session)
        assert await session.appeals.get(filed.id) == filed


@pytest.mark.usefixtures("people")
async def test_reachable_and_not(store: SqliteStore) -> None:
    async with store.desk() as session:
        await session.citizens.set_reachable(ANNA.vk_id, False)
        assert list(await session.citizens.reachable_among([BORIS, ANNA.vk_id, 999])) == [BORIS]
        assert list(await session.citizens.reachable_among([])) == []
    async with store.desk() as session:
        assert not who(session).reachable
        await session.citizens.set_reachable(ANNA.vk_id, True)
        await session.citizens.set_reachable(999, False)
    after = await citizen(store)
    assert after is not None
    assert after.reachable


# ------------------------------------------------------------------------------------------------------------ staff

MARIA = StaffMember(201, Role.MODERATOR, "Мария Образцова")
OLGA = StaffMember(202, Role.ADMINISTRATOR, "Ольга Примерова")


async def set_staff(store: SqliteStore, source: str, *members: StaffMember) -> None:
    async with store.desk() as session:
        await session.staff.replace(source, members)


async def role(store: SqliteStore, vk_id: int) -> Role | None:
    async with store.desk() as session:
        member = await session.staff.get(vk_id)
    return member.role if member else None


async def test_staff_is_replaced_as_a_whole(store: SqliteStore) -> None:
    await set_staff(store, "vk", MARIA, OLGA)
    async with store.desk() as session:
        assert await session.staff.get(201) == MARIA
        assert list(await session.staff.administrators()) == [OLGA]
    await set_staff(store, "vk", OLGA)
    assert await role(store, 201) is None
    assert await role(store, 202) is Role.ADMINISTRATOR


async def test_the_settings_are_stronger_than_vk(store: SqliteStore) -> None:
    await set_staff(store, "settings", replace(MARIA, role=Role.ADMINISTRATOR, name=""))
    await set_staff(store, "vk", MARIA)
    async with store.desk() as session:
        assert await session.staff.get(201) == replace(MARIA, role=Role.ADMINISTRATOR), "the name comes from VK"
    await set_staff(store, "vk")
    assert await role(store, 201) is Role.ADMINISTRATOR, "dismissed in VK, still in the settings"
    await set_staff(store, "settings")
    assert await role(store, 201) is None


async def test_staff_of_another_community_has_no_role_here(store: SqliteStore) -> None:
    await set_staff(store, "vk", MARIA)
    async with store.desk(community=2) as session:
        assert await session.staff.get(201) is None
        assert list(await session.staff.administrators()) == []
        await session.staff.replace("vk", [OLGA])
    assert await role(store, 201) is Role.MODERATOR


async def test_a_colleague_whom_nobody_names_is_known_by_what_they_wrote(store: SqliteStore) -> None:
    await store.profiles().save([Profile(ANNA.vk_id, "Анна", "Примерова", 1)], NOW)
    async with store.desk() as session:
        await session.staff.give(StaffMember(ANNA.vk_id, Role.OBSERVER))
        await session.staff.give(StaffMember(BORIS, Role.OBSERVER))
        names = [member.name for member in await session.staff.members()]
        assert sorted(names) == ["", "Анна Примерова"]
        assert not await session.staff.is_of_settings(ANNA.vk_id)
    await set_staff(store, "settings", StaffMember(BORIS, Role.ADMINISTRATOR))
    async with store.desk() as session:
        assert await session.staff.is_of_settings(BORIS)
