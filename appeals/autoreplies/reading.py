"""How a citizen's words are read before they are compared: stems, what is asked for, what is complained of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from appeals.autoreplies.words import (
    DEMANDS,
    DOUBTING,
    KINDS,
    LEANING,
    LIKE_DEEDS,
    LIKE_DONE,
    NOT_KNOWING,
    OF_ONESELF,
    PLAIN_DEEDS,
    PREPOSITIONS,
    SAYING_LITTLE,
    TOGETHER,
    UNDOING,
    WRONG,
)
from appeals.stems import Kind, composed, folded, stem, tokens
from appeals.value import dataclass

MAX_WORDS = 40
"""Words that say something; whoever writes more tells a story, and a person should read it."""

_QUESTION_WORD = r"(?:когда|где|куда|откуда|кто|кому|как(?:и[емх]|о[йе]|ая|ую|ого)?|скольк[ои]|(?:можно|есть) ли)\b"
_ASKED_FOR = r"(?:телефон|адрес|номер|график|режим|расписание|часы|стоимость|цен[аы])\b"
_SENTENCE = re.compile(
    rf"(?<=[.!?…;\n])|,?\s+(?:и|а)\s+(?=(?:ещё|еще|также|во|до|с|по)?\s*(?:{_QUESTION_WORD}|{_ASKED_FOR}))",
    re.IGNORECASE,
)
_ASKING_WORD = re.compile(rf"\?|\b{_QUESTION_WORD}")
_ASKING_FOR = re.compile(rf"\?|\b(?:{_QUESTION_WORD}|{_ASKED_FOR})")
_THANKING = re.compile(r"\b(?:спасибо|благодар\w+)(?:\s+\w+){0,2}\s+за\b")

_SILENT = frozenset(stem(folded(word)) for word in f"{SAYING_LITTLE} {LEANING}".split())
_KIND_OF = {stem(folded(word)): kind for kind, words in KINDS.items() for word in words.split()}
_SAME = {stem(folded(word)): stem(words.split()[0]) for words in TOGETHER for word in words.split()}

_ASKING = re.compile(
    r"\?|\b(?:когда|где|куда|откуда|кто|кому|как|каки[ехм]|какой|какая|какое|какую|какого|сколько|скольки|чем|ли|подскажите"
    r"|подскажи|скажите|расскажите|объясните|дайте|можно|нужн[аоы]?|надо|положен[аоы]?|хочу|хотел[аи]?|хотелось|интересует"
    r"|узнать|график|режим|расписание|телефон|адрес|часы|номер|документы|стоимость|цена|цены|запись|ищу)\b"
)
_SHORT_NAME = 2
"""Letters of «ИП»."""

_BRIEF = 4
"""So few words that say something can hardly be a story."""

_CUES = frozenset(stem(folded(word)) for word in f"{WRONG} {UNDOING}".split())
_DEMANDS = frozenset(folded(word) for word in DEMANDS.split())
_NOT_KNOWING = frozenset(stem(folded(word)) for word in NOT_KNOWING.split())
_OF_ONESELF = frozenset(OF_ONESELF.split())

_PLAIN_DEEDS = frozenset(stem(folded(word)) for word in f"{PLAIN_DEEDS} {KINDS['@как']}".split())
_SAFE = 5
"""Letters of a stem in which a slip doesn't matter."""

_LIKE_DEEDS, _LIKE_DONE = frozenset(LIKE_DEEDS.split()), frozenset(LIKE_DONE.split())
_PREPOSITIONS = frozenset(PREPOSITIONS.split())
_LEANING = frozenset(LEANING.split())
_DOUBTING = frozenset(DOUBTING.split())

_DEED = re.compile(r"[а-я]+(?:[аяеиоуы]ть|ести|езти|йти)(?:ся|сь)?")
_DONE = re.compile(r"[а-я]+(?:[аяеиуы]л|шл)(?:[аои]?(?:сь|ся)|[аои])")
_DONE_BY = re.compile(rf"{_DONE.pattern}|[а-я]+(?:[аяеиуы]л|шел)")
"""After «кто» a noun such as «спил» or «отдел» hardly stands."""

_ACTING = re.compile(rf"{_DONE.pattern}|[а-я]+[аяеу][ею]т(?:ся)?")

_OF_WHAT_WAS_DONE = re.compile(
    r"\b(?:(?P<who>кто|кого|кому|кем|зачем)|где|куда|откуда|как|сколько|за что|на каком основании)\b"
    r"(?P<told>[^,.:;!?\n]*)"
)

