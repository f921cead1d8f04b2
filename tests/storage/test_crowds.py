"""Long queues of single conversations: little of them is in memory, nobody is hidden by them, their order is exact."""

import random
from collections import defaultdict
from typing import Any

import pytest

from bot.delivery import queue, rests
from bot.delivery.parcels import Parcel
from bot.delivery.queue import Queue
from storage.outbox import Call, Finished, Outbox, WaitingCall
from tests.storage.mailing import mail, said
from tests.storage.store import SqliteStore
from tests.unit.samples import NOW

REPLY, NOTICE = 1, 2
CHAT, HERS = 2_000_000_001, 42


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "WINDOW", 20)
    monkeypatch.setattr(queue, "CROWD", 5)
    monkeypatch.setattr(rests, "SPAN", 8)
    monkeypatch.setattr(rests, "LONGEST", 30)


def cards(count: int, start: int = 0) -> list[Call]:
    return [said(CHAT, f"Карточка {number}", NOTICE) for number in range(start, start + count)]


def take(waiting: Queue, limit: int = 25) -> list[Parcel]:
    return waiting.take(limit, 100.0, mass=True, is_suspect=lambda _: False)


async def sent(store: SqliteStore, waiting: Queue, parcels: list[Parcel]) -> None:
    await store.outbox().finish([Finished(parcel.id, "sent") for parcel in parcels], [], [], NOW)
    for parcel in parcels:
        waiting.done(parcel)


async def test_nobody_is_hidden_by_a_chat(store: SqliteStore) -> None:
    """Ten windows of cards for one chat lie before a notice to somebody else, and one of a class before them."""
    await mail(store, *cards(300), said(HERS, "Напоминание", NOTICE), *cards(300, 300), said(HERS, "И ещё", NOTICE))
    waiting = Queue(store.outbox())
    heard: list[str] = []
    for _ in range(100):
        await waiting.refill()
        package = take(waiting)
        heard += [parcel.params["message"] for parcel in package if parcel.first.peer_id == HERS]
        await sent(store, waiting, package)
    assert heard == ["Напоминание", "И ещё"]
    assert waiting.in_memory <= queue.CROWD


async def test_a_reply_to_the_chat_keeps_its_place_among_the_cards(store: SqliteStore) -> None:
    await mail(store, *cards(40), said(CHAT, "Ответ"), *cards(40, 40))
    waiting = Queue(store.outbox())
    heard: list[str] = []
    while len(heard) < 81:
        await waiting.refill()
        assert waiting.in_memory <= queue.CROWD
        package = take(waiting)
        heard += [parcel.params["message"] for parcel in package]
        await sent(store, waiting, package)
    assert heard == [f"Карточка {n}" for n in range(40)] + ["Ответ"] + [f"Карточка {n}" for n in range(40, 80)]
    await waiting.refill()
    assert not waiting.has_more


class Watched(Outbox):
    """A worker writes while delivery looks."""

    meanwhile: Any = None

    async def waiting(self, looks: Any) -> list[WaitingCall]:
        calls = await super().waiting(looks)
        if self.meanwhile is not None:
            await self.meanwhile()
        return calls


class Delivering:
    """Delivery by chance, beside a list of what was written to whom."""

    def __init__(self, store: SqliteStore, seed: int) -> None:
        self.store = store
        self.chance = random.Random(seed)
        self.peers = [*range(1, 7), CHAT]
        self.written: defaultdict[int, list[int]] = defaultdict(list)
        self.under_way: list[Parcel] = []
        self.held: dict[int, float] = {}
        self.now = 0.0
        self.begin()

    def begin(self) -> None:
        """A process starts: what was under way waits again."""
        outbox = Watched(self.store.database, self.store.outbox()._community_id)
        outbox.meanwhile = self.maybe_write
        self.queue, self.under_way, self.held = Queue(outbox), [], {}

    async def maybe_write(self) -> None:
        if self.chance.random() < 0.3:
            await self.write(self.chance.randint(1, 4))

    async def write(self, count: int) -> None:
        crowd = self.chance.random() < 0.5
        calls = [
            said(
                CHAT if crowd else self.chance.choice(self.peers),
                str(self.chance.random()),
                self.chance.choice((REPLY, NOTICE, NOTICE)),
            )
            for _ in range(count)
        ]
        for call, call_id in zip(calls, await mail(self.store, *calls), strict=True):
            self.written[call.peer_id].append(call_id)
        if self.chance.random() < 0.8:
            self.queue.look()

    async def take(self) -> None:
        self.now += self.chance.random()
        self.queue.release_due(self.now)
        self.held = {peer: until for peer, until in self.held.items() if until > self.now}
        await self.queue.refill()
        for parcel in self.queue.take(
            self.chance.randint(1, 6), self.now, mass=True, is_suspect=lambda _: self.chance.random() < 0.05
        ):
            peer = parcel.first.peer_id
            assert parcel.id == self.written[peer][0], "the oldest that was written to them"
            assert peer not in self.held
            assert peer not in [one.first.peer_id for one in self.under_way]
            self.under_way.append(parcel)
        assert self.queue.in_memory <= len(self.peers) * queue.CROWD

    async def land(self) -> None:
        self.chance.shuffle(self.under_way)
        landed = [self.under_way.pop() for _ in range(self.chance.randint(0, len(self.under_way)))]
        done = [parcel for parcel in landed if self.chance.random() < 0.8]
        for parcel in landed:
            peer = parcel.first.peer_id
            if parcel in done:
                self.written[peer].remove(parcel.id)
            elif self.chance.random() < 0.5:
                self.queue.release([parcel])
            else:
                self.held[peer] = self.now + 2 * self.chance.random()
                self.queue.hold(parcel, self.held[peer])
        await sent(self.store, self.queue, done)

    def nobody_starves(self) -> None:
        """All are free that have something, unless it is under way or waits for its moment."""
        busy = {parcel.first.peer_id for parcel in self.under_way} | self.held.keys()
        free = {peer for peer, ids in self.written.items() if ids and peer not in busy}
        taken = take(self.queue, 1000)
        assert {parcel.first.peer_id for parcel in taken} == free
        self.queue.release(taken)


@pytest.mark.parametrize("at_once", [1, 100])
@pytest.mark.parametrize("seed", range(12))
async def test_whatever_comes_and_goes(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, seed: int, at_once: int
) -> None:
    monkeypatch.setattr(queue, "READS", at_once)
    world = Delivering(store, seed)
    await world.write(world.chance.choice((1, 60, 200)))
    for _ in range(60):
        match world.chance.choices(("write", "take", "land", "restart", "look"), (3, 6, 6, 0.3, 2))[0]:
            case "write":
                await world.write(world.chance.choice((1, 2, 5, 40)))
            case "take":
                await world.take()
            case "land":
                await world.land()
            case "restart":
                world.begin()
            case _:
                world.queue._reading[REPLY].has_more = True  # a look that sees one class alone
    world.queue._outbox.meanwhile = None  # type: ignore[attr-defined]
    world.chance.random = lambda: 0.7  # type: ignore[method-assign] # from now on all goes well
    world.queue.look()
    world.queue.release_due(1e9)
    world.held = {}
    while any(world.written.values()):
        await world.take()
        if at_once > 1:
            world.nobody_starves()
        for parcel in world.under_way:
            world.written[parcel.first.peer_id].remove(parcel.id)
        await sent(store, world.queue, world.under_way)
        world.under_way = []
    await world.queue.refill()
    assert not world.queue.has_more
    assert world.queue.in_memory == 0
