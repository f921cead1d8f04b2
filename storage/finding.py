"""Finding appeals: by what they are, by the words in them, and by their citizen."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from appeals.model import Appeal
from appeals.search import MANY, OF_PERSON, Found, FoundPage, Search, Term, Where
from appeals.selection import Earlier, Scope, Selected, Selection, Tally
from storage import shapes
from storage.moments import to_ms
from storage.repositories import Statements
from storage.word_index import WORDS_COLUMNS, words

_OF_APPEALS = "FROM appeals a JOIN citizens c ON c.id = a.citizen_id"

_APPEAL_WIDTH = shapes.APPEAL_COLUMNS.count(",") + 1


class Looked(Protocol):
    """What a session knows already: looked up before its transaction began, so that nobody waits for it."""

    @property
    def looked_up(self) -> Mapping[Hashable, Any]: ...

    def has_looked_up(self, key: Hashable, found: object) -> None: ...


class FindingStatements(Statements, Looked, Protocol):
    """What finding needs of the session."""


class SqliteFinding:
    """`appeals.ports.Finding` on SQLite."""

    def __init__(self, session: FindingStatements) -> None:
        self._session = session

    async def select(
        self, selection: Selection, scope: Scope, asker: int, now: datetime, zone: ZoneInfo, *, limit: int, offset: int
    ) -> Selected:
        key = (selection, scope, asker, now, limit, offset)
        found: Selected | None = self._session.looked_up.get(key)
        if found is None:
            found = await self._select(selection, scope, asker, now, zone, limit, offset)
            self._session.has_looked_up(key, found)
        return found

    async def search(self, search: Search, scope: Scope, *, limit: int, offset: int) -> FoundPage:
        key = (search, scope, limit, offset)
        found: FoundPage | None = self._session.looked_up.get(key)
        if found is None:
            found = await self._search(search, scope, limit, offset)
            self._session.has_looked_up(key, found)
        return found

    async def earlier(self, appeal: Appeal) -> Earlier | None:
        rows = await self._session.read(
            f"SELECT count(*) OVER (), {shapes.APPEAL_COLUMNS} {_OF_APPEALS}"
            " WHERE a.citizen_id = ? AND a.id < ? AND a.community_id = ? ORDER BY a.id DESC LIMIT 1",
            (appeal.citizen_id, appeal.id, self._session.community_id),
        )
        return Earlier(rows[0][0], shapes.appeal(rows[0][1:])) if rows else None

    async def _select(
        self,
        selection: Selection,
        scope: Scope,
        asker: int,
        now: datetime,
        zone: ZoneInfo,
        limit: int,
        offset: int,
    ) -> Selected:
        condition, parameters = _selected(selection, now, zone)
        condition, parameters = (
            f"{condition}{_within(scope)}",
            parameters
            | {
                "community": self._session.community_id,
                "scope": scope.department,
                "now": to_ms(now),
                "asker": asker,
                "limit": limit,
                "offset": offset,
            },
        )
        counted = await self._session.read(_COUNT.format(where=condition, late=_IS_LATE), parameters)
        total = counted[0][0]
        if not total:
            return Selected((), Tally())
        order = "a.due_at, a.id" if selection.is_open else "a.filed_at DESC, a.id DESC"
        rows = await self._session.read(
            _PAGE.format(columns=shapes.APPEAL_COLUMNS, where=condition, order=order), parameters
        )
        return Selected(tuple(shapes.appeal(row) for row in rows), Tally(*counted[0]))

    async def _search(self, search: Search, scope: Scope, limit: int, offset: int) -> FoundPage:
        number = search.number
        rows = await self._session.read(
            _SEARCH.format(
                columns=f"{shapes.APPEAL_COLUMNS}, {WORDS_COLUMNS}",
                exact=_EXACT if number is not None else _NOTHING,
                hits=_MATCHING.format(match="match", scope=_within(scope), limit=MANY + 1),
                strong=_MATCHING.format(match="strong", scope=_within(scope), limit=MANY + 1),
                scope=_within(scope),
            ),
            {
                "community": self._session.community_id,
                "scope": scope.department,
                "sequence": number.sequence if number is not None else None,
                "year": number.year if number is not None else None,
                "match": match(search, scope),
                "strong": match(search, scope, strong=True),
                "limit": limit,
                "offset": offset,
            },
        )
        pending = await self._session.read("SELECT count(*) FROM unindexed")
        found = tuple(
            Found(shapes.appeal(row[2 : 2 + _APPEAL_WIDTH]), words(row[2 + _APPEAL_WIDTH :]))
            for row in rows
            if row[0] is not None
        )
        return FoundPage(found, rows[0][1] if rows else 0, pending[0][0])


def match(search: Search, scope: Scope, *, strong: bool = False) -> str:
    """FTS5's expression: every word has to be somewhere; somebody's name only for those who may see it.

    `strong` asks for whole words in what the citizen told: those come first.
    """
    unseen = (frozenset() if scope.sees_person else OF_PERSON) | ({Where.ANSWER} if strong else frozenset())
    parts = [where for where in Where if where not in unseen | {Where.NOTE}]  # notes stand with the contacts
    return " AND ".join(_term(term, parts, begins=term.begins and not strong) for term in search.terms)


def _term(term: Term, parts: Sequence[Where], *, begins: bool) -> str:
    said = f"{{{' '.join(one for one in parts if one is not Where.PERSON)}}} : {_form(term.stem, begins=begins)}"
    return f"({said} OR {Where.PERSON} : {_form(term.name, begins=begins)})" if Where.PERSON in parts else said


def _form(form: str, *, begins: bool) -> str:
    return f'"{form}"*' if begins else f'"{form}"'  # forms hold letters and digits only


def _within(scope: Scope) -> str:
    return "" if scope.department is None else " AND a.department = :scope AND a.department <> ''"


def _selected(selection: Selection, now: datetime, zone: ZoneInfo) -> tuple[str, dict[str, Any]]:
    statuses = ", ".join(f"'{status}'" for status in sorted(selection.statuses)) or "NULL"
    conditions = ["a.community_id = :community", f"a.status IN ({statuses})"]
    since, before = selection.period.bounds(now, zone) if selection.period else (None, None)
    narrowing: dict[str, tuple[str, Any]] = {
        "citizen": ("a.citizen_id = :citizen", selection.citizen_id),
        "assignee": ("a.assignee_id = :assignee", selection.assignee_id),
        "department": ("a.department = :department", selection.department or None),
        "category": ("a.category = :category", selection.category or None),
        "channel": ("a.channel = :channel", selection.channel),
        "since": ("a.filed_at >= :since", to_ms(since) if since else None),
        "before": ("a.filed_at < :before", to_ms(before) if before else None),
    }
    given = {name: pair for name, pair in narrowing.items() if pair[1] is not None}
    conditions += [condition for condition, _ in given.values()]
    if selection.is_overdue:
        conditions.append(_IS_LATE)
    return " AND ".join(conditions), {name: value for name, (_, value) in given.items()}


_IS_LATE = """
CASE a.status WHEN 'waiting_citizen' THEN coalesce(iif(json_extract(a.pauses, '$[#-1][1]') IS NULL,
                                                       json_extract(a.pauses, '$[#-1][0]'), NULL), :now)
              ELSE :now END > a.due_at"""
"""As `Appeal.is_overdue`: a clock that stands still while the citizen is asked doesn't run late."""

