"""The stored form of updates: any JSON is stored, in order within a conversation."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import in_order, is_echo, read_json, store_form
from storage.inbox import NewEvent
from tests.unit.strategies import ids, messages, presses, shaped
from tests.unit.strategies import json as any_json

updates = shaped("v", "group_id", type=st.text() | any_json, event_id=st.text() | any_json, object=messages | presses)


@given(updates | any_json)
def test_any_update_has_a_stored_form(update: Any) -> None:
    event = store_form(update)
    assert json.loads(event.body) == update
    assert 0 < len(event.event_id) <= 128
    assert 0 < len(event.type) <= 128
    for number in (event.lane, event.conversation_message_id or 0):
        assert -(2**63) <= number < 2**63
    assert store_form(update) == event, "the same update is the same event"


@given(ids, ids)
def test_updates_without_an_id_are_told_apart_by_what_they_say(one: Any, other: Any) -> None:
    same = store_form({"object": one}).event_id == store_form({"object": other}).event_id
    assert same is (json.dumps(one) == json.dumps(other))


@pytest.mark.parametrize(
    ("update", "lane", "number"),
    [
        (
            {"type": "message_new", "object": {"message": {"peer_id": 5, "from_id": 6, "conversation_message_id": 9}}},
            5,
            9,
        ),
        ({"type": "message_new", "object": {"peer_id": 5, "conversation_message_id": 9}}, 5, 9),
        ({"type": "message_new", "object": {"message": {"from_id": 6, "conversation_message_id": 0}}}, 6, None),
        ({"type": "message_new", "object": {"message": {"peer_id": True, "conversation_message_id": "9"}}}, 0, None),
        ({"type": "message_event", "object": {"peer_id": 5, "user_id": 6, "conversation_message_id": 9}}, 5, None),
        ({"type": "message_deny", "object": {"user_id": 6}}, 6, None),
        ({"type": "like_add", "object": None}, 0, None),
        ([], 0, None),
    ],
)
def test_whose_order_it_belongs_to(update: Any, lane: int, number: int | None) -> None:
    event = store_form(update)
    assert (event.lane, event.conversation_message_id) == (lane, number)


def test_names_that_are_not_names() -> None:
    assert store_form({"event_id": "e", "type": "t" * 129}).type == "unreadable"
    assert store_form({"event_id": "e" * 129, "type": "message_new"}).event_id.startswith("digest:")
    assert store_form({"event_id": "e1", "type": "message_new"}).event_id == "e1"


stored = st.builds(
    NewEvent,
    st.text(),
    st.sampled_from(["message_new", "message_event"]),
    st.integers(1, 3),
    st.just("{}"),
    st.none() | st.integers(1, 9),
)


@given(st.lists(stored, max_size=12))
def test_messages_go_in_the_order_of_their_numbers(events: list[NewEvent]) -> None:
    ordered = in_order(events)
    numbered = [event for event in ordered if event.type == "message_new" and event.conversation_message_id]
    for lane in (1, 2, 3):
        numbers = [event.conversation_message_id or 0 for event in numbered if event.lane == lane]
        assert numbers == sorted(numbers)
    # Everything keeps a place of its own kind: presses and other people's messages don't move.
    assert [(e.lane, e.type, e.conversation_message_id is None) for e in ordered] == [
        (e.lane, e.type, e.conversation_message_id is None) for e in events
    ]
    assert sorted(map(id, ordered)) == sorted(map(id, events))
    assert in_order(ordered) == ordered


@given(any_json)
def test_json_reads_back(value: Any) -> None:
    assert read_json(json.dumps(value).encode()) == json.loads(json.dumps(value))


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_json_or_a_value_error(content: bytes) -> None:
    try:
        value = read_json(content)
    except ValueError:
        return
    store_form(value)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (rb'{"text": "\ud83d"}', "?"),
        (rb'{"text": "\ud83d\ude42"}', "🙂"),
        (b'{"text": "\xff"}', "�"),
        (rb'{"text": "\u0000"}', "\x00"),
    ],
)
def test_half_a_surrogate_pair_does_not_stop_the_message(content: bytes, text: str) -> None:
    """Clients cut emoji in half. The rest of the words must still reach a handler, which reads strictly."""
    stored = store_form(read_json(content))
    assert orjson.loads(stored.body) == {"text": text}
    assert stored.body.encode()


def test_numbers_beyond_strict_json() -> None:
    body = store_form(read_json(b'{"id": 99999999999999999999999, "x": NaN}')).body
    assert json.loads(body)["id"] == 99999999999999999999999


@pytest.mark.parametrize("depth", [100, 300, 1000, 1020, 100_000])
def test_deep_nesting_stops_nobody(depth: int) -> None:
    content = b'{"object":' + b"[" * depth + b"]" * depth + b"}"
    try:
        update = read_json(content)
    except ValueError:
        assert depth > 500
        return
    json.loads(store_form(update).body)


@pytest.mark.parametrize(
    ("update", "echo"),
    [
        ({"type": "message_reply", "object": {"from_id": -1, "out": 1}}, True),
        ({"type": "message_edit", "object": {"from_id": -1}}, True),
        ({"type": "message_edit", "object": {"from_id": 101, "out": 1}}, True),
        ({"type": "message_reply", "object": {"from_id": -1, "admin_author_id": 0}}, True),
        ({"type": "message_reply", "object": {"from_id": -1, "out": 1, "admin_author_id": 201}}, False),
        ({"type": "message_edit", "object": {"from_id": 101, "out": 0}}, False),
        ({"type": "message_new", "object": {"message": {"from_id": -1, "out": 1}}}, False),
        ({"type": "message_reply", "object": None}, False),
        ({"type": ["message_reply"], "object": {}}, False),
        (None, False),
    ],
)
def test_what_is_only_an_echo(update: Any, echo: bool) -> None:
    assert is_echo(update) is echo


@given(updates | any_json)
def test_any_update_is_an_echo_or_not(update: Any) -> None:
    assert is_echo(update) in (True, False)


def test_a_reply_by_hand_stands_in_the_order_of_its_conversation() -> None:
    written, by_hand = NewEvent("a", "message_new", 5, "{}", 3), NewEvent("b", "message_reply", 5, "{}", 2)
    assert in_order([written, by_hand]) == [by_hand, written]
    stored = store_form({"type": "message_reply", "object": {"peer_id": 5, "conversation_message_id": 2}})
    assert (stored.lane, stored.conversation_message_id) == (5, 2)
