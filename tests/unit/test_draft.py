"""A draft: what is told, what is missing, and what still fits."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from appeals.draft import MAX_ATTACHMENTS, OFFERED_AGAIN_AFTER, ORDER, Draft, Step, previous_step
from appeals.model import Attachment, Place
from tests.unit.samples import NOW, PHOTO, VOICE

EMPTY = Draft(1, NOW)

photos = st.lists(st.integers(1, 15).map(lambda number: Attachment("photo", f"photo1_{number}")), max_size=12).map(
    tuple
)


def test_questions_come_in_their_order() -> None:
    asked = []
    draft = EMPTY
    answers = (
        {"category": "roads"},
        {"text": "Яма"},
        {"place": Place()},
        {"attachments_done": True},
        {"contact": ""},
    )
    for answer in answers:
        asked.append(draft.next_step)
        draft = replace(draft, **answer)
    assert (*asked, draft.next_step) == ORDER


@given(st.lists(st.sampled_from(["category", "place", "attachments_done", "contact"]), unique=True))
def test_only_what_is_missing_is_asked(known: list[str]) -> None:
    answers = {"category": "roads", "place": Place("Садовая"), "attachments_done": True, "contact": "a@example.ru"}
    draft = replace(EMPTY, text="Яма", **{name: answers[name] for name in known})  # type: ignore[arg-type]
    steps = {
        Step.CATEGORY: "category",
        Step.ADDRESS: "place",
        Step.ATTACHMENTS: "attachments_done",
        Step.CONTACT: "contact",
    }
    missing = [step for step, name in steps.items() if name not in known]
    assert draft.next_step is (missing[0] if missing else Step.SUMMARY)


def test_an_empty_text_is_no_answer() -> None:
    assert replace(EMPTY, category="roads", text="").next_step is Step.TEXT


def test_the_way_back_is_the_way_forth() -> None:
    assert [previous_step(step) for step in ORDER] == [None, *ORDER[:-1]]


@given(st.lists(photos, max_size=6))
def test_attachments_never_overflow_and_count_once(messages: list[tuple[Attachment, ...]]) -> None:
    draft, refused = EMPTY, 0
    for message in messages:
        draft, over = draft.with_attachments(message, NOW)
        refused += over
        assert over >= 0
    told = list(dict.fromkeys(one for message in messages for one in message))
    assert list(draft.attachments) == told[: len(draft.attachments)], "the first ones stay, in their order"
    assert len(draft.attachments) == min(len(told), MAX_ATTACHMENTS)
    assert (refused > 0) is (len(told) > MAX_ATTACHMENTS)


def test_the_same_photo_sent_again_is_no_overflow() -> None:
    full = replace(EMPTY, attachments=tuple(Attachment("photo", f"photo1_{n}") for n in range(MAX_ATTACHMENTS)))
    assert full.with_attachments(full.attachments[:3], NOW) == (full, 0)
    assert full.with_attachments((PHOTO,), NOW) == (full, 1)


def test_words_are_added_on_lines_of_their_own() -> None:
    later = NOW + timedelta(minutes=1)
    draft = EMPTY.with_text("Яма", NOW).with_text("во всю полосу", later)
    assert (draft.text, draft.updated_at) == ("Яма\nво всю полосу", later)


def test_a_pause_is_counted_from_the_last_word() -> None:
    almost = NOW + OFFERED_AGAIN_AFTER - timedelta(seconds=1)
    assert not EMPTY.paused(almost)
    assert EMPTY.paused(NOW + OFFERED_AGAIN_AFTER)


def test_what_is_worth_keeping() -> None:
    assert EMPTY.is_empty
    assert replace(EMPTY, attachments_done=True, contact="").is_empty, "skipped questions tell nothing"
    for told in ({"category": "roads"}, {"text": "Яма"}, {"attachments": (VOICE,)}, {"contact": "a@example.ru"}):
        assert not replace(EMPTY, **told).is_empty
