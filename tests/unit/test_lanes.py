"""Lanes against a naive model: lists, and a look at everything each time."""

from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.lanes import Lanes

CROWD = 2
Item = tuple[int, int]
"""Priority, and a serial number that makes ranks unique."""

lanes_names = st.sampled_from("абвг")


class Model:
    """One conversation: what waits in it, and whether its head may be taken."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.state: Literal["free", "busy"] | float = "free"


class LanesAgainstLists(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.lanes: Lanes[Item] = Lanes(lambda item: item, crowd=CROWD)
        self.models: dict[str, Model] = {}
        self.serial = 0
        self.now = 0.0

    def in_state(self, state: str) -> list[str]:
        return sorted(name for name, model in self.models.items() if model.items and model.state == state)

    @rule(lane=lanes_names, priority=st.integers(0, 3))
    def add(self, lane: str, priority: int) -> None:
        self.serial += 1
        item = (priority, self.serial)
        self.lanes.add(lane, item)
        self.models.setdefault(lane, Model()).items.append(item)

    @rule(limit=st.integers(0, 5))
    def take(self, limit: int) -> None:
        free = sorted((self.models[name].items[0], name) for name in self.in_state("free"))
        expected = [(name, item) for item, name in free[:limit]]
        assert self.lanes.take(limit) == expected
        for name, _ in expected:
            self.models[name].state = "busy"

    @precondition(lambda self: self.in_state("busy"))
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.in_state("busy")))
        self.lanes.done(name)
        self.models[name].items.pop(0)
        self.models[name].state = "free"

    @precondition(lambda self: self.in_state("busy"))
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(self.in_state("busy")), unique=True))
        self.lanes.release(names)
        for name in names:
            self.models[name].state = "free"

    @precondition(lambda self: self.in_state("busy"))
    @rule(data=st.data(), seconds=st.integers(0, 5))
    def hold(self, data: st.DataObject, seconds: int) -> None:
        name = data.draw(st.sampled_from(self.in_state("busy")))
        self.serial += 1
        changed = (3, self.serial)
        self.lanes.hold(name, self.now + seconds, changed)
        self.models[name].items[0] = changed
        self.models[name].state = self.now + seconds

    @rule(seconds=st.integers(0, 4))
    def let_time_pass(self, seconds: int) -> None:
        self.now += seconds
        held = {name: model.state for name, model in self.models.items() if isinstance(model.state, float)}
        for name, until in held.items():
            if until <= self.now:
                self.models[name].state = "free"
        assert self.lanes.release_due(self.now) == min(
            (until for until in held.values() if until > self.now), default=None
        )

    @invariant()
    def a_held_or_crowded_lane_takes_no_room_from_others(self) -> None:
        waiting = (len(model.items) for model in self.models.values() if not isinstance(model.state, float))
        moving = sum(min(count, CROWD) for count in waiting)
        total = sum(len(model.items) for model in self.models.values())
        for window in (1, 3, 10):
            assert self.lanes.has_room(window) == (moving < window and total < 10 * window)

    @invariant()
    def a_full_lane_is_known(self) -> None:
        for name in "абвг":
            items = self.models[name].items if name in self.models else []
            assert (name in self.lanes) is bool(items)
            assert self.lanes.is_full(name) is (len(items) >= CROWD)
            assert self.lanes.last(name) == (items[-1] if items else None)

    @invariant()
    def counts_agree(self) -> None:
        assert len(self.lanes) == sum(len(model.items) for model in self.models.values())
        assert self.lanes.has_free is bool(self.in_state("free"))


LanesAgainstLists.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestLanes = LanesAgainstLists.TestCase


def test_one_conversation_does_not_wait_for_another() -> None:
    lanes: Lanes[Item] = Lanes(lambda item: item)
    for lane, item in (("а", (1, 1)), ("а", (0, 2)), ("б", (2, 3))):
        lanes.add(lane, item)
    assert lanes.take(9) == [("а", (1, 1)), ("б", (2, 3))], "the second of a lane waits for the first, however urgent"
    lanes.done("а")
    assert lanes.take(9) == [("а", (0, 2))]


class FairLanesAgainstLists(RuleBasedStateMachine):
    """Heads of each kind that waits have a place, the most urgent kinds the others."""

    def __init__(self) -> None:
        super().__init__()
        self.lanes: Lanes[Item] = Lanes(lambda item: item, kind=lambda item: item[0])
        self.free: list[Item] = []
        self.serial = 0

    @rule(kind=st.integers(0, 3))
    def add(self, kind: int) -> None:
        self.serial += 1
        self.lanes.add(self.serial, (kind, self.serial))
        self.free.append((kind, self.serial))

    @rule(limit=st.integers(0, 6))
    def take(self, limit: int) -> None:
        taken = [item for _, item in self.lanes.take(limit)]
        assert taken == sorted(taken)
        assert len(taken) == min(limit, len(self.free))
        waiting = {kind for kind, _ in self.free}
        if limit >= len(waiting):
            assert {kind for kind, _ in taken} == waiting, "a place for each"
        if taken:
            assert min(self.free) in taken
        for kind in waiting:
            mine = [item for item in taken if item[0] == kind]
            assert mine == sorted(item for item in self.free if item[0] == kind)[: len(mine)]
        self.free = [item for item in self.free if item not in taken]
        assert self.lanes.free == len(self.free)


FairLanesAgainstLists.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
TestFairLanes = FairLanesAgainstLists.TestCase


def test_a_new_lane_may_be_held_from_the_start() -> None:
    lanes: Lanes[Item] = Lanes(lambda item: item)
    lanes.add("а", (1, 1), until=5.0)
    assert (lanes.take(9), lanes.held, lanes.free) == ([], 1, 0)
    lanes.release_due(5.0)
    assert lanes.take(9) == [("а", (1, 1))]
