"""Announcements on a real file: everybody once, whatever dies in the middle; nobody who wants none; bounded."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from appeals.announcements import Announcement, Audience, Circle, Fault, Hours, Stage
from appeals.errors import AnnouncementRefused, NotAllowed, NotStaff
from appeals.model import Channel, Place, Role, StaffMember
from appeals.personal import Demand, Reason
from appeals.usecases.announcements import CancelAnnouncement, PlanAnnouncement, StopAnnouncement, WantAnnouncements
from scheduler import announcements
from scheduler.announcements import SendAnnouncements
from storage.contents import Contents
from storage.database import Transaction
from storage.outbox import Finished, Outcome, WaitingCall
from storage.word_index import WordIndex
from tests.storage.store import SqliteStore
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW, PHOTO, new_appeal

CHAT = 2_000_000_001
HEAD, ADMINISTRATOR, MODERATOR = 203, 202, 201
EVERYBODY = Audience(Circle.EVERYBODY)
HOURS = Hours(ADMINISTRATION.announcements.period, ADMINISTRATION.zone)
MASS = 3


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "AHEAD", 7)
    monkeypatch.setattr(announcements, "PORTION", 3)


@pytest.fixture
async def town(store: SqliteStore) -> range:
    """Twenty people who have written to the community; staff who have not."""
    people = range(1001, 1021)
    await store.introduce(*people, HEAD, ADMINISTRATOR, MODERATOR)
    async with store.desk() as session:
        members = [
            StaffMember(HEAD, Role.HEAD),
            StaffMember(ADMINISTRATOR, Role.ADMINISTRATOR),
            StaffMember(MODERATOR, Role.MODERATOR),
        ]
        await session.staff.replace("vk", members)
    for vk_id in people:
        await write(store, vk_id)
    return people


async def write(store: SqliteStore, vk_id: int) -> None:
    async with store.desk(vk_id) as session:
        session.state = "Visitor:menu"


def tick(store: SqliteStore) -> SendAnnouncements:
    return SendAnnouncements(
        store.database,
        COMMUNITY,
        store.clock,
        ADMINISTRATION,
        store.voice(CHAT),
    )


async def plan(store: SqliteStore, audience: Audience = EVERYBODY, *, is_urgent: bool = False) -> Announcement:
    async with store.desk() as session:
        one, _ = await PlanAnnouncement(session, HOURS)(
            "Воды не будет.",
            (PHOTO,),
            audience,
            None,
            ADMINISTRATOR,
            CHAT,
            store.clock.now(),
            is_urgent=is_urgent,
        )
    return one


async def announced(store: SqliteStore) -> list[WaitingCall]:
    return [call for call in await store.waiting_calls() if call.priority == MASS]


async def ends(store: SqliteStore, calls: list[WaitingCall], outcome: Outcome = "sent") -> None:
    """VK's answer to these."""
    finished = [Finished(call.id, outcome, conversation_message_id=1) for call in calls]
    away = [call.peer_id for call in calls] if outcome == "unreachable" else []
    await store.outbox().finish(finished, [], away, store.clock.now())


async def reports(store: SqliteStore) -> list[str]:
    return [
        str(call.params["message"])
        for call in await store.waiting_calls()
        if call.method == "messages.send" and call.peer_id == CHAT and "Кому:" in str(call.params["message"])
    ]


async def drained(store: SqliteStore) -> list[int]:
    """Tick and deliver until nothing is left; who got it, in order."""
    got: list[int] = []
    for _ in range(40):
        await tick(store)()
        calls = await announced(store)
        assert len(calls) <= announcements.AHEAD, "the outbox is never flooded"
        got += [call.peer_id for call in calls]
        await ends(store, calls)
    return got


async def test_everybody_gets_it_once_and_the_outbox_is_never_flooded(store: SqliteStore, town: range) -> None:
    one = await plan(store)
    assert await drained(store) == list(town)
    assert len(await reports(store)) == 1
    assert "Доставлено: 20" in (await reports(store))[0]
    async with store.desk() as session:
        over = await session.announcements.get(one.id)
    assert over is not None
    assert (over.stage, over.counts.total, over.counts.delivered) == (Stage.DONE, 20, 20)


