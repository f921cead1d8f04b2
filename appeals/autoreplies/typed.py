"""Reading what staff type after `/автоответ добавить`: a name, and lines that begin with what they tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from appeals.autoreplies.entries import (
    MAX_ANSWER,
    MAX_EXAMPLE,
    MAX_EXAMPLES,
    MAX_NAME,
    MAX_SOURCE,
    Entry,
    Fault,
    Where,
)
from appeals.dates import read_day
from appeals.errors import AutoReplyRefused
from appeals.templates import nearest, template_key
from appeals.textcheck import has_meaning
from appeals.value import dataclass


class Verb(StrEnum):
    """What `/автоответ` may be asked to do; none of these names an entry."""

    ADD = "добавить"
    CHANGE = "изменить"
    REMOVE = "удалить"
    TRY = "проверить"


class Part(StrEnum):
    """A part of an entry, as its line begins."""

    EXAMPLES = "вопросы"
    ANSWER = "ответ"
    SOURCE = "источник"
    UNTIL = "до"
    WHERE = "где"


_PARTS: Mapping[str, Part] = {
    **{part.value: part for part in Part},
    "вопрос": Part.EXAMPLES,
    "примеры": Part.EXAMPLES,
    "слова": Part.EXAMPLES,
    "ссылка": Part.SOURCE,
    "действует до": Part.UNTIL,
    "срок": Part.UNTIL,
    "каналы": Part.WHERE,
    "канал": Part.WHERE,
}
_LABEL = "|".join(sorted(map(re.escape, _PARTS), key=len, reverse=True))
_LINE = re.compile(rf"\s*({_LABEL})\s*:\s*(.*)", re.IGNORECASE)
_HEAD = re.compile(rf"(?P<name>.+?)\s*[:.,;—–-]?\s+(?P<label>{_LABEL})\s*:\s*(?P<rest>.*)", re.IGNORECASE)

WHERE_TYPED: Mapping[str, Where] = {"меню": Where.MENU, "сообщения": Where.MESSAGES, "комментарии": Where.COMMENTS}
_NOTHING = frozenset({"нет", "нигде", "убрать", "-", "—", "бессрочно"})
_LINK = re.compile(r"https?://\S+\.\S+")
_NAME = re.compile(r"[^\s/:][^\n:]*")


@dataclass(frozen=True, slots=True)
class Typed:
    """A name, and the parts that were typed, as they were."""

    name: str
    parts: Mapping[Part, str]


def read_typed(text: str) -> Typed:
    """Read `НАЗВАНИЕ: ответ`, or a name with a line for each part; an answer may have many lines."""
    first, _, rest = text.strip().partition("\n")
    parts: dict[Part, list[str]] = {}
    if head := _HEAD.fullmatch(first):
        name, open_part = head["name"], _PARTS[head["label"].lower()]
        parts[open_part] = [head["rest"]]
    else:
        name, _, answer = first.partition(":")
        open_part = Part.ANSWER
        parts[open_part] = [answer.strip()] if answer.strip() else []
    for line in rest.splitlines():
        if labelled := _LINE.fullmatch(line):
            open_part = _PARTS[labelled[1].lower()]
            parts.setdefault(open_part, []).append(labelled[2])
        else:
            parts.setdefault(open_part, []).append(line)
    told = {part: "\n".join(lines).strip() for part, lines in parts.items()}
    return Typed(" ".join(name.split()), {part: words for part, words in told.items() if words})


def applied(entry: Entry, parts: Mapping[Part, str], today: date) -> Entry:
    """The entry with these parts.

    Raises:
        AutoReplyRefused: a part can't be read, or the entry can't stand as it is then.
    """
    if Part.ANSWER in parts:
        entry = replace(entry, answer=parts[Part.ANSWER])
    if Part.EXAMPLES in parts:
        entry = replace(entry, examples=_examples(parts[Part.EXAMPLES]))
    if Part.SOURCE in parts:
        entry = replace(entry, source=_source(parts[Part.SOURCE]))
    if Part.UNTIL in parts:
        entry = replace(entry, valid_until=_day(parts[Part.UNTIL], today))
    if Part.WHERE in parts:
        entry = replace(entry, where=_where(parts[Part.WHERE]))
    _check(entry)
    return entry


def _check(entry: Entry) -> None:
    verbs = set(Verb)
    if not _NAME.fullmatch(entry.name) or not has_meaning(entry.name) or template_key(entry.name).split()[0] in verbs:
        raise AutoReplyRefused(Fault.NO_NAME)
    if len(entry.name) > MAX_NAME:
        raise AutoReplyRefused(Fault.LONG_NAME)
    if not has_meaning(entry.answer):
        raise AutoReplyRefused(Fault.NO_ANSWER)
    if len(entry.answer) > MAX_ANSWER:
        raise AutoReplyRefused(Fault.LONG_ANSWER)
    if len(entry.examples) > MAX_EXAMPLES:
        raise AutoReplyRefused(Fault.MANY_EXAMPLES)
    if long := next((one for one in entry.examples if len(one) > MAX_EXAMPLE), None):
        raise AutoReplyRefused(Fault.LONG_EXAMPLE, long)


def _examples(text: str) -> tuple[str, ...]:
    if _is_nothing(text):
        return ()
    found = (" ".join(one.split()) for one in re.split(r"[;\n]|(?<=\?)\s", text))
    return tuple(dict.fromkeys(one.strip(" -–—•") for one in found if one.strip(" -–—•")))


def _source(text: str) -> str:
    link = text.strip()
    if _is_nothing(link):
        return ""
    if not _LINK.fullmatch(link) or len(link) > MAX_SOURCE:
        raise AutoReplyRefused(Fault.SOURCE, link)
    return link


def _day(text: str, today: date) -> date | None:
    if _is_nothing(text):
        return None
    if (day := read_day(text, today)) is None or day < today:
        raise AutoReplyRefused(Fault.DAY, text)
    return day


def _where(text: str) -> frozenset[Where]:
    if _is_nothing(text):
        return frozenset()
    words = re.findall(r"\w+", text.lower().replace("ё", "е"))
    words = [word for word in words if word != "и"]
    for word in words:
        if word not in WHERE_TYPED:
            raise AutoReplyRefused(Fault.WHERE, word, nearest(word, list(WHERE_TYPED)))
    return frozenset(WHERE_TYPED[word] for word in words)


def _is_nothing(text: str) -> bool:
    return text.strip().lower().rstrip(".") in _NOTHING
