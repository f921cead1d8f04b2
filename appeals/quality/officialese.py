"""The phrases of offices that stand where a deed should."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from appeals.value import dataclass


class Phrase(StrEnum):
    """What a phrase pretends to tell: `texts` has a proposal for each."""

    MEASURES = "measures"
    CONTROL = "control"
    CONSIDERED = "considered"
    ORDER = "order"
    COMPETENCE = "competence"
    TAKEN_NOTE = "taken_note"
    WORK_GOES_ON = "work_goes_on"
    CIVIC = "civic"
    CARRIED_OUT = "carried_out"
    WITHIN = "within"
    THE_GIVEN = "the_given"
    BOOKISH = "bookish"
    FILLER = "filler"


STRONG = frozenset(
    {
        Phrase.MEASURES,
        Phrase.CONTROL,
        Phrase.CONSIDERED,
        Phrase.ORDER,
        Phrase.COMPETENCE,
        Phrase.TAKEN_NOTE,
        Phrase.WORK_GOES_ON,
    }
)
"""Phrases that nobody needs in an honest answer. The others are only stiff.

`FILLER` weakens nothing but an answer that says no more than that.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase and its words in the text."""

    phrase: Phrase
    quote: str


_SOME = r"(?:[^\W\d_]+\s+){0,3}?"

_PATTERNS: Sequence[tuple[Phrase, re.Pattern[str]]] = [
    (phrase, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for phrase, pattern in (
        (
            Phrase.MEASURES,
            rf"(?:приня(?:ты|ли|то)|принима(?:ются|ем)|предприн(?:яты|имаются|яли)|при(?:мем|мут))\s+{_SOME}мер[ыа]?",
        ),
        (
            Phrase.MEASURES,
            r"(?:все\s+)?(?:необходимые\s+)?меры\s+(?:уже\s+|будут\s+)?(?:приняты|принимаются|предприняты)",
        ),
        (
            Phrase.MEASURES,
            r"(?:соответствующ|необходим)\w+\s+(?:мер|мероприят|работ|поручени|указани|распоряжени)\w+|комплекс\s+(?:мер|мероприятий)",
        ),
        (
            Phrase.CONTROL,
            rf"(?:взят\w*|взяли|бер[её]м|поставлен\w*|находи\w+|остаётся|остается)\s+{_SOME}на\s+{_SOME}контрол[ьеюя]",
        ),
        (Phrase.CONTROL, r"контроль\s+за\s+(?:[^\W\d_]+\s+){1,5}?(?:возложен|поручен)\w*"),
        (Phrase.CONTROL, r"на\s+(?:особ\w+\s+|личн\w+\s+)?контроле|под\s+(?:особ\w+\s+|личн\w+\s+)?контрол(?:ем|ь)"),
        (Phrase.CONSIDERED, r"рассмотрев\s+(?:ваше|ваш|данное)?\s*(?:обращение|заявление|вопрос)"),
        (Phrase.CONSIDERED, r"обращение\s+(?:было\s+)?(?:внимательно\s+|всесторонне\s+)?рассмотрено"),
        (Phrase.CONSIDERED, r"по\s+(?:результатам|итогам)\s+рассмотрения"),
        (Phrase.CONSIDERED, r"(?:сообща(?:ем|ет)|информиру(?:ем|ет))\s+(?:вам\s+|вас\s+)?(?:следующее|о\s+следующем)"),
        (Phrase.CONSIDERED, r"на\s+ваше\s+обращение\s+(?:от\s+\S+\s+)?(?:сообщаем|информируем|поясняем)"),
        (Phrase.CONSIDERED, r"ваше\s+(?:обращение|сообщение|мнение)\s+(?:очень\s+)?важно"),
        (Phrase.ORDER, r"в\s+установленн\w+\s+(?:\w+\s+){0,2}?(?:порядк\w+|срок\w*)"),
        (
            Phrase.ORDER,
            r"(?:в\s+соответствии\s+с|согласно)\s+(?:норм\w+\s+)?действующ\w+\s+законодательств\w+"
            r"|в\s+рамках\s+действующего\s+законодательства|вопрос\s+рассматривается",
        ),
        (Phrase.COMPETENCE, r"в\s+(?:пределах|рамках)\s+(?:своей\s+|своих\s+|имеющихся\s+)?(?:компетенции|полномочий)"),
        (
            Phrase.COMPETENCE,
            r"(?:не\s+(?:входит|относится|находится)|выходит)\s+(?:в|к|за\s+(?:рамки|пределы))\s+(?:\w+\s+){0,2}?"
            r"(?:компетенци\w+|полномочи\w+)",
        ),
        (Phrase.COMPETENCE, r"(?:относится|входит)\s+(?:к|в)\s+(?:[^\W\d_]+\s+)?(?:компетенци\w+|полномочи\w+)"),
        (
            Phrase.TAKEN_NOTE,
            r"(?:информация|обращение|замечани[ея]|сведения|пожелани[ея])\s+(?:была?\s+|будет\s+|будут\s+)?"
            r"(?:принят\w+|доведен\w+|доведён\w*|учтен\w+|учтён\w*)(?:\s+(?:к\s+(?:сведению|работе)|в\s+работу))?",
        ),
        (
            Phrase.TAKEN_NOTE,
            r"(?:принят\w*|примем|принимаем)\s+к\s+сведению|приняли\s+(?:\w+\s+)?к\s+сведению|в\s+рабочем\s+порядке",
        ),
        (
            Phrase.WORK_GOES_ON,
            r"(?:заявка|вопрос|обращение)\s+(?:уже\s+)?(?:взят[ао]?\s+)?в\s+(?:работе|проработк[еу])|работаем\s+над\s+(?:этим|вопросом|проблемой)"
            r"|ищем\s+пути\s+решения"
            r"|уделя\w+\s+(?:\w+\s+){0,2}?внимани\w+|реша\w+\s+вопрос|вопрос\s+решается",
        ),
        (
            Phrase.WORK_GOES_ON,
            r"(?:проводится|вед[её]тся|осуществляется)\s+(?:\w+\s+){0,2}?работа|работа\s+(?:\w+\s+){0,2}?"
            r"(?:вед[её]тся|проводится|продолжается|проведена)|прорабатыва\w+(?:\s+вопрос)?|вопрос\s+прорабатывается",
        ),
        (
            Phrase.FILLER,
            r"(?:приносим|просим)\s+(?:свои\s+|искренние\s+)?извинени\w+|ожидайте(?:\s+ответа)?|в\s+полном\s+объ[её]ме"
            r"|(?:дано|даны)\s+(?:[^\W\d_]+\s+){0,2}?поручени\w+|ответ\s+будет\s+\w+\s+дополнительно|проблема\s+известна"
            r"|(?:рекоменду\w+|просим|необходимо|следует|предлагаем|можете|вправе)\s+(?:вам\s+)?обратиться",
        ),
        (Phrase.CIVIC, r"активн\w+\s+(?:гражданск|жизненн)\w+\s+позици\w+|неравнодуши\w+|с\s+пониманием"),
        (
            Phrase.CARRIED_OUT,
            r"осуществл(?:я\w+|ен\w*|ён\w*|ени\w+)|производ(?:ится|ятся|илось|ились)|произвед[её]н\w*|проведен[иы]\w+\s+работ\w*",
        ),
        (Phrase.WITHIN, r"в\s+рамках|в\s+целях|на\s+предмет|в\s+части|по\s+факту"),
        (
            Phrase.THE_GIVEN,
            r"данн(?:ый|ая|ое|ого|ой|ому|ом|ую|ым)|вышеуказанн\w+|вышеизложенн\w+|указанн(?:ый|ая|ое|ого|ой|ом)",
        ),
        (
            Phrase.BOOKISH,
            r"ввиду|посредством|надлежащ\w+|в\s+связи\s+с\s+(?:чем|вышеизложенным)|является|имеет\s+место|таким\s+образом",
        ),
    )
]


def phrases_in(text: str) -> Sequence[Found]:
    """The phrases in a text, each once, in its order; of two at one place the longer."""
    spans: list[tuple[int, int, Phrase]] = []
    for phrase, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in spans):
                spans.append((match.start(), match.end(), phrase))
    known: dict[str, Found] = {}
    for start, end, phrase in sorted(spans):
        quote = " ".join(text[start:end].split())
        known.setdefault(quote.casefold(), Found(phrase, quote))
    return list(known.values())
