"""One call for many people: who goes together, and whose VK's answer is."""

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.parcels import MAX_PEERS, PATIENCE, Parcel, batched, by_content, scattered, settle, single
from bot.vk.execute import CallResult
from storage.outbox import DOCUMENTS, MASS, SEND, Finished, WaitingCall


def row(number: int, text: str = "Новость", **params: Any) -> WaitingCall:
    told = {"peer_ids": str(1000 + number), "random_id": number + 1, "message": text, **params}
    return WaitingCall(number, 1000 + number, MASS, SEND, told, 0, None, None, None)


def batch(count: int, **more: Any) -> Parcel:
    calls = [replace(row(number), batch=1, **more) for number in range(1, count + 1)]
    return batched([replace(call, params={**call.params, "random_id": 2}) for call in calls])


def items(parcel: Parcel, errors: dict[int, int]) -> list[dict[str, Any]]:
    return [
        {"peer_id": call.peer_id, "message_id": 0, "conversation_message_id": 0, "error": {"code": errors[call.id]}}
        if call.id in errors
        else {"peer_id": call.peer_id, "message_id": 7, "conversation_message_id": 100 + call.id}
        for call in parcel.calls
    ]


@given(st.lists(st.tuples(st.sampled_from("абв"), st.sampled_from(["", "{}"])), max_size=400))
def test_who_is_told_the_same_goes_together(said: list[tuple[str, str]]) -> None:
    calls = [row(number, text, keyboard=keyboard) for number, (text, keyboard) in enumerate(said)]
    piles = by_content(calls)
    assert sorted(call.id for pile in piles for call in pile) == list(range(len(calls))), "each once"
    for pile in piles:
        assert 1 <= len(pile) <= MAX_PEERS
        assert len({(call.params["message"], call.params["keyboard"]) for call in pile}) == 1
        assert [call.id for call in pile] == sorted(call.id for call in pile)
    contents = Counter(said)
    assert len(piles) == sum(-(-count // MAX_PEERS) for count in contents.values()), "as few calls as there can be"


def test_what_is_for_one_alone_goes_alone() -> None:
    strange = [row(1, peer_ids="1001,1002"), row(2, **{DOCUMENTS: "copy"}), row(3, random_id=0), row(4, peer_ids="5")]
    assert [len(pile) for pile in by_content(strange * 2)] == [2] * 4, "together with itself at most"


def test_a_batch_is_one_call() -> None:
    assert batch(3).params == {"peer_ids": "1001,1002,1003", "random_id": 2, "message": "Новость"}
    assert batch(1).params["peer_ids"] == "1001"


@given(st.integers(2, 100), st.data())
def test_every_answer_finds_its_row(count: int, data: st.DataObject) -> None:
    parcel = batch(count)
    errors = data.draw(st.dictionaries(st.integers(1, count), st.sampled_from([901, 914, 10, 9])))
    answer = data.draw(st.permutations(items(parcel, errors)))
    settled = settle(parcel, CallResult(answer))
    ends = {end.id: (end.outcome, end.conversation_message_id) for end in settled.finished}
    again = {one.id for one, _ in settled.again}
    for call in parcel.calls:
        match errors.get(call.id):
            case None:
                assert ends[call.id] == ("sent", 100 + call.id)
            case 901:
                assert ends[call.id] == ("unreachable", None)
            case 914:
                assert ends[call.id] == ("failed", None)
            case _:
                assert call.id in again
    assert len(ends) + len(again) == count
    assert {postponed.id for postponed in settled.postponed if postponed.is_alone} == again
    for one, pause in settled.again:
        assert len(one.calls) == 1
        assert one.first.batch == one.id
        assert one.params["random_id"] == 2, "VK would know it, had it brought the message after all"
        assert one.first.attempts == 1
        assert pause > 0


@given(st.none() | st.integers() | st.lists(st.none() | st.integers() | st.dictionaries(st.text(), st.integers())))
def test_an_answer_of_any_shape_loses_nobody(response: Any) -> None:
    parcel = batch(5)
    settled = settle(parcel, CallResult(response))
    assert sorted(one.id for one, _ in settled.again) == [1, 2, 3, 4, 5]
    assert settled.finished == []


def test_numbers_may_come_as_text() -> None:
    parcel = batch(2)
    answer = [{name: str(value) for name, value in item.items()} for item in items(parcel, {})]
    ends = settle(parcel, CallResult(answer)).finished
    assert [end.conversation_message_id for end in ends] == [101, 102]


def test_a_batch_that_is_put_off_stays_what_it_is() -> None:
    for code in (6, 9, 10, 29):
        parcel = batch(3)
        settled = settle(parcel, CallResult(error=code))
        ((again, pause),) = settled.again
        assert pause > 0
        assert again.lane == parcel.lane
        assert again.params == parcel.params
        assert [postponed.is_alone for postponed in settled.postponed] == [False] * 3
        assert {call.attempts for call in again.calls} == {1}


def test_but_not_for_ever() -> None:
    settled = settle(batch(3, attempts=PATIENCE - 1), CallResult(error=10))
    assert [len(one.calls) for one, _ in settled.again] == [1, 1, 1]


def test_a_refusal_of_all_is_looked_into_one_by_one() -> None:
    for code in (100, 901, 914):
        settled = settle(batch(3), CallResult(error=code))
        assert [one.id for one, _ in settled.again] == [1, 2, 3]
        assert settled.finished == []
        assert all(postponed.is_alone for postponed in settled.postponed)


def test_a_refused_photo_of_one_is_looked_at_alone() -> None:
    parcel = batch(2)
    parcel = parcel.changed(replace(parcel.first, params={**parcel.first.params, "attachment": "photo1_2"}))
    settled = settle(parcel, CallResult(items(parcel, {2: 100})))
    assert [end.id for end in settled.finished] == [1]
    ((alone, _),) = settled.again
    assert alone.params["attachment"] == "photo1_2"
    ((bare, _),) = settle(alone, CallResult(error=100)).again
    assert "attachment" not in bare.params


def test_a_change_is_everybodys_and_names_their_own_peers() -> None:
    parcel = batch(3)
    changed = parcel.changed(
        replace(parcel.first, params={**parcel.first.params, "attachment": "photo-1_9"}, renewals=2)
    )
    assert changed.params == {**parcel.params, "attachment": "photo-1_9"}
    assert [(call.id, call.peer_id, call.renewals) for call in changed.calls] == [
        (1, 1001, 2),
        (2, 1002, 2),
        (3, 1003, 2),
    ]
    assert [call.params["peer_ids"] for call in changed.calls] == ["1001", "1002", "1003"]


def test_scattered_rows_have_lanes_of_their_own() -> None:
    settled = scattered(batch(3), "нет ответа")
    assert len({one.lane for one, _ in settled.again}) == 3


def test_a_row_alone_ends_as_ever() -> None:
    press = replace(row(5), method="messages.sendMessageEventAnswer", priority=0)
    assert settle(single(press), CallResult(1)).finished == [Finished(5, "sent")]
