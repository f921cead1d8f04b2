"""Which entry of the base answers a citizen's words. Pure, and quick enough to run inside a transaction.

An entry is known by its phrases: its name and its examples. Words are compared by stems, the rarer the weightier; one
that no entry knows is looked for among those that differ by a slip of the finger, and else speaks against all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from operator import itemgetter

from rapidfuzz.distance import OSA

from appeals.autoreplies.reading import (
    Sentence,
    complaints,
    is_brief,
    is_long,
    is_question,
    is_thanks,
    sentences,
    tells,
    terms,
)
from appeals.danger import tells_of_danger
from appeals.translit import in_russian
from appeals.value import dataclass

CONFIDENT = 0.7
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

_NUMBER_WEIGHT = 0.5
"""A number that no entry knows: which bus, whose age."""

_SLIP_COST = 0.85
"""How sure a word counts that was meant to be another."""

_OTHER_DEED = 0.7
"""How much is left to an entry that doesn't speak of the deed that is asked about: «отменить», not «записаться»."""

_OTHER_THING = 0.8
"""The same where what all of its phrases name wasn't said: it is the internet that somebody wants, not gas."""

_INSTEAD = 0.95
"""The same where a word of the phrase is missing and there is one that the entry doesn't know."""

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
    """An entry: the terms of each phrase, of any, of all (its core); the marks of a complaint among them."""

    entry_id: int
    phrases: tuple[frozenset[str], ...]
    terms: frozenset[str]
    core: frozenset[str]
    complaints: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence: its terms, each with how sure it is that it was meant; what they weigh in all."""

    sure: Mapping[str, float]
    weight: float
    deeds: frozenset[str]
    asks: bool


def is_answerable(text: str) -> bool:
    """Whether a base may answer a message at all: a question, or a few words that complain of nothing; never danger."""
    text = in_russian(text)
    # First what most messages fail by: a story is neither a question nor brief.
    asks = is_question(text) or (is_brief(text) and not complaints(text) and not tells(text))
    return asks and not (is_long(text) or is_thanks(text) or tells_of_danger(text))


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
        text = in_russian(text)
        if not is_answerable(text):
            return NOTHING
        wrong = complaints(text)
        read = [self._read(sentence) for sentence in sentences(text)]
        scores = [self._scores(said, wrong) for said in read]
        fitting = [match for match in _best(scores) if among is None or match.entry_id in among]
        if not fitting:
            return NOTHING
        best, second = fitting[0].score, fitting[1].score if len(fitting) > 1 else 0.0
        if best >= confident and best - second >= AHEAD:
            answer = fitting[0].entry_id
            if not any(self._asks_else(*one, answer) for one in zip(read, scores, strict=True)):
                return Found(answer)
        return Found(None, tuple(match.entry_id for match in fitting[:MOST]))

    def _read(self, sentence: Sentence) -> _Said:
        """What a sentence says, each word with how sure it is that it was meant."""
        meant = {term: (term, 1.0) if term in self._weights else self._nearest(term) for term in sentence.terms}
        sure: dict[str, float] = {}
        for term, how in meant.values():
            sure[term] = max(sure.get(term, 0.0), how)
        weight = sum(self._weights.get(one, _unknown_weight(one)) for one in sure)
        return _Said(sure, weight, frozenset(meant[one][0] for one in sentence.deeds), sentence.asks)

    def _scores(self, said: _Said, wrong: Collection[str]) -> dict[int, float]:
        """How well entries fit a sentence: those that are likely, and that speak of what is `wrong`."""
        telling = (term for term in said.sure if not _is_kind(term))
        sharing = {known.entry_id: known for term in telling for known in self._having.get(term, ())}
        scores = {one.entry_id: self._score(said, one) for one in sharing.values() if one.complaints.issuperset(wrong)}
        return {entry_id: score for entry_id, score in scores.items() if score >= LIKELY}

    def _asks_else(self, said: _Said, scores: Mapping[int, float], answer: int) -> bool:
        """Whether a sentence asks for something that this answer leaves open: another entry's matter, or nobody's."""
        if not said.asks:
            return False
        if scores:
            return max(scores, key=scores.__getitem__) != answer
        return _tells(said.sure.keys() - self._weights.keys())

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

    def _score(self, said: _Said, known: _Known) -> float:
        """How much of the sentence the entry speaks of, and how much of one phrase was said; 0 if too little."""
        heard = {term: self._weights[term] * sure for term, sure in said.sure.items() if term in known.terms}
        share = (sum(heard.values()) / said.weight) ** (1 - _PHRASE_SHARE)
        if share < LIKELY:
            return 0.0
        covered, phrase = max(
            ((sum(heard.get(term, 0.0) for term in one) / self._whole[one], one) for one in known.phrases),
            key=itemgetter(0),
        )
        score = float(covered**_PHRASE_SHARE * share)
        if _tells(said.sure.keys() - heard.keys()) and _tells(phrase - heard.keys()):
            score *= _INSTEAD
        if not known.core.issubset(heard):
            score *= _OTHER_THING
        return score if known.terms.issuperset(said.deeds) else score * _OTHER_DEED


def _best(read: Iterable[Mapping[int, float]]) -> list[Match]:
    """The entries by how well they fit one sentence, the best first."""
    best: dict[int, float] = {}
    for scores in read:
        for entry_id, score in scores.items():
            best[entry_id] = max(score, best.get(entry_id, 0.0))
    return sorted((Match(*one) for one in best.items()), key=lambda match: (-match.score, match.entry_id))


def _unknown_weight(term: str) -> float:
    return _KIND_WEIGHT if _is_kind(term) else _NUMBER_WEIGHT if term.isdecimal() else _UNKNOWN_WEIGHT


def _tells(said: Iterable[str]) -> bool:
    """Whether there is more than the kind of question."""
    return any(not _is_kind(term) for term in said)


def _is_kind(term: str) -> bool:
    return term[0] == "@"


def _known(entry_id: int, texts: Sequence[str]) -> _Known:
    read = [_read_phrase(text) for text in texts]
    phrases = tuple(terms for terms, _ in read if terms)
    core = frozenset.intersection(*phrases) if len(phrases) > 1 else frozenset()
    return _Known(
        entry_id,
        phrases,
        frozenset().union(*phrases),
        frozenset(term for term in core if not _is_kind(term)),
        frozenset().union(*(wrong for _, wrong in read)),
    )


@lru_cache(4 * 1024)
def _read_phrase(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """A phrase of the base, which is read again after each change of another one. Words of citizens aren't kept so."""
    return terms(text), complaints(text)
