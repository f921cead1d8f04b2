"""What VK must be told: written with what caused it, in order, and what became of it."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from appeals.model import Fate, Telling
from storage.outbox import Call, Finished, Outcome, Postponed
from tests.storage.store import SqliteStore, event, message, waiting
from tests.unit.samples import ANNA, NOW, new_appeal


async def put(store: SqliteStore, *calls: Call) -> list[int]:
    async with store.desk() as session:
        return [session.call(call) for call in calls]


async def test_a_call_is_read_as_it_was_written(store: SqliteStore) -> None:
    until = NOW + timedelta(seconds=60)
    press = Call(2_000_000_001, 0, "messages.sendMessageEventAnswer", {"event_id": "e1"}, expires_at=until)
    first, second = await put(store, message("Яма «№ 5» 🙂"), press)
    waiting = await store.waiting_calls()
    assert [call.id for call in waiting] == [first, second]
    said, pressed = waiting
    assert said.params == message("Яма «№ 5» 🙂").params
    assert (said.peer_id, said.priority, said.method, said.attempts) == (ANNA.vk_id, 1, "messages.send", 0)
    assert (said.expires_at, said.appeal_id, said.edits_id) == (None, None, None)
    assert (pressed.expires_at, pressed.priority) == (until, 0)


async def test_the_ids_given_out_are_the_ids_stored(store: SqliteStore) -> None:
    first = await put(store, message("один"), message("два"))
    await store.reopen()
    second = await put(store, message("три"))
    assert [call.id for call in await store.waiting_calls()] == [*first, *second]
    assert len({*first, *second}) == 3
    assert await waiting(store.outbox(), first[-1], 10) == (await store.waiting_calls())[2:]
    assert len(await waiting(store.outbox(), 0, 2)) == 2


async def test_ids_grow_even_when_everything_is_deleted(store: SqliteStore) -> None:
    """Delivery reads on from the last id: a reused one would never be sent."""
    (first,) = await put(store, message("один"))
    await store.outbox().finish([Finished(first, "sent")], [], [], NOW)
    store.clock.moment += timedelta(days=31)
    assert await store.housekeeping()() == 1
    (second,) = await put(store, message("два"))
    assert second > first


@pytest.mark.parametrize("outcome", ["sent", "unreachable", "failed", "expired"])
async def test_a_finished_call_waits_no_more(store: SqliteStore, outcome: Outcome) -> None:
    first, second = await put(store, message("один"), message("два"))
    await store.outbox().finish([Finished(first, outcome, "VK 901", 12)], [], [], NOW)
    assert [call.id for call in await store.waiting_calls()] == [second]
    assert await store.outbox().counts() == {outcome: 1, "waiting": 1}
    assert await store.outbox().message_of(first) == 12
    assert await store.outbox().message_of(second) is None
    assert await store.outbox().message_of(999) is None


async def test_a_sent_message_loses_its_words(store: SqliteStore) -> None:
    (sent,) = await put(store, message("Сосед заливает нас"))
    await store.outbox().finish([Finished(sent, "sent")], [], [], NOW)
    assert "Сосед" not in str(await store.database.read("SELECT * FROM outbox"))


async def test_a_postponed_call_waits_under_the_same_random_id(store: SqliteStore) -> None:
    (postponed,) = await put(store, message("один"))
    assert await store.outbox().last_refusal() is None
    await store.outbox().finish([], [Postponed(postponed, "VK 9")], [], NOW)
    (call,) = await store.waiting_calls()
    assert (call.id, call.attempts, call.params["random_id"]) == (postponed, 1, 7)
    assert await store.outbox().last_refusal() == "VK 9"


async def test_an_unreachable_citizen_is_remembered_as_such(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id, 102)
    (refused,) = await put(store, message("один"))
    await store.outbox().finish([Finished(refused, "unreachable", "VK 901")], [], [ANNA.vk_id], NOW)
    unreachable, reachable = await store.stands(), await store.stands(102)
    assert unreachable.citizen is not None
    assert reachable.citizen is not None
    assert (unreachable.citizen.reachable, reachable.citizen.reachable) == (False, True)


@pytest.mark.parametrize(
    ("outcome", "told"), [("unreachable", True), ("failed", True), ("sent", False), ("expired", False)]
)
async def test_a_refusal_that_belongs_to_an_appeal_becomes_an_event(
    store: SqliteStore, outcome: Outcome, told: bool
) -> None:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        assert session.standing.citizen is not None
        number = await session.appeals.next_number(2026)
        filed = await session.appeals.add(new_appeal(number, session.standing.citizen))
        call = session.call(message("Ответ", appeal_id=filed.id))
        bare = session.call(message("Меню"))
    for _ in range(2):  # told once, however often it is recorded
        await store.outbox().finish([Finished(call, outcome), Finished(bare, outcome)], [], [], NOW)
    events = await store.waiting_events()
    assert [(one.type, one.lane) for one in events] == [("delivery_failed", ANNA.vk_id)] * told
    if told:
        assert f'"appeal_id":{filed.id}' in events[0].body
        assert f'"outcome":"{outcome}"' in events[0].body


async def test_communities_do_not_meet(store: SqliteStore) -> None:
    async with store.desk(community=2) as session:
        theirs = session.call(message("чужое"))
    (ours,) = await put(store, message("наше"))
    assert ours != theirs
    assert [call.id for call in await store.waiting_calls()] == [ours]
    assert [call.id for call in await waiting(store.outbox(2), 0, 10)] == [theirs]
    assert await store.outbox(2).counts() == {"waiting": 1}


@pytest.mark.parametrize(
    ("number", "arrived"),
    [
        (3, False),  # right after the person's own message 2: ours can't stand between
        (4, True),  # number 3 belongs to nobody known: it is ours
        (9, True),
    ],
)
async def test_what_was_sent_without_our_knowing(store: SqliteStore, number: int, arrived: bool) -> None:
    """Killed between VK's answer and its record: the person's next number tells whether ours got there."""
    own = [event(1, conversation_message_id=1), event(2, conversation_message_id=2)]
    await store.inbox().accept(own, "1", NOW)
    await put(store, message("Что случилось?"))
    async with store.desk() as session:
        assert await session.arrived_before(ANNA.vk_id, number) is arrived
        assert await session.arrived_before(ANNA.vk_id + 1, number), "nothing waits there"


async def test_a_message_whose_number_is_known_is_not_taken_for_another(store: SqliteStore) -> None:
    await store.inbox().accept([event(1, conversation_message_id=1)], "1", NOW)
    sent, _ = await put(store, message("Что случилось?"), message("Где это?"))
    await store.outbox().finish([Finished(sent, "sent", None, 2)], [], [], NOW)
    async with store.desk() as session:
        assert not await session.arrived_before(ANNA.vk_id, 3)
        assert await session.arrived_before(ANNA.vk_id, 4)


async def test_a_card_that_cannot_be_rewritten_is_forgotten(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        assert session.standing.citizen is not None
        number = await session.appeals.next_number(2026)
        filed = await session.appeals.add(new_appeal(number, session.standing.citizen))
        shown = session.call(message("карточка"))
        session.card_shown(filed.id, ANNA.vk_id, shown)
        edit = session.call(replace(message("правка"), method="messages.edit", edits_id=shown))
    await store.outbox().finish([Finished(shown, "sent", None, 2)], [], [], NOW)
    async with store.desk() as session:
        assert await session.card_of(filed.id, ANNA.vk_id, NOW - timedelta(hours=1)) == shown
    await store.outbox().finish([Finished(edit, "failed", "VK 909")], [], [], NOW)
    async with store.desk() as session:
        assert await session.card_of(filed.id, ANNA.vk_id, NOW - timedelta(hours=1)) is None


async def answered(store: SqliteStore) -> int:
    """An appeal with an answer that VK refused; return the outbox id of the answer."""
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        filed = await session.appeals.add(new_appeal(await session.appeals.next_number(2026)))
        call = session.call(replace(message("Ответ", appeal_id=filed.id), tells=Telling.ANSWER))
    await store.outbox().finish([Finished(call, "unreachable", "VK 901")], [], [ANNA.vk_id], NOW)
    return call


async def test_what_was_refused_is_taken_once_and_named_by_its_first_try(store: SqliteStore) -> None:
    first = await answered(store)
    async with store.desk() as session:
        (taken,) = await session.take_undelivered(ANNA.vk_id)
        assert (taken.repeats_id, taken.tells) == (first, Telling.ANSWER)
        assert await session.take_undelivered(ANNA.vk_id) == []
        second = session.call(taken)
    async with store.desk() as session:
        known = await session.messages.get(first)
        assert known is not None
        assert known.fate is Fate.SENT
        assert await session.messages.get(second) is None, "a repeated message goes by its first try"
    await store.outbox().finish([Finished(second, "unreachable", "VK 902")], [], [ANNA.vk_id], NOW)
    *_, event = await store.waiting_events()
    body = orjson.loads(event.body)
    assert (body["message_id"], body["again"], body["error"]) == (first, 1, "VK 902")
    async with store.desk() as session:
        known = await session.messages.get(first)
        assert known is not None
        assert known.fate is Fate.REFUSED
        await session.messages.pass_on(first, NOW)
        assert await session.take_undelivered(ANNA.vk_id) == []


async def test_what_is_taken_and_rolled_back_is_still_owed(store: SqliteStore) -> None:
    await answered(store)
    async with store.work() as unit:
        session = unit.session(await store.standing(unit))
        assert len(await session.take_undelivered(ANNA.vk_id)) == 1
    await store.reopen()
    async with store.desk() as session:
        assert len(await session.take_undelivered(ANNA.vk_id)) == 1


async def test_another_community_has_nothing_to_do_with_it(store: SqliteStore) -> None:
    first = await answered(store)
    async with store.work(2) as unit:
        session = unit.session(await store.standing(unit))
        assert await session.messages.get(first) is None
        assert await session.take_undelivered(ANNA.vk_id) == []
        await session.messages.pass_on(first, NOW)
        await unit.commit()
    async with store.desk() as session:
        assert len(await session.take_undelivered(ANNA.vk_id)) == 1
