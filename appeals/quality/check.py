"""The check of an answer before it goes: it warns, names the place, and leaves the decision to a human.

Precision comes first: a short honest answer has to pass, or people learn to press the warning away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz, utils

from appeals.model import Number
from appeals.promising import vows_without_time
from appeals.quality.facts import (
    handles_papers,
    tells_deed,
    tells_phone,
    tells_when,
    tells_who_or_where,
    without_papers,
)
from appeals.quality.findings import Finding, Flaw
from appeals.quality.officialese import STRONG, Found, Phrase, phrases_in
from appeals.value import dataclass

SAME = 92.0
"""How like one another (0 to 100, by sorted words) two answers are that look like one sent twice."""

SHORT = 90
"""Characters up to which two honest answers may be the same: «Фонарь починили 6 апреля.»"""

STIFF_FROM = 3
"""So many stiff phrases make a text that has to be overruled."""

COMPARED = 50
"""Last answers with which a new one is compared."""

_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer that was sent before."""

    number: Number
    text: str


def check_text(text: str, today: date, earlier: Sequence[PastAnswer] = ()) -> tuple[Finding, ...]:
    """What weakens an answer's words, the worst first. It reads any text whatever."""
    vows = vows_without_time(text, today)
    matter = without_papers(text)
    deed, when = tells_deed(text), tells_when(matter, today)
    has_facts = deed or when or tells_who_or_where(matter)
    excused = ({Phrase.FILLER} if has_facts else set()) | ({Phrase.COMPETENCE} if tells_phone(text) else set())
    phrases = [one for one in phrases_in(text) if one.phrase not in excused]
    findings: list[Finding] = []
    if not has_facts and (phrases or vows or handles_papers(text)):
        findings.append(Finding(Flaw.NO_FACTS))
    findings += [Finding(Flaw.OFFICIALESE, one.quote, one.phrase) for one in phrases if one.phrase in STRONG]
    findings += _stiff([one for one in phrases if one.phrase not in STRONG], has_facts=has_facts)
    findings += [Finding(Flaw.PAST_TERM if vow.is_past else Flaw.NO_TERM, vow.quote) for vow in vows]
    if (same := same_answer(text, earlier, has_facts=has_facts)) is not None:
        findings.append(Finding(Flaw.REPEATED, number=same.number))
    if deed and not when and not vows and not phrases:
        findings.append(Finding(Flaw.NO_DAY))
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: not finding.is_grave))


def same_answer(text: str, earlier: Sequence[PastAnswer], *, has_facts: bool) -> PastAnswer | None:
    """The earlier answer that is nearly the same. Other figures make another answer: a template with its own date."""
    words = utils.default_process(text)
    if not words or (has_facts and len(words) <= SHORT):
        return None
    figures = _figures(text)
    for one in earlier:
        if _figures(one.text) != figures:
            continue
        if fuzz.token_sort_ratio(words, utils.default_process(one.text), score_cutoff=SAME):
            return one
    return None


def _stiff(found: Sequence[Found], *, has_facts: bool) -> list[Finding]:
    grave = len(found) >= STIFF_FROM or not has_facts
    return [Finding(Flaw.OFFICIALESE if grave else Flaw.STIFF, one.quote, one.phrase) for one in found]


def _figures(text: str) -> list[str]:
    return sorted(_FIGURES.findall(text))
