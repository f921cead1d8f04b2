"""Which entry of the base answers a citizen's words. Pure, and quick enough to run inside a transaction.

An entry is known by its phrases: its name and its examples. Words are compared by stems, the rarer the weightier; one
that no entry knows is looked for among those that differ by a slip of the finger, and else speaks against all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz.distance import OSA

from appeals.autoreplies.reading import complaints, is_brief, is_long, is_question, sentences, terms
from appeals.danger import tells_of_danger

CONFIDENT = 0.72
"""From here on an entry answers by itself: shipped as `[autoreplies] confidence`, measured in the tests."""

LIKELY = 0.5
"""From here on it is worth a button."""

AHEAD = 0.08
"""By how much the best entry has to be ahead of the second one."""

MOST = 3
"""Suggestions at once."""

_KIND_WEIGHT = 0.4
"""What is asked (when, where, how) weighs less than what it is about."""

_UNKNOWN_WEIGHT = 1.0
"""A word that no entry knows, as much as the rarest: it may be the very thing that makes it another question."""

_SLIP_COST = 0.85
"""How sure a word counts that was meant to be another."""

_PHRASE_SHARE = 0.4
"""How much it counts that a whole phrase was said; the rest is that nothing else was."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well an entry fits, from 0 to 1."""

    entry_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the base has for a message: an answer, or entries that may be meant, the likeliest first."""

    answer: int | None = None
    likely: tuple[int, ...] = ()


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry: the terms of each phrase and of all, the marks of a complaint among them."""

    entry_id: int
    phrases: tuple[frozenset[str], ...]
    terms: frozenset[str]
    complaints: frozenset[str]


def is_answerable(text: str) -> bool:
    """Whether a base may answer a message at all: a question, or a few words that complain of nothing; never danger."""
    if is_long(text) or tells_of_danger(text):
        return False
    return is_question(text) or (is_brief(text) and not complaints(text))


class Index:
    """The phrases of a base, ready to be compared. `phrases` are those of each entry, by its id."""

    def __init__(self, phrases: Mapping[int, Sequence[str]]) -> None:
        self._having: dict[str, list[_Known]] = defaultdict(list)
        entries = [_known(entry_id, texts) for entry_id, texts in phrases.items()]
        for known in entries:
            for term in known.terms:
                self._having[term].append(known)
        rarest = log(1 + len(phrases)) or 1.0
        self._weights = {
            term: _KIND_WEIGHT if _is_kind(term) else log(1 + len(phrases) / len(having)) / rarest
            for term, having in self._having.items()
        }
        self._whole = {one: sum(self._weights[term] for term in one) for known in entries for one in known.phrases}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for term in self._having:
            self._by_letter[term[0]].append(term)

    def find(self, text: str, among: Collection[int] | None = None, confident: float = CONFIDENT) -> Found:
        """What answers a message, of the entries `among` these; nothing where a person should read it."""
        if not is_answerable(text):
            return NOTHING
        fitting = [match for match in self.match(text, complaints(text)) if among is None or match.entry_id in among]
        if not fitting:
            return NOTHING
        best, second = fitting[0].score, fitting[1].score if len(fitting) > 1 else 0.0
        if best >= confident and best - second >= AHEAD:
            return Found(fitting[0].entry_id)
        return Found(None, tuple(match.entry_id for match in fitting[:MOST] if match.score >= LIKELY))

    def match(self, text: str, wrong: Collection[str] = frozenset()) -> list[Match]:
        """How well the entries fit, the best first; without those that don't speak of what is `wrong`."""
        best: dict[int, float] = {}
        for sentence in sentences(text):
            said = self._read(sentence)
            whole = sum(self._weights.get(one, _KIND_WEIGHT if _is_kind(one) else _UNKNOWN_WEIGHT) for one in said)
            for known in self._sharing(said):
                if known.complaints.issuperset(wrong):
                    score = self._score(said, whole, known)
                    best[known.entry_id] = max(score, best.get(known.entry_id, 0.0))
        return sorted((Match(*one) for one in best.items()), key=lambda match: (-match.score, match.entry_id))

    def _read(self, sentence: str) -> dict[str, float]:
        """The terms of a sentence, each with how sure it is that it was meant."""
        said: dict[str, float] = {}
        for term in terms(sentence):
            meant, sure = (term, 1.0) if term in self._weights else self._nearest(term)
            said[meant] = max(said.get(meant, 0.0), sure)
        return said

    def _nearest(self, term: str) -> tuple[str, float]:
        slips = 0 if len(term) < 5 else 1 if len(term) < 8 else 2
        if not slips:
            return term, 1.0
        near = [
            (distance, one)
            for one in self._by_letter.get(term[0], ())
            if abs(len(one) - len(term)) <= slips and (distance := OSA.distance(term, one, score_cutoff=slips)) <= slips
        ]
        return (min(near)[1], _SLIP_COST) if near else (term, 1.0)

    def _sharing(self, said: Iterable[str]) -> Iterable[_Known]:
        """Entries that share more with the sentence than the kind of question."""
        telling = (term for term in said if not _is_kind(term))
        return {known.entry_id: known for term in telling for known in self._having.get(term, ())}.values()

    def _score(self, said: Mapping[str, float], whole: float, known: _Known) -> float:
        """How much of the sentence, which weighs `whole`, the entry speaks of, and how much of one phrase was said."""
        heard = {term: self._weights[term] * sure for term, sure in said.items() if term in known.terms}
        covered = max(sum(heard.get(term, 0.0) for term in one) / self._whole[one] for one in known.phrases)
        return float(covered**_PHRASE_SHARE * (sum(heard.values()) / whole) ** (1 - _PHRASE_SHARE))


def _is_kind(term: str) -> bool:
    return term[0] == "@"


def _known(entry_id: int, texts: Sequence[str]) -> _Known:
    read = [_read_phrase(text) for text in texts]
    phrases = tuple(terms for terms, _ in read if terms)
    return _Known(entry_id, phrases, frozenset().union(*phrases), frozenset().union(*(wrong for _, wrong in read)))


@lru_cache(4 * 1024)
def _read_phrase(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """A phrase of the base, which is read again after each change of another one. Words of citizens aren't kept so."""
    return terms(text), complaints(text)
