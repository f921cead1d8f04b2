"""Russian words as a search sees them: «фонарей» and «фонарь» are one word, «Ё» is «е», «12 А» is the house «12а».

Pure functions; what they give for a text is stored in the index, so a change here has to index everything anew (see
`docs/decisions/0022-finding.md`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache

import snowballstemmer

from appeals.value import dataclass

_CACHE = 50_000
"""Words that people use again and again; a stem costs 30 µs, a cached one nothing."""

_STEMMER = snowballstemmer.stemmer("russian")

_HOUSE_LETTERS = "абвгджзиклмнопрст"
"""Not those that end an ordinal: «1-й», «5-е», «3-х»."""

_LATIN_TWINS = str.maketrans("abcekmhopt", "авсекмнорт")
"""A house's letter typed in the wrong layout looks right all the same."""

_TOKEN = re.compile(
    r"(?P<phone>(?<!\d)(?:\+\s?7|8|7(?=[ \-(]{0,2}9))(?:[ \-()]{0,2}\d){10}(?!\d)"
    r"|(?<!\d)9\d{2}[ \-]?\d{3}[ \-]?\d{2}[ \-]?\d{2}(?!\d)"
    r"|(?<!\d)\d{3}-\d{2}-\d{2}(?!\d))"
    rf"|(?P<number>\d+)(?:(?P<gap>[ \-«\"']{{0,2}})(?P<house>[{_HOUSE_LETTERS}abcekmhopt])(?![^\W_]))?"
    r"|(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)

_FLEETING = re.compile(r"(?P<before>[бвгджзклмнпрстфхцчшщ])[ое](?P<last>[кцнл])$")
"""«остановок» and «остановка», «песок» and «песка», «окон» and «окно»: a vowel that comes and goes."""

_NAME_ENDING = re.compile(r"(?:ого|его|ому|ему|[ыи]ми|[оеыи]м|[ыи]х|[аеиоуыэюяйь]+)$")
_SHORTEST_NAME = 2

_SMALL_WORDS = (
    "и в во не на с со что как а то все так но да к у же за бы по от о об из до при для или ли над под про ни уже это"
    " он она оно они мы вы я ты мне меня вам нас нам его ее их"
)
_SILENT = frozenset(_SMALL_WORDS.split())
"""Words that say nothing about what is looked for: neither indexed nor looked for."""


class Kind(Enum):
    """What a piece of a text is."""

    WORD = auto()
    NUMBER = auto()
    PHONE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text that can be looked for: where it stands, and in which form it is compared.

    `more` are further forms under which it may be looked for: the house without its letter, the end of a phone number.
    """

    start: int
    end: int
    kind: Kind
    word: str
    more: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        return stem(self.word) if self.kind is Kind.WORD else self.word

    @property
    def name(self) -> str:
        """The form in which names of people are compared."""
        return name_stem(self.word) if self.kind is Kind.WORD else self.word

    @property
    def is_silent(self) -> bool:
        return self.kind is Kind.WORD and self.word in _SILENT


def composed(text: str) -> str:
    """The text with every letter in one character: some keyboards send «й» as two."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a composed text, in order."""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["phone"]:
            digits = "".join(filter(str.isdecimal, match[0]))[-10:]
            yield Token(start, end, Kind.PHONE, _bare(digits), _ends(digits))
        elif match["word"]:
            yield Token(start, end, Kind.WORD, folded(match[0]))
        else:
            number = _bare(match["number"])
            if not match["house"]:
                yield Token(start, end, Kind.NUMBER, number)
            elif " " in match["gap"]:
                # «дом 12 а также» or «дом 12 А»: who looks for it may mean either.
                yield Token(start, match.end("number"), Kind.NUMBER, number, (number + _letter(match["house"]),))
            else:
                yield Token(start, end, Kind.NUMBER, number + _letter(match["house"]), (number,))


@lru_cache(_CACHE)
def stem(word: str) -> str:
    """The part of a folded word that stays the same through its forms.

    >>> stem("фонарей") == stem("фонарь") and stem("остановок") == stem("остановке")
    True
    """
    found: str = _STEMMER.stemWord(word)
    if found.endswith("еек"):
        return found[:-2] + "йк"  # «скамеек»
    found = found.removesuffix("ьк") + "к" if found.endswith("ьк") else found  # «ступенька», «ступенек»
    return _FLEETING.sub(r"\g<before>\g<last>", found) if len(found) > 3 else found


@lru_cache(_CACHE)
def name_stem(word: str) -> str:
    """The part of a folded name that stays the same: «Новосёловой» and «Новосёлов», but not «Иванов» and «Иван».

    A stemmer of words takes «-ов» for an ending.
    """
    while (shorter := _NAME_ENDING.sub("", word)) != word and len(shorter) >= _SHORTEST_NAME:
        word = shorter
    return word


def index_stems(text: str) -> str:
    """All that a text can be found by, as words with spaces between."""
    return _index(text, names=False)


def index_names(text: str) -> str:
    """All that people's names can be found by."""
    return _index(text, names=True)


def folded(word: str) -> str:
    """Lower case, «е» for «ё»."""
    return word.lower().replace("ё", "е")


def _index(text: str, *, names: bool) -> str:
    found: list[str] = []
    for token in tokens(composed(text)):
        if not token.is_silent:
            found += (token.name if names else token.stem, *token.more)
    return " ".join(found)


def _letter(house: str) -> str:
    return house.lower().translate(_LATIN_TWINS)


def _ends(digits: str) -> tuple[str, ...]:
    """The ends of a phone number by which people look for it."""
    return tuple(_bare(digits[-length:]) for length in (7, 4) if length < len(digits))


def _bare(digits: str) -> str:
    """Without zeros before it: «000123» is 123."""
    return digits.lstrip("0") or "0"
