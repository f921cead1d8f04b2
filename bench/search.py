"""Search and selections over 100,000 appeals, as the desk asks for them."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from appeals.model import Channel, Status
from appeals.search import parse_search
from appeals.selection import DateRange, Scope, Selection, Shelf
from storage.database import Database
from storage.finding import SqliteFinding
from storage.looking import Looking
from storage.migrations import migrate
from storage.moments import to_ms
from storage.word_index import WordIndex

APPEALS = 100_000
CITIZENS = 30_000
PAGE = 10
REPEATS = 5
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
EVERYTHING = Scope()

_WORDS = {
    "things": "фонарь яма мусор контейнер снег наледь лавочка скамейка остановка автобус подъезд крыша подвал труба люк"
    " дерево собака площадка качели бордюр тротуар светофор знак лужа провод столб забор кафе магазин школа садик",
    "deeds": "не_горит сломан_уже_неделю давно_не_вывозят провалился_после_дождя протекает мешает_пройти_с_коляской"
    " упал_на_дорогу никто_не_убирает шатается перегородили_машины нет_ни_одного сгнил_и_опасен_для_детей",
    "places": "во_дворе у_дома на_углу возле_школы напротив_магазина за_гаражами у_подъезда на_перекрёстке",
    "streets": "Садовая Луговая Школьная Полевая Лесная Заводская Речная Северная Южная Зелёная Цветочная Береговая"
    " Кирпичная Мостовая Садовый_переулок Луговой_переулок Школьный_переулок Лесной_проспект Речное_шоссе Южное_шоссе",
    "names": "Анна Мария Ольга Пётр Иван Сергей Николай Юлия Дарья Артём Вера Глеб",
    "surnames": "Примеров Образцов Новосёлов Лесин Озеров Полин Горский Белов Чернов Морозов Садовский Луговой",
    "categories": "housing water light roads snow waste yards transport animals school health social land other",
}
_WHAT = {kind: [word.replace("_", " ") for word in words.split()] for kind, words in _WORDS.items()}
_DEPARTMENTS = ("", "housing", "roads", "improvement")

QUERIES = (
    "фонарей",
    "мусор не вывозят",
    "Садовая 12а",
    "ямы на Луговой",
    "Образцовой Анне",
    "качели сломаны во дворе",
    "+7 900 123-45-67",
    "99999",
    "2026-000123",
    "остан",
    "не горит фонарь у дома на Лесной",
)
"""Words in other forms than they were written in, a house, a name, a phone, numbers, an unfinished word."""

SELECTIONS = (
    Selection(),
    Selection(frozenset({Shelf.NEW})),
    Selection(frozenset({Shelf.OVERDUE}), category="roads"),
    Selection(assignee_id=201, period=DateRange(days=7)),
    Selection(frozenset({Shelf.ALL}), department="roads", channel=Channel.WALL_COMMENT),
    Selection(frozenset({Shelf.DONE}), period=DateRange(days=30)),
)


async def measure_search(path: Path) -> float:
    """Milliseconds of the slowest of `QUERIES`, by the median of its repeats."""

    async def ask(finding: SqliteFinding, number: int) -> None:
        search = parse_search(QUERIES[number])
        assert search is not None
        if not (await finding.search(search, EVERYTHING, limit=PAGE, offset=0)).found and number not in _MAY_MISS:
            raise RuntimeError(f"nothing found: {QUERIES[number]}")

    return await _slowest(path, len(QUERIES), ask)


async def measure_selections(path: Path) -> float:
    """Milliseconds of the slowest of `SELECTIONS`, by the median of its repeats."""

    async def ask(finding: SqliteFinding, number: int) -> None:
        await finding.select(SELECTIONS[number], EVERYTHING, 201, NOW, ZONE, limit=PAGE, offset=0)

    return await _slowest(path, len(SELECTIONS), ask)


_MAY_MISS = frozenset({QUERIES.index("+7 900 123-45-67")})


async def _slowest(path: Path, count: int, ask: Callable[[SqliteFinding, int], Awaitable[None]]) -> float:
    database = await Database.open(path)
    try:
        await fill(database)
        times = []
        for number in range(count):
            runs = []
            for _ in range(REPEATS):
                finding = Looking(database, 1).finding
                started = time.perf_counter()
                await ask(finding, number)
                runs.append((time.perf_counter() - started) * 1000)
            times.append(statistics.median(runs))
        return max(times)
    finally:
        await database.close()


async def fill(database: Database, appeals: int = APPEALS) -> None:
    """A town's appeals of some years, indexed; a file that is full already stays as it is."""
    await migrate(database)
    if (await database.read("SELECT count(*) FROM appeals"))[0][0]:
        return
    chance = random.Random(1)
    async with database.transaction() as transaction:
        transaction.put_many(
            "INSERT INTO citizens (id, community_id, vk_id, first_name, last_name) VALUES (?, 1, ?, ?, ?)",
            [
                (n, 1000 + n, chance.choice(_WHAT["names"]), chance.choice(_WHAT["surnames"]))
                for n in range(1, CITIZENS + 1)
            ],
        )
        transaction.put_many(
            "INSERT INTO appeals (id, community_id, year, sequence, citizen_id, channel, status, category, text,"
            " address, contact, filed_at, react_by, due_at, origin, assignee_id, department, question)"
            " VALUES (?, 1, 2026, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '?')",
            [_appeal(number, chance) for number in range(1, appeals + 1)],
        )
        transaction.put_many(
            "INSERT INTO history (community_id, appeal_id, act, at, actor_id, text)"
            " VALUES (1, ?, 'answered', 0, 201, ?)",
            [(number, f"Работы выполнены. {_said(chance)}") for number in range(1, appeals + 1, 2)],
        )
        await transaction.commit()
    await WordIndex(database, portion=2000, breath=0)()


def _said(chance: random.Random) -> str:
    parts = [
        f"{chance.choice(_WHAT['things'])} {chance.choice(_WHAT['deeds'])} {chance.choice(_WHAT['places'])}"
        for _ in range(4)
    ]
    return ". ".join(part.capitalize() for part in parts) + "."


def _appeal(number: int, chance: random.Random) -> tuple[Any, ...]:
    filed = NOW - timedelta(minutes=12 * (APPEALS - number))
    status = chance.choice(list(Status)) if number > APPEALS - 5000 else Status.CLOSED
    house = f"{chance.randint(1, 150)}{chance.choice(['', '', '', 'а', 'б'])}"
    return (
        number,
        number,
        chance.randint(1, CITIZENS),
        chance.choice(list(Channel)),
        status,
        chance.choice(_WHAT["categories"]),
        _said(chance),
        f"ул. {chance.choice(_WHAT['streets'])}, {house}",
        f"+7 9{chance.randint(0, 99):02} {chance.randint(0, 999):03}-{chance.randint(0, 99):02}-45",
        to_ms(filed),
        to_ms(filed),
        to_ms(filed + timedelta(days=10)),
        f"draft:{number}",
        chance.choice([None, 201, 202]),
        chance.choice(_DEPARTMENTS),
    )
