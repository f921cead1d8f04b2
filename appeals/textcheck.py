"""Reading free words: does a message tell of a problem, or is it a greeting?"""

from __future__ import annotations

import re

from appeals.model import Attachment

_MIN_LETTERS = 20
_WORD = re.compile(r"[^\W\d_]+")
_POLITE_WORDS = (
    "здравствуйте здравствуй привет приветствую добрый доброе доброго день вечер утро времени суток дня ночи "
    "ночь доброй спасибо благодарю большое огромное вам вас за ответ и всем пожалуйста ок окей хорошо да нет "
    "понятно понял поняла ясно начать старт меню помощь бот"
)
_POLITE = frozenset(_POLITE_WORDS.split())
_THANKS = frozenset({"спасибо", "благодарю"})
_GRATEFUL = ("спасибо", "благодар")
_ANSWERS = frozenset({"да", "нет"})


def normalise_word(text: str) -> str:
    """Fold case, ё and punctuation so that «Ещё раз!» equals «еще раз»."""
    return " ".join(_WORD.findall(text.casefold().replace("ё", "е")))


def looks_like_appeal(text: str, attachments: tuple[Attachment, ...]) -> bool:
    """Whether an unprompted message tells of something, so that nobody is made to type it twice."""
    telling = [word for word in normalise_word(text).split() if word not in _POLITE]
    return bool(attachments) or sum(map(len, telling)) >= _MIN_LETTERS


def has_meaning(text: str) -> bool:
    """Whether a text can stand as an appeal or an answer: at least three letters."""
    return sum(letter.isalpha() for letter in text) >= 3


def is_small_talk(text: str) -> bool:
    """Whether a message is nothing but politeness («Здравствуйте», «да», «хорошо»): it answers no question."""
    words = set(normalise_word(text).split())
    return bool(words) and words <= _POLITE


def is_courtesy(text: str) -> bool:
    """Whether a message says nothing about the matter: «Хорошо», «Спасибо!». «Да» and «Нет, спасибо» may."""
    words = set(normalise_word(text).split())
    return bool(words) and words <= _POLITE - _ANSWERS


_REPLIES = ("нет", "не", "да", "ничего", "никто", "опять", "снова", "все равно", "до сих пор", "так и", "еще не", "уже")


def sounds_like_reply(text: str) -> bool:
    """Whether words begin as a reply to what was just said: «Нет, не засыпали», «Опять течёт», «Да, всё сделали»."""
    words = normalise_word(text)
    return any(words == one or words.startswith(f"{one} ") for one in _REPLIES)


def is_thanks(text: str) -> bool:
    """Whether a message is nothing but thanks: it starts no clock and no appeal. «Нет, спасибо» may be an answer."""
    return is_courtesy(text) and bool(_THANKS & set(normalise_word(text).split()))


def speaks_of_thanks(text: str) -> bool:
    """Whether there are thanks among the words: «Спасибо, всё починили!»."""
    return any(word.startswith(_GRATEFUL) for word in normalise_word(text).split())
