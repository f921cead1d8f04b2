"""Words that a person has to see at once: danger to life, and whatever else can't wait for an automatic answer.

What merely is out of order – a lamp that doesn't burn – is neither. A burst pipe is danger and no peril: it may be the
known outage itself, so it is gathered to it, but nothing is answered by itself.
"""

from __future__ import annotations

import re

from appeals.translit import in_russian

_WIRE = r"пров[оа]д(?:а|у|е|ом|ов|ам|ами|ах|ка|ку|ки)?"
_AND_THEN = r"(?:\W+\w+){0,2}?\W+"

_PERIL = re.compile(
    r"\b(?:"
    r"пожар|дымит|дым\b|задым|возгор|загорел|поджог|подожг|угарн|искр(?:ит|ят|ил|ени|ящ)|"
    rf"оголенн|обвисш|(?:обор|отор|пор)ва\w*{_AND_THEN}{_WIRE}\b|(?:упал\w*|торч[иа]т|вис[ия]т|леж[иа]т){_AND_THEN}{_WIRE}\b|"
    rf"{_WIRE}{_AND_THEN}(?:(?:обор|отор|пор)ва|упал|торч[иа]т|вис[ия]т|леж[иа]т|искр|на земле|под напряжением)|"
    r"(?:бьет|ударил\w*|бьется|дергает)\s+ток|замыкани|коротит|"
    r"взры|взорв|(?:пахн\w*|запах\w*|воняет|утечк\w*|утекает)\s+газ|газ\w*\s+(?:пахн|утечк|запах)|"
    r"обруш|обвалил|рухну|провалил|угроз\w+\s+жизн|опасн\w+\s+для\s+жизн|скор(?:ая|ую)\b|"
    r"погиб|умира|мертв|травм|ранен|без сознания|утонул|тон(?:ет|ут)\b|"
    r"застрял|кислородн|ивл\b|кипят(?:ок|ком)|покуса|укуси|нападают|напал[аи]?\b|убива|стреля|оруж|заложник|"
    r"самоуби|суицид|покончить с собой|пропал\w*\s+(?:реб|девоч|мальч|человек|сын|доч)|спасите"
    r")"
)

_NOT_TO_WAIT = re.compile(
    r"\b(?:"
    r"гор(?:ит|ят|ело|ела|ел)\b|загор|дым(?:ится|ом|а)\b|утечк|"
    r"прорва|прорыв|хлещ|фонтан(?:ом|ирует)|затопил|затапл|зал(?:ивает|ило)\b|авари[яию]\b|чп\b"
    r")"
)
"""Beside peril: what may be an outage that is known, or no danger at all."""


def tells_of_peril(text: str) -> bool:
    """Whether the words tell of danger to somebody. Too much is taken for danger rather than too little.

    >>> tells_of_peril("Провод упал и искрит"), tells_of_peril("Прорвало трубу"), tells_of_peril("Нет света с утра")
    (True, False, False)
    """
    return _PERIL.search(_plain(text)) is not None


def tells_of_danger(text: str) -> bool:
    """Whether a person has to see the words before anything is answered: peril, a burst pipe, something on fire.

    >>> tells_of_danger("Провод оборвался"), tells_of_danger("Прорвало трубу"), tells_of_danger("Как подключить газ?")
    (True, True, False)
    """
    plain = _plain(text)
    return (_PERIL.search(plain) or _NOT_TO_WAIT.search(plain)) is not None


def _plain(text: str) -> str:
    return " ".join(in_russian(text).lower().replace("ё", "е").split())