async def test_each_message_is_the_same_but_for_its_person(store: SqliteStore, town: range) -> None:
    await plan(store)
    await tick(store)()
    calls = await announced(store)
    assert len({call.params["random_id"] for call in calls}) == len(calls)
    assert len({str({**call.params, "random_id": 0, "peer_ids": ""}) for call in calls}) == 1
    assert calls[0].params["attachment"] == PHOTO.reference
    assert all(call.is_revocable and call.expires_at == HOURS.closes(NOW) for call in calls)


class Died(Exception):
    """The process is killed."""


@pytest.mark.parametrize("survived", range(12))
@pytest.mark.parametrize("durable", [True, False])
async def test_a_death_around_any_commit_doubles_and_loses_nobody(
    store: SqliteStore, town: range, monkeypatch: pytest.MonkeyPatch, survived: int, *, durable: bool
) -> None:
    await plan(store)
    left, commit = iter(range(survived)), Transaction.commit

    async def dying(self: Transaction) -> None:
        if next(left, None) is None:
            if durable:
                await commit(self)  # the disk has it, the process doesn't know
            raise Died
        await commit(self)

    got: list[int] = []

    async def works() -> None:
        while True:
            with monkeypatch.context() as mortal:
                mortal.setattr(Transaction, "commit", dying)
                await tick(store)()
            calls = await announced(store)
            got.extend(call.peer_id for call in calls)
            await ends(store, calls)

    with pytest.raises(Died):
        await works()
    await store.reopen()
    got += await drained(store)
    assert sorted(got) == list(town)
    assert len(await reports(store)) == 1


async def test_who_came_later_or_wants_none_or_cannot_be_written_to_gets_none(store: SqliteStore, town: range) -> None:
    await store.introduce(1500)  # commented under a post, never wrote
    async with store.desk(1002) as session:
        await WantAnnouncements(session)(await session.citizens.with_vk_id(1002), NOW, wants=False)
        await session.citizens.set_reachable(1003, False)
        await session.personal.withdraw(await session.citizens.with_vk_id(1004), NOW, NOW + timedelta(days=30))
    async with store.desk(1005) as session:
        await session.personal.destroy(
            await session.citizens.with_vk_id(1005), Demand(Reason.DEMAND, NOW, "Администрация", ""), NOW
        )
    await plan(store)
    await tick(store)()
    await store.introduce(2000)
    await write(store, 2000)
    got = [call.peer_id for call in await announced(store)]
    await ends(store, await announced(store))
    assert [*got, *await drained(store)] == [one for one in town if one not in (1002, 1003, 1004, 1005)]


async def test_what_waits_for_somebody_goes_with_their_wish_and_with_their_data(
    store: SqliteStore, town: range
) -> None:
    await plan(store)
    await tick(store)()
    async with store.desk(1001) as session:
        await WantAnnouncements(session)(await session.citizens.with_vk_id(1001), NOW, wants=False)
    async with store.desk(1002) as session:
        await session.personal.destroy(
            await session.citizens.with_vk_id(1002), Demand(Reason.DEMAND, NOW, "Администрация", ""), NOW
        )
    got = [call.peer_id for call in await announced(store)]
    assert not {1001, 1002} & set(got)
    await ends(store, await announced(store))
    assert sorted([*got, *await drained(store)]) == list(town)[2:]
    async with store.desk(1001) as session:
        anybody = await session.citizens.with_vk_id(1001)
        assert not anybody.wants_announcements
        await WantAnnouncements(session)(anybody, NOW, wants=True)
        assert await session.announcements.count(EVERYBODY) == len(town) - 1