_LASTING = re.compile(
    r"\b(?:уже|целы[йе]|целую|который|которую|(?:втор|трет|четв[её]рт|пят|шест)\w{1,3}|\d+-?\w{0,2}|дв[ае]|три|четыре|пять)"
    r"\s+(?:день|дня|дней|сутки|суток|недел[юи]|недель|месяц\w*|раз\b)|\b(?:полгода|(?:втор|трет)\w{1,3} год)\b"
)
_HOUSE = re.compile(
    r"[А-ЯЁ][а-яё]{3,}(?<!лось),?\s+(?:д\.?\s*)?\d{1,3}\b(?!\s*(?:год|лет|мес))"
    r"|\bдом[ае]?\s*№?\s*\d|\bкв\.?\s*\d|\bул\.\s*[А-ЯЁ]"
)


def terms(text: str) -> frozenset[str]:
    """What a text says: its stems, and the kinds of question among them (they begin with `@`)."""
    return frozenset(_terms(text))


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one says: its terms, the deeds that somebody wants to do, whether it asks for something.

    «Отменить» in «как отменить запись» is a deed; how one learns of a thing, or gets it, is none.
    """

    terms: frozenset[str]
    deeds: frozenset[str]
    asks: bool


def sentences(text: str) -> list[Sentence]:
    """The sentences of a message that say something; what leans on the one before («где её взять?») is one with it."""
    found: list[Sentence] = []
    for part in _SENTENCE.split(text):
        said = frozenset(_terms(part))
        if not said:
            continue
        words = _words(part)
        verbs = {_term(word, False): stem(word) for word in words if _DEED.fullmatch(word) and word not in _LIKE_DEEDS}
        deeds = {one for one, its in verbs.items() if _is_telling(one) and not _is_plain(its)}
        sentence = Sentence(said, frozenset(deeds), _ASKING_FOR.search(folded(part)) is not None)
        is_only_of_deeds = all(one in verbs or not _is_telling(one) for one in said)
        if found and (is_only_of_deeds or not _LEANING.isdisjoint(words)):
            before = found.pop()
            sentence = Sentence(before.terms | said, before.deeds | deeds, before.asks or sentence.asks)
        found.append(sentence)
    return found


def is_question(text: str) -> bool:
    """Whether a message has the form of a question."""
    return _ASKING.search(folded(text)) is not None


def is_brief(text: str) -> bool:
    """Whether it is a few words about a thing: «график МФЦ»."""
    return len(terms(text)) <= _BRIEF


def is_thanks(text: str) -> bool:
    """Whether somebody is thankful for something, and asks for nothing."""
    plain = folded(text)
    return _THANKING.search(plain) is not None and _ASKING_WORD.search(plain) is None


def tells(text: str) -> bool:
    """Whether it tells of something that happens."""
    acting = (word for word in _words(text) if _ACTING.fullmatch(word) and word not in _LIKE_DONE)
    return any(_is_telling(_term(word, False)) for word in acting)


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
        if word in _DOUBTING and before and stem(before) not in _KIND_OF:
            found.add(one)
        before = word
    if _LASTING.search(folded(text)):
        found.add("@долго")
    if _asks_what_was_done(text):
        found.add("@было")
    if _HOUSE.search(text):
        found.add("@дом")
    return frozenset(found)


def _asks_what_was_done(text: str) -> bool:
    """«Кто выдал разрешение?» calls somebody to account. A base tells how things are, not how they came about."""
    return any(
        _is_done(before, word, _DONE_BY if match["who"] else _DONE)
        for match in _OF_WHAT_WAS_DONE.finditer(folded(text))
        for before, word in pairwise(["", *_words(match["told"])[:4]])
    )


def _is_done(before: str, word: str, form: re.Pattern[str]) -> bool:
    is_verb = form.fullmatch(word) is not None and word not in _LIKE_DONE and before not in _PREPOSITIONS
    return is_verb and stem(word) not in _SILENT


def _words(text: str) -> list[str]:
    return [token.word for token in tokens(composed(text)) if token.kind is Kind.WORD]


def _terms(text: str) -> Iterator[str]:
    plain = composed(text)
    for token in tokens(plain):
        if token.kind is Kind.PHONE:
            continue
        if term := _term(token.word, token.is_silent):
            yield term
        elif len(token.word) == _SHORT_NAME and plain[token.start : token.end].isupper() and not plain.isupper():
            yield token.word


@lru_cache(10_000)
def _is_plain(deed: str) -> bool:
    """Whether a deed, as a stem, is none that matters, typed as it should be or with a slip."""
    near = (one for one in _PLAIN_DEEDS if one[0] == deed[0] and min(len(one), len(deed)) >= _SAFE)
    return deed in _PLAIN_DEEDS or any(OSA.distance(one, deed, score_cutoff=1) <= 1 for one in near)


def _is_telling(term: str) -> bool:
    return term[:1] not in ("", "@")


@lru_cache(50_000)
def _term(word: str, is_silent: bool) -> str:
    one = stem(word)
    if one in _KIND_OF:
        return _KIND_OF[one]
    if is_silent or one in _SILENT or (len(word) < 3 and not word.isdecimal()):
        return ""
    return _SAME.get(one, one)
