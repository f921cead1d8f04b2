"""Does somebody tell of danger to life? Then nothing is gathered: a person has to look at once.

What merely is out of order – a burst pipe, a lamp that doesn't burn – isn't meant: that may be the outage itself.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(
    r"\b(?:"
    r"пожар|задымл|дымит|дым\b|возгоран|искр[иея]|"
    r"оголенн|обвисш|(?:оборван|оборва|оторва|упал|торчит|висит|лежит)\w*(?:\W+\w+){0,2}?\W+пров[оа]д|"
    r"пров[оа]д\w*(?:\W+\w+){0,2}?\W+(?:оборва|оторва|упал|торчит|висит|лежит|под напряжением)|"
    r"(?:бьет|ударил\w*|бьется|дергает)\s+ток|замыкани|коротит|"
    r"взры|взорв|(?:пахнет|запах\w*|воняет|утечк\w*|утекает)\s+газ|газ\w*\s+(?:пахнет|утечк|запах)|"
    r"обруш|рухну|угроз\w+\s+жизн|опасн\w+\s+для\s+жизн|скор(?:ая|ую)\b|погиб|умира|травм|ранен|"
    r"застрял|кислородн|ивл\b|кипят(?:ок|ком)|провалил|тонет|спасите"
    r")",
    re.IGNORECASE,
)


def tells_of_peril(text: str) -> bool:
    """Whether the words tell of danger to somebody. Too much is taken for danger rather than too little.

    >>> tells_of_peril("Провод упал и искрит"), tells_of_peril("Нет света с утра")
    (True, False)
    """
    return _SIGNS.search(text.replace("ё", "е").replace("Ё", "Е")) is not None