_COUNT = """
SELECT count(*), coalesce(sum(a.status IN ('new', 'reopened')), 0),
       coalesce(sum(a.status IN ('new', 'in_progress', 'waiting_citizen', 'reopened') AND {late}), 0),
       coalesce(sum(a.assignee_id IS :asker), 0)
FROM appeals a WHERE {where}
"""

_PAGE = """
SELECT {columns} FROM (SELECT a.id FROM appeals a WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset) chosen
JOIN appeals a ON a.id = chosen.id JOIN citizens c ON c.id = a.citizen_id ORDER BY {order}
"""

_EXACT = """
SELECT a.id FROM appeals a INDEXED BY appeals_by_sequence WHERE a.community_id = :community AND a.sequence = :sequence
AND (:year IS NULL OR a.year = :year)"""
_NOTHING = "SELECT a.id FROM appeals a WHERE 0"

_SEARCH = """
WITH exact (id) AS MATERIALIZED ({exact}{scope}),
hits (id) AS MATERIALIZED (SELECT id FROM exact UNION SELECT * FROM ({hits})),
strong (id) AS MATERIALIZED ({strong}),
page (id, tier) AS MATERIALIZED (
    SELECT id, CASE WHEN id IN exact THEN 0 WHEN id IN strong THEN 1 ELSE 2 END AS tier FROM hits
    ORDER BY tier, id DESC LIMIT :limit OFFSET :offset
)
SELECT a.id, (SELECT count(*) FROM hits), {columns}
FROM (SELECT 1) LEFT JOIN page LEFT JOIN appeals a ON a.id = page.id LEFT JOIN citizens c ON c.id = a.citizen_id
ORDER BY page.tier, a.id DESC
"""

_MATCHING = """
SELECT w.rowid FROM appeal_words w CROSS JOIN appeals a ON a.id = w.rowid
WHERE appeal_words MATCH :{match} AND a.community_id = :community{scope} ORDER BY w.rowid DESC LIMIT {limit}"""
