"""Promises in an answer: words that promise, and the day by which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from appeals.dates import Mention
from appeals.sentences import sentences
from appeals.terms import find_terms
from appeals.value import dataclass

MAX_QUOTE = 300
"""Characters of a promise that are kept: its sentence, or the beginning of a long one."""

_WORD = r"[^\W\d_]"
_VERBS_WORDS = (
    "сдела почин отремонтир устран замен установ засып улож полож постел забетонир залата убер вывез покрас "
    "побел восстанов законч заверш нач приступ подключ отключ включ проложи провед обруб спил подреж отгрейдир "
    "заасфальтир очист почист прочист расчист освет оборуд построи постро организу обустро поменя перенес "
    "повес привез доставл выплат перечисл исправ запуст откро подготов выполн обработ провер осмотр обследу "
    "решим реш"
)
_VERBS = tuple(_VERBS_WORDS.split())
"""Beginnings of verbs by which an administration promises deeds; what is only said («сообщим») isn't one."""

_WITH_DAY_WORDS = (
    "постав обреж срежу выда выед приед прибуд верн подсып отсып посе посад разбер снес демонтир смонтир налад закро "
    "выкоп заровня выровн задела ликвидир вымо помо отмо пересчит возмест добав нанес нарису расшир усил укреп "
    "закреп смен отрегулир отлов скос покос выкос опублику внес забер собер дад подад увел уменьш продл сниз сдад "
    "разреш доработ переложи переуст опрессу промо пусти сообщ ответ напиш дас перезвон"
)
_WITH_DAY = (*_VERBS, *_WITH_DAY_WORDS.split())
"""With a day beside them these promise as well; without one nobody is held to them: «ответим», «выдадут»."""

_FUTURE = r"(?:им|ем|ём|ит|ет|ёт|ят|ат|ут|ют)(?:ся)?"
_GOING_ON = r"(?:засыпа|заменя|устраня|выполня|проверя|исправля|заверша|подключа|отключа|включа|начина)(?:ем|ет|ют)"
"""«Засыпаем» goes on now; «засыплем» promises."""


def _deeds(verbs: Sequence[str]) -> re.Pattern[str]:
    beginnings = "|".join(sorted(verbs, key=len, reverse=True))
    return re.compile(rf"\b(?!{_GOING_ON})(?:{beginnings})(?:{_WORD}{{0,3}}?){_FUTURE}\b", re.IGNORECASE)


_DEED, _DEED_WITH_DAY = _deeds(_VERBS), _deeds(_WITH_DAY)
_WILL_BE = re.compile(
    rf"(?<!не )\bбуд(?:ет|ут)\s+(?:{_WORD}+\s+){{0,2}}?"
    rf"(?:{_WORD}{{2,}}(?:ен|ён|ан|ян|ят|ут|ит|ыт)[аоы]?|{_WORD}{{2,}}(?:ть|ти)(?:ся)?)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:планиру(?:ем|ется|ют|ются)|запланирован[аоы]?|намечен[аоы]?|обеща(?:ем|ют)|предполагается)\b", re.IGNORECASE
)
_VAGUE = re.compile(
    r"\b(?:в\s+(?:самое\s+)?ближайш(?:ее\s+время|ие\s+(?:дни|сроки|часы)|ем\s+будущем)|в\s+кратчайшие\s+сроки"
    r"|в\s+скором\s+времени|в\s+дальнейшем|в\s+перспективе|в\s+плановом\s+порядке|в\s+порядке\s+очер[её]дности"
    r"|по\s+мере\s+(?:возможности|поступления|готовности|необходимости)"
    r"|при\s+(?:наличии|выделении|поступлении)\s+(?:\w+\s+){0,3}?(?:финансирования|средств|возможности)"
    r"|при\s+(?:благоприятных|подходящих)\s+погодных\s+условиях)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\b(?:ремонт|работ|замен|уборк|устранени|срок|завершени|восстановлени|покраск|установк)\w*", re.IGNORECASE
)
_CONDITION = re.compile(r"^\W*(?:если|когда|как\s+только|в\s+случае|при\s+повторн\w+|ежели)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:до|к|ко|по|не\s+позднее|не\s+позже|срок\w*)[\s:—–-]+$", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:в\s+течение|за|через)\s+(?:(?:\w+|\d+)\s+){0,2}(?:час|минут|дн|день|дней|сут|недел|месяц|полчаса)\w*"
    r"|\b(?:до|к|в|с)\s+\d{1,2}(?::\d{2}|\s+час\w*)|\b(?:до|к)\s+(?:вечер|утр|обед|ноч)\w+"
    r"|\b(?:в|во|до|к)\s+(?:конц\w+\s+|начал\w+\s+|середин\w+\s+)?"
    r"(?:январ|феврал|март|апрел|ма[еюя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
    r"|\b(?:утром|днём|днем|вечером|ночью|весной|летом|осенью|зимой|сегодня|каждый|каждую|ежедневно|еженедельно|по\s+графику"
    r"|(?:перв|втор|треть|четв[её]рт)\w+\s+квартал\w*|в\s+20\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Promised:
    """What the administration said it would do, in its own words, and by which day."""

    due: date
    quote: str


@dataclass(frozen=True, slots=True)
class Vow:
    """Words that promise something and tell nobody when, or, `is_past`, name a day that is over."""

    quote: str
    is_past: bool = False


def promises_in(text: str, today: date) -> tuple[Promised, ...]:
    """The promises of an answer that name their day: one a sentence, its last day; what is past promises nothing."""
    found: dict[date, Promised] = {}
    for sentence in sentences(text):
        if _CONDITION.match(sentence):
            continue
        promising = _deed_in(sentence, _DEED_WITH_DAY) is not None
        days = [
            mention.day
            for mention in find_terms(sentence, today)
            if mention.day >= today and (promising or _is_deadline(sentence, mention))
        ]
        if days:
            found.setdefault(max(days), Promised(max(days), sentence[:MAX_QUOTE]))
    return tuple(found.values())


def vows_without_time(text: str, today: date) -> Sequence[Vow]:
    """Promises of a text that tell nobody when. A day to come anywhere in the text is taken for theirs."""
    if any(mention.day >= today for mention in find_terms(text, today)):
        return ()
    vows = []
    for sentence in sentences(text):
        if vague := _VAGUE.search(sentence):
            vows.append(Vow(vague[0]))
        elif not (_CONDITION.match(sentence) or _TIME.search(sentence)) and (deed := _deed_in(sentence)):
            past = _past_term(sentence, today)
            vows.append(Vow(past or deed, is_past=bool(past)))
    return vows


def _past_term(sentence: str, today: date) -> str:
    """«До 15 марта» in April: a slip of the pen."""
    for mention in find_terms(sentence, today):
        if mention.day < today and (until := _UNTIL.search(sentence[: mention.start])):
            return sentence[until.start() : mention.end]
    return ""


def names_time(text: str, today: date) -> bool:
    """Whether a text tells when: a day, an hour, a month."""
    return bool(find_terms(text, today)) or _TIME.search(text) is not None


def _deed_in(sentence: str, deeds: re.Pattern[str] = _DEED) -> str | None:
    match = _WILL_BE.search(sentence) or _PLANNED.search(sentence) or deeds.search(sentence)
    return match[0] if match else None


def _is_deadline(sentence: str, mention: Mention) -> bool:
    return _UNTIL.search(sentence[: mention.start]) is not None and _WORKS.search(sentence) is not None
