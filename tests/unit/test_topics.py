"""A category by a few typed words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.topics import category_meant, category_titled
from bot.administration_file import load_administration

EXAMPLE = load_administration(Path(__file__).parents[2] / "administration.toml")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("дороги", "roads"), ("ДОРОГА!", "roads"), ("про дороги", "roads"), ("насчет тротуара", "roads")),
        *(("воды нет", "water"), ("снега", "snow"), ("мусора много", "waste"), ("школа", "school")),
        *(("", None), ("яма", None), ("дворы и дороги", None), ("водитель", None), ("без", None), ("и", None)),
    ],
)
def test_meant(typed: str, meant: str | None) -> None:
    category = category_meant(EXAMPLE, typed)
    assert (category and category.id) == meant


def test_titled() -> None:
    for category in EXAMPLE.categories:
        assert category_titled(EXAMPLE, f" {category.title.upper()}. ") is category
    assert category_titled(EXAMPLE, "Дороги") is None


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert category_meant(EXAMPLE, text) in (None, *EXAMPLE.categories)
