"""Replies by hand as VK brings them, and the silence as the trade counts it."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import ManualReplies
from appeals.checking import WrongValue
from appeals.silence import Silence
from handlers.incoming import UnreadableEventError
from handlers.manual_replies import read_hand_reply
from tests.unit.samples import NOW
from tests.unit.strategies import json as any_json
from tests.unit.strategies import messages

BODY = {
    "peer_id": 101,
    "from_id": -1,
    "out": 1,
    "text": "Слушаю вас",
    "conversation_message_id": 9,
    "admin_author_id": 201,
    "random_id": 5,
    "date": 1775545200,
}


def test_a_reply_by_hand_is_read() -> None:
    reply = read_hand_reply(BODY, is_edit=False)
    assert reply is not None
    assert (reply.peer_id, reply.user_id, reply.author_id, reply.random_id) == (101, 101, 201, 5)
    assert (reply.message.text, reply.message.number) == ("Слушаю вас", 9)


@pytest.mark.parametrize(
    "change",
    [
        {"admin_author_id": None},
        {"admin_author_id": 0},
        {"admin_author_id": True},
        {"admin_author_id": "201"},
        {"peer_id": 2_000_000_001},
        {"peer_id": -1},
        {"from_id": 101, "out": 0},
        {"conversation_message_id": None},
    ],
)
def test_what_is_no_reply_by_hand(change: dict[str, Any]) -> None:
    assert read_hand_reply({**BODY, **change}, is_edit=False) is None


@given(messages | any_json)
def test_anything_is_read_or_refused_with_a_reason(obj: Any) -> None:
    with suppress(UnreadableEventError):
        read_hand_reply(obj, is_edit=True)


@given(st.integers(0, 100), st.integers(-200, 200))
def test_a_silence_holds_from_its_beginning_to_its_end(minutes: int, later: int) -> None:
    silence = Silence(101, NOW + timedelta(minutes=minutes), 201, began_at=NOW)
    assert silence.holds(NOW + timedelta(minutes=later)) is (0 <= later < minutes)


@pytest.mark.parametrize("minutes", [-1, 10081])
def test_a_silence_has_limits(minutes: int) -> None:
    with pytest.raises(WrongValue, match="молчание бота"):
        ManualReplies(minutes)
