"""What delivery reads ahead: no class of urgency hides another, and a conversation keeps its order."""

from datetime import timedelta

import pytest

from bot.delivery import queue
from bot.delivery.parcels import Parcel
from bot.delivery.queue import Queue
from storage.outbox import Call
from tests.storage.mailing import mail, news, said
from tests.storage.store import SqliteStore
from tests.unit.samples import NOW

REPLY, NOTICE, MASS = 1, 2, 3
HERS = 42


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "WINDOW", 20)
    monkeypatch.setattr(queue, "MASS_WINDOW", 50)
    monkeypatch.setattr(queue, "GATHERED", 30)


def crowd(priority: int, count: int = 100) -> list[Call]:
    """Something different for each of many people."""
    return [said(1000 * priority + number, f"Вам, {number}", priority) for number in range(count)]


def take(waiting: Queue, limit: int = 25, *, mass: bool = True) -> list[Parcel]:
    return waiting.take(limit, 100.0, mass=mass, is_suspect=lambda _: False)


def texts(parcels: list[Parcel]) -> list[str]:
    return [parcel.params["message"] for parcel in parcels]


@pytest.mark.parametrize("before", [NOTICE, MASS])
async def test_a_reply_is_not_hidden_behind_what_was_written_before(store: SqliteStore, before: int) -> None:
    await mail(store, *crowd(before), said(HERS, "Ответ"))
    waiting = Queue(store.outbox())
    await waiting.refill()
    await waiting.gather(NOW)
    assert texts(take(waiting))[0] == "Ответ"


@pytest.mark.parametrize(("first", "then"), [(NOTICE, REPLY), (REPLY, NOTICE)])
async def test_a_conversation_keeps_its_order_though_its_classes_are_read_apart(
    store: SqliteStore, first: int, then: int
) -> None:
    """What was written first lies behind a whole window of its class, what was written then is read at once."""
    await mail(store, *crowd(first), said(HERS, "первое", first), said(HERS, "второе", then), *crowd(then, 5))
    waiting = Queue(store.outbox())
    sent: list[str] = []
    for _ in range(50):
        await waiting.refill()
        package = take(waiting)
        sent += texts(package)
        for parcel in package:
            waiting.done(parcel)
    assert [text for text in sent if text in ("первое", "второе")] == ["первое", "второе"]
    assert len(sent) == len(set(sent)) + 5 == 107, "nothing is read twice (five texts are said to two people)"
    assert not waiting.has_urgent


async def test_memory_is_bounded(store: SqliteStore) -> None:
    await mail(store, *crowd(REPLY), *crowd(NOTICE), *news("Всем", range(5000, 5300)))
    waiting = Queue(store.outbox())
    await waiting.refill()
    await waiting.gather(NOW)
    replies = take(waiting, 1000, mass=False)
    assert len(replies) <= 2 * 2 * queue.WINDOW
    assert sum(len(parcel.calls) for parcel in take(waiting, 1000)) <= queue.GATHERED


async def test_everything_is_read_in_the_end(store: SqliteStore) -> None:
    await mail(store, *crowd(REPLY), *crowd(NOTICE), *crowd(MASS), *news("Всем", range(5000, 5300)))
    waiting = Queue(store.outbox())
    sent: list[int] = []
    while True:
        await waiting.refill()
        await waiting.gather(NOW)
        if not (package := take(waiting)):
            break
        assert len(package) <= 25
        sent += [call.id for parcel in package for call in parcel.calls]
        for parcel in package:
            waiting.done(parcel)
    assert sorted(sent) == list(range(1, 601))


async def test_urgent_calls_leave_a_place_to_mass_sending(store: SqliteStore) -> None:
    await mail(store, *crowd(REPLY, 16), *crowd(MASS, 20))
    waiting = Queue(store.outbox())
    await waiting.refill()
    await waiting.gather(NOW)
    first, second = take(waiting, 11), take(waiting, 11)
    assert [parcel.is_mass for parcel in first] == [False] * 10 + [True]
    assert [parcel.is_mass for parcel in second] == [False] * 6 + [True] * 5
    assert all(parcel.is_mass for parcel in take(waiting))
    assert take(waiting, mass=False) == []


async def test_a_suspect_goes_alone(store: SqliteStore) -> None:
    first, second, third = await mail(store, *crowd(REPLY, 3))
    waiting = Queue(store.outbox())
    await waiting.refill()
    for suspect, packages in ((first, [[first], [second, third]]), (second, [[first, third], [second]])):
        taken = [waiting.take(25, 100.0, mass=True, is_suspect={suspect}.__contains__) for _ in range(2)]
        assert [[parcel.id for parcel in package] for package in taken] == packages
        waiting.release(parcel for package in taken for parcel in package)


async def test_a_request_is_never_too_large(store: SqliteStore) -> None:
    await mail(store, *[said(peer, "ы" * 4096) for peer in range(20)], said(99, "короткое", MASS))
    waiting = Queue(store.outbox())
    sizes = []
    while True:
        await waiting.refill()
        await waiting.gather(NOW)
        if not (package := take(waiting)):
            break
        sizes.append(sum(len(parcel.code.encode()) for parcel in package))
        for parcel in package:
            waiting.done(parcel)
    assert max(sizes) <= 60_000
    assert len(sizes) == 3


async def test_mass_sending_that_rests_is_looked_at_again(store: SqliteStore) -> None:
    await mail(store, *crowd(MASS, 5))
    waiting = Queue(store.outbox())
    await waiting.refill()
    waiting.floods.heard([9, 9, 9], 100.0)
    assert waiting.mass_from == waiting.floods.rests_until > 100.0


async def test_mass_sending_is_spread_over_time(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the events by which VK tells of it don't hide what people write."""
    monkeypatch.setattr(queue, "PEOPLE_AT_ONCE", 20)
    await mail(store, *news("Всем", range(5000, 5010)), *news("Другим", range(6000, 6015)), *news("Ещё", [7000]))
    waiting = Queue(store.outbox())
    await waiting.refill()
    await waiting.gather(NOW)
    taken = waiting.take(25, 100.0, mass=True, is_suspect=lambda _: False)
    assert texts(taken) == ["Всем", "Другим"]
    assert waiting.mass_from == 100.0 + 25 / queue.PEOPLE_A_SECOND


async def test_what_is_too_late_is_written_down_as_such(store: SqliteStore) -> None:
    until = NOW - timedelta(seconds=1)
    (late,) = await mail(store, said(HERS, "Поздно", MASS, expires_at=until))
    waiting = Queue(store.outbox())
    await waiting.refill()
    await waiting.gather(NOW)
    assert take(waiting) == []
    assert await store.outbox().counts() == {"expired": 1}
    assert late
