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
_GRATEFUL = re.compile(r"с?п[ао]с+и?б\w*|пасиб\w*|спс\w?|спсиб\w*|(?:по|от)?благодар\w*|мерси|сенкс|thanks?|thx")
"""«Спасибо» as people type it: «спс», «спосибо», «спасибочки», «благодарим»."""
_OF_THANKS_WORDS = (
    "человеческое душевное сердечное искреннее низкий поклон выражаю выражаем выразить хочу хочется хотим сказать "
    "говорю примите передайте всей вашей команде сотрудникам работникам администрации кто помог помогли помогаете "
    "поддержку работу труд внимание отклик реакцию реагирование оперативность оперативную оперативный быструю "
    "быстрый быстро оперативно понимание заботу старание старания отзывчивость неравнодушие "
    "информацию ваш ваше вашу такое так очень от души еще раз"
)
_OF_THANKS = frozenset(_OF_THANKS_WORDS.split())
"""What stands beside «спасибо» and says nothing about the matter: «за оперативность», «всем, кто помог»."""
_ANSWERS = frozenset({"да", "нет"})
_TWINS = str.maketrans("aceopxy", "асеорху")
"""Latin letters that look Cyrillic: a phone's keyboard in the wrong layout."""
_THANKING_SIGNS = frozenset("🙏💐🌹🌷❤💖")
_KIND_SIGNS = _THANKING_SIGNS | frozenset("👍👌🤝👏🎉✅😊🙂☺😀😁😃😄")


def normalise_word(text: str) -> str:
    """Fold case, ё and punctuation so that «Ещё раз!» equals «еще раз»."""
    return " ".join(_WORD.findall(text.casefold().replace("ё", "е")))


def looks_like_appeal(text: str, attachments: tuple[Attachment, ...]) -> bool:
    """Whether an unprompted message tells of something, so that nobody is made to type it twice."""
    telling = [word for word in normalise_word(text).split() if word not in _POLITE]
    return bool(attachments) or (sum(map(len, telling)) >= _MIN_LETTERS and not is_thanks(text))


def has_meaning(text: str) -> bool:
    """Whether a text can stand as an appeal or an answer: at least three letters."""
    return sum(letter.isalpha() for letter in text) >= 3


def is_small_talk(text: str) -> bool:
    """Whether a message is nothing but politeness («Здравствуйте», «да», «хорошо»): it answers no question."""
    words = set(normalise_word(text).split())
    return bool(words) and words <= _POLITE


def is_courtesy(text: str) -> bool:
    """Whether a message says nothing about the matter: «Хорошо», «Спасибо!», «👍». «Да» and «Нет, спасибо» may."""
    words = set(normalise_word(text).split())
    return is_thanks(text) or is_kind_sign(text) or (bool(words) and words <= _POLITE - _ANSWERS)


def is_kind_sign(text: str) -> bool:
    """Whether a message is nothing but a kind sign: «👍», «😊»."""
    return _shows(text, _KIND_SIGNS)


_REPLIES = ("нет", "не", "да", "ничего", "никто", "опять", "снова", "все равно", "до сих пор", "так и", "еще не", "уже")


def sounds_like_reply(text: str) -> bool:
    """Whether words are likely a reply to what was just said: «Нет, не засыпали», «Опять течёт», «Вопрос не решён»."""
    words = normalise_word(text)
    begins = any(words == one or words.startswith(f"{one} ") for one in _REPLIES)
    return begins or any(word.startswith(("решен", "нерешен")) for word in words.split())


def is_thanks(text: str) -> bool:
    """Whether a message is nothing but thanks: it starts no clock and no appeal. «Нет, спасибо» may be an answer."""
    words = set(normalise_word(text).split())
    grateful = {word for word in words if _is_grateful(word)}
    if not words:
        return _shows(text, _THANKING_SIGNS)
    return bool(grateful) and words - grateful <= (_POLITE | _OF_THANKS) - _ANSWERS


def speaks_of_thanks(text: str) -> bool:
    """Whether there are thanks among the words: «Спасибо, всё починили!»."""
    return any(map(_is_grateful, normalise_word(text).split()))


_MARKS = {
    "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "один": 1, "единица": 1, "два": 2, "двойка": 2, "три": 3, "тройка": 3,
    "четыре": 4, "четверка": 4, "пять": 5, "пятерка": 5,
}  # fmt: skip
_MARK = re.compile(
    rf"(?:(?:моя\s+)?оценка|ставлю|поставлю|на|твердая)?\W*({'|'.join(_MARKS)})\W*(?:балл(?:а|ов)?|из\s*(?:5|пяти)|звезд[аы]?)?\W*"
)
_STAR = re.compile("[⭐🌟★]\ufe0f?")


def read_mark(text: str) -> int | None:
    """A mark from 1 to 5, if a message is nothing but one: «5!», «на 4», «пять баллов», «⭐⭐⭐⭐⭐»."""
    words = text.strip().casefold().replace("ё", "е")
    if (stars := len(_STAR.findall(words))) and not _STAR.sub("", words).strip():
        return stars if stars <= max(_MARKS.values()) else None
    match = _MARK.fullmatch(words)
    return _MARKS[match[1]] if match and not words.startswith(("-", "–", "—")) else None


def _is_grateful(word: str) -> bool:
    return any(_GRATEFUL.fullmatch(one) for one in (word, word.translate(_TWINS)))


def _shows(text: str, signs: frozenset[str]) -> bool:
    """Whether a text without letters shows one of these signs; a figure may be an answer."""
    return not any(map(str.isalnum, text)) and not signs.isdisjoint(text)
