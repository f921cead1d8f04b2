"""Does an appeal tell of a known outage? By its words, its category and its address, with typos.

Who is taken in wrongly has a button that says so; who isn't taken in is served as always. So in doubt nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from rapidfuzz.distance import OSA

from appeals.danger import tells_of_peril
from appeals.model import Appeal, Priority
from appeals.outage_kinds import kinds_by_stems
from appeals.outages import Declared, Outage
from appeals.stems import Kind, Token, composed, folded, stem, tokens
from appeals.value import dataclass

_TROUBLE = re.compile(
    r"\b(?:не|нет|нету|без|ни|когда|почему|давно|опять|снова)\b"
    r"|\b(?:отключ|выключ|пропа[лд]|погас|исчез|выруб|обесточ|авари|перебо|дад(?:ут|ите)|включ|верните|вернете"
    r"|темн|замерз|мерзн|холод|прорв|прорыв|порыв|скач|моргает|мигает)",
)
"""Words of somebody who misses something."""

_OTHER_MATTER = re.compile(
    r"\b(?:счет\b|счета\b|счетчик|квитанц|оплат|плат[аеиу]|тариф|перерасч|долг|показани|фонар|столб|благодар|спасибо)"
)
"""Words of those who write about the bill, the street lamp, or to say thanks."""

_OPPOSITES = (("горяч", "холодн"), ("холодн", "горяч"))

_SAYING_LITTLE = (
    "отключен отключение отключили отключат выключен нет нету без авария аварийный аварийное плановый плановое ремонт"
    " работа временно прорыв порыв труба сеть слабый слабое пропал перебой возможен частично полностью горячий холодный"
    " не будет из за"
)
_GENERIC = frozenset(map(stem, _SAYING_LITTLE.split()))
"""Words of a declaration that don't tell what has failed."""

_ADDRESSING = (
    "ул улица улицы улице пр проспект пр-т пер переулок переулки проезд бульвар шоссе площадь пл наб набережная"
    " д дом дома домов кв квартира г город микрорайон мкр мкрн район р н поселок пос п село с деревня дер"
    " снт тсж частный сектор весь вся все целиком и на по в от до"
)
_OF_ADDRESSES = frozenset(_ADDRESSING.split())

_WHOLE_TOWN = re.compile(r"(?:весь|все|по всему|во всем)\s+(?:город\w?|район\w?|округ\w?|пос[её]л\w+|сел\w)|везде")

_RANGE = re.compile(r"(\d{1,4})\s*[-–—]\s*(\d{1,4})")

MOST = 3000
"""Characters of an appeal that are read: people begin with what is the matter."""

_LONG, _VERY_LONG = 5, 9
"""Letters of a stem in which one slip, or two, don't matter."""

_NEAR = 4
"""How many tokens after a street its house may stand."""


@dataclass(frozen=True, slots=True)
class Area:
    """A street, with some of its houses or all of them; or a part of the town."""

    words: tuple[str, ...]
    houses: frozenset[str] = frozenset()
    ranges: tuple[tuple[int, int], ...] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.houses or self.ranges)

    def has_house(self, token: Token) -> bool:
        """Whether a house that was named is one of these."""
        forms = {token.word, *token.more}
        number = int("".join(filter(str.isdecimal, token.word)) or 0)
        return bool(forms & self.houses) or any(low <= number <= high for low, high in self.ranges)


class Said:
    """A text that was said, so that a word is found in it quickly, whatever its form."""

    def __init__(self, text: str) -> None:
        self.tokens = list(tokens(composed(text)))
        self._at: dict[str, dict[Token, int]] = {}
        for at, token in enumerate(self.tokens):
            plain = replace(token, start=0, end=0)
            self._at.setdefault(token.word[0], {}).setdefault(plain, at)
        self.stems = frozenset(token.stem for token in self.tokens if token.kind is Kind.WORD and not token.is_silent)

    def first(self, word: str) -> int | None:
        """Where a word of an address, or its initial, stands first."""
        return next((at for token, at in self._at.get(word[0], {}).items() if _is_word(token, word)), None)

    def has_any(self, names: frozenset[str]) -> bool:
        """Whether one of these stems is there, as it is or with a slip."""
        if names & self.stems:
            return True
        return any(
            token.kind is Kind.WORD and alike(token.stem, name) for name in names for token in self._at.get(name[0], ())
        )


class Told:
    """What somebody tells, read once for all outages."""

    def __init__(self, text: str, address: str = "", category: str = "") -> None:
        self.category = category
        self.address, self.text = Said(address), Said(text[:MOST])
        self.plain = _plain(text[:MOST])
        self.is_other_matter = _OTHER_MATTER.search(self.plain) is not None
        self.is_of_trouble = _TROUBLE.search(self.plain) is not None

    @classmethod
    def of(cls, appeal: Appeal) -> Told:
        return cls(appeal.text, appeal.place.address, appeal.category)


def outage_meant(outages: Iterable[Outage], appeal: Appeal, now: datetime, kinds: tuple[str, ...]) -> Outage | None:
    """The outage that an appeal tells of: that of a place before that of the whole town. `kinds` are those of
    `[outages]`.

    An emergency, and words that tell of danger, are nobody's outage: people look at them at once.
    """
    if appeal.priority is Priority.EMERGENCY or tells_of_peril(appeal.text):
        return None
    return _nearest(outages, Told.of(appeal), now, kinds)


