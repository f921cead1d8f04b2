"""What `/объявление` is told in words: when, to whom, and the text, in one line or one by one."""

from __future__ import annotations

import re
from datetime import datetime

from appeals.administration import Administration
from appeals.announcements import Audience, Circle
from appeals.departments import departments_meant
from appeals.moments import When, begins_with_start
from appeals.search import parse_search
from appeals.textcheck import normalise_word
from appeals.topics import category_meant, category_titled
from appeals.value import dataclass

MAX_HEAD = 200
"""Characters that can tell when and to whom; more are a text."""

_END_OF_HEAD = re.compile(r":(?!\d)|\n")
"""The colon of «10:00» ends nothing."""

_URGENT = re.compile(r"\s*срочно(?!\w)[\s.,;—–-]*", re.IGNORECASE)
_EVERYBODY = frozenset({"всем", "все", "всех", "всем жителям", "для всех", "всем кто писал", "жителям"})
_OF_OPEN = frozenset({"всем", "тем", "кто", "у", "кого", "жителям", "есть", "с", "ждет", "ответа"})
_CATEGORY = re.compile(r"\s*(?:(?:по|кто|на)\s+)*тем[аеуы]\s+(.+)", re.IGNORECASE | re.DOTALL)
_DEPARTMENT = re.compile(r"\s*(?:по\s+)?отдел(?:а|у)?\s+(.+)", re.IGNORECASE | re.DOTALL)
_STREET = re.compile(r"\s*(?:по\s+)?(?:улиц[аеуы]|ул\.?|адрес(?:у|а)?)\s+(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the text."""

    when: When | None = None
    audience: Audience | None = None
    is_urgent: bool = False


def read_audience(administration: Administration, text: str) -> Audience | None:
    """To whom: «всем», «с открытыми обращениями», «тема Дороги», «отдел дорог», «улица Садовая»."""
    words = normalise_word(text)
    if words in _EVERYBODY:
        return Audience(Circle.EVERYBODY)
    if "открыт" in words and all(one in _OF_OPEN or one.startswith(("открыт", "обращени")) for one in words.split()):
        return Audience(Circle.OPEN)
    if match := _CATEGORY.fullmatch(text):
        category = category_titled(administration, match[1]) or category_meant(administration, match[1])
        return Audience(Circle.CATEGORY, category.id) if category else None
    if match := _DEPARTMENT.fullmatch(text):
        fitting = departments_meant(administration, match[1]) or departments_meant(administration, text)
        return Audience(Circle.DEPARTMENT, fitting[0].id) if len(fitting) == 1 else None
    if (match := _STREET.fullmatch(text)) and (search := parse_search(match[1])) is not None:
        return Audience(Circle.STREET, search.words)
    return None


def read_head(administration: Administration, text: str, now: datetime) -> Head | None:
    """«завтра в 10:00 всем», «срочно, сейчас, улица Садовая», in any order; None when something else stands there."""
    head, rest = Head(), text
    while rest.strip(" ,;.—–-"):
        rest = rest.strip(" ,;—–-")
        if match := _URGENT.match(rest):
            head, rest = Head(head.when, head.audience, is_urgent=True), rest[match.end() :]
        elif head.when is None and (found := begins_with_start(rest, now, administration.zone)):
            head, rest = Head(found[0], head.audience, head.is_urgent), found[1]
        elif head.audience is None and (named := _begins_with_audience(administration, rest, now)):
            head, rest = Head(head.when, named[0], head.is_urgent), named[1]
        else:
            return None
    return head if head != Head() else None


def split_head(administration: Administration, text: str, now: datetime) -> tuple[Head, str]:
    """What a command says before the first colon, if that is a head, and the text after it. Lines do, too, one by one:
    «завтра в 10:00», below it «всем», below it the text.
    """
    head, rest = _split(administration, text, now)
    end = _END_OF_HEAD.search(text)
    in_lines = end is not None and end[0] == "\n" and head != Head()
    while in_lines and (more := _line_of_head(administration, head, rest, now)) is not None:
        head, rest = more
    return head, rest


def _line_of_head(administration: Administration, head: Head, text: str, now: datetime) -> tuple[Head, str] | None:
    """The head with what the first line of the text adds to it, and the rest."""
    line, _, rest = text.partition("\n")
    more = read_head(administration, line[: MAX_HEAD + 1], now) if rest.strip() else None
    if more is None or (more.when and head.when) or (more.audience and head.audience):
        return None
    joined = Head(head.when or more.when, head.audience or more.audience, head.is_urgent or more.is_urgent)
    return (joined, rest.strip()) if joined != head else None


def _split(administration: Administration, text: str, now: datetime) -> tuple[Head, str]:
    if end := _END_OF_HEAD.search(text[: MAX_HEAD + 1]):
        head = read_head(administration, text[: end.start()], now)
        if head is not None:
            return head, text[end.end() :].strip()
    elif len(text) <= MAX_HEAD and (head := read_head(administration, text, now)) is not None:
        return head, ""
    return Head(), text.strip()


def _begins_with_audience(administration: Administration, text: str, now: datetime) -> tuple[Audience, str] | None:
    """The shortest beginning, cut between words, that tells to whom and that nothing but a moment follows."""
    for end in re.finditer(r"(?<=\w)(?=[\s,;.—–-]|$)", text):
        rest = text[end.start() :].strip(" .,;—–-")
        is_apart = not rest or _URGENT.match(rest) or begins_with_start(rest, now, administration.zone)
        if is_apart and (audience := read_audience(administration, text[: end.start()])) is not None:
            return audience, rest
    return None
