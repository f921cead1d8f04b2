"""`/обращения новые мои жкх за неделю`: words in any order and any form become a selection."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from appeals.administration import Administration
from appeals.dates import find_days, read_span
from appeals.model import Channel
from appeals.numbers import NumberReference, parse_number
from appeals.selection import MAX_DAYS, DateRange, Selection, Shelf
from appeals.stems import composed, folded, stem, tokens
from appeals.value import dataclass

SURE = 0.8
"""How alike a mistyped word and the meant one are; below that nothing is guessed."""

_SHORTEST_GUESS = 5
"""Letters of a word whose mistakes are forgiven."""

_SHELVES = {
    Shelf.NEW: "новые новенькие свежие невзятые",
    Shelf.IN_WORK: "работа рабочие взятые",
    Shelf.WAITING: "ждут ждет ожидают ожидание уточнение",
    Shelf.OVERDUE: "просроченные просрочено просрочка просрочен опоздавшие",
    Shelf.DONE: "закрытые отвеченные решенные завершенные готовые сделанные выполненные отклоненные архив",
    Shelf.ALL: "все всех любые",
    Shelf.OPEN: "открытые незакрытые неотвеченные нерешенные незавершенные незаконченные",
}
_CHANNELS = {
    Channel.DIALOG: "сообщения личка лс диалог",
    Channel.LEAD_FORM: "форма заявка анкета",
    Channel.WALL_COMMENT: "комментарии комменты стена",
    Channel.BOARD: "обсуждения",
    Channel.HOTLINE: "горячая линия звонки телефон",
    Channel.RECEPTION: "прием",
    Channel.EMAIL: "почта email мейл емейл",
    Channel.PAPER: "письма бумага бумажные",
}
_MINE = "мои мое мой моя моих мной мною мне меня"
_SILENT = (
    "обращения обращение за с со по в во на у от до из и или только покажи показать список какие которые отдел отдела"
    " отделу тема теме темы канал канала период последние последний личные личный электронная ответа ответ житель"
    " жителя жителей сейчас пока после эл"
)
_OF_DEPARTMENTS = "отдел управление комитет служба департамент"
_NEGATIONS = ("не", "без", "кроме")
"""A word that begins so is near its opposite: it isn't guessed."""
_GENERIC = frozenset(map(stem, _OF_DEPARTMENTS.split()))
"""Words of titles that tell no department from another."""

_MONTHS = "январ феврал март апрел май июн июл август сентябр октябр ноябр декабр"
_SPANS = {"квартал": 91, "полгода": 183, "полугодие": 183, "год": 365}
_SPAN = re.compile(
    r"\bза\s+(?:последн\w+\s+)?"
    r"((?:\w+\s+)?(?:день|дня|дней|сутки|суток|недел\w+|месяц\w*)|квартал|полгода|полугодие|год)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\bза\s+({'|'.join(_MONTHS.split())})[а-я]*(?:\s+(20\d\d))?\b", re.IGNORECASE)
_YEAR = re.compile(r"\bза\s+(20\d\d)(?:\s+год\w*)?\b", re.IGNORECASE)
_CALENDAR = re.compile(
    r"\b(?:за|на|в)\s+(эт|прошл|текущ|предыдущ)[а-я]*\s+(недел|месяц|год)[а-я]*\b",
    re.IGNORECASE,
)
_BOTH_DAYS = re.compile(
    rf"\b(\d{{1,2}})\s*(?:по|до|[-–—])\s*(\d{{1,2}})\s+((?:{'|'.join(_MONTHS.split())}|ма)[а-я]*)",
    re.IGNORECASE,
)
"""«с 1 по 5 апреля»: the month is said once."""