def outage_named(
    outages: Iterable[Outage], text: str, now: datetime, kinds: tuple[str, ...], address: str = ""
) -> Outage | None:
    """The outage that words alone tell of."""
    return None if tells_of_peril(text) else _nearest(outages, Told(text, address), now, kinds)


def _nearest(outages: Iterable[Outage], told: Told, now: datetime, kinds: tuple[str, ...]) -> Outage | None:
    fitting = [one for one in outages if one.takes_newcomers(now) and fits(one.told, told, kinds)]
    return min(fitting, key=lambda one: (is_whole_town(one.told.place), -one.id), default=None)


def fits(declared: Declared, told: Told, kinds: tuple[str, ...]) -> bool:
    """Whether an appeal tells of what was declared."""
    if told.is_other_matter or not _about(declared, told, kinds):
        return False
    return is_whole_town(declared.place) or any(_is_at(area, told) for area in areas_of(declared.place))


def names_topic(declared: Declared, kinds: tuple[str, ...]) -> bool:
    """Whether a declaration tells by what its newcomers are to be known."""
    return bool(declared.category or _names(declared.what, declared.words, kinds)[0])


def is_whole_town(place: str) -> bool:
    """«весь город»."""
    return _WHOLE_TOWN.fullmatch(_plain(place)) is not None


@lru_cache(200)
def areas_of(place: str) -> tuple[Area, ...]:
    """«ул. Ленина, 5, 7–15, мкр Северный» are two areas; «весь город» is none."""
    if is_whole_town(place):
        return ()
    found: list[Area] = []
    for piece in re.split(r"[,;]|\bи\b", composed(place)):
        area = _area(piece)
        if not area.words and found and not area.is_whole:
            last = found.pop()
            area = Area(last.words, last.houses | area.houses, (*last.ranges, *area.ranges))
        if area.words:
            found.append(area)
    return tuple(found)


def _area(piece: str) -> Area:
    """A street's name, which may hold a number («8 Марта»), and the houses after it."""
    ranges = tuple((int(match[1]), int(match[2])) for match in _RANGE.finditer(piece))
    every = [token for token in tokens(_RANGE.sub(" ", piece)) if token.word not in _OF_ADDRESSES]
    last = max((at for at, token in enumerate(every) if token.kind is Kind.WORD), default=-1)
    houses = frozenset(token.word for token in every[last + 1 :])
    return Area(tuple(token.word for token in every[: last + 1]), houses, ranges)


def _is_at(area: Area, told: Told) -> bool:
    """Whether the address, or the story where the address doesn't tell, names the area."""
    for said in (told.address, told.text):
        places = [said.first(word) for word in area.words]
        if None not in places:
            after = max(at for at in places if at is not None) + 1
            houses = [token for token in said.tokens[after : after + _NEAR] if token.kind is Kind.NUMBER]
            return area.is_whole or not houses or area.has_house(houses[0])
    return False


def _is_word(token: Token, word: str) -> bool:
    """«Гагрина» is Gagarin's street, and so is the «К.» in «К. Маркса»."""
    if token.kind is not Kind.WORD:
        return token.word == word or word in token.more
    is_initial = len(token.word) == 1 and word.startswith(token.word) and token.word not in _OF_ADDRESSES
    return is_initial or alike(token.stem, stem(word)) or alike(token.word, word)


def alike(one: str, other: str) -> bool:
    """Whether two words, or stems, are one, typed with a slip: the first letter is right, a short word is whole."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    slips = 2 if shorter >= _VERY_LONG else 1
    if shorter < _LONG or one[0] != other[0] or abs(len(one) - len(other)) > slips:
        return False
    return OSA.distance(one, other, score_cutoff=slips) <= slips


def _about(declared: Declared, told: Told, kinds: tuple[str, ...]) -> bool:
    """Whether the words, or the category where they tell of nothing else, are about what has failed."""
    names, is_known = _names(declared.what, declared.words, kinds)
    own = _plain(f"{declared.what} {declared.words}")
    if any(mine in own and its in told.plain and mine not in told.plain for mine, its in _OPPOSITES):
        return False
    if told.text.has_any(names):
        return told.is_of_trouble or not is_known
    if not declared.category or told.category != declared.category or not told.is_of_trouble:
        return False
    return not any(kind & told.text.stems for kind in kinds_by_stems(kinds) if not kind & names)


@lru_cache(200)
def _names(what: str, words: str, every: tuple[str, ...]) -> tuple[frozenset[str], bool]:
    """By which stems people may call it, and whether it is one of the things that fail everywhere."""
    told = {token.stem for token in _telling(what)}
    further = {token.stem for token in _telling(words)}
    kinds = [kind for kind in kinds_by_stems(every) if kind & (told | further)]
    known = frozenset(name for kind in kinds for name in kind)
    return known | further | (frozenset() if kinds else told), bool(kinds)


def _telling(text: str) -> list[Token]:
    found = [token for token in tokens(composed(text)) if token.kind is Kind.WORD and not token.is_silent]
    return [token for token in found if token.stem not in _GENERIC and token.word not in _OF_ADDRESSES]


def _plain(text: str) -> str:
    return " ".join(folded(composed(text)).split())
