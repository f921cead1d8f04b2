"""Photos of an answer: captions, order, and what is wrong with them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Attachment, Side
from appeals.photos import arranged, caption, check_photos, marked, unmarked
from appeals.quality.findings import Finding, Flaw
from tests.unit.samples import DOCUMENT, PHOTO

OLD = replace(PHOTO, reference="photo101_1_key")
NEW = replace(PHOTO, reference="photo201_2_key")
AFTER = replace(NEW, side=Side.AFTER)
BEFORE = replace(OLD, side=Side.BEFORE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("было", (Side.BEFORE, "")),
        (" Стало! ", (Side.AFTER, "")),
        ("До", (Side.BEFORE, "")),
        ("после:", (Side.AFTER, "")),
        ("Стало: яму засыпали 3 декабря.", (Side.AFTER, "яму засыпали 3 декабря.")),
        ("Стало лучше", None),
        ("До 15 мая починим", None),
        ("было и стало", None),
        ("", None),
    ],
)
def test_a_caption(text: str, told: tuple[Side, str] | None) -> None:
    assert caption(text) == told


def test_what_has_a_side_keeps_it_and_papers_have_none() -> None:
    assert marked((BEFORE, NEW, DOCUMENT), Side.AFTER) == (BEFORE, AFTER, DOCUMENT)
    assert unmarked((BEFORE, NEW, DOCUMENT)) == (NEW,)


def test_the_order_is_before_after_rest_and_each_once() -> None:
    assert arranged((DOCUMENT, NEW, AFTER, BEFORE, OLD)) == (BEFORE, AFTER, DOCUMENT)


@pytest.mark.parametrize(
    ("attachments", "required", "flaw"),
    [
        ((), False, None),
        ((), True, Flaw.NO_PHOTO),
        ((BEFORE, DOCUMENT), True, Flaw.NO_PHOTO),
        ((AFTER,), True, None),
        ((NEW,), True, None),
        ((BEFORE, AFTER), True, None),
        ((replace(OLD, side=Side.AFTER),), False, Flaw.SAME_PHOTO),
        ((OLD,), False, Flaw.SAME_PHOTO),
        ((BEFORE,), False, None),
    ],
)
def test_what_is_wrong(attachments: tuple[Attachment, ...], required: bool, flaw: Flaw | None) -> None:
    found = check_photos(attachments, (OLD,), {}, required=required)
    assert found == ((Finding(flaw),) if flaw else ())


def test_equal_bytes_are_the_same_photo() -> None:
    hashes = {"photo101_1": "aa", "photo201_2": "aa", "photo201_3": "bb"}
    assert check_photos((AFTER,), (OLD,), hashes, required=False) == (Finding(Flaw.SAME_PHOTO),)
    assert check_photos((BEFORE, AFTER), (), hashes, required=False) == (Finding(Flaw.SAME_PHOTO),)
    other = replace(AFTER, reference="photo201_3_key")
    assert check_photos((BEFORE, other), (OLD,), hashes, required=True) == ()


_ANY = st.builds(
    Attachment,
    kind=st.sampled_from(["photo", "video", "doc", "audio_message"]),
    reference=st.sampled_from(["", "photo1_2_k", "photo1_3_k", "doc1_2", "nonsense"]),
    side=st.sampled_from(["", Side.BEFORE, Side.AFTER]),
)


@given(st.lists(_ANY, max_size=12), st.lists(_ANY, max_size=5), st.booleans(), st.text(max_size=60))
def test_nothing_breaks_it(items: list[Attachment], theirs: list[Attachment], required: bool, text: str) -> None:
    caption(text)
    check_photos(items, theirs, {"photo1_2": "aa", "photo1_3": "aa"}, required=required)
    order = [one.side for one in arranged(items)]
    assert order == sorted(order, key=[Side.BEFORE, Side.AFTER, ""].index)
    assert arranged(arranged(items)) == arranged(items)