async def test_a_refused_consent_forgets_the_person_but_not_that_they_want_none(
    store: SqliteStore, town: range
) -> None:
    async with store.desk(1001) as session:
        person = await session.citizens.with_vk_id(1001)
        await WantAnnouncements(session)(person, NOW, wants=False)
        await session.citizens.forget(person)
    async with store.desk(1001) as session:
        person = await session.citizens.with_vk_id(1001)
    assert (person.full_name, person.wants_announcements) == ("", False)


async def test_stopped_on_the_way(store: SqliteStore, town: range) -> None:
    one = await plan(store)
    await tick(store)()
    calls = await announced(store)
    await store.outbox().claim([calls[0].id], NOW)  # on its way already
    await ends(store, calls[1:3])
    async with store.desk() as session:
        await StopAnnouncement(session)(one.id, HEAD)
    await tick(store)()
    assert [call.peer_id for call in await announced(store)] == [calls[0].peer_id]
    assert not await reports(store), "what is on its way counts too"
    await ends(store, calls[:1], "unreachable")
    await tick(store)()
    (report,) = await reports(store)
    assert "остановлено" in report
    assert "Доставлено: 2" in report
    assert "Недоступны (запретили нам писать): 1" in report
    assert "Не успели получить: 17" in report
    await tick(store)()
    assert len(await reports(store)) == 1
    async with store.desk() as session:
        with pytest.raises(AnnouncementRefused) as refused:
            await StopAnnouncement(session)(one.id, HEAD)
    assert refused.value.fault is Fault.OVER


async def test_cancelled_before_it_begins_and_not_after(store: SqliteStore, town: range) -> None:
    one, two = await plan(store), await plan(store)
    async with store.desk() as session:
        await CancelAnnouncement(session)(one.id, HEAD, NOW)
    await tick(store)()
    async with store.desk() as session:
        for announcement, fault in ((one, Fault.OVER), (two, Fault.BEGUN)):
            with pytest.raises(AnnouncementRefused) as refused:
                await CancelAnnouncement(session)(announcement.id, HEAD, NOW)
            assert refused.value.fault is fault
    assert len(await announced(store)) == announcements.AHEAD


async def test_the_night_is_left_out_and_what_could_not_go_goes_in_the_morning(store: SqliteStore, town: range) -> None:
    await plan(store)
    await tick(store)()
    late = await announced(store)
    store.clock.moment = NOW.replace(hour=18, minute=30)  # 21:30 in Moscow; VK has been down since noon
    await ends(store, late, "expired")
    await tick(store)()
    assert not await announced(store)
    shown = [call for call in await store.waiting_calls() if call.method == "messages.edit"]
    assert "Пауза до 25 ноября, 09:00" in str(shown[-1].params["message"])
    await tick(store)()
    store.clock.moment += timedelta(hours=1)
    await tick(store)()
    assert [call for call in await store.waiting_calls() if call.method == "messages.edit"] == shown, "told once"
    store.clock.moment = NOW + timedelta(hours=22)
    assert sorted(await drained(store)) == list(town)


async def test_an_urgent_one_goes_at_night_and_before_the_others(store: SqliteStore, town: range) -> None:
    await plan(store)
    store.clock.moment = NOW.replace(hour=20)
    await plan(store, is_urgent=True)
    await tick(store)()
    assert {call.expires_at for call in await announced(store)} == {None}
    with pytest.raises(AnnouncementRefused) as refused:
        await plan(store)
    assert refused.value.fault is Fault.QUIET


async def test_what_was_due_long_ago_is_not_sent(store: SqliteStore, town: range) -> None:
    await plan(store)
    store.clock.moment += timedelta(days=2)
    await tick(store)()
    assert not await announced(store)
    assert "не отправлено" in str((await store.said())[0])
    await tick(store)()
    assert len(await store.waiting_calls()) == 1


async def test_the_progress_is_told_by_one_message_and_not_too_often(store: SqliteStore, town: range) -> None:
    await plan(store)
    await tick(store)()
    await ends(store, [call for call in await store.waiting_calls() if call.peer_id == CHAT])
    for _ in range(3):
        await ends(store, (await announced(store))[:1])
        await tick(store)()
    assert [call.method for call in await store.waiting_calls() if call.peer_id == CHAT] == []
    store.clock.moment += announcements.TOLD_EVERY
    await tick(store)()
    (edit,) = [call for call in await store.waiting_calls() if call.peer_id == CHAT]
    assert edit.method == "messages.edit"
    assert "доставлено 3 из 20" in str(edit.params["message"])


