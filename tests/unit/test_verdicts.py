"""VK's refusals: what each calls for, and what becomes of a call."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.verdicts import MAX_ATTEMPTS, Retry, noted, outcome, unreachable_people
from bot.vk.errors import Verdict, VkError, judge
from bot.vk.execute import CallResult
from storage.outbox import MASS, Finished, Postponed, WaitingCall

SEND, PRESS = "messages.send", "messages.sendMessageEventAnswer"
CALL = WaitingCall(5, 101, 1, SEND, {"message": "Яма"}, 0, None, None, None)


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ((0, 1, 6, 10, 36), Verdict.RETRY),
        ((9, 29, 912), Verdict.RETRY_LATER),
        ((18, 900, 901, 902, 936), Verdict.UNREACHABLE),
        ((917, 922, 925, 945, 962), Verdict.UNREACHABLE),
        ((5, 14, 15, 17, 27, 28, 203), Verdict.STOP),
        ((100, 910, 911, 913, 914, 921, 7, 999_999), Verdict.REFUSED),
    ],
)
def test_codes(codes: tuple[int, ...], verdict: Verdict) -> None:
    assert {judge(code, SEND) for code in codes} == {verdict}


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ((7, 15, 18, 27, 28, 100, 203, 212, 213, 222), Verdict.UNREACHABLE),
        ((0, 1, 6, 10, 36), Verdict.RETRY),
        ((9, 29, 223), Verdict.RETRY_LATER),
        ((5, 14, 17), Verdict.STOP),
        ((999_999,), Verdict.REFUSED),
    ],
)
def test_codes_of_a_comment(codes: tuple[int, ...], verdict: Verdict) -> None:
    """A closed thread is nobody's alarm: it stops neither the sending nor another thread."""
    assert {judge(code, "wall.createComment") for code in codes} == {verdict}


@pytest.mark.parametrize(("appeal_id", "priority", "citizen"), [(7, 1, True), (None, 1, False), (None, MASS, True)])
def test_whoever_misses_a_photo_is_told_in_their_own_words(appeal_id: int | None, priority: int, citizen: bool) -> None:
    said = noted(replace(CALL, appeal_id=appeal_id, priority=priority)).params["message"]
    assert ("напишите нам" in said) is citizen


def test_a_comment_whose_photo_vk_refuses_goes_without_it() -> None:
    comment = {"message": "Яма", "attachments": "photo1_2"}
    call = replace(CALL, method="wall.createComment", peer_id=-15, appeal_id=3, params=comment)
    end = outcome(call, CallResult(error=100))
    assert isinstance(end, Retry)
    assert end.head is not None
    assert end.head.params["message"].startswith("Яма\n\nНе все вложения")
    assert "attachments" not in end.head.params
    assert outcome(end.head, CallResult(error=100)) == Finished(5, "unreachable", "VK 100")
    assert outcome(end.head, CallResult({"comment_id": 31})) == Finished(5, "sent", is_bare=True)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(100, Verdict.DONE), (901, Verdict.DONE), (9, Verdict.DONE), (6, Verdict.RETRY), (5, Verdict.STOP)],
)
def test_a_press_that_vk_no_longer_wants_answered_is_over(code: int, verdict: Verdict) -> None:
    assert judge(code, PRESS) is verdict


def test_an_error_carries_nothing_of_the_request() -> None:
    assert str(VkError(SEND, 100, "message is too long: Яма на Садовой")) == "messages.send: VK error 100"


@pytest.mark.parametrize(
    ("response", "ended"),
    [
        ([{"peer_id": 101, "message_id": 9, "conversation_message_id": 12}], ("sent", 12)),
        ([{"peer_id": 101, "message_id": 9}], ("sent", None)),
        ([{"peer_id": 101, "conversation_message_id": 0}], ("sent", None)),
        (9, ("sent", None)),
        # With `peer_ids` an error sits inside a successful answer.
        ([{"peer_id": 101, "error": {"code": 901, "description": "…"}}], ("unreachable", None)),
        ([{"peer_id": 101, "error": {"error_code": 914}}], ("failed", None)),
        ([{"peer_id": 101, "error": 902}], ("unreachable", None)),
    ],
)
def test_what_a_message_came_to(response: Any, ended: tuple[str, int | None]) -> None:
    end = outcome(CALL, CallResult(response))
    assert isinstance(end, Finished)
    assert (end.outcome, end.conversation_message_id) == ended


