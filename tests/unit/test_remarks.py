"""What public remarks ask for: hashtags, mentions, and the rules that find candidates, measured on labelled ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.remarks import (
    CommunityNames,
    Spot,
    Venue,
    addresses_only,
    digest,
    looks_like_candidate,
    mentions,
    readable,
    says_settled,
    spot_of,
    tagged,
    without_address,
)
from tests.unit.labelled_comments import CANDIDATES, OTHERS

OURS = CommunityNames(1, "primersk")


@pytest.mark.parametrize(
    "text",
    [
        "[club1|Приёмная], почините фонарь",
        "Смотрите, [club1|@primersk], что творится",
        "[public1|Приёмная] яма",
        "[club1:bp-1_3|Приёмная], ответьте",
        "@primersk почините",
        "Почините! @PRIMERSK",
        "*primersk (Приёмная) почините",
        "@club1, яма",
        "*club1 яма",
    ],
)
def test_the_community_is_mentioned(text: str) -> None:
    assert mentions(text, OURS)


@pytest.mark.parametrize(
    "text",
    [
        "[club12|Другие], почините",
        "[id1|Анна], почините",
        "@primersk2 яма",
        "@primersk_news яма",
        "anna@primersk.example",
        "club1 почините",
        "Приёмная, почините",
        "5*club1",
    ],
)
def test_others_are_not_the_community(text: str) -> None:
    assert not mentions(text, OURS)


def test_the_address_that_vk_puts_before_a_reply_is_told_from_a_mention() -> None:
    assert addresses_only("[club1|Приёмная], а у нас тоже яма", OURS)
    assert not addresses_only("[club1|Приёмная], [club1|Приёмная], яма", OURS)
    assert not addresses_only("Яма! [club1|Приёмная]", OURS)


@pytest.mark.parametrize("text", ["#приёмная яма", "Яма #Приемная", "яма\n#ПРИЁМНАЯ!", "#приёмная@primersk яма"])
def test_the_hashtag_is_found_in_any_case_and_with_any_e(text: str) -> None:
    assert tagged(text, "#приёмная")


@pytest.mark.parametrize("text", ["приёмная", "#приёмная2026", "#приёмнаяглавы", "# приёмная", ""])
def test_other_words_are_not_the_hashtag(text: str) -> None:
    assert not tagged(text, "#приёмная")
    assert not tagged(text, "")


def test_an_appeal_holds_the_words_without_their_address() -> None:
    text = "[club1|Приёмная], #приёмная На Садовой яма.\nСпросите [id5|Бориса] @primersk"
    assert without_address(text, OURS, "#приёмная") == "На Садовой яма.\nСпросите Бориса"
    assert without_address("#приёмная", OURS, "#приёмная") == ""


def test_links_to_people_become_their_names() -> None:
    assert readable("[id5|Борис], [club7:bp-7_5|Двор], да") == "Борис, Двор, да"


def test_words_are_known_again_however_they_are_shown() -> None:
    assert digest("Спасибо! Номер: 2026-000001.\n\nhttps://vk.me/a") == digest(
        "спасибо  номер 2026000001 https://vk.me/a"
    )
    assert digest("Спасибо") != digest("Спасибо вам")


@given(st.sampled_from(Venue), st.integers(-(2**40), 2**40), st.integers(0, 2**40), st.integers(0, 2**40))
def test_a_remark_is_found_by_the_origin_of_its_appeal(venue: Venue, owner: int, post: int, comment: int) -> None:
    spot = Spot(venue, owner, post, comment)
    assert spot_of(spot.origin) == spot


@pytest.mark.parametrize("origin", ["draft:1:5", "lead:7", "wall:-1:15", "wall:x:1:2", ""])
def test_other_origins_are_no_remarks(origin: str) -> None:
    assert spot_of(origin) is None


def test_addresses_lead_to_the_remark() -> None:
    assert Spot(Venue.WALL, -1, 15, 30).url == "https://vk.com/wall-1_15?reply=30"
    assert Spot(Venue.BOARD, -1, 20, 31).url == "https://vk.com/topic-1_20?post=31"


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Решено", True),
        ("[club1|Приёмная], вопрос решён!", True),
        ("Спасибо, всё сделали", True),
        ("Не решено", False),
        ("Так и не сделали!!!", False),
        ("Решено, что будете делать?", None),
        ("Когда будет решено?", None),
        ("Вопрос решён не полностью", None),
        ("Спасибо", None),
        ("", None),
    ],
)
def test_only_clear_words_settle_a_matter(text: str, settled: bool | None) -> None:
    assert says_settled(text) is settled


def test_the_rules_find_candidates_precisely_and_most_of_them() -> None:
    found = [text for text in (*CANDIDATES, *OTHERS) if looks_like_candidate(text)]
    right = [text for text in found if text in CANDIDATES]
    wrong = [text for text in found if text in OTHERS]
    missed = [text for text in CANDIDATES if text not in found]
    precision, recall = len(right) / len(found), len(right) / len(CANDIDATES)
    assert precision >= 0.93, f"{precision:.2f}: {wrong}"
    assert recall >= 0.9, f"{recall:.2f}: {missed}"


@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    looks_like_candidate(text)
    without_address(text, OURS, "#приёмная")
