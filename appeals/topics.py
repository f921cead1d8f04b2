"""Which category a citizen means by a few typed words."""

from __future__ import annotations

from appeals.administration import Administration, Category
from appeals.textcheck import normalise_word

_STEM = 5
_SHORTEST = 4
_ENDING = 3
"""Letters: what words of one root share in Russian at least, the shortest word that tells a topic, what endings add."""


def category_titled(administration: Administration, text: str) -> Category | None:
    """The category whose title was typed."""
    typed = normalise_word(text)
    return next((one for one in administration.categories if normalise_word(one.title) == typed), None)


def category_meant(administration: Administration, text: str) -> Category | None:
    """The only category that shares a word with a few typed ones.

    «дороги», «про животных» and «Освещение» are enough; «дворы и дороги» means none.
    """
    words = _telling(normalise_word(text))
    fitting = [
        category
        for category in administration.categories
        if any(_same_root(word, own) for own in _telling(normalise_word(category.title)) for word in words)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _telling(words: str) -> list[str]:
    return [word for word in words.split() if len(word) >= _SHORTEST]


def _same_root(typed: str, own: str) -> bool:
    stem = own[:_STEM] if len(own) > _STEM else own[:-1]
    return typed.startswith(stem) and abs(len(typed) - len(own)) <= _ENDING
