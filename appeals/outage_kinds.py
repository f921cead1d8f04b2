"""The things that fail everywhere, and what people call them: `[outages]` of `administration.toml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from appeals.checking import check
from appeals.stems import composed, folded, stem
from appeals.value import dataclass

MAX_KINDS, MAX_NAMES = 50, 40

DEFAULT_KINDS = (
    "свет электричество электроэнергия электроснабжение электрика напряжение обесточен обесточили",
    "вода водичка водоснабжение водопровод кран хвс гвс",
    "отопление батарея радиатор теплоснабжение тепло",
    "газ газоснабжение",
    "лифт",
    "интернет вайфай",
    "канализация стоки",
    "автобус маршрутка троллейбус трамвай",
)

_NAME = re.compile(r"[а-яё]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OutageRules:
    """`kinds`: a line for each thing that fails, with the words by which people call it, in any form of theirs."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    kinds: tuple[str, ...] = DEFAULT_KINDS

    def __post_init__(self) -> None:
        check(len(self.kinds) <= MAX_KINDS, f"видов аварий может быть не больше {MAX_KINDS}", "kinds")
        where: dict[str, int] = {}
        for index, line in enumerate(self.kinds):
            names = line.split()
            in_limits = 0 < len(names) <= MAX_NAMES
            check(in_limits, f"в строке нужны слова через пробел, от 1 до {MAX_NAMES}", "kinds", index)
            for name in names:
                is_word = _NAME.fullmatch(name) is not None
                check(
                    is_word,
                    f"«{name}»: слова пишутся через пробел, русскими буквами, без запятых и дефисов",
                    "kinds",
                    index,
                )
                taken = where.setdefault(_stem(name), index)
                check(taken == index, f"слово «{name}» есть в двух строках: «{self.kinds[taken]}»", "kinds", index)


@lru_cache(8)
def kinds_by_stems(kinds: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The same lines as the stems by which they are found."""
    return tuple(frozenset(map(_stem, line.split())) for line in kinds)


def _stem(name: str) -> str:
    return stem(folded(composed(name)))
