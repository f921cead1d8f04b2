"""Which department a colleague means by a few typed words."""

from __future__ import annotations

import re
from itertools import takewhile

from appeals.administration import Administration, Department
from appeals.textcheck import normalise_word

_ID = re.compile(r"[a-z][a-z0-9_]*")
_SMALL_WORDS = frozenset(("в", "во", "на", "к", "ко", "по", "для", "и", "из", "с", "со"))
_SHARED = 4
_ENDING = 3
"""Letters: what forms of one word share in Russian at least, and by how many they differ in length at most."""


def departments_meant(administration: Administration, words: str) -> list[Department]:
    """The departments that fit: by id, by title, or by words of the title in any form.

    «roads», «Отдел дорог», «в отдел дорог», «дороги». Several fit «отдел»; none fit what no title holds.
    """
    name = words.strip().lower()
    if _ID.fullmatch(name) and (named := administration.department(name)):
        return [named]
    typed = normalise_word(words)
    titled = [one for one in administration.departments if normalise_word(one.title) == typed]
    if titled or not (telling := [word for word in typed.split() if word not in _SMALL_WORDS]):
        return titled
    return [one for one in administration.departments if _holds(normalise_word(one.title).split(), telling)]


def _holds(title: list[str], words: list[str]) -> bool:
    return all(any(_same(word, own) for own in title) for word in words)


def _same(word: str, own: str) -> bool:
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(word, own, strict=False))))
    alike = shared >= max(_SHARED, min(len(word), len(own)) - 2) and abs(len(word) - len(own)) <= _ENDING
    return word == own or alike