@pytest.mark.parametrize("response", [None, [], ["?"], [1], [{}], 0, True, "", [{"peer_id": 101, "error": "?"}]])
def test_an_answer_that_tells_nothing_is_no_proof_of_delivery(response: Any) -> None:
    assert isinstance(outcome(CALL, CallResult(response)), Retry)


def test_a_plain_zero_means_sent_in_a_chat_alone() -> None:
    assert outcome(replace(CALL, peer_id=2_000_000_001), CallResult(0)) == Finished(5, "sent")


def test_words_go_without_a_photo_that_vk_refuses() -> None:
    card = replace(CALL, params={"message": "Карточка", "attachment": "photo1_2_key"})
    end = outcome(card, CallResult(error=100))
    assert isinstance(end, Retry)
    assert end.head is not None
    assert end.head.params == {"message": "Карточка\n\nПоказаны не все вложения: ВКонтакте их больше не хранит."}
    assert outcome(end.head, CallResult(1)) == Finished(5, "sent", is_bare=True)
    assert outcome(end.head, CallResult(error=100)) == Finished(5, "failed", "VK 100")


def test_other_methods_end_with_any_answer() -> None:
    edit = replace(CALL, method="messages.edit")
    assert outcome(edit, CallResult(1)) == Finished(5, "sent")
    assert outcome(edit, CallResult([{"error": {"code": 901}}])) == Finished(5, "sent")


def test_a_press_answered_too_late_is_nobodys_fault() -> None:
    assert outcome(replace(CALL, method=PRESS), CallResult(error=100)) == Finished(5, "expired", "VK 100")


def test_pauses_grow_and_end() -> None:
    def pauses(code: int) -> list[float]:
        ends = [outcome(replace(CALL, attempts=attempts), CallResult(error=code)) for attempts in range(MAX_ATTEMPTS)]
        assert ends[-1] == Finished(5, "failed", f"VK {code}")
        retries = [end for end in ends if isinstance(end, Retry)]
        assert len(retries) == MAX_ATTEMPTS - 1
        assert {retry.row for retry in retries} == {Postponed(5, f"VK {code}")}
        return [retry.pause for retry in retries]

    assert pauses(6)[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pauses(9)[:10] == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert pauses(5) == pauses(9), "a refusal of access isn't this call's fault at once"
    assert sum(pauses(6)) > 3000, "an outage of most of an hour loses nothing"


def test_the_operator_is_told_what_would_heal_it() -> None:
    switched_off, too_often = outcome(CALL, CallResult(error=912)), outcome(CALL, CallResult(error=9))
    assert isinstance(switched_off, Retry)
    assert "Возможности ботов" in (switched_off.hint or "")
    assert isinstance(too_often, Retry)
    assert too_often.hint is None


@given(st.integers() | st.none(), st.integers(0, 10**6), st.sampled_from([SEND, PRESS, "messages.edit"]), st.data())
def test_any_answer_has_an_outcome(code: int | None, attempts: int, method: str, data: st.DataObject) -> None:
    item = st.dictionaries(
        st.sampled_from(["error", "conversation_message_id", "peer_id"]),
        st.none() | st.integers() | st.text() | st.dictionaries(st.sampled_from(["code", "error_code"]), st.integers()),
    )
    response = data.draw(st.lists(item | st.integers(), max_size=2) | st.integers() | st.booleans() | st.none())
    end = outcome(replace(CALL, attempts=attempts, method=method), CallResult(response, code))
    if isinstance(end, Retry):
        assert 1 <= end.pause <= 900
    else:
        assert end.id == CALL.id
        assert (end.error is None) is (end.outcome == "sent")


def test_only_citizens_become_unreachable() -> None:
    calls = {
        number: replace(CALL, id=number, peer_id=peer) for number, peer in ((1, 101), (2, 2_000_000_001), (3, 102))
    }
    ends = [Finished(1, "unreachable"), Finished(2, "unreachable"), Finished(3, "failed")]
    assert unreachable_people(calls, ends) == [101]
