"""How a citizen's words are read before they are compared: stems, what is asked for, what is complained of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from appeals.autoreplies.words import DEMANDS, KINDS, NOT_KNOWING, OF_ONESELF, SAYING_LITTLE, TOGETHER, WRONG
from appeals.stems import Kind, composed, folded, stem, tokens

MAX_WORDS = 40
"""Words that say something; whoever writes more tells a story, and a person should read it."""

_SENTENCE = re.compile(r"[.!?…;\n]+")

_SILENT = frozenset(stem(folded(word)) for word in SAYING_LITTLE.split())
_KIND_OF = {stem(folded(word)): kind for kind, words in KINDS.items() for word in words.split()}
_SAME = {stem(folded(word)): stem(words.split()[0]) for words in TOGETHER for word in words.split()}

_ASKING = re.compile(
    r"\?|\b(?:когда|где|куда|откуда|кто|кому|как|каки[ехм]|какой|какая|какое|какую|какого|сколько|скольки|чем|ли|подскажите"
    r"|подскажи|скажите|расскажите|объясните|дайте|можно|нужн[аоы]?|надо|положен[аоы]?|хочу|хотел[аи]?|хотелось|интересует"
    r"|узнать|график|режим|расписание|телефон|адрес|часы|номер|документы|стоимость|цена|цены|запись|ищу)\b"
)
_BRIEF = 4
"""So few words that say something can hardly be a story."""

_CUES = frozenset(stem(folded(word)) for word in WRONG.split())
_DEMANDS = frozenset(folded(word) for word in DEMANDS.split())
_NOT_KNOWING = frozenset(stem(folded(word)) for word in NOT_KNOWING.split())
_OF_ONESELF = frozenset(OF_ONESELF.split())

_LASTING = re.compile(
    r"\b(?:уже|целы[йе]|целую|который|которую|(?:втор|трет|четв[её]рт|пят|шест)\w{1,3}|\d+-?\w{0,2}|дв[ае]|три|четыре|пять)"
    r"\s+(?:день|дня|дней|сутки|суток|недел[юи]|недель|месяц\w*|раз\b)|\b(?:полгода|(?:втор|трет)\w{1,3} год)\b"
)
_HOUSE = re.compile(r"[А-ЯЁ][а-яё]{3,},?\s+(?:д\.?\s*)?\d{1,3}\b|\bдом[ае]?\s*№?\s*\d|\bкв\.?\s*\d|\bул\.\s*[А-ЯЁ]")


def terms(text: str) -> frozenset[str]:
    """What a text says: its stems, and the kinds of question among them (they begin with `@`)."""
    return frozenset(_terms(text))


def sentences(text: str) -> list[str]:
    """The sentences of a message that say something."""
    return [part for part in map(str.strip, _SENTENCE.split(text)) if part]


def is_question(text: str) -> bool:
    """Whether a message has the form of a question."""
    return _ASKING.search(folded(text)) is not None


def is_brief(text: str) -> bool:
    """Whether it is a few words about a thing: «график МФЦ»."""
    return len(terms(text)) <= _BRIEF


def is_long(text: str) -> bool:
    """Whether it is a story rather than a question."""
    return len(_words(text)) > MAX_WORDS


def complaints(text: str) -> frozenset[str]:
    """The marks of a complaint in a text. Each may stand in a question of the base too, which then answers it."""
    found = set()
    before = ""
    for word in _words(text):
        one = stem(word)
        if one in _CUES or word in _DEMANDS:
            found.add(one)
        if before == "не" and one not in _NOT_KNOWING and word not in _OF_ONESELF:
            found.add("не")
        if word == "нет":
            found.add("нет")
        before = word
    if _LASTING.search(folded(text)):
        found.add("@долго")
    if _HOUSE.search(text):
        found.add("@дом")
    return frozenset(found)


def _words(text: str) -> list[str]:
    return [token.word for token in tokens(composed(text)) if token.kind is Kind.WORD]


def _terms(text: str) -> Iterator[str]:
    for token in tokens(composed(text)):
        if token.kind is not Kind.PHONE and (term := _term(token.word, token.is_silent)):
            yield term


@lru_cache(50_000)
def _term(word: str, is_silent: bool) -> str:
    one = stem(word)
    if one in _KIND_OF:
        return _KIND_OF[one]
    if is_silent or one in _SILENT or (len(word) < 3 and not word.isdecimal()):
        return ""
    return _SAME.get(one, one)