_BOUND = re.compile(r"(?:^|\s)(с|со|от|после|по|до)\s*$", re.IGNORECASE)
_NAMES_DEPARTMENT = re.compile(r"\b(?:отдел|управлени|комитет|служб|департамент)[а-я]*\b", re.IGNORECASE)
_OF_CITIZEN = re.compile(
    r"\bжител[а-я]+\s+((?:[№#N]\s*)?(?:20\d\d\s?[-–—/]\s?)?\d{1,9})(?![\w.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words mean. `of_citizen` is an appeal whose citizen is meant, `unknown` are words that mean nothing."""

    selection: Selection
    of_citizen: NumberReference | None = None
    unknown: tuple[str, ...] = ()


def read_selection(text: str, administration: Administration, asker: int, today: date) -> Asked:
    """Read the words after `/обращения`; `asker` is who «мои» are."""
    text = composed(text)
    of_citizen = None
    if citizens := _OF_CITIZEN.search(text):
        of_citizen, text = parse_number(citizens[1]), _without(text, citizens.start(), citizens.end())
    period, text = _take_period(text, today)
    selection, unknown = Selection(period=period), []
    vocabulary = _vocabulary(administration, asker, names_department=_NAMES_DEPARTMENT.search(text) is not None)
    silent = frozenset(map(stem, f"{_SILENT} {_OF_DEPARTMENTS}".split()))
    negated = ""
    for token in tokens(text):
        said = f"{negated} {text[token.start : token.end]}".strip()
        if token.word in _NEGATIONS:
            negated = said
            continue
        # «Не закрытые» are «незакрытые»: the open ones.
        word, negated = folded(negated) + token.word, ""
        meaning = vocabulary.get(stem(word))
        if meaning is None and said == text[token.start : token.end] and (token.stem in silent or token.is_silent):
            continue
        if meaning is None and len(word) >= _SHORTEST_GUESS and not word.startswith(_NEGATIONS):
            near = difflib.get_close_matches(stem(word), vocabulary, 1, SURE)
            meaning = vocabulary[near[0]] if near else None
        if meaning is None or _contradicts(selection, narrowed := meaning(selection)):
            unknown.append(said)
        else:
            selection = narrowed
    return Asked(selection, of_citizen, tuple(dict.fromkeys(unknown)))


Meaning = Callable[[Selection], Selection]


def _vocabulary(administration: Administration, asker: int, *, names_department: bool) -> dict[str, Meaning]:
    """What each stem means. A word of several titles means none of them; words of the desk come before titles.

    A word of a topic and of a department means the topic, unless the word «отдел» stands in the text.
    """
    own: dict[str, Meaning] = {stem("мои"): lambda selection: replace(selection, assignee_id=asker)}
    own |= dict.fromkeys(map(stem, _MINE.split()), own[stem("мои")])
    for shelf, words in _SHELVES.items():
        own |= dict.fromkeys(map(stem, words.split()), _on(shelf))
    for channel, words in _CHANNELS.items():
        own |= dict.fromkeys(map(stem, words.split()), _by(channel))
    departments = _titles(((one.id, one.title) for one in administration.departments), "department")
    categories = _titles(((one.id, one.title) for one in administration.categories), "category")
    return (categories | departments if names_department else departments | categories) | own


def _contradicts(before: Selection, after: Selection) -> bool:
    """Whether a second topic, department or channel was named: a selection holds one of each."""
    return any(
        (one := getattr(before, part)) and one != getattr(after, part) for part in ("category", "department", "channel")
    )


def _titles(titled: Iterable[tuple[str, str]], part: str) -> dict[str, Meaning]:
    owners: dict[str, set[str]] = {}
    for one, title in titled:
        for token in tokens(composed(title)):
            if not token.is_silent and token.stem not in _GENERIC and token.word not in _NEGATIONS:
                owners.setdefault(token.stem, set()).add(one)
    return {word: _narrow(part, ids.pop()) for word, ids in owners.items() if len(ids) == 1}


def _on(shelf: Shelf) -> Meaning:
    return lambda selection: replace(selection, shelves=selection.shelves | {shelf})


def _by(channel: Channel) -> Meaning:
    return lambda selection: replace(selection, channel=channel)


def _narrow(part: str, one: str) -> Meaning:
    def narrowed(selection: Selection) -> Selection:
        return replace(selection, department=one) if part == "department" else replace(selection, category=one)

    return narrowed


def _take_period(text: str, today: date) -> tuple[DateRange | None, str]:
    """The period that the text names, and the text without it."""
    if span := _SPAN.search(text):
        words = folded(span[1])
        days = _SPANS.get(words) or read_span(words)
        if days and 0 < days <= MAX_DAYS:
            return DateRange(days=days), _without(text, span.start(), span.end())
    if named := _CALENDAR.search(text):
        return _calendar(named, today), _without(text, named.start(), named.end())
    if month := _MONTH.search(text):
        return _month(month, today), _without(text, month.start(), month.end())
    if year := _YEAR.search(text):
        whole = DateRange(since=date(int(year[1]), 1, 1), until=date(int(year[1]), 12, 31))
        return whole, _without(text, year.start(), year.end())
    text = _BOTH_DAYS.sub(r"\1 \3 по \2 \3", text)
    mentions = find_days(text, today)
    if not mentions:
        return None, text
    past = [_past(mention.day, today) for mention in mentions]
    before = _BOUND.search(text[: mentions[0].start])
    word = before[1].lower() if before else ""
    if len(past) > 1:
        period = DateRange(since=min(past), until=max(past))
    elif word in ("по", "до"):
        period = DateRange(until=past[0])
    else:
        period = DateRange(since=past[0], until=None if word else past[0])
    for mention in reversed(mentions):
        text = _without(text, mention.start, mention.end)
    return period, text


def _calendar(match: re.Match[str], today: date) -> DateRange:
    """«За прошлую неделю», «в этом месяце»: from Monday, from the first."""
    is_past, unit = folded(match[1]).startswith("пр"), folded(match[2])
    if unit == "недел":
        since = today - timedelta(days=today.weekday() + 7 * is_past)
        until = since + timedelta(days=6)
    elif unit == "месяц":
        last = today.replace(day=1) - timedelta(days=1)
        since, until = (last.replace(day=1), last) if is_past else (today.replace(day=1), today)
    else:
        year = today.year - is_past
        since, until = date(year, 1, 1), date(year, 12, 31)
    return DateRange(since=since, until=min(until, today))


def _month(match: re.Match[str], today: date) -> DateRange:
    number = next(n for n, name in enumerate(_MONTHS.split(), 1) if folded(match[1]) == name)
    year = int(match[2]) if match[2] else today.year - (number > today.month)
    following = date(year + number // 12, number % 12 + 1, 1)
    return DateRange(since=date(year, number, 1), until=following - timedelta(days=1))


def _past(day: date, today: date) -> date:
    """Appeals come from the past: «с понедельника» is the last Monday, «с 1 декабря» in November is a year ago."""
    if day <= today:
        return day
    if day - today < timedelta(days=7):
        return day - timedelta(days=7)
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - timedelta(days=366)


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"
