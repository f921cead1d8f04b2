"""Russian that was typed in Latin letters: «kogda priem u glavy», or a Latin «o» inside a Russian word."""

from __future__ import annotations

import re

_SOUNDS = {
    "shch": "щ",
    "tsya": "ться",
    "sch": "щ",
    "zh": "ж",
    "kh": "х",
    "ts": "ц",
    "ch": "ч",
    "sh": "ш",
    "yu": "ю",
    "ju": "ю",
    "ya": "я",
    "ja": "я",
    "yo": "е",
    "jo": "е",
    "ye": "е",
    **dict(zip("abvgdezijklmnoprstufhcwq'", "абвгдезийклмнопрстуфхцвкь", strict=True)),
    "x": "кс",
}
_SOUND = re.compile(rf"{'|'.join(sorted(_SOUNDS, key=len, reverse=True))}|(?P<short>(?<=[aeiouy])y)|y")
"""«y» is «й» after a vowel, else «ы»."""

_TWINS = str.maketrans("abcehkmoptxy", "авсенкмортху")
"""Latin letters that look like Russian ones."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?")
_LATIN, _RUSSIAN = re.compile(r"[a-z]", re.IGNORECASE), re.compile(r"[а-яё]", re.IGNORECASE)


def in_russian(text: str) -> str:
    """The text with its Latin words in Russian letters, as far as they sound so; links are made nonsense of.

    >>> in_russian("Kak zapisatsya k vrachu?"), in_russian("Нет вoды"), in_russian("Пожар!")
    ('Как записаться к врачу?', 'Нет воды', 'Пожар!')
    """
    return _WORD.sub(lambda match: _word(match[0]), text) if _LATIN.search(text) else text


def _word(word: str) -> str:
    if not _LATIN.search(word):
        return word
    plain = word.lower()
    russian = plain.translate(_TWINS) if _RUSSIAN.search(plain) else _SOUND.sub(_sound, plain)
    return russian.capitalize() if word[0].isupper() else russian


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS.get(match[0]) or ("й" if match["short"] else "ы")
