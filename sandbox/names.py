"""Grammatical cases of Russian names, for ``name_case`` and ``first_name_gen`` of users.get.

VK declines names itself. These rules cover regular first names and surnames; what they don't know stays as it is,
which is what VK does with foreign names.
"""

from __future__ import annotations

CASES = ("gen", "dat", "acc", "ins", "abl")
FEMALE = 1

# Ending in the nominative → endings in CASES.
Endings = tuple[str, tuple[str, str, str, str, str]]
ADJECTIVE_SURNAMES: dict[int, tuple[Endings, ...]] = {
    FEMALE: (
        ("ова", ("овой", "овой", "ову", "овой", "овой")),
        ("ева", ("евой", "евой", "еву", "евой", "евой")),
        ("ёва", ("ёвой", "ёвой", "ёву", "ёвой", "ёвой")),
        ("ина", ("иной", "иной", "ину", "иной", "иной")),
        ("ына", ("ыной", "ыной", "ыну", "ыной", "ыной")),
        ("ая", ("ой", "ой", "ую", "ой", "ой")),
    ),
    2: (
        ("ов", ("ова", "ову", "ова", "овым", "ове")),
        ("ев", ("ева", "еву", "ева", "евым", "еве")),
        ("ёв", ("ёва", "ёву", "ёва", "ёвым", "ёве")),
        ("ин", ("ина", "ину", "ина", "иным", "ине")),
        ("ын", ("ына", "ыну", "ына", "ыным", "ыне")),
        ("ский", ("ского", "скому", "ского", "ским", "ском")),
        ("ый", ("ого", "ому", "ого", "ым", "ом")),
        ("ой", ("ого", "ому", "ого", "ым", "ом")),
    ),
}
NOUNS: tuple[Endings, ...] = (
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("я", ("и", "е", "ю", "ей", "е")),
    ("а", ("ы", "е", "у", "ой", "е")),
)
MALE_NOUNS: tuple[Endings, ...] = (
    ("ий", ("ия", "ию", "ия", "ием", "ии")),
    ("ей", ("ея", "ею", "ея", "еем", "ее")),
    ("ай", ("ая", "аю", "ая", "аем", "ае")),
    ("ь", ("я", "ю", "я", "ем", "е")),
)
IRREGULAR = {"Пётр": "Петр", "Павел": "Павл", "Лев": "Льв"}
CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def in_case(name: str, sex: int, case: str, surname: bool = False) -> str:
    """The name in VK's ``case`` (nom, gen, dat, acc, ins, abl)."""
    if case not in CASES or not name:
        return name
    index = CASES.index(case)
    if surname:
        declined = _by_ending(name, ADJECTIVE_SURNAMES.get(sex, ()), index)
        if declined or sex == FEMALE:
            return declined or name
    declined = _by_ending(name, NOUNS if name[-1] in "ая" else MALE_NOUNS if sex != FEMALE else (), index)
    if declined:
        return declined.replace("гы", "ги").replace("кы", "ки").replace("хы", "хи")
    if sex == FEMALE or name[-1] not in CONSONANTS:
        return name
    instrumental = "ем" if name[-1] in "жчшщц" else "ом"
    return IRREGULAR.get(name, name) + ("а", "у", "а", instrumental, "е")[index]


def _by_ending(name: str, endings: tuple[Endings, ...], index: int) -> str | None:
    for nominative, others in endings:
        if name.endswith(nominative):
            return name[: -len(nominative)] + others[index]
    return None
