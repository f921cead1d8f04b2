"""What the check says of an answer: which words are weak, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from appeals.quality.findings import Finding, Flaw
from appeals.quality.officialese import Phrase
from texts.dates import MONTHS, count
from texts.reply import cut

SHOWN = 6
"""Remarks that are shown: who has read six reads no seventh."""

QUOTED = 80

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        Phrase.MEASURES: "какие? Назовите дело: «засыпали яму», «заменили лампу»",
        Phrase.CONTROL: "напишите лучше, кто и к какому дню сделает",
        Phrase.CONSIDERED: "начните сразу с сути: что сделали",
        Phrase.ORDER: "напишите лучше, что будет и к какому дню",
        Phrase.COMPETENCE: "назовите, кто за это отвечает, и дайте его телефон",
        Phrase.TAKEN_NOTE: "а что дальше? Напишите, кто этим займётся и когда",
        Phrase.WORK_GOES_ON: "что именно делают и к какому дню закончат?",
        Phrase.CIVIC: "хватит простого «спасибо»",
        Phrase.CARRIED_OUT: "скажите проще: «сделали», «убрали»",
        Phrase.WITHIN: "можно без этих слов",
        Phrase.THE_GIVEN: "скажите «этот» или назовите прямо",
        Phrase.BOOKISH: "скажите проще",
        Phrase.FILLER: "а что по делу? Напишите, что сделали или сделаете, когда и кто",
    }
)
"""What to write instead of a phrase."""

NAMES: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.NO_FACTS: "нет фактов",
        Flaw.REPEATED: "повторяет прежний ответ",
        Flaw.OFFICIALESE: "канцелярские слова",
        Flaw.STIFF: "тяжёлые слова",
        Flaw.NO_TERM: "обещание без срока",
        Flaw.PAST_TERM: "срок уже прошёл",
        Flaw.NO_DAY: "нет даты",
        Flaw.NO_PHOTO: "нет фото «стало»",
        Flaw.SAME_PHOTO: "фото «стало» как «было»",
    }
)


def remarks(findings: Sequence[Finding]) -> str:
    """Above the preview; nothing for an answer without a flaw."""
    if not findings:
        return ""
    grave = any(finding.is_grave for finding in findings)
    head = "Житель может принять это за отписку:" if grave else "Можно лучше:"
    lines = [f"— {remark(finding)}" for finding in findings[:SHOWN]]
    if (more := len(findings) - SHOWN) > 0:
        lines.append(f"и ещё {count(more, 'замечание', 'замечания', 'замечаний')}")
    return "\n".join([head, *lines])


def remark(finding: Finding) -> str:
    """One weakness, its place and what to do about it."""
    quote = f"«{cut(finding.quote, QUOTED)}»"
    if finding.flaw in (Flaw.OFFICIALESE, Flaw.STIFF):
        return f"{quote} — {_ended(PHRASES[finding.phrase])}"
    return _REMARKS[finding.flaw].format(quote=quote, number=finding.number)


_REMARKS: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.NO_FACTS: "Нет ни одного факта. Напишите, что сделали, когда и кто: "
        "«Лампу заменили 6 апреля, бригада горсвета».",
        Flaw.REPEATED: "Почти такой же ответ ушёл по № {number}. Добавьте, что сделано именно здесь.",
        Flaw.NO_TERM: "{quote} — обещание без срока. Назовите день: «до 15 мая».",
        Flaw.PAST_TERM: "{quote} — этот день уже прошёл. Проверьте число.",
        Flaw.NO_DAY: "Добавьте, когда это сделали: так ответу верят больше.",
        Flaw.NO_PHOTO: "По этой теме нужно фото «стало». Пришлите его с подписью «стало».",
        Flaw.SAME_PHOTO: "Фото «стало» то же самое, что «было». Проверьте, то ли приложили.",
    }
)


def overruled(findings: Sequence[Finding]) -> str:
    """For the history: what was known when the answer went all the same."""
    grave = [finding for finding in findings if finding.is_grave]
    said = [NAMES[one.flaw] + (f" «{cut(one.quote, QUOTED)}»" if one.quote else "") for one in grave]
    return cut("; ".join(said), 500)


def promised(days: Sequence[date]) -> str:
    """Above the preview: what the bot will keep in mind."""
    named = ", ".join(f"{day.day} {MONTHS[day.month - 1]}" for day in days)
    if len(days) > 1:
        return f"Обещания со сроками {named} бот запомнит."
    return f"Обещание со сроком {named} бот запомнит."


def _ended(text: str) -> str:
    return text if text.endswith("?") else f"{text}."
