"""A declaration as staff type it: «Отключён свет; ул. Ленина, ул. Мира; до 18:00; бригада работает»."""

from __future__ import annotations

import re
from datetime import datetime

from appeals.administration import Administration
from appeals.moments import read_end
from appeals.outage_matching import areas_of, is_whole_town, names_topic
from appeals.outages import (
    FURTHEST,
    MAX_DOING,
    MAX_PLACE,
    MAX_WHAT,
    MAX_WORDS,
    Declared,
    Fault,
    OutageRefused,
)
from appeals.textcheck import has_meaning, normalise_word
from appeals.topics import category_meant, category_titled

_LABELLED = re.compile(r"(тема|слова|где|адрес|адреса|работы|что делаем)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_TOPIC = re.compile(r"тема\s+(.+)", re.IGNORECASE | re.DOTALL)


def parse_declaration(text: str, administration: Administration, now: datetime) -> Declared:
    """Read a declaration: parts between semicolons, or a line each. What, where and until when have to be there.

    Raises:
        OutageRefused: what is missing or wrong.
    """
    what, *rest = [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()] or [""]
    if not rest:
        raise OutageRefused(Fault.HOW_TO)
    until: datetime | None = None
    labelled: dict[str, str] = {}
    plain: list[str] = []
    for part in rest:
        if match := _LABELLED.fullmatch(part):
            labelled[match[1].lower()] = match[2].strip()
        elif match := _TOPIC.fullmatch(part):
            labelled["тема"] = match[1]
        elif until is None and (moment := read_end(part, now, administration.zone)) is not None:
            until = moment
        else:
            plain.append(part)
    place = labelled.get("где") or labelled.get("адрес") or labelled.get("адреса") or (plain.pop(0) if plain else "")
    doing = labelled.get("работы") or labelled.get("что делаем") or "; ".join(plain)
    declared = Declared(
        what=what.strip(" .,"),
        place=place.strip(" ."),
        until=check_until(until, now),
        doing=doing.strip(" ."),
        category=_category(administration, labelled.get("тема", "")),
        words=labelled.get("слова", ""),
    )
    return _whole(declared, administration.outages.kinds)


def check_until(until: datetime | None, now: datetime) -> datetime:
    """The moment, if an outage can last till then.

    Raises:
        OutageRefused
    """
    if until is None:
        raise OutageRefused(Fault.NO_UNTIL)
    if until <= now:
        raise OutageRefused(Fault.PAST)
    if until > now + FURTHEST:
        raise OutageRefused(Fault.FAR)
    return until


def _category(administration: Administration, typed: str) -> str:
    if not typed:
        return ""
    by_id = next((one for one in administration.categories if one.id == normalise_word(typed)), None)
    meant = by_id or category_titled(administration, typed) or category_meant(administration, typed)
    if meant is None:
        raise OutageRefused(Fault.NO_TOPIC)
    return meant.id


def _whole(declared: Declared, kinds: tuple[str, ...]) -> Declared:
    lengths = (
        (declared.what, MAX_WHAT),
        (declared.place, MAX_PLACE),
        (declared.doing, MAX_DOING),
        (declared.words, MAX_WORDS),
    )
    if any(len(text) > limit for text, limit in lengths):
        raise OutageRefused(Fault.LONG)
    if not has_meaning(declared.what):
        raise OutageRefused(Fault.NO_WHAT)
    if not is_whole_town(declared.place) and not areas_of(declared.place):
        raise OutageRefused(Fault.NO_PLACE)
    if not names_topic(declared, kinds):
        raise OutageRefused(Fault.NO_TOPIC)
    return declared
