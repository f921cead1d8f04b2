"""Personal data in public words: what must be hidden from everybody's eyes, and the words without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from appeals.administration import Contacts

HIDDEN = "•••"


class Leak(StrEnum):
    """One kind of personal data."""

    PHONE = "phone"
    EMAIL = "email"
    PASSPORT = "passport"
    SNILS = "snils"
    CARD = "card"
    FLAT = "flat"


_DASH = r"[-–—]"
_STREET = (
    r"(?:ул(?:\.|иц[аеуы])?|пр(?:\.|-т|осп\.|оспект[ае]?)|пер(?:\.|еул\w*)|б-р|бульвар[ае]?|ш(?:\.|оссе)|"
    r"пл(?:\.|ощад[ьи]))"
)
_NAMED = r"[А-ЯЁ0-9][\w.\- ]{2,40}?"
_LIKE_A_STREET = r"[А-ЯЁ][а-яё]{2,20}(?:ая|ого|ой|ский|ный|ина|ова|ева|ёва)"
_NOT_AN_AREA = r"(?!\d|\s*(?:м\b|м2|м²|метр|кв\.? ?м|км))"

_PATTERNS: tuple[tuple[Leak, re.Pattern[str]], ...] = tuple(
    (leak, re.compile(pattern, re.IGNORECASE if folded else 0))
    for leak, folded, pattern in (
        (Leak.EMAIL, True, r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{2,24})+"),
        (Leak.SNILS, True, r"(?<!\d)\d{3}-\d{3}-\d{3}[- ]\d{2}(?!\d)"),
        (Leak.SNILS, True, r"снилс\D{0,12}\d{3}[- ]?\d{3}[- ]?\d{3}[- ]?\d{2}(?!\d)"),
        (Leak.CARD, True, r"(?<!\d)\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}(?!\d)"),
        (Leak.PASSPORT, True, r"паспорт\w*\D{0,20}\d{2} ?\d{2}\D{0,12}\d{6}(?!\d)"),
        (Leak.PASSPORT, True, r"сери[яию]\D{0,3}\d{2} ?\d{2}\D{0,12}\d{6}(?!\d)"),
        (Leak.PASSPORT, True, r"(?<!\d)(?<!\d[ .,])\d{2} \d{2} (?:№ ?)?\d{6}(?!\d)"),
        (Leak.PHONE, True, r"(?<!\d)(?:\+ ?7|8|7)[ \-(]{0,3}\d{3}[ \-)]{0,3}\d{3}[ \-]{0,2}\d{2}[ \-]{0,2}\d{2}(?!\d)"),
        (Leak.PHONE, True, r"(?<!\d)(?:\+ ?7|8) ?\(\d{3,5}\) ?\d[\d\-]{4,8}\d(?!\d)"),
        (Leak.PHONE, True, r"(?<!\d)(?<!\d[ .,])9\d{2}[ \-]?\d{3}[ \-]?\d{2}[ \-]?\d{2}(?!\d)"),
        (Leak.PHONE, True, r"\b(?:тел|телефон\w*|моб|сот)\b[.:]? {0,2}(?:№ ?)?\d(?:[ \-]?\d){4,10}(?!\d)"),
        (Leak.FLAT, True, rf"\bкв(?:артир[аеуы])?\b[.,]? {{0,2}}(?:№ ?)?\d{{1,4}}{_NOT_AN_AREA}"),
        (Leak.FLAT, True, r"(?<![\d:.,])\d{1,4}(?:-?[а-яё]{1,2})? (?:квартир[аеу]|кв)\b(?!\.? ?(?:м|км)\b)"),
        (
            Leak.FLAT,
            False,
            rf"(?i:\b{_STREET}) ?{_NAMED},? (?:(?i:д\.?|дом) ?)?\d{{1,3}}[а-яё]? ?{_DASH} ?\d{{1,4}}(?![\d:])",
        ),
        (Leak.FLAT, False, rf"\b{_LIKE_A_STREET},? \d{{1,3}}[а-яё]? ?{_DASH} ?\d{{1,4}}(?![\d:])"),
    )
)

_SIGN = re.compile(r"[\d@]")
"""What every pattern needs one of: a text with neither needs no search."""


def leaks_in(text: str, contacts: Contacts | None = None) -> frozenset[Leak]:
    """The kinds of personal data in a text. What the administration itself tells everybody is none."""
    return frozenset(leak for leak, _, _ in _found(text, contacts))


def masked(
    text: str, contacts: Contacts | None = None, *, only: Callable[[Leak, str], bool] = lambda _leak, _found: True
) -> str:
    """The text with its personal data hidden; with `only`, just what it says."""
    spans = sorted((start, end) for leak, start, end in _found(text, contacts) if only(leak, text[start:end]))
    shown, at = "", 0
    for start, end in spans:
        if start >= at:
            shown += text[at:start] + HIDDEN
        at = max(at, end)
    return shown + text[at:]


def without_names(text: str, first: str, *names: str) -> str:
    """The text without these names, in whatever case they stand; a first name only beside one of them.

    Short words are left: they are other words as well.
    """
    for name in names:
        if len(name) >= _LONG_ENOUGH:
            whole = rf"{re.escape(name[:-2])}[а-яё]{{0,4}}"
            beside = rf"{re.escape(first[:-1])}[а-яё]{{0,3}}" if first else ""
            pattern = rf"(?:\b{beside}\s+)?\b{whole}\b(?:\s+{beside}\b)?" if beside else rf"\b{whole}\b"
            text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
    return text


_LONG_ENOUGH = 5
"""Letters of a name that is hardly anything else."""


def _found(text: str, contacts: Contacts | None) -> Iterator[tuple[Leak, int, int]]:
    if _SIGN.search(text) is None:
        return
    flat = text.replace("\N{NO-BREAK SPACE}", " ")
    for leak, pattern in _PATTERNS:
        for match in pattern.finditer(flat):
            if _counts(leak, match[0], contacts):
                yield leak, match.start(), match.end()


def _counts(leak: Leak, found: str, contacts: Contacts | None) -> bool:
    digits = _digits(found)
    match leak:
        case Leak.CARD:
            return _luhn(digits)
        case Leak.PHONE:
            free_line = len(digits) == 11 and digits[1:4] == "800"
            return not free_line and (contacts is None or digits[-10:] not in _digits(contacts.phone))
        case Leak.EMAIL:
            return contacts is None or found.casefold() != contacts.email.casefold()
        case _:
            return True


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 if place % 2 else int(digit) for place, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
