"""Looking for appeals by words: what was asked, and which piece of an appeal answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from appeals.model import Appeal
from appeals.numbers import NumberReference, parse_number
from appeals.stems import Kind, Token, composed, tokens
from appeals.value import dataclass

MAX_WORDS = 8
MAX_BYTES = 180
"""Of the words in UTF-8: they stand in the buttons that turn the pages (255 bytes, VK)."""

MANY = 1000
"""Of more appeals than that the newest are ranked: nobody reads on, and the database stays quick."""

EXCERPT = 110
"""Characters of the piece that is shown."""

_LEAD = 30
"""Characters before the first word that was found."""

_SHORTEST_START = 3
"""Letters of an unfinished word that tell something."""

_SHORTEST_DIGITS = 5
"""Digits of an unfinished phone number; fewer are a whole number, of a house or of an appeal."""

_BEFORE_NAMES = "ул улица улице пр проспект пер переулок д дом кв квартира г город номер тел телефон"
_OF_ADDRESSES = frozenset(_BEFORE_NAMES.split())
"""They stand before what is meant: «улица Садовая, дом 5» is «Садовая 5», unless nothing else is asked for."""


class Where(StrEnum):
    """Which part of an appeal holds the words."""

    TEXT = "text"
    ADDRESS = "address"
    ANSWER = "answer"
    PERSON = "person"
    CONTACT = "contact"
    NOTE = "note"


OF_PERSON = frozenset({Where.PERSON, Where.CONTACT})
"""Parts that only those see who may see the person."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word that has to be there: as a word, or as somebody's name. The last one may be unfinished (`begins`)."""

    stem: str
    name: str
    begins: bool = False

    def fits(self, token: Token, where: Where) -> bool:
        """Whether a piece of a text is this word."""
        wanted, forms = (self.name, (token.name,)) if where is Where.PERSON else (self.stem, (token.stem, *token.more))
        return any(form == wanted or (self.begins and form.startswith(wanted)) for form in forms)


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for. `words` says it again in a button; `is_cut` tells that it holds less than was asked.

    `number` is there when all of it can be an appeal's number. `names_phone`: a phone number is among the words.
    """

    words: str
    terms: tuple[Term, ...]
    number: NumberReference | None = None
    is_cut: bool = False
    names_phone: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an appeal by which it can be found, part by part."""

    text: str = ""
    address: str = ""
    answer: str = ""
    person: str = ""
    contact: str = ""
    note: str = ""

    def parts(self) -> Iterable[tuple[Where, str]]:
        return ((where, getattr(self, where)) for where in Where)


@dataclass(frozen=True, slots=True)
class Found:
    """An appeal that was found, with its words."""

    appeal: Appeal
    words: Words


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what was found, the likeliest first.

    `total` counts up to `MANY` + 1. `pending` is how many appeals can't be found by their words yet.
    """

    found: tuple[Found, ...] = ()
    total: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of an appeal that shows why it was found; without `where` the beginning of its text."""

    text: str
    where: Where | None = None


def parse_search(text: str) -> Search | None:
    """Read what somebody looks for; None when it holds no word that could be found."""
    text = " ".join(composed(text).split())
    every = [token for token in tokens(text) if not token.is_silent]
    telling = [token for token in every if token.word not in _OF_ADDRESSES] or every
    kept: list[Token] = []
    for token in telling[:MAX_WORDS]:
        if len(_said(text, [*kept, token]).encode()) > MAX_BYTES:
            break
        kept.append(token)
    number = parse_number(text)
    if not kept:
        return None
    return Search(
        words=text if number or len(text.encode()) <= MAX_BYTES else _said(text, kept),
        terms=tuple(_term(token, is_last=token is every[-1]) for token in kept),
        number=number,
        is_cut=len(kept) < len(telling),
        names_phone=any(token.kind is Kind.PHONE for token in kept),
    )


def excerpt(words: Words, search: Search) -> Excerpt:
    """The piece of an appeal's words that shows why it was found: that with the most of the words looked for."""
    best, best_score = Excerpt(_piece(words.text, 0)), 0
    for where, said in words.parts():
        text = composed(said)
        found = list(tokens(text))
        at, score = _densest([_hits(token, where, search.terms) for token in found])
        if score > best_score:
            best, best_score = Excerpt(_piece(text, found[at].start), where), score
    return best


def _said(text: str, chosen: Sequence[Token]) -> str:
    return " ".join(text[token.start : token.end] for token in chosen)


def _term(token: Token, *, is_last: bool) -> Term:
    long_enough = _SHORTEST_START if token.kind is Kind.WORD else _SHORTEST_DIGITS
    return Term(token.stem, token.name, is_last and len(token.word) >= long_enough)


def _hits(token: Token, where: Where, terms: Sequence[Term]) -> frozenset[int]:
    return frozenset(number for number, term in enumerate(terms) if term.fits(token, where))


def _densest(hits: Sequence[frozenset[int]], *, span: int = 12) -> tuple[int, int]:
    """Where most of the words stand near each other: the place of the first one, and how many they are."""
    best, most = 0, 0
    for at, here in enumerate(hits):
        if here and (score := len(frozenset().union(*hits[at : at + span]))) > most:
            best, most = at, score
    return best, most


def _piece(text: str, at: int) -> str:
    """One line of at most `EXCERPT` characters around `at`, cut between words, with «…» where something is left out."""
    start = max(0, at - _LEAD)
    if start:
        space = text.find(" ", start, at)
        start = space + 1 if space >= 0 else at
    flat = " ".join(text[start : start + 4 * EXCERPT].split())
    head = "…" if start else ""
    if len(flat) <= EXCERPT:
        return head + flat + ("…" if start + 4 * EXCERPT < len(text) else "")
    cut = flat[:EXCERPT].rsplit(" ", 1)[0] if " " in flat[:EXCERPT] else flat[:EXCERPT]
    return head + cut.rstrip(" ,;:—–-") + "…"
