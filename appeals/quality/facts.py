"""Facts of an answer: what was done, when, by whom or where."""

from __future__ import annotations

import re
from datetime import date

from appeals.promising import names_time

_WORD = re.compile(r"[^\W\d_]+")
_PAST = re.compile(r"[^\W\d_]{2,}(?:[аеёиоуыюя]л(?:и|а|о)?|[зсктр]ли|ш[её]л|шл[аио])(?:сь|ся)?")
_DONE = re.compile(r"[^\W\d_]{3,}(?:ен|ён|ан|ят|ыт|ут)[аоы]?")
_EMPTY = re.compile(
    r"(?:рассм[ао]тр|при[нйм]|направ|перед|довед|довел|взя|пров[её]д|провел|учт|учл|уч[её]л|зарегистр|получ|подтвер|"
    r"вынес|поруч|сообщ|проинформ|благодар|организов|запланир|планир|намеч|предусм|обесп|установлен|указан|"
    r"осуществ|произв|обрат|отправ|поставл|выяв|уведом|оповещ|изуч|проанализ|прораб|уделя|посч|дан[аоы]?$|быт?л)",
)
_NOT_VERBS_WORDS = (
    "если или земли недели дела тела были было был была стало тепло число зал зала начал начала начало "
    "материал материала канал канала вокзал вокзала портал портала квартал квартала квартале школа школы пола "
    "стола мол более угол метал металла могли хотели желали мебели модели рубли земель жили предел отдел "
    "отдела раздел раздела удел персонал персонала план плана район стан стран банан экран закон телефон "
    "объект ответ привет совет бюджет пункт член члена члены смены замены цены стены жалобы"
)
_NOT_VERBS = frozenset(_NOT_VERBS_WORDS.split())
_WHO = re.compile(
    r"\b(?:бригад|водоканал|подрядчик|мастер|электрик|сантехник|дворник|участков|коммунальщик|горсвет|электросет|теплосет|"
    r"аварийн\w+\s+служб|управляющ\w+\s+компани|автогрейдер|трактор|экскаватор|самосвал)\w*"
    r"|\b(?:УК|ЖЭУ|ЖЭК|МУП|МКУ|МБУ|ООО|АО|ТСЖ|ГИБДД|МЧС|МФЦ|ЕДДС)\b",
)
_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"(?<![.!?…:\n»]\s)(?<!^)(?<=[^\W\d_,;)»]\s)[А-ЯЁ][а-яё]{2,}")
_ADDRESS_WORDS = "вы вас вам вами ваш ваша ваше ваши вашу вашего вашей вашему вашим вашем администрация администрации"
_ADDRESS = frozenset(_ADDRESS_WORDS.split())


def tells_deed(text: str) -> bool:
    """Whether a text says that something was done, beyond what is done to papers."""
    return any(_is_deed(word) for word in _words(text))


def handles_papers(text: str) -> bool:
    """Whether a text says what was done to papers: considered, sent on, taken note of."""
    return any(_EMPTY.match(word) and (_PAST.fullmatch(word) or _DONE.fullmatch(word)) for word in _words(text))


def tells_when(text: str, today: date) -> bool:
    """Whether a text names a time."""
    return names_time(text, today)


def tells_who_or_where(text: str) -> bool:
    """Whether a text names somebody, a place, or anything in figures."""
    if _NUMBER.search(text) or _WHO.search(text):
        return True
    return any(match[0].lower() not in _ADDRESS for match in _NAME.finditer(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _is_deed(word: str) -> bool:
    if word in _NOT_VERBS or _EMPTY.match(word):
        return False
    return _PAST.fullmatch(word) is not None or _DONE.fullmatch(word) is not None