async def test_nobody_is_left_by_the_time_it_begins(store: SqliteStore, town: range) -> None:
    await plan(store)
    async with store.desk() as session:
        for vk_id in town:
            await session.citizens.set_reachable(vk_id, False)
    await tick(store)()
    (report,) = await reports(store)
    assert "Доставлено: 0" in report
    with pytest.raises(AnnouncementRefused) as refused:
        await plan(store)
    assert refused.value.fault is Fault.NOBODY


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        (Audience(Circle.CATEGORY, "snow"), [1001]),
        (Audience(Circle.DEPARTMENT, "water"), [1002]),
        (Audience(Circle.STREET, "Садовая"), [1002, 1003]),
        (Audience(Circle.STREET, "ул. садовой, 5"), [1002]),
        (Audience(Circle.OPEN), [1001, 1002, 1003]),
        (EVERYBODY, list(range(1001, 1021))),
    ],
)
async def test_to_whom(store: SqliteStore, town: range, audience: Audience, people: list[int]) -> None:
    kinds: dict[int, dict[str, Any]] = {
        1001: {"category": "snow", "place": Place("ул. Лесная, 1")},
        1002: {"place": Place("ул. Садовая, 5")},
        1003: {"place": Place("Садовая улица, 7"), "channel": Channel.WALL_COMMENT},
    }
    for vk_id, kind in kinds.items():
        async with store.desk(vk_id) as session:
            citizen = await session.citizens.with_vk_id(vk_id)
            appeal = await session.appeals.add(new_appeal(await session.appeals.next_number(2026), citizen, **kind))
            if vk_id == 1002:
                await session.appeals.save(replace(appeal, department="water"))
    await WordIndex(store.database)()
    async with store.desk() as session:
        assert await session.announcements.count(audience) == len(people)
    await plan(store, audience)
    assert await drained(store) == people


async def test_who_may(store: SqliteStore, town: range) -> None:
    for vk_id, refusal in ((MODERATOR, NotAllowed), (ANNA.vk_id, NotStaff)):
        async with store.desk() as session:
            with pytest.raises(refusal):
                await PlanAnnouncement(session, HOURS)("Текст", (), EVERYBODY, None, vk_id, CHAT, NOW)
            with pytest.raises(refusal):
                await CancelAnnouncement(session)(1, vk_id, NOW)
            with pytest.raises(refusal):
                await StopAnnouncement(session)(1, vk_id)


async def test_an_announcement_is_no_question_to_the_person(store: SqliteStore, town: range) -> None:
    """Whoever answers a question of the bot, while an announcement waits, has seen that question."""
    await plan(store)
    await tick(store)()
    assert (await store.stands(1001)).last_message is None


async def test_refusals_of_vk_are_the_reports_alone(store: SqliteStore, town: range) -> None:
    await plan(store)
    await tick(store)()
    await ends(store, await announced(store), "failed")
    assert await store.reports(CHAT)() == 0


async def test_its_photos_are_kept_as_long_as_it_is_not_over(store: SqliteStore, town: range) -> None:
    async with store.desk(1001) as session:
        session.receive([PHOTO], 1001, 1)
        session.payload = {"attachments": [[PHOTO.kind, PHOTO.reference]]}
        session.state = "Announcing:announcement_summary"
    one = await plan(store)
    async with store.desk(1001) as session:
        session.state, session.payload = "Visitor:menu", {}
    contents, later = Contents(store.database, COMMUNITY), NOW + timedelta(days=3)
    assert await contents.drop_unneeded(later) == 0
    async with store.desk() as session:
        await CancelAnnouncement(session)(one.id, HEAD, NOW)
    assert await contents.drop_unneeded(later) == 1
