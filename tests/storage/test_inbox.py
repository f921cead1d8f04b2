"""What VK told us: stored once, in order, together with the place up to which it was told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.inbox import FailedEvent, NewEvent
from tests.storage.store import SqliteStore, bodies, event
from tests.unit.samples import ANNA, NOW


async def test_nothing_is_known_before_the_first_start(store: SqliteStore) -> None:
    assert await store.inbox().position() is None
    assert await store.inbox().reconciled_at() is None
    assert await store.waiting_events() == []
    assert await store.inbox().counts() == {}


async def test_events_wait_in_the_order_in_which_they_came(store: SqliteStore) -> None:
    inbox = store.inbox()
    assert await inbox.accept([event(3), event(1, lane=5), event(2, conversation_message_id=9)], "17", NOW) == 3
    waiting = await store.waiting_events()
    assert [(one.lane, one.conversation_message_id) for one in waiting] == [(101, None), (5, None), (101, 9)]
    assert bodies(waiting) == [event(number).body for number in (3, 1, 2)]
    assert {(one.type, one.attempts, one.received_at) for one in waiting} == {("message_new", 0, NOW)}
    assert await inbox.position() == "17"


async def test_reading_on_from_a_place(store: SqliteStore) -> None:
    await store.inbox().accept([event(number) for number in range(5)], "1", NOW)
    first = await store.inbox().waiting(0, 2)
    rest = await store.inbox().waiting(first[-1].id, 10)
    assert bodies([*first, *rest]) == [event(number).body for number in range(5)]


@pytest.mark.parametrize(
    "again",
    [
        [event(1), event(2)],
        [event(2), event(2), event(1)],
        [replace(event(1), lane=5, body="{}", type="message_event")],
    ],
)
async def test_an_event_that_is_known_is_not_stored_twice(store: SqliteStore, again: list[NewEvent]) -> None:
    inbox = store.inbox()
    assert await inbox.accept([event(1), event(1), event(2)], "1", NOW) == 2
    before = await store.waiting_events()
    assert await inbox.accept(again, "2", NOW) == 0
    assert await store.waiting_events() == before
    assert await inbox.position() == "2", "the place moves on even if nothing was new"


async def test_a_message_read_from_the_history_is_the_same_message(store: SqliteStore) -> None:
    inbox = store.inbox()
    await inbox.accept([event(1, conversation_message_id=9)], "1", NOW)
    from_history = replace(event(1, conversation_message_id=9), event_id="history:101:9")
    assert await inbox.accept([from_history], None, NOW) == 0
    other_conversation = replace(from_history, event_id="history:5:9", lane=5)
    other_kind = replace(from_history, event_id="press", type="message_event")
    assert await inbox.accept([other_conversation, other_kind], None, NOW) == 2
    assert await inbox.known_messages(ANNA.vk_id, [8, 9, 10]) == {9}
    assert await inbox.known_messages(5, [9]) == {9}
    assert await inbox.known_messages(6, [9]) == set()
    assert await inbox.known_messages(ANNA.vk_id, []) == set()
    assert await inbox.position() == "1", "a comparison with the history does not move the long poll"


async def test_a_handled_message_is_still_known(store: SqliteStore) -> None:
    inbox = store.inbox()
    await inbox.accept([event(1, conversation_message_id=9)], "1", NOW)
    await handle_all(store)
    assert await inbox.accept([event(1), event(2, conversation_message_id=9)], "2", NOW) == 0


async def handle_all(store: SqliteStore) -> None:
    async with store.work() as unit:
        for one in await store.waiting_events():
            await unit.keep(unit.session(await store.standing(unit)), one.id)
        await unit.commit()


async def test_a_handled_event_loses_its_words_and_waits_no_more(store: SqliteStore) -> None:
    await store.inbox().accept([event(1), event(2)], "1", NOW)
    await handle_all(store)
    assert await store.waiting_events() == []
    assert await store.inbox().counts() == {"done": 2}
    assert "number" not in await everything_in(store), "people's words don't stay where nothing needs them"


async def everything_in(store: SqliteStore) -> str:
    return str(await store.database.read("SELECT * FROM inbox"))


async def test_a_failed_event_keeps_its_json_and_its_error(store: SqliteStore) -> None:
    inbox = store.inbox()
    await inbox.accept([event(1), event(2), event(3)], "1", NOW)
    one, two, three = await store.waiting_events()
    async with store.work() as unit:
        unit.fail(one, "KeyError (citizen, строка 12)", final=True)
        unit.fail(two, "TimeoutError", final=False)
        unit.fail(three, "не читается: JSON", final=True)
        await unit.commit()
    assert await inbox.failed(10) == [
        FailedEvent(three.id, "message_new", NOW, "не читается: JSON", event(3).body),
        FailedEvent(one.id, "message_new", NOW, "KeyError (citizen, строка 12)", event(1).body),
    ]
    assert await inbox.failed(1) == (await inbox.failed(10))[:1]
    assert [(e.id, e.attempts) for e in await store.waiting_events()] == [(two.id, 1)]
    assert await inbox.counts() == {"failed": 2, "waiting": 1}


async def test_communities_do_not_meet(store: SqliteStore) -> None:
    ours, theirs = store.inbox(1), store.inbox(2)
    assert await ours.accept([event(1, conversation_message_id=9)], "1", NOW) == 1
    assert await theirs.accept([event(1, conversation_message_id=9)], "2", NOW) == 1
    assert (await ours.position(), await theirs.position()) == ("1", "2")
    assert len(await ours.waiting(0, 10)) == len(await theirs.waiting(0, 10)) == 1
    assert await theirs.known_messages(ANNA.vk_id, [9]) == {9}
    await store.compared().span(NOW)
    await store.compared().finish(NOW)
    assert await theirs.reconciled_at() is None


async def test_a_restart_finds_everything(store: SqliteStore) -> None:
    await store.inbox().accept([event(1)], "17", NOW)
    await store.compared().span(NOW)
    await store.compared().finish(NOW + timedelta(milliseconds=5))
    before = await store.waiting_events()
    await store.reopen()
    assert await store.waiting_events() == before
    assert await store.inbox().position() == "17"
    assert await store.inbox().reconciled_at() == NOW + timedelta(milliseconds=5)


async def test_ids_are_never_given_again(store: SqliteStore) -> None:
    """The worker reads on from the last id: a reused one would never be seen."""
    await store.inbox().accept([event(1)], "1", NOW)
    (first,) = await store.waiting_events()
    await handle_all(store)
    store.clock.moment += timedelta(days=31)
    assert await store.housekeeping()() == 1
    await store.inbox().accept([event(2)], "2", store.clock.now())
    (second,) = await store.waiting_events()
    assert second.id > first.id


@pytest.mark.parametrize("steps", range(12))
async def test_an_acceptance_cut_short_is_whole_or_nothing(store: SqliteStore, steps: int) -> None:
    """Cancelled at any instant: the events are there with their place, or neither; told again, they are there once."""
    inbox = store.inbox()
    await inbox.accept([event(0)], "0", NOW)
    async with asyncio.TaskGroup() as group:
        cut = group.create_task(inbox.accept([event(1), event(2)], "1", NOW))
        await asyncio.sleep(steps / 4000)
        cut.cancel()
    stored, position = len(await store.waiting_events()), await inbox.position()
    assert (stored, position) in {(1, "0"), (3, "1")}
    assert await inbox.accept([event(1), event(2)], "1", NOW) == 3 - stored
    assert bodies(await store.waiting_events()) == [event(number).body for number in range(3)]


async def test_a_bad_event_spoils_neither_the_others_nor_the_place(store: SqliteStore) -> None:
    """A batch that can't be stored as a whole leaves the long poll where it was: it will be told again."""
    inbox = store.inbox()
    await inbox.accept([], "0", NOW)
    with pytest.raises(Exception, match="surrogates not allowed"):
        await inbox.accept([event(1), replace(event(2), event_id="\ud83d")], "1", NOW)
    assert await store.waiting_events() == []
    assert await inbox.position() == "0"
    assert await inbox.accept([event(1)], "1", NOW) == 1
