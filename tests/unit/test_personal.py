"""By what stored words are known to be about a person, and the copy of their data."""

from dataclasses import replace

import orjson
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Act, HistoryEntry
from appeals.personal import Held, Told, marks, windows
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, NOW
from texts.personal_copy import as_json, as_text
from texts.reply import split

STORY = (HistoryEntry(Act.ANSWERED, NOW, 201, "Яму засыпали."), HistoryEntry(Act.UNDELIVERED, NOW, 0, "внутреннее"))
HELD = Held(ANNA, (), (Told(APPEAL, STORY),), None, 0)


def test_what_is_still_to_be_sent_is_judged_by_what_is_nobody_elses() -> None:
    known = marks(HELD)
    for text in ("[id101|Анна] пишет", "звоните +7 900 000-00-00"):
        assert known.on(text)
        assert known.on(text, still_needed=True)
    for text in ("№ 2026-000123 просрочено", "Анна Примерова звонила"):
        assert known.on(text)
        assert not known.on(text, still_needed=True)
    assert not known.on("№ 2026-000124, [id1012|Ольга]")


def test_an_event_of_any_shape() -> None:
    known = marks(HELD)
    assert known.on_event({"object": [{"message": {"from_id": 101}}]})
    assert known.on_event({"text": "[id101|Анна]"})
    assert not known.on_event({"from_id": 102, "out": True, "text": None, "x": 1.5, "y": []})
    assert not marks(replace(HELD, citizen=replace(ANNA, vk_id=1))).on_event({"out": True}), "true isn't the id 1"


@given(st.text("абв гд", min_size=1, max_size=9000))
def test_every_long_part_of_a_text_gives_it_away(text: str) -> None:
    found = windows(text)
    assert all(len(part) < 80 or any(window in part for window in found) for part in split(text, 200))


def test_the_copy_has_no_words_that_colleagues_keep_for_themselves() -> None:
    text, shape = as_text(ADMINISTRATION, HELD, NOW), orjson.loads(as_json(ADMINISTRATION, HELD, NOW))
    assert "Яму засыпали." in text
    assert "внутреннее" not in text
    assert [entry["text"] for entry in shape["appeals"][0]["history"]] == ["Яму засыпали."]


def test_the_copy_has_no_neighbours_number() -> None:
    held = replace(HELD, appeals=(Told(APPEAL, (HistoryEntry(Act.BACK_IN_WORK, NOW, 0, "2026-000777"),)),))
    assert "снова в работе" in as_text(ADMINISTRATION, held, NOW)
    assert "000777" not in as_text(ADMINISTRATION, held, NOW)
    assert b"000777" not in as_json(ADMINISTRATION, held, NOW)
