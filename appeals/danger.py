"""Words of danger: where they stand nothing is answered automatically, a person has to read them."""

from __future__ import annotations

import re

_DANGER = re.compile(
    r"\bпожар|\bгор(?:ит|ят|ело|ела|ел)\b|\bзагор|\bвозгор|\bподожгл|\bдым(?:ит|ится|ом|а)?\b|\bзадым|\bвзрыв|\bвзорв"
    r"|\bпахн\w*\s+газ|\bгаз\w*\s+пахн|\bзапах\w*\s+газ|\bутечк|\bугарн"
    r"|\bпровод\w*\s+(?:\w+\s+)?(?:оборв|порв|упал|висит|висят|искр|торч|лежит|лежат|на земле)"
    r"|\b(?:оборв|порв|упал)\w*\s+(?:\w+\s+)?провод|\bискр(?:ит|ят|ение)|\bбь[её]т\s+током|\bударило\s+током"
    r"|\bпрорва|\bпрорыв|\bхлещ|\bфонтан(?:ом|ирует)|\bзатопил|\bзатапл|\bзал(?:ивает|ило)\b|\bпровалил"
    r"|\bобрушил|\bобвалил|\bрухн|\bтон(?:ет|ут)\b|\bутонул|\bавари[яию]\b(?!\w)|\bчп\b"
    r"|\bпогиб|\bумира|\bранен|\bбез сознания|\bпокуса|\bукуси|\bнапал[аи]?\b|\bубива|\bстреля|\bоруж|\bзаложник"
    r"|\bсамоуби|\bсуицид|\bпокончить с собой|\bпропал\w*\s+(?:реб|девоч|мальч|человек|сын|доч)|\bмертв"
    r"|\bопасн\w*\s+для\s+жизн|\bугроз\w*\s+жизн|\bспасите\b",
)


def tells_of_danger(text: str) -> bool:
    """Whether a message speaks of fire, gas, wires, a burst pipe, somebody hurt; rather too often than too rarely.

    >>> tells_of_danger("Провод оборвался и висит над тротуаром"), tells_of_danger("Как подключить газ к дому?")
    (True, False)
    """
    return _DANGER.search(" ".join(text.lower().replace("ё", "е").split())) is not None
