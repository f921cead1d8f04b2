"""Finding the answer to a citizen's message in a base of 500 entries."""

from __future__ import annotations

import random
import statistics
import time

from appeals.autoreplies.matching import Index

ENTRIES = 500
REPEATS = 20

_WORDS = {
    "what": "приём выписка справка субсидия путёвка разрешение очередь проездной пособие показания расписание график"
    " вакансия заявление участок налог паспорт квитанция пропуск абонемент договор льгота компенсация регистрация",
    "where": "главы мфц бассейна садика школы поликлиники библиотеки кладбища рынка катка бани загса водоканала музея"
    " стадиона лагеря парка вокзала почты театра теплосети санатория приюта автошколы общежития суда архива яслей",
    "how": "как_получить когда_работает где_оформить сколько_стоит какие_документы_нужны_для куда_обратиться_за",
}
_SAID = {kind: [word.replace("_", " ") for word in words.split()] for kind, words in _WORDS.items()}

MESSAGES = (
    "Здравствуйте! Подскажите, пожалуйста, как получить выписку из архива?",
    "сколко стоит абанемент в бассейн",
    "Добрый день, мне 70 лет, хочу узнать, положена ли мне льгота на проездной и какие документы нужны для оформления",
    "Когда работает общественная приёмная депутата по вопросам капитального ремонта многоквартирных домов?",
    "На Садовой третий день не горит фонарь, темно и страшно ходить",
    "Где и как можно оформить перерасчёт за отопление, если квитанция пришла неправильная, и кто за это отвечает?",
)


def measure() -> float:
    """Milliseconds of the slowest of `MESSAGES`, by the median of its repeats."""
    chance = random.Random(1)
    index = Index({number: [_made(chance) for _ in range(4)] for number in range(ENTRIES)})
    return max(statistics.median(_took(index, message) for _ in range(REPEATS)) for message in MESSAGES)


def _made(chance: random.Random) -> str:
    own = "".join(chance.choice("абвгдеиклмнопрст") for _ in range(8))
    how, what, where = (chance.choice(_SAID[kind]) for kind in ("how", "what", "where"))
    return f"{how} {what} {where} {own}"


def _took(index: Index, message: str) -> float:
    began = time.perf_counter()
    index.find(message)
    return (time.perf_counter() - began) * 1000
