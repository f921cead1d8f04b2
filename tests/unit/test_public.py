"""Events of public places, read leniently."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.remarks import Spot, Venue
from handlers.incoming import UnreadableEventError
from handlers.public import DEEDS, Deed, Published, read_published
from tests.unit.strategies import ids, json

COMMENT = {"id": 30, "from_id": 101, "owner_id": -1, "post_id": 15, "date": 1, "text": "Яма"}


@given(st.sampled_from(sorted(DEEDS)), json)
def test_any_object_is_a_remark_or_unreadable(kind: str, obj: Any) -> None:
    try:
        assert isinstance(read_published(kind, {"object": obj}), Published)
    except UnreadableEventError:
        pass


@given(st.sampled_from(sorted(DEEDS)), st.sampled_from([*COMMENT, "parents_stack", "reply_to_comment"]), ids)
def test_any_field_of_a_remark_may_be_anything(kind: str, field: str, value: Any) -> None:
    try:
        read = read_published(kind, {"object": {**COMMENT, field: value}, "group_id": 1})
    except UnreadableEventError:
        return
    for number in (read.user_id, read.peer_id, read.thread_id, read.spot.post_id, read.spot.comment_id):
        assert -(2**63) <= number < 2**63, "the database holds it"


def test_a_reply_in_a_thread() -> None:
    reply = {**COMMENT, "id": 31, "parents_stack": [30], "reply_to_comment": 30, "reply_to_user": -1}
    read = read_published("wall_reply_new", {"object": reply})
    assert read == Published(
        Deed.NEW, Spot(Venue.WALL, -1, 15, 31), 101, text="Яма", thread_id=30, answers_community=True
    )
    assert (read.peer_id, read.user_id) == (-1, 101)


def test_a_community_and_a_deletion_are_nobodys() -> None:
    own = read_published("wall_reply_edit", {"object": {**COMMENT, "from_id": -1}})
    gone = read_published("wall_reply_delete", {"object": {"id": 30, "owner_id": -1, "deleter_id": 201}})
    assert (own.user_id, gone.user_id) == (0, 0)
    assert (gone.spot, gone.by) == (Spot(Venue.WALL, -1, 0, 30), 201)


@pytest.mark.parametrize("owner", [1, -1])
def test_the_owner_of_a_topic_has_either_sign(owner: int) -> None:
    post = {"id": 31, "from_id": 101, "topic_id": 20, "topic_owner_id": owner, "date": 1, "text": "Яма"}
    assert read_published("board_post_new", {"object": post}).spot == Spot(Venue.BOARD, -1, 20, 31)


@pytest.mark.parametrize("missing", ["id", "from_id", "post_id"])
def test_what_no_handler_can_do_without(missing: str) -> None:
    with pytest.raises(UnreadableEventError):
        read_published("wall_reply_new", {"object": {k: v for k, v in COMMENT.items() if k != missing}})


def test_a_community_that_no_database_could_hold_is_not_read() -> None:
    with pytest.raises(UnreadableEventError):
        read_published("wall_reply_new", {"object": {"id": 1, "from_id": 101, "post_id": 2}, "group_id": -(2**63)})
