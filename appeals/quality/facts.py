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
    r"осуществ|произв|обрат|отправ|поставл|выяв|уведом|оповещ|изуч|проанализ|прораб|уделя|посч|дан[аоы]?$|быт?л|"
    r"реш[её]н|реш[иа]л|исполн|выполн|отработ|рекоменд|предлож|постара|стара)",
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
_DATED = r"(?:от\s+|поступивш\w+\s+)(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}\s+[а-яё]+(?:\s+\d{4})?)(?:\s*г(?:ода|\.)?)?"
_PAPERS = re.compile(
    rf"\b(?:обращени|сообщени|заявлени|заявк|письм|запрос)\w*,?\s+(?:(?:№|номер)\s*[\d-]+\s*)?(?:{_DATED})?(?:\s*№\s*[\w/-]+)?"
    rf"|\b(?:закон|постановлени|распоряжени|приказ|решени)\w*\s+(?:{_DATED}\s*)?№\s*[\w/-]+|№?\s*\d+-ФЗ\b"
    r"|\b(?:стать\w+|ст\.|пункт\w*|п\.|част\w+|ч\.)\s*\d+(?:\.\d+)*|\b(?:ГОСТ|СП|СНиП|СанПиН)\s*(?:Р\s*)?[\d./-]+",
    re.IGNORECASE,
)
"""The figures and days of papers are no facts: «ваше обращение от 5 апреля № 15», «статья 16 закона № 131-ФЗ»."""
_NUMBER = re.compile(r"\d")
_PHONE = re.compile(r"\d(?:[\s()–-]{0,2}\d){4,}")
_NAME = re.compile(r"(?<![.!?…:\n»]\s)(?<!^)(?<=[^\W\d_,;)»]\s)[А-ЯЁ][а-яё]{2,}")
_GREETING = re.compile(
    r"(?i:здравствуй(?:те)?|добр(?:ый|ое|ого)\s+(?:день|дня|утро|утра|вечер|вечера)|уважаем\w+)[\s,]+(?:[А-ЯЁ][а-яё-]+\s*){1,3}"
    r"|^\s*(?:[А-ЯЁ][а-яё-]+\s*){1,3}[,!]"
)
"""The citizen's own name is no fact: «Здравствуйте, Анна!», «Мария Петровна, …»."""
_OF_THE_STATE = re.compile(
    r"федера|росси|правил|устав|кодекс|закон|постановлени|правительств|губернатор|област|город|округ|район|глав[аыуе]$|"
    r"муниципальн|совет|дум[аыуе]$|программ"
)
"""Names of laws and bodies tell neither who did it nor where."""
_ADDRESS_WORDS = "вы вас вам вами ваш ваша ваше ваши вашу вашего вашей вашему вашим вашем администрация администрации"
_ADDRESS = frozenset(_ADDRESS_WORDS.split())


def without_papers(text: str) -> str:
    """The text without what identifies appeals, letters and laws."""
    return _PAPERS.sub(" ", text)


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
    names = (match[0].lower() for match in _NAME.finditer(_GREETING.sub("", text)))
    return any(name not in _ADDRESS and not _OF_THE_STATE.match(name) for name in names)


def tells_phone(text: str) -> bool:
    """Whether a text has a phone number: who is sent to somebody else can call there."""
    return _PHONE.search(text) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _is_deed(word: str) -> bool:
    if word in _NOT_VERBS or _EMPTY.match(word):
        return False
    return _PAST.fullmatch(word) is not None or _DONE.fullmatch(word) is not None
